"""Titles brought to sparring, and the sheets made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity
from programme.activities.queries import shown
from programme.cohorts.models import Cohort, GroupMembership, NetworkGroup
from programme.conversations.meeting import Meeting, meeting_for
from programme.conversations.models import SparringSession, SparringTopic, sparring_team
from programme.core import clock
from programme.core.db import db
from programme.people.models import Person
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import ColumnElement, Select


def groups_of(person_id: int) -> list[NetworkGroup]:
    """The network groups that a person belongs to now."""
    return list(
        db.session.scalars(
            _groups(
                NetworkGroup.id.in_(
                    select(GroupMembership.group_id).where(
                        GroupMembership.person_id == person_id, GroupMembership.left_at.is_(None)
                    )
                )
            )
        )
    )


def groups_in(cohort_id: int) -> list[NetworkGroup]:
    """The network groups of a cohort."""
    return list(db.session.scalars(_groups(NetworkGroup.cohort_id == cohort_id)))


def members_of(group: NetworkGroup) -> list[Person]:
    """Who belongs to the group now, by name."""
    keys = [m.person_id for m in group.memberships if m.left_at is None]
    people = select(Person).where(Person.id.in_(keys), Person.disabled_at.is_(None))
    return list(db.session.scalars(people.order_by(Person.name, Person.id)))


def find_topic(key: int) -> SparringTopic | None:
    """A title on a list."""
    return db.session.scalar(_topics(SparringTopic.id == key))


def topic_of(entry_id: int) -> SparringTopic | None:
    """The title that an entry has on a list now."""
    brought = (SparringTopic.entry_id == entry_id, SparringTopic.withdrawn_at.is_(None))
    return db.session.scalars(_topics(*brought)).first()


def topics_at(activity: Activity, groups: Collection[NetworkGroup]) -> list[SparringTopic]:
    """What these groups' members bring to this network meeting, by group and time."""
    keys = [group.id for group in groups]
    waiting = (SparringTopic.group_id.in_(keys), SparringTopic.withdrawn_at.is_(None))
    topics = list(db.session.scalars(_topics(*waiting)))
    meetings = _meetings(activity.cohort_id) if topics else []
    members = {(g.id, m.person_id) for g in groups for m in g.memberships if m.left_at is None}
    return [
        topic
        for topic in topics
        if (topic.group_id, topic.person_id) in members
        and meeting_for(_day(topic), meetings) == activity.id
    ]


def next_meeting(group: NetworkGroup) -> Activity | None:
    """The network meeting to which a title brought today comes."""
    key = meeting_for(clock.today(), _meetings(group.cohort_id))
    return db.session.get(Activity, key) if key else None


def find_session(key: int) -> SparringSession | None:
    """A sheet with those on it."""
    return db.session.scalar(_sessions(SparringSession.id == key))


def sessions_at(activity_id: int, person_id: int) -> list[SparringSession]:
    """The sheets of a meeting that the person takes part in or has made."""
    in_team = exists().where(
        sparring_team.c.session_id == SparringSession.id, sparring_team.c.person_id == person_id
    )
    return list(
        db.session.scalars(
            _sessions(
                SparringSession.activity_id == activity_id,
                or_(
                    in_team,
                    SparringSession.focus_person_id == person_id,
                    SparringSession.interviewer_id == person_id,
                    SparringSession.made_by_id == person_id,
                ),
            )
        )
    )


def _day(topic: SparringTopic) -> date:
    return topic.created_at.astimezone(clock.COPENHAGEN).date()


def _meetings(cohort_id: int) -> list[Meeting]:
    rows = db.session.execute(
        select(
            Activity.id, Activity.starts_on, Activity.ends_on, Activity.cancelled_at.is_not(None)
        )
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(
            Activity.cohort_id == cohort_id,
            Activity.kind == ActivityKind.NETWORK_MEETING,
            shown(),
        )
    )
    return [Meeting(*row) for row in rows]


def _groups(*conditions: ColumnElement[bool]) -> Select[NetworkGroup]:
    return (
        select(NetworkGroup)
        .where(*conditions)
        .options(
            selectinload(NetworkGroup.memberships),
            joinedload(NetworkGroup.cohort, innerjoin=True).selectinload(Cohort.enrolments),
        )
        .order_by(NetworkGroup.cohort_id, NetworkGroup.number)
    )


def _topics(*conditions: ColumnElement[bool]) -> Select[SparringTopic]:
    return (
        select(SparringTopic)
        .where(*conditions)
        .options(
            joinedload(SparringTopic.person, innerjoin=True),
            joinedload(SparringTopic.group, innerjoin=True).selectinload(NetworkGroup.memberships),
        )
        .order_by(SparringTopic.group_id, SparringTopic.id)
    )


def _sessions(*conditions: ColumnElement[bool]) -> Select[SparringSession]:
    return (
        select(SparringSession)
        .where(*conditions)
        .options(
            joinedload(SparringSession.activity, innerjoin=True),
            joinedload(SparringSession.focus_person, innerjoin=True),
            joinedload(SparringSession.interviewer),
            joinedload(SparringSession.group, innerjoin=True).options(
                selectinload(NetworkGroup.memberships),
                joinedload(NetworkGroup.cohort, innerjoin=True).selectinload(Cohort.enrolments),
            ),
            joinedload(SparringSession.topic),
            selectinload(SparringSession.team),
        )
        .order_by(SparringSession.id)
    )
