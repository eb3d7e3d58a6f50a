"""Who may do what with a cohort: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def can_accept(person: Person, enrolment: Enrolment) -> bool:
    """Say yes to an appointment: the employee alone, who knows of the cohort."""
    return (
        enrolment.person_id == person.id
        and enrolment.role is Role.APPOINTED_EMPLOYEE
        and enrolment.is_open
        and can_view(person, enrolment.cohort)
    )


def can_edit(person: Person, cohort: Cohort) -> bool:
    """Change dates, people, groups; publish."""
    return coordinates(person, cohort)


def can_look_up_people(person: Person) -> bool:
    """Open the directory at all, and add people to it."""
    return person.is_administrator or person.is_coordinator


def can_see_person(viewer: Person, person: Person, cohorts: Iterable[Cohort]) -> bool:
    """Look somebody up; `cohorts` are those in which the person takes or took part."""
    return _looks_after(viewer, person) or any(coordinates(viewer, cohort) for cohort in cohorts)


def can_edit_person(viewer: Person, person: Person, cohorts: Iterable[Cohort]) -> bool:
    """Correct name, title, unit, level and line manager.

    Whoever looks after the person may; and who coordinates all that the person takes part in now,
    unless it is an administrator. One cohort of several is not enough: a line manager sees the
    dates of them all.
    """
    if _looks_after(viewer, person):
        return True
    held = [cohort for cohort in cohorts if open_enrolments(person, cohort)]
    return (
        bool(held)
        and not person.is_administrator
        and all(coordinates(viewer, cohort) for cohort in held)
    )


def _looks_after(viewer: Person, person: Person) -> bool:
    """An administrator everybody, an organisation's coordinator its people."""
    return viewer.is_administrator or any(
        grant.organisation_id == person.organisation_id for grant in viewer.grants
    )


def can_enrol(viewer: Person, person: Person, cohorts: Iterable[Cohort], address: str) -> bool:
    """Give somebody a place: one whom one may look up, or whose address one knows."""
    return person.email == address or can_see_person(viewer, person, cohorts)


def can_grant(viewer: Person, person: Person) -> bool:
    """Say who coordinates what. Nobody changes their own rights."""
    return viewer.is_administrator and viewer.id != person.id
