"""Who keeps an organisation's venues, and who notes when somebody cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts import policy as cohorts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.cohorts.models import Cohort
    from programme.people.models import Person


def can_keep(person: Person, organisation_id: int, held: Iterable[Cohort]) -> bool:
    """See and change what an organisation has to meet in and with; `held` are its cohorts.

    Whoever coordinates anything there may, and administrators.
    """
    return (
        person.is_administrator
        or any(grant.organisation_id == organisation_id for grant in person.grants)
        or any(cohorts.coordinates(person, cohort) for cohort in held)
    )


def can_note_busy(viewer: Person, person: Person, led: Iterable[Cohort]) -> bool:
    """Say when a facilitator is busy; `led` are the cohorts that the facilitator has now.

    Facilitators say it of themselves, coordinators of those in their cohorts.
    """
    led = list(led)
    if viewer.id == person.id:
        return bool(led)
    return any(cohorts.coordinates(viewer, cohort) for cohort in led)
