"""What hangs on activities beside their days: pairs, mails that wait, what facilitators said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities.models import Activity, FacilitatorAnswer, FacilitatorRequest
from programme.core.db import db
from programme.outbox.models import OutboxMail
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

# The mails about changes themselves, which a change takes over.
_OWN: Final = "activities/changed"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a facilitator has said to some days; None: nothing yet."""

    activity_id: int
    name: str
    answer: FacilitatorAnswer | None
    starts_on: date
    ends_on: date


def pairs_of(activity_ids: Collection[int]) -> list[Activity]:
    """What carries these activities out for persons by name and is to be held, by day."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.part_of_id.in_(activity_ids),
                Activity.starts_on.is_not(None),
                Activity.cancelled_at.is_(None),
            )
            .options(selectinload(Activity.named))
            .order_by(Activity.starts_on, Activity.id)
        )
    )


def asked_of(activity_ids: Collection[int]) -> list[Answered]:
    """What facilitators have been asked about these activities, by name."""
    found = db.session.execute(
        select(
            FacilitatorRequest.activity_id,
            Person.name,
            FacilitatorRequest.answer,
            FacilitatorRequest.starts_on,
            FacilitatorRequest.ends_on,
        )
        .join(FacilitatorRequest.person)
        .where(FacilitatorRequest.activity_id.in_(activity_ids))
        .order_by(Person.name, FacilitatorRequest.activity_id)
    )
    return [Answered(*row) for row in found]


def mails_waiting(activity_ids: Collection[int]) -> int:
    """How many other mails about these activities have not left yet: reminders, invitations."""
    about = OutboxMail.keys["activity"].as_integer()
    return (
        db.session.scalar(
            select(func.count(OutboxMail.id)).where(
                OutboxMail.sent_at.is_(None),
                OutboxMail.given_up_at.is_(None),
                OutboxMail.template != _OWN,
                about.in_(activity_ids),
            )
        )
        or 0
    )


def with_people(activity_ids: Collection[int]) -> list[Activity]:
    """These activities with all that tells whom they are for."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(Activity.id.in_(activity_ids))
            .options(
                joinedload(Activity.cohort, innerjoin=True),
                joinedload(Activity.venue),
                selectinload(Activity.levels),
                selectinload(Activity.facilitators),
                selectinload(Activity.named),
                selectinload(Activity.objectives),
                selectinload(Activity.days),
            )
        )
    )
