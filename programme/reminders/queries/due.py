"""Who has asked to be reminded, and of what there is to remind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select

from programme.activities import queries as activities
from programme.activities.models import Activity, activity_person
from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.core.clock import COPENHAGEN
from programme.core.db import db
from programme.learning_logs.models import LogEntry
from programme.notifications.models import NoticeChoice
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Around:
    """An activity of one's own that is about to begin, or is just over."""

    id: int
    kind: ActivityKind
    number: int | None
    title: str
    starts_on: date | None
    is_over: bool


def asked_for_nudge(weekdays: Collection[int]) -> list[int]:
    """Persons with a log who have asked for a nudge on one of these weekdays."""
    return list(
        db.session.scalars(
            select(NoticeChoice.person_id)
            .join(Person, Person.id == NoticeChoice.person_id)
            .where(
                NoticeChoice.weekly_nudge,
                NoticeChoice.nudge_weekday.in_(list(weekdays)),
                Person.disabled_at.is_(None),
                exists().where(
                    Enrolment.person_id == NoticeChoice.person_id, Enrolment.role.in_(LEARNERS)
                ),
            )
            .order_by(NoticeChoice.person_id)
        )
    )


def asked_for(since: date, until: date, today: date) -> list[int]:
    """Persons who have asked for reminders, of the cohorts where one may be due."""
    in_window = (
        select(Activity.id, Activity.cohort_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(activities.shown(), _around(since, until, today))
        .subquery()
    )
    placed = exists().where(
        Enrolment.cohort_id == in_window.c.cohort_id,
        Enrolment.person_id == NoticeChoice.person_id,
        Enrolment.role.in_(LEARNERS),
        Enrolment.ended_at.is_(None),
    )
    named = exists().where(
        activity_person.c.activity_id == in_window.c.id,
        activity_person.c.person_id == NoticeChoice.person_id,
    )
    return list(
        db.session.scalars(
            select(NoticeChoice.person_id)
            .join(Person, Person.id == NoticeChoice.person_id)
            .where(NoticeChoice.reminders, Person.disabled_at.is_(None), or_(placed, named))
            .order_by(NoticeChoice.person_id)
        )
    )


def _around(since: date, until: date, today: date) -> ColumnElement[bool]:
    """Over on `since` or later but before today, or beginning after today and by `until`."""
    return and_(
        Activity.cancelled_at.is_(None),
        or_(
            and_(Activity.starts_on > today, Activity.starts_on <= until),
            and_(Activity.ends_on < today, Activity.ends_on >= since),
        ),
    )


def coming_and_held(person_id: int, since: date, until: date, today: date) -> list[Around]:
    """What a learner's reminder is about; nothing is said of what has been written about since."""
    written = exists().where(
        LogEntry.author_id == person_id,
        LogEntry.activity_id == Activity.id,
        LogEntry.written_on >= Activity.ends_on,
    )
    learns = exists().where(Enrolment.person_id == person_id, Enrolment.role.in_(LEARNERS))
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.kind,
            Activity.number,
            Activity.title,
            Activity.starts_on,
            Activity.ends_on < today,
        )
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(
            activities.shown(),
            activities.meant_for(person_id),
            learns,
            _around(since, until, today),
            ~written.correlate(Activity),
        )
        .order_by(Activity.ends_on >= today, Activity.starts_on, Activity.id)
    )
    return [Around(*row) for row in rows]


def is_in_meeting(person_id: int, moment: datetime) -> bool:
    """Whether an activity of the person's is going on: then telephones are away."""
    here = moment.astimezone(COPENHAGEN)
    today, now = here.date(), here.time().replace(tzinfo=None)
    begun = or_(
        Activity.starts_on < today, Activity.start_time.is_(None), Activity.start_time <= now
    )
    not_over = or_(Activity.ends_on > today, Activity.end_time.is_(None), Activity.end_time > now)
    found = db.session.scalar(
        select(Activity.id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(
            activities.in_plan_of(person_id),
            Activity.cancelled_at.is_(None),
            Activity.starts_on <= today,
            Activity.ends_on >= today,
            begun,
            not_over,
        )
        .limit(1)
    )
    return found is not None


def told_already(dedupes: Collection[str]) -> set[str]:
    """Which of these mails have been queued before."""
    found: set[str] = set()
    keys = list(dedupes)
    for part in (keys[n : n + 500] for n in range(0, len(keys), 500)):
        rows = db.session.scalars(select(OutboxMail.dedupe).where(OutboxMail.dedupe.in_(part)))
        found |= {row for row in rows if row}
    return found
