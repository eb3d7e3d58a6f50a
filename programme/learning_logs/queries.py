"""What is asked about entries. Every list goes through `own` or `shared_with`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from programme.cohorts.models import Cohort, Enrolment, GroupMembership, NetworkGroup, Role
from programme.core.db import db
from programme.learning_logs.models import EntryShare, LogEntry, ShareWith
from programme.people.models import Person

if TYPE_CHECKING:
    from sqlalchemy import Select


def find_entry(key: int) -> LogEntry | None:
    """An entry with all that its policy looks at."""
    shares = selectinload(LogEntry.shares)
    return db.session.scalar(
        select(LogEntry)
        .where(LogEntry.id == key)
        .options(
            joinedload(LogEntry.author, innerjoin=True),
            shares.joinedload(EntryShare.group).selectinload(NetworkGroup.memberships),
            shares.joinedload(EntryShare.cohort).selectinload(Cohort.enrolments),
        )
    )


def own(person_id: int) -> Select[LogEntry]:
    """A person's own entries, the newest first."""
    return (
        select(LogEntry)
        .where(LogEntry.author_id == person_id)
        .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
    )


def shared_with(person_id: int) -> Select[LogEntry]:
    """Entries of others that the person may read now, the newest first."""
    return (
        select(LogEntry)
        .where(LogEntry.author_id != person_id, _reached(person_id))
        .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
    )


def readable_by(person: Person) -> list[LogEntry]:
    """SQL's side of `policy.can_read`."""
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(or_(LogEntry.author_id == person.id, _reached(person.id)))
            .order_by(LogEntry.id)
        )
    )


def _reached(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.reaches`, over any open share of the entry."""
    return exists().where(
        EntryShare.entry_id == LogEntry.id,
        EntryShare.stopped_at.is_(None),
        or_(
            _as_line_manager(person_id),
            _by_group(person_id),
            _by_cohort(person_id),
        ),
    )


def _as_line_manager(person_id: int) -> ColumnElement[bool]:
    return and_(
        EntryShare.audience == ShareWith.LINE_MANAGER,
        EntryShare.person_id == person_id,
        exists().where(Person.id == LogEntry.author_id, Person.line_manager_id == person_id),
    )


def _by_group(person_id: int) -> ColumnElement[bool]:
    reader, author = aliased(GroupMembership), aliased(GroupMembership)
    return and_(
        EntryShare.audience == ShareWith.NETWORK_GROUP,
        exists().where(
            reader.group_id == EntryShare.group_id,
            reader.person_id == person_id,
            reader.left_at.is_(None),
            reader.joined_at <= EntryShare.shared_at,
        ),
        exists().where(
            author.group_id == EntryShare.group_id,
            author.person_id == LogEntry.author_id,
            author.left_at.is_(None),
        ),
    )


def _by_cohort(person_id: int) -> ColumnElement[bool]:
    reader, author = aliased(Enrolment), aliased(Enrolment)
    return and_(
        EntryShare.audience.in_([ShareWith.FACILITATORS, ShareWith.COHORT]),
        exists().where(
            reader.cohort_id == EntryShare.cohort_id,
            reader.person_id == person_id,
            reader.ended_at.is_(None),
            reader.joined_at <= EntryShare.shared_at,
            or_(EntryShare.audience == ShareWith.COHORT, reader.role == Role.FACILITATOR),
        ),
        exists().where(
            author.cohort_id == EntryShare.cohort_id,
            author.person_id == LogEntry.author_id,
            author.ended_at.is_(None),
        ),
    )
