"""The names beside a wheel: a column on either side of it, close to the circle, none on another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from programme.activities.line_items import State
from programme.activities.line_shapes import number
from programme.activities.picture_text import shorten
from programme.activities.wheel_geometry import Turn, drop

LEADING: Final = 1.32  # a line's height in its size
_OFF: Final = 22.0  # from the circle to the names
_EDGE: Final = 8.0
_KNEE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A name wanted for a mark at this angle and distance from the middle."""

    angle: float
    radius: float
    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Note:
    """A name, where it stands, and the line from its mark."""

    text: str
    x: float
    y: float
    anchor: str
    leader: str
    state: State


def place_notes(wishes: Sequence[Wish], turn: Turn, radius: float, size: float) -> list[Note]:
    """Return the names that have room, each on its mark's side of the wheel."""
    right = [wish for wish in wishes if wish.angle < 180]  # noqa: PLR2004 - half the wheel
    left = [wish for wish in wishes if wish.angle >= 180]  # noqa: PLR2004
    return [
        _note(wish, y, turn, radius, size)
        for side in (right, left)
        for wish, y in _spread(side, turn, radius, size * LEADING)
    ]


def _spread(
    side: Sequence[Wish], turn: Turn, radius: float, pitch: float
) -> list[tuple[Wish, float]]:
    """Return the wishes from top to bottom with heights, `pitch` apart, as near as can be."""
    most = int((2 * turn.y - 2 * _EDGE) / pitch)
    wanted = sorted(((drop(radius, wish.angle) + turn.y, wish) for wish in side[:most]), key=_first)
    heights: list[float] = []
    for y, _wish in wanted:
        heights.append(max(y, heights[-1] + pitch if heights else _EDGE + pitch))
    floor = 2 * turn.y - _EDGE
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], floor)
        floor = heights[place] - pitch
    return [(wish, y) for (_y, wish), y in zip(wanted, heights, strict=True)]


def _first(pair: tuple[float, Wish]) -> float:
    return pair[0]


def _note(wish: Wish, y: float, turn: Turn, radius: float, size: float) -> Note:
    side = 1 if wish.angle < 180 else -1  # noqa: PLR2004 - half the wheel
    away = radius + _OFF
    middle = y - size / 3
    reach = sqrt(max(away**2 - (middle - turn.y) ** 2, 0.0))
    x = turn.x + side * max(reach, _OFF)
    room = 2 * turn.x - x - _EDGE if side > 0 else x - _EDGE
    start, edge = turn.point(wish.radius, wish.angle), turn.point(radius + _KNEE, wish.angle)
    points = (start, edge, (x - side * _KNEE, middle))
    return Note(
        text=shorten(wish.text, room, size),
        x=x,
        y=y,
        anchor="start" if side > 0 else "end",
        leader="M" + "L".join(f"{number(px)} {number(py)}" for px, py in points),
        state=wish.state,
    )
