"""Entries one by one, and how they hang together in chains."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, func, or_, select, true
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
    """An author's own entry; locked, where the database locks rows."""
    return db.session.scalar(_own("id", lock=lock), {"author_id": author_id, "wanted": key})


def find_own_entry_by_key(author_id: int, key: str) -> LogEntry | None:
    """The entry that this author's page with this key has already made, locked."""
    return db.session.scalar(_own("key", lock=True), {"author_id": author_id, "wanted": key})


@cache
def _own(column: str, *, lock: bool) -> Select[LogEntry]:
    """Put together once: every save asks it."""
    statement = select(LogEntry).where(
        LogEntry.author_id == bindparam("author_id"),
        getattr(LogEntry, column) == bindparam("wanted"),
    )
    return statement.with_for_update(of=LogEntry) if lock else statement


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
