"""How many in a cohort have written lately. Never who, never what, and never exactly.

A number stands only where at least five have written, and is rounded down to whole fives, so that
one person more or less does not show. Who has left still counts: ending somebody's place must not
tell whether they had written.
"""

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
    """At least `writers` of `learners` have finished an entry since the gathering named, or ever.

    `writers` is None below five: small numbers point at persons.
    """

    learners: int
    writers: int | None
    since: tuple[ActivityKind, int | None] | None


def at_least(people: int, number: int) -> int | None:
    """What may be told of a number that so many people have brought about."""
    return number - number % FEWEST if people >= FEWEST else None


def writer_counts(cohort_id: int) -> WriterCounts:
    """Count those who have taken part, and those of them who have written for this cohort."""
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
            Enrolment.role.in_(LEARNERS),
        )
    ).one()
    return WriterCounts(
        learners,
        at_least(writers, writers),
        (last.kind, last.number) if last is not None else None,
    )
