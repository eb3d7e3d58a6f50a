"""Who may do what with a programme: pure predicates over what is loaded.

Programmes are the coordinators' and administrators' drawing board. Participants read of theirs
on a page of their cohort (see `cohorts`), without the notes on the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.programmes.models import Programme, ProgrammeState

if TYPE_CHECKING:
    from programme.people.models import Person


def can_browse(person: Person) -> bool:
    """Open the programmes at all."""
    return person.is_administrator or person.is_coordinator


def can_create(person: Person) -> bool:
    """Make a programme."""
    return person.is_administrator


def can_edit(person: Person, programme: Programme) -> bool:
    """Change it: administrators, and those who coordinate the whole programme."""
    return person.is_administrator or any(
        grant.programme_id == programme.id for grant in person.grants
    )


def can_view(person: Person, programme: Programme) -> bool:
    """Read it, the notes on its source included. A draft is for those who write it."""
    if can_edit(person, programme):
        return True
    return can_browse(person) and programme.state is not ProgrammeState.DRAFT


def can_start_cohort(person: Person) -> bool:
    """Make cohorts at all: whoever coordinates more than single cohorts."""
    return any(grant.cohort_id is None for grant in person.grants)
