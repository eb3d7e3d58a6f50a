"""Two sets of guideposts, and somebody who may steer by them."""

from __future__ import annotations

import pytest

from tests import factories as f


@pytest.fixture
def here(in_app):
    """The app's own session, to which the factories write too: for tests of services."""
    with in_app() as session:
        f.bind(session)
        yield session


@pytest.fixture
def posts(request, session, at):
    """Four guideposts for leaders and two for teachers, on 22 November 2026."""
    if "here" in request.fixturenames:
        session = request.getfixturevalue("here")
    at(2026, 11, 22, 9, 30)
    leaders = f.GuidepostSetFactory(key="ledelse", name="Pejlemærker for ledelse")
    teachers = f.GuidepostSetFactory(key="paedagogik", name="Pædagogiske pejlemærker")
    made = [f.GuidepostFactory(guidepost_set=leaders, number=n) for n in (1, 2, 3, 4)]
    made += [f.GuidepostFactory(guidepost_set=teachers, number=n) for n in (1, 2)]
    session.flush()
    return made


@pytest.fixture
def me(posts):
    return f.PersonFactory(name="Mette Åkjær")
