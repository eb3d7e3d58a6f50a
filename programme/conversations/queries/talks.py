"""Talks between a participant and the line manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.conversations.models import ManagerTalk, TalkTime
from programme.core.db import db
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.queries import shared_with
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Select

MOST_ENTRIES = 50


def find_talk(key: int) -> ManagerTalk | None:
    """A talk with its two."""
    return db.session.scalar(_talks(ManagerTalk.id == key))


def talks_of(person_id: int) -> list[ManagerTalk]:
    """A participant's talks, those with former managers too."""
    return list(db.session.scalars(_talks(ManagerTalk.participant_id == person_id)))


def talks_with(manager_id: int) -> list[ManagerTalk]:
    """The talks that somebody has as the line manager of that moment."""
    theirs = (
        ManagerTalk.manager_id == manager_id,
        ManagerTalk.participant_id.in_(
            select(Person.id).where(Person.line_manager_id == manager_id)
        ),
    )
    return list(db.session.scalars(_talks(*theirs)))


def find_own(
    participant_id: int, cohort_id: int, manager_id: int, time: TalkTime
) -> ManagerTalk | None:
    """The talk of that time, if it has been begun."""
    return db.session.scalar(
        _talks(
            ManagerTalk.participant_id == participant_id,
            ManagerTalk.cohort_id == cohort_id,
            ManagerTalk.manager_id == manager_id,
            ManagerTalk.time == time,
        )
    )


def courses_of(person_id: int) -> list[Cohort]:
    """The cohorts in which a person learns or has learned to the end: talks go on after it."""
    return list(
        db.session.scalars(
            select(Cohort)
            .join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .where(
                Enrolment.person_id == person_id,
                Enrolment.role.in_(LEARNERS),
                Enrolment.ended_at.is_(None),
                Cohort.state != CohortState.DRAFT,
            )
            .order_by(Cohort.starts_on.desc(), Cohort.id)
            .distinct()
        )
    )


def entries_to_pick(author_id: int) -> list[LogEntry]:
    """An author's own finished entries, the newest first."""
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(LogEntry.author_id == author_id, LogEntry.state == EntryState.FINAL)
            .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
            .limit(MOST_ENTRIES)
        )
    )


def own_entries(author_id: int, keys: Collection[int]) -> list[LogEntry]:
    """Those of an author's own finished entries, with their shares."""
    return list(
        db.session.scalars(
            select(LogEntry)
            .where(
                LogEntry.id.in_(keys),
                LogEntry.author_id == author_id,
                LogEntry.state == EntryState.FINAL,
            )
            .options(selectinload(LogEntry.shares))
            .order_by(LogEntry.written_on, LogEntry.id)
        )
    )


def picked_for(talk: ManagerTalk, reader_id: int) -> list[LogEntry]:
    """What was picked for a talk, as far as this person can read it now."""
    keys = [entry.id for entry in talk.entries]
    if reader_id == talk.participant_id or not keys:
        return talk.entries
    return list(db.session.scalars(shared_with(reader_id).where(LogEntry.id.in_(keys))))


def _talks(*conditions: ColumnElement[bool]) -> Select[ManagerTalk]:
    return (
        select(ManagerTalk)
        .where(*conditions)
        .options(
            joinedload(ManagerTalk.participant, innerjoin=True),
            joinedload(ManagerTalk.manager, innerjoin=True),
            joinedload(ManagerTalk.cohort, innerjoin=True),
            selectinload(ManagerTalk.entries).selectinload(LogEntry.shares),
        )
        .order_by(ManagerTalk.cohort_id, ManagerTalk.id)
    )
