"""A password takes a tenth of a second to weigh: nobody else's writing waits for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import select

from programme.core import clock
from programme.core.db import db
from programme.people import passwords, services
from programme.people.models import LinkPurpose, SignIn
from programme.people.queries import find_by_email
from tests.people.conftest import PASSWORD

EMAIL = "karen@odderup.example"
NEW = "otte glade gæs"


@pytest.fixture
def karen(own_site, tmp_path, monkeypatch):
    """A browser whose site proves at every hash that the write lock is free."""
    karen = own_site(EMAIL)
    karen.hashes = 0

    def proved(method):
        def wrapped(*given):
            with closing(sqlite3.connect(tmp_path / "own.sqlite", timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
            karen.hashes += 1
            return method(*given)

        return wrapped

    for name in ("fits", "make"):
        monkeypatch.setattr(passwords.Hasher, name, proved(getattr(passwords.Hasher, name)))
    return karen


def test_signing_in(karen):
    assert karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD}).status_code == 303
    again = karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD})
    assert again.status_code == 303
    assert karen.hashes == 2


def test_changing_the_password(karen):
    karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD})
    answer = karen.post("/konto/adgangskode", {"current_password": PASSWORD, "password": NEW})
    assert answer.status_code == 303
    assert karen.hashes == 3


def test_coming_back_after_a_pause_with_a_form(karen, monkeypatch):
    """The request has the write lock: noting that somebody was seen must not wait for it."""
    karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD})
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    began = perf_counter()
    assert karen.post("/konto/sprog", {"locale": "en"}).status_code == 303
    assert perf_counter() - began < 2, "it waited for itself"
    with karen.app.app_context():
        assert db.session.scalars(select(SignIn.last_seen_at)).one() == later


def test_asking_for_a_new_address(karen):
    karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD})
    wish = {"email": "karen@nyt.example", "current_password": PASSWORD}
    assert karen.post("/konto/email", wish).status_code == 303
    assert karen.hashes == 2


def test_a_reset_from_a_browser_that_is_signed_in(karen):
    karen.post("/log-ind", {"email": EMAIL, "password": PASSWORD})
    assert karen.post("/glemt-adgangskode", {"email": EMAIL}).status_code == 200
    with karen.app.app_context():
        token = services.mint_link(find_by_email(EMAIL), LinkPurpose.RESET)
        db.session.commit()
    assert karen.post(f"/ny-adgangskode/{token}", {"password": NEW}).status_code == 303
    assert karen.hashes == 2
