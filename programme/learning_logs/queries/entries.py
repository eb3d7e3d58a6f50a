"""Entries one by one, and how they hang together in chains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import Cohort, NetworkGroup
from programme.core.db import db
from programme.learning_logs.models import EntryShare, LogEntry
from programme.learning_logs.queries.reach import addressed_ids, reached_ids
from programme.learning_logs.steps import Step, chain_with

if TYPE_CHECKING:
    from sqlalchemy import Select

    from programme.people.models import Person


def find_entry(key: int) -> LogEntry | None:
    """An entry with all that its policy looks at."""
    shares = selectinload(LogEntry.shares)
    return db.session.scalar(
        select(LogEntry)
        .where(LogEntry.id == key)
        .options(
            joinedload(LogEntry.author, innerjoin=True),
            joinedload(LogEntry.template),
            selectinload(LogEntry.goals),
            shares.joinedload(EntryShare.group).selectinload(NetworkGroup.memberships),
            shares.joinedload(EntryShare.cohort).selectinload(Cohort.enrolments),
        )
    )


def find_own_entry(author_id: int, key: int, *, lock: bool = False) -> LogEntry | None:
    """An author's own entry with its goals; locked, where the database locks rows."""
    return _one(_own_with_goals(author_id).where(LogEntry.id == key), lock=lock)


def find_own_entry_by_key(author_id: int, key: str) -> LogEntry | None:
    """The entry that this author's page with this key has already made."""
    return _one(_own_with_goals(author_id).where(LogEntry.key == key), lock=True)


def _own_with_goals(author_id: int) -> Select[LogEntry]:
    return (
        select(LogEntry).where(LogEntry.author_id == author_id).options(joinedload(LogEntry.goals))
    )


def _one(statement: Select[LogEntry], *, lock: bool) -> LogEntry | None:
    if lock:
        statement = statement.with_for_update(of=LogEntry)
    return db.session.scalars(statement).unique().one_or_none()


def shared_with(person_id: int) -> Select[LogEntry]:
    """Entries that others have shared with the person, the newest first; not "Videndeling"."""
    return (
        select(LogEntry)
        .where(LogEntry.id.in_(addressed_ids(person_id)))
        .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
    )


def readable_by(person: Person) -> list[LogEntry]:
    """SQL's side of `policy.can_read`."""
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(or_(LogEntry.author_id == person.id, LogEntry.id.in_(reached_ids(person.id))))
            .order_by(LogEntry.id)
        )
    )


def author_log(author_id: int, matching: ColumnElement[bool] | None = None) -> list[Step]:
    """All of an author's entries as bare steps, and which of them match."""
    return [
        Step(*row)
        for row in db.session.execute(
            select(
                LogEntry.id,
                LogEntry.previous_id,
                LogEntry.written_on,
                LogEntry.state,
                func.length(LogEntry.next_action) > 0,
                true() if matching is None else matching,
            ).where(LogEntry.author_id == author_id)
        )
    ]


def chain_of(author_id: int, entry_id: int) -> list[LogEntry]:
    """The entries that hang together with this one, the oldest first. For the author's eyes."""
    ids = [step.id for step in chain_with(author_log(author_id), entry_id)]
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(LogEntry.id.in_(ids), LogEntry.author_id == author_id)
            .order_by(LogEntry.written_on, LogEntry.id)
        )
    )
