"""The months of a year as bars; every place is in units of the viewBox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH, HEIGHT = 440.0, 186.0
_FLOOR: Final = 160.0
_TOP: Final = 24.0
_BAR: Final = 0.62  # of a month's room


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: its bar, the number over it, and the name below."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    days: int
    name: str
    is_now: bool


def bars(days: Sequence[int], names: Sequence[str], now: int | None) -> list[Bar]:
    """Return a bar for each month; `now` is the place of this month, if it is among them."""
    room, most = WIDTH / len(days), max([*days, 1])
    return [
        _bar(place, count, name, room, (_FLOOR - _TOP) / most, is_now=place == now)
        for place, (count, name) in enumerate(zip(days, names, strict=True))
    ]


def _bar(place: int, days: int, name: str, room: float, unit: float, *, is_now: bool) -> Bar:
    height, width = days * unit, room * _BAR
    left = place * room + (room - width) / 2
    return Bar(left, _FLOOR - height, width, height, left + width / 2, days, name, is_now)
