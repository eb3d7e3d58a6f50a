"""What stands below the head of a cohort's plan, rendered once for as long as it says the same.

A long plan costs more to write than all else on its page, and changes seldom. Whoever may do
the same reads the same; the CSRF token, which is a person's own, is put in afterwards. A plan
that is narrowed down is written anew: there are as many as there are choices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import render_template

from programme.activities import plan_filters, queries
from programme.activities.calendar_days import holiday_name, public_holiday
from programme.activities.course_line import course_line
from programme.activities.goal_grid import GoalGrid, GridActivity, GridGoal, goal_grid
from programme.activities.placed import cohort_key
from programme.activities.plan_filters import DropDown
from programme.activities.plan_lines import (
    DraftMark,
    by_year,
    line_items,
    with_answers,
    with_drafts,
    without_gaps,
    write,
)
from programme.activities.plan_rows import PlanRow, in_order, judge, next_of
from programme.activities.queries import PlanGoal
from programme.activities.queries.asking import asked_of
from programme.activities.rhythm import activity_days, span_days
from programme.activities.suggestions import Ground
from programme.activities.views.asked import Asked, View
from programme.activities.views.base import GLYPHS, prefix
from programme.activities.views.judged import PlanCheck, plan_check
from programme.activities.views.plan_frame import TOKEN, Body, above, around, counted
from programme.activities.year_overview import year_overview
from programme.core import clock, language
from programme.core.kept import Kept

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the body depends on; `prefix` is an activity's address up to its key.

    `kept` are those of the rows that the filters let through.
    """

    rows: tuple[PlanRow, ...]
    kept: tuple[PlanRow, ...]
    asked: Asked
    check: PlanCheck
    filters: tuple[DropDown, ...]
    cohort_id: int
    starts_on: date
    ends_on: date | None
    school_holidays: str
    unserved: tuple[str, ...]
    goals: tuple[PlanGoal, ...]
    drafts: tuple[DraftMark, ...]
    may_edit: bool
    today: date
    locale: str
    prefix: str

    @property
    def last_day(self) -> date:
        """The end of the period, or of what lies in it."""
        last = max((row.ends_on for row in self.rows if row.ends_on), default=self.starts_on)
        return self.ends_on or max(last, self.starts_on)


_BODIES: Final = Kept[Body](32)  # a long one is 200 kB


def body_of(cohort: Cohort, asked: Asked, *, may_edit: bool) -> Body:
    """The cohort's plan as its versions say it stands: without them changed, nothing is asked."""
    if asked.wanted:
        return _body(cohort, asked, _check(cohort, asked), may_edit=may_edit)
    today, locale, start = clock.today(), language.short(), prefix()
    versions = (cohort.plan_version, cohort.programme.version, cohort.organisation.school_holidays)
    check = _check(cohort, asked)
    found = (check.stamp, check.reader.seen)
    key = (cohort.id, versions, asked.view, may_edit, today, locale, start, found)
    return _BODIES.get(key, lambda: _body(cohort, asked, check, may_edit=may_edit))


def _check(cohort: Cohort, asked: Asked) -> PlanCheck:
    """What is found about the plan; only the list shows it."""
    listed = asked.view is View.LIST
    return plan_check([cohort.id] if listed else [], cohort.organisation.school_holidays)


def _body(cohort: Cohort, asked: Asked, check: PlanCheck, *, may_edit: bool) -> Body:
    rows = tuple(in_order(queries.plan_rows(cohort.id)))
    if not rows:
        return Body(address=asked.address)
    locale, view = language.short(), asked.view
    found = plan_filters.drop_downs(rows, asked.filters, locale)
    wanted = plan_filters.chosen(found)
    shown = Shown(
        rows=rows,
        kept=plan_filters.narrow(rows, wanted),
        asked=asked.but(wanted=tuple(wanted.items())),
        check=check,
        filters=found,
        cohort_id=cohort.id,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        school_holidays=cohort.organisation.school_holidays,
        unserved=tuple(each.who for each in check.found.get(cohort_key(cohort.id), ())),
        goals=tuple(queries.goals_of(cohort)) if view is View.GOALS else (),
        drafts=tuple(queries.draft_marks(cohort.id)) if may_edit and view is View.LIST else (),
        may_edit=may_edit,
        today=clock.today(),
        locale=locale,
        prefix=prefix(),
    )
    return _rendered(shown)


def _rendered(shown: Shown) -> Body:
    items = line_items(shown.rows, shown.prefix, shown.locale)
    held = [row for row in shown.rows if not row.is_cancelled]
    line = course_line(items, shown.starts_on, shown.last_day, shown.today, locale=shown.locale)
    count = counted(len(shown.kept), len(shown.rows))
    return Body(
        above=above(shown.asked, shown.filters, line=line),
        view=render_template(
            "activities/_plan_view.html",
            shown=shown,
            count=count if shown.asked.wanted else "",
            away=activity_days(held),
            span=span_days(held),
            token=TOKEN,
            **_VIEWS[shown.asked.view](shown),
        ),
        around=around(shown.asked),
        count=count,
        address=shown.asked.address,
        has_drafts=any(not row.is_published for row in shown.rows),
    )


def _list(shown: Shown) -> dict[str, Any]:
    ground = Ground.of(shown.starts_on, shown.ends_on, shown.school_holidays)
    judged = judge(shown.rows, shown.check.found, ground, shown.today)
    lines = write(judged, shown.prefix, shown.locale, shown.check.reader.seen)
    lines = with_drafts(lines, shown.drafts, shown.locale)
    lines = with_answers(lines, asked_of(shown.cohort_id, shown.today), shown.locale)
    if shown.asked.wanted:
        keys = {row.id for row in shown.kept}
        lines = without_gaps(line for line in lines if line.row.id in keys)
    return {
        "years": by_year(lines),
        "undated": [line for line in lines if line.row.starts_on is None],
        "glyphs": GLYPHS,
        "next_id": next_of(shown.rows, shown.today),
        "mark_drafts": any(row.is_published for row in shown.rows),  # else the whole plan is one
    }


def _goals(shown: Shown) -> dict[str, Any]:
    """A grid for each set of goals; activities without a goal in any stand there too."""
    focus: dict[int, set[tuple[str, int]]] = {row.id: set() for row in shown.kept}
    for goal in shown.goals:
        for key in goal.activity_ids & focus.keys():
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
                shown.kept, line_items(shown.kept, shown.prefix, shown.locale), strict=True
            )
            if not row.is_cancelled
        ),
    )


def _years(shown: Shown) -> dict[str, Any]:
    def holiday(day: date) -> str | None:
        found = public_holiday(day)
        return holiday_name(found, shown.locale) if found else None

    overview = year_overview(
        line_items(shown.kept, shown.prefix, shown.locale),
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
