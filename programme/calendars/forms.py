"""What is asked for when a calendar address is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, HiddenField

from programme.calendars.choices import Choice, Scope
from programme.calendars.clients import OTHER
from programme.calendars.services import NAME_CHARACTERS
from programme.core.forms import Form, choice, line, whole
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Mapping


def _ticked(label: object) -> BooleanField:
    return BooleanField(label)  # type: ignore[arg-type] # a lazy text


class AddressForm(Form):
    """One more address: for which program, what it serves, and a name to know it by."""

    client = HiddenField(default=OTHER.key)
    name = line(l_("Where will you use the address?"), most=NAME_CHARACTERS)
    scope = choice(l_("Which dates?"))
    titles_only = _ticked(l_("Titles and times only, for a calendar that colleagues read"))
    alarms = _ticked(l_("A reminder the day before"))
    drops_cancelled = _ticked(l_("Leave cancelled activities out instead of marking them"))

    def offer(self, cohorts: Mapping[int, str], *, leads: bool) -> None:
        """Name what an address may serve: for who leads also what they lead."""
        led = [(Scope.FACILITATED.value, str(l_("What I facilitate")))] if leads else []
        self.scope.choices = [
            (Scope.ALL.value, str(l_("Everything in my plan"))),
            *led,
            (Scope.SHADOWING.value, str(l_("Shadowing only"))),
            *((f"{Scope.COHORT.value}-{key}", name) for key, name in cohorts.items()),
        ]

    def decided(self) -> Choice:
        """What the address is to serve."""
        scope, _dash, key = (self.scope.data or Scope.ALL.value).partition("-")
        return Choice(
            scope=Scope(scope),
            cohort_id=whole(key) if key else None,
            titles_only=self.titles_only.data,
            alarms=self.alarms.data,
            drops_cancelled=self.drops_cancelled.data,
        )
