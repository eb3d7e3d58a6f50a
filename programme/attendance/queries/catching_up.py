"""The same activity in parallel cohorts, and the offers to join it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from programme.activities.models import Activity
from programme.activities.queries import common, shown
from programme.attendance.models import (
    Answer,
    Attendance,
    CatchUpOffer,
    OfferState,
    Presence,
)
from programme.cohorts.models import Cohort, CohortState, Enrolment
from programme.cohorts.queries import coordinated_by
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.sql.base import ExecutableOption


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer, with the day and cohort of what is offered."""

    id: int
    person_id: int
    missed_id: int
    offered_id: int
    state: OfferState
    starts_on: date | None
    ends_on: date | None
    cohort: str


def find_offer(key: int) -> CatchUpOffer | None:
    """An offer with both activities."""
    return db.session.scalar(
        select(CatchUpOffer)
        .where(CatchUpOffer.id == key)
        .options(
            joinedload(CatchUpOffer.person, innerjoin=True),
            *_with_both(),
        )
    )


def fresh(activity_id: int) -> Activity:
    """The activity as it stands now, with all that tells how many places are left."""
    return db.session.scalars(
        _seated().where(Activity.id == activity_id).execution_options(populate_existing=True)
    ).one()


def parallels(missed: Activity, person_id: int, today: date) -> list[Activity]:
    """The same activity later on in parallel cohorts to which the person may send somebody."""
    after = max(today, missed.ends_on or today)
    return list(
        db.session.scalars(
            _seated()
            .join(Cohort, Cohort.id == Activity.cohort_id)
            .where(
                Activity.cohort_id != missed.cohort_id,
                Activity.kind == missed.kind,
                _is_same(missed),
                Activity.starts_on > after,
                Activity.cancelled_at.is_(None),
                shown(),
                common(),
                Cohort.state == CohortState.PUBLISHED,
                Cohort.programme_id == missed.cohort.programme_id,
                or_(
                    Cohort.organisation_id == missed.cohort.organisation_id,
                    coordinated_by(person_id),
                ),
            )
            .order_by(Activity.starts_on, Activity.id)
        )
    )


def has_missed(activity_id: int, person_id: int) -> bool:
    """Whether the person sent an apology, or was noted absent on a day."""
    apology = select(Answer.id).where(
        Answer.activity_id == activity_id,
        Answer.person_id == person_id,
        Answer.is_coming.is_(False),
    )
    absence = select(Attendance.id).where(
        Attendance.activity_id == activity_id,
        Attendance.person_id == person_id,
        Attendance.presence == Presence.ABSENT,
    )
    return db.session.scalar(apology.union_all(absence).limit(1)) is not None


def offers_in(missed_ids: Collection[int]) -> list[OfferRow]:
    """All offers for what was missed here, the newest last."""
    rows = db.session.execute(
        select(
            CatchUpOffer.id,
            CatchUpOffer.person_id,
            CatchUpOffer.missed_id,
            CatchUpOffer.offered_id,
            CatchUpOffer.state,
            Activity.starts_on,
            Activity.ends_on,
            Cohort.name,
        )
        .join(Activity, Activity.id == CatchUpOffer.offered_id)
        .join(Cohort, Cohort.id == Activity.cohort_id)
        .where(CatchUpOffer.missed_id.in_(missed_ids))
        .order_by(CatchUpOffer.offered_at, CatchUpOffer.id)
    )
    return [OfferRow(*row) for row in rows]


def offers_to(person_id: int) -> list[CatchUpOffer]:
    """What a person has been offered and may still take or leave, the newest first."""
    return list(
        db.session.scalars(
            select(CatchUpOffer)
            .where(
                CatchUpOffer.person_id == person_id,
                CatchUpOffer.state.in_((OfferState.OFFERED, OfferState.ACCEPTED)),
            )
            .options(*_with_both())
            .order_by(CatchUpOffer.offered_at.desc(), CatchUpOffer.id.desc())
        )
    )


def offers_to_leavers(today: date) -> list[CatchUpOffer]:
    """Offers of what is ahead, to those who have left the cohort in which they missed it."""
    missed = aliased(Activity)
    place = exists().where(
        Enrolment.cohort_id == missed.cohort_id, Enrolment.person_id == CatchUpOffer.person_id
    )
    return list(
        db.session.scalars(
            select(CatchUpOffer)
            .join(missed, missed.id == CatchUpOffer.missed_id)
            .join(Activity, Activity.id == CatchUpOffer.offered_id)
            .join(Cohort, Cohort.id == Activity.cohort_id)
            .where(
                CatchUpOffer.state.in_((OfferState.OFFERED, OfferState.ACCEPTED)),
                shown(),
                Activity.starts_on > today,
                Activity.cancelled_at.is_(None),
                place.where(Enrolment.ended_at.is_not(None)).correlate(CatchUpOffer, missed),
                ~place.where(Enrolment.ended_at.is_(None)).correlate(CatchUpOffer, missed),
            )
            .options(*_with_both())
            .order_by(CatchUpOffer.id)
        )
    )


def is_guest_besides(offer: CatchUpOffer) -> bool:
    """Whether the person has accepted the same place for something else that was missed."""
    other = select(CatchUpOffer.id).where(
        CatchUpOffer.person_id == offer.person_id,
        CatchUpOffer.offered_id == offer.offered_id,
        CatchUpOffer.state == OfferState.ACCEPTED,
        CatchUpOffer.id != offer.id,
    )
    return db.session.scalar(other.limit(1)) is not None


def visits(missed_ids: Collection[int]) -> list[tuple[int, int, date, date, date]]:
    """Days on which somebody was there in place of one missed.

    As (person, missed activity, first and last day of the other one, day).
    """
    rows = db.session.execute(
        select(
            CatchUpOffer.person_id,
            CatchUpOffer.missed_id,
            Activity.starts_on,
            Activity.ends_on,
            Attendance.day,
        )
        .join(Activity, Activity.id == CatchUpOffer.offered_id)
        .join(
            Attendance,
            and_(
                Attendance.activity_id == CatchUpOffer.offered_id,
                Attendance.person_id == CatchUpOffer.person_id,
            ),
        )
        .where(
            CatchUpOffer.missed_id.in_(missed_ids),
            CatchUpOffer.state == OfferState.ACCEPTED,
            Attendance.presence != Presence.ABSENT,
        )
    )
    return [
        (who, missed, first, last or first, day)
        for who, missed, first, last, day in rows
        if first is not None
    ]


def _is_same(missed: Activity) -> ColumnElement[bool]:
    """The number or, without one, the theme tells what is the same."""
    if missed.number is not None:
        return Activity.number == missed.number
    return and_(Activity.number.is_(None), Activity.title == missed.title)


def _seated() -> Select[Activity]:
    return select(Activity).options(
        joinedload(Activity.cohort, innerjoin=True).selectinload(Cohort.enrolments),
        joinedload(Activity.room),
        joinedload(Activity.venue),
        selectinload(Activity.levels),
        selectinload(Activity.named),
        selectinload(Activity.facilitators),
    )


def _with_both() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(CatchUpOffer.missed, innerjoin=True).joinedload(Activity.cohort, innerjoin=True),
        joinedload(CatchUpOffer.offered, innerjoin=True).joinedload(
            Activity.cohort, innerjoin=True
        ),
    )
