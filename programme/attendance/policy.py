"""Who may answer, note presence and see needs: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities
from programme.attendance.expected import is_led_by
from programme.cohorts import policy as cohorts

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.attendance.models import CatchUpOffer
    from programme.people.models import Person


def can_answer(person: Person, activity: Activity) -> bool:
    """Say whether one comes: those for whom it is, but not who leads it, nor a pair to itself."""
    return (
        activities.is_shown(activity)
        and not activities.is_private(activity)
        and activities.is_for(activity, person)
        and not is_led_by(activity, person.id)
    )


def can_mark(person: Person, activity: Activity) -> bool:
    """Read the answers and note who was there: its own facilitators, and coordinators."""
    return not activities.is_private(activity) and activities.can_prepare(person, activity)


def can_see_needs(person: Person, activity: Activity) -> bool:
    """Know who sleeps there and who eats what: coordinators alone, for the venue."""
    return activities.can_edit(person, activity)


def can_offer(person: Person, missed: Activity) -> bool:
    """Offer the activity anew to somebody who missed it."""
    return activities.can_edit(person, missed)


def can_receive(person: Person, missed: Activity, offered: Activity) -> bool:
    """Send guests there: within the organisation, or to a cohort that one coordinates oneself."""
    return missed.cohort.organisation_id == offered.cohort.organisation_id or cohorts.coordinates(
        person, offered.cohort
    )


def can_answer_offer(person: Person, offer: CatchUpOffer) -> bool:
    """Take or leave an offer: whom it is made to, nobody else."""
    return offer.person_id == person.id


def can_withdraw(person: Person, offer: CatchUpOffer) -> bool:
    """Take an offer back."""
    return can_offer(person, offer.missed)
