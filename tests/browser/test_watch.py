"""A control of the watch itself: what it must hear, it hears."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("script", "heard"),
    [
        ("console.warn('en advarsel')", "warning: en advarsel"),
        ("setTimeout(() => { throw new Error('en fejl'); })", "exception: en fejl"),
        ("fetch('http://127.0.0.2:9/').catch(() => {})", "Content Security Policy"),
        ("document.body.setAttribute('onclick', 'alert(1)')", "Content Security Policy"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("new Image().src = 'http://127.0.0.2:9/a.png'", "Content Security Policy"),
        ("fetch('/findes-ikke')", "status of 404"),
        ("window.location = 'http://127.0.0.2:9/'", "request to another host"),
    ],
)
def test_a_complaint_is_heard(visit, script, heard):
    page = visit(None, "/tilgaengelighed")
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(500)
    found = visit.watch.heard.copy()
    visit.watch.heard.clear()
    assert any(heard in one for one in found), found
