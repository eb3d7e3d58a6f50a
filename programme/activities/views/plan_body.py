"""What stands below the head of a cohort's plan, rendered once for as long as it says the same.

A long plan costs more to write than all else on its page, and changes seldom. Whoever may do
the same reads the same; the CSRF token, which is a person's own, is put in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from flask import render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from programme.activities import queries
from programme.activities.calendar_days import holiday_name, public_holiday
from programme.activities.course_line import course_line
from programme.activities.goal_grid import GoalGrid, GridActivity, GridGoal, goal_grid
from programme.activities.plan_lines import by_year, line_items, write
from programme.activities.plan_rows import PlanRow, in_order, judge, next_of
from programme.activities.queries import PlanGoal
from programme.activities.rhythm import activity_days, span_days
from programme.activities.suggestions import Ground
from programme.activities.views.base import GLYPHS, prefix
from programme.activities.year_overview import year_overview
from programme.core import clock, language
from programme.core.kept import Kept

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort

_TOKEN: Final = "@csrf-token@"  # noqa: S105 - stands where a token will be


class View(StrEnum):
    """How the plan is shown, by its name in the address."""

    LIST = "liste"
    YEARS = "aar"
    GOALS = "maal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the body depends on; `prefix` is an activity's address up to its key."""

    rows: tuple[PlanRow, ...]
    cohort_id: int
    starts_on: date
    ends_on: date | None
    school_holidays: str
    view: View
    unserved: tuple[str, ...]
    goals: tuple[PlanGoal, ...]
    may_edit: bool
    today: date
    locale: str
    prefix: str

    @property
    def last_day(self) -> date:
        """The end of the period, or of what lies in it."""
        last = max((row.ends_on for row in self.rows if row.ends_on), default=self.starts_on)
        return self.ends_on or max(last, self.starts_on)


@dataclass(frozen=True, slots=True)
class Body:
    """The rendered plan, empty where there is none, and whether anything waits unpublished."""

    html: str
    has_drafts: bool

    def with_token(self) -> Markup:
        """The body with this session's token in its forms."""
        html = self.html
        return Markup(html.replace(_TOKEN, generate_csrf()) if _TOKEN in html else html)  # noqa: S704 - a rendered template


_BODIES: Final = Kept[Body](32)  # a long one is 200 kB


def body_of(cohort: Cohort, view: View, *, may_edit: bool) -> Body:
    """The cohort's plan as its versions say it stands: without them changed, nothing is asked."""
    today, locale, start = clock.today(), language.short(), prefix()
    versions = (cohort.plan_version, cohort.programme.version, cohort.organisation.school_holidays)
    key = (cohort.id, versions, view, may_edit, today, locale, start)
    return _BODIES.get(key, lambda: _body(cohort, view, may_edit=may_edit))


def _body(cohort: Cohort, view: View, *, may_edit: bool) -> Body:
    rows = tuple(in_order(queries.plan_rows(cohort.id)))
    shown = Shown(
        rows=rows,
        cohort_id=cohort.id,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        school_holidays=cohort.organisation.school_holidays,
        view=view,
        unserved=tuple(queries.unserved_objectives(cohort)) if view is View.LIST else (),
        goals=tuple(queries.goals_of(cohort)) if view is View.GOALS else (),
        may_edit=may_edit,
        today=clock.today(),
        locale=language.short(),
        prefix=prefix(),
    )
    return Body(_rendered(shown) if rows else "", any(not row.is_published for row in rows))


def _rendered(shown: Shown) -> str:
    items = line_items(shown.rows, shown.prefix, shown.locale)
    held = [row for row in shown.rows if not row.is_cancelled]
    return render_template(
        "activities/_plan_body.html",
        shown=shown,
        line=course_line(items, shown.starts_on, shown.last_day, shown.today, locale=shown.locale),
        away=activity_days(held),
        span=span_days(held),
        token=_TOKEN,
        **_VIEWS[shown.view](shown),
    )


def _list(shown: Shown) -> dict[str, Any]:
    ground = Ground.of(shown.starts_on, shown.ends_on, shown.school_holidays)
    lines = write(judge(shown.rows, ground, shown.today), shown.prefix, shown.locale)
    return {
        "years": by_year(lines),
        "undated": [line for line in lines if line.row.starts_on is None],
        "glyphs": GLYPHS,
        "next_id": next_of(shown.rows, shown.today),
        "mark_drafts": any(row.is_published for row in shown.rows),  # else the whole plan is one
    }


def _goals(shown: Shown) -> dict[str, Any]:
    """A grid for each set of goals; activities without a goal in any stand there too."""
    focus: dict[int, set[tuple[str, int]]] = {row.id: set() for row in shown.rows}
    for goal in shown.goals:
        for key in goal.activity_ids:
            focus[key].add((goal.set_name, goal.number))
    names = dict.fromkeys(goal.set_name for goal in shown.goals)
    return {"grids": [(name, _grid(shown, name, focus)) for name in names]}


def _grid(shown: Shown, name: str, focus: dict[int, set[tuple[str, int]]]) -> GoalGrid:
    goals = [goal for goal in shown.goals if goal.set_name == name]
    return goal_grid(
        (GridGoal(number=goal.number, label=goal.short_name) for goal in goals),
        (
            GridActivity(
                label=item.label,
                short_label=item.short_label,
                goals=frozenset(number for set_name, number in focus[row.id] if set_name == name),
                href=item.href,
            )
            for row, item in zip(
                shown.rows, line_items(shown.rows, shown.prefix, shown.locale), strict=True
            )
            if not row.is_cancelled
        ),
    )


def _years(shown: Shown) -> dict[str, Any]:
    def holiday(day: date) -> str | None:
        found = public_holiday(day)
        return holiday_name(found, shown.locale) if found else None

    overview = year_overview(
        line_items(shown.rows, shown.prefix, shown.locale),
        shown.starts_on,
        shown.last_day,
        shown.today,
        holiday_name=holiday,
        locale=shown.locale,
    )
    return {"overview": overview}


_VIEWS: Final[dict[View, Callable[[Shown], dict[str, Any]]]] = {
    View.LIST: _list,
    View.YEARS: _years,
    View.GOALS: _goals,
}
