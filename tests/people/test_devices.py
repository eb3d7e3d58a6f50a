"""What browsers call themselves, and what the list of sign-ins calls them."""

from __future__ import annotations

import pytest

from programme.people.devices import described

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
EDGE = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0"
IPHONE = (
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {WEBKIT} Version/18.1 Safari/604.1"
)
ANDROID = f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/131.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (FIREFOX, "Firefox · Linux"),
        (EDGE, "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        (ANDROID, "Chrome · Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_described(sent, shown):
    assert described(sent) == shown
