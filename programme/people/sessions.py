"""Sign-ins as rows: begun, found again by the cookie's token, listed and ended.

Flask-Login keeps the token, not the person, in the session cookie; only its SHA-256 is stored.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from programme.core import clock
from programme.core.db import db, is_writing, writing
from programme.people.models import CoordinatorGrant, Person, SignIn

if TYPE_CHECKING:
    from datetime import datetime

REMEMBERED = timedelta(days=30)
SESSION = timedelta(hours=24)
STRICT_SESSION = timedelta(hours=12)
KEPT = timedelta(days=90)  # an old one still tells whose text an expired page carries
SEEN_EVERY = timedelta(minutes=5)

# Made once: every request asks it. With the sign-in come person, organisation and strictness.
_BY_HASH = (
    select(
        SignIn,
        select(CoordinatorGrant.id).where(CoordinatorGrant.person_id == SignIn.person_id).exists(),
    )
    .where(SignIn.token_hash == bindparam("hash"))
    .options(
        joinedload(SignIn.person, innerjoin=True).joinedload(Person.organisation, innerjoin=True)
    )
)


def hashed(token: str) -> str:
    """SHA-256 in hex: enough for a random 256-bit secret, and quick to look up."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(person: Person, *, remember: bool = False, device: str = "") -> str:
    """Begin a sign-in and return its token, which is kept nowhere else.

    Coordinators and administrators are not remembered, whatever they ask for.
    """
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        SignIn(
            person=person,
            token_hash=hashed(token),
            created_at=moment,
            last_seen_at=moment,
            remembered=remember and not is_strict(person),
            device=device[:200],
        )
    )
    person.sign_in_token = token
    return token


def is_strict(person: Person) -> bool:
    """Whether this person's sign-ins are short: who can change what others see."""
    return person.is_administrator or bool(person.grants)


def find(token: str, *, idle_minutes: int) -> Person | None:
    """The person whose living sign-in this token is; notes at times that it was seen."""
    row = _row(token)
    if row is None:
        return None
    sign_in, strict = row
    person: Person = sign_in.person
    if not _is_alive(sign_in, strict=strict or person.is_administrator, idle_minutes=idle_minutes):
        return None
    person.sign_in_token = token
    if clock.now() - sign_in.last_seen_at > SEEN_EVERY:
        _note_seen(sign_in.id, clock.now())
    return person


def find_one(key: int) -> SignIn | None:
    """A sign-in by its key."""
    return db.session.get(SignIn, key)


def owner(token: str) -> int | None:
    """The person a token belonged to, though the sign-in may be over."""
    return db.session.scalar(select(SignIn.person_id).where(SignIn.token_hash == hashed(token)))


def _row(token: str) -> Row[SignIn, bool] | None:
    return db.session.execute(_BY_HASH, {"hash": hashed(token)}).one_or_none()


def _is_alive(sign_in: SignIn, *, strict: bool, idle_minutes: int) -> bool:
    if sign_in.ended_at is not None or not sign_in.person.is_active:
        return False
    moment = clock.now()
    if strict:
        idle = moment - sign_in.last_seen_at
        return idle < timedelta(minutes=idle_minutes) and (
            moment - sign_in.created_at < STRICT_SESSION
        )
    return moment - sign_in.created_at < (REMEMBERED if sign_in.remembered else SESSION)


def _note_seen(key: int, moment: datetime) -> None:
    """Losing this note is no harm; failing the answer for it would be.

    A request that writes has SQLite's only write lock already: the note goes along with it.
    """
    noted = update(SignIn).where(SignIn.id == key).values(last_seen_at=moment)
    if is_writing():
        db.session.execute(noted.execution_options(synchronize_session=False))
        return
    try:
        with writing() as connection:
            connection.execute(noted)
    except OperationalError:
        return


def end(token: str) -> None:
    """End the sign-in that this token is."""
    _end(SignIn.token_hash == hashed(token))


def end_one(person: Person, key: int) -> None:
    """End one of a person's own sign-ins; somebody else's is left alone."""
    _end(SignIn.id == key, SignIn.person_id == person.id)


def end_all(person: Person, *, but: str | None = None) -> None:
    """End every sign-in of a person, except the one that token `but` is."""
    keep = [SignIn.token_hash != hashed(but)] if but else []
    _end(SignIn.person_id == person.id, *keep)


def _end(*conditions: object) -> None:
    db.session.execute(
        update(SignIn)
        .where(SignIn.ended_at.is_(None), *conditions)  # type: ignore[arg-type] # SQL conditions
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def end_everybodys() -> None:
    """End every sign-in there is: after a restore, ended ones must not live again."""
    _end()


def living(person: Person, *, idle_minutes: int) -> list[SignIn]:
    """A person's sign-ins that still open the door, the last seen first."""
    strict = is_strict(person)
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.last_seen_at.desc())
    )
    return [row for row in rows if _is_alive(row, strict=strict, idle_minutes=idle_minutes)]


def tidy() -> None:
    """Delete the rows of sign-ins that were over long ago."""
    db.session.execute(
        delete(SignIn)
        .where(SignIn.created_at < clock.now() - KEPT)
        .execution_options(synchronize_session=False)
    )
