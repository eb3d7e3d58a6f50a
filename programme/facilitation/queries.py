"""What is asked about requests to facilitators, and about partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity, FacilitatorRequest
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.facilitation.models import ExternalPartner, activity_partner
from programme.people.models import CoordinatorGrant, Person
from programme.people.sessions import hashed

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Select


def find_request(activity_id: int, person_id: int) -> FacilitatorRequest | None:
    """What somebody was asked about an activity last."""
    return db.session.scalar(
        _requests().where(
            FacilitatorRequest.activity_id == activity_id,
            FacilitatorRequest.person_id == person_id,
        )
    )


def find_request_by_token(token: str) -> FacilitatorRequest | None:
    """The request that a mailed link belongs to, whether it still stands or not."""
    return db.session.scalar(_requests().where(FacilitatorRequest.token_hash == hashed(token)))


def get_request(key: int) -> FacilitatorRequest | None:
    """A request by its key, as a queued mail knows it."""
    return db.session.scalar(_requests().where(FacilitatorRequest.id == key))


def _requests() -> Select[FacilitatorRequest]:
    activity = joinedload(FacilitatorRequest.activity, innerjoin=True)
    return select(FacilitatorRequest).options(
        activity.joinedload(Activity.cohort, innerjoin=True).selectinload(Cohort.enrolments),
        activity.selectinload(Activity.facilitators),
        joinedload(FacilitatorRequest.person, innerjoin=True),
    )


def nearest_coordinator(cohort: Cohort) -> int | None:
    """The key of somebody with an open account who coordinates the cohort, the nearest first."""
    grant = CoordinatorGrant
    nearness = case(
        (grant.cohort_id == cohort.id, 0), (grant.programme_id == cohort.programme_id, 1), else_=2
    )
    return db.session.scalar(
        select(Person.id)
        .join(grant, grant.person_id == Person.id)
        .where(
            Person.disabled_at.is_(None),
            or_(
                grant.cohort_id == cohort.id,
                grant.programme_id == cohort.programme_id,
                grant.organisation_id == cohort.organisation_id,
            ),
        )
        .order_by(nearness, Person.id)
        .limit(1)
    )


def coming_led(cohort_id: int, today: date) -> list[Activity]:
    """The cohort's dated activities to come that have facilitators, by day."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.cohort_id == cohort_id,
                Activity.starts_on > today,
                Activity.cancelled_at.is_(None),
                Activity.facilitators.any(),
            )
            .options(
                selectinload(Activity.facilitators), joinedload(Activity.cohort, innerjoin=True)
            )
            .order_by(Activity.starts_on, Activity.id)
        )
    )


def find_partner(key: int) -> ExternalPartner | None:
    """A partner with the organisation that knows them."""
    return db.session.scalar(
        select(ExternalPartner)
        .where(ExternalPartner.id == key)
        .options(joinedload(ExternalPartner.organisation, innerjoin=True))
    )


def partners_of(organisation_ids: Collection[int]) -> list[ExternalPartner]:
    """The organisations' partners by name, those no longer used last."""
    return list(
        db.session.scalars(
            select(ExternalPartner)
            .where(ExternalPartner.organisation_id.in_(organisation_ids))
            .options(joinedload(ExternalPartner.organisation, innerjoin=True))
            .order_by(
                ExternalPartner.closed_at.is_not(None), ExternalPartner.name, ExternalPartner.id
            )
        )
    )


def partners_on(activity_id: int) -> list[ExternalPartner]:
    """The partners who are named on an activity, by name."""
    return list(
        db.session.scalars(
            select(ExternalPartner)
            .join(activity_partner)
            .where(activity_partner.c.activity_id == activity_id)
            .order_by(ExternalPartner.name, ExternalPartner.id)
        )
    )
