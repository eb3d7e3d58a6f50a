"""The demo's world: invented people and texts, on dates that follow today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from programme.commands.demo_data import (
    cohorts,
    content,
    inspiring,
    logs,
    loop,
    notices,
    noting,
    people,
    rosters,
    steering,
    taking_part,
    talking,
    trusting,
    venues,
)
from programme.core import clock
from programme.core.db import db
from programme.outbox.models import OutboxMail
from programme.people import queries

if TYPE_CHECKING:
    from datetime import date


def is_there() -> bool:
    """Whether the demo has been loaded before."""
    return queries.find_by_email(people.COORDINATOR) is not None


def load(today: date, password_hash: str) -> None:
    """Make everybody and everything; the caller commits."""
    world = people.populate(content.read(), password_hash)
    venues.populate(world)
    activities = cohorts.build(world, today)
    logs.write(world, activities, today)
    loop.write(world, today)
    noting.write(world)
    steering.write(world, today)
    taking_part.write(world, activities, today)
    inspiring.write(world, activities, today)
    venues.write(world, activities, today)
    rosters.write(world, activities, today)
    talking.write(world, today)
    trusting.write(world, today)
    notices.write(world)
    _deliver()


def _deliver() -> None:
    """Count the mails of the past as sent when they were due: nobody is to get them now."""
    db.session.flush()
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.due_at <= clock.now())
        .values(sent_at=OutboxMail.due_at, attempts=1)
        .execution_options(synchronize_session=False)
    )
