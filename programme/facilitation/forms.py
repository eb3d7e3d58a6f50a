"""The forms of answers and of partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.core.forms import Form, choice, line, text
from programme.core.text import l_
from programme.facilitation.services import ANSWERS, PartnerText
from programme.facilitation.services.asking import LONGEST_NOTE
from programme.facilitation.services.partners import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.activities.models import FacilitatorAnswer
    from programme.people.models import Organisation


class AnswerForm(Form):
    """A remark that may go with the answer; which answer, the button says."""

    note = text(l_("A remark for the coordinator"), most=LONGEST_NOTE, rows=2)


def given(pressed: str | None) -> FacilitatorAnswer | None:
    """The answer that a button stands for."""
    return ANSWERS.get(pressed or "")


class PartnerForm(Form):
    """A partner; for a new one also whose contact it is."""

    organisation = choice(l_("Organisation"), coerce=int)
    name = line(l_("Name"), needed=True, most=LONGEST)
    workplace = line(l_("Workplace"), most=LONGEST)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Name whose contact it may be."""
        self.organisation.choices = [(str(each.id), each.name) for each in organisations]

    def partner_text(self) -> PartnerText:
        """What was typed, as the service takes it."""
        return PartnerText(str(self.name.data), self.workplace.data or "")
