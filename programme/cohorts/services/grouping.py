"""Network groups: peers of one cohort, put together by hand. Memberships are never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import joinedload

from programme.audit import services as audit
from programme.cohorts.models import LEARNERS, Cohort, Enrolment, GroupMembership, NetworkGroup
from programme.cohorts.services.versions import hold_still, people_changed
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


def create_group(
    cohort: Cohort, name: str = "", *, by: Person | None, number: int | None = None
) -> NetworkGroup:
    """Make an empty group with the next number, or a free one; without a name it is called so."""
    hold_still(cohort.id)
    last = db.session.scalar(
        select(func.max(NetworkGroup.number)).where(NetworkGroup.cohort_id == cohort.id)
    )
    group = NetworkGroup(cohort=cohort, number=number or (last or 0) + 1, name=name)
    db.session.add(group)
    db.session.flush()
    audit.record("created", "group", group.id, actor_id=by.id if by else None)
    return group


def rename_group(group: NetworkGroup, name: str, *, by: Person) -> None:
    """Give a group a name, or take it away so that the number stands alone."""
    group.name = name
    audit.record("renamed", "group", group.id, actor_id=by.id)


def delete_group(group: NetworkGroup, *, by: Person) -> None:
    """Take away a group made by mistake. Where somebody has been, entries may be shared."""
    used = select(exists().where(GroupMembership.group_id == group.id))
    if db.session.scalar(used):
        raise RuleBrokenError(
            l_("Only a group that nobody has been in can be deleted. Rename it instead.")
        )
    audit.record("deleted", "group", group.id, actor_id=by.id)
    db.session.delete(group)


def place_in_group(
    cohort: Cohort, person: Person, group: NetworkGroup | None, *, by: Person | None
) -> None:
    """Put a learner in a group of the cohort, or in none; a person is in one at a time."""
    if group is not None and group.cohort_id != cohort.id:
        raise RuleBrokenError(l_("The group belongs to another cohort."), "group")
    if not _learns(cohort.id, person.id):
        raise RuleBrokenError(l_("Only those who take part can be in a network group."), "person")
    hold_still(cohort.id)
    if group is not None and _is_in(group.id, person.id):
        return
    leave_groups(cohort.id, person.id)
    if group is not None:
        db.session.add(GroupMembership(group=group, person=person, joined_at=clock.now()))
    people_changed([person.id])
    audit.record(
        "joined" if group else "left",
        "group",
        group.id if group else None,
        actor_id=by.id if by else None,
    )


def put_in_groups(cohort: Cohort, places: Mapping[int, int], *, by: Person) -> None:
    """Put learners by key in the first, second … group of the cohort; those missing are made.

    Who does not take part any more is passed over: the proposal was made a while ago.
    """
    hold_still(cohort.id)
    learners = _learners(cohort.id)
    wanted = {key: number for key, number in places.items() if key in learners}
    groups = list(
        db.session.scalars(
            select(NetworkGroup)
            .where(NetworkGroup.cohort_id == cohort.id)
            .order_by(NetworkGroup.number)
        )
    )
    while len(groups) <= max(wanted.values(), default=-1):
        groups.append(create_group(cohort, by=by))
    for key, number in sorted(wanted.items()):
        place_in_group(cohort, learners[key], groups[number], by=by)


def leave_groups(cohort_id: int, person_id: int) -> None:
    """Close a person's memberships in a cohort's groups."""
    groups = select(NetworkGroup.id).where(NetworkGroup.cohort_id == cohort_id)
    db.session.execute(
        update(GroupMembership)
        .where(
            GroupMembership.person_id == person_id,
            GroupMembership.left_at.is_(None),
            GroupMembership.group_id.in_(groups),
        )
        .values(left_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def _learners(cohort_id: int) -> dict[int, Person]:
    places = db.session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
        .options(joinedload(Enrolment.person))
    )
    return {place.person_id: place.person for place in places}


def _learns(cohort_id: int, person_id: int) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Enrolment.cohort_id == cohort_id,
                    Enrolment.person_id == person_id,
                    Enrolment.ended_at.is_(None),
                    Enrolment.role.in_(LEARNERS),
                )
            )
        )
    )


def _is_in(group_id: int, person_id: int) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    GroupMembership.group_id == group_id,
                    GroupMembership.person_id == person_id,
                    GroupMembership.left_at.is_(None),
                )
            )
        )
    )
