"""Entries are deleted, and for thirty days that may be regretted; then they are gone for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete as sql_delete
from sqlalchemy import select, update

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.learning_logs.models import LogEntry, RemovedEntry
from programme.learning_logs.services.laying_away import contents_of, entry_from

if TYPE_CHECKING:
    from programme.people.models import Person

DAYS: Final = 30
# What is typed to delete everything, in either language.
SURE: Final = frozenset({"slet alt", "delete all"})


def delete(entry: LogEntry, *, by: Person) -> None:
    """Lay the entry away: every share ends, no list or search finds it, followers stand alone."""
    _lay_away([entry])
    audit.record("deleted", "log_entry", entry.id, actor_id=by.id)


def delete_all(author: Person, typed: str) -> int:
    """Lay all of an author's entries away, when the author has typed that this is meant."""
    if " ".join(typed.lower().split()).strip(".!“”\"'") not in SURE:
        raise RuleBrokenError(l_("Write the two words as they stand."), "sure")
    entries = list(
        db.session.scalars(
            select(LogEntry).where(LogEntry.author_id == author.id).order_by(LogEntry.id)
        )
    )
    _lay_away(entries)
    audit.record("deleted all entries", "person", author.id, actor_id=author.id)
    return len(entries)


def restore(removed: RemovedEntry, *, by: Person) -> LogEntry:
    """Regret: the entry is back, and its author's alone."""
    entry = entry_from(removed.contents, removed.author_id)
    db.session.delete(removed)
    db.session.flush()
    audit.record("restored", "log_entry", entry.id, actor_id=by.id)
    return entry


def forget(removed: RemovedEntry, *, by: Person) -> None:
    """Delete for good what was laid away, without waiting."""
    audit.record("deleted for good", "removed_entry", removed.id, actor_id=by.id)
    db.session.delete(removed)
    db.session.flush()


def forget_old() -> None:
    """Delete for good what was laid away thirty days ago: the worker's work."""
    db.session.execute(
        sql_delete(RemovedEntry)
        .where(RemovedEntry.removed_at <= clock.now() - timedelta(days=DAYS))
        .execution_options(synchronize_session=False)
    )


def _lay_away(entries: list[LogEntry]) -> None:
    """All are written down before any is taken out, so that each knows its place in the chain."""
    moment = clock.now()
    for entry in entries:
        db.session.add(
            RemovedEntry(author_id=entry.author_id, removed_at=moment, contents=contents_of(entry))
        )
    db.session.flush()
    keys = [entry.id for entry in entries]
    for entry in entries:
        db.session.expunge(entry)
    for part in (keys[n : n + 500] for n in range(0, len(keys), 500)):
        db.session.execute(
            update(LogEntry)
            .where(LogEntry.previous_id.in_(part))
            .values(previous_id=None)
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            sql_delete(LogEntry)
            .where(LogEntry.id.in_(part))
            .execution_options(synchronize_session=False)
        )
