"""What the views of venues share: the blueprint, and who may do what, as `load` asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from programme.venues import policy, queries

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.venues.models import BusyTime, Room, Venue

blueprint = Blueprint("venues", __name__)


def keeps(person: Person, organisation_id: int) -> bool:
    """Whether the person keeps what belongs to the organisation."""
    return policy.can_keep(person, organisation_id, queries.cohorts_of(organisation_id))


def keeps_venue(person: Person, venue: Venue) -> bool:
    """Whether the person keeps the venue."""
    return keeps(person, venue.organisation_id)


def keeps_room(person: Person, room: Room) -> bool:
    """Whether the person keeps the venue that the room is in."""
    return keeps_venue(person, room.venue)


def notes_busy(viewer: Person, person: Person) -> bool:
    """Whether the viewer says when this person is busy."""
    return policy.can_note_busy(viewer, person, queries.led_by(person.id))


def removes_busy(viewer: Person, busy: BusyTime) -> bool:
    """Whether the viewer may say that the time is free after all."""
    if busy.venue:
        return keeps_venue(viewer, busy.venue)
    return busy.person is not None and notes_busy(viewer, busy.person)
