"""Forms for habits and trial actions. The rules stand in the services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from wtforms import HiddenField, RadioField, ValidationError

from programme.core import clock
from programme.core.forms import DateField, Form, line
from programme.core.forms import text as text_field
from programme.core.text import l_
from programme.learning_logs.models import TrialOutcome
from programme.learning_logs.services.trials import TrialContent, usual_end

if TYPE_CHECKING:
    from programme.learning_logs.models import TrialAction

OUTCOMES: Final[dict[TrialOutcome, Any]] = {
    TrialOutcome.KEEP: l_("Keep what was tried"),
    TrialOutcome.ADJUST: l_("Adjust and try again"),
    TrialOutcome.STOP: l_("Stop the trial"),
}
_EXPLAINED: Final[dict[TrialOutcome, Any]] = {
    TrialOutcome.KEEP: l_("Keep – it works; now it is how we do it"),
    TrialOutcome.ADJUST: l_("Adjust – try once more in another way"),
    TrialOutcome.STOP: l_("Stop – it was not that"),
}
_OUTCOME: Final[Any] = l_("What did you decide?")


class HabitForm(Form):
    """A habit to let go."""

    version = HiddenField()
    text = line(l_("Which habit do you want to let go?"), needed=True)
    since = DateField(l_("Since"))


class TrialForm(Form):
    """A small test in daily work."""

    version = HiddenField()
    text = line(l_("What will you try?"), needed=True)
    who = line(l_("Who takes part?"))
    starts_on = DateField(l_("From"))
    ends_on = DateField(l_("Until"))
    look_for = text_field(l_("What will you look for?"), rows=3)

    def content(self) -> TrialContent:
        """What was typed; without days it begins today and lasts as long as is usual."""
        first: date = self.starts_on.data or clock.today()
        return TrialContent(
            text=self.text.data or "",
            who=self.who.data or "",
            starts_on=first,
            ends_on=self.ends_on.data or usual_end(first),
            look_for=self.look_for.data or "",
        )


class OutcomeForm(Form):
    """What came of a trial."""

    version = HiddenField()
    outcome = RadioField(_OUTCOME, validate_choice=False)
    note = text_field(l_("What did you see?"), rows=4)

    def offer(self, trial: TrialAction, *, is_sent: bool) -> None:
        """Say what may be chosen; fill in what was noted unless something else was sent."""
        self.outcome.choices = [(outcome.value, str(said)) for outcome, said in _EXPLAINED.items()]
        if not is_sent:
            self.outcome.data = trial.outcome.value if trial.outcome else None
            self.note.data = trial.outcome_note
            self.version.data = str(trial.version)

    def validate_outcome(self, field: RadioField) -> None:
        """One of the three."""
        if field.data not in {outcome.value for outcome in TrialOutcome}:
            raise ValidationError(str(l_("Choose what you decided.")))
