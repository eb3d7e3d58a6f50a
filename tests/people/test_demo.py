"""The demo: one click signs in, and only from this machine."""

from __future__ import annotations

import pytest

from programme.people import demo


@pytest.fixture
def demo_browser(own_site):
    """A browser before a demo site with one of its people."""
    return own_site("koordinator@demo.example", "http://127.0.0.1:8000", demo=True)


def test_a_button_for_each_role(demo_browser):
    page = demo_browser.get("/log-ind").text
    assert "Prøv som …" in page
    for person in demo.PEOPLE:
        assert f'value="{person.email}"' in page
    for text in (
        "Karen, koordinator",
        "se, hvad der kræver handling",
        "Amina, udpeget medarbejder",
    ):
        assert text in page


def test_one_click(demo_browser):
    answer = demo_browser.post("/log-ind/demo", {"email": "koordinator@demo.example"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert demo_browser.get("/konto").status_code == 200


@pytest.mark.parametrize("email", ["deltager@demo.example", "koordinator@odderup.example", ""])
def test_nobody_else(demo_browser, email):
    assert demo_browser.post("/log-ind/demo", {"email": email}).status_code == 404


def test_not_from_another_machine(demo_browser):
    for address, status in (("192.0.2.1", 403), ("127.0.0.1", 200), ("::1", 200), ("", 403)):
        answer = demo_browser.http.get(
            "/log-ind", base_url=demo_browser.base, environ_overrides={"REMOTE_ADDR": address}
        )
        assert answer.status_code == status
