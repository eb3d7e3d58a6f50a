"""Several coordinators at the same moment, on a database file of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import migrate
from programme.core.db import db
from programme.people import sessions
from programme.people.models import Person
from programme.shadowing.models import ShadowingOffer, ShadowingPair
from tests import factories as f
from tests.client import Client
from tests.conftest import settings_for
from tests.shadowing.conftest import as_keys, make_world

THREADS = 6


@pytest.fixture
def alone(tmp_path):
    """An app of its own, the world in it, a sign-in of Karen's for each thread."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'alone.sqlite'}", tmp_path))
    with app.app_context():
        migrate.upgrade(db.engine)
        f.bind(db.session)
        world = make_world(db.session)
        unit = f.UnitFactory(organisation=f.OrganisationFactory(name="Havrelund Kommune"))
        guests = [
            f.PersonFactory(organisation=unit.organisation, unit=unit) for _ in range(THREADS)
        ]
        for guest in guests:
            f.EnrolmentFactory(cohort=world.cohort, person=guest)
        db.session.add(
            ShadowingOffer(
                cohort_id=world.cohort.id, host_id=world.jonas.id, places=2, made_at=f.LONG_AGO
            )
        )
        keys = as_keys(world)
        karen = db.session.get(Person, keys.karen.id)
        tokens = [sessions.begin(karen) for _ in range(THREADS)]
        ids = [guest.id for guest in guests]
        db.session.commit()
        f.bind(None)
    yield app, keys, tokens, ids
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


@pytest.mark.slow
def test_the_last_places_are_taken_once_each(alone):
    app, world, tokens, guests = alone
    posts = [browser(app, token) for token in tokens]
    path = f"/hold/{world.cohort.id}/skyggepraktik/par"
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(
            pool.map(
                lambda two: two[0](path, guest=two[1], host=world.jonas.id),
                zip(posts, guests, strict=True),
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303] * 2 + [422] * (THREADS - 2)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ShadowingPair.id))) == 2


@pytest.mark.slow
def test_one_pair_asked_for_by_all_at_once_is_one(alone):
    app, world, tokens, guests = alone
    posts = [browser(app, token) for token in tokens]
    path = f"/hold/{world.cohort.id}/skyggepraktik/forslag"
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(
            pool.map(lambda post: post(path, pair=f"{guests[0]}:{world.jonas.id}"), posts)
        )
    assert {answer.status_code for answer in answers} == {303}
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ShadowingPair.id))) == 1
