"""Who asks facilitators, who answers, and who names partners: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities

if TYPE_CHECKING:
    from datetime import datetime

    from programme.activities.models import Activity, FacilitatorRequest
    from programme.people.models import Person


def can_ask(person: Person, activity: Activity) -> bool:
    """Ask the facilitators of the activity, and read what they answered."""
    return activities.can_edit(person, activity)


def can_answer(person: Person, activity: Activity) -> bool:
    """Answer for oneself, signed in."""
    return activities.leads(person, activity)


def can_choose_partners(person: Person, activity: Activity) -> bool:
    """Say which partners take part in the activity."""
    return activities.can_edit(person, activity)


def is_open(request: FacilitatorRequest, now: datetime) -> bool:
    """Whether the question still stands: the same days, who leads there still, and in time."""
    activity = request.activity
    return (
        not activity.is_cancelled
        and request.expires_at > now
        and request.person.is_active
        and days_of(request) == days_of(activity)
        and activities.leads(request.person, activity)
    )


def days_of(thing: Activity | FacilitatorRequest) -> tuple[object, ...]:
    """What an answer holds for."""
    return thing.starts_on, thing.ends_on, thing.start_time, thing.end_time
