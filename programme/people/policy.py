"""Who may do what with persons' accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.people.models import Person, SignIn


def can_administer(person: Person) -> bool:
    """Whether somebody runs the installation: roles, closed accounts, state of mail."""
    return person.is_administrator


def can_change_role(person: Person, other: Person) -> bool:
    """Whether `person` may change what `other` is site-wide. Nobody edits the own role."""
    return person.is_administrator and person.id != other.id


def can_end_sign_in(person: Person, sign_in: SignIn) -> bool:
    """Whether this is one of the person's own sign-ins."""
    return sign_in.person_id == person.id
