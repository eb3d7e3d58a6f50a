"""Forms of cohorts: their frame, places in them, groups, and the people of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from wtforms import HiddenField

from programme.cohorts.labels import PARTICIPATIONS, ROLES
from programme.cohorts.models import Participation, Role
from programme.cohorts.services import CohortEdit, NewEnrolment
from programme.core.forms import DateField, Form, NumberField, choice, line, text, whole
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from programme.cohorts.models import Enrolment
    from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person

NOTHING = ("", "–")
LARGEST_COHORT = 1000
LONGEST_EMAIL = 254
LONGEST_PHONE = 40
LONGEST_REASON = 2_000
MOST_OF_RATIO = 20
MOST_NOTICE_DAYS = 365


def version_of(field: HiddenField) -> int:
    """The version that stood on the screen; a broken one is none that was ever saved."""
    return whole(field.data) or 0


class SettingsForm(Form):
    """A cohort's frame."""

    version = HiddenField()
    name = line(l_("Name"), needed=True)
    starts_on = DateField(l_("Start date"), needed=True)
    ends_on = DateField(l_("End date"))
    capacity = NumberField(l_("Places"), least=1, most=LARGEST_COHORT)
    ratio_leaders = NumberField(l_("Leaders"), least=1, most=MOST_OF_RATIO)
    ratio_employees = NumberField(l_("Appointed employees"), least=1, most=MOST_OF_RATIO)
    notice_days = NumberField(l_("Days that are told at once"), least=0, most=MOST_NOTICE_DAYS)

    def edit(self) -> CohortEdit:
        """What was filled in."""
        return CohortEdit(
            version=version_of(self.version),
            name=self.name.data,
            starts_on=cast("date", self.starts_on.data),
            ends_on=self.ends_on.data,
            capacity=self.capacity.data,
            ratio_leaders=self.ratio_leaders.data or 1,
            ratio_employees=self.ratio_employees.data or 1,
            notice_days=14 if self.notice_days.data is None else self.notice_days.data,
        )


class PlaceForm(Form):
    """What somebody is in a cohort."""

    role = choice(l_("Role"), coerce=Role, needed=True)
    level = choice(l_("Leadership level"), coerce=int)
    appointed_by = choice(l_("Appointed by"), coerce=int)
    appointed_on = DateField(l_("Appointed on"))
    appointment_reason = text(l_("Reason"), most=LONGEST_REASON, rows=3)
    participation = choice(l_("Takes part by"), coerce=Participation)

    def offer_places(
        self, levels: Iterable[LeadershipLevel], participants: Iterable[Enrolment]
    ) -> None:
        """Say which levels there are, and who can appoint."""
        self.role.choices = [(role.value, str(label)) for role, label in ROLES.items()]
        self.level.choices = [NOTHING, *((level.id, level.name) for level in levels)]
        self.participation.choices = [
            NOTHING,
            *((how.value, str(label)) for how, label in PARTICIPATIONS.items()),
        ]
        people = sorted((place.person.name, place.person_id) for place in participants)
        self.appointed_by.choices = [NOTHING, *((key, name) for name, key in people)]

    def place(
        self,
        person: Person,
        levels: Iterable[LeadershipLevel],
        participants: Iterable[Enrolment],
    ) -> NewEnrolment:
        """What was filled in, for a person."""
        by = [p.person for p in participants if p.person_id == self.appointed_by.data]
        return NewEnrolment(
            person=person,
            role=self.role.data,
            level=next((level for level in levels if level.id == self.level.data), None),
            appointed_by=by[0] if by else None,
            appointed_on=self.appointed_on.data,
            reason=self.appointment_reason.data or "",
            participation=self.participation.data,
        )


class PersonForm(Form):
    """What is known of a person. The manager is named by address: lists of all people tell much."""

    version = HiddenField()
    name = line(l_("Name"), needed=True)
    phone = line(l_("Phone"), most=LONGEST_PHONE)
    workplace = choice(l_("Organisation and unit"), needed=True)
    job_title = choice(l_("Job title"), coerce=int)
    level = choice(l_("Leadership level"), coerce=int)
    manager = line(l_("E-mail of the nearest leader"), most=LONGEST_EMAIL)

    def offer(
        self,
        organisations: Sequence[Organisation],
        titles: Iterable[JobTitle],
        levels: Iterable[LeadershipLevel],
    ) -> None:
        """Say where one can work, and as what."""
        self.workplace.choices = [NOTHING, *workplaces(organisations)]
        self.job_title.choices = [NOTHING, *((title.id, title.name) for title in titles)]
        self.level.choices = [NOTHING, *((level.id, level.name) for level in levels)]

    def workplace_keys(self) -> tuple[int, int | None]:
        """Organisation and unit; the choice is one of those offered."""
        organisation, _, unit = str(self.workplace.data).partition("-")
        return int(organisation), int(unit) if unit else None


class NewPersonForm(PersonForm):
    """Somebody new to the site."""

    email = line(l_("E-mail"), needed=True, most=LONGEST_EMAIL)


class NewMemberForm(NewPersonForm, PlaceForm):
    """Somebody new to the site and to a cohort at once."""


class GroupForm(Form):
    """A network group's name; without one its number names it."""

    name = line(l_("Name of the group"), most=80)


class GrantForm(Form):
    """What somebody is to coordinate: "organisation-3", "programme-1", "cohort-7"."""

    scope = choice(l_("Organisation, programme or cohort"), needed=True)


def workplaces(organisations: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Every organisation, each followed by its units."""
    found = []
    for organisation in organisations:
        found.append((str(organisation.id), organisation.name))
        found += [
            (f"{organisation.id}-{unit.id}", f"{organisation.name} · {unit.name}")
            for unit in organisation.units
        ]
    return found
