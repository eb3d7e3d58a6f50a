"""The labels of a course line: what each says, on which side it stands, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from programme.activities.label_placement import Box, Side, Spot, Wish
from programme.activities.line_items import Row, State
from programme.activities.line_marks import Mark
from programme.activities.line_view import Frame
from programme.activities.picture_text import text_width, wrap

LEADING: Final = 1.28  # a line's height in its own size
_BELOW: Final = ("network_meeting", "shadowing")
_DENSE: Final = 24  # from so many marks on, labels have no theme, and take no care of each other
_LEAST_WIDTH: Final = 30.0  # wider than what a label pushed aside leaves of its leader
_NAME_LINES: Final = 2
_THEME_LINES: Final = 3
_TODAY_ROOM: Final = 5.0
_MOVED: Final = "→ "


class Line(NamedTuple):
    role: str
    text: str
    size: float


Block = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A label that found room on its side of the line."""

    mark: Mark
    above: bool
    spot: Spot
    block: Block


def place_labels(marks: Sequence[Mark], frame: Frame, today_x: float | None) -> list[Placed]:
    """Return the labels that found room, on their own side or else on the other."""
    look = _Look(frame, len(marks) >= _DENSE)
    turns = _in_turn(_wanted(marks, frame), frame)
    sides = {up: _side(turns, up, look, today_x) for up in (True, False)}
    found = [_placed(mark, up, sides, look) for mark, up in turns]
    return [placed for placed in found if placed is not None]


class _Look(NamedTuple):
    frame: Frame
    dense: bool


def _side(
    turns: Sequence[tuple[Mark, bool]],
    above: bool,  # noqa: FBT001
    look: _Look,
    today_x: float | None,
) -> Side:
    frame = look.frame
    others = [mark.x for mark, up in turns if up is above and not look.dense]
    edge = frame.radius
    return Side(edge, frame.width - edge, frame.reach, _today_box(today_x), tuple(others))


def _wanted(marks: Sequence[Mark], frame: Frame) -> Sequence[Mark]:
    if frame.only_next:
        return [mark for mark in marks if mark.row.state is State.NEXT]
    main = [mark for mark in marks if mark.row.kind not in _BELOW or mark.row.state is State.NEXT]
    return sorted(main if main and frame.only_main else marks, key=lambda mark: mark.x)


def _in_turn(marks: Sequence[Mark], frame: Frame) -> list[tuple[Mark, bool]]:
    """Return the marks with their sides: the next item chooses first, then first and last.

    A window's label is the last one: it may stand anywhere below its bar.
    """
    ends = {id(mark) for mark in (*marks[:1], *marks[-1:])}
    turns = list(zip(marks, _sides(marks, frame), strict=True))
    return sorted(turns, key=lambda turn: _rank(turn[0], is_end=id(turn[0]) in ends))


def _rank(mark: Mark, *, is_end: bool) -> int:
    if mark.row.state is State.NEXT:
        return 0
    if mark.row.is_window:
        return 3
    return 1 if is_end else 2


def _sides(marks: Sequence[Mark], frame: Frame) -> list[bool]:
    """Return for each mark whether its label stands above: courses do, networks below.

    Where all would stand on one side and have no room there, they take turns.
    """
    above = [mark.row.kind not in _BELOW or frame.only_next for mark in marks]
    closest = min((after.x - mark.x for mark, after in pairwise(marks)), default=frame.width)
    if len(set(above)) == 1 and closest < frame.label_width:
        return [place % 2 == 0 for place in range(len(marks))]
    return above


def _placed(mark: Mark, above: bool, sides: Mapping[bool, Side], look: _Look) -> Placed | None:  # noqa: FBT001
    blocks = _blocks(mark.row, look)
    wish = Wish(mark.x, tuple(_size(block) for block in blocks))
    for up in (True,) if mark.lane else (above, not above):
        spot = sides[up].place(wish)
        if spot is not None:
            return Placed(mark, up, spot, blocks[spot.size])
    return None


def _blocks(row: Row, look: _Look) -> tuple[Block, ...]:
    """Return what the label may say, richest first."""
    frame, item = look.frame, row.item
    name = _lines("name", item.short_label, _NAME_LINES, (frame.label_width, frame.name_size))
    plain = (*name, _date_line(row, look))
    if look.dense or not frame.themes or not item.theme:
        return (plain,)
    theme = _lines("theme", item.theme, _THEME_LINES, (frame.label_width, frame.text_size))
    return (*name, *theme, plain[-1]), plain


def _lines(role: str, text: str, most: int, room: tuple[float, float]) -> list[Line]:
    width, size = room
    return [Line(role, line, size) for line in wrap(text, width, size, most)]


def _date_line(row: Row, look: _Look) -> Line:
    moved = _MOVED if row.item.moved and not row.item.cancelled else ""
    return Line("date", moved + row.short_dates, look.frame.text_size)


def _size(block: Block) -> tuple[float, float]:
    width = max(text_width(line.text, line.size) for line in block)
    return max(width, _LEAST_WIDTH), sum(line.size * LEADING for line in block)


def _today_box(x: float | None) -> tuple[Box, ...]:
    if x is None:
        return ()
    return (Box(x - _TODAY_ROOM, x + _TODAY_ROOM, 0.0, float("inf")),)
