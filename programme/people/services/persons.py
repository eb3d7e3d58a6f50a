"""Persons are added once, by form, by seed file or by command, and invited by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox
from programme.people import queries
from programme.people.addresses import normalised
from programme.people.models import JobTitle, Locale, Organisation, Person, Unit

if TYPE_CHECKING:
    from programme.people.models import LeadershipLevel

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What has to be known of somebody; `level_id` follows from the job title when left out."""

    name: str
    email: str
    organisation_id: int
    unit_id: int | None = None
    job_title_id: int | None = None
    level_id: int | None = None
    line_manager_id: int | None = None
    phone: str = ""
    locale: Locale = Locale.DANISH
    is_administrator: bool = False


def add_person(new: NewPerson, *, actor_id: int | None, invited: bool = True) -> Person:
    """Add somebody whose address nobody else has, and queue the invitation."""
    organisation = db.session.get(Organisation, new.organisation_id)
    if organisation is None:
        raise RuleBrokenError(l_("Choose an organisation."), "organisation_id")
    email = normalised(new.email)
    if queries.find_by_email(email):
        raise RuleBrokenError(l_("There is already a person with that address."), "email")
    title = db.session.get(JobTitle, new.job_title_id) if new.job_title_id else None
    person = Person(
        name=clean_name(new.name),
        email=email,
        phone=new.phone.strip(),
        locale=new.locale,
        organisation=organisation,
        unit=_unit(new.unit_id, organisation),
        job_title=title,
        level_id=new.level_id or _id(title.default_level if title else None),
        line_manager_id=new.line_manager_id,
        is_administrator=new.is_administrator,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    audit.record("added", "person", person.id, actor_id=actor_id)
    if invited:
        invite(person, actor_id=actor_id)
    return person


def invite(person: Person, *, actor_id: int | None) -> None:
    """Send a link by which somebody without a password chooses one; an older link is void."""
    if person.password_hash:
        raise RuleBrokenError(l_("%(name)s has an account already.", name=person.name))
    if not outbox.is_waiting("people/invitation", person.id):
        outbox.queue("people/invitation", person.id)
    audit.record("invited", "person", person.id, actor_id=actor_id)


def known_texts(person: Person) -> list[str]:
    """What others know of a person: no password is to be made of it."""
    unit = [person.unit.name] if person.unit else []
    return [person.name, person.email, person.organisation.name, *unit]


def clean_name(text: str) -> str:
    """The name on one line, with nothing in it that turns or hides letters; else refused."""
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise RuleBrokenError(l_("Write the name."), "name")
    if len(name) > LONGEST_NAME:
        raise RuleBrokenError(
            l_("The name may have at most %(count)s characters.", count=LONGEST_NAME), "name"
        )
    return name


def _unit(key: int | None, organisation: Organisation) -> Unit | None:
    if key is None:
        return None
    unit = db.session.get(Unit, key)
    if unit is None or unit.organisation_id != organisation.id:
        raise RuleBrokenError(l_("The unit belongs to another organisation."), "unit_id")
    return unit


def _id(level: LeadershipLevel | None) -> int | None:
    return level.id if level else None
