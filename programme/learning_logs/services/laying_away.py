"""An entry as one value that can be laid away and made a row again: texts, ties, files, comments.

Shares, and who has read it, are no part of it: what comes back is its author's alone.
"""

from __future__ import annotations

import base64
import enum
import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Column, Table, insert, select

from programme.core.db import db
from programme.learning_logs import queries
from programme.learning_logs.models import (
    EntryComment,
    Evidence,
    LogEntry,
    entry_goal,
    entry_guidepost,
    entry_knowledge,
)
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

Contents = dict[str, Any]

TIES: Final = {
    "goals": (entry_goal, entry_goal.c.competence_goal_id),
    "guideposts": (entry_guidepost, entry_guidepost.c.guidepost_id),
    "knowledge": (entry_knowledge, entry_knowledge.c.knowledge_item_id),
}
_ANEW: Final = frozenset({"id", "entry_id", "version", "previous_id"})


def contents_of(entry: LogEntry) -> Contents:
    """All that the entry is, as JSON can hold it. `previous` and `followers` are page keys."""
    return {
        "entry": _values(entry.__table__, entry),
        "previous": _previous_key(entry),
        "followers": _follower_keys(entry.id),
        **{name: _tied(entry.id, table, column) for name, (table, column) in TIES.items()},
        "evidence": _evidence(entry.id),
        "comments": _rows(EntryComment.__table__, entry.id),
    }


def entry_from(contents: Mapping[str, Any], author_id: int) -> LogEntry:
    """A row again, private, tied to what there still is; its place in the chain if that is free."""
    values = _read(LogEntry.__table__, contents["entry"]) | {"author_id": author_id}
    if _find(author_id, values["key"]) is not None:
        values["key"] = secrets.token_urlsafe(16)
    entry = LogEntry(**_still_there(LogEntry.__table__, values))
    entry.previous_id = _find(author_id, contents["previous"])
    db.session.add(entry)
    db.session.flush()
    for name, (table, column) in TIES.items():
        _tie(entry.id, table, column, contents[name])
    _add_evidence(entry, contents["evidence"])
    _add_comments(entry, contents["comments"])
    _lead_on(entry, contents["followers"])
    db.session.flush()
    return entry


def _values(table: Any, row: Any) -> Contents:  # noqa: ANN401 - a mapped table and one of its rows
    return {
        column.name: _plain(getattr(row, column.name))
        for column in table.columns
        if column.name not in _ANEW
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - as JSON can hold it
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _read(table: Any, values: Mapping[str, Any]) -> Contents:  # noqa: ANN401 - a mapped table
    """The values as the columns take them; a column that is no more is left out."""
    known = {column.name: column for column in table.columns}
    return {name: _typed(known[name], value) for name, value in values.items() if name in known}


def _typed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - of any column
    kind = column.type.python_type
    if value is None:
        return None
    if issubclass(kind, enum.Enum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is bytes:
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if kind is object else value


def _still_there(table: Any, values: Contents) -> Contents:  # noqa: ANN401 - a mapped table
    """Nothing in place of keys of what is gone meanwhile."""
    kept = dict(values)
    for column in table.columns:
        for key in column.foreign_keys:
            if kept.get(column.name) is not None:
                there = select(key.column).where(key.column == kept[column.name])
                kept[column.name] = db.session.scalar(there)
    return kept


def _previous_key(entry: LogEntry) -> str | None:
    return db.session.scalar(select(LogEntry.key).where(LogEntry.id == entry.previous_id))


def _follower_keys(entry_id: int) -> list[str]:
    return list(db.session.scalars(select(LogEntry.key).where(LogEntry.previous_id == entry_id)))


def _find(author_id: int, key: str | None) -> int | None:
    return db.session.scalar(
        select(LogEntry.id).where(LogEntry.author_id == author_id, LogEntry.key == key)
    )


def _tied(entry_id: int, table: Table, column: Column[Any]) -> list[int]:
    return list(
        db.session.scalars(select(column).where(table.c.entry_id == entry_id).order_by(column))
    )


def _tie(entry_id: int, table: Table, column: Column[Any], keys: list[int]) -> None:
    target = next(iter(column.foreign_keys)).column
    there = db.session.scalars(select(target).where(target.in_(keys))).all()
    if there:
        rows = [{"entry_id": entry_id, column.name: key} for key in there]
        db.session.execute(insert(table), rows)


def _evidence(entry_id: int) -> list[Contents]:
    return _rows(Evidence.__table__, entry_id)


def _rows(table: Any, entry_id: int) -> list[Contents]:  # noqa: ANN401 - a mapped table
    found = db.session.execute(
        select(table).where(table.c.entry_id == entry_id).order_by(table.c.id)
    )
    return [_values(table, row) for row in found]


def _add_evidence(entry: LogEntry, rows: list[Contents]) -> None:
    for row in rows:
        db.session.add(Evidence(entry_id=entry.id, **_read(Evidence.__table__, row)))


def _add_comments(entry: LogEntry, rows: list[Contents]) -> None:
    """What others said comes back too, if they are still here."""
    for row in rows:
        values = _read(EntryComment.__table__, row)
        if db.session.get(Person, values["author_id"]) is not None:
            if queries.find_comment_by_key(values["author_id"], values["key"]) is not None:
                values["key"] = secrets.token_urlsafe(16)  # their page has said something elsewhere
            if values.get("reader_id") and db.session.get(Person, values["reader_id"]) is None:
                values["reader_id"] = None  # still private, and now its writer's alone
            db.session.add(EntryComment(entry_id=entry.id, **values))


def _lead_on(entry: LogEntry, keys: list[str]) -> None:
    """Those that followed it follow it again, unless they have found another."""
    followers = db.session.scalars(
        select(LogEntry).where(
            LogEntry.author_id == entry.author_id,
            LogEntry.key.in_(keys),
            LogEntry.previous_id.is_(None),
            LogEntry.id != entry.id,
        )
    )
    for follower in followers:
        if follower.id != entry.previous_id:
            follower.previous_id = entry.id
