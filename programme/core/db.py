"""The database: base class, types, and transactions that stay correct under writers.

SQLite takes its write lock at BEGIN when the work is going to write (IMMEDIATE), because a
read that turns into a write fails with "database is locked"; see the README's "Why it is so".
"""

from __future__ import annotations

import enum
import sqlite3
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

# A table's argument: SQLite gives a deleted row's id to no other, so that no old page meets it.
UNIQUE_IDS: Final = {"sqlite_autoincrement": True}

_AT_LAST: Final = "at_last"
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. A naive value is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment must carry its time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """What every model is. The type map hangs on the registry: Flask-SQLAlchemy copies the base."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            },
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.Enum: sa.Enum(enum.Enum, values_callable=_values, native_enum=False, length=32),
            str: sa.Text(),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    # With one connection in place of the engine (the tests do that) commits stay savepoints.
    session_options={"join_transaction_mode": "create_savepoint"},
)


def begin_reading() -> None:
    """Say that what follows in this context only reads."""
    _reading.set(True)


def begin_writing() -> None:
    """Say that what follows in this context may write: the default."""
    _reading.set(False)


def is_writing() -> bool:
    """Whether the session's work may write, and so holds SQLite's write lock once begun."""
    return not _reading.get()


@contextmanager
def writing() -> Iterator[Connection]:
    """A short write transaction of its own: what a GET notes down, what must outlive a refusal."""
    with _own(reading=False) as connection:
        yield connection


@contextmanager
def reading() -> Iterator[Connection]:
    """A short read of its own, for a look before slow work: the session stays untouched."""
    with _own(reading=True) as connection:
        yield connection


@contextmanager
def _own(*, reading: bool) -> Iterator[Connection]:
    token = _reading.set(reading)
    try:
        with _begin(db.engine) as connection:
            yield connection
    finally:
        _reading.reset(token)


def release() -> None:
    """Let the session's transaction go before slow work; what it wrote is undone.

    What was loaded is read again when it is next asked for.
    """
    db.session.rollback()


def at_last(work: Callable[[], None]) -> None:
    """Let the session do `work` right before it commits, once however often it is asked to.

    For a row that many transactions write: whoever has it waits for nothing else any more, so that
    no two can wait for each other.
    """
    db.session().info.setdefault(_AT_LAST, {})[work] = None


def upsert(model: type[Base]) -> Any:  # noqa: ANN401 - the dialects share the method, not a type
    """An INSERT that knows ON CONFLICT, in the database's own dialect."""
    module = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return module.insert(model.__table__)


@contextmanager
def _begin(engine: Engine | Connection) -> Iterator[Connection]:
    if isinstance(engine, Connection):  # one connection in place of the engine: the tests
        with engine.begin_nested():
            yield engine
    else:
        with engine.begin() as connection:
            yield connection


@event.listens_for(db.session, "before_commit")
def _do_at_last(session: Session) -> None:
    if session.in_nested_transaction() or _AT_LAST not in session.info:
        return
    session.flush()
    for work in session.info.pop(_AT_LAST):
        work()


@event.listens_for(db.session, "after_rollback")
def _do_nothing_after_all(session: Session) -> None:
    session.info.pop(_AT_LAST, None)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, record: object) -> None:
    del record
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the driver must not begin or commit by itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
