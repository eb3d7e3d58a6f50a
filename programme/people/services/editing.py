"""Correct what is known of a person. Address, password and rights have ways of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.audit import services as audit
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.people.services.persons import clean_name

if TYPE_CHECKING:
    from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person, Unit


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """A person as somebody saw and corrected them; `version` is the one they saw."""

    version: int
    name: str
    phone: str
    organisation: Organisation
    unit: Unit | None
    job_title: JobTitle | None
    level: LeadershipLevel | None
    line_manager: Person | None


def edit_person(person: Person, edit: PersonEdit, *, actor_id: int, address: str) -> None:
    """Put the corrections in place; `address` is where to go on after a conflict."""
    if person.version != edit.version:
        raise ConflictError(_shown(edit), _shown(person), address)
    if edit.unit is not None and edit.unit.organisation_id != edit.organisation.id:
        raise RuleBrokenError(l_("The unit belongs to another organisation."), "workplace")
    if edit.line_manager is not None and edit.line_manager.id == person.id:
        raise RuleBrokenError(l_("Nobody is their own line manager."), "manager")
    person.name = clean_name(edit.name)
    person.phone = edit.phone
    person.organisation = edit.organisation
    person.unit = edit.unit
    person.job_title = edit.job_title
    person.level = edit.level
    person.line_manager = edit.line_manager
    audit.record("edited", "person", person.id, actor_id=actor_id)


def _shown(person: Person | PersonEdit) -> dict[str, str]:
    return {
        str(l_("Name")): person.name,
        str(l_("Phone")): person.phone,
        str(l_("Organisation")): person.organisation.name,
        str(l_("Unit")): person.unit.name if person.unit else "–",
        str(l_("Job title")): person.job_title.name if person.job_title else "–",
        str(l_("Leadership level")): person.level.name if person.level else "–",
        str(l_("Nearest leader")): person.line_manager.name if person.line_manager else "–",
    }
