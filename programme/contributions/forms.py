"""The forms of proposals, decisions and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import HiddenField, RadioField

from programme.contributions.labels import STATES
from programme.contributions.models import ProposalState
from programme.contributions.services import FATES, LONGEST, Decision
from programme.core.forms import Form, Needed, choice, text, whole
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity
    from programme.contributions.models import ContentProposal

Choices = list[tuple[str, str]]


class ProposalForm(Form):
    """A proposal: for which cohort, if there are several, and for which activity, if any."""

    text = text(l_("What would you like on the programme?"), needed=True, most=LONGEST, rows=4)
    cohort = choice(l_("Cohort"), coerce=int, needed=True)
    activity = choice(l_("For which activity?"), coerce=int)

    def offer(self, cohorts: Choices, activities: Choices) -> None:
        """Name what there is to choose among; with one cohort there is no choice."""
        self.cohort.choices = cohorts
        self.activity.choices = [("", str(l_("No activity in particular"))), *activities]
        if len(cohorts) == 1:
            self.cohort.data, self.cohort.validators = int(cohorts[0][0]), []
            self.cohort.raw_data = [cohorts[0][0]]


class DecisionForm(Form):
    """What becomes of a proposal."""

    version = HiddenField()
    state = RadioField(l_("What becomes of it"), validators=[Needed()])  # type: ignore[arg-type]
    activity = choice(l_("On the programme of"), coerce=int)
    answer = text(l_("Answer to the author"), most=LONGEST, rows=3)

    def offer(self, activities: Iterable[tuple[int, str]]) -> None:
        """Name the fates, and the activities that one may put it on."""
        self.state.choices = [(state.value, str(STATES[state])) for state in FATES]
        named = [(str(key), label) for key, label in activities]
        self.activity.choices = [("", str(l_("Choose"))), *named]

    def show(self, proposal: ContentProposal) -> None:
        """Fill in what stands."""
        self.version.data = str(proposal.version)
        self.answer.data = proposal.answer
        self.activity.data = proposal.activity_id
        if proposal.state in FATES:
            self.state.data = proposal.state.value

    def seen(self) -> int:
        """The version that stood on the screen."""
        return whole(self.version.data) or 0

    def decision(self, activities: Iterable[Activity]) -> Decision:
        """What was decided."""
        chosen: Any = self.activity.data
        found = next((each for each in activities if each.id == chosen), None)
        return Decision(ProposalState(self.state.data), found, self.answer.data or "")


class QuestionForm(Form):
    """A question to the other group."""

    text = text(l_("Your question"), needed=True, most=LONGEST, rows=3)
