"""The forms of answers, and a day's marks taken apart."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField

from programme.attendance.models import Presence
from programme.attendance.services import NewMark, Sheet
from programme.attendance.services.answering import LONGEST, NewAnswer
from programme.core.forms import Form, Needed, text, whole
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from programme.activities.models import Activity
    from programme.attendance.models import Answer

YES_NO = [("yes", l_("Yes")), ("no", l_("No"))]
_KNOWN = {presence.value: presence for presence in Presence}


class AnswerForm(Form):
    """What both answers have: the version of the one that stood on the screen."""

    version = HiddenField()

    def seen(self) -> int:
        """That version, 0 where there was no answer."""
        return whole(self.version.data) or 0


class ComingForm(AnswerForm):
    """Coming; fields that the activity does not ask for are taken out by `ask`."""

    stays_overnight = RadioField(
        l_("Do you stay overnight?"),  # type: ignore[arg-type] # a lazy text
        validators=[Needed()],
    )
    diet = text(l_("Dietary needs"), most=LONGEST, rows=2)

    def ask(self, activity: Activity) -> None:
        """Keep to what the activity wants to know."""
        self.stays_overnight.choices = [(value, str(word)) for value, word in YES_NO]
        if not activity.asks_overnight:
            del self.stays_overnight
        if not activity.asks_diet:
            del self.diet

    def show(self, old: Answer | None) -> None:
        """Fill in what was answered before."""
        self.version.data = str(old.version if old else 0)
        if old is None:
            return
        if "stays_overnight" in self and old.stays_overnight is not None:
            self.stays_overnight.data = "yes" if old.stays_overnight else "no"
        if "diet" in self:
            self.diet.data = old.diet

    def new(self) -> NewAnswer:
        """The answer as given."""
        return NewAnswer(
            is_coming=True,
            stays_overnight=self.stays_overnight.data == "yes"
            if "stays_overnight" in self
            else None,
            diet=self.diet.data or "" if "diet" in self else "",
        )


class ApologyForm(AnswerForm):
    """Staying away, and why."""

    reason = text(l_("Reason"), needed=True, most=LONGEST, rows=3)

    def show(self, old: Answer | None) -> None:
        """Fill in what was answered before."""
        self.version.data = str(old.version if old else 0)
        self.reason.data = old.reason if old else ""

    def new(self) -> NewAnswer:
        """The answer as given."""
        return NewAnswer(is_coming=False, reason=self.reason.data or "")


class SheetForm(Form):
    """A day's marks. Rows have fields of their own, named by the person's key."""

    day = HiddenField()
    version = HiddenField()

    def sheet(self, day: date, person_ids: Iterable[int], sent: Mapping[str, str]) -> Sheet:
        """The marks as sent, for those expected."""
        return Sheet(
            day=day,
            marks=[row_of(key, sent) for key in person_ids],
            version=_large(self.version.data),
            fill="all" in sent,
        )


def row_of(person_id: int, sent: Mapping[str, str]) -> NewMark:
    """A person's row; what is no presence is none."""
    seen, _colon, seen_note = sent.get(f"was-{person_id}", "").partition(":")
    return NewMark(
        person_id,
        _KNOWN.get(sent.get(f"mark-{person_id}", "")),
        sent.get(f"note-{person_id}", ""),
        _KNOWN.get(seen),
        seen_note,
    )


def day_of(typed: str | None, activity: Activity) -> date | None:
    """The day of the activity that an address or a form names; None for any other."""
    if activity.starts_on is None or activity.ends_on is None:
        return None
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if activity.starts_on <= day <= activity.ends_on else None


def _large(typed: object) -> int:
    """Microseconds since 1970."""
    return int(str(typed)) if re.fullmatch(r"[0-9]{1,17}", str(typed or "")) else 0
