"""Tidslinjen on a cohort's plan, alone or beside parallel cohorts, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import render_template
from flask_babel import gettext as _

from programme.activities import labels, plan_filters, queries
from programme.activities.line_items import Row, sorted_rows
from programme.activities.plan_lines import line_items
from programme.activities.plan_rows import PlanRow, in_order
from programme.activities.queries import Beside
from programme.activities.suggestions import Ground
from programme.activities.timeline import Band, Entry, Zoom, timeline
from programme.activities.views.asked import Asked, Lanes
from programme.activities.views.base import prefix
from programme.activities.views.plan_frame import Body, above, around, counted
from programme.core import clock, formats, language
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """An activity in words; `move` is what a form that moves it must carry along, if it may."""

    key: int
    label: str
    address: str
    cohort: str
    when: str
    week: str
    state: str
    move: Pairs


@dataclass(frozen=True, slots=True)
class _Plans:
    """The chosen cohorts with their rows: all of them, and those that the filters let through."""

    asked: Asked
    cohorts: Sequence[Beside]
    rows: Mapping[int, Sequence[PlanRow]]
    kept: frozenset[int]
    locale: str
    prefix: str

    def move_of(self, cohort: Beside, row: PlanRow) -> Pairs:
        """The address's words of the page that moves a row, all but the day; none if it stands."""
        if not cohort.may_edit or row.is_cancelled:
            return []
        back = f"{self.asked.address}#tid-{row.id}"
        return [
            ("length", str(row.length)),
            ("start_time", row.start_time.strftime("%H:%M") if row.start_time else ""),
            ("end_time", row.end_time.strftime("%H:%M") if row.end_time else ""),
            ("window_from", row.window_from.isoformat() if row.window_from else ""),
            ("window_to", row.window_to.isoformat() if row.window_to else ""),
            ("version", str(row.version)),
            ("next", back),
        ]


def timeline_of(cohort: Cohort, asked: Asked, *, may_edit: bool) -> Body:
    """The plan on an axis of days. Never kept: what stands beside it has versions of its own."""
    del may_edit  # of each cohort by itself
    offered = queries.cohorts_beside(viewer().id, cohort.id)
    chosen = [each for each in offered if each.id in {cohort.id, *asked.beside}]
    chosen.sort(key=lambda each: each.id != cohort.id)
    rows = in_order(queries.plans_of([each.id for each in chosen]))
    own = [row for row in rows if row.cohort_id == cohort.id]
    if not own:
        return Body(address=asked.address)
    locale = language.short()
    filters = plan_filters.drop_downs(rows, asked.filters, locale)
    wanted = plan_filters.chosen(filters)
    kept = plan_filters.narrow(rows, wanted)
    asked = asked.but(
        wanted=tuple(wanted.items()), beside=tuple(e.id for e in chosen if e.id != cohort.id)
    )
    plans = _Plans(
        asked,
        chosen,
        {each.id: [row for row in rows if row.cohort_id == each.id] for each in chosen},
        frozenset(row.id for row in kept),
        locale,
        prefix(),
    )
    count = counted(len(kept), len(rows))
    return Body(
        above=above(asked, filters),
        view=_view(plans, [e for e in offered if _is_parallel(e, own, plans)], kept, count),
        around=around(asked),
        count=count,
        address=asked.address,
        has_drafts=any(not row.is_published for row in own),
    )


def _view(plans: _Plans, offered: Sequence[Beside], kept: Sequence[PlanRow], count: str) -> str:
    asked = plans.asked
    drawn = {each.id: _rows(plans, each) for each in plans.cohorts}
    bands = [_band(plans, each, drawn[each.id]) for each in plans.cohorts]
    lines = [
        _line(plans, each, row, drawn_row)
        for each in plans.cohorts
        for row, drawn_row in drawn[each.id]
        if row.id in plans.kept
    ]
    return render_template(
        "activities/_timeline.html",
        asked=asked,
        kept=kept,
        count=count if asked.wanted else "",
        picture=timeline(bands, clock.today(), asked.zoom, plans.locale),
        lines=lines,
        several=len(plans.cohorts) > 1,
        movable=any(line.move for line in lines),
        zooms=[(_ZOOMS[zoom](), zoom, asked.but(zoom=zoom).address) for zoom in Zoom],
        lanes=_lane_choices(plans),
        offered=offered,
    )


