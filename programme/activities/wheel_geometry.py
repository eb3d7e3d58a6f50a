"""A year as a circle: days as angles, clockwise from the top, and the paths between them."""

from dataclasses import dataclass
from datetime import date
from math import cos, pi, radians, sin
from typing import Final

from programme.activities.line_shapes import number

_HALF: Final = 180.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A year round a middle; angles are degrees, 0 the beginning of 1 January."""

    x: float
    y: float
    year: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def angle(self, day: date, part: float = 0.0) -> float:
        """Return where a day begins, or `part` of it later; days of other years are cut off."""
        within = min(max((day - self.first).days + part, 0.0), float(self.length))
        return within / self.length * 360.0

    def point(self, radius: float, angle: float) -> tuple[float, float]:
        turned = radians(angle)
        return self.x + radius * sin(turned), self.y - radius * cos(turned)

    def ring_part(self, inner: float, outer: float, first: float, last: float) -> str:
        """Return the outline of a part of a ring; a whole ring is two halves."""
        if last - first >= 2 * _HALF:
            middle = first + _HALF
            halves = ((first, middle), (middle, last))
            return "".join(self.ring_part(inner, outer, *half) for half in halves)
        large = int(last - first > _HALF)
        back = f"{_at(self.point(inner, last))}A{number(inner)} {number(inner)} 0 {large} 0"
        return f"{self.arc(outer, first, last)}L{back} {_at(self.point(inner, first))}z"

    def arc(self, radius: float, first: float, last: float) -> str:
        """Return a part of a circle as a line."""
        large = int(last - first > _HALF)
        r = number(radius)
        return (
            f"M{_at(self.point(radius, first))}A{r} {r} 0 {large} 1 {_at(self.point(radius, last))}"
        )

    def spoke(self, inner: float, outer: float, angle: float) -> str:
        """Return a line outwards."""
        return f"M{_at(self.point(inner, angle))}L{_at(self.point(outer, angle))}"


def upright(angle: float) -> float:
    """Return how far a word across its spoke is turned, so that it never stands on its head."""
    return angle + _HALF if _HALF / 2 < angle % (2 * _HALF) < 1.5 * _HALF else angle


def circumference(radius: float, angle: float) -> float:
    """Return how long an arc of so many degrees is."""
    return radius * angle * pi / _HALF


def drop(radius: float, angle: float) -> float:
    """Return how far below the middle a place on the circle is."""
    return -radius * cos(radians(angle))


def _at(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"
