"""Several writers at the same moment, on a database file of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.activities.models import activity_person
from programme.attendance.models import Attendance, CatchUpOffer, OfferState
from programme.cohorts.models import Role
from programme.core import clock, migrate
from programme.core.db import db
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


def browser(app, token):
    made = Client(app, None)
    with made.http.session_transaction(base_url=Client.base) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    headers = {"X-CSRFToken": made.csrf()}
    return lambda path, **data: made.http.post(
        path, base_url=Client.base, headers=headers, data=data
    )


def at_once(posts):
    """What each of the (post, path, data) answers, all begun together."""
    with ThreadPoolExecutor(THREADS) as pool:
        answers = pool.map(lambda one: one[0](one[1], **one[2]).status_code, posts)
        return sorted(answers)


@pytest.mark.slow
def test_of_eight_who_accept_the_last_place_one_gets_it(app_alone):
    with app_alone.app_context():
        f.bind(db.session)
        missed = f.ActivityFactory(starts_on=date(2026, 1, 5))
        ahead = clock.today() + timedelta(days=30)
        other = f.CohortFactory(programme=missed.cohort.programme, capacity=1)
        offered = f.ActivityFactory(cohort=other, starts_on=ahead)
        posts = []
        for _ in range(THREADS):
            person = f.PersonFactory()
            f.EnrolmentFactory(cohort=missed.cohort, person=person)
            made = CatchUpOffer(
                person=person, missed=missed, offered=offered,
                state=OfferState.OFFERED, offered_at=f.LONG_AGO,
            )  # fmt: skip
            db.session.add(made)
            db.session.flush()
            posts.append((sessions.begin(person), f"/indhentning/{made.id}/ja"))
        db.session.commit()
    f.bind(None)
    asked = [(browser(app_alone, token), path, {}) for token, path in posts]
    assert at_once(asked) == [303] + [422] * (THREADS - 1)
    with app_alone.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(activity_person)) == 1
        states = db.session.scalars(sa.select(CatchUpOffer.state)).all()
        assert states.count(OfferState.ACCEPTED) == 1


@pytest.mark.slow
def test_eight_windows_of_one_sheet_note_each_person_once(app_alone):
    with app_alone.app_context():
        f.bind(db.session)
        held = f.ActivityFactory(starts_on=date(2026, 1, 5))
        people = [f.PersonFactory() for _ in range(5)]
        for person in people:
            f.EnrolmentFactory(cohort=held.cohort, person=person)
        leader = f.PersonFactory()
        f.EnrolmentFactory(cohort=held.cohort, person=leader, role=Role.FACILITATOR)
        held.facilitators = [leader]
        db.session.flush()
        path = f"/aktivitet/{held.id}/fremmoede"
        tokens = [sessions.begin(leader) for _ in range(THREADS)]
        db.session.commit()
    f.bind(None)
    sent = {"day": "2026-01-05", "version": "0", "all": "1"}
    assert at_once([(browser(app_alone, t), path, sent) for t in tokens]) == [303] * THREADS
    with app_alone.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Attendance)) == 5
