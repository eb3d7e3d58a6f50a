"""Signing in and out, as a browser does it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.people.models import SignIn
from tests.client import Client
from tests.factories import GrantFactory, PersonFactory
from tests.people.conftest import EMAIL, PASSWORD

CREDENTIALS = {"email": EMAIL, "password": PASSWORD}
COOKIE = "__Host-lederforloeb"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def cookie_of(answer) -> str:
    return next(v for k, v in answer.headers if k == "Set-Cookie" and v.startswith(COOKIE))


def carried(browser) -> str:
    return browser.http.get_cookie(COOKIE, "lederforloeb.test").value


def carry(browser, value) -> None:
    browser.http.set_cookie(COOKIE, value, domain="lederforloeb.test", secure=True)


def without_tokens(text: str) -> str:
    return re.sub(r'(name="csrf_token" value|data-csrf)="[^"]*"', "", text)


def test_the_page(client):
    answer = client.get("/log-ind?next=/konto")
    assert answer.status_code == 200
    assert "<h1>Log ind</h1>" in answer.text
    assert 'name="next" value="/konto"' in answer.text
    assert "Husk mig på denne enhed i 30 dage" in answer.text
    assert "Prøv som" not in answer.text


def test_the_fragment_for_the_dialog(client):
    answer = client.get("/log-ind", htmx=True)
    assert answer.text.lstrip().startswith('<div class="stack" id="sign-in" data-sign-in>')
    assert "<h1" not in answer.text


def test_signing_in(client, person):
    answer = client.post("/log-ind", CREDENTIALS | {"next": "/konto"})
    assert (answer.status_code, answer.location) == (303, "/konto")
    assert client.get("/konto").status_code == 200


def test_capitals_and_spaces_in_the_address_do_not_matter(client, person):
    answer = client.post("/log-ind", {"email": " Mette@Test.example ", "password": PASSWORD})
    assert answer.status_code == 303


def test_the_first_visit_is_welcomed_once(client, session, person):
    person.welcomed_at = None
    assert client.post("/log-ind", CREDENTIALS).location == "/velkommen"
    assert "Velkommen, Mette" in client.get("/velkommen").text
    client.post("/log-ud")
    assert client.post("/log-ind", CREDENTIALS).location == "/"


def test_the_cookie(client, person):
    answer = client.post("/log-ind", CREDENTIALS)
    cookie = cookie_of(answer)
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_remembered_for_thirty_days(client, session, person):
    answer = client.post("/log-ind", CREDENTIALS | {"remember": "y"})
    assert "Expires" in cookie_of(answer)
    assert session.scalar(sa.select(SignIn.remembered))


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_who_changes_what_others_see_is_not_remembered(client, session, person, role):
    if role == "administrator":
        person.is_administrator = True
    else:
        GrantFactory(person=person, organisation_id=person.organisation_id)
    answer = client.post("/log-ind", CREDENTIALS | {"remember": "y", "next": "/konto"})
    assert "Expires" not in cookie_of(answer)
    assert not session.scalar(sa.select(SignIn.remembered))
    assert "Du bliver ikke husket på denne enhed" in client.get("/konto").text


def test_wrong_password_and_unknown_address_look_the_same(client, person, audited):
    known = client.post("/log-ind", {"email": EMAIL, "password": "noget helt andet"})
    unknown = client.post(
        "/log-ind", {"email": "mette@tost.example", "password": "noget helt andet"}
    )
    assert known.status_code == unknown.status_code == 422
    assert without_tokens(known.text) == without_tokens(
        unknown.text.replace("mette@tost.example", EMAIL)
    )
    assert "passer ikke sammen" in known.text
    assert "noget helt andet" not in known.text
    assert audited() == ["sign_in_failed", "sign_in_failed"]


def test_somebody_invited_who_has_no_password_yet(client, session):
    guest = PersonFactory()
    answer = client.post("/log-ind", {"email": guest.email, "password": PASSWORD})
    assert answer.status_code == 422


def test_empty_fields_are_named(client):
    answer = client.post("/log-ind", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


def test_many_attempts_have_to_wait(client, person):
    for _ in range(5):
        client.post("/log-ind", CREDENTIALS | {"password": "noget helt andet"})
    answer = client.post("/log-ind", CREDENTIALS)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 16
    assert "Der var mange forsøg på kort tid" in answer.text
    assert client.get("/konto").status_code == 302


def test_a_forged_address_does_not_move_the_throttle(client, person):
    for number in range(6):
        answer = client.post(
            "/log-ind",
            CREDENTIALS | {"password": "noget helt andet"},
            headers={
                "X-Forwarded-For": f"203.0.113.{number}",
                "Forwarded": f"for=203.0.113.{number}",
            },
        )
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", "/%0a/evil\n",
        "///evil.example", "http:/evil.example", " /konto", "konto",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(client, person, target):
    answer = client.post("/log-ind", CREDENTIALS | {"next": target})
    assert (answer.status_code, answer.location) == (303, "/")
    client.post("/log-ud")
    page = client.get("/log-ind", query_string={"next": target})
    assert 'name="next" value=""' in page.text


def test_a_session_given_to_the_victim_is_not_the_one_signed_in(app, client, session, person):
    """Fixation: whatever the browser carried before is worth nothing after."""
    client.get("/log-ind")
    before = carried(client)
    client.post("/log-ind", CREDENTIALS)
    assert carried(client) != before
    attacker = Client(app, session)
    carry(attacker, before)
    assert attacker.get("/konto").status_code == 302


def test_signing_in_again_ends_the_sign_in_before(app, client, session, person):
    client.post("/log-ind", CREDENTIALS)
    first = carried(client)
    client.post("/log-ind", CREDENTIALS)
    copied = Client(app, session)
    carry(copied, first)
    assert copied.get("/konto").status_code == 302
    assert client.get("/konto").status_code == 200


def test_a_cookie_copied_before_signing_out_is_dead_after(app, client, session, person):
    client.post("/log-ind", CREDENTIALS)
    copied = Client(app, session)
    carry(copied, carried(client))
    assert copied.get("/konto").status_code == 200
    answer = client.post("/log-ud")
    assert (answer.status_code, answer.location) == (303, "/log-ind")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert copied.get("/konto").status_code == 302


def test_signing_out_twice_and_by_get(client, person):
    assert client.post("/log-ud").status_code == 303
    assert client.get("/log-ud").status_code == 405


def test_signing_in_needs_the_token(client, person):
    assert client.post("/log-ind", CREDENTIALS, csrf=False).status_code == 400
    assert client.get("/konto").status_code == 302


def test_whoever_is_signed_in_goes_on(sign_in, session):
    browser = sign_in(PersonFactory())
    assert browser.get("/log-ind?next=/konto").location == "/konto"
    assert browser.get("/log-ind?next=//evil.example").location == "/"


def test_a_wrong_host_is_refused(client):
    answer = client.http.get("/log-ind", base_url="https://evil.example")
    assert answer.status_code == 400


def test_the_demo_s_door_does_not_exist_elsewhere(client, session):
    PersonFactory(email="admin@demo.example")
    assert client.post("/log-ind/demo", {"email": "admin@demo.example"}).status_code == 404


def test_the_device_is_named(client, session, person):
    client.post("/log-ind", CREDENTIALS, headers={"User-Agent": FIREFOX})
    assert session.scalar(sa.select(SignIn.device)) == "Firefox · Linux"
