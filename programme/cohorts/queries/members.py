"""The people of one cohort as rows: who, what, from where, in which group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from programme.cohorts.models import (
    LEARNERS,
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Participation,
    Role,
)
from programme.core import clock
from programme.core.db import db
from programme.people.accounts import AccountState, account_state
from programme.people.models import (
    CoordinatorGrant,
    JobTitle,
    LeadershipLevel,
    Organisation,
    Person,
    Unit,
)
from programme.people.names import initials_of
from programme.programmes.content import Audience
from programme.programmes.models import PlanItem, PlanTemplate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's open place in a cohort. Missing texts are empty."""

    enrolment_id: int
    person_id: int
    name: str
    email: str
    phone: str
    role: Role
    title: str
    unit: str
    organisation: str
    level: str
    manager: str
    appointed_by: str
    account: AccountState
    group_id: int | None
    participation: Participation | None
    appointed_on: date | None
    appointment_reason: str
    accepted_at: datetime | None

    @property
    def learns(self) -> bool:
        """Whether the place is a learner's."""
        return self.role in LEARNERS

    @property
    def accepted_on(self) -> date | None:
        """The day on which an appointed employee said yes."""
        return self.accepted_at.astimezone(clock.COPENHAGEN).date() if self.accepted_at else None

    @property
    def initials(self) -> str:
        """Stand where others put photos."""
        return initials_of(self.name)

    @property
    def workplace(self) -> str:
        """The unit, or the organisation of somebody without one."""
        return self.unit or self.organisation


