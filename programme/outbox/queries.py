"""How the post is doing, in numbers: no addresses, no texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from programme.core.db import db
from programme.outbox.models import NO_REASON, OutboxMail, WorkerBeat


@dataclass(frozen=True, slots=True)
class MailState:
    """What those who run the installation need to know."""

    waiting: int
    oldest_due_at: datetime | None
    refused: int
    worker_seen_at: datetime | None


def mail_state() -> MailState:
    """Waiting and refused mails, and when a worker last gave a sign of life."""
    unsent = OutboxMail.sent_at.is_(None)
    waiting = unsent & OutboxMail.given_up_at.is_(None)
    return MailState(
        waiting=db.session.scalar(select(func.count()).where(waiting)) or 0,
        oldest_due_at=db.session.scalar(select(func.min(OutboxMail.due_at)).where(waiting)),
        refused=db.session.scalar(
            select(func.count()).where(
                unsent, OutboxMail.given_up_at.is_not(None), OutboxMail.problem != NO_REASON
            )
        )
        or 0,
        worker_seen_at=db.session.scalar(select(func.max(WorkerBeat.seen_at))),
    )
