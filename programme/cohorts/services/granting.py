"""Who coordinates what: given and withdrawn by administrators, never by oneself.

Either ends the person's sign-ins, because coordinators sign in under stricter rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, select

from programme.audit import services as audit
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people import sessions
from programme.people.models import CoordinatorGrant

if TYPE_CHECKING:
    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class Scope:
    """What a grant covers: exactly one of the three."""

    organisation_id: int | None = None
    programme_id: int | None = None
    cohort_id: int | None = None


def grant_coordination(person: Person, scope: Scope, *, by: Person | None) -> CoordinatorGrant:
    """Let a person coordinate an organisation, a programme or one cohort."""
    _not_oneself(person, by)
    if db.session.scalar(select(exists().where(*_same(person, scope)))):
        raise RuleBrokenError(l_("The person coordinates this already."), "scope")
    grant = CoordinatorGrant(
        person=person,
        organisation_id=scope.organisation_id,
        programme_id=scope.programme_id,
        cohort_id=scope.cohort_id,
    )
    db.session.add(grant)
    db.session.flush()
    sessions.end_all(person)
    audit.record("granted", "coordinator", person.id, actor_id=by.id if by else None)
    return grant


def withdraw_coordination(grant: CoordinatorGrant, *, by: Person) -> None:
    """Take the right away."""
    _not_oneself(grant.person, by)
    sessions.end_all(grant.person)
    audit.record("withdrawn", "coordinator", grant.person_id, actor_id=by.id)
    db.session.delete(grant)


def _same(person: Person, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        CoordinatorGrant.person_id == person.id,
        CoordinatorGrant.organisation_id.is_not_distinct_from(scope.organisation_id),
        CoordinatorGrant.programme_id.is_not_distinct_from(scope.programme_id),
        CoordinatorGrant.cohort_id.is_not_distinct_from(scope.cohort_id),
    )


def _not_oneself(person: Person, by: Person | None) -> None:
    if by is not None and by.id == person.id:
        raise RuleBrokenError(l_("Nobody changes their own rights. Ask another administrator."))
