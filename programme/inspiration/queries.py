"""What is asked about inspiration and about questions before and after an activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.core.db import db
from programme.inspiration.models import (
    KnowledgeItem,
    KnowledgeKind,
    PromptSkipped,
    PromptTime,
    ReflectionPrompt,
)
from programme.people.models import Person

if TYPE_CHECKING:
    from sqlalchemy.orm.strategy_options import _AbstractLoad

    from programme.core.files import CheckedFile


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A piece of inspiration on its activity's page."""

    id: int
    kind: KnowledgeKind
    title: str
    text: str
    url: str
    file_name: str
    size: int
    added_by: str
    created_at: datetime


def _activity(of: _AbstractLoad) -> _AbstractLoad:
    """Load what the activity's policy looks at."""
    return of.options(
        joinedload(Activity.cohort, innerjoin=True).selectinload(Cohort.enrolments),
        selectinload(Activity.levels),
        selectinload(Activity.facilitators),
        selectinload(Activity.named),
    )


def find_item(key: int) -> KnowledgeItem | None:
    """A piece with all that its policy looks at; without its file's bytes."""
    return db.session.scalar(
        select(KnowledgeItem)
        .where(KnowledgeItem.id == key)
        .options(_activity(joinedload(KnowledgeItem.activity, innerjoin=True)))
    )


def body_of(key: int) -> bytes | None:
    """A file's bytes."""
    return db.session.scalar(select(KnowledgeItem.body).where(KnowledgeItem.id == key))


def items_of(activity_id: int) -> list[ItemRow]:
    """What is attached to an activity, the first first."""
    item = KnowledgeItem
    rows = db.session.execute(
        select(
            item.id,
            item.kind,
            item.title,
            item.text,
            item.url,
            item.file_name,
            item.size,
            Person.name,
            item.created_at,
        )
        .join(Person, Person.id == item.added_by_id)
        .where(item.activity_id == activity_id, item.withdrawn_at.is_(None))
        .order_by(item.id)
    )
    return [ItemRow(*row) for row in rows]


def same_items(
    activity_id: int, title: str, text: str, url: str, file: CheckedFile | None
) -> list[KnowledgeItem]:
    """Pieces that say the same, with a file of that name and size if there is one, and its body."""
    item = KnowledgeItem
    return list(
        db.session.scalars(
            select(item)
            .where(
                item.activity_id == activity_id,
                item.title == title,
                item.text == text,
                item.url == url,
                item.file_name == (file.name if file else ""),
                item.size == (file.size if file else 0),
                item.withdrawn_at.is_(None),
            )
            .options(undefer(item.body))
            .order_by(item.id)
        )
    )


def count_items(activity_id: int) -> int:
    """How many pieces are attached."""
    item = KnowledgeItem
    return (
        db.session.scalar(
            select(func.count()).where(item.activity_id == activity_id, item.withdrawn_at.is_(None))
        )
        or 0
    )


def visible_items(person_id: int) -> list[int]:
    """SQL's side of `policy.can_see`: the keys of every piece that the person may read."""
    return list(
        db.session.scalars(
            select(KnowledgeItem.id)
            .join(Activity, Activity.id == KnowledgeItem.activity_id)
            .join(Cohort, Cohort.id == Activity.cohort_id)
            .where(KnowledgeItem.withdrawn_at.is_(None), activities.seen_by(person_id))
            .order_by(KnowledgeItem.id)
        )
    )


def find_prompt(key: int) -> ReflectionPrompt | None:
    """A question with all that its policy looks at."""
    return db.session.scalar(
        select(ReflectionPrompt)
        .where(ReflectionPrompt.id == key)
        .options(_activity(joinedload(ReflectionPrompt.activity, innerjoin=True)))
    )


def prompts_of(activity_id: int) -> list[ReflectionPrompt]:
    """All questions of an activity for those who put them, before and then after."""
    return list(
        db.session.scalars(
            select(ReflectionPrompt)
            .where(ReflectionPrompt.activity_id == activity_id)
            .order_by(
                ReflectionPrompt.withdrawn_at.is_not(None),
                ReflectionPrompt.time == PromptTime.AFTER,
                ReflectionPrompt.id,
            )
        )
    )


def same_prompt(activity_id: int, time: PromptTime, question: str) -> ReflectionPrompt | None:
    """The question that says the same already."""
    return db.session.scalar(
        select(ReflectionPrompt).where(
            ReflectionPrompt.activity_id == activity_id,
            ReflectionPrompt.time == time,
            ReflectionPrompt.question == question,
            ReflectionPrompt.withdrawn_at.is_(None),
        )
    )


def put_to(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.is_asked`, for a statement that joins prompt, activity and cohort."""
    learns = exists().where(
        Enrolment.cohort_id == Cohort.id,
        Enrolment.person_id == person_id,
        Enrolment.role.in_(LEARNERS),
        Enrolment.ended_at.is_(None),
    )
    return and_(
        ReflectionPrompt.published_at.is_not(None),
        ReflectionPrompt.withdrawn_at.is_(None),
        Activity.cancelled_at.is_(None),
        activities.shown(),
        learns.correlate(Cohort),
        activities.meant_for(person_id),
    )


def is_its_time(today: Any, now: Any) -> ColumnElement[bool]:  # noqa: ANN401 - values or parameters
    """A question before stands until the activity begins, one after it from its end.

    `today` and `now` are on the wall in Copenhagen.
    """
    not_begun = or_(
        Activity.starts_on.is_(None),
        Activity.starts_on > today,
        and_(Activity.starts_on == today, Activity.start_time > now),
    )
    is_over = or_(
        Activity.ends_on < today, and_(Activity.ends_on == today, Activity.end_time <= now)
    )
    return or_(
        and_(ReflectionPrompt.time == PromptTime.BEFORE, not_begun),
        and_(ReflectionPrompt.time == PromptTime.AFTER, is_over),
    )


def not_put_aside(person_id: int) -> ColumnElement[bool]:
    """The person has not said "not now"."""
    return ~exists().where(
        PromptSkipped.prompt_id == ReflectionPrompt.id, PromptSkipped.person_id == person_id
    ).correlate(ReflectionPrompt)
