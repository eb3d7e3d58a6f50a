"""The form in which a visit is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField

from programme.cohorts.labels import choices_by_nearness
from programme.core.forms import DateField, Form, choice, text
from programme.core.text import l_
from programme.visits.services import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable


class VisitForm(Form):
    """Whom, when, and what for. `key` is the page's own, so that it asks once."""

    key = HiddenField()
    host = choice(l_("Colleague"), coerce=int, needed=True)
    visit_on = DateField(l_("Day"), needed=True)
    focus = text(l_("What would you like to see?"), needed=True, most=LONGEST, rows=3)

    def offer(self, colleagues: Iterable[tuple[int, tuple[int, str]]]) -> None:
        """Name those whom one can visit."""
        self.host.choices = {"": str(l_("Choose")), **choices_by_nearness(colleagues)}
