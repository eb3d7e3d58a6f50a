"""Sets the marks of a course line on it: by date, in order, side by side where they would touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from programme.activities.line_items import Row

MOST_LANES: Final = 6  # what is denser than this overlaps
_SHIFT: Final = 6.0  # how far a mark may be pushed to the right of its date


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns days into places between `left` and `right`."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return the place of a day; a course of a single day stands in the middle."""
        if self.end <= self.start:
            return (self.left + self.right) / 2
        share = (day - self.start).days / (self.end - self.start).days
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an item stands; `lane` 0 is on the line, others are above it."""

    row: Row
    x: float
    lane: int


@dataclass(frozen=True, slots=True)
class Window:
    """The period in which an item without date may lie."""

    row: Row
    left: float
    right: float
    lane: int


def set_marks(rows: Sequence[Row], scale: Scale, gap: float) -> list[Mark]:
    """Return a mark for each dated row, `gap` apart in a lane as long as the lanes last.

    The rows come in order of their first day, and so do the marks.
    """
    ends: list[float] = []  # the last mark of each lane
    marks: list[Mark] = []
    for row in rows:
        if row.is_window or row.first is None:
            continue
        wanted = scale.x(row.first)
        behind = max(wanted, marks[-1].x if marks else wanted)
        lane, x = _lane(ends, behind, wanted + _SHIFT, gap)
        ends[lane : lane + 1] = [x]
        marks.append(Mark(row, x, lane))
    return marks


def set_windows(rows: Sequence[Row], scale: Scale, least: float) -> list[Window]:
    """Return the windows, each at least so wide, one above the other where they overlap."""
    ends: list[float] = []
    windows: list[Window] = []
    for row in rows:
        if row.is_window and row.first and row.last:
            left, right = _span(scale.x(row.first), scale.x(row.last), least)
            lane = next((lane for lane, end in enumerate(ends) if end < left), len(ends))
            lane = min(lane, MOST_LANES - 1)
            ends[lane : lane + 1] = [right]
            windows.append(Window(row, left, right, lane))
    return windows


def _lane(ends: list[float], behind: float, most: float, gap: float) -> tuple[int, float]:
    """Return the lowest lane with room, and the place there."""
    for lane, end in enumerate(ends):
        if max(behind, end + gap) <= most:
            return lane, max(behind, end + gap)
    return min(len(ends), MOST_LANES - 1), behind


def _span(left: float, right: float, least: float) -> tuple[float, float]:
    missing = max(0.0, least - (right - left)) / 2
    return left - missing, right + missing
