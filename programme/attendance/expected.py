"""Whom an activity expects, and how many places that leaves: pure over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities

if TYPE_CHECKING:
    from programme.activities.models import Activity


def is_led_by(activity: Activity, person_id: int) -> bool:
    """Whether the person stands as its facilitator."""
    return any(facilitator.id == person_id for facilitator in activity.facilitators)


def expected_ids(activity: Activity) -> set[int]:
    """Whom the activity expects: by a place held now or by name; who leads it is no guest."""
    by_place = {
        place.person_id
        for place in activity.cohort.enrolments
        if place.is_open and activities.is_meant_for(activity, place)
    }
    named = {person.id for person in activity.named if person.is_active}
    return (by_place | named) - {facilitator.id for facilitator in activity.facilitators}


def places_left(activity: Activity) -> int | None:
    """Seats of the cohort and of the room, less those expected; None where nobody has counted."""
    seats = _seats(activity)
    return None if seats is None else max(0, seats - len(expected_ids(activity)))


def _seats(activity: Activity) -> int | None:
    room = activity.room.capacity if activity.room else None
    venue = activity.venue.capacity if activity.venue else None
    known = [seats for seats in (activity.cohort.capacity, room or venue) if seats is not None]
    return min(known, default=None)
