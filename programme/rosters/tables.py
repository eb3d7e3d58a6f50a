"""A table as it was read: texts in rows, with the numbers that a spreadsheet gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 50
MOST_SIGNS: Final = 1_000_000
LONGEST_CELL: Final = 10_000
_SEEN: Final = 2_000  # cells of a row: programs put empty ones behind the last


class UnreadableTableError(RuleBrokenError):
    """The list cannot be read at all; the message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `number` is the spreadsheet's own, so that a person finds it again."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with something in them. `formulas` are the cells (row, column from 0) that hold one."""

    rows: tuple[Row, ...]
    formulas: frozenset[tuple[int, int]] = field(default=frozenset())


def table_of(
    lines: Iterable[Sequence[str]],
    *,
    first: int = 1,
    formulas: frozenset[tuple[int, int]] = frozenset(),
) -> Table:
    """Tidy what was read, and refuse what is too large, before more is made of it."""
    rows, signs = [], 0
    for number, line in enumerate(lines, first):
        if number - first >= MOST_ROWS:
            raise UnreadableTableError(
                l_("The list has more than %(most)d rows. Divide it.", most=MOST_ROWS)
            )
        row = Row(number, _trimmed(line[:_SEEN]))
        signs += sum(map(len, row.cells))
        _check_size(row, signs)
        if not row.is_blank:
            rows.append(row)
    if not rows:
        raise UnreadableTableError(l_("The list is empty."))
    return Table(tuple(rows), formulas)


def column_letter(place: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _trimmed(line: Sequence[str]) -> tuple[str, ...]:
    """Texts without space around them; nothing behind the last one."""
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _check_size(row: Row, signs: int) -> None:
    if len(row.cells) > MOST_COLUMNS:
        raise UnreadableTableError(
            l_("Row %(row)d has more than %(most)d columns.", row=row.number, most=MOST_COLUMNS)
        )
    for place, cell in enumerate(row.cells):
        if len(cell) > LONGEST_CELL:
            raise UnreadableTableError(
                l_(
                    "Row %(row)d, column %(column)s: the text is too long.",
                    row=row.number,
                    column=column_letter(place),
                )
            )
    if signs > MOST_SIGNS:
        raise UnreadableTableError(l_("The list holds too much text. Divide it."))
