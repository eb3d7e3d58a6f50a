"""Who knows of a visit, answers it, calls it off: the two, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.visits.models import ColleagueVisit


def can_see(person: Person, visit: ColleagueVisit) -> bool:
    """Know of it: visitor and host."""
    return person.id in {visit.visitor_id, visit.host_id}


def can_answer(person: Person, visit: ColleagueVisit) -> bool:
    """Say yes or no: the host."""
    return person.id == visit.host_id


def can_call_off(person: Person, visit: ColleagueVisit) -> bool:
    """Call it off: either, as long as it stands."""
    return can_see(person, visit)
