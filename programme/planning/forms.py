"""The form that makes a cohort: what it is, by which rules it is laid, and single days by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.activities import labels
from programme.activities.services import judging
from programme.core import formats
from programme.core.forms import DateField, Form, NumberField, choice, line, page_key
from programme.core.text import l_
from programme.planning.copying import EVERY_KIND, Parts
from programme.planning.rules import WORKING_WEEK, Direction, Rules
from programme.planning.services import LONGEST_NAME
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from programme.cohorts.models import Cohort
    from programme.people.models import Organisation
    from programme.planning.proposals import Slot
    from programme.programmes.models import Programme

_BASICS: Final = frozenset({"programme", "copied", "organisation", "name", "starts_on"})
_RULES: Final = (
    "keep_weekday", "off_holidays", "off_weekends", "off_school_holidays", "direction", "weekdays",
    "keep_order", "distance",
)  # fmt: skip
_PARTS: Final = ("kinds", "texts", "goals", "venues", "facilitators", "cancelled")
MOST_DISTANCE: Final = 60
_DAY: Final = re.compile(r"day_[0-9]{1,10}")


def _some(label: object) -> SelectMultipleField:
    """Any of several, as chips; what is not in the list is not read."""
    return SelectMultipleField(
        label,  # type: ignore[arg-type] # a lazy text
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _tick(label: object) -> BooleanField:
    return BooleanField(label)  # type: ignore[arg-type] # a lazy text


class CohortForm(Form):
    """Programme or cohort to copy, owner, name and start.

    `key` is the form's own, so that twice is once. A copied cohort says its programme itself.
    """

    programme = choice(l_("Programme"), needed=True)
    copied = choice(l_("Copy from a cohort"), coerce=int)
    organisation = choice(l_("Organisation"), coerce=int, needed=True)
    name = line(l_("Name"), needed=True, most=LONGEST_NAME)
    starts_on = DateField(l_("Start date"), needed=True)
    key = HiddenField()

    def offer(
        self,
        programmes: Sequence[Programme],
        organisations: Sequence[Organisation],
        cohorts: Sequence[Cohort],
    ) -> None:
        """Name what may be chosen; of several programmes none is chosen beforehand."""
        nothing = [("", str(l_("Choose a programme")))] if len(programmes) > 1 else []
        self.programme.choices = [*nothing, *((each.slug, each.name) for each in programmes)]
        self.organisation.choices = [(str(each.id), each.name) for each in organisations]
        none = ("", str(l_("No: lay the programme’s own plan")))
        self.copied.choices = [none, *((str(each.id), each.name) for each in cohorts)]


class RulesForm(Form):
    """By which rules the plan is laid; without `chosen` nothing has been chosen yet."""

    chosen = HiddenField()
    keep_weekday = _tick(l_("The weekday"))
    off_holidays = _tick(l_("Public holidays"))
    off_weekends = _tick(l_("Weekends"))
    off_school_holidays = _tick(l_("School holidays"))
    direction = RadioField(
        l_("Where to"),  # type: ignore[arg-type] # a lazy text
        validate_choice=False,
    )
    weekdays = _some(l_("May be moved to"))
    keep_order = _tick(l_("The order"))
    distance = NumberField(l_("Least days between two activities"), least=0, most=MOST_DISTANCE)

    def name_days(self, locale: str) -> None:
        """Name the ways to look, and the days from Monday on."""
        self.direction.choices = [
            (Direction.NEXT.value, str(l_("To the next free day"))),
            (Direction.PREVIOUS.value, str(l_("To the latest free day before"))),
        ]
        self.weekdays.choices = _weekdays(locale)

    def show_rules(self, rules: Rules) -> None:
        """Fill the fields in."""
        for name in _RULES:
            self._fields[name].data = getattr(rules, name)
        self.direction.data = rules.direction.value
        self.weekdays.data = [str(day) for day in sorted(rules.weekdays)]
        self.distance.data = rules.distance or None

    def rules(self) -> Rules:
        """The rules as chosen; a form without errors."""
        backwards = self.direction.data == Direction.PREVIOUS.value
        return Rules(
            keep_weekday=self.keep_weekday.data,
            off_holidays=self.off_holidays.data,
            off_weekends=self.off_weekends.data,
            off_school_holidays=self.off_school_holidays.data,
            direction=Direction.PREVIOUS if backwards else Direction.NEXT,
            weekdays=_days_in(self.weekdays.data) or WORKING_WEEK,
            keep_order=self.keep_order.data or bool(self.distance.data),
            distance=self.distance.data or 0,
        )


class WeekdaysForm(Form):
    """On which weekdays dates are looked for."""

    weekdays = _some(l_("Allowed weekdays"))

    def name_days(self, locale: str) -> None:
        """Name the days from Monday on; the working week is chosen where nothing is."""
        self.weekdays.choices = _weekdays(locale)
        self.weekdays.data = self.weekdays.data or [str(day) for day in sorted(WORKING_WEEK)]

    def chosen(self) -> frozenset[int]:
        """The days, Monday being 0."""
        return _days_in(self.weekdays.data) or WORKING_WEEK


class SuggestionsForm(WeekdaysForm):
    """The proposals that somebody says yes to, and why they are moved."""

    reason = line(l_("Reason"), most=500)


class PartsForm(Form):
    """What of a cohort comes along."""

    kinds = _some(l_("Activities"))
    texts = _tick(l_("Preparation, programme and materials"))
    goals = _tick(l_("Competence goals and objectives"))
    venues = _tick(l_("Venues"))
    facilitators = _tick(l_("Facilitators"))
    cancelled = _tick(l_("Cancelled activities as well"))

    def name_kinds(self, locale: str) -> None:
        """Name the kinds that there are."""
        self.kinds.choices = [(kind.value, labels.kind_name(kind, locale)) for kind in ActivityKind]

    def show_parts(self, parts: Parts) -> None:
        """Fill the fields in."""
        self.kinds.data = [kind.value for kind in ActivityKind if kind in parts.kinds]
        for name in _PARTS[1:]:
            self._fields[name].data = getattr(parts, name)

    def parts(self) -> Parts:
        """The parts as chosen."""
        chosen = set(self.kinds.data or ())
        return Parts(
            kinds=frozenset(kind for kind in EVERY_KIND if kind.value in chosen),
            **{name: self._fields[name].data for name in _PARTS[1:]},
        )


class ProposalForm(CohortForm, RulesForm, PartsForm):
    """A cohort and its plan: made by `proposal_form`, with a date field for each activity."""

    names: Mapping[str, str]
    accept_reason = line(l_("Why it is all right all the same"), most=judging.LONGEST_REASON)
    accepted = HiddenField()

    def has_basic_errors(self) -> bool:
        """Whether it cannot be told yet what the cohort is."""
        return not _BASICS.isdisjoint(self.errors)

    def own_key(self) -> str:
        """The form's key, or a new one where somebody has changed it."""
        return page_key(self.key.data)

    def start(self) -> date:
        """The start, for a form without basic errors."""
        return cast("date", self.starts_on.data)

    def moved(self) -> dict[str, date]:
        """The new first days, by the plan's own keys."""
        found = {key: self._fields[name].data for key, name in self.names.items()}
        return {key: day for key, day in found.items() if day}

    def use(self, chosen: str) -> None:
        """Take over a suggestion, sent by its button as "<field>:<day>"."""
        match = re.fullmatch(r"(move_[0-9]{1,10}):([0-9-]{10})", chosen)
        if match is None or match[1] not in self.names.values():
            return
        field: Any = self._fields[match[1]]
        field.process_formdata([match[2]])
        field.raw_data = [field.data.strftime("%d-%m-%Y")]


