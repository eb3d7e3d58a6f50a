"""Several writers at the same moment, on a database file of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import migrate
from programme.core.db import db
from programme.learning_logs.models import LogEntry
from programme.people import sessions
from tests import factories as f
from tests.client import Client
from tests.conftest import settings_for

THREADS = 8


@pytest.fixture
def app_alone(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'alone.sqlite'}", tmp_path))
    with app.app_context():
        migrate.upgrade(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def tokens(app_alone):
    """A sign-in of one person for each thread."""
    with app_alone.app_context():
        f.bind(db.session)
        person = f.PersonFactory()
        made = [sessions.begin(person) for _ in range(THREADS)]
        db.session.commit()
    f.bind(None)
    return made


def browser(app, token):
    made = Client(app, None)
    with made.http.session_transaction(base_url=Client.base) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    headers = {"Accept": "application/json", "X-CSRFToken": made.csrf()}
    return lambda path, **data: made.http.post(
        path, base_url=Client.base, headers=headers, data=data
    )


@pytest.mark.slow
def test_one_page_sent_by_eight_at_once_is_one_entry(app_alone, tokens):
    posts = [browser(app_alone, token) for token in tokens]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(
            pool.map(
                lambda post: post("/log/ny", key="side", page="fane", number="1", action="Én."),
                posts,
            )
        )
    assert {answer.status_code for answer in answers} == {200}
    with app_alone.app_context():
        [entry] = db.session.scalars(sa.select(LogEntry)).all()
        assert (entry.action, entry.version) == ("Én.", 1)


@pytest.mark.slow
def test_of_eight_windows_one_wins_and_the_others_are_told(app_alone, tokens):
    posts = [browser(app_alone, token) for token in tokens]
    begun = posts[0]("/log/ny", key="side", page="fane", number="1", action="Først.").json
    sent = {"key": "side", "version": begun["version"], "number": "1"}
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(
            pool.map(
                lambda pair: pair[1](
                    begun["address"], page=f"vindue {pair[0]}", action=f"Nr. {pair[0]}", **sent
                ),
                enumerate(posts),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (THREADS - 1)
    [winner] = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    with app_alone.app_context():
        assert db.session.scalar(sa.select(LogEntry.action)) == f"Nr. {winner}"
