"""The forms of changes: new days, why, whether at once, and what has been looked at before."""

from __future__ import annotations

from wtforms import HiddenField

from programme.activities.forms import AcceptForm, VersionedForm, WhenForm
from programme.core.forms import Form, line, whole
from programme.core.text import l_


class ChangeForm(AcceptForm, VersionedForm):
    """Why; `draft` is the version of the activity's draft that stood on the screen."""

    reason = line(l_("Reason"), most=500)
    accept_reason = line(l_("Why the date is all right"), most=500)
    draft = HiddenField()
    next = HiddenField()

    def seen_draft(self) -> int:
        """That version; 0 where there was none."""
        return whole(self.draft.data) or 0


class MoveForm(WhenForm, ChangeForm):
    """New days for an activity."""


class TogetherForm(AcceptForm):
    """All drafts of a cohort: a word to everybody, and which drafts stood on the screen."""

    note = line(l_("Message to everybody it concerns"), most=500)
    accept_reason = line(l_("Why the dates are all right"), most=500)
    seen = HiddenField()


class KeepForm(Form):
    """Stand by a draft, having seen the activity as it is now."""

    version = HiddenField()
