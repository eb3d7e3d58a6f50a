"""Mail waiting to be sent: which template, to whom, with which keys; never a body or a token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from programme.core.db import Base

NO_REASON = "no longer needed"


class OutboxMail(Base):
    """One mail to one person. `dedupe` makes that the same notice is queued once."""

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_waiting", "sent_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str]
    person_id: Mapped[int] = mapped_column(index=True)
    keys: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    problem: Mapped[str | None]


class WorkerBeat(Base):
    """A sign of life of one worker process, for those who run the installation."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
