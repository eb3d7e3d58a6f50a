"""A sign-in that runs out in the middle of typing: nothing is lost, and nobody else gets it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.core import clock
from programme.people.models import SignIn
from tests.factories import PersonFactory
from tests.people.conftest import EMAIL, PASSWORD

TEXT = 'Jeg stillede ét "spørgsmål" & ventede <længe>.'
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def mine(sign_in, session, person):
    """Mette's browser, whose sign-in has just ended."""
    browser = sign_in(person)
    session.execute(sa.update(SignIn).values(ended_at=clock.now()))
    return browser


def kept_in(page) -> str:
    return re.search(r'name="kept" value="([^"]*)"', page.text)[1]


def test_the_text_comes_back_after_signing_in(mine):
    typed = {"locale": "da", "action": TEXT, "password": "hemmeligt kodeord", "next": "x"}
    page = mine.post("/konto/adgangskode", typed)
    assert page.status_code == 401
    assert "Log ind igen – din tekst er gemt" in page.text
    assert "hemmeligt" not in page.text
    again = mine.post("/log-ind", CREDENTIALS | {"kept": kept_in(page)})
    assert again.status_code == 200
    assert "Gem nu" in again.text
    assert 'action="/konto/adgangskode"' in again.text
    assert "ét &#34;spørgsmål&#34; &amp; ventede &lt;længe&gt;." in again.text
    assert "hemmeligt" not in again.text
    fresh = re.search(r'name="csrf_token" value="([^"]*)"', again.text)[1]
    sent = mine.post("/konto/adgangskode", {"csrf_token": fresh, "action": TEXT}, csrf=False)
    assert sent.status_code == 422, "it reached the view, signed in and with a fresh token"


def test_a_wrong_password_loses_nothing(mine):
    page = mine.post("/konto/email", {"action": TEXT})
    wrong = mine.post("/log-ind", CREDENTIALS | {"password": "forkert", "kept": kept_in(page)})
    assert wrong.status_code == 422
    assert kept_in(wrong) == kept_in(page)
    assert "din tekst er gemt" in wrong.text


def test_another_person_gets_nothing_of_it(mine, app, session):
    from programme.people import passwords

    with app.app_context():
        stored = passwords.hasher().make(PASSWORD)
    PersonFactory(email="peter@test.example", password_hash=stored)
    page = mine.post("/konto/email", {"action": TEXT})
    assert "spørgsmål" not in page.text
    other = {"email": "peter@test.example", "password": PASSWORD, "kept": kept_in(page)}
    answer = mine.post("/log-ind", other)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "spørgsmål" not in answer.text


def test_a_token_nobody_knows_shows_the_text_for_copying(mine, session):
    session.execute(sa.delete(SignIn))
    page = mine.post("/konto/email", {"action": TEXT})
    assert page.status_code == 401
    assert kept_in(page) == ""
    assert "ventede &lt;længe&gt;." in page.text


def test_the_page_one_came_from_is_next(mine):
    page = mine.post("/konto/email/fortryd", headers={"Referer": "https://lederforloeb.test/konto"})
    assert 'name="next" value="/konto"' in page.text


def test_htmx_is_told_to_ask(mine):
    answer = mine.post("/konto/email", {"action": TEXT}, htmx=True)
    assert answer.status_code == 401
    address = answer.headers["HX-Sign-In"]
    dialog = mine.get(address, htmx=True)
    assert "data-sign-in" in dialog.text
    signed_in = mine.post("/log-ind", CREDENTIALS, htmx=True)
    assert signed_in.status_code == 204
    assert mine.get("/konto").status_code == 200


def test_an_htmx_get_leads_to_the_sign_in_page(mine):
    answer = mine.get("/konto", htmx=True)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/log-ind?next=/konto"
