"""Who may make a cohort: pure predicates over the person's grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.people.models import Person


def can_plan(person: Person) -> bool:
    """Make cohorts at all."""
    return any(g.organisation_id or g.programme_id for g in person.grants)


def can_create(person: Person, programme_id: int, organisation_id: int) -> bool:
    """Make a cohort of the programme that the organisation owns.

    Who coordinates an organisation does so with any programme; who coordinates a programme
    makes its cohorts for their own organisation.
    """
    return any(
        grant.organisation_id == organisation_id
        or (grant.programme_id == programme_id and person.organisation_id == organisation_id)
        for grant in person.grants
    )
