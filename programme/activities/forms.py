"""The forms of activities: what they are, their texts, and their days."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, FieldList, HiddenField, RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.activities import checks, labels
from programme.activities.findings import FindingCode
from programme.activities.grade_words import GROUPS, SEVERITIES
from programme.activities.models import Severity
from programme.activities.plan import ActivityPlan, Details, Link, Texts, When
from programme.core import forms
from programme.core.forms import DateSpanField, Form, NumberField, TimeField, choice, line
from programme.core.text import l_
from programme.programmes.content import ActivityKind, Audience, Marker
from programme.venues.labels import with_seats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.services import Choices
    from programme.core.errors import RuleBrokenError

MARKERS = (
    (Marker.NONE, l_("Neither")),
    (Marker.OPENING, l_("Opens the course")),
    (Marker.CLOSING, l_("Closes the course")),
)
_ASKED = ("answers_until", "asks_overnight", "asks_diet")


def _some(label: object) -> SelectMultipleField:
    """Any of several, as checkboxes; the service refuses what is not in the list."""
    return SelectMultipleField(
        label,  # type: ignore[arg-type] # a lazy text
        coerce=_number,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _number(typed: object) -> int:
    return int(str(typed)) if re.fullmatch(r"[0-9]{1,9}", str(typed)) else 0


class VersionedForm(Form):
    """A form that knows which version of the activity stood on the screen."""

    version = HiddenField()

    def seen(self) -> int:
        """That version; a missing or broken one is none that was ever saved."""
        return _number(self.version.data)


class TextsForm(VersionedForm):
    """What facilitators may write too."""

    preparation = forms.text(l_("Preparation"), most=checks.LONGEST_TEXT)
    days = FieldList(forms.text(l_("Programme of the day"), most=checks.LONGEST_TEXT, rows=4))
    bring = forms.text(l_("Bring along"), most=checks.LONGEST_TEXT, rows=2)
    links = forms.text(l_("Materials and inspiration"), most=checks.LONGEST_TEXT, rows=3)
    try_afterwards = forms.text(l_("Try afterwards"), most=checks.LONGEST_TEXT, rows=2)

    def offer_days(self, count: int) -> None:
        """Have a field for each day, those sent included."""
        while len(self.days) < count:
            self.days.append_entry()

    def show_texts(self, texts: Texts) -> None:
        """Fill the fields with what stands."""
        self.preparation.data = texts.preparation
        self.bring.data = texts.bring
        self.try_afterwards.data = texts.try_afterwards
        self.links.data = "\n".join(_link_line(link) for link in texts.links)
        for field, text in zip(self.days, texts.days, strict=False):
            field.data = text

    def texts(self) -> Texts:
        """The texts as decided."""
        return Texts(
            preparation=self.preparation.data or "",
            bring=self.bring.data or "",
            try_afterwards=self.try_afterwards.data or "",
            days=tuple(field.data or "" for field in self.days),
            links=tuple(_link(each) for each in (self.links.data or "").splitlines() if each),
        )


class DetailsForm(TextsForm):
    """Everything about an activity but its days."""

    kind = choice(l_("Type"), coerce=ActivityKind, needed=True)
    number = NumberField(l_("Number"), least=1, most=checks.MOST_NUMBER)
    title = line(l_("Theme"))
    where = choice(l_("Venue"))
    place = line(l_("Place"))
    address = line(l_("Address"))
    track_id = choice(l_("Track"), coerce=int)
    audience = choice(l_("For whom"), coerce=Audience, needed=True)
    marker = choice(l_("Place in the course"), coerce=Marker)
    level_ids = _some(l_("Leadership levels"))
    goal_ids = _some(l_("Competence goals in focus"))
    objective_ids = _some(l_("Objectives"))
    facilitator_ids = _some(l_("Facilitators"))
    answers_until = forms.DateField(l_("Answers wanted until"))
    asks_overnight = BooleanField(l_("Ask about staying overnight"))  # type: ignore[arg-type]
    asks_diet = BooleanField(l_("Ask about dietary needs"))  # type: ignore[arg-type]

    def offer(self, choices: Choices, locale: str) -> None:
        """Name what the activity may be tied to."""
        none = [("", str(l_("None")))]
        self.kind.choices = [(kind.value, name) for kind, name in labels.KINDS[locale].items()]
        self.audience.choices = [
            (audience.value, name)
            for audience, name in labels.AUDIENCES[locale].items()
            if audience is not Audience.NAMED
        ]
        self.marker.choices = [(marker.value, str(name)) for marker, name in MARKERS]
        self._offer_venues(choices)
        tracks = [(str(track.id), track.name) for track in choices.tracks.values()]
        self.track_id.choices = [*none, *tracks]
        for field, things in (
            (self.level_ids, [(i, t.name) for i, t in choices.levels.items()]),
            (self.goal_ids, [(i, f"{t.number} {t.short_name}") for i, t in choices.goals.items()]),
            (self.objective_ids, [(i, t.short_name) for i, t in choices.objectives.items()]),
            (self.facilitator_ids, [(i, t.name) for i, t in choices.facilitators.items()]),
        ):
            field.choices = things

    def _offer_venues(self, choices: Choices) -> None:
        """Venues with their rooms, each with its seats; or a place in words."""
        self.where.choices = [("", str(l_("Another place")))]
        for venue in choices.venues.values():
            self.where.choices.append((str(venue.id), with_seats(venue.name, venue.capacity)))
            self.where.choices += [
                (f"{venue.id}-{room.id}", with_seats(room.place, room.capacity))
                for room in venue.rooms
            ]
        if choices.venues:
            self.place.label.text = str(l_("Another place"))

    def show_details(self, details: Details) -> None:
        """Fill the fields with what stands."""
        for name in ("kind", "number", "title", "place", "address", "audience", "marker"):
            self._fields[name].data = getattr(details, name)
        for name in _ASKED:
            self._fields[name].data = getattr(details, name)
        if details.venue_id:  # whose words are not to be written here
            self.where.data = _where(details.venue_id, details.room_id)
            self.place.data = self.address.data = ""
        self.track_id.data = details.track_id
        for name in ("level_ids", "goal_ids", "objective_ids", "facilitator_ids"):
            self._fields[name].data = sorted(getattr(details, name))

    def details(self) -> Details:
        """The activity as decided."""
        venue_id, _dash, room_id = (self.where.data or "").partition("-")
        return Details(
            kind=self.kind.data,
            number=self.number.data,
            title=self.title.data or "",
            place=self.place.data or "",
            address=self.address.data or "",
            venue_id=int(venue_id) if venue_id else None,
            room_id=int(room_id) if room_id else None,
            track_id=self.track_id.data,
            audience=self.audience.data,
            marker=self.marker.data or Marker.NONE,
            level_ids=frozenset(self.level_ids.data or ()),
            goal_ids=frozenset(self.goal_ids.data or ()),
            objective_ids=frozenset(self.objective_ids.data or ()),
            facilitator_ids=frozenset(self.facilitator_ids.data or ()),
            **{name: self._fields[name].data for name in _ASKED},
        )


class WhenForm(Form):
    """Days and times; a single day lasts `length` days, a range says itself how many."""

    day = DateSpanField(l_("New date"))
    length = NumberField(l_("Days"), least=1, most=checks.MOST_DAYS)
    start_time = TimeField(l_("Begins at"))
    end_time = TimeField(l_("Ends at"))
    window_from = forms.DateField(l_("May lie from"))
    window_to = forms.DateField(l_("May lie until"))

    def refuse(self, error: RuleBrokenError) -> None:
        """Show what is wrong with the days at the one field in which they are written."""
        if error.field in {"starts_on", "ends_on"}:
            error.field = "day"
        super().refuse(error)

    def show_when(self, when: When) -> None:
        """Fill in what is kept when the day changes."""
        self.length.data = checks.length(when) if when.starts_on else 1
        for name in ("start_time", "end_time", "window_from", "window_to"):
            self._fields[name].data = getattr(when, name)

    def when(self) -> When:
        """The days and times as decided."""
        first, last = self.day.data or (None, None)
        if first and first == last:
            last = first + timedelta(days=(self.length.data or 1) - 1)
        return When(
            starts_on=first,
            ends_on=last,
            start_time=self.start_time.data,
            end_time=self.end_time.data,
            window_from=self.window_from.data,
            window_to=self.window_to.data,
        )


class AcceptForm(Form):
    """Why one goes on in spite of what is found; `accepted` seals what has been seen of it."""

    accept_reason = line(l_("Why it is all right"), most=500)
    accepted = HiddenField()


class EditForm(AcceptForm, DetailsForm):
    """Everything about an activity that stands already, but its days."""


class NewForm(AcceptForm, WhenForm, DetailsForm):
    """A whole activity."""

    day = DateSpanField(l_("Date"))

    def plan(self) -> ActivityPlan:
        """The activity as decided."""
        return ActivityPlan(details=self.details(), when=self.when(), texts=self.texts())


class GradesForm(Form):
    """How stern the plan check is: made by `grades_form`, with a field for each kind of finding."""

    least_days = NumberField(l_("Days between two activities, at the least"), least=0, most=60)

    def offer(self) -> None:
        """Name the grades."""
        for code in FindingCode:
            field: Any = self._fields[code.value]
            field.choices = [(each.value, str(name)) for each, name in SEVERITIES.items()]

    def show(self, grades: Mapping[str, Severity]) -> None:
        """Choose what the cohort has, or the defaults."""
        for code in FindingCode:
            self._fields[code.value].data = grades.get(code.value, code.default)

    def grades(self) -> dict[FindingCode, Severity]:
        """What was chosen."""
        return {code: self._fields[code.value].data for code in FindingCode}


def grades_form() -> type[GradesForm]:
    """A form with a choice of grades for each kind of finding."""
    fields = {
        code.value: RadioField(str(said), coerce=_severity)
        for _group, findings in GROUPS
        for code, said in findings.items()
    }
    return type("GradesForm", (GradesForm,), fields)


def _severity(typed: object) -> Severity:
    return typed if isinstance(typed, Severity) else Severity(str(typed))


def _where(venue_id: int, room_id: int | None) -> str:
    """A venue and perhaps a room as one value of the list."""
    return f"{venue_id}-{room_id}" if room_id else str(venue_id)


def _link(typed: str) -> Link:
    """Take "Titel https://…" apart at the last space."""
    title, _space, url = typed.strip().rpartition(" ")
    return Link(title.rstrip(" :–-"), url)


def _link_line(link: Link) -> str:
    return link.url if link.title == link.url else f"{link.title} {link.url}"
