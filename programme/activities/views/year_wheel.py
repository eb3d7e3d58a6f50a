"""Årshjulet: a year of one cohort, or of all that one coordinates, to print on a sheet of A3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _

from programme.activities import queries
from programme.activities.line_items import Row, sorted_rows
from programme.activities.plan_lines import line_items
from programme.activities.plan_rows import PlanRow, in_order
from programme.activities.queries import Beside
from programme.activities.suggestions import Ground
from programme.activities.views.base import blueprint, prefix
from programme.activities.year_wheel import LETTERS, MOST_RINGS, Ring, is_in, year_wheel
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of
from programme.core import clock, formats, language
from programme.core.access import demand, load
from programme.core.forms import whole
from programme.core.web import page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

MOST_YEARS = 12  # that are offered; a plan with an odd year in it is still one page


@dataclass(frozen=True, slots=True, kw_only=True)
class WheelLine:
    """An activity of the year in words."""

    label: str
    address: str
    letter: str
    cohort: str
    when: str
    week: str
    place: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A cohort with the rows of its plan, as given and as drawn."""

    cohort: Beside
    rows: Mapping[str, PlanRow]
    drawn: Sequence[Row]

    @property
    def years(self) -> set[int]:
        return {day.year for row in self.drawn for day in (row.first, row.last) if day}


@blueprint.get("/hold/<int:key>/aarshjul")
def year_wheel_of(key: int) -> Response:
    """The year of one cohort."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    beside = Beside(
        cohort.id,
        cohort.name,
        cohort.starts_on,
        cohort.ends_on,
        cohort.organisation.school_holidays,
        may_edit=False,
    )
    return _page(
        _plans([beside], [key]),
        title=cohort.name,
        crumbs=crumbs_of(cohort, (_("Year wheel"), None)),
        address=url_for("activities.year_wheel_of", key=key),
        back=url_for("activities.cohort_plan", key=key),
    )


@blueprint.get("/aarshjul")
def year_wheels() -> Response:
    """The year of all the cohorts that one coordinates, or of those that are picked."""
    demand(viewer().is_coordinator)
    offered = queries.cohorts_coordinated(viewer().id)
    wanted = {whole(value) for value in request.args.getlist("hold")}
    picked = [each.id for each in offered if each.id in wanted]
    return _page(
        _plans(offered, picked or [each.id for each in offered]),
        title=_("My cohorts"),
        crumbs=[(_("Cohorts"), url_for("cohorts.index")), (_("Year wheel"), None)],
        address=url_for("activities.year_wheels"),
        back=url_for("cohorts.index"),
        offered=offered,
        picked=picked,
    )


def _plans(offered: Sequence[Beside], keys: Sequence[int]) -> list[_Plan]:
    rows = in_order(queries.plans_of(keys))
    return [
        _plan(each, [row for row in rows if row.cohort_id == each.id])
        for each in offered
        if each.id in keys
    ]


def _plan(cohort: Beside, rows: Sequence[PlanRow]) -> _Plan:
    items = line_items(rows, prefix(), language.short())
    by_address = {item.href or "": row for item, row in zip(items, rows, strict=True)}
    return _Plan(cohort, by_address, sorted_rows(items, clock.today(), language.short()))


def _page(
    plans: Sequence[_Plan],
    *,
    address: str,
    offered: Sequence[Beside] = (),
    picked: Sequence[int] = (),
    **more: Any,  # noqa: ANN401 - template values
) -> Response:
    today, locale = clock.today(), language.short()
    years = sorted(set().union(*(plan.years for plan in plans)))
    year = _year(years, today)
    on = [plan for plan in plans if any(is_in(row, year) for row in plan.drawn)]
    shown = on[:MOST_RINGS]
    wheel = year_wheel([_ring(plan) for plan in shown], year, today, locale)
    kept = [("hold", key) for key in picked]
    near = sorted(sorted(years, key=lambda y: abs(y - year))[:MOST_YEARS])
    return page(
        "activities/year_wheel.html",
        wheel=wheel,
        year=year,
        years=[(str(y), f"{address}?{urlencode([('aar', y), *kept])}", y == year) for y in near],
        lines=[line for n, plan in enumerate(shown) for line in _lines(plan, n, len(shown), year)],
        several=len(shown) > 1,
        left_out=[plan.cohort.name for plan in on[MOST_RINGS:]],
        offered=offered,
        picked=picked,
        address=address,
        **more,
    )


def _year(years: Sequence[int], today: date) -> int:
    """The year asked for, else this one, else the nearest in which something is on."""
    asked = whole(request.args.get("aar"))
    if asked is not None and asked in years:
        return asked
    return min(years, key=lambda year: abs(year - today.year), default=today.year)


def _ring(plan: _Plan) -> Ring:
    cohort = plan.cohort
    ground = Ground.of(cohort.starts_on, cohort.ends_on, cohort.school_holidays)
    return Ring(cohort.name, tuple(plan.drawn), ground.school_holidays)


def _lines(plan: _Plan, number: int, count: int, year: int) -> list[WheelLine]:
    letter = LETTERS[number] if count > 1 else ""
    return [
        _line(plan, row, plan.rows[row.item.href or ""], letter)
        for row in plan.drawn
        if is_in(row, year)
    ]


def _line(plan: _Plan, drawn: Row, row: PlanRow, letter: str) -> WheelLine:
    when = _("may lie %(dates)s", dates=drawn.dates)
    if row.starts_on and row.ends_on:
        when = formats.weekday_days(row.starts_on, row.ends_on, language.short())
    return WheelLine(
        label=drawn.item.label,
        address=drawn.item.href or "",
        letter=letter,
        cohort=plan.cohort.name,
        when=when,
        week=str(formats.iso_week(row.starts_on)) if row.starts_on else "",
        place=row.place,
        is_cancelled=row.is_cancelled,
    )
