"""The words of entries, for searching: written down whenever an entry's texts are.

The rows go with their entry, and the databases' own indexes over them (SQLite's FTS5 table
`entry_search`, PostgreSQL's GIN index of that name) are kept level by the database; both are
made by the migration, because no model can say them.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, ForeignKey, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import Base
from programme.learning_logs import words
from programme.learning_logs.models.entries import LogEntry

TEXTS: Final = ("heading", "action", "reflection", "new_knowledge", "next_action")


class EntryWords(Base):
    """The distinct words of one entry, each under its author's key, with spaces between."""

    __tablename__ = "entry_words"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("log_entry.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str]


@event.listens_for(LogEntry, "after_insert")
def _written(mapper: object, connection: Connection, entry: LogEntry) -> None:
    del mapper
    _put(connection, entry)


@event.listens_for(LogEntry, "after_update")
def _changed(mapper: object, connection: Connection, entry: LogEntry) -> None:
    """A service cannot forget it: whoever changes a text changes its words with it."""
    del mapper
    attributes = inspect(entry).attrs
    if any(attributes[name].history.has_changes() for name in TEXTS):
        _put(connection, entry)


def _put(connection: Connection, entry: LogEntry) -> None:
    found = words.scoped(entry.author_id, (getattr(entry, name) or "" for name in TEXTS))
    connection.execute(_UPSERT[connection.dialect.name], {"entry_id": entry.id, "words": found})


def _upsert(dialect: Any) -> Any:  # noqa: ANN401 - the dialects share the method, not a type
    statement = dialect.insert(EntryWords.__table__)
    return statement.on_conflict_do_update(
        index_elements=["entry_id"], set_={"words": statement.excluded.words}
    )


# Made once: every save of an entry asks for one of them.
_UPSERT: Final = {"postgresql": _upsert(postgresql), "sqlite": _upsert(sqlite)}
