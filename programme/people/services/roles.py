"""Site-wide roles and closed accounts. Nobody changes the own role; one administrator remains."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people import queries, sessions
from programme.people.models import CoordinatorGrant, Person
from programme.people.services.account import void_links


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody coordinates: exactly one of the three is set."""

    organisation_id: int | None = None
    programme_id: int | None = None
    cohort_id: int | None = None


def set_administrator(person: Person, *, holds: bool, actor_id: int | None) -> None:
    """Make somebody administrator, or no longer one. The person signs in anew."""
    _not_oneself(person, actor_id)
    if not holds:
        _one_remains(person)
    person.is_administrator = holds
    _changed("administrator_made" if holds else "administrator_unmade", person, actor_id)


def close_account(person: Person, *, actor_id: int | None) -> None:
    """Close an account: sign-ins end at once, links are void, no mail is sent any more."""
    _not_oneself(person, actor_id)
    _one_remains(person)
    person.disabled_at = clock.now()
    void_links(person)
    _changed("account_closed", person, actor_id)


def reopen_account(person: Person, *, actor_id: int | None) -> None:
    """Open a closed account again."""
    _not_oneself(person, actor_id)
    person.disabled_at = None
    audit.record("account_reopened", "person", person.id, actor_id=actor_id)


def grant_coordination(person: Person, scope: Scope, *, actor_id: int | None) -> CoordinatorGrant:
    """Let somebody coordinate an organisation's cohorts, a programme's, or one; once each."""
    _not_oneself(person, actor_id)
    found = db.session.scalar(
        select(CoordinatorGrant).where(
            CoordinatorGrant.person_id == person.id,
            CoordinatorGrant.organisation_id.is_not_distinct_from(scope.organisation_id),
            CoordinatorGrant.programme_id.is_not_distinct_from(scope.programme_id),
            CoordinatorGrant.cohort_id.is_not_distinct_from(scope.cohort_id),
        )
    )
    if found:
        return found
    grant = CoordinatorGrant(
        person=person,
        organisation_id=scope.organisation_id,
        programme_id=scope.programme_id,
        cohort_id=scope.cohort_id,
    )
    db.session.add(grant)
    db.session.flush()
    _changed("coordination_granted", person, actor_id)
    return grant


def withdraw_coordination(grant: CoordinatorGrant, *, actor_id: int | None) -> None:
    """Take a coordinator's right back, at once."""
    person = grant.person
    _not_oneself(person, actor_id)
    person.grants.remove(grant)
    db.session.delete(grant)
    _changed("coordination_withdrawn", person, actor_id)


def _not_oneself(person: Person, actor_id: int | None) -> None:
    if person.id == actor_id:
        raise RuleBrokenError(l_("Nobody changes their own role. Ask another administrator."))


def _one_remains(person: Person) -> None:
    others = [other for other in queries.locked_administrators() if other.id != person.id]
    if person.is_administrator and not others:
        raise RuleBrokenError(l_("The last administrator has to stay."))


def _changed(action: str, person: Person, actor_id: int | None) -> None:
    """A sign-in is as strict as the role it was begun with, so it ends with the role."""
    sessions.end_all(person)
    audit.record(action, "person", person.id, actor_id=actor_id)
