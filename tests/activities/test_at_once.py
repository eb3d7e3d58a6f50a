"""Several coordinators at one moment, on a database of their own: one wins, the rest see both."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.activities import queries
from programme.activities.models import (
    Activity,
    ActivityChange,
    ChangeBatch,
    ChangeKind,
    DraftChange,
)
from programme.activities.services import fingerprint
from programme.core import migrate
from programme.core.db import db
from programme.outbox.models import OutboxMail
from programme.people import sessions
from tests import factories as make
from tests.client import Client
from tests.conftest import require, settings_for
from tests.postgres import find_postgres, running_postgres

pytestmark = pytest.mark.slow
THREADS = 5  # as there are weekdays


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def url(request, tmp_path_factory):
    """A database file, or a PostgreSQL server of its own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('alone') / 'alone.sqlite'}"
        return
    require(find_postgres(), "no PostgreSQL server programs found")
    base = Path(tempfile.mkdtemp(prefix="lf-pg-"))  # socket names must stay short
    try:
        with running_postgres(base) as found:
            yield found
    finally:
        shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="module")
def app_alone(url, tmp_path_factory):
    app = create_app(settings_for(url, tmp_path_factory.mktemp("alone")))
    with app.app_context():
        migrate.upgrade(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(app_alone):
    """Two activities of a cohort with a participant, and coordinators in windows of their own."""
    with app_alone.app_context():
        make.bind(db.session)
        cohort = make.CohortFactory()
        karen = make.PersonFactory(organisation=cohort.organisation)
        make.GrantFactory(person=karen, cohort_id=cohort.id)
        make.EnrolmentFactory(cohort=cohort, level=make.LevelFactory())
        first, second = (
            make.ActivityFactory(cohort=cohort, number=n, starts_on=date(2026, 12, n))
            for n in (1, 8)
        )
        tokens = [sessions.begin(karen) for _ in range(THREADS)]
        keys = {"cohort": cohort.id, "first": first.id, "second": second.id, "person": karen.id}
        db.session.commit()
    make.bind(None)
    return keys | {"posts": [_browser(app_alone, token) for token in tokens]}


def _browser(app, token):
    made = Client(app, None)
    with made.http.session_transaction(base_url=Client.base) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    headers = {"X-CSRFToken": made.csrf()}
    return lambda path, data: made.http.post(path, base_url=Client.base, headers=headers, data=data)


def all_at_once(posts, ask):
    """Everybody sends at once what `ask(number)` gives: a path and fields."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda pair: pair[1](*ask(pair[0])), enumerate(posts)))


def days(number):
    return date(2027, 1, 11 + number)


def test_of_many_who_move_one_wins_and_the_others_see_both_dates(app_alone, world):
    answers = all_at_once(
        world["posts"],
        lambda n: (f"/aktivitet/{world['first']}/flyt", {"version": "1", "day": str(days(n))}),
    )
    assert sorted(a.status_code for a in answers) == [303] + [409] * (THREADS - 1)
    [winner] = [n for n, a in enumerate(answers) if a.status_code == 303]
    with app_alone.app_context():
        found = db.session.get(Activity, world["first"])
        assert (found.starts_on, found.sequence) == (days(winner), 1)
        assert _count(ActivityChange, ActivityChange.activity_id == found.id) == 1
    for number, answer in enumerate(answers):
        if number != winner:
            assert f"{days(number).day}. januar 2027" in answer.text
            assert f"{days(winner).day}. januar 2027" in answer.text


def test_of_many_who_draft_one_wins_and_the_others_see_both(app_alone, world):
    answers = all_at_once(
        world["posts"],
        lambda n: (
            f"/aktivitet/{world['first']}/flyt",
            {"version": "1", "draft": "0", "day": str(days(n)), "later": "1"},
        ),
    )
    assert sorted(a.status_code for a in answers) == [303] + [409] * (THREADS - 1)
    [winner] = [n for n, a in enumerate(answers) if a.status_code == 303]
    with app_alone.app_context():
        assert queries.find_draft(world["first"]).starts_on == days(winner)
    for number, answer in enumerate(answers):
        if number != winner:
            assert f"{days(number).day}. januar 2027" in answer.text
            assert f"{days(winner).day}. januar 2027" in answer.text


def _draft_both(app, world):
    with app.app_context():
        for name, number in (("first", 0), ("second", 1)):
            activity = db.session.get(Activity, world[name])
            db.session.add(
                DraftChange(
                    activity=activity,
                    kind=ChangeKind.MOVED,
                    seen_version=activity.version,
                    starts_on=days(number),
                    ends_on=days(number),
                    by_id=world["person"],
                    at=make.LONG_AGO,
                )
            )
        db.session.commit()
        return fingerprint(queries.drafts_of(world["cohort"]))


def test_a_batch_published_by_many_at_once_is_published_once(app_alone, world):
    seen = _draft_both(app_alone, world)
    answers = all_at_once(
        world["posts"],
        lambda _: (f"/hold/{world['cohort']}/aendringer/kladder", {"seen": seen, "accepted": ""}),
    )
    assert {a.status_code for a in answers} <= {303, 409}
    with app_alone.app_context():
        assert _count(ChangeBatch, ChangeBatch.cohort_id == world["cohort"]) == 1
        keys = [world["first"], world["second"]]
        assert _count(ActivityChange, ActivityChange.activity_id.in_(keys)) == 2
        found = db.session.scalars(sa.select(Activity).where(Activity.id.in_(keys))).all()
        assert [(each.starts_on, each.sequence) for each in found] == [(days(0), 1), (days(1), 1)]
        batch = db.session.scalar(
            sa.select(ChangeBatch.id).where(ChangeBatch.cohort_id == world["cohort"])
        )
        mails = db.session.scalars(sa.select(OutboxMail.keys)).all()
        assert [keys for keys in mails if keys.get("batch") == batch] == [{"batch": batch}]


def test_a_move_and_a_batch_at_once_leave_one_plan(app_alone, world):
    """Whoever comes second is told; never half a batch."""
    seen = _draft_both(app_alone, world)
    together = (f"/hold/{world['cohort']}/aendringer/kladder", {"seen": seen, "accepted": ""})
    alone = (f"/aktivitet/{world['first']}/flyt", {"version": "1", "day": "2027-01-20"})
    answers = all_at_once(world["posts"], lambda n: together if n % 2 else alone)
    with app_alone.app_context():
        first = db.session.get(Activity, world["first"])
        second = db.session.get(Activity, world["second"])
        published = _count(ChangeBatch, ChangeBatch.cohort_id == world["cohort"])
        if published:
            assert (first.starts_on, second.starts_on) == (days(0), days(1))
        else:
            assert (first.starts_on, second.starts_on) == (date(2027, 1, 20), date(2026, 12, 8))
    assert {a.status_code for a in answers} <= {303, 409}
    lost = [a for a in answers if a.status_code == 409]
    assert lost
    assert all("En anden har rettet imens" in a.text for a in lost)


def _count(model, condition):
    return db.session.scalar(sa.select(sa.func.count(model.id)).where(condition))
