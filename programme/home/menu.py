"""What stands around every page: who looks, the menu of what they hold, notices, language.

Everything is worked out when the page's frame asks for it: a fragment pays nothing, and takes
no notice away from the page that should show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, get_flashed_messages, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from programme.core import language
from programme.core.text import l_
from programme.home.holdings import Holdings, holdings_of

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = frozenset({"info", "success", "warning", "error"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: where it leads, for whom, and under which further pages it is lit."""

    endpoint: str
    label: object
    offered: Callable[[Holdings], bool]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A menu entry as the frame writes it."""

    label: str
    href: str
    current: bool


# In the order of the page map; whoever plays several parts gets the union.
ENTRIES = (
    Entry("home.index", l_("Home"), lambda _: True),
    Entry(
        "activities.my_plan",
        l_("My plan"),
        lambda h: h.learns or h.facilitates or h.manages,
        ("calendars.index",),
    ),
    Entry(
        "learning_logs.index",
        l_("Learning log"),
        lambda h: h.has_log,
        (
            "learning_logs.new",
            "learning_logs.edit",
            "learning_logs.show",
            "learning_logs.share",
            "learning_logs.tasks",
        ),
    ),
    Entry(
        "learning_logs.goals",
        l_("Competence goals"),
        lambda h: h.has_goals,
        ("learning_logs.goal",),
    ),
    Entry("cohorts.mine", l_("My cohort"), lambda h: h.learns),
    Entry("learning_logs.shared", l_("Shared with me"), lambda h: h.facilitates or h.manages),
    Entry(
        "cohorts.index",
        l_("Cohorts"),
        lambda h: h.facilitates or h.coordinates,
        (
            "activities.cohort_plan",
            "activities.changes",
            "cohorts.people",
            "cohorts.groups",
            "cohorts.settings",
            "planning.new",
            "planning.preview",
            "planning.publish",
        ),
    ),
    Entry(
        "programmes.index",
        l_("Programmes"),
        lambda h: h.coordinates or h.administers,
        ("programmes.show", "programmes.new", "programmes.edit"),
    ),
    Entry(
        "cohorts.directory",
        l_("People"),
        lambda h: h.coordinates or h.administers,
        ("cohorts.person", "cohorts.new_person"),
    ),
    Entry("home.administration", l_("Administration"), lambda h: h.administers),
)


def register(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    holdings = cache(_holdings)
    return {
        "viewer": current_user if current_user.is_authenticated else None,
        "locale": language.short(),
        "demo": current_app.config["SETTINGS"].demo,
        "menu": LocalProxy(cache(lambda: _menu(holdings()))),
        "has_log": LocalProxy(lambda: holdings().has_log),
        "notices": LocalProxy(cache(_notices)),
    }


def _holdings() -> Holdings:
    """Nothing for strangers; and an error page must come up though the database does not."""
    if not current_user.is_authenticated:
        return Holdings()
    try:
        return holdings_of(current_user)
    except SQLAlchemyError:
        return Holdings()


def _menu(holdings: Holdings) -> list[Item]:
    return [
        Item(str(entry.label), url_for(entry.endpoint), _is_current(entry))
        for entry in ENTRIES
        if entry.offered(holdings) and entry.endpoint in current_app.view_functions
    ]


def _is_current(entry: Entry) -> bool:
    return request.endpoint == entry.endpoint or request.endpoint in entry.also


def _notices() -> list[tuple[str, str]]:
    """What views said by `flash`, as (kind, text)."""
    flashed: list[tuple[str, str]] = list(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]
    return [(kind if kind in KINDS else "info", text) for kind, text in flashed]
