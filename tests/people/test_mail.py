"""The account's mails: in the person's language, with links under the site's own address."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.commands.work import load_composers
from programme.core import clock
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import AccessLink, EmailChange, Locale
from tests.factories import PersonFactory
from tests.people.conftest import EMAIL


@pytest.fixture
def written(app, in_app):
    """`written(template, person, **keys)` is the mail as it would leave now."""
    load_composers(app)

    def compose(template, person, **keys):
        key = person.id
        with in_app():
            return outbox.composers()[template](key, keys)

    return compose


def path_in(letter) -> str:
    return re.search(r"https://lederforloeb\.test(/\S*)", letter.text)[1]


def test_an_invitation(written, client, session):
    guest = PersonFactory(name="Ny Holm", email="ny@test.example")
    letter = written("people/invitation", guest)
    assert (letter.name, letter.address) == ("Ny Holm", "ny@test.example")
    assert letter.subject == "Velkommen til Lederforløb"
    assert letter.text.startswith("Kære Ny\n\nDu er oprettet")
    assert "7 dage" in letter.text
    assert client.get(path_in(letter)).status_code == 200


def test_a_newer_invitation_voids_the_older(written, client, session):
    guest = PersonFactory()
    first, second = (written("people/invitation", guest) for _ in range(2))
    assert client.get(path_in(first)).status_code == 404
    assert client.get(path_in(second)).status_code == 200


def test_in_english(written, session):
    guest = PersonFactory(locale=Locale.ENGLISH)
    assert written("people/invitation", guest).subject == "Welcome to Lederforløb"


def test_nobody_who_has_an_account_is_invited(written, session, person):
    assert written("people/invitation", person) is None


@pytest.mark.parametrize("template", ["people/reset", "people/password_changed"])
def test_nothing_leaves_for_a_closed_account(written, session, person, template):
    assert written(template, person)
    person.disabled_at = clock.now()
    assert written(template, person) is None


def test_a_reset_whose_request_lied_about_the_host(written, client, session, person):
    """The request is refused; and the link is made of the settings anyway."""
    forged = {"X-Forwarded-Host": "evil.example"}
    assert client.post("/glemt-adgangskode", {"email": EMAIL}, headers=forged).status_code == 200
    token = client.csrf()
    evil = client.http.post(
        "/glemt-adgangskode",
        data={"email": EMAIL, "csrf_token": token},
        base_url="https://evil.example",
    )
    assert evil.status_code == 400
    letter = written("people/reset", person)
    assert "evil" not in letter.text
    assert client.get(path_in(letter)).status_code == 200


def test_no_token_and_no_text_is_stored(written, client, session, person):
    client.post("/glemt-adgangskode", {"email": EMAIL})
    token = path_in(written("people/reset", person)).rsplit("/", 1)[1]
    stored = [str(row) for row in session.execute(sa.select(AccessLink.__table__))]
    stored += [str(row) for row in session.execute(sa.select(OutboxMail.__table__))]
    assert stored
    assert not any(token in row for row in stored)
    assert len(token) >= 22


def test_a_new_address_is_asked_about_and_told(written, client, session, person):
    change = EmailChange(person=person, new_email="mette@nyt.example", requested_at=clock.now())
    session.add(change)
    session.flush()
    key = change.id
    letter = written("people/email_change", person, change=key)
    assert letter.address == EMAIL
    assert "mette@nyt.example" in letter.text
    assert client.get(path_in(letter)).status_code == 200
    change.settled_at = clock.now()
    assert written("people/email_change", person, change=key) is None
    person.email = "mette@nyt.example"
    told = written("people/email_changed", person)
    assert told.address == "mette@nyt.example"
    assert path_in(told) == "/log-ind"


def test_somebody_else_s_change_is_not_told(written, session, person):
    change = EmailChange(
        person=PersonFactory(), new_email="x@nyt.example", requested_at=clock.now()
    )
    session.add(change)
    session.flush()
    assert written("people/email_change", person, change=change.id) is None


def test_every_mail_has_its_writer_and_its_template(app):
    load_composers(app)
    loader = app.jinja_env.loader
    templates = {
        name.removesuffix(".txt").replace("/mail/", "/")
        for name in loader.list_templates()
        if "/mail/" in name and "/mail/_" not in name
    }
    assert set(outbox.composers()) - {"test/mail"} == templates
