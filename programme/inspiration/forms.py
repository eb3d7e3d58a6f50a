"""The form in which a piece of inspiration is attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_wtf.file import FileField
from wtforms import HiddenField

from programme.core.files import checked
from programme.core.forms import Form, line, text, whole
from programme.core.text import l_
from programme.inspiration.services import LONGEST, Content

if TYPE_CHECKING:
    from programme.core.files import CheckedFile
    from programme.inspiration.models import KnowledgeItem


class ItemForm(Form):
    """Words, an address, a file: at least one of the three."""

    version = HiddenField()
    title = line(l_("Title"), needed=True)
    text = text(l_("Text"), most=LONGEST, rows=5)
    url = line(l_("Link"), most=500)
    file = FileField(l_("File"))  # type: ignore[arg-type] # a lazy text

    def content(self) -> Content:
        """What was given; a file that may not be kept is refused."""
        return Content(
            title=self.title.data or "",
            text=self.text.data or "",
            url=self.url.data or "",
            file=self._sent_file(),
        )

    def _sent_file(self) -> CheckedFile | None:
        sent = self.file.data
        if not sent or not sent.filename:
            return None
        return checked(sent.filename, sent.read())

    def show(self, item: KnowledgeItem) -> None:
        """Fill in what stands."""
        self.version.data = str(item.version)
        self.title.data, self.text.data, self.url.data = item.title, item.text, item.url

    def seen(self) -> int:
        """The version that stood on the screen."""
        return whole(self.version.data) or 0
