"""Lays what happens in lanes on Tidslinjen: a row more where labels would meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from programme.activities import line_shapes
from programme.activities.line_items import Row, State
from programme.activities.line_view import Rect
from programme.activities.picture_text import shorten, text_width
from programme.activities.timeline_axis import LEFT, TEXT, Days

RADIUS: Final = 8.0
NAME: Final = 20.0  # the strip with a lane's name
PITCH: Final = 28.0  # between two rows of a lane
MOST_ROWS: Final = 4  # what is denser than this loses its label, then overlaps
_GAP: Final = 8.0
_LABEL: Final = 6.0  # from a mark to its label
_LONGEST: Final = 190.0
_HIT: Final = 13.0  # half of what one may click on


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the plan with its key, its lane, and the address that moves it, but for the day.

    Without an address to move it, it leads to its page and stands fast.
    """

    key: int
    lane: str
    row: Row
    move: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One activity, drawn: its shape, a bar over its further days, and its label if it has room."""

    entry: Entry
    path: str
    bar: Rect | None
    cross: str
    hit: Rect
    text: str
    text_x: float
    text_y: float

    @property
    def state(self) -> State:
        return self.entry.row.state


@dataclass(frozen=True, slots=True)
class Lane:
    """A strip with its name and what lies in it."""

    name: str
    top: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def name_y(self) -> float:
        return self.top + 14


@dataclass(frozen=True, slots=True)
class _Wish:
    """An entry with the room that it wants along the axis, with label and without."""

    entry: Entry
    x: float
    bar: float  # where its last day ends
    text: str

    @property
    def left(self) -> float:
        return self.x - RADIUS

    @property
    def right(self) -> float:
        return max(self.x + RADIUS, self.bar)

    @property
    def end(self) -> float:
        return self.right + _LABEL + text_width(self.text, TEXT)


def lay_lane(name: str, entries: Sequence[Entry], days: Days, top: float) -> Lane:
    """Return a lane with the entries that lie within the picture, in order of their first day."""
    wishes = [_wish(entry, days) for entry in entries if _is_within(entry, days)]
    ends = [LEFT - RADIUS - _GAP]
    marks = [_mark(*_place(wish, ends), top=top + NAME) for wish in wishes]
    return Lane(name, top, NAME + PITCH * len(ends), tuple(marks))


def _is_within(entry: Entry, days: Days) -> bool:
    return entry.row.first is not None and days.holds(entry.row.first)


def _wish(entry: Entry, days: Days) -> _Wish:
    row = entry.row
    first, last = row.first or days.start, min(row.last or days.start, days.last)
    left, right = days.scale.x(first), days.scale.x(last) + days.width
    middle = left + RADIUS if row.is_window else left + min(days.width, 2 * RADIUS) / 2
    return _Wish(entry, middle, right, shorten(row.item.short_label, _LONGEST, TEXT))


def _place(wish: _Wish, ends: list[float]) -> tuple[_Wish, int, bool]:
    """Return the wish with its row, and whether its label has room there."""
    for number, end in enumerate(ends):
        if wish.left >= end + _GAP:
            ends[number] = wish.end
            return wish, number, True
    if len(ends) < MOST_ROWS:
        ends.append(wish.end)
        return wish, len(ends) - 1, True
    number = min(range(len(ends)), key=ends.__getitem__)
    ends[number] = max(ends[number], wish.right)
    return wish, number, False


def _mark(wish: _Wish, number: int, labelled: bool, *, top: float) -> Mark:  # noqa: FBT001 - of _place
    y = top + PITCH * number + PITCH / 2 - 2
    row = wish.entry.row
    path = "" if row.is_window else line_shapes.shape(row.kind, wish.x, y, RADIUS)
    cross = line_shapes.cross(wish.x, y, RADIUS) if row.state is State.CANCELLED else ""
    return Mark(
        entry=wish.entry,
        path=path,
        bar=_bar(wish, y),
        cross=cross,
        hit=_hit(wish, y, labelled=labelled),
        text=wish.text if labelled else "",
        text_x=wish.right + _LABEL,
        text_y=y + TEXT * 0.34,
    )


def _bar(wish: _Wish, y: float) -> Rect | None:
    """A window's dashed bar, or the days that a mark does not cover."""
    if wish.entry.row.is_window:
        left, half = wish.x - RADIUS, RADIUS * 0.8
        return Rect(left, y - half, max(wish.bar - left, 4 * RADIUS), 2 * half)
    if wish.bar <= wish.x + RADIUS:
        return None
    return Rect(wish.x, y - 3, wish.bar - wish.x, 6)


def _hit(wish: _Wish, y: float, *, labelled: bool) -> Rect:
    left = min(wish.left, wish.x - _HIT)
    right = max(wish.end + 2 if labelled else wish.right, wish.x + _HIT)
    return Rect(left, y - _HIT, right - left, 2 * _HIT)


def lanes_in_order(entries: Iterable[Entry]) -> list[str]:
    """The names of lanes, each once, in the order in which they are first used."""
    return list(dict.fromkeys(entry.lane for entry in entries))
