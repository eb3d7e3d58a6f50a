"""Who may do what with a cohort: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, Role

if TYPE_CHECKING:
    from programme.people.models import CoordinatorGrant, Person


def coordinates(person: Person, cohort: Cohort) -> bool:
    """Whether one of the person's grants covers the cohort."""
    return any(_covers(grant, cohort) for grant in person.grants)


def _covers(grant: CoordinatorGrant, cohort: Cohort) -> bool:
    if grant.cohort_id is not None:
        return grant.cohort_id == cohort.id
    if grant.programme_id is not None:
        return grant.programme_id == cohort.programme_id
    return grant.organisation_id == cohort.organisation_id


def open_enrolments(person: Person, cohort: Cohort) -> list[Enrolment]:
    """The places that the person holds in the cohort now."""
    return [e for e in cohort.enrolments if e.person_id == person.id and e.is_open]


def facilitates(person: Person, cohort: Cohort) -> bool:
    """Whether the person is a facilitator of the cohort now."""
    return any(e.role is Role.FACILITATOR for e in open_enrolments(person, cohort))


def learns_in(person: Person, cohort: Cohort) -> bool:
    """Whether the person takes part as a learner now."""
    return any(e.role in LEARNERS for e in open_enrolments(person, cohort))


def can_oversee(person: Person, cohort: Cohort) -> bool:
    """See the whole plan, drafts and people included."""
    return coordinates(person, cohort) or facilitates(person, cohort)


def can_view(person: Person, cohort: Cohort) -> bool:
    """Know of the cohort. A draft is for those who make it."""
    if can_oversee(person, cohort):
        return True
    return cohort.state is not CohortState.DRAFT and learns_in(person, cohort)


def can_edit(person: Person, cohort: Cohort) -> bool:
    """Change dates, people, groups; publish."""
    return coordinates(person, cohort)
