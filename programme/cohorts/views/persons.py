"""What the forms about persons share: the lists they offer, and a manager found by address."""

from __future__ import annotations

from typing import TypeVar

from programme.cohorts.forms import NewPersonForm, PersonForm, version_of
from programme.cohorts.queries import organisations
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people import queries as people
from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person, Unit
from programme.people.services import NewPerson
from programme.people.services.editing import PersonEdit
from programme.programmes.queries import job_titles, leadership_levels

Row = TypeVar("Row")


def offer_persons(form: PersonForm) -> None:
    """Fill the form's lists."""
    form.offer(organisations(), job_titles(), leadership_levels())


def new_person(form: NewPersonForm) -> NewPerson:
    """Somebody new, as filled in."""
    organisation, unit = form.workplace_keys()
    manager = _manager(form)
    return NewPerson(
        name=form.name.data,
        email=form.email.data,
        organisation_id=organisation,
        unit_id=unit,
        job_title_id=form.job_title.data,
        level_id=form.level.data,
        line_manager_id=manager.id if manager else None,
        phone=form.phone.data,
    )


def person_edit(form: PersonForm, person: Person) -> PersonEdit:
    """Somebody known, as corrected."""
    organisation, unit = form.workplace_keys()
    return PersonEdit(
        version=version_of(form.version),
        name=form.name.data,
        phone=form.phone.data,
        organisation=db.session.get(Organisation, organisation) or person.organisation,
        unit=_find(Unit, unit),
        job_title=_find(JobTitle, form.job_title.data),
        level=_find(LeadershipLevel, form.level.data),
        line_manager=_manager(form),
    )


def filled_in(person: Person) -> dict[str, object]:
    """A person as the form shows them."""
    unit = f"-{person.unit_id}" if person.unit_id else ""
    return {
        "version": person.version,
        "name": person.name,
        "phone": person.phone,
        "workplace": f"{person.organisation_id}{unit}",
        "job_title": person.job_title_id,
        "level": person.level_id,
        "manager": person.line_manager.email if person.line_manager else "",
    }


def _find(model: type[Row], key: int | None) -> Row | None:
    return db.session.get(model, key) if key else None


def _manager(form: PersonForm) -> Person | None:
    address = form.manager.data.lower()
    if not address:
        return None
    manager = people.find_by_email(address)
    if manager is None:
        raise RuleBrokenError(l_("Nobody here has that address. Add the leader first."), "manager")
    return manager
