"""The people of a cohort as a file: the same columns as a list that is read in."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from programme.rosters.cells import ROLE_NAMES, TAKING_PART, WAY_NAMES
from programme.rosters.columns import HEADERS, Field
from programme.rosters.guard import guarded, guarded_typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from programme.rosters.queries import Listed

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARK: Final = "\ufeff"  # by it Excel knows the letters
_WIDE: Final = frozenset({Field.NAME, Field.EMAIL, Field.UNIT, Field.MANAGER, Field.REASON})
_WIDTHS: Final = (18, 30)


def rows_of(listed: Iterable[Listed]) -> list[list[str]]:
    """The header and a row a person; several places of one person stand in one row."""
    people = groupby(listed, key=lambda each: each.person_id)
    return [list(HEADERS.values()), *(_row(list(places)) for _, places in people)]


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a mark in front, as Excel opens it in Denmark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(text) for text in row])
    return (_MARK + out.getvalue()).encode()


def as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of texts: nothing in it is run, and no number loses its zeros."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Deltagere")  # its own type knows too little of itself
    sheet.freeze_panes = "A2"
    for place, field in enumerate(HEADERS, 1):
        width = _WIDTHS[field in _WIDE]
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, text, is_header=number == 0) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_tabs(rows: Iterable[Sequence[str]]) -> str:
    """As a spreadsheet puts it on the clipboard: what a page carries from one step to the next."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for row in rows:
        writer.writerow([guarded(text) for text in row])
    return out.getvalue()


def _cell(sheet: Any, text: str, *, is_header: bool) -> Any:  # noqa: ANN401 - openpyxl's own
    cell: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", guarded_typed(text)))
    cell.data_type = "s"  # "=1+1" is a text here
    if is_header:
        cell.font = Font(bold=True)
    return cell


def _row(places: list[Listed]) -> list[str]:
    taking = next((place for place in places if place.role in TAKING_PART), places[0])
    texts = {
        Field.NAME: taking.name,
        Field.EMAIL: taking.email,
        Field.PHONE: taking.phone,
        Field.TITLE: taking.title,
        Field.UNIT: taking.unit,
        Field.ORGANISATION: taking.organisation,
        Field.LEVEL: taking.level,
        Field.MANAGER: taking.manager,
        Field.ROLE: ", ".join(ROLE_NAMES[place.role] for place in places),
        Field.PARTICIPATION: WAY_NAMES[taking.participation] if taking.participation else "",
        Field.APPOINTED_BY: taking.appointed_by,
        Field.APPOINTED_ON: f"{taking.appointed_on:%d-%m-%Y}" if taking.appointed_on else "",
        Field.REASON: taking.reason,
        Field.GROUP: taking.group,
    }
    return [texts[field] for field in HEADERS]
