"""Do what a list says, all of it or nothing. The caller commits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.cohorts.models import Enrolment, NetworkGroup, Role
from programme.cohorts.services import NewEnrolment
from programme.cohorts.services.versions import hold_still
from programme.core.db import db
from programme.people import services as people
from programme.people.models import JobTitle, LeadershipLevel, Person, Unit
from programme.people.services import NewPerson
from programme.people.services.editing import PersonEdit, edit_person
from programme.rosters.columns import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from programme.cohorts.models import Cohort
    from programme.rosters.preview import Line, NewPlace, PlaceEdit, Preview


def begin(cohort_id: int) -> None:
    """Let one list at a time be held against a cohort, and saved."""
    hold_still(cohort_id)


def save(cohort: Cohort, preview: Preview, *, by: Person) -> None:
    """Save what was shown; who is new to the site is invited by mail, once."""
    lines = [line for line in preview.lines if line.same_as is None]
    persons = _persons(lines, by)
    _edit_persons(lines, persons, by)
    _enrol(cohort, lines, persons, by)
    _group(cohort, lines, persons, by)
    audit.record("imported people", "cohort", cohort.id, actor_id=by.id)


def _persons(lines: list[Line], by: Person) -> dict[str, Person]:
    """Everybody whom the list tells of or names, by address; who is new is made first."""
    for line in lines:
        if line.known_id is None:
            people.add_person(_new_person(line), actor_id=by.id)
    named = {line.email for line in lines}
    named |= {line.person[Field.MANAGER] for line in lines if Field.MANAGER in line.person}
    named |= {place.appointed_by for line in lines for place in line.places if place.appointed_by}
    found = db.session.scalars(
        select(Person).where(Person.email.in_(sorted(named))).options(selectinload(Person.grants))
    )
    return {person.email: person for person in found}


def _new_person(line: Line) -> NewPerson:
    """Without the leader, who may be further down the list."""
    values = line.person
    return NewPerson(
        name=values[Field.NAME],
        email=line.email,
        organisation_id=values[Field.ORGANISATION].id,
        unit_id=_id(values.get(Field.UNIT)),
        job_title_id=_id(values.get(Field.TITLE)),
        level_id=_id(values.get(Field.LEVEL)),
        phone=values.get(Field.PHONE, ""),
    )


def _edit_persons(lines: list[Line], persons: Mapping[str, Person], by: Person) -> None:
    for line in lines:
        person = persons[line.email]
        if line.known_id is None:
            if Field.MANAGER in line.person:
                person.line_manager = persons[line.person[Field.MANAGER]]
        elif line.person:
            edit = _edit(person, line.person, persons)
            edit_person(person, edit, actor_id=by.id, address="")
            cohorts.name_changed(person.id)
    db.session.flush()


def _edit(person: Person, values: Mapping[Field, Any], persons: Mapping[str, Person]) -> PersonEdit:
    manager = persons[values[Field.MANAGER]] if Field.MANAGER in values else person.line_manager
    return PersonEdit(
        version=person.version,
        name=values.get(Field.NAME, person.name),
        phone=values.get(Field.PHONE, person.phone),
        organisation=person.organisation,
        unit=_found(Unit, values.get(Field.UNIT), person.unit),
        job_title=_found(JobTitle, values.get(Field.TITLE), person.job_title),
        level=person.level,
        line_manager=manager,
    )


def _enrol(cohort: Cohort, lines: list[Line], persons: Mapping[str, Person], by: Person) -> None:
    """Leaders before those they have appointed."""
    wanted = [(line, place) for line in lines for place in line.places]
    wanted.sort(key=lambda each: each[1].role is Role.APPOINTED_EMPLOYEE)
    held = {place.id: place for place in _open_places(cohort)}
    leaders = [each for each in wanted if each[1].role is not Role.APPOINTED_EMPLOYEE]
    for some in (leaders, wanted[len(leaders) :]):
        for line, place in some:
            if place.instead_of is not None:
                cohorts.change_role(held[place.instead_of], _place(persons, line, place), by=by)
        new = [_place(persons, line, place) for line, place in some if place.instead_of is None]
        if new:
            cohorts.enrol_all(cohort, new, by=by)
    for line in lines:
        for edit in line.edits:
            _correct(held[edit.place_id], edit, by)


def _open_places(cohort: Cohort) -> Iterable[Enrolment]:
    """Asked anew, after the cohort is held still."""
    return db.session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.ended_at.is_(None))
    )


def _place(persons: Mapping[str, Person], line: Line, place: NewPlace) -> NewEnrolment:
    return NewEnrolment(
        person=persons[line.email],
        role=place.role,
        level=db.session.get(LeadershipLevel, place.level_id) if place.level_id else None,
        appointed_by=persons.get(place.appointed_by),
        appointed_on=place.appointed_on,
        reason=place.reason,
        participation=place.participation,
    )


def _correct(held: Enrolment, edit: PlaceEdit, by: Person) -> None:
    if edit.level_id is not None:
        cohorts.change_level(held, db.session.get_one(LeadershipLevel, edit.level_id), by=by)
    if edit.participation is not None:
        cohorts.change_participation(held, edit.participation, by=by)
    if edit.appointed_on is not None or edit.reason is not None:
        cohorts.edit_appointment(
            held,
            edit.appointed_on or held.appointed_on,
            held.appointment_reason if edit.reason is None else edit.reason,
            by=by,
        )


def _group(cohort: Cohort, lines: list[Line], persons: Mapping[str, Person], by: Person) -> None:
    groups: dict[str | int, NetworkGroup] = {group.id: group for group in cohort.groups}
    names = {line.group for line in lines if isinstance(line.group, str)}
    for name in sorted(names, key=lambda name: (_number(name) is None, name.zfill(3))):
        number = _number(name)
        text = "" if number else name
        groups[name] = cohorts.create_group(cohort, text, number=number, by=by)
    for line in lines:
        if line.group is not None:
            cohorts.place_in_group(cohort, persons[line.email], groups[line.group], by=by)


def _number(name: str) -> int | None:
    """A group's number; other digits, such as 0, ² or a dozen of them, are a name."""
    return int(name) if re.fullmatch(r"[1-9][0-9]{0,2}", name) else None


def _id(thing: Any) -> int | None:  # noqa: ANN401 - title, unit or level
    return int(thing.id) if thing is not None else None


def _found(model: Any, thing: Any, now: Any) -> Any:  # noqa: ANN401 - a row of that model, or none
    return db.session.get(model, thing.id) if thing is not None else now
