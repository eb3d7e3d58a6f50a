"""Nothing unsafe happens without the token of the page it came from, whatever the address."""

from __future__ import annotations

import pytest
from werkzeug.routing import IntegerConverter

from programme.extensions import csrf
from tests.site.world import ANONYMOUS

pytestmark = pytest.mark.one_database  # a token is looked at before any row

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def unsafe_addresses(app):
    """(method, address) of every rule, with a made-up value for each of its parts."""
    bound = app.url_map.bind("lederforloeb.test", url_scheme="https")
    for rule in app.url_map.iter_rules():
        values = {
            name: 1 if isinstance(converter, IntegerConverter) else "x"
            for name, converter in rule._converters.items()
        }
        for method in sorted(rule.methods & UNSAFE):
            yield method, bound.build(rule.endpoint, values, method=method)


@pytest.mark.parametrize(
    "visitor", [ANONYMOUS, "author", pytest.param("administrator", marks=pytest.mark.slow)]
)
def test_a_missing_or_wrong_token_is_a_400(app, browser_of, everything, visitor):
    browser, other = browser_of(visitor), browser_of("stranger")
    before = everything()
    addresses = list(unsafe_addresses(app))
    assert len(addresses) > 20
    for data in ({}, {"csrf_token": ""}, {"csrf_token": "wrong"}, {"csrf_token": other.csrf()}):
        for method, where in addresses:
            answer = browser._send(method, where, data=data, htmx=not data, unchecked=bool(data))
            if "HX-Sign-In" in answer.headers:  # a guest's, by htmx: the dialog over the page
                assert (visitor, answer.status_code) == (ANONYMOUS, 401), (method, where)
            else:
                assert answer.status_code == 400, (method, where, data)
    assert everything() == before


def test_no_view_is_exempt():
    assert not csrf._exempt_views
    assert not csrf._exempt_blueprints


def test_the_token_may_come_in_htmxs_header(browser_of):
    browser = browser_of("author")
    headers = {"X-CSRFToken": browser.csrf()}
    sent = browser.post("/konto/sprog", {"locale": "en"}, csrf=False, headers=headers, htmx=True)
    assert sent.status_code == 204


def test_what_was_typed_is_shown_again_but_no_password(browser_of):
    browser = browser_of("author")
    typed = {
        "action": "En lang tekst, som ingen har gemt.",
        "password": "hemmelighed-1",
        "current_password": "hemmelighed-2",
    }
    answer = browser.post("/konto/adgangskode", typed, csrf=False)
    assert answer.status_code == 400
    assert "En lang tekst, som ingen har gemt." in answer.text
    assert "hemmelighed" not in answer.text
