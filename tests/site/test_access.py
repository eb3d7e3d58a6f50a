"""Every address × method × visitor: who gets in, who is told that there is nothing, who may not."""

from __future__ import annotations

import re
from contextlib import nullcontext

import pytest

from programme.core.access import is_public
from tests.site.looking import differences, told
from tests.site.routes import ROWS, fields, resolved
from tests.site.world import ANONYMOUS, CANARY, VISITORS

FEW = [ANONYMOUS, "group_mate"]
CASES = [
    pytest.param(v, marks=() if v in FEW else pytest.mark.slow) for v in (ANONYMOUS, *VISITORS)
]
NOT_FOUND = 404
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FEED = "calendars.feed"  # answered in front of Flask; its address is the secret
# Open to everybody. A new one is a decision, to be written down here.
PUBLIC = {
    FEED,
    "calendars.robots",
    "facilitation.answer_link",
    "facilitation.link",
    "home.accessibility",
    "home.confidentiality",
    "home.privacy",
    "home.style_guide",
    "people.accept_invitation",
    "people.answer_email_change",
    "people.choose_language",
    "people.forgotten",
    "people.health",
    "people.invitation",
    "people.reset",
    "people.reset_now",
    "people.send_reset",
    "people.settle_email_change",
    "people.sign_in",
    "people.sign_in_demo",
    "people.sign_in_now",
    "people.sign_out",
    "static",
}
# What an attacker may add to any form in the hope that somebody copies it to a column.
EXTRAS = {
    "role": "facilitator",
    "is_administrator": "1",
    "is_admin": "true",
    "administrator": "y",
    "id": "1",
    "owner_id": "1",
    "author_id": "1",
    "author": "1",
    "person_id": "1",
    "person": "1",
    "cohort_id": "1",
    "cohort": "1",
    "organisation_id": "1",
    "line_manager_id": "1",
    "level_id": "1",
    "version": "999",
    "state": "final",
    "uid": "hijacked",
    "sequence": "999",
    "plan_version": "999",
    "published_at": "2020-01-01",
    "disabled_at": "2020-01-01",
    "joined_at": "2020-01-01",
    "password_hash": "x",
    "email": "tyv@test.example",
    "name": "Et andet navn",
    "title": "En anden titel",
    "action": "En anden handling",
    "grants": "1",
    "shares": "1",
}


def rules(app):
    """Every (method, endpoint) that the site answers."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def test_every_address_has_a_row(app):
    told = {(row.method, row.endpoint) for row in ROWS}
    assert rules(app) - told == set(), "say in routes.py who may do this"
    assert told - rules(app) == set(), "these are no addresses any more"


def test_nothing_but_the_listed_is_open_to_everybody(app):
    with app.app_context():
        assert {name for name in app.view_functions if is_public(name)} == PUBLIC - {FEED}


@pytest.mark.parametrize("visitor", CASES)
def test_each_visitor_gets_what_the_table_says(site, visitor, undone, everything):
    """And what is refused changes nothing: a 403 that has already written would still be a hole."""
    wrong, before = [], everything()
    for row in ROWS:
        is_refused = row.method in UNSAFE and row.expected(visitor) in {403, 404}
        with nullcontext() if is_refused else undone():
            answer = site.ask(row, visitor)
        if answer.status_code != row.expected(visitor):
            wrong.append(f"{row.name}: {answer.status_code}, not {row.expected(visitor)}")
        if visitor != "author" and CANARY in told(answer):
            wrong.append(f"{row.name} tells of the private log")
    assert not wrong, "\n".join(wrong)
    assert differences(before, everything()) == {}


def test_a_guest_is_sent_to_the_sign_in_and_back(app, site, world):
    for row in ROWS:
        if row.method != "GET" or row.endpoint in PUBLIC:
            continue
        answer = site.ask(row, ANONYMOUS)
        assert answer.location.startswith("/log-ind?next=/"), row.name
        htmx = site.ask(row, ANONYMOUS, htmx=True)
        assert (htmx.status_code, htmx.data) == (204, b""), row.name
        assert htmx.headers["HX-Redirect"] == answer.location, row.name


def test_a_guests_htmx_post_is_told_where_to_sign_in(site, everything):
    before = everything()
    for row in ROWS:
        if row.method not in UNSAFE or row.endpoint in PUBLIC:
            continue
        answer = site.ask(row, ANONYMOUS, htmx=True)
        assert (answer.status_code, answer.data) == (401, b""), row.name
        assert answer.headers["HX-Sign-In"] == "/log-ind", row.name
    assert everything() == before


NO_SUCH = 2**31 - 7
CHANCE = re.compile(r'(?:value|data-csrf)="[^"]{20,}"')


@pytest.mark.slow
def test_what_one_may_not_know_of_in_a_log_is_answered_as_if_it_were_not(site, undone):
    """To the letter, headers and all."""
    log = ("learning_logs.", "conversations.", "standings.")
    bound = site.app.url_map.bind("lederforloeb.test", url_scheme="https")
    for row in ROWS:
        args = {name: resolved(site.world, value) for name, value in row.args.items()}
        keys = [name for name, value in args.items() if isinstance(value, int)]
        is_of_log = row.endpoint.startswith(log) and keys
        if not is_of_log or row.expected("stranger") != NOT_FOUND:
            continue
        answers = []
        for changed in ({}, {keys[0]: NO_SUCH}):
            where = bound.build(row.endpoint, args | changed)
            with undone():
                sent = {} if row.method == "GET" else {"data": fields(site.world, row)}
                ask = getattr(site.browsers["stranger"], row.method.lower())
                answer = ask(where, unchecked=True, **sent)
            headers = {k: v for k, v in answer.headers if k not in {"Set-Cookie", "Content-Length"}}
            text = CHANCE.sub("", answer.text).replace(where, "")
            answers.append((answer.status_code, headers, text))
        assert answers[0] == answers[1], row.name


ACTORS = sorted({min(row.ok) for row in ROWS if row.method in UNSAFE and row.ok})


@pytest.mark.slow
@pytest.mark.parametrize("visitor", ACTORS)
def test_fields_that_a_form_does_not_have_change_nothing(site, visitor, undone, everything):
    """What is sent along counts only if the form has such a field."""
    before = everything()
    for row in ROWS:
        if row.method not in UNSAFE or not row.ok or min(row.ok) != visitor:
            continue
        extras = {k: v for k, v in EXTRAS.items() if k not in row.own and k not in row.data}
        outcomes = []
        for more in ({}, extras):
            with undone():
                answer = site.ask(row, visitor, more | fields(site.world, row))
                outcomes.append((answer.status_code, differences(before, everything())))
        assert outcomes[1] == outcomes[0], row.name