def proposal_form(slots: Sequence[Slot]) -> type[ProposalForm]:
    """A form with a field "Change date" for each activity of a plan."""
    names = {slot.key: f"move_{slot.number}" for slot in slots}
    fields = {name: DateField(l_("Change date")) for name in names.values()}
    return type("ProposalForm", (ProposalForm,), {**fields, "names": names})


def shown_days(slots: Sequence[Slot], values: MultiDict[str, str]) -> dict[str, str]:
    """The days that stood on the page, by the plan's own keys; nothing where none did.

    What has left the plan since has its field's name for a key.
    """
    keys = {f"day_{slot.number}": slot.key for slot in slots}
    return {keys.get(name, name): values[name] for name in values if _DAY.fullmatch(name)}


def left_out(slots: Sequence[Slot], values: MultiDict[str, str]) -> frozenset[str]:
    """What stood on the page and is not ticked; what has come since is taken along."""
    return frozenset(
        slot.key
        for slot in slots
        if f"day_{slot.number}" in values and f"take_{slot.number}" not in values
    )


def _weekdays(locale: str) -> list[tuple[str, str]]:
    monday = date(2024, 1, 1)
    return [(str(n), formats.weekday(monday.replace(day=1 + n), locale)) for n in range(7)]


def _days_in(chosen: Sequence[str] | None) -> frozenset[int]:
    return frozenset(int(day) for day in chosen or () if day in set("0123456"))
