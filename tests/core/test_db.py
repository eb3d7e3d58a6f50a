"""Transactions on a real SQLite file: BEGIN modes, lost updates, aware times."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from programme.core import db as module
from programme.core.db import UtcDateTime, begin_reading, begin_writing, writing
from programme.people.models import Organisation
from programme.venues.models import Venue

THREADS = 4
ROUNDS = 40


@pytest.fixture
def engine(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'real.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (n INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    yield engine
    begin_writing()
    engine.dispose()


def begun(engine, monkeypatch):
    seen = []
    monkeypatch.setattr(
        sa.engine.Connection,
        "exec_driver_sql",
        lambda _self, statement, *_a, **_k: seen.append(statement),
    )
    with engine.connect() as connection:
        connection.begin()
        connection.get_transaction().rollback()
    return seen


def test_a_writer_locks_at_begin(engine, monkeypatch):
    assert begun(engine, monkeypatch) == ["BEGIN IMMEDIATE"]


def test_a_reader_does_not(engine, monkeypatch):
    begin_reading()
    assert begun(engine, monkeypatch) == ["BEGIN"]


def test_pragmas_hold_on_every_connection(engine):
    with engine.connect() as connection:
        pragma = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("busy_timeout") == 5000


def test_no_update_is_lost_and_nothing_is_locked(engine):
    faults = []

    def count():
        try:
            for _ in range(ROUNDS):
                with engine.begin() as connection:
                    n = connection.exec_driver_sql("SELECT n FROM counter").scalar()
                    connection.exec_driver_sql(f"UPDATE counter SET n = {n + 1}")  # noqa: S608
        except sa.exc.OperationalError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM counter").scalar() == THREADS * ROUNDS
    assert faults == []


def test_a_short_write_within_a_reading_request(app, session):
    session.commit()
    begin_reading()
    with app.app_context(), writing() as connection:
        connection.execute(sa.text("UPDATE person SET phone = ''"))
        assert not module._reading.get()
    assert module._reading.get()
    begin_writing()


def test_moments_are_utc_in_and_out():
    kind = UtcDateTime()
    sqlite = sa.dialects.sqlite.dialect()
    postgresql = sa.dialects.postgresql.dialect()
    noon = datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert kind.process_bind_param(noon, sqlite) == datetime(2026, 7, 1, 12)  # noqa: DTZ001
    assert kind.process_bind_param(noon, postgresql) == noon
    assert kind.process_bind_param(None, sqlite) is None
    assert kind.process_result_value(None, sqlite) is None
    assert kind.process_result_value(datetime(2026, 7, 1, 12), sqlite).tzinfo is UTC  # noqa: DTZ001
    assert kind.process_result_value(noon, postgresql).tzinfo is UTC
    with pytest.raises(ValueError, match="time zone"):
        kind.process_bind_param(datetime(2026, 7, 1), sqlite)  # noqa: DTZ001


class Said:
    """What was done at last, by `one` and `other`."""

    def __init__(self):
        self.words = []

    def one(self):
        self.words.append("one")

    def other(self):
        self.words.append("other")


def test_what_is_to_be_done_at_last_is_done_once_when_the_session_commits(app, session):
    said = Said()
    one = said.one
    with app.app_context():
        for work in (one, said.other, one):
            module.at_last(work)
        module.db.session.flush()
        assert said.words == []
        module.db.session.commit()
        assert said.words == ["one", "other"]
        module.db.session.commit()
    assert said.words == ["one", "other"]


def test_the_end_of_a_savepoint_is_not_the_end(app, session):
    said = Said()
    with app.app_context():
        with module.db.session.begin_nested():
            module.at_last(said.one)
        assert said.words == []
        module.db.session.commit()
    assert said.words == ["one"]


def test_what_is_undone_does_nothing_at_last(app, session):
    said = Said()
    with app.app_context():
        module.db.session.execute(sa.text("SELECT 1"))
        module.at_last(said.one)
        module.db.session.rollback()
        module.db.session.commit()
    assert said.words == []


def test_it_comes_after_everything_that_the_session_has_to_write(app, session):
    seen = []
    with app.app_context():
        count = sa.select(sa.func.count(Venue.id))
        module.at_last(lambda: seen.append(module.db.session.scalar(count)))
        module.db.session.add(Venue(organisation=Organisation(name="Odense"), name="Sal", rooms=[]))
        module.db.session.commit()
    assert seen == [1]
