"""Where one may be sent after signing in, and who is let through."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import Forbidden, NotFound

from programme.core import access

EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/log\n//evil",
    "/log\r\nLocation: x",
    "log",
    "/ log",
    "",
    None,
    "///evil.example",
    "http:/evil.example",
]


@pytest.mark.parametrize("target", EVIL)
def test_no_way_off_the_site(target):
    assert access.local_path(target) is None


@pytest.mark.parametrize("target", ["/", "/log/3?efter=2", "/hold/1#plan"])
def test_local_paths_are_kept(target):
    assert access.local_path(target) == target


def load(app, thing, *, can, sees=None):
    with app.test_request_context():
        return access.load(
            lambda _key: thing, 1, lambda _p, _t: can, None if sees is None else lambda _p, _t: sees
        )


def test_load_gives_the_thing(app, session):
    assert load(app, "thing", can=True) == "thing"


def test_what_is_not_there_and_what_may_not_be_known_look_the_same(app, session):
    with pytest.raises(NotFound):
        load(app, None, can=True)
    with pytest.raises(NotFound):
        load(app, "thing", can=False)
    with pytest.raises(NotFound):
        load(app, "thing", can=False, sees=False)


def test_what_is_seen_but_not_allowed(app, session):
    with pytest.raises(Forbidden):
        load(app, "thing", can=False, sees=True)


def test_demand(app):
    access.demand(allowed=True)
    with pytest.raises(Forbidden):
        access.demand(allowed=False)
