"""Who is looking, as a person; found from the session's sign-in token."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_login import current_user

from programme.extensions import login_manager
from programme.people import sessions

if TYPE_CHECKING:
    from flask import Flask

    from programme.people.models import Person


def viewer() -> Person:
    """The signed-in person. Only behind a guarded view."""
    return cast("Person", current_user._get_current_object())  # noqa: SLF001 - Werkzeug's own way


def register(app: Flask) -> None:
    """Let Flask-Login find the person by the sign-in's row."""
    del app
    login_manager.session_protection = None  # addresses change on the move; the row decides
    login_manager.user_loader(_find)


def _find(token: str) -> Person | None:
    return sessions.find(token, idle_minutes=current_app.config["SETTINGS"].idle_minutes)
