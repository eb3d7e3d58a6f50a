"""Whom an author can share with now, each audience with its people by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from programme.cohorts.models import (
    LEARNERS,
    MEMBERS,
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.core.db import db
from programme.learning_logs.models import ShareWith
from programme.learning_logs.queries.reach import Reader
from programme.people.models import JobTitle, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody to share with: those who belong now, the author apart.

    `name` is the cohort's or the person's; a group may have none and then has its number. A
    colleague comes with the cohort that the two have in common: the one begun last.
    """

    kind: ShareWith
    target_id: int
    group_number: int | None
    name: str
    people: tuple[Reader, ...]
    cohort_id: int | None = None
    cohort: str = ""


# For everybody with an account: nobody is named.
KNOWLEDGE: Final = Audience(ShareWith.KNOWLEDGE, 0, None, "", ())


def audiences(author_id: int) -> list[Audience]:
    """Each colleague, the groups, their facilitators, the line manager, the cohorts, and all."""
    groups, cohorts = _groups(author_id), _cohorts(author_id)
    found = _colleagues(cohorts)
    found += [Audience(ShareWith.NETWORK_GROUP, *row) for row in groups]
    found += [Audience(ShareWith.FACILITATORS, *row[:-1]) for row in cohorts]
    found += _line_manager(author_id)
    found += [Audience(ShareWith.COHORT, *row[:3], row[-1]) for row in cohorts]
    return [*found, KNOWLEDGE]


def _colleagues(
    cohorts: list[tuple[int, None, str, tuple[Reader, ...], tuple[Reader, ...]]],
) -> list[Audience]:
    found: dict[int, Audience] = {}
    for cohort_id, _none, cohort, _facilitators, people in cohorts:
        for one in people:
            known = Audience(
                ShareWith.COLLEAGUE, one.person_id, None, one.name, (one,), cohort_id, cohort
            )
            found.setdefault(one.person_id, known)
    return sorted(found.values(), key=lambda audience: (audience.name, audience.target_id))


def _groups(author_id: int) -> list[tuple[int, int, str, tuple[Reader, ...]]]:
    own = (
        select(NetworkGroup.id, NetworkGroup.number, NetworkGroup.name)
        .join(GroupMembership)
        .join(Cohort, Cohort.id == NetworkGroup.cohort_id)
        .where(
            GroupMembership.person_id == author_id,
            GroupMembership.left_at.is_(None),
            Cohort.state != CohortState.DRAFT,
        )
        .order_by(Cohort.starts_on.desc(), NetworkGroup.number)
    )
    groups = db.session.execute(own).all()
    members = _people(
        select(GroupMembership.group_id, *_reader())
        .join(Person, Person.id == GroupMembership.person_id)
        .where(
            GroupMembership.group_id.in_([row.id for row in groups]),
            GroupMembership.left_at.is_(None),
            Person.id != author_id,
        )
    )
    return [(row.id, row.number, row.name, _distinct(members[row.id])) for row in groups]


def _cohorts(
    author_id: int,
) -> list[tuple[int, None, str, tuple[Reader, ...], tuple[Reader, ...]]]:
    """(key, no number, name, facilitators, all)."""
    own = (
        select(Cohort.id, Cohort.name)
        .where(
            Cohort.state != CohortState.DRAFT,
            Cohort.id.in_(
                select(Enrolment.cohort_id).where(
                    Enrolment.person_id == author_id,
                    Enrolment.role.in_(LEARNERS),
                    Enrolment.ended_at.is_(None),
                )
            ),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id)
    )
    cohorts = db.session.execute(own).all()
    everybody = _people(
        select(Enrolment.cohort_id, *_reader(), Enrolment.role)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id.in_([row.id for row in cohorts]),
            Enrolment.role.in_(MEMBERS),
            Enrolment.ended_at.is_(None),
            Person.id != author_id,
        )
    )
    return [
        (
            row.id,
            None,
            row.name,
            _distinct(person for person in everybody[row.id] if person[3] is Role.FACILITATOR),
            _distinct(everybody[row.id]),
        )
        for row in cohorts
    ]


def _line_manager(author_id: int) -> list[Audience]:
    author = aliased(Person)
    rows = db.session.execute(
        select(*_reader())
        .select_from(author)
        .join(Person, Person.id == author.line_manager_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .where(author.id == author_id, Person.disabled_at.is_(None))
    )
    return [Audience(ShareWith.LINE_MANAGER, row[0], None, row[1], (Reader(*row),)) for row in rows]


def _reader() -> tuple[Any, ...]:
    return Person.id, Person.name, func.coalesce(JobTitle.name, "")


def _people(statement: Select[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for target_id, *person in db.session.execute(
        statement.outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .where(Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    ):
        found[target_id].append(person)
    return found


def _distinct(people: Iterable[Any]) -> tuple[Reader, ...]:
    """One may hold two places; one is still one person."""
    return tuple({person[0]: Reader(*person[:3]) for person in people}.values())
