"""Lists as XLSX: the first sheet that is shown, its cells as texts, its formulas told of."""

from __future__ import annotations

import io
import re
import warnings
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple

from programme.core.text import l_
from programme.rosters.archives import BROKEN, LOCKED, MACROS, TOO_MUCH, checked_parts
from programme.rosters.guard import unguarded
from programme.rosters.tables import MOST_COLUMNS, MOST_ROWS, Table, UnreadableTableError, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.rosters.archives import Part

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_CELL: Final = re.compile(rb"(?:\w+:)?c(?:\s[^>]*?)?\sr\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_FORMULA: Final = re.compile(rb"(?:\w+:)?f[\s/>]")
_MOST_FORMULAS: Final = 2_000


def refuse_foreign(data: bytes, name: str) -> None:
    """Refuse what only looks like a list: old, locked or macro workbooks, other programs' files."""
    if name.lower().endswith((".xlsm", ".xltm", ".xlsb", ".xlam")):
        raise UnreadableTableError(MACROS)
    if data.startswith(OLE):
        old = l_("The file is of an old kind (XLS). Open it and save it as XLSX.")
        raise UnreadableTableError(LOCKED if _ENCRYPTED in data else old)


def read_workbook(data: bytes) -> Table:
    """The table on the first sheet that is shown."""
    parts = checked_parts(data)
    formulas = frozenset(_formulas(parts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl leaves out: drawings, lists of choices
        try:
            lines = list(_lines(data))
        except UnreadableTableError:
            raise
        except Exception:  # noqa: BLE001 - the reader fails in many ways on what is no workbook
            raise UnreadableTableError(BROKEN) from None
    return table_of(lines, formulas=formulas)


def _lines(data: bytes) -> Iterator[list[str]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise UnreadableTableError(BROKEN)
    sheet = shown[0]
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS + 1:
            return  # one too many is enough for `table_of` to refuse
        if row[MOST_COLUMNS] is not None:
            raise _too_wide(number)
        yield [unguarded(_text(value)) for value in row[:MOST_COLUMNS]]


def _text(value: Any) -> str:  # noqa: ANN401 - as a cell has it
    """A cell as a Dane would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):  # as openpyxl reads days too
        return value.strftime("%d-%m-%Y")
    if isinstance(value, time):
        return value.strftime("%H.%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _formulas(parts: list[Part]) -> Iterator[tuple[int, int]]:
    """Cells with a formula, as (row, column from 0), on whichever sheet: the values are kept."""
    count = 0
    for piece, row, column in _cells(parts):
        if column >= MOST_COLUMNS and _CELL.match(piece) and not piece.rstrip().endswith(b"/>"):
            raise _too_wide(row)
        if _FORMULA.match(piece):
            count += 1
            if count > _MOST_FORMULAS:
                raise UnreadableTableError(TOO_MUCH)
            yield row, column


def _cells(parts: list[Part]) -> Iterator[tuple[bytes, int, int]]:
    """Every piece of the sheets that belongs to a cell, with the cell's row and column."""
    for part in parts:
        at = None
        for piece in part.data.split(b"<") if part.is_sheet else ():
            cell = _CELL.match(piece)
            at = coordinate_to_tuple(cell[1].decode()) if cell else at
            if at:
                yield piece, at[0], at[1] - 1


def _too_wide(row: int) -> UnreadableTableError:
    return UnreadableTableError(
        l_("Row %(row)d has more than %(most)d columns.", row=row, most=MOST_COLUMNS)
    )
