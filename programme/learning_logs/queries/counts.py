"""How many in a cohort have written lately. Never who, never what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from programme.activities.models import Activity
from programme.cohorts.models import LEARNERS, Enrolment
from programme.core import clock
from programme.core.db import db
from programme.learning_logs.models import EntryState, LogEntry
from programme.programmes.content import ActivityKind

FEWEST = 5
GATHERINGS = (ActivityKind.WORKSHOP, ActivityKind.SEMINAR, ActivityKind.COURSE_SESSION)


@dataclass(frozen=True, slots=True)
class WriterCounts:
    """`writers` of `learners` have finished an entry since the gathering named, or at all.

    `writers` is None below five: small numbers point at persons.
    """

    learners: int
    writers: int | None
    since: tuple[ActivityKind, int | None] | None


def writer_counts(cohort_id: int) -> WriterCounts:
    """Count those who take part now and have written for this cohort."""
    last = db.session.execute(
        select(Activity.kind, Activity.number, Activity.ends_on)
        .where(
            Activity.cohort_id == cohort_id,
            Activity.kind.in_(GATHERINGS),
            Activity.ends_on < clock.today(),
            Activity.published_at.is_not(None),
            Activity.cancelled_at.is_(None),
        )
        .order_by(Activity.ends_on.desc(), Activity.id.desc())
        .limit(1)
    ).one_or_none()
    written = [
        LogEntry.author_id == Enrolment.person_id,
        LogEntry.cohort_id == cohort_id,
        LogEntry.state == EntryState.FINAL,
    ]
    if last is not None:
        written.append(LogEntry.written_on >= last.ends_on)
    learners, writers = db.session.execute(
        select(
            func.count(Enrolment.person_id.distinct()), func.count(LogEntry.author_id.distinct())
        )
        .outerjoin(LogEntry, and_(*written))
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
    ).one()
    return WriterCounts(
        learners,
        writers if writers >= FEWEST else None,
        (last.kind, last.number) if last is not None else None,
    )
