"""What is asked about role notes."""

from __future__ import annotations

from sqlalchemy import select

from programme.core.db import db
from programme.people.models import Person
from programme.standings.models import RoleNote, RoleNoteShare


def versions(person_id: int) -> list[RoleNote]:
    """All versions of a person's role note, the one that holds first."""
    return list(
        db.session.scalars(
            select(RoleNote).where(RoleNote.person_id == person_id).order_by(RoleNote.id.desc())
        )
    )


def newest(person_id: int) -> RoleNote | None:
    """The version that holds."""
    return db.session.scalar(
        select(RoleNote)
        .where(RoleNote.person_id == person_id)
        .order_by(RoleNote.id.desc())
        .limit(1)
    )


def open_share(person_id: int, reader_id: int | None) -> RoleNoteShare | None:
    """The share with this line manager that holds: not taken back, and no older than their time."""
    return db.session.scalar(
        select(RoleNoteShare)
        .join(Person, Person.id == RoleNoteShare.person_id)
        .where(
            Person.line_manager_since <= RoleNoteShare.shared_at,
            RoleNoteShare.person_id == person_id,
            RoleNoteShare.reader_id == reader_id,
            RoleNoteShare.stopped_at.is_(None),
        )
    )


def shares_of(person_id: int) -> list[tuple[RoleNoteShare, str]]:
    """Everybody whom the note has been shared with, and their names, the last first."""
    rows = db.session.execute(
        select(RoleNoteShare, Person.name)
        .join(Person, Person.id == RoleNoteShare.reader_id)
        .where(RoleNoteShare.person_id == person_id)
        .order_by(RoleNoteShare.id.desc())
    )
    return [(share, name) for share, name in rows]


def writers_read_by(reader_id: int) -> set[int]:
    """SQL's side of `role_policy.can_read`: whose notes a line manager may read now."""
    return set(
        db.session.scalars(
            select(RoleNoteShare.person_id)
            .join(Person, Person.id == RoleNoteShare.person_id)
            .where(
                RoleNoteShare.reader_id == reader_id,
                RoleNoteShare.stopped_at.is_(None),
                Person.line_manager_id == reader_id,
                Person.line_manager_since <= RoleNoteShare.shared_at,
            )
        )
    )
