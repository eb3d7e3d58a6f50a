"""Requests for feedback, and whom one may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from programme.cohorts.queries import in_own_cohorts, nearness
from programme.conversations.models import FeedbackRequest
from programme.core.db import db
from programme.people.models import JobTitle, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked; `nearness` is how near they stand to who asks."""

    id: int
    name: str
    title: str
    nearness: int


def find_request(key: int) -> FeedbackRequest | None:
    """A request with those whom it concerns."""
    return db.session.scalar(_requests(FeedbackRequest.id == key))


def requests_by(person_id: int) -> list[FeedbackRequest]:
    """What a person has asked for and not taken back, the newest first."""
    mine = (FeedbackRequest.asker_id == person_id, FeedbackRequest.withdrawn_at.is_(None))
    return list(db.session.scalars(_requests(*mine)))


def asked_of(person_id: int) -> list[FeedbackRequest]:
    """What a person has been asked, the newest first."""
    theirs = (FeedbackRequest.asked_id == person_id, FeedbackRequest.withdrawn_at.is_(None))
    return list(db.session.scalars(_requests(*theirs)))


def waiting_for(person_id: int) -> list[FeedbackRequest]:
    """What a person has been asked and has not answered, the oldest first."""
    return list(
        db.session.scalars(
            _requests(
                FeedbackRequest.asked_id == person_id,
                FeedbackRequest.withdrawn_at.is_(None),
                FeedbackRequest.replied_at.is_(None),
                FeedbackRequest.declined_at.is_(None),
            )
            .order_by(None)
            .order_by(FeedbackRequest.id)
        )
    )


def may_be_asked(person: Person) -> list[Colleague]:
    """Whom a person may ask: own line manager, who works in the unit, who shares a cohort now.

    The nearest first.
    """
    near = nearness(person.id)
    rows = db.session.execute(
        select(Person.id, Person.name, func.coalesce(JobTitle.name, ""), near)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .where(
            Person.disabled_at.is_(None),
            Person.id != person.id,
            or_(
                Person.id == person.line_manager_id,
                Person.line_manager_id == person.id,
                and_(Person.unit_id.is_not(None), Person.unit_id == person.unit_id),
                Person.id.in_(in_own_cohorts(person.id)),
            ),
        )
        .order_by(near, Person.name, Person.id)
    )
    return [Colleague(*row) for row in rows]


def _requests(*conditions: ColumnElement[bool]) -> Select[FeedbackRequest]:
    return (
        select(FeedbackRequest)
        .where(*conditions)
        .options(
            joinedload(FeedbackRequest.asker, innerjoin=True),
            joinedload(FeedbackRequest.asked, innerjoin=True),
            joinedload(FeedbackRequest.guidepost),
        )
        .order_by(FeedbackRequest.id.desc())
    )
