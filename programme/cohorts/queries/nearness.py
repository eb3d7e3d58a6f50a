"""How near people stand to somebody who chooses among them: for the order of a list."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from programme.cohorts.models import Enrolment, GroupMembership
from programme.people.models import Person

if TYPE_CHECKING:
    from sqlalchemy import Case, Select


class Nearness(enum.IntEnum):
    """The nearest first."""

    LINE_MANAGER = 0
    NETWORK_GROUP = 1
    COHORT = 2
    OTHER = 3


def nearness(person_id: int) -> Case[int]:
    """How near each `Person` of a statement stands to this one now; says nothing of rights."""
    manager = select(Person.line_manager_id).where(Person.id == person_id).correlate(None)
    return case(
        (Person.id == manager.scalar_subquery(), int(Nearness.LINE_MANAGER)),
        (Person.id.in_(_in_own_groups(person_id)), int(Nearness.NETWORK_GROUP)),
        (Person.id.in_(in_own_cohorts(person_id)), int(Nearness.COHORT)),
        else_=int(Nearness.OTHER),
    )


def in_own_cohorts(person_id: int) -> Select[int]:
    """The keys of all who are in a cohort with the person now, whatever they are in it."""
    own, other = aliased(Enrolment), aliased(Enrolment)
    return (
        select(other.person_id)
        .join(own, own.cohort_id == other.cohort_id)
        .where(own.person_id == person_id, own.ended_at.is_(None), other.ended_at.is_(None))
    )


def _in_own_groups(person_id: int) -> Select[int]:
    own, other = aliased(GroupMembership), aliased(GroupMembership)
    return (
        select(other.person_id)
        .join(own, own.group_id == other.group_id)
        .where(own.person_id == person_id, own.left_at.is_(None), other.left_at.is_(None))
    )
