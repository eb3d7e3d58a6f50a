"""Who did what to which thing. Persons and things by key only; never a text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import Base


class AuditRow(Base):
    """One act. `actor_id` is a person's key, without a foreign key: rows outlive persons."""

    __tablename__ = "audit_row"
    __table_args__ = (Index("ix_audit_row_thing", "thing", "thing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    action: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[int | None]
