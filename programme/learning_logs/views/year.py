"""Året i loggen: a year at a glance, for its author alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from programme.core import clock
from programme.core.web import page
from programme.learning_logs import queries
from programme.learning_logs.queries.year import year_activities, year_entries, years_written
from programme.learning_logs.steps import chains
from programme.learning_logs.views.base import blueprint, crumbs
from programme.learning_logs.views.filters import activity_line
from programme.learning_logs.year import NARROW, WIDE, Week, picture
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Response

    from programme.learning_logs.queries.year import YearEntry
    from programme.learning_logs.steps import Step

FIRST, LAST = 1990, 2100  # years that anybody may ask for


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the table: its entries with the step of their chain, and what was held."""

    week: Week
    entries: Sequence[tuple[YearEntry, int]]
    activities: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Half:
    """Half a year of the table; the other one is folded while this one is read."""

    is_second: bool
    rows: Sequence[WeekRow]
    number: int
    is_open: bool


@blueprint.get(f"/log/aar/<int(min={FIRST}, max={LAST}):year>")
def year(year: int) -> Response:
    """One's own entries and activities week by week, as a picture and as a table."""
    me, today = viewer().id, clock.today()
    entries, held = year_entries(me, year), year_activities(me, year)
    linked = [chain for chain in chains(queries.author_log(me)) if len(chain) > 1]
    wide, narrow = (
        picture(
            year,
            [(entry.id, entry.written_on) for entry in entries],
            [(each.id, each.starts_on) for each in held if each.starts_on],
            [_days(chain) for chain in linked],
            today=today,
            columns=columns,
        )
        for columns in (WIDE, NARROW)
    )
    written = years_written(me)
    return page(
        "learning_logs/year.html",
        year=year,
        crumbs=crumbs((_("The year in the log"), "")),
        pictures=[wide, narrow],
        halves=_halves(
            _rows(wide.weeks, entries, dict(map(activity_line, held)), _steps(linked)), year, today
        ),
        number=len(entries),
        earlier=_link(year - 1, written, today.year),
        later=_link(year + 1, written, today.year),
    )


def _rows(
    weeks: Iterable[Week],
    entries: Iterable[YearEntry],
    activities: dict[int, str],
    steps: dict[int, int],
) -> list[WeekRow]:
    by_id = {entry.id: entry for entry in entries}
    return [
        WeekRow(
            week,
            [(by_id[key], steps.get(key, 0)) for key in week.entries],
            [(key, activities[key]) for key in week.activities],
        )
        for week in weeks
    ]


def _halves(rows: list[WeekRow], year: int, today: date) -> list[Half]:
    """Those with anything in them: the one with today stands open, else the first."""
    parts: dict[bool, list[WeekRow]] = {False: [], True: []}
    for row in rows:
        parts[row.week.monday >= date(year, 7, 1)].append(row)
    wanted = date(year, 7, 1) <= today < date(year + 1, 1, 1)
    opened = wanted if parts[wanted] else not wanted
    return [
        Half(second, part, sum(len(row.entries) for row in part), second is opened)
        for second, part in parts.items()
        if part
    ]


def _days(chain: Iterable[Step]) -> list[date]:
    return [step.written_on for step in chain]


def _steps(linked: Iterable[Sequence[Step]]) -> dict[int, int]:
    """Which step of its chain an entry is."""
    return {step.id: place for chain in linked for place, step in enumerate(chain, start=1)}


def _link(year: int, written: tuple[int, int] | None, this_year: int) -> tuple[str, int] | None:
    """Another year's page, if there is anything to be expected on it."""
    first, last = written or (this_year, this_year)
    if not min(first, this_year) <= year <= max(last, this_year):
        return None
    return url_for("learning_logs.year", year=year), year
