"""Invitations and resets by mailed link."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.core.db import db
from programme.people import passwords, services
from programme.people.models import AccessLink, LinkPurpose, Person
from tests.factories import PersonFactory
from tests.people.conftest import EMAIL, PASSWORD

NEW = "otte glade gæs"


@pytest.fixture
def link(in_app):
    """`link(person, purpose)` is the path in the mail."""

    def make(person, purpose):
        key = person.id
        with in_app():
            token = services.mint_link(db.session.get(Person, key), purpose)
        folder = "invitation" if purpose is LinkPurpose.INVITATION else "ny-adgangskode"
        return f"/{folder}/{token}"

    return make


@pytest.fixture
def guest(session):
    return PersonFactory(name="Ny Holm", email="ny@test.example", welcomed_at=None)


def test_an_invitation_is_accepted(client, session, guest, link):
    path = link(guest, LinkPurpose.INVITATION)
    page = client.get(path)
    assert page.status_code == 200
    assert "Velkommen, Ny" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    answer = client.post(path, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/velkommen")
    assert client.get("/konto").status_code == 200
    assert client.get(path).status_code == 404
    assert client.post(path, {"password": NEW + "!"}).status_code == 404


def test_looking_changes_nothing(client, session, guest, link):
    path = link(guest, LinkPurpose.INVITATION)
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert session.scalar(sa.select(AccessLink.used_at)) is None


def test_a_reset(app, client, session, person, link, waiting, sign_in):
    elsewhere = sign_in(person)
    path = link(person, LinkPurpose.RESET)
    answer = client.post(path, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/log-ind")
    assert "Din adgangskode er ændret" in client.get("/log-ind").text
    assert elsewhere.get("/konto").status_code == 302
    assert waiting(person) == ["people/password_changed"]
    assert client.post("/log-ind", {"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.post("/log-ind", {"email": EMAIL, "password": NEW}).status_code == 303


@pytest.mark.parametrize("password", ["", "kort", "password1234", "Holm-holm-2026"])
def test_a_weak_password_keeps_the_link(client, session, guest, link, password):
    path = link(guest, LinkPurpose.INVITATION)
    answer = client.post(path, {"password": password})
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert client.post(path, {"password": NEW}).status_code == 303


@pytest.mark.parametrize(
    "path", ["/invitation/x", "/ny-adgangskode/" + "a" * 500, "/konto/email/x"]
)
def test_a_broken_link_says_so(client, path):
    for answer in (client.get(path), client.post(path, {"password": NEW})):
        assert answer.status_code == 404
        assert "Linket virker ikke længere" in answer.text


def test_two_at_the_same_moment(client, session, guest, link, monkeypatch):
    """While the first password is hashed, the link is used in another window."""
    path = link(guest, LinkPurpose.INVITATION)
    token = path.rsplit("/", 1)[1]
    hashed = passwords.new_hash

    def meanwhile(*given):
        services.use_link(token, LinkPurpose.INVITATION, "the other one's hash")
        db.session.commit()
        return hashed(*given)

    monkeypatch.setattr(passwords, "new_hash", meanwhile)
    answer = client.post(path, {"password": NEW})
    assert answer.status_code == 404
    assert guest.password_hash == "the other one's hash"


def test_forgotten_looks_the_same_for_everybody(client, person, waiting):
    known = client.post("/glemt-adgangskode", {"email": EMAIL})
    unknown = client.post("/glemt-adgangskode", {"email": "ingen@test.example"})
    assert known.status_code == unknown.status_code == 200
    cut = slice(known.text.index("<main"), known.text.index("</main"))
    assert known.text[cut].split(">", 1)[1] == unknown.text[cut].split(">", 1)[1]
    assert "Hvis der findes en konto" in known.text
    assert waiting(person) == ["people/reset"]


def test_a_mailbox_is_not_filled(client, person):
    for _ in range(3):
        assert client.post("/glemt-adgangskode", {"email": EMAIL}).status_code == 200
    answer = client.post("/glemt-adgangskode", {"email": EMAIL})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_forgotten_asks_for_an_address(client):
    assert client.get("/glemt-adgangskode").status_code == 200
    assert client.post("/glemt-adgangskode", {"email": " "}).status_code == 422
