"""What administrators keep in order: organisations with units, and job titles.

Here and not with the persons, because school holidays are read by the calendar above them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import ColumnElement, exists, select

from programme.activities.calendar_days import SchoolHolidays, UnreadableSchoolHolidaysError
from programme.audit import services as audit
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people.models import JobTitle, Organisation, Unit

if TYPE_CHECKING:
    from programme.people.models import Person

LONGEST: Final = 120
Thing = TypeVar("Thing", Organisation, Unit, JobTitle)


@dataclass(frozen=True, slots=True)
class OrganisationText:
    """An organisation's name and its school holidays as "7-8, 27-32, 42, jul"."""

    name: str
    school_holidays: str


@dataclass(frozen=True, slots=True)
class TitleText:
    """A job title and the level it suggests."""

    name: str
    level_id: int | None = None


def add_organisation(text: OrganisationText, *, by: Person) -> Organisation:
    """Add an organisation whose name no other has."""
    organisation = Organisation(units=[])
    _write_organisation(organisation, text)
    db.session.add(organisation)
    return _kept(organisation, "added", by)


def edit_organisation(organisation: Organisation, text: OrganisationText, *, by: Person) -> None:
    """Rename it, or say when its schools are closed."""
    _write_organisation(organisation, text)
    _kept(organisation, "edited", by)


def add_unit(organisation: Organisation, name: str, *, by: Person) -> Unit:
    """Add a unit; another organisation may have one of the same name."""
    name = _name(name)
    _check_free(Unit.organisation_id == organisation.id, Unit.name == name)
    unit = Unit(organisation=organisation, name=name)
    db.session.add(unit)
    return _kept(unit, "added", by)


def rename_unit(unit: Unit, name: str, *, by: Person) -> None:
    """Give a unit another name; its people stay in it."""
    name = _name(name)
    _check_free(Unit.organisation_id == unit.organisation_id, Unit.name == name, Unit.id != unit.id)
    unit.name = name
    _kept(unit, "renamed", by)


def add_title(text: TitleText, *, by: Person) -> JobTitle:
    """Add a job title."""
    name = _name(text.name)
    _check_free(JobTitle.name == name)
    title = JobTitle(name=name, default_level_id=text.level_id)
    db.session.add(title)
    return _kept(title, "added", by)


def edit_title(title: JobTitle, text: TitleText, *, by: Person) -> None:
    """Change a job title's words or level. Enrolments that stand keep their level."""
    name = _name(text.name)
    _check_free(JobTitle.name == name, JobTitle.id != title.id)
    title.name = name
    title.default_level_id = text.level_id
    _kept(title, "edited", by)


def _write_organisation(organisation: Organisation, text: OrganisationText) -> None:
    name, holidays = _name(text.name), _weeks(text.school_holidays)
    _check_free(Organisation.name == name, Organisation.id.is_distinct_from(organisation.id))
    organisation.name = name
    organisation.school_holidays = holidays


def _weeks(text: str) -> str:
    try:
        return SchoolHolidays.from_text(text).as_text()
    except UnreadableSchoolHolidaysError as error:
        raise RuleBrokenError(
            l_("“%(part)s” is no week. Write them as 7-8, 27-32, 42, jul.", part=error.part),
            "school_holidays",
        ) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST:
        raise RuleBrokenError(
            l_("Write a name of at most %(number)d characters.", number=LONGEST), "name"
        )
    return name


def _check_free(*conditions: ColumnElement[bool]) -> None:
    """Nothing may be found by these conditions: the name is taken there."""
    with db.session.no_autoflush:
        if db.session.scalar(select(exists().where(*conditions))):
            raise RuleBrokenError(l_("That name is taken."), "name")


def _kept(thing: Thing, action: str, by: Person) -> Thing:
    db.session.flush()
    audit.record(action, thing.__tablename__, thing.id, actor_id=by.id)
    return thing
