"""Who may see what one notes about oneself: the writer, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.standings.models import GoalStanding


def can_use_standing(person: Person, standing: GoalStanding) -> bool:
    """See, change and delete it: for everybody else there is none."""
    return standing.person_id == person.id
