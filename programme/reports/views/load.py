"""Belastning: the days that are taken over all cohorts that one coordinates, and what collides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request, url_for
from flask_babel import gettext as _

from programme.activities import labels
from programme.activities import queries as activities
from programme.activities.finding_lines import FindingLine, write_findings
from programme.activities.findings import FindingCode
from programme.activities.views.base import prefix
from programme.activities.views.judged import PlanCheck, plan_check
from programme.core import clock, formats, language
from programme.core.access import demand
from programme.core.forms import whole
from programme.core.web import page
from programme.people.viewer import viewer
from programme.reports.load import load as load_of
from programme.reports.load import years_of
from programme.reports.load_picture import HEIGHT, WIDTH, bars
from programme.reports.views.base import blueprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Response

    from programme.activities.plan_rows import PlanRow

# What is found of those whose load this is.
OF_LOAD: Final = frozenset(
    {
        FindingCode.FACILITATOR_BUSY,
        FindingCode.FACILITATOR_AWAY,
        FindingCode.VENUE_BUSY,
        FindingCode.VENUE_TOO_SMALL,
    }
)


@dataclass(frozen=True, slots=True)
class Clash:
    """An activity with something in its way, in words."""

    label: str
    address: str
    cohort: str
    when: str
    found: tuple[FindingLine, ...]


@blueprint.get("/belastning")
def load() -> Response:
    """A year's days by facilitator, place and cohort; of cohorts that one coordinates alone."""
    demand(viewer().is_coordinator)
    offered = activities.cohorts_coordinated(viewer().id)
    names = {each.id: each.name for each in offered}
    rows = activities.plans_of(names)
    years, today, locale = years_of(rows), clock.today(), language.short()
    year = _year(years)
    check = plan_check(names, tuple(sorted((e.id, e.school_holidays) for e in offered)))
    found = load_of(rows, names, year)
    months = tuple(name.rstrip(".") for name in formats.SHORT_MONTHS[locale])
    days = [cell.days for cell in found.months.cells]
    return page(
        "reports/load.html",
        crumbs=[(_("Cohorts"), url_for("cohorts.index")), (_("Load"), None)],
        year=year,
        years=[(str(y), url_for("reports.load", aar=y), y == year) for y in years],
        load=found,
        months=months,
        long_months=formats.MONTHS[locale],
        bars=bars(days, months, today.month - 1 if today.year == year else None),
        size=(WIDTH, HEIGHT),
        clashes=_clashes(rows, check, names, year),
    )


def _year(years: Sequence[int]) -> int:
    """The year asked for, else this one, else the nearest in which something is on."""
    asked, now = whole(request.args.get("aar")), clock.today().year
    if asked is not None and asked in years:
        return asked
    return min(years, key=lambda year: abs(year - now), default=now)


def _clashes(
    rows: Iterable[PlanRow], check: PlanCheck, names: dict[int, str], year: int
) -> list[Clash]:
    """What is found in the year of facilitators and places, by date."""
    in_order = sorted((row for row in rows if row.starts_on), key=lambda row: str(row.starts_on))
    return [
        Clash(
            labels.label(row.kind, row.number, row.title, language.short()),
            f"{prefix()}{row.id}",
            names[row.cohort_id],
            formats.weekday_days(row.starts_on, row.ends_on, language.short()),
            write_findings(found, check.reader),
        )
        for row in in_order
        if row.starts_on and row.ends_on
        for found in [[f for f in check.found.get(row.id, ()) if _counts(f.code, f.day.year, year)]]
        if found
    ]


def _counts(code: FindingCode, found_in: int, year: int) -> bool:
    return code in OF_LOAD and found_in == year
