"""What the views of people share: the blueprint, the request's traits, the act of letting in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, request, session
from flask_login import login_user

from programme.core.access import local_path
from programme.core.language import SESSION_KEY
from programme.people.devices import described

if TYPE_CHECKING:
    from flask import Response

    from programme.config import Settings
    from programme.people.models import Person

TOKEN = "_user_id"  # noqa: S105 - where Flask-Login keeps the sign-in's token

blueprint = Blueprint("people", __name__)


def settings() -> Settings:
    """The installation's settings."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def remote() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def device() -> str:
    """What the request comes from, in two words."""
    return described(request.user_agent.string)


def cookie_token() -> str:
    """The sign-in's token that this browser carries, be it over or not."""
    return str(session.get(TOKEN, ""))


def let_in(person: Person, *, remembered: bool = False) -> None:
    """Put a sign-in that has been begun into a session of its own: nothing of the old one stays."""
    session.clear()
    g.pop("csrf_token", None)  # made for the old session
    session.permanent = remembered
    login_user(person)


def forget() -> None:
    """Empty the browser's session but for the chosen language."""
    kept = session.get(SESSION_KEY)
    session.clear()
    if kept:
        session[SESSION_KEY] = kept


def back() -> str:
    """The page the request was sent from, if it is one of ours; else the front page."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/"
    return local_path(parts._replace(scheme="", netloc="", fragment="").geturl()) or "/"


def unseen(response: Response) -> Response:
    """Keep the token in this page's address from being told to anybody by the browser."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
