"""One's own account."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.core.db import db
from programme.people import services
from programme.people.models import EmailChange, JobTitle, Person, SignIn, Unit
from tests.factories import PersonFactory
from tests.people.conftest import EMAIL, PASSWORD

NEW = "otte glade gæs"


@pytest.fixture
def mine(sign_in, person):
    """Mette's browser."""
    return sign_in(person)


def test_what_is_known(mine, session, person):
    person.line_manager = PersonFactory(name="Hanne Leder")
    person.unit = Unit(organisation=person.organisation, name="Nordskolen")
    person.job_title = JobTitle(name="skoledistriktsleder")
    page = mine.get("/konto").text
    for text in (
        "Mette Holm", EMAIL, "Hanne Leder", "Nordskolen", "skoledistriktsleder",
        person.organisation.name, "Er noget forkert?", "Skriv til din koordinator",
        "Hvor er jeg logget ind", "Denne enhed",
    ):  # fmt: skip
        assert text in page
    assert "Log ud her" not in page


def test_it_is_for_the_signed_in(client):
    for path in ("/konto", "/konto/adgangskode", "/konto/email", "/velkommen"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, f"/log-ind?next={path}")


# --- Language ----------------------------------------------------------------------------------


def test_the_language_of_a_person(mine, session, person):
    answer = mine.post(
        "/konto/sprog", {"locale": "en"}, headers={"Referer": "https://lederforloeb.test/konto?x=1"}
    )
    assert (answer.status_code, answer.location) == (303, "/konto?x=1")
    assert person.locale.value == "en"
    assert '<html lang="en">' in mine.get("/konto").text


def test_the_language_of_a_browser(client):
    client.post("/konto/sprog", {"locale": "en"})
    assert "<h1>Sign in</h1>" in client.get("/log-ind").text
    client.post("/log-ud")
    assert "<h1>Sign in</h1>" in client.get("/log-ind").text
    client.post("/konto/sprog", {"locale": "xx"})
    assert "<h1>Sign in</h1>" in client.get("/log-ind").text


def test_the_language_switch_leads_nowhere_else(client):
    for sender in ("https://evil.example/x", "https://lederforloeb.test//evil.example", ""):
        answer = client.post("/konto/sprog", {"locale": "da"}, headers={"Referer": sender})
        assert answer.location == "/"


# --- Password ----------------------------------------------------------------------------------


def test_changing_the_password(mine, sign_in, person, waiting):
    elsewhere = sign_in(person)
    assert mine.get("/konto/adgangskode").status_code == 200
    answer = mine.post("/konto/adgangskode", {"current_password": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.location) == (303, "/konto")
    assert "andre enheder er logget ud" in mine.get("/konto").text
    assert elsewhere.get("/konto").status_code == 302
    assert waiting(person) == ["people/password_changed"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current_password": "noget helt andet", "password": NEW}, "current_password"),
        ({"current_password": "", "password": NEW}, "current_password"),
        ({"current_password": PASSWORD, "password": "kort"}, "password"),
        ({"current_password": PASSWORD, "password": "Mette-Holm-2026"}, "password"),
    ],
)
def test_a_password_that_is_not_changed(mine, session, person, typed, field):
    before = person.password_hash
    answer = mine.post("/konto/adgangskode", typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert person.password_hash == before


def test_guessing_from_inside_a_sign_in(mine, person):
    wrong = {"current_password": "noget helt andet", "password": NEW}
    for _ in range(5):
        assert mine.post("/konto/adgangskode", wrong).status_code == 422
    answer = mine.post("/konto/adgangskode", {"current_password": PASSWORD, "password": NEW})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_extra_fields_change_nothing(mine, session, person):
    for path in ("/konto/adgangskode", "/konto/sprog", "/konto/email"):
        mine.post(
            path,
            {"is_administrator": "1", "person_id": "1", "name": "X", "locale": "da"},
        )
    assert (person.is_administrator, person.name) == (False, "Mette Holm")


# --- Sign-ins ----------------------------------------------------------------------------------


def test_signing_out_another_device(mine, sign_in, session, person):
    elsewhere = sign_in(person)
    page = mine.get("/konto").text
    assert page.count("Log ud her") == 1
    key = session.scalar(sa.select(sa.func.max(SignIn.id)))
    assert mine.post(f"/konto/login/{key}/slut").status_code == 303
    assert elsewhere.get("/konto").status_code == 302
    assert mine.get("/konto").status_code == 200


def test_somebody_else_s_sign_in_is_not_there(mine, sign_in, session):
    stranger = sign_in(PersonFactory())
    key = session.scalar(sa.select(sa.func.max(SignIn.id)))
    assert mine.post(f"/konto/login/{key}/slut").status_code == 404
    assert mine.post("/konto/login/99999999/slut").status_code == 404
    assert stranger.get("/konto").status_code == 200


# --- A new address -----------------------------------------------------------------------------


def wish(browser, email="mette@nyt.example", password=PASSWORD):
    return browser.post("/konto/email", {"email": email, "current_password": password})


def token_of(in_app, session) -> str:
    key = session.scalar(sa.select(EmailChange.id))
    with in_app():
        return services.mint_email_token(db.session.get(EmailChange, key))


def test_a_new_address_is_asked_for_and_dropped(mine, session, person, waiting):
    assert mine.get("/konto/email").status_code == 200
    assert wish(mine).status_code == 303
    page = mine.get("/konto").text
    assert "mette@nyt.example" in page
    assert "Behold den nuværende adresse" in page
    assert person.email == EMAIL
    mine.post("/konto/email/fortryd")
    assert "mette@nyt.example" not in mine.get("/konto").text
    assert waiting(person) == []


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("mette@nyt.example", "noget helt andet", "current_password"),
        ("ikke en adresse", PASSWORD, "email"),
        (EMAIL, PASSWORD, "email"),
    ],
)
def test_an_address_that_is_not_taken(mine, session, person, email, password, field):
    answer = wish(mine, email, password)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.scalars(sa.select(EmailChange)).all() == []


@pytest.mark.parametrize(
    ("said", "email"), [("yes", "mette@nyt.example"), ("no", EMAIL), ("", EMAIL)]
)
def test_the_old_address_answers(client, mine, session, in_app, person, said, email):
    wish(mine)
    path = f"/konto/email/{token_of(in_app, session)}"
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert session.scalar(sa.select(Person.email).where(Person.id == person.id)) == EMAIL
    assert client.post(path, {"answer": said}).status_code == 200
    assert person.email == email
    assert client.get(path).status_code == 404
    assert mine.get("/konto").status_code == (200 if said == "yes" else 302)
