"""Standings on one goal side by side and as a picture. Never summed up, never set beside others'.

Pure: rows in, places in a drawing out. Left of them the drawing has room for the steps' words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

STEPS: Final = (1, 2, 3, 4, 5)
WIDTH: Final = 340
HEIGHT: Final = 234
_LEFT, _RIGHT, _TOP, _BOTTOM = 160, 328, 25, 209


class Dated(Protocol):
    """Anything that says where somebody stood on a day."""

    @property
    def stands_on(self) -> date: ...

    @property
    def step(self) -> int | None: ...


Thing = TypeVar("Thing", bound=Dated)


@dataclass(frozen=True, slots=True)
class Point:
    """A standing in the picture."""

    x: int
    y: int
    step: int
    day: date


@dataclass(frozen=True, slots=True)
class Plot:
    """The points by date, the line through them, and the height of each of the five steps."""

    points: tuple[Point, ...]
    line: str
    grid: tuple[int, ...]
    first: date
    last: date


def side_by_side(standings: Sequence[Thing]) -> tuple[Thing, ...]:
    """The first, the one nearest the middle between first and last, and the last."""
    if len(standings) < 3:  # noqa: PLR2004 - start, middle, end
        return tuple(standings)
    first, *between, last = standings
    middle = first.stands_on.toordinal() + last.stands_on.toordinal()
    nearest = min(between, key=lambda one: abs(2 * one.stands_on.toordinal() - middle))
    return first, nearest, last


def plot(standings: Sequence[Dated]) -> Plot | None:
    """Those with a step, by date; one alone makes no picture."""
    placed = [(one.stands_on, one.step) for one in standings if one.step is not None]
    if len(placed) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    first, last = placed[0][0], placed[-1][0]
    days = (last - first).days or 1
    points = tuple(
        Point(_LEFT + (_RIGHT - _LEFT) * (day - first).days // days, _height(step), step, day)
        for day, step in placed
    )
    line = " ".join(f"{point.x},{point.y}" for point in points)
    return Plot(points, line, tuple(map(_height, STEPS)), first, last)


def _height(step: int) -> int:
    return _BOTTOM - (_BOTTOM - _TOP) * (step - STEPS[0]) // (len(STEPS) - 1)
