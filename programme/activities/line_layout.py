"""Lays a drawing of the course line out from top to bottom.

"Today" stands highest, then labels, the line with its marks, labels, months, years.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from programme.activities import line_axis, line_shapes
from programme.activities.line_items import Row, State
from programme.activities.line_labels import LEADING, Placed, place_labels
from programme.activities.line_marks import Mark, Scale, Window, set_marks, set_windows
from programme.activities.line_shapes import number
from programme.activities.line_view import (
    Bar,
    Frame,
    Label,
    LineView,
    Link,
    Rect,
    Shapes,
    Text,
    Today,
)

TAG: Final = (56.0, 22.0)  # width and height of what says "today"
_PAD: Final = 12.0
_HALO: Final = 6.0  # how much further than its mark the next item shines
_LANE_GAP: Final = 3.0
_ASCENT: Final = 0.98  # from a line's top to its baseline, in its size
_LINK: Final = (24.0, 36.0)  # least and most width of what one clicks on


@dataclass(frozen=True, slots=True)
class _Heights:
    """Where things stand, measured from the top."""

    line: float
    upper: float  # where the room for labels above begins, going up
    lower: float  # and below, going down
    floor: float
    height: float
    pitch: float  # between two lanes of marks

    def of(self, lane: int) -> float:
        return self.line - lane * self.pitch


def lay_out(
    rows: Sequence[Row], start: date, end: date, today: date, *, frame: Frame, locale: str
) -> LineView:
    """Return one drawing of the rows, which lie between start and end."""
    margin = frame.radius + _PAD
    scale = Scale(start, end, margin, frame.width - margin)
    marks = set_marks(rows, scale, 2 * frame.radius + _LANE_GAP)
    windows = set_windows(rows, scale, 4 * frame.radius)
    now = scale.x(today) if start <= today <= end else None
    labelled = [*marks, *(_middle(window) for window in windows)]
    placed = place_labels(labelled, frame, now)
    heights = _heights(labelled, placed, frame, now)
    return LineView(
        frame=frame,
        height=heights.height,
        floor=heights.floor,
        line=heights.line,
        scale=scale,
        elapsed=scale.x(min(max(today, start), end)),
        today=_today(now, frame.width),
        panels=tuple(line_axis.panels(scale, frame.width, frame.axis_size)),
        months=tuple(line_axis.months(scale, frame.width, frame.axis_size, locale)),
        marks=tuple((mark.x, heights.of(mark.lane)) for mark in marks),
        halo=_halo(marks, heights),
        windows=tuple(_bar(window, heights, frame.radius) for window in windows),
        holes=_holes(marks, heights, frame.radius),
        shapes=_shapes(marks, heights, frame.radius),
        leaders="".join(_leader(label, heights, frame.radius) for label in placed),
        crosses=_crosses(marks, heights, frame.radius),
        labels=tuple(_label(label, heights) for label in placed),
        links=_links(marks, placed, heights),
    )


def _middle(window: Window) -> Mark:
    return Mark(window.row, (window.left + window.right) / 2, window.lane)


def _heights(
    marks: Sequence[Mark], placed: Sequence[Placed], frame: Frame, now: float | None
) -> _Heights:
    pitch = 2 * frame.radius + _LANE_GAP
    band = frame.radius + _HALO
    rise = band + pitch * max((mark.lane for mark in marks), default=0)
    top = (TAG[1] if now is not None else 0.0) + _PAD / 2
    upper = top + _reach(label for label in placed if label.above)
    line = upper + rise
    floor = line + band + _reach(label for label in placed if not label.above) + _PAD
    height = floor + 2 * frame.axis_size * LEADING + _PAD
    return _Heights(line, upper, line + band, floor, height, pitch)


def _reach(placed: Iterable[Placed]) -> float:
    return max((label.spot.box.far for label in placed), default=0.0)


def _today(now: float | None, width: float) -> Today | None:
    if now is None:
        return None
    wide, tall = TAG
    return Today(now, Rect(min(max(now - wide / 2, 0.0), width - wide), 0.0, wide, tall))


def _halo(marks: Iterable[Mark], heights: _Heights) -> tuple[float, float] | None:
    following = (mark for mark in marks if mark.row.state is State.NEXT)
    return next(((mark.x, heights.of(mark.lane)) for mark in following), None)


def _bar(window: Window, heights: _Heights, radius: float) -> Bar:
    half = radius * 0.8
    top = heights.of(window.lane) - half
    return Bar(window.row.state, Rect(window.left, top, window.right - window.left, 2 * half))


def _holes(marks: Iterable[Mark], heights: _Heights, radius: float) -> str:
    """Return what lies under the rings, so that the line does not show through them."""
    return "".join(
        line_shapes.disc(mark.x, heights.of(mark.lane), radius * 0.6)
        for mark in marks
        if mark.row.kind == "network_meeting"
    )


def _shapes(marks: Iterable[Mark], heights: _Heights, radius: float) -> tuple[Shapes, ...]:
    """Return few paths instead of many marks: a plan of 120 items stays light."""
    paths: defaultdict[tuple[str, State], str] = defaultdict(str)
    for mark in marks:
        key = mark.row.kind, mark.row.state
        paths[key] += line_shapes.shape(mark.row.kind, mark.x, heights.of(mark.lane), radius)
    return tuple(Shapes(kind, state, path) for (kind, state), path in paths.items())


def _crosses(marks: Iterable[Mark], heights: _Heights, radius: float) -> str:
    return "".join(
        line_shapes.cross(mark.x, heights.of(mark.lane), radius)
        for mark in marks
        if mark.row.state is State.CANCELLED
    )


def _ground(placed: Placed, heights: _Heights) -> Rect:
    box = placed.spot.box
    top = heights.upper - box.far if placed.above else heights.lower + box.near
    return Rect(box.left, top, box.right - box.left, box.far - box.near)


def _label(placed: Placed, heights: _Heights) -> Label:
    ground = _ground(placed, heights)
    top, texts = ground.top, []
    for line in placed.block:
        texts.append(Text(line.role, line.text, line.size, top + line.size * _ASCENT))
        top += line.size * LEADING
    spot = placed.spot
    return Label(placed.mark.row.state, ground, spot.text_x, spot.anchor, tuple(texts))


def _leader(placed: Placed, heights: _Heights, radius: float) -> str:
    """Return the thin line between a label and the edge of its mark."""
    ground, middle = _ground(placed, heights), heights.of(placed.mark.lane)
    if placed.above:
        near, edge = ground.top + ground.height + 3, middle - radius - 2
    else:
        near, edge = ground.top - 3, middle + radius + 2
    return f"M{number(placed.mark.x)} {number(near)}V{number(edge)}"


def _links(marks: Sequence[Mark], placed: Sequence[Placed], heights: _Heights) -> tuple[Link, ...]:
    """Return what can be clicked on: all marks, or none if they stand too close for that."""
    least, most = _LINK
    gap = min((after.x - mark.x for mark, after in pairwise(marks)), default=most)
    if gap < least or any(mark.lane for mark in marks):
        return ()
    half = min(gap, most) / 2
    paths: defaultdict[Row, str] = defaultdict(str)
    for mark in marks:
        paths[mark.row] += _area(Rect(mark.x - half, heights.line - half, 2 * half, 2 * half))
    for label in placed:
        paths[label.mark.row] += _area(_ground(label, heights))
    return tuple(
        Link(path, row.item.href, f"{row.item.label} · {row.dates}")
        for row, path in paths.items()
        if row.item.href
    )


def _area(rect: Rect) -> str:
    width, height = number(rect.width), number(rect.height)
    return f"M{number(rect.left)} {number(rect.top)}h{width}v{height}h-{width}z"
