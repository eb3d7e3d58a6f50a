"""The demo's people: one click signs in as one of them. Nothing here works outside demo mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import abort, current_app, request

from programme.config import is_loopback
from programme.core.text import l_

if TYPE_CHECKING:
    from flask import Flask

PASSWORD = "demo-adgang-2026"  # noqa: S105 - the demo's, told to everybody


class DemoPerson(NamedTuple):
    """Somebody to try the site as, and what to look at."""

    email: str
    name: object
    note: object


PEOPLE = (
    DemoPerson(
        "koordinator@demo.example", l_("Karen, coordinator"), l_("see what calls for action")
    ),
    DemoPerson("deltager@demo.example", l_("Mette, participant"), l_("go on with a log")),
    DemoPerson(
        "deltager2@demo.example",
        l_("Jonas, participant in the same cohort"),
        l_("see what Mette has shared"),
    ),
    DemoPerson(
        "fremmed@demo.example",
        l_("Peter, leader in another cohort"),
        l_("sees nothing of Mette's"),
    ),
    DemoPerson(
        "facilitator@demo.example",
        l_("Søren, facilitator"),
        l_("own activities in two cohorts"),
    ),
    DemoPerson(
        "leder@demo.example",
        l_("Hanne, Mette's manager"),
        l_("dates, and what Mette has chosen to share"),
    ),
    DemoPerson(
        "medarbejder@demo.example",
        l_("Amina, appointed employee"),
        l_("the course of leaders and employees together"),
    ),
    DemoPerson(
        "admin@demo.example", l_("Administrator"), l_("organisations, titles, state of mail")
    ),
)


def register(app: Flask) -> None:
    """Let only this machine in while the app is a demo."""
    if app.config["SETTINGS"].demo:
        app.before_request(_from_here_only)


def people() -> tuple[DemoPerson, ...]:
    """Whom to offer; nobody outside demo mode."""
    return PEOPLE if current_app.config["SETTINGS"].demo else ()


def _from_here_only() -> None:
    if not is_loopback(request.remote_addr or ""):
        abort(403)
