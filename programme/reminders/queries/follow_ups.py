"""Questions to a cohort's participants when it is over: set, asked, answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.core.db import db
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.queries.counts import at_least
from programme.people.models import Person
from programme.reminders.models import FollowUp, FollowUpAnswer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select

ME: Final = bindparam("person_id", type_=Integer())


@dataclass(frozen=True, slots=True)
class OpenFollowUp:
    """A question that waits; `draft_id` is the entry in which an answer is begun."""

    id: int
    question: str
    cohort: str
    draft_id: int | None


def find_follow_up(key: int) -> FollowUp | None:
    """A question, with its cohort and the places that its policy looks at."""
    return db.session.scalar(
        select(FollowUp)
        .where(FollowUp.id == key)
        .options(joinedload(FollowUp.cohort, innerjoin=True).selectinload(Cohort.enrolments))
    )


def is_asked(follow_up_id: int, person_id: int) -> FollowUpAnswer | None:
    """The row that says that the person has been asked."""
    return db.session.get(FollowUpAnswer, (follow_up_id, person_id), with_for_update=True)


def follow_ups_of(cohort_id: int) -> list[FollowUp]:
    """A cohort's questions, the soonest first."""
    return list(
        db.session.scalars(
            select(FollowUp).where(FollowUp.cohort_id == cohort_id).order_by(FollowUp.months_after)
        )
    )


def due_follow_ups(since: date, today: date) -> list[FollowUp]:
    """Questions of cohorts that ended long enough ago to ask one of them, and not too long."""
    return list(
        db.session.scalars(
            select(FollowUp)
            .join(Cohort)
            .where(
                Cohort.ends_on.is_not(None),
                Cohort.ends_on >= since,
                Cohort.ends_on < today,
                Cohort.state != CohortState.DRAFT,
            )
            .options(joinedload(FollowUp.cohort, innerjoin=True))
            .order_by(FollowUp.id)
        )
    )


def learners_of(cohort_id: int) -> list[int]:
    """Who took part to the end, and has an account."""
    return list(
        db.session.scalars(
            select(Enrolment.person_id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.role.in_(LEARNERS),
                Enrolment.ended_at.is_(None),
                Person.disabled_at.is_(None),
            )
            .distinct()
            .order_by(Enrolment.person_id)
        )
    )


def open_follow_ups(person_id: int) -> list[OpenFollowUp]:
    """What the person has been asked and has not answered."""
    return [OpenFollowUp(*row) for row in db.session.execute(_open(), {ME.key: person_id})]


@cache
def _open() -> Select[*tuple[Any, ...]]:
    finished = exists().where(
        LogEntry.id == FollowUpAnswer.entry_id, LogEntry.state == EntryState.FINAL
    )
    return (
        select(FollowUp.id, FollowUp.question, Cohort.name, FollowUpAnswer.entry_id)
        .join(FollowUpAnswer, FollowUpAnswer.follow_up_id == FollowUp.id)
        .join(Cohort, Cohort.id == FollowUp.cohort_id)
        .where(
            FollowUpAnswer.person_id == ME,
            FollowUpAnswer.answered_on.is_(None),
            ~finished.correlate(FollowUpAnswer),
        )
        .order_by(FollowUp.id.desc())
    )


def answer_counts(follow_up_ids: Collection[int]) -> dict[int, int | None]:
    """At least how many have answered each, told as `counts` tells it."""
    rows = db.session.execute(
        select(FollowUpAnswer.follow_up_id, func.count())
        .outerjoin(LogEntry, LogEntry.id == FollowUpAnswer.entry_id)
        .where(
            and_(
                FollowUpAnswer.follow_up_id.in_(list(follow_up_ids)),
                or_(FollowUpAnswer.answered_on.is_not(None), LogEntry.state == EntryState.FINAL),
            )
        )
        .group_by(FollowUpAnswer.follow_up_id)
    )
    counted = {key: count for key, count in rows}  # noqa: C416 - rows are not pairs to mypy
    return {key: at_least(n := counted.get(key, 0), n) for key in follow_up_ids}
