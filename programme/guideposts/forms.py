"""The form in which a set of guideposts is worded anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as Rows

from programme.core.errors import RuleBrokenError
from programme.core.forms import Form, line, text, whole
from programme.core.text import l_
from programme.frameworks.services import GuidepostDraft, GuidepostSetDraft

if TYPE_CHECKING:
    from programme.frameworks.models import GuidepostSet

MOST = 30


class GuidepostRow(Rows):
    """One guidepost; both empty takes it out of the set from now on."""

    sentence = text(l_("Guidepost"), most=300, rows=2)
    example = text(l_("Example"), most=1000, rows=3)


class GuidepostSetForm(Form):
    """All guideposts of a set; `edition` is the one that stood on the page."""

    edition = HiddenField()
    name = line(l_("Name"), needed=True)
    audience = line(l_("For whom"))
    guideposts = FieldList(FormField(GuidepostRow), max_entries=MOST)

    def show(self, found: GuidepostSet) -> None:
        """Fill in what stands, with room for one more. A row's place is the number behind it."""
        self.edition.data = str(found.edition)
        self.name.data, self.audience.data = found.name, found.audience
        by_number = {post.number: post for post in found.guideposts}
        for number in range(1, min(max(by_number, default=0) + 1, MOST) + 1):
            post = by_number.get(number)
            self.guideposts.append_entry(
                {"sentence": post.text, "example": post.example} if post else {}
            )

    @property
    def seen(self) -> int:
        """The edition that stood on the page."""
        return whole(self.edition.data) or 0

    def draft(self, key: str) -> GuidepostSetDraft:
        """What was filled in; an example alone, or an empty set, is refused."""
        rows = [(place, row.form) for place, row in enumerate(self.guideposts, start=1)]
        posts = [
            GuidepostDraft(place, row.sentence.data or "", row.example.data or "")
            for place, row in rows
            if row.sentence.data or row.example.data
        ]
        if not posts or not all(post.text for post in posts):
            raise RuleBrokenError(l_("Every guidepost needs a sentence."))
        return GuidepostSetDraft(key, self.name.data or "", self.audience.data or "", posts)
