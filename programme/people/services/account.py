"""What somebody may change about the own account, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox
from programme.people import passwords, sessions, throttle
from programme.people.models import AccessLink

if TYPE_CHECKING:
    from programme.people.models import Locale, Person


def check_current_password(email: str, stored: str | None, typed: str, address: str) -> None:
    """Refuse unless the typed password is the stored one; throttled as a sign-in is.

    Slow: the session must hold no transaction.
    """
    limits = throttle.sign_in_limits(email, address)
    throttle.attempt(limits)
    if not passwords.hasher().fits(stored, typed):
        raise RuleBrokenError(l_("That is not your present password."), "current_password")
    throttle.forgive(*limits)


def change_password(person: Person, password_hash: str, *, keep: str) -> None:
    """Set the new password and end all sign-ins but the one with token `keep`."""
    set_password(person, password_hash)
    sessions.end_all(person, but=keep)
    audit.record("password_changed", "person", person.id, actor_id=person.id)
    outbox.queue("people/password_changed", person.id)


def set_password(person: Person, password_hash: str) -> None:
    """Store a new password; links that could set another are void."""
    person.password_hash = password_hash
    void_links(person)


def void_links(person: Person) -> None:
    """Make a person's unused links open nothing any more."""
    db.session.execute(
        update(AccessLink)
        .where(AccessLink.person_id == person.id, AccessLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


def choose_language(person: Person, locale: Locale) -> None:
    """Answer this person in another language from now on, on screen and by mail."""
    person.locale = locale


def welcome(person: Person) -> bool:
    """Whether this is the person's first visit; from now on it is not."""
    if person.welcomed_at is not None:
        return False
    person.welcomed_at = clock.now()
    return True
