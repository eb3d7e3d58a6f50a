"""Tidslinjen: a plan, or several side by side, over years, months and ISO weeks.

Give it the plans' rows; templates/activities/_timeline_picture.html draws what comes back. A day
is `day` units wide, which is all that dragging and arrow keys have to know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from programme.activities import line_shapes, timeline_axis
from programme.activities.calendar_days import SchoolHolidays
from programme.activities.line_items import KINDS
from programme.activities.timeline_axis import LEFT, PAGE, RIGHT, Days, Shade, Tick, Zoom
from programme.activities.timeline_lanes import Entry, Lane, lanes_in_order, lay_lane

__all__ = ["Band", "Entry", "Timeline", "Zoom", "timeline"]

TAG: Final = (56.0, 22.0)  # width and height of what says "today"
HEAD: Final = 84.0  # the tag, years, months and weeks
_BAND: Final = 30.0  # the strip with a cohort's name
_GAP: Final = 10.0  # between two cohorts
_REPEAT: Final = PAGE / 2  # a name stands again so often, for those who have moved along


@dataclass(frozen=True, slots=True)
class Band:
    """A cohort: what is on, in order of time, the lanes' own order, and its school holidays."""

    name: str
    entries: tuple[Entry, ...]
    lanes: tuple[str, ...]
    period: tuple[date, date]
    school_holidays: SchoolHolidays


@dataclass(frozen=True, slots=True)
class Strip:
    """A cohort, drawn."""

    name: str
    top: float
    height: float
    lanes: tuple[Lane, ...]
    school_holidays: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The line of today, and the left edge of the tag above it."""

    x: float
    tag: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole drawing; every place is in units of the viewBox."""

    zoom: Zoom
    days: Days
    width: float
    height: float
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    weeks: tuple[Tick, ...]
    weekends: tuple[Shade, ...]
    holidays: tuple[Shade, ...]
    strips: tuple[Strip, ...]
    names: tuple[float, ...]  # where names of cohorts and lanes stand, again and again
    today: Today | None
    legend: tuple[tuple[str, str], ...]  # kinds with their shape in a viewBox of 20 by 20
    has_window: bool
    has_cancelled: bool
    left_out: int  # too far off to be drawn


def timeline(bands: Sequence[Band], today: date, zoom: Zoom, locale: str = "da") -> Timeline:
    """Return the picture of at least one cohort, from the earliest day of all to the last."""
    days = timeline_axis.days_of(*_ends(bands), zoom)
    strips = _strips(bands, days, locale)
    right = LEFT + days.count * days.width
    marks = [mark for strip in strips for lane in strip.lanes for mark in lane.marks]
    dated = [e for band in bands for e in band.entries if e.row.first]
    return Timeline(
        zoom=zoom,
        days=days,
        width=right + RIGHT,
        height=strips[-1].top + strips[-1].height + _GAP,
        years=tuple(timeline_axis.years(days)),
        months=tuple(timeline_axis.months(days, locale)),
        weeks=tuple(timeline_axis.weeks(days)),
        weekends=tuple(timeline_axis.weekends(days)),
        holidays=tuple(timeline_axis.holidays(days, locale)),
        strips=strips,
        names=tuple(_names(right)),
        today=_today(days, today),
        legend=_legend({m.entry.row.kind for m in marks if not m.entry.row.is_window}),
        has_window=any(m.entry.row.is_window for m in marks),
        has_cancelled=any(m.cross for m in marks),
        left_out=len(dated) - len(marks),
    )


def _ends(bands: Iterable[Band]) -> tuple[date, date]:
    """The first and the last day of the periods, or of what lies outside them."""
    firsts, lasts = zip(*(band.period for band in bands), strict=True)
    rows = [entry.row for band in bands for entry in band.entries]
    return (
        min([*firsts, *(row.first for row in rows if row.first)]),
        max([*lasts, *(row.last for row in rows if row.last)]),
    )


def _strips(bands: Sequence[Band], days: Days, locale: str) -> tuple[Strip, ...]:
    strips: list[Strip] = []
    top = HEAD
    for band in bands:
        strip = _strip(band, days, top, locale, named=len(bands) > 1)
        strips.append(strip)
        top += strip.height + _GAP
    return tuple(strips)


def _strip(band: Band, days: Days, top: float, locale: str, *, named: bool) -> Strip:
    lanes: list[Lane] = []
    below = top + (_BAND if named else 0)
    used = lanes_in_order(band.entries)
    for name in [*(n for n in band.lanes if n in used), *(n for n in used if n not in band.lanes)]:
        lane = lay_lane(name, [e for e in band.entries if e.lane == name], days, below)
        lanes.append(lane)
        below += lane.height
    shades = timeline_axis.school_holidays(days, band.school_holidays, locale)
    return Strip(band.name, top, below - top, tuple(lanes), tuple(shades))


def _names(right: float) -> list[float]:
    count = max(1, round((right - LEFT) / _REPEAT))
    return [LEFT + number * _REPEAT for number in range(count)]


def _today(days: Days, today: date) -> Today | None:
    if not days.holds(today):
        return None
    x = days.scale.x(today) + days.width / 2
    return Today(x, max(x - TAG[0] / 2, 0.0))


def _legend(used: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, line_shapes.shape(kind, 10.0, 10.0, 7.0)) for kind in KINDS if kind in used)
