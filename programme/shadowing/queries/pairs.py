"""Pairs: of a cohort, of a person, over all cohorts; and policy said in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.core.db import db
from programme.shadowing.agreement import is_held
from programme.shadowing.models import PairState, ShadowingPair

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute


def find_pair(key: int, *, lock: bool = False) -> ShadowingPair | None:
    """A pair with all that its policy looks at; locked, where the database locks rows."""
    cohort = joinedload(ShadowingPair.cohort, innerjoin=True)
    statement = (
        select(ShadowingPair)
        .where(ShadowingPair.id == key)
        .options(
            cohort.selectinload(Cohort.enrolments),
            cohort.joinedload(Cohort.programme, innerjoin=True),
            joinedload(ShadowingPair.guest, innerjoin=True),
            joinedload(ShadowingPair.host, innerjoin=True),
            selectinload(ShadowingPair.activity),
        )
    )
    if lock:
        statement = statement.with_for_update(of=ShadowingPair)
    return db.session.scalar(statement)


def open_pairs(cohort_id: int) -> Sequence[ShadowingPair]:
    """The pairs of a cohort that have not ended, by key."""
    return db.session.scalars(_with_activity().where(ShadowingPair.cohort_id == cohort_id)).all()


def pairs_of(cohort_ids: Collection[int]) -> Sequence[ShadowingPair]:
    """As `open_pairs`, of several cohorts."""
    return db.session.scalars(_with_activity().where(ShadowingPair.cohort_id.in_(cohort_ids))).all()


def own_pairs(person_id: int) -> Sequence[ShadowingPair]:
    """What a person may read, by key."""
    return db.session.scalars(
        _with_activity().where(read_by(person_id)).options(joinedload(ShadowingPair.host))
    ).all()


def read_by(person_id: int) -> ColumnElement[bool]:
    """SQL's side of `policy.can_read`, for a statement that selects from ShadowingPair."""
    return and_(
        or_(ShadowingPair.guest_id == person_id, ShadowingPair.host_id == person_id),
        ShadowingPair.state != PairState.ENDED,
        exists().where(
            Enrolment.cohort_id == ShadowingPair.cohort_id,
            Enrolment.person_id == person_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        ),
    )


def met(fellows: Collection[int], *, besides: Collection[int]) -> frozenset[frozenset[int]]:
    """Who of these have been a pair before, in any cohort, either way round."""
    rows = db.session.execute(
        select(ShadowingPair.guest_id, ShadowingPair.host_id).where(
            ShadowingPair.guest_id.in_(fellows),
            ShadowingPair.host_id.in_(fellows),
            ShadowingPair.id.not_in(besides),
        )
    )
    return frozenset(frozenset(row) for row in rows)


def left_alone(today: date) -> list[ShadowingPair]:
    """Pairs that are not over, of which one no longer learns in the cohort."""
    found = db.session.scalars(
        _with_activity().where(
            or_(_is_gone(ShadowingPair.guest_id), _is_gone(ShadowingPair.host_id))
        )
    )
    return [pair for pair in found if not is_held(pair, today)]


def _is_gone(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return ~exists().where(
        Enrolment.cohort_id == ShadowingPair.cohort_id,
        Enrolment.person_id == person_id,
        Enrolment.ended_at.is_(None),
        Enrolment.role.in_(LEARNERS),
    )


def _with_activity() -> Select[ShadowingPair]:
    return (
        select(ShadowingPair)
        .where(ShadowingPair.state != PairState.ENDED)
        .options(selectinload(ShadowingPair.activity))
        .order_by(ShadowingPair.id)
    )
