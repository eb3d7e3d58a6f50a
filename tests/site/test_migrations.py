"""Migrations: on an empty database, on a filled one, and level with the models."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
import sqlalchemy as sa
from alembic import command

from programme import create_app
from programme.core import migrate
from programme.core.db import Base, db
from programme.learning_logs import words
from programme.learning_logs.models import LogEntry
from tests import factories
from tests.conftest import settings_for

# Stored bytes that are made anew when they are gone: a migration may drop them.
REMADE = {"feed_body", "stored_event"}


@pytest.fixture
def fresh(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'fresh.sqlite'}", tmp_path))
    with app.app_context():
        yield db.engine
        db.engine.dispose()


def fill(engine):
    with sa.orm.Session(engine) as session:
        factories.bind(session)
        person = factories.PersonFactory()
        group = factories.GroupFactory()
        factories.MembershipFactory(group=group)
        factories.GrantFactory(person=person, organisation_id=person.organisation_id)
        entry = factories.EntryFactory(
            author=person, activity=factories.ActivityFactory(), goals=[factories.GoalFactory()]
        )
        factories.ShareFactory(entry=entry, cohort_id=group.cohort_id)
        session.commit()
    factories.bind(None)


def counts(engine):
    with engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for name, table in Base.metadata.tables.items()
        }


def test_the_schema_is_that_of_the_models(fresh):
    migrate.upgrade(fresh)
    with fresh.connect() as connection:
        command.check(migrate.configuration(connection))


def test_no_row_gets_the_id_of_a_deleted_one(fresh):
    """Alembic does not compare it, and a table that is rebuilt loses it: each rebuild says it."""
    migrate.upgrade(fresh)
    said = {
        name
        for name, table in Base.metadata.tables.items()
        if table.dialect_options["sqlite"]["autoincrement"]
    }
    assert {"log_entry", "entry_share", "removed_entry", "evidence"} < said
    asked = sa.text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    with fresh.connect() as connection:
        assert set(connection.scalars(asked)) == said


def test_migrating_a_filled_database_loses_no_row(fresh):
    migrate.upgrade(fresh)
    fill(fresh)
    before = counts(fresh)
    assert sum(before.values()) > 10
    with fresh.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    migrate.upgrade(fresh)
    assert counts(fresh) == before


def test_what_the_first_release_held_is_there_after_the_next(tmp_path):
    """Rows of every kind in a database of the first release, and then all later migrations."""
    old, newest = (create_app(settings_for(_url(tmp_path, name), tmp_path)) for name in "ab")
    with newest.app_context():
        migrate.upgrade(db.engine)
        fill(db.engine)
        db.engine.dispose()
    with old.app_context():
        with db.engine.begin() as connection:
            command.upgrade(migrate.configuration(connection), "20261122_foundation")
        db.engine.dispose()
        before = _take_over(tmp_path / "a.sqlite", tmp_path / "b.sqlite")
        migrate.upgrade(db.engine)
        after = counts(db.engine)
        found = _found(db.engine, "spørgsmå")
        db.engine.dispose()
    assert sum(before.values()) > 10
    assert found == after["log_entry"] > 0
    assert {table: after[table] for table in before} == before


def _found(engine, beginning):
    """How many entries the search finds that have a word beginning so."""
    with sa.orm.Session(engine) as session:
        authors = session.scalars(sa.select(LogEntry.author_id)).all()
        wanted = " OR ".join(f'"{words.scope(author, beginning)}"*' for author in authors)
        asked = sa.text("SELECT count(*) FROM entry_search WHERE entry_search MATCH :wanted")
        return session.scalar(asked, {"wanted": wanted})


def _url(folder, name):
    return f"sqlite:///{folder / name}.sqlite"


def _take_over(old, newest):
    """Copy what the old schema has room for out of the newest, and count it."""
    with contextlib.closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS newest", (str(newest),))
        tables, kept = (_tables(connection, schema) for schema in ("main", "newest"))
        assert tables - kept == REMADE
        return {table: _copy(connection, table) for table in tables & kept}


def _tables(connection, schema):
    found = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")  # noqa: S608
    return {name for (name,) in found if name != "alembic_version"}


def _copy(connection, table):
    columns = ", ".join(
        f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info('{table}')")
    )
    copied = connection.execute(
        f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM newest."{table}"'  # noqa: S608
    )
    return copied.rowcount


def test_a_migration_that_orphans_rows_is_refused(fresh, monkeypatch):
    migrate.upgrade(fresh)
    monkeypatch.setattr(migrate, "_foreign_key_faults", lambda _connection: ["a row"])
    with pytest.raises(RuntimeError, match="1 rows"):
        migrate.upgrade(fresh)


def test_foreign_keys_hold_again_afterwards(fresh):
    migrate.upgrade(fresh)
    with fresh.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.postgres
def test_the_schema_is_that_of_the_models_on_postgresql(app):
    with app.app_context(), db.engine.connect() as connection:
        command.check(migrate.configuration(connection))
