"""Who hears of a change, and when: ten minutes later, so that it can be taken back in time.

Several changes of one activity before anybody has been told are one mail; it begins with the
first of them, and says what is true when it leaves.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities import policy
from programme.cohorts.models import Enrolment
from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.activities.models import Activity, ActivityChange

GRACE: Final = timedelta(minutes=10)
CHANGED: Final = "activities/changed"


def tell(change: ActivityChange) -> None:
    """Queue one mail per person whose plan has the activity; none while it is a draft."""
    activity = change.activity
    if not policy.is_shown(activity):
        return
    waiting = _waiting(activity)
    first = _first_change(waiting) or change.id
    _withdraw(waiting)
    due_at = clock.now() + GRACE
    for person_id in told(activity):
        outbox.queue(
            CHANGED,
            person_id,
            {"activity": activity.id, "change": first},
            dedupe=f"{_prefix(activity)}{first}:{person_id}",
            due_at=due_at,
        )


def take_back(change: ActivityChange) -> None:
    """Withdraw the mails that began with this change."""
    waiting = _waiting(change.activity)
    if _first_change(waiting) == change.id:
        _withdraw(waiting)


def told(activity: Activity) -> list[int]:
    """Keys of the persons who have the activity in their own plan and an open account."""
    places = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == activity.cohort_id,
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Enrolment.person_id)
    )
    keys = [place.person_id for place in places if policy.is_in_plan(activity, place)]
    keys += [person.id for person in activity.named if person.is_active]
    return list(dict.fromkeys(keys))


def _prefix(activity: Activity) -> str:
    return f"activity:{activity.id}:"


def _waiting(activity: Activity) -> Sequence[str]:
    """The waiting mails about the activity, by their dedupe keys."""
    return db.session.scalars(
        select(OutboxMail.dedupe).where(
            OutboxMail.template == CHANGED,
            OutboxMail.dedupe.startswith(_prefix(activity)),
            OutboxMail.sent_at.is_(None),
            OutboxMail.given_up_at.is_(None),
        )
    ).all()  # type: ignore[return-value] # those that start with something are not NULL


def _first_change(waiting: Sequence[str]) -> int | None:
    return min((int(dedupe.split(":")[2]) for dedupe in waiting), default=None)


def _withdraw(waiting: Sequence[str]) -> None:
    for dedupe in waiting:
        outbox.withdraw(dedupe)
