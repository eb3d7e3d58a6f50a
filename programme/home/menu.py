"""What stands around every page: who looks, the menu of what they hold, notices, language.

Everything is worked out when the page's frame asks for it: a fragment pays nothing, and takes
no notice away from the page that should show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, current_app, g, get_flashed_messages, render_template, request
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from programme.core import language
from programme.core.kept import Kept
from programme.core.text import l_
from programme.core.web import path_to
from programme.home.holdings import Holdings, holdings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KINDS = frozenset({"info", "success", "warning", "error"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: where it leads, and for whom."""

    endpoint: str
    label: object
    offered: Callable[[Holdings], bool]


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
        lambda h: h.learns or h.facilitates or h.manages or h.is_invited,
    ),
    Entry("learning_logs.index", l_("Learning log"), lambda h: h.has_log),
    Entry("learning_logs.goals", l_("Competence goals"), lambda h: h.has_goals),
    Entry("cohorts.mine", l_("My cohort"), lambda h: h.learns),
    Entry("learning_logs.shared", l_("Shared with me"), lambda h: h.facilitates or h.manages),
    Entry("cohorts.index", l_("Cohorts"), lambda h: h.facilitates or h.coordinates),
    Entry("programmes.index", l_("Programmes"), lambda h: h.coordinates or h.administers),
    Entry("cohorts.directory", l_("People"), lambda h: h.coordinates or h.administers),
    Entry("home.administration", l_("Administration"), lambda h: h.administers),
)

# Pages that stand under no entry's own address: the first of these entries that is offered.
_PLANS = ("cohorts.index", "activities.my_plan")
_OWN = ("activities.my_plan", "cohorts.index")
_LOG = ("learning_logs.index", "learning_logs.shared")
STANDS_UNDER = {
    "aktivitet": _PLANS,
    "aarshjul": _PLANS,
    "belastning": _PLANS,
    "partnere": _PLANS,
    "steder": _PLANS,
    "feedback": _LOG,
    "forslag": _OWN,
    "kalender": _OWN,
    "optaget": _OWN,
    "samtaler": _LOG,
    "skyggepraktik": _OWN,
    "videndeling": ("learning_logs.index", "learning_logs.shared"),
    "sparring": _OWN,
}

_SPOKEN: Final = Kept[Markup](8)


def register(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.context_processor(_frame)
    app.jinja_env.globals["spoken_messages"] = _spoken_messages


def _frame() -> dict[str, Any]:
    return {
        "viewer": current_user if current_user.is_authenticated else None,
        "locale": language.short(),
        "demo": current_app.config["SETTINGS"].demo,
        "menu": LocalProxy(cache(lambda: _menu(held()))),
        "has_log": LocalProxy(lambda: held().has_log),
        "notices": LocalProxy(cache(_notices)),
    }


def _spoken_messages() -> Markup:
    """What every page carries for script to say: the same for all who read the same language."""
    key = (language.short(), current_user.is_authenticated, request.script_root)
    return _SPOKEN.get(key, lambda: Markup(render_template("_messages.html")))  # noqa: S704 - ours


def held() -> Holdings:
    """What the viewer holds, asked once a request.

    Nothing for strangers; and an error page must come up though the database does not.
    """
    if "holdings" not in g:
        g.holdings = _holdings()
    holdings: Holdings = g.holdings
    return holdings


def _holdings() -> Holdings:
    if not current_user.is_authenticated:
        return Holdings()
    try:
        return holdings_of(current_user)
    except SQLAlchemyError:
        return Holdings()


def _menu(holdings: Holdings) -> list[Item]:
    offered = {
        entry.endpoint: (str(entry.label), path_to(entry.endpoint))
        for entry in ENTRIES
        if entry.offered(holdings)
    }
    here = _current({endpoint: address for endpoint, (_label, address) in offered.items()})
    return [Item(label, address, address == here) for label, address in offered.values()]


def _current(addresses: Mapping[str, str]) -> str | None:
    """The entry that the page stands under: the longest address that its own begins with."""
    root = path_to("home.index")
    path = request.script_root + request.path
    if path == root:
        return root
    above = [
        a for a in addresses.values() if a != root and f"{path}/".startswith(f"{a.rstrip('/')}/")
    ]
    part = request.path.strip("/").partition("/")[0]
    above = above or [addresses[e] for e in STANDS_UNDER.get(part, ()) if e in addresses][:1]
    return max(above, key=len, default=None)


def _notices() -> list[tuple[str, str]]:
    """What views said by `flash`, as (kind, text)."""
    flashed: list[tuple[str, str]] = list(get_flashed_messages(with_categories=True))  # type: ignore[arg-type]
    return [(kind if kind in KINDS else "info", text) for kind, text in flashed]
