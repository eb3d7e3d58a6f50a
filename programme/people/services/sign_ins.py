"""Signing in and out. A typed password is weighed before any transaction is begun: it is slow."""

from __future__ import annotations

from dataclasses import dataclass

from programme.audit import services as audit
from programme.core.db import db
from programme.people import passwords, queries, sessions, throttle
from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door: `address` is where the request comes from."""

    email: str
    password: str
    address: str
    remember: bool = False
    device: str = ""


def sign_in(attempt: Attempt) -> Person | None:
    """The person, with a new sign-in; None when address or password are wrong.

    Unknown and known addresses take the same time. Raises throttle.TooOftenError. The session
    must hold no transaction yet.
    """
    limits = throttle.sign_in_limits(attempt.email, attempt.address)
    throttle.attempt(limits)
    stored = queries.find_stored_password(attempt.email)
    hasher = passwords.hasher()
    typed = attempt.password
    if not hasher.fits(stored.hash if stored else None, typed) or stored is None or not stored.hash:
        audit.record(
            "sign_in_failed", "person", stored.person_id if stored else None, actor_id=None
        )
        return None
    renewed = hasher.make(typed) if hasher.is_old(stored.hash) else None
    throttle.forgive(*limits)
    person = db.session.get(Person, stored.person_id)
    if person is None or person.password_hash != stored.hash:
        return None  # changed since it was weighed
    if renewed:
        person.password_hash = renewed
    begin_sign_in(person, remember=attempt.remember, device=attempt.device)
    return person


def begin_sign_in(person: Person, *, remember: bool = False, device: str = "") -> str:
    """Let a person in whose right to it is known; returns the new sign-in's token."""
    token = sessions.begin(person, remember=remember, device=device)
    audit.record("signed_in", "person", person.id, actor_id=person.id)
    return token


def sign_out(token: str) -> None:
    """End the sign-in that a cookie carries."""
    key = sessions.owner(token)
    sessions.end(token)
    if key is not None:
        audit.record("signed_out", "person", key, actor_id=key)


def end_sign_in(person: Person, key: int) -> None:
    """End one of the person's sign-ins on another device."""
    sessions.end_one(person, key)
    audit.record("sign_in_ended", "sign_in", key, actor_id=person.id)
