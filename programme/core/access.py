"""Who gets in: everybody signs in unless a view says @public, and every thing is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user

from programme.core import db

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "people.sign_in"
PUBLIC_MARK = "_is_public"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody reach this view, signed in or not."""
    setattr(view, PUBLIC_MARK, True)
    return view


def is_public(endpoint: str) -> bool:
    """Whether a view is open to everybody."""
    view = current_app.view_functions.get(endpoint)
    return endpoint == "static" or getattr(view, PUBLIC_MARK, False)


def load(
    find: Callable[[int], T | None],
    key: int,
    can: Callable[[Any, T], bool],
    sees: Callable[[Any, T], bool] | None = None,
) -> T:
    """The thing with this key, if the viewer may do what `can` says.

    404 when it does not exist or may not be known of (`sees`, by default `can` itself);
    403 when it may be seen, but not this.
    """
    thing = find(key)
    if thing is None or not (sees or can)(current_user, thing):
        abort(404)
    if not can(current_user, thing):
        abort(403)
    return thing


def demand(allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: demand(can_x(y))
    """403 unless allowed: for pages that are a function and not a thing."""
    if not allowed:
        abort(403)


def local_path(target: str | None) -> str | None:
    """The path to go on to after signing in, or None for anything that leads off the site."""
    if not target or not target.startswith("/") or any(ord(c) < 33 or c == "\\" for c in target):  # noqa: PLR2004
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or target.startswith("//") else target


def register(app: Flask) -> None:
    """Guard every view of the app."""
    app.before_request(_intend)
    app.before_request(_guard)
    app.teardown_request(lambda _error: db.begin_writing())


def _intend() -> None:
    """A safe request reads, an unsafe one writes: SQLite must know at BEGIN."""
    if request.method in SAFE:
        db.begin_reading()
    else:
        db.begin_writing()


def _guard() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or is_public(endpoint) or current_user.is_authenticated:
        return None
    return sign_in_first()


def sign_in_first() -> ResponseReturnValue:
    """How to ask for a sign-in without losing the page or the text that is on its way."""
    htmx = "HX-Request" in request.headers
    if request.method in SAFE:
        address = url_for(SIGN_IN, next=request.full_path.rstrip("?"))
        return Response(status=204, headers={"HX-Redirect": address}) if htmx else redirect(address)
    if htmx:
        return Response(status=401, headers={"HX-Sign-In": url_for(SIGN_IN)})
    expired = current_app.extensions["expired_post"]
    answer: ResponseReturnValue = expired()
    return answer
