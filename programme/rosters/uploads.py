"""A file that was sent: which kind it is is seen from its first bytes, not from its name alone."""

from __future__ import annotations

from typing import Final

from programme.core.text import l_
from programme.rosters.tables import Table, UnreadableTableError
from programme.rosters.texts import decoded, read_text
from programme.rosters.workbooks import ZIP, read_workbook, refuse_foreign

_TEXTS: Final = (".csv", ".txt", ".tsv")


def read_file(data: bytes, name: str) -> Table:
    """The table in a file; a clear refusal of what is none."""
    if not data:
        raise UnreadableTableError(l_("The file is empty."))
    refuse_foreign(data, name)
    is_workbook = data.startswith(ZIP)
    if not name.lower().endswith((".xlsx",) if is_workbook else _TEXTS):
        raise UnreadableTableError(
            l_("Choose a file that ends in .xlsx or .csv, and is what its name says.")
        )
    return read_workbook(data) if is_workbook else read_text(decoded(data))
