"""Forms of lists: pasted or sent as a file, and seen before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, TextAreaField

from programme.core.errors import RuleBrokenError
from programme.core.forms import Form, line, whole
from programme.core.text import l_
from programme.rosters.tables import MOST_ROWS
from programme.rosters.texts import read_text
from programme.rosters.uploads import read_file

if TYPE_CHECKING:
    from programme.rosters.tables import Table


def _said(message: object) -> Any:  # noqa: ANN401 - a lazy text where WTForms' types ask for str
    return message


class ListForm(Form):
    """A list of people. `first` is the number of its first row in the file it came from.

    `seen` tells what the preview showed, so that nothing else is saved, and `accepted` what the
    plan check had found.
    """

    rows = TextAreaField(_said(l_("Paste from the spreadsheet")), render_kw={"rows": 8})
    file = FileField(_said(l_("Or choose a file")))
    first = HiddenField()
    seen = HiddenField()
    accept_reason = line(l_("Why it is all right"), most=500)
    accepted = HiddenField()

    def table(self) -> Table:
        """What was sent; the file goes before the pasted rows."""
        sent = self.file.data
        if isinstance(sent, FileStorage) and sent.filename:
            return read_file(sent.read(), sent.filename)
        typed = str(self.rows.data or "")
        if not typed.strip():
            raise RuleBrokenError(l_("Paste the rows, or choose a file."), "rows")
        first = whole(self.first.data)
        return read_text(typed, first=1 if first is None else min(first, MOST_ROWS))
