"""Finds room for the labels beside a line, so that none touches another.

Heights are measured away from the line: 0 at the marks' edge, growing outwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]

NEAR: Final = 9.0  # a label's distance from the marks; a thin leader bridges it
STEP: Final = 19.0  # how much further out the next try is
BESIDE: Final = 5.0  # half the free room between two labels
_OVERHANGS: Final = (12.0, 1.0)  # how far a label pushed aside still reaches past its mark


class Box(NamedTuple):
    left: float
    right: float
    near: float
    far: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.near < other.far
            and other.near < self.far
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A label wanted at a mark: its possible sizes (width, height), richest first."""

    x: float
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label stands, and which of its sizes was taken."""

    box: Box
    anchor: Anchor
    size: int

    @property
    def text_x(self) -> float:
        """Where its text is anchored."""
        ends = {"start": self.box.left, "end": self.box.right}
        return ends.get(self.anchor, (self.box.left + self.box.right) / 2)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the line, filling up; labels stay between `left` and `right`.

    `reach` is how far out a label may begin. What lies in `avoid` is left free if possible, and
    so is the way to the labels of the other marks here, whose places are `others`.
    """

    left: float
    right: float
    reach: float
    avoid: tuple[Box, ...] = ()
    others: tuple[float, ...] = ()
    _taken: list[Box] = field(default_factory=list)

    def place(self, wish: Wish) -> Spot | None:
        """Return the best free spot and take it, or None."""
        ways = [_leader(x, NEAR + 1) for x in self.others if x != wish.x]
        kind = [*self._taken, *self.avoid]
        spot = (
            self._find(wish, [*kind, *ways])
            or self._find(wish, kind)
            or self._find(wish, self._taken)
        )
        if spot is not None:
            self._taken.extend((_widened(spot.box), _leader(wish.x, spot.box.near)))
        return spot

    def _find(self, wish: Wish, taken: Sequence[Box]) -> Spot | None:
        if _meets_any(_leader(wish.x, NEAR), taken):
            return None  # every label would need this much of a leader: no use in trying
        for spot in self._tries(wish):
            leader = _leader(wish.x, spot.box.near)
            if not _meets_any(spot.box, taken) and not _meets_any(leader, taken):
                return spot
        return None

    def _tries(self, wish: Wish) -> Iterator[Spot]:
        for number, (wide, tall) in enumerate(wish.sizes):
            near = NEAR
            while near <= NEAR + self.reach:
                for left, anchor in self._ways(wish.x, wide):
                    yield Spot(Box(left, left + wide, near, near + tall), anchor, number)
                near += STEP

    def _ways(self, x: float, wide: float) -> Iterator[tuple[float, Anchor]]:
        """Centred on the mark or, at an edge, against it; then pushed to the right, to the left."""
        centred = x - wide / 2
        most = max(self.left, self.right - wide)
        if centred < self.left:
            yield self.left, "start"
        elif centred > most:
            yield most, "end"
        else:
            yield centred, "middle"
        for overhang in _OVERHANGS:
            if x - overhang <= most:
                yield max(x - overhang, self.left), "start"
            if x + overhang - wide >= self.left:
                yield min(x + overhang - wide, most), "end"


def _widened(box: Box) -> Box:
    return Box(box.left - 2 * BESIDE, box.right + 2 * BESIDE, box.near - BESIDE, box.far + BESIDE)


def _leader(x: float, near: float) -> Box:
    return Box(x - 1, x + 1, 0.0, near)


def _meets_any(box: Box, others: Sequence[Box]) -> bool:
    return any(box.meets(other) for other in others)
