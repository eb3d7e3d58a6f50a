"""The form that makes a cohort: what it is, and other days for single activities."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from wtforms import HiddenField

from programme.activities import labels
from programme.core.forms import DateField, Form, choice, line
from programme.core.text import l_
from programme.planning.services import LONGEST_NAME, CohortPlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.people.models import Organisation
    from programme.programmes.models import PlanItem, Programme

_BASICS: Final = frozenset({"programme", "organisation", "name", "starts_on"})

OWN_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")


class CohortForm(Form):
    """Programme, owner, name and start; `key` is the form's own, so that twice is once."""

    programme = choice(l_("Programme"), needed=True)
    organisation = choice(l_("Organisation"), coerce=int, needed=True)
    name = line(l_("Name"), needed=True, most=LONGEST_NAME)
    starts_on = DateField(l_("Start date"), needed=True)
    key = HiddenField()

    def offer(self, programmes: Sequence[Programme], organisations: Sequence[Organisation]) -> None:
        """Name what may be chosen; of several programmes none is chosen beforehand."""
        nothing = [("", str(l_("Choose a programme")))] if len(programmes) > 1 else []
        self.programme.choices = [*nothing, *((each.slug, each.name) for each in programmes)]
        self.organisation.choices = [(str(each.id), each.name) for each in organisations]


class ProposalForm(CohortForm):
    """A cohort and its plan: made by `proposal_form`, with a date field for each activity."""

    names: Mapping[str, str]

    def has_basic_errors(self) -> bool:
        """Whether it cannot be told yet what the cohort is."""
        return not _BASICS.isdisjoint(self.errors)

    def cohort_plan(self, programme: Programme, organisation: Organisation) -> CohortPlan:
        """The cohort as decided; for a form without basic errors."""
        key = self.key.data or ""
        return CohortPlan(
            programme=programme,
            organisation=organisation,
            name=self.name.data,
            starts_on=cast("date", self.starts_on.data),
            moved=self.moved(),
            key=key if OWN_KEY.fullmatch(key) else uuid4().hex,
        )

    def moved(self) -> dict[str, date]:
        """The new first days, by the plan's own keys."""
        found = {key: self._fields[name].data for key, name in self.names.items()}
        return {key: day for key, day in found.items() if day}

    def use(self, chosen: str) -> None:
        """Take over a suggestion, sent by its button as "<field>:<day>"."""
        match = re.fullmatch(r"(move_[0-9]{1,4}):([0-9-]{10})", chosen)
        if match is None or match[1] not in self.names.values():
            return
        field: Any = self._fields[match[1]]
        field.process_formdata([match[2]])
        field.raw_data = [field.data.strftime("%d-%m-%Y")]


def proposal_form(items: Sequence[PlanItem], locale: str) -> type[ProposalForm]:
    """A form with a field "Change date" for each activity of a plan."""
    names = {item.key: f"move_{item.position}" for item in items}
    fields = {
        names[item.key]: DateField(
            l_(
                "New date for %(label)s",
                label=labels.short_label(item.kind, item.number, locale),
            )
        )
        for item in items
    }
    return type("ProposalForm", (ProposalForm,), {**fields, "names": names})
