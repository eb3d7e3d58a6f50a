"""Who sets the questions after a course, and who is asked them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts import policy as cohorts

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort
    from programme.people.models import Person
    from programme.reminders.models import FollowUpAnswer


def can_set(person: Person, cohort: Cohort) -> bool:
    """Set the questions: who coordinates the cohort."""
    return cohorts.can_edit(person, cohort)


def can_answer(person: Person, asked: FollowUpAnswer) -> bool:
    """Answer: who was asked, however long ago, and nobody else."""
    return asked.person_id == person.id
