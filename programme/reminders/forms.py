"""The form in which a coordinator sets the questions after a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField

from programme.core.forms import Form, text
from programme.core.text import l_
from programme.reminders.services import MONTHS, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.reminders.models import FollowUp


def _question(months: int) -> object:
    return text(l_("After %(number)d months", number=months), most=500, rows=3)


class FollowUpForm(Form):
    """A question each for 3, 6 and 12 months after the end, and what stood there."""

    after_3 = _question(3)
    after_6 = _question(6)
    after_12 = _question(12)
    seen_3 = HiddenField()
    seen_6 = HiddenField()
    seen_12 = HiddenField()

    def show(self, questions: Iterable[FollowUp]) -> None:
        """Fill in what is set; where nothing is set yet at all, what we propose."""
        present = {each.months_after: each.question for each in questions}
        for months in MONTHS:
            proposed = str(QUESTIONS[months]) if not present else ""
            self[f"after_{months}"].data = present.get(months, proposed)
            self[f"seen_{months}"].data = present.get(months, "")

    def wanted(self) -> dict[int, str]:
        """What was written."""
        return {months: self[f"after_{months}"].data or "" for months in MONTHS}

    def seen(self) -> dict[int, str]:
        """What stood on the screen."""
        return {
            months: (self[f"seen_{months}"].data or "").replace("\r\n", "\n") for months in MONTHS
        }
