"""Questions about persons and their accounts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from programme.core.db import db, reading
from programme.people.models import EmailChange, Organisation, Person


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """What a password typed for an address is compared with."""

    person_id: int
    hash: str | None


def find_by_email(email: str) -> Person | None:
    """The person with a normalised address."""
    return db.session.scalar(select(Person).where(Person.email == email))


def find_stored_password(email: str) -> StoredPassword | None:
    """The password of an open account, read without touching the session."""
    with reading() as connection:
        row = connection.execute(
            select(Person.id, Person.password_hash).where(
                Person.email == email.strip().lower(), Person.disabled_at.is_(None)
            )
        ).one_or_none()
    return StoredPassword(row.id, row.password_hash) if row else None


def find_organisation(name: str) -> Organisation | None:
    """The organisation of that name."""
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def locked_administrators() -> list[Person]:
    """All open administrators, held until the transaction ends: two must not remove each other."""
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.is_administrator.is_(True), Person.disabled_at.is_(None))
            .with_for_update()
        )
    )


def find_open_email_change(person: Person) -> EmailChange | None:
    """The new address that a person has wished for and that does not hold yet."""
    return db.session.scalar(
        select(EmailChange).where(
            EmailChange.person_id == person.id, EmailChange.settled_at.is_(None)
        )
    )
