"""Forms for what one notes about oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.core.forms import DateField, Form, text, whole
from programme.core.text import l_
from programme.standings.labels import STEPS
from programme.standings.services import StandingDraft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.standings.models import GoalStanding


class StandingForm(Form):
    """Where one stands: a step, a note, or both, and the entries behind it."""

    version = HiddenField()
    step = RadioField(
        l_("Where are you on the way?"),  # type: ignore[arg-type] # a lazy text
        default="",
        validate_choice=False,
    )
    note = text(l_("In your own words"), rows=4)
    entries = SelectMultipleField(
        l_("Entries that show it"),  # type: ignore[arg-type] # a lazy text
        coerce=lambda typed: whole(typed) or 0,
        validate_choice=False,  # what is not one's own is left out
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    stands_on = DateField(l_("Date"), needed=True)

    def offer(self, entries: Iterable[tuple[int, str]]) -> None:
        """Say which entries can be chosen, and what the steps are called."""
        steps = [(str(step), str(words)) for step, words in STEPS.items()]
        self.step.choices = [*steps, ("", str(l_("I will not say")))]
        self.entries.choices = list(entries)

    def show(self, standing: GoalStanding) -> None:
        """Fill in what stands."""
        self.version.data = str(standing.version)
        self.step.data = str(standing.step or "")
        self.note.data = standing.note
        self.entries.data = [entry.id for entry in standing.entries]
        self.stands_on.data = standing.stands_on

    @property
    def seen(self) -> int:
        """The version that stood on the page."""
        return whole(self.version.data) or 0

    def draft(self) -> StandingDraft:
        """What was filled in."""
        assert self.stands_on.data is not None  # noqa: S101 - needed
        return StandingDraft(
            self.stands_on.data,
            whole(self.step.data) if self.step.data else None,
            self.note.data or "",
            frozenset(self.entries.data or ()),
        )
