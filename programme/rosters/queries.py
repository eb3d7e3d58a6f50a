"""What a list is held against, asked by a constant number of statements; and the list itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from programme.cohorts.models import Enrolment, GroupMembership, NetworkGroup, Participation, Role
from programme.cohorts.queries import organisations, person_edited_by, person_seen_by
from programme.cohorts.target import levels_of
from programme.core.db import db
from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person, Unit
from programme.programmes.queries import job_titles, leadership_levels
from programme.rosters.columns import folded
from programme.rosters.ground import Ground, GroupThere, Held, Known, Named, Title, Workplace

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from programme.cohorts.models import Cohort


def ground_of(cohort: Cohort) -> Ground:
    """All that a list is held against but the people, whose addresses only the list knows."""
    levels = leadership_levels()
    taught = levels_of(cohort.programme)
    target = cohort.programme.target_level
    only = taught[0] if len(taught) == 1 else target
    return Ground(
        organisation_id=cohort.organisation_id,
        organisations=_workplaces(),
        titles={folded(t.name): Title(t.id, t.name, t.default_level_id) for t in job_titles()},
        levels=_levels(levels),
        taught={level.id: level.name for level in taught},
        proposed_level_id=only.id if only else None,
        people={},
        held=_held(cohort.id),
        groups=_groups(cohort.id),
        group_of=_memberships(cohort.id),
        capacity=cohort.capacity,
        is_closed=cohort.state.value == "closed",
    )


def _workplaces() -> dict[str, Workplace]:
    return {
        folded(place.name): Workplace(
            place.id,
            place.name,
            {folded(unit.name): Named(unit.id, unit.name) for unit in place.units},
        )
        for place in organisations()
    }


def _levels(levels: list[LeadershipLevel]) -> dict[str, Named]:
    """By name, and by the code that other programs write."""
    named = {folded(level.name): Named(level.id, level.name) for level in levels}
    return named | {level.code: Named(level.id, level.name) for level in levels}


def people_known(viewer: Person, emails: Collection[str]) -> dict[str, Known]:
    """Those of these addresses whom the site knows, and what the viewer may do with them."""
    manager = aliased(Person)
    rows = db.session.execute(
        select(
            Person.email,
            Person.id,
            Person.name,
            Person.phone,
            Person.organisation_id,
            Organisation.name,
            Person.unit_id,
            Unit.name,
            JobTitle.name,
            func.coalesce(Person.level_id, JobTitle.default_level_id),
            manager.email,
            Person.disabled_at.is_(None),
            person_seen_by(viewer),
            person_edited_by(viewer),
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .outerjoin(manager, manager.id == Person.line_manager_id)
        .where(Person.email.in_(sorted(emails)))
    )
    return {
        row[0]: Known(
            *row[1:6],
            unit=Named(row[6], row[7]) if row[6] else None,
            title=row[8] or "",
            level_id=row[9],
            manager=row[10] or "",
            is_open=bool(row[11]),
            may_see=bool(row[12]),
            may_edit=bool(row[13]),
        )
        for row in rows
    }


def _held(cohort_id: int) -> dict[int, tuple[Held, ...]]:
    appointer = aliased(Person)
    rows = db.session.execute(
        select(
            Enrolment.person_id,
            Enrolment.id,
            Enrolment.role,
            LeadershipLevel.id,
            LeadershipLevel.name,
            appointer.email,
            Enrolment.appointed_on,
            Enrolment.appointment_reason,
            Enrolment.participation,
        )
        .outerjoin(LeadershipLevel, LeadershipLevel.id == Enrolment.level_id)
        .outerjoin(appointer, appointer.id == Enrolment.appointed_by_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .order_by(Enrolment.id)
    )
    found: dict[int, tuple[Held, ...]] = {}
    for row in rows:
        person_id, key, role, level_id, level, email, day, reason, participation = row
        named = Named(level_id, level) if level_id and level else None
        held = Held(key, role, named, email or "", day, reason, participation)
        found[person_id] = (*found.get(person_id, ()), held)
    return found


def _groups(cohort_id: int) -> tuple[GroupThere, ...]:
    rows = db.session.execute(
        select(NetworkGroup.id, NetworkGroup.number, NetworkGroup.name)
        .where(NetworkGroup.cohort_id == cohort_id)
        .order_by(NetworkGroup.number)
    )
    return tuple(GroupThere(*row) for row in rows)


def _memberships(cohort_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(GroupMembership.person_id, GroupMembership.group_id)
        .join(NetworkGroup, NetworkGroup.id == GroupMembership.group_id)
        .where(NetworkGroup.cohort_id == cohort_id, GroupMembership.left_at.is_(None))
    )
    return {person_id: group_id for person_id, group_id in rows}  # noqa: C416 - rows are not pairs


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of the cohort as the exported list has them."""

    person_id: int
    name: str
    email: str
    phone: str
    title: str
    unit: str
    organisation: str
    manager: str
    role: Role
    level: str
    participation: Participation | None
    appointed_by: str
    appointed_on: date | None
    reason: str
    group: str


def listed_in(cohort_id: int) -> list[Listed]:
    """Everybody with an open place, a row a place, by name."""
    manager, appointer = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.phone,
            func.coalesce(JobTitle.name, ""),
            func.coalesce(Unit.name, ""),
            Organisation.name,
            func.coalesce(manager.email, ""),
            Enrolment.role,
            func.coalesce(LeadershipLevel.name, ""),
            Enrolment.participation,
            func.coalesce(appointer.email, ""),
            Enrolment.appointed_on,
            Enrolment.appointment_reason,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(LeadershipLevel, LeadershipLevel.id == Enrolment.level_id)
        .outerjoin(manager, manager.id == Person.line_manager_id)
        .outerjoin(appointer, appointer.id == Enrolment.appointed_by_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .order_by(Person.name, Person.id, Enrolment.id)
    ).all()
    groups = {group.id: group.name or str(group.number) for group in _groups(cohort_id)}
    group_of = _memberships(cohort_id)
    return [_listed((*row, groups.get(group_of.get(row[0], 0), ""))) for row in rows]


def _listed(columns: tuple[Any, ...]) -> Listed:
    return Listed(*columns)
