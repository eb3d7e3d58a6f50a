"""Queue mail, and know who writes which mail and which work comes back at intervals.

A row names a template and keys; the feature that owns the template registers who composes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from programme.core import clock
from programme.core.db import db, upsert
from programme.outbox.models import OutboxMail

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar message that goes with a mail; `method` is the METHOD in it."""

    method: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as text, ready to be sent; what else says the same stands beside it."""

    name: str
    address: str
    subject: str
    text: str
    html: str = ""
    calendar: CalendarPart | None = None


# Takes the person's key and the row's keys; None when the mail has lost its reason meanwhile.
Composer = Callable[[int, Mapping[str, int]], Letter | None]
Work = Callable[[], None]

_composers: dict[str, Composer] = {}
_jobs: dict[str, tuple[timedelta, Work]] = {}


def queue(
    template: str,
    person_id: int,
    keys: Mapping[str, int] | None = None,
    *,
    dedupe: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Let the worker send a mail, not before `due_at`; with the same `dedupe` once only."""
    moment = clock.now()
    db.session.execute(
        upsert(OutboxMail)
        .values(
            template=template,
            person_id=person_id,
            keys=dict(keys or {}),
            dedupe=dedupe,
            created_at=moment,
            due_at=due_at or moment,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["dedupe"])
    )


def withdraw(dedupe: str) -> None:
    """Take back a mail that has not left yet; afterwards it may be queued again."""
    db.session.execute(
        delete(OutboxMail)
        .where(OutboxMail.dedupe == dedupe, OutboxMail.sent_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def is_waiting(template: str, person_id: int) -> bool:
    """Whether such a mail to this person has still to leave."""
    return (
        db.session.scalar(
            select(OutboxMail.id)
            .where(
                OutboxMail.template == template,
                OutboxMail.person_id == person_id,
                OutboxMail.sent_at.is_(None),
                OutboxMail.given_up_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )


def sent_at(dedupe: str) -> datetime | None:
    """When a mail left; None as long as it has not."""
    return db.session.scalar(select(OutboxMail.sent_at).where(OutboxMail.dedupe == dedupe))


def register_composer(template: str, compose: Composer) -> None:
    """Say who writes the mails of a template, at import of a feature's `mail.py`."""
    _composers[template] = compose


def composers() -> Mapping[str, Composer]:
    """Every registered composer by its template."""
    return _composers


def register_job(name: str, every: timedelta, work: Work) -> None:
    """Have the worker do something at intervals; the worker commits. Must bear being done twice."""
    _jobs[name] = (every, work)


def jobs() -> Mapping[str, tuple[timedelta, Work]]:
    """Every registered job by its name."""
    return _jobs
