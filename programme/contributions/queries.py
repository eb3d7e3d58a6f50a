"""What is asked about proposals and questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Role
from programme.cohorts.queries import enrolled_as, overseen_by
from programme.contributions.models import ContentProposal, DialogueQuestion, ProposalState
from programme.core.db import db
from programme.people.models import Person
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list; without an activity the four of it are None."""

    id: int
    version: int
    cohort_id: int
    cohort: str
    author_id: int
    author: str
    text: str
    made_at: datetime
    state: ProposalState
    answer: str
    activity_id: int | None
    kind: ActivityKind | None
    number: int | None
    title: str | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with the group of who puts it."""

    id: int
    author_id: int
    author: str
    role: Role
    text: str
    asked_at: datetime


def find_proposal(key: int) -> ContentProposal | None:
    """A proposal with all that its policy looks at."""
    return db.session.scalar(
        select(ContentProposal)
        .where(ContentProposal.id == key)
        .options(
            joinedload(ContentProposal.cohort, innerjoin=True).selectinload(Cohort.enrolments),
            joinedload(ContentProposal.author, innerjoin=True),
            joinedload(ContentProposal.activity).selectinload(Activity.named),
            joinedload(ContentProposal.activity).selectinload(Activity.levels),
        )
    )


def seen_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_see`: for a statement that joins Cohort, and Activity loosely."""
    theirs = ContentProposal.author_id == person_id
    accepted = and_(
        ContentProposal.state == ProposalState.ACCEPTED,
        ContentProposal.activity_id.is_not(None),
        activities.seen_by(person_id),
    )
    open_ones = and_(
        ContentProposal.state != ProposalState.WITHDRAWN, or_(overseen_by(person_id), accepted)
    )
    return or_(theirs, open_ones)


def proposals_of(person_id: int) -> list[ProposalRow]:
    """One's own, the newest first."""
    return _rows(_proposals().where(ContentProposal.author_id == person_id))


def accepted_beside(person_id: int, cohort_ids: Iterable[int]) -> list[ProposalRow]:
    """What others have proposed and has been accepted, where the person sees the activity."""
    return _rows(
        _proposals().where(
            ContentProposal.cohort_id.in_(list(cohort_ids)),
            ContentProposal.author_id != person_id,
            ContentProposal.state == ProposalState.ACCEPTED,
            seen_by(person_id),
        )
    )


def proposals_in(cohort_id: int) -> list[ProposalRow]:
    """All of a cohort for those who plan: what was withdrawn is gone."""
    return _rows(
        _proposals().where(
            ContentProposal.cohort_id == cohort_id,
            ContentProposal.state != ProposalState.WITHDRAWN,
        )
    )


def accepted_into(activity_id: int) -> list[ProposalRow]:
    """What stands on the programme of an activity, the first first."""
    return _rows(
        _proposals().where(
            ContentProposal.activity_id == activity_id,
            ContentProposal.state == ProposalState.ACCEPTED,
        )
    )[::-1]


def count_new(activity_id: int) -> int:
    """How many wait that were made for an activity."""
    return (
        db.session.scalar(
            select(func.count()).where(
                ContentProposal.activity_id == activity_id,
                ContentProposal.state == ProposalState.NEW,
            )
        )
        or 0
    )


def cohorts_to_propose_in(person_id: int) -> list[Cohort]:
    """SQL's side of `policy.can_propose`, by name."""
    return list(
        db.session.scalars(
            select(Cohort)
            .where(
                Cohort.state == CohortState.PUBLISHED,
                enrolled_as(person_id, LEARNERS),
            )
            .options(selectinload(Cohort.enrolments))
            .order_by(Cohort.name, Cohort.id)
        )
    )


def ahead_for(person_id: int, cohort_ids: Iterable[int], today: date) -> list[Activity]:
    """What lies ahead of a person in these cohorts and may be proposed for, by date."""
    return list(
        db.session.scalars(
            _ahead(today)
            .join(Cohort, Cohort.id == Activity.cohort_id)
            .where(
                Activity.cohort_id.in_(list(cohort_ids)),
                activities.shown(),
                activities.meant_for(person_id),
            )
        )
    )


def ahead_in(cohort_id: int, today: date) -> list[Activity]:
    """What lies ahead in a cohort, drafts included, by date."""
    return list(
        db.session.scalars(
            _ahead(today)
            .where(Activity.cohort_id == cohort_id)
            .options(selectinload(Activity.facilitators))
        )
    )


def same_proposal(cohort_id: int, author_id: int, text: str) -> ContentProposal | None:
    """The one that is sent again."""
    return db.session.scalar(
        select(ContentProposal)
        .where(
            ContentProposal.cohort_id == cohort_id,
            ContentProposal.author_id == author_id,
            ContentProposal.state == ProposalState.NEW,
            ContentProposal.text == text,
        )
        .limit(1)
    )


def questions_to(activity_id: int) -> list[QuestionRow]:
    """What both groups have asked, in order."""
    rows = db.session.execute(
        select(
            DialogueQuestion.id,
            DialogueQuestion.author_id,
            Person.name,
            DialogueQuestion.role,
            DialogueQuestion.text,
            DialogueQuestion.asked_at,
        )
        .join(Person, Person.id == DialogueQuestion.author_id)
        .where(DialogueQuestion.activity_id == activity_id, DialogueQuestion.withdrawn_at.is_(None))
        .order_by(DialogueQuestion.asked_at, DialogueQuestion.id)
    )
    return [QuestionRow(*row) for row in rows]


def find_question(key: int) -> DialogueQuestion | None:
    """A question that stands."""
    return db.session.scalar(
        select(DialogueQuestion).where(
            DialogueQuestion.id == key, DialogueQuestion.withdrawn_at.is_(None)
        )
    )


def same_question(activity_id: int, author_id: int, text: str) -> DialogueQuestion | None:
    """The one that is sent again."""
    return db.session.scalar(
        select(DialogueQuestion)
        .where(
            DialogueQuestion.activity_id == activity_id,
            DialogueQuestion.author_id == author_id,
            DialogueQuestion.withdrawn_at.is_(None),
            DialogueQuestion.text == text,
        )
        .limit(1)
    )


def _ahead(today: date) -> Select[Activity]:
    return (
        select(Activity)
        .where(
            or_(Activity.starts_on.is_(None), Activity.starts_on > today),
            Activity.cancelled_at.is_(None),
            activities.common(),
        )
        .order_by(Activity.starts_on.is_(None), Activity.starts_on, Activity.id)
    )


def _proposals() -> Select[*tuple[Any, ...]]:
    author = aliased(Person)
    return (
        select(
            ContentProposal.id,
            ContentProposal.version,
            ContentProposal.cohort_id,
            Cohort.name,
            ContentProposal.author_id,
            author.name,
            ContentProposal.text,
            ContentProposal.made_at,
            ContentProposal.state,
            ContentProposal.answer,
            ContentProposal.activity_id,
            Activity.kind,
            Activity.number,
            Activity.title,
        )
        .select_from(ContentProposal)
        .join(Cohort, Cohort.id == ContentProposal.cohort_id)
        .join(author, author.id == ContentProposal.author_id)
        .outerjoin(Activity, Activity.id == ContentProposal.activity_id)
        .order_by(ContentProposal.made_at.desc(), ContentProposal.id.desc())
    )


def _rows(statement: Select[*tuple[Any, ...]]) -> list[ProposalRow]:
    return [ProposalRow(*row) for row in db.session.execute(statement)]