_ZOOMS: Final = {
    Zoom.WHOLE: lambda: _("The whole course"),
    Zoom.YEAR: lambda: _("Year"),
    Zoom.HALF: lambda: _("Half-year"),
    Zoom.QUARTER: lambda: _("Quarter"),
}


def _lane_choices(plans: _Plans) -> list[tuple[str, Lanes, str]]:
    """By type or by track, where there are tracks at all."""
    if not any(row.track for rows in plans.rows.values() for row in rows):
        return []
    asked = plans.asked
    names = {Lanes.KINDS: _("Type"), Lanes.TRACKS: _("Track")}
    return [(name, lanes, asked.but(lanes=lanes).address) for lanes, name in names.items()]


def _is_parallel(other: Beside, own: Sequence[PlanRow], plans: _Plans) -> bool:
    """Whether another cohort runs while this one does, or stands beside it already."""
    (this,) = (each for each in plans.cohorts if each.id == plans.asked.key)
    if other.id == this.id:
        return False
    last = this.ends_on or max((row.ends_on for row in own if row.ends_on), default=None)
    starts_in_time = last is None or other.starts_on <= last
    ends_in_time = other.ends_on is None or other.ends_on >= this.starts_on
    return other.id in plans.asked.beside or (starts_in_time and ends_in_time)


def _rows(plans: _Plans, cohort: Beside) -> list[tuple[PlanRow, Row]]:
    """A cohort's rows with their state among all of the plan, in order of time."""
    rows = plans.rows[cohort.id]
    items = line_items(rows, plans.prefix, plans.locale)
    by_address = {item.href: row for item, row in zip(items, rows, strict=True)}
    drawn = sorted_rows(items, clock.today(), plans.locale)
    return [(by_address[each.item.href], each) for each in drawn]


def _band(plans: _Plans, cohort: Beside, drawn: Sequence[tuple[PlanRow, Row]]) -> Band:
    entries = tuple(
        Entry(row.id, _lane(plans, row), each, _move_address(plans, cohort, row))
        for row, each in drawn
        if row.id in plans.kept
    )
    last = max((each.last for _row, each in drawn if each.last), default=cohort.starts_on)
    end = cohort.ends_on or max(last, cohort.starts_on)
    ground = Ground.of(cohort.starts_on, cohort.ends_on, cohort.school_holidays)
    order = _lane_order(plans, plans.rows[cohort.id])
    return Band(cohort.name, entries, order, (cohort.starts_on, end), ground.school_holidays)


def _lane(plans: _Plans, row: PlanRow) -> str:
    if plans.asked.lanes is Lanes.TRACKS:
        return row.track[1] if row.track else _("No track")
    return labels.kind_name(row.kind, plans.locale)


def _lane_order(plans: _Plans, rows: Sequence[PlanRow]) -> tuple[str, ...]:
    if plans.asked.lanes is Lanes.TRACKS:
        return tuple(name for _key, name in sorted({row.track for row in rows if row.track}))
    return tuple(labels.KINDS[plans.locale].values())


def _move_address(plans: _Plans, cohort: Beside, row: PlanRow) -> str:
    move = plans.move_of(cohort, row)
    return f"{plans.prefix}{row.id}/flyt?{urlencode(move)}" if move and row.starts_on else ""


def _line(plans: _Plans, cohort: Beside, row: PlanRow, drawn: Row) -> TableLine:
    when = _("No date yet")
    if row.starts_on and row.ends_on:
        when = formats.weekday_days(row.starts_on, row.ends_on, plans.locale)
    elif drawn.is_window:
        when = _("may lie %(dates)s", dates=drawn.dates)
    return TableLine(
        key=row.id,
        label=drawn.item.label,
        address=drawn.item.href or "",
        cohort=cohort.name,
        when=when,
        week=str(formats.iso_week(row.starts_on)) if row.starts_on else "",
        state=drawn.state.value,
        move=plans.move_of(cohort, row),
    )
