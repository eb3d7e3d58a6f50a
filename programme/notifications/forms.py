"""What is asked on the page of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, EmailField, HiddenField
from wtforms.validators import Optional

from programme.core.forms import Form, Readable, choice, whole
from programme.core.text import l_
from programme.notifications.queries import FRIDAY, Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_EMAIL = 254


def _ticked(label: Any) -> BooleanField:  # noqa: ANN401 - a lazy text
    return BooleanField(label)


class NoticesForm(Form):
    """Everything a person may choose, in one form; `version` is that of the choices shown."""

    version = HiddenField()
    invitations = _ticked(l_("Send me meeting invitations"))
    secretary_email = EmailField(
        l_("A copy to"),  # type: ignore[arg-type] # a lazy text
        [Optional(), Readable(LONGEST_EMAIL, one_line=True)],
        render_kw={"autocomplete": "off"},
    )
    skip_when_fetched = _ticked(
        l_("Skip the mail when all my calendars have already fetched the change")
    )
    weekly_nudge = _ticked(l_("Remind me of my log once a week"))
    nudge_weekday = choice(l_("On which day?"), coerce=int)
    reminders = _ticked(l_("Remind me just before and just after an activity"))

    def offer(self, weekdays: Sequence[str]) -> None:
        """Name the days, Monday first."""
        self.nudge_weekday.choices = list(enumerate(weekdays))

    def show(self, chosen: Choice) -> None:
        """Show what holds now."""
        self.process(data={name: getattr(chosen, name) for name in Choice.__dataclass_fields__})

    def chosen(self) -> Choice:
        """What was sent."""
        weekday = self.nudge_weekday.data
        return Choice(
            skip_when_fetched=self.skip_when_fetched.data,
            invitations=self.invitations.data,
            secretary_email=self.secretary_email.data or None,
            weekly_nudge=self.weekly_nudge.data,
            nudge_weekday=FRIDAY if weekday is None else weekday,
            reminders=self.reminders.data,
            version=whole(self.version.data) or 0,
        )
