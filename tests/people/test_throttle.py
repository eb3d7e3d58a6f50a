"""Slower and slower, never for good, and for all processes alike."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import clock, migrate
from programme.core.db import db
from programme.people import throttle
from programme.people.models import Throttle
from programme.people.throttle import LONGEST_WAIT, Limit, TooOftenError
from tests.conftest import settings_for

LIMITS = (Limit("sign-in", "mette@test.example", 5), Limit("sign-in-from", "192.0.2.1", 30))


@pytest.fixture
def time(monkeypatch):
    """A clock that `time.wait(seconds)` moves on."""

    class Time:
        moment = datetime(2026, 11, 22, 9, tzinfo=UTC)

        def wait(self, seconds):
            self.moment += timedelta(seconds=seconds)

    stopped = Time()
    monkeypatch.setattr(clock, "now", lambda: stopped.moment)
    return stopped


def tries(number, limits=LIMITS):
    for _ in range(number):
        throttle.attempt(limits)


def refused(limits=LIMITS) -> int:
    with pytest.raises(TooOftenError) as error:
        throttle.attempt(limits)
    return error.value.seconds


def test_five_are_free_then_the_wait_grows_and_ends(app, session, time):
    with app.app_context():
        tries(5)
        waits = []
        for _ in range(10):
            waits.append(refused())
            time.wait(waits[-1])
            tries(1)
    assert waits[:4] == [16, 31, 61, 121]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT.total_seconds() + 1


def test_waiting_is_not_made_longer_by_knocking(app, session, time):
    with app.app_context():
        tries(5)
        first = refused()
        time.wait(5)
        assert refused() == first - 5


def test_a_day_later_all_is_forgotten(app, session, time):
    with app.app_context():
        tries(5)
        time.wait(24 * 3600 + 1)
        tries(5)
        refused()


def test_success_forgives_the_account_but_one_attempt_only_of_the_place(app, session, time):
    with app.app_context():
        tries(5)
        throttle.forgive(*LIMITS)
        tries(5)
        place = db.session.get(Throttle, LIMITS[1].key)
    assert place.failures == 9


def test_one_place_and_many_accounts(app, session, time):
    with app.app_context():
        for number in range(30):
            throttle.attempt(throttle.sign_in_limits(f"p{number}@test.example", "192.0.2.7"))
        refused(throttle.sign_in_limits("another@test.example", "192.0.2.7"))
        throttle.attempt(throttle.sign_in_limits("another@test.example", "192.0.2.8"))


def test_nobody_can_be_read_from_the_table(app, session):
    with app.app_context():
        tries(1)
    for key in session.scalars(sa.select(Throttle.key)):
        assert len(key) == 64
        assert "mette" not in key


def test_tidy_deletes_what_no_longer_counts(app, session, time):
    with app.app_context():
        tries(1)
        time.wait(24 * 3600 + 1)
        throttle.attempt((Limit("reset", "ny@test.example", 3),))
        throttle.tidy()
    assert session.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 1


def test_two_servers_on_one_database_count_together(tmp_path):
    """Attempts at the same moment in two apps: exactly five are let through."""
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    apps = [create_app(settings_for(url, tmp_path / name)) for name in ("a", "b")]
    with apps[0].app_context():
        migrate.upgrade(db.engine)
    heard: list[bool] = []

    def knock(app):
        with app.app_context():
            try:
                throttle.attempt(LIMITS)
            except TooOftenError:
                heard.append(False)
            else:
                heard.append(True)

    threads = [threading.Thread(target=knock, args=(apps[n % 2],)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for app in apps:
        with app.app_context():
            db.engine.dispose()
    assert heard.count(True) == 5
    assert heard.count(False) == 7
