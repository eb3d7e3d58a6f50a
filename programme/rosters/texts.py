"""Lists as text: pasted from a spreadsheet, or a CSV file in one of the usual codes."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from programme.core.text import l_
from programme.rosters.columns import known_headers
from programme.rosters.guard import unguarded
from programme.rosters.tables import MOST_ROWS, Table, UnreadableTableError, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS: Final = ("\t", ";", ",")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 20  # rows by which a separator is chosen


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, what Excel calls Unicode, or Windows' own Western code."""
    if data.startswith(_UTF_16):
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableTableError(l_("The file is not a list as text. Save it as XLSX or CSV."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def read_text(text: str, *, first: int = 1) -> Table:
    """A table from text; which separator it has is seen from its rows."""
    if "\x00" in text:
        raise UnreadableTableError(l_("The list holds characters that cannot be read."))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    told = _told_separator(text)
    if told:
        text = text.partition("\n")[2]
        first += 1
    lines = _lines(text, told or _separator(text))
    return table_of(([unguarded(cell) for cell in line] for line in lines), first=first)


def _decoded(data: bytes, code: str) -> str:
    try:
        return data.decode(code)
    except UnicodeDecodeError:
        raise UnreadableTableError(
            l_("The letters of the file cannot be read. Save it as “CSV UTF-8”.")
        ) from None


def _told_separator(text: str) -> str:
    """Excel may say it itself, in a first row such as "sep=;"."""
    first = text.partition("\n")[0].strip().lower()
    return first[4:] if first.startswith("sep=") and first[4:] in {";", ","} else ""


def _separator(text: str) -> str:
    """The one by which most headers are known; else the one that gives the most columns."""
    return max(SEPARATORS, key=lambda separator: _worth(text, separator))


def _worth(text: str, separator: str) -> tuple[int, int]:
    try:
        rows = [row for row in islice(_lines(text, separator), _LOOKED_AT) if any(row)]
    except UnreadableTableError:
        return (0, 0)
    if not rows:
        return (0, 0)
    return (known_headers(rows[0]), min(len(row) for row in rows))


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """The rows, or a clear refusal: a quotation mark that is not closed swallows the rest."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableTableError(
                l_(
                    "Row %(row)d: a quotation mark is not closed, or the text is too long.",
                    row=min(number, MOST_ROWS),
                )
            ) from None
