"""Data and observations behind entries. Who may read the entry is asked before these are."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from programme.core.db import db
from programme.learning_logs.models import Evidence, EvidenceKind


def evidence_of(entry_id: int) -> list[Evidence]:
    """What stands behind an entry, in the order in which it came; files without their bytes."""
    return list(
        db.session.scalars(
            select(Evidence).where(Evidence.entry_id == entry_id).order_by(Evidence.id)
        )
    )


def evidence_count(entry_id: int) -> int:
    """How many pieces stand behind an entry."""
    return db.session.scalar(select(func.count()).where(Evidence.entry_id == entry_id)) or 0


def find_file(entry_id: int, key: int) -> Evidence | None:
    """A file of this entry, bytes and all."""
    return db.session.scalar(
        select(Evidence)
        .where(
            Evidence.id == key,
            Evidence.entry_id == entry_id,
            Evidence.kind == EvidenceKind.FILE,
        )
        .options(undefer(Evidence.body))
    )


def bodies_of(entry_id: int, name: str, size: int) -> list[bytes | None]:
    """What files of this name and size hold: no others are read to see whether one is the same."""
    return list(
        db.session.scalars(
            select(Evidence.body).where(
                Evidence.entry_id == entry_id,
                Evidence.file_name == name,
                Evidence.size == size,
            )
        )
    )
