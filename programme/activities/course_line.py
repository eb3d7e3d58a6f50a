"""Forløbslinjen: a whole course on one line, with today on it. The product's own picture.

Give it the plan's items; templates/activities/_course_line.html draws what comes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from programme.activities.line_items import KINDS, LineItem, Row, State, sorted_rows
from programme.activities.line_layout import TAG, lay_out
from programme.activities.line_shapes import shape
from programme.activities.line_view import FRAMES, LineView
from programme.core import formats

__all__ = ["CourseLine", "Glyph", "LineItem", "Row", "State", "course_line"]

ALL_VIEWS: Final = ("wide", "medium", "compact")
_GLYPH: Final = (10.0, 10.0, 7.0)  # middle and radius of a shape in the legend


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shape of the legend in a viewBox of 20 by 20."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """The drawings of one course, and the same in words; views are empty without any date."""

    period: str
    rows: tuple[Row, ...]
    undated: tuple[Row, ...]
    upcoming: Row | None
    held: int
    legend: tuple[Glyph, ...]
    has_window: bool
    has_moved: bool
    has_cancelled: bool
    views: tuple[LineView, ...]
    tag_width: float = TAG[0]


def course_line(
    items: Iterable[LineItem],
    starts_on: date,
    ends_on: date,
    today: date,
    *,
    locale: str = "da",
    views: tuple[str, ...] = ALL_VIEWS,
) -> CourseLine:
    """Return the line from the first to the last day, or further where items lie outside.

    `views` names the drawings wanted: the style sheet shows the one that the place has room for.
    """
    return _course_line(tuple(items), (starts_on, ends_on), today, locale, views)


@lru_cache(maxsize=64)  # the same plan is shown to a whole cohort all day
def _course_line(
    items: tuple[LineItem, ...],
    period: tuple[date, date],
    today: date,
    locale: str,
    views: tuple[str, ...],
) -> CourseLine:
    rows = sorted_rows(items, today, locale)
    on_line = [row for row in rows if row.first]
    start = min([*period, *(row.first for row in on_line if row.first)])
    end = max([*period, *(row.last for row in on_line if row.last)])
    return CourseLine(
        period=formats.days(start, end, locale),
        rows=rows,
        undated=tuple(row for row in rows if row.first is None),
        upcoming=next((row for row in rows if row.state is State.NEXT), None),
        held=sum(row.state is State.PAST for row in rows),
        legend=_legend(row for row in on_line if not row.is_window),
        has_window=any(row.is_window for row in on_line),
        has_moved=any(row.item.moved and row.state is not State.CANCELLED for row in on_line),
        has_cancelled=any(row.state is State.CANCELLED for row in on_line),
        views=tuple(
            lay_out(rows, start, end, today, frame=FRAMES[view], locale=locale)
            for view in views
            if on_line
        ),
    )


def _legend(rows: Iterable[Row]) -> tuple[Glyph, ...]:
    used = {row.kind for row in rows}
    return tuple(Glyph(kind, shape(kind, *_GLYPH)) for kind in KINDS if kind in used)
