"""What the views of a cohort's plan have around them: the switch between them, and the filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from programme.activities.views.asked import Asked, View

if TYPE_CHECKING:
    from programme.activities.course_line import CourseLine
    from programme.activities.plan_filters import DropDown

TOKEN: Final = "@csrf-token@"  # noqa: S105 - stands where a token will be


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A rendered plan, empty where there is none: what stands above the view, and the view.

    `around` is what of the part above depends on the view and the filters, for htmx to put in.
    """

    above: str = ""
    view: str = ""
    around: str = ""
    count: str = ""
    address: str = ""
    has_drafts: bool = False

    @property
    def html(self) -> Markup:
        """The view with this session's token in its forms."""
        html = self.view
        return Markup(html.replace(TOKEN, generate_csrf()) if TOKEN in html else html)  # noqa: S704 - a rendered template


def above(asked: Asked, filters: tuple[DropDown, ...], line: CourseLine | None = None) -> str:
    """Forløbslinjen, the switch between the views, and the filters."""
    return render_template(
        "activities/_plan_above.html",
        asked=asked,
        switch=_switch(asked),
        filters=filters,
        names=_names(),
        line=line,
    )


def around(asked: Asked) -> str:
    """The switch and the form's hidden fields, as they are after a change by htmx."""
    return render_template("activities/_plan_around.html", asked=asked, switch=_switch(asked))


def counted(count: int, total: int) -> str:
    """Return "7 of 13 activities"."""
    return str(
        ngettext(
            "%(count)d of %(num)d activity", "%(count)d of %(num)d activities", total, count=count
        )
    )


def _names() -> dict[str, str]:
    return {
        "type": _("Type"),
        "spor": _("Track"),
        "niveau": _("Leadership level"),
        "maalgruppe": _("For whom"),
        "sted": _("Place"),
        "facilitator": _("Facilitator"),
    }


def _switch(asked: Asked) -> list[tuple[str, str, bool]]:
    """The views of the plan, each with the filters that are on."""
    views = {
        View.LIST: _("List"),
        View.YEARS: _("Year overview"),
        View.TIMELINE: _("Timeline"),
        View.GOALS: _("Goals"),
    }
    return [
        (label, asked.but(view=view).address, view is asked.view) for view, label in views.items()
    ]
