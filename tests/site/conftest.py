"""The rich world of `world.py`, everybody's browser in it, and looks at the whole database."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from programme.people.models import SignIn
from tests.client import HTMX, Client, settle
from tests.conftest import _connection
from tests.site import looking, routes
from tests.site import world as worlds
from tests.site.headers import carries_headers


@pytest.fixture
def world(session, at):
    """The world of `world.py`; the clock stands at its moment."""
    at(*worlds.NOW)
    made = worlds.build()
    session.commit()
    return made


@pytest.fixture
def browser_of(app, session, world):
    """`browser_of("author")`: a browser in which that part of the world is signed in."""

    def open_browser(part):
        client = Client(app, session)
        return client if part == worlds.ANONYMOUS else client.sign_in(world.people[part])

    return open_browser


@pytest.fixture
def site(app, session, world, browser_of):
    """All visitors of the world at once, each at their own browser."""
    browsers = {visitor: browser_of(visitor) for visitor in world.visitors}
    sign_in = session.scalar(sa.select(SignIn).where(SignIn.person_id == world.author.id))
    world.add("sign_in", author=sign_in)
    return Site(app, world, browsers)


class Site:
    """Asks as anybody for anything. Every answer is held to the headers that all must carry.

    A browser keeps nothing of an answer: nobody is signed out for good.
    """

    def __init__(self, app, world, browsers):
        self.app, self.world, self.browsers = app, world, browsers

    def ask(self, row, visitor, data=None, *, query="", **kwargs):
        """The answer to a row of the table, looked at as HTML; `data` in place of the row's."""
        browser, where = self.browsers[visitor], routes.address(self.app, self.world, row)
        if query:
            where += ("&" if "?" in where else "?") + query
        cookies = dict(browser.http._cookies)
        try:
            if row.method == "GET":
                answer = browser.get(where, **kwargs)
            else:
                sent = routes.fields(self.world, row) if data is None else data
                answer = browser.post(where, sent, **kwargs)
        finally:
            browser.http._cookies = cookies
        carries_headers(answer, row.name)
        return answer

    def read(self, visitor, where, *, htmx=False):
        """The text of an address, quickly: not looked at as HTML, which `ask` does."""
        headers = HTMX if htmx else {}
        http = self.browsers[visitor].http
        with http.get(where, headers=headers, base_url=Client.base) as answer:
            carries_headers(answer, where)
            return answer.get_data(as_text=True)


@pytest.fixture
def undone(app, session):
    """`with undone(): …` and nothing of it has happened."""

    @contextmanager
    def savepoint():
        settle(session)
        nested = _connection(app).begin_nested()
        try:
            yield
        finally:
            session.rollback()  # what it had read is read again
            nested.rollback()

    return savepoint


@pytest.fixture
def everything(app, session):
    """`everything()`: all rows of all tables, as {table: {primary key: {column: value}}}."""

    def look():
        settle(session)
        return looking.everything(_connection(app))

    return look