@dataclass(frozen=True, slots=True)
class Group:
    """A network group with its members, and over how many workplaces they spread."""

    id: int
    number: int
    name: str
    members: tuple[Member, ...]

    @property
    def units(self) -> int:
        """The spread: how many workplaces meet here."""
        return len({member.workplace for member in self.members})

    @property
    def is_narrow(self) -> bool:
        """Whether several people from one place only sit together."""
        return len(self.members) > 1 and self.units == 1


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment that waits for the employee's yes; named as a member's own is."""

    enrolment_id: int
    cohort: str
    appointed_by: str
    appointed_on: date | None
    appointment_reason: str
    accepted_at: None = None


def appointments_to_confirm(person_id: int) -> list[Appointment]:
    """The person's appointments, in cohorts that are known of, without a yes yet."""
    appointer = aliased(Person)
    rows = db.session.execute(
        select(
            Enrolment.id,
            Cohort.name,
            appointer.name,
            Enrolment.appointed_on,
            Enrolment.appointment_reason,
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(appointer, appointer.id == Enrolment.appointed_by_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.role == Role.APPOINTED_EMPLOYEE,
            Enrolment.ended_at.is_(None),
            Enrolment.accepted_at.is_(None),
            Cohort.state != CohortState.DRAFT,
        )
        .order_by(Enrolment.id)
    )
    return [Appointment(*row) for row in rows]


def members_of(cohort_id: int) -> list[Member]:
    """Everybody with an open place, learners first, by name."""
    learners_first = case(
        (Enrolment.role == Role.FACILITATOR, 2), (Enrolment.role == Role.OTHER_LEVEL, 1), else_=0
    )
    rows = db.session.execute(
        _members(cohort_id).order_by(learners_first, Person.name, Enrolment.id)
    )
    return [_member(*row) for row in rows]


def groups_of(cohort_id: int, members: Iterable[Member]) -> list[Group]:
    """The cohort's network groups, by number, with those of the members who are in them."""
    seated = [member for member in members if member.learns]
    rows = db.session.execute(
        select(NetworkGroup.id, NetworkGroup.number, NetworkGroup.name)
        .where(NetworkGroup.cohort_id == cohort_id)
        .order_by(NetworkGroup.number)
    )
    return [
        Group(key, number, name, tuple(m for m in seated if m.group_id == key))
        for key, number, name in rows
    ]


def company_before(cohort_id: int, person_ids: Collection[int]) -> frozenset[frozenset[int]]:
    """Pairs of these persons who have been in a group together, at the same time.

    In other cohorts at any time; in this one in groups that one of them has left since.
    """
    one, other = aliased(GroupMembership), aliased(GroupMembership)
    rows = db.session.execute(
        select(one.person_id, other.person_id)
        .join(other, and_(other.group_id == one.group_id, other.person_id > one.person_id))
        .join(NetworkGroup, NetworkGroup.id == one.group_id)
        .where(
            one.person_id.in_(person_ids),
            other.person_id.in_(person_ids),
            or_(one.left_at.is_(None), one.left_at > other.joined_at),
            or_(other.left_at.is_(None), other.left_at > one.joined_at),
            or_(
                NetworkGroup.cohort_id != cohort_id,
                one.left_at.is_not(None),
                other.left_at.is_not(None),
            ),
        )
        .distinct()
    )
    return frozenset(frozenset((one_id, other_id)) for one_id, other_id in rows)


def is_joint(programme_id: int) -> bool:
    """Whether a programme's plan has anything for appointed employees alone: it is for both."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    PlanTemplate.programme_id == programme_id,
                    PlanItem.template_id == PlanTemplate.id,
                    PlanItem.audience == Audience.EMPLOYEES,
                )
            )
        )
    )


def coordinators_of(cohort: Cohort) -> list[Contact]:
    """Who coordinates the cohort, those nearest to it first and alone."""
    grant = CoordinatorGrant
    nearness = case(
        (grant.cohort_id == cohort.id, 0), (grant.programme_id == cohort.programme_id, 1), else_=2
    )
    rows = db.session.execute(
        select(nearness, Person.name, Person.email, Person.phone)
        .join(grant, grant.person_id == Person.id)
        .where(
            Person.disabled_at.is_(None),
            or_(
                grant.cohort_id == cohort.id,
                grant.programme_id == cohort.programme_id,
                grant.organisation_id == cohort.organisation_id,
            ),
        )
        .order_by(nearness, Person.name)
    ).all()
    return [Contact(*row[1:]) for row in rows if row[0] == rows[0][0]]


def _members(cohort_id: int) -> Select[*tuple[Any, ...]]:
    manager, appointer = aliased(Person), aliased(Person)
    return (
        select(
            Enrolment.id,
            Person.id,
            Person.name,
            Person.email,
            Person.phone,
            Enrolment.role,
            JobTitle.name,
            Unit.name,
            Organisation.name,
            LeadershipLevel.name,
            manager.name,
            appointer.name,
            Person.password_hash.is_not(None),
            Person.disabled_at.is_not(None),
            GroupMembership.group_id,
            Enrolment.participation,
            Enrolment.appointed_on,
            Enrolment.appointment_reason,
            Enrolment.accepted_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(LeadershipLevel, LeadershipLevel.id == Enrolment.level_id)
        .outerjoin(manager, manager.id == Person.line_manager_id)
        .outerjoin(appointer, appointer.id == Enrolment.appointed_by_id)
        .outerjoin(GroupMembership, _in_group_of(cohort_id))
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
    )


def _in_group_of(cohort_id: int) -> ColumnElement[bool]:
    groups = select(NetworkGroup.id).where(NetworkGroup.cohort_id == cohort_id)
    return and_(
        GroupMembership.person_id == Person.id,
        GroupMembership.left_at.is_(None),
        GroupMembership.group_id.in_(groups),
    )


def _member(*row: Any) -> Member:  # noqa: ANN401 - a row's columns
    enrolment, person, name, email, phone, role, *words = row[:12]
    has_password, is_closed, group, *taking_part = row[12:]
    title, unit, organisation, level, manager, appointer = (word or "" for word in words)
    return Member(
        enrolment_id=enrolment,
        person_id=person,
        name=name,
        email=email,
        phone=phone,
        role=role,
        title=title,
        unit=unit,
        organisation=organisation,
        level=level,
        manager=manager,
        appointed_by=appointer,
        account=account_state(has_password=has_password, is_closed=is_closed),
        group_id=group,
        participation=taking_part[0],
        appointed_on=taking_part[1],
        appointment_reason=taking_part[2],
        accepted_at=taking_part[3],
    )
