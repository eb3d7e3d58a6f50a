"""Who hears of a change, and when: ten minutes later, so that it can be taken back in time.

A change to days that are far off waits a day with others: module `later`.

Several changes of one activity before anybody has been told are one mail; it begins with the
first of them, and says what is true when it leaves. Changes that are made known together are one
mail a person too: module `together`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities import policy
from programme.activities.models import ActivityChange
from programme.activities.services import later
from programme.cohorts.models import Enrolment
from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from programme.activities.models import Activity

GRACE: Final = timedelta(minutes=10)
_LONGEST_WAIT: Final = timedelta(days=7)  # of a mail that cannot be sent
CHANGED: Final = "activities/changed"
CHANGED_TOGETHER: Final = "activities/changed_together"


def tell(change: ActivityChange) -> None:
    """Queue one mail per person whose plan has the activity; none while it is a draft."""
    activity = change.activity
    if not policy.is_shown(activity):
        return
    if later.is_soon(change) or is_being_told(activity):
        _tell_soon(change)
    else:
        later.add(change, told(activity))


def is_being_told(activity: Activity) -> bool:
    """Whether a mail about the activity is to leave within minutes."""
    return bool(_waiting(activity)) or bool(_mails_together(activity))


def _tell_soon(change: ActivityChange) -> None:
    """Who waits for a mail that tells of the activity among others has no need of one more."""
    activity = change.activity
    waiting = _waiting(activity)
    untold = [_first_change(waiting), later.take_out(activity.id), change.id]
    first = min(key for key in untold if key)
    _withdraw(waiting)
    due_at = clock.now() + GRACE
    people = told(activity)
    others = _postponed_together(activity, people, due_at)
    for person_id in people:
        if person_id in others:
            continue
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
    later.take_out(change.activity_id, change.id)


def take_over(activity: Activity) -> int | None:
    """The first change of the activity that nobody has been told of; its own mails are withdrawn.

    From now on another mail tells of it.
    """
    waiting = _waiting(activity)
    _withdraw(waiting)
    first = [_first_change(waiting), later.take_out(activity.id), *_untold_together(activity)]
    return min((key for key in first if key), default=None)


def take_back_together(batch_id: int) -> list[int]:
    """Withdraw the mails about what was changed together; returns what they had taken over."""
    waiting = _mails(batch_prefix(batch_id))
    taken = {key: first for mail in waiting for key, first in mail.keys.items() if ":" in key}
    _withdraw([str(mail.dedupe) for mail in waiting])
    return sorted(taken.values())


def batch_prefix(batch_id: int) -> str:
    """How the dedupe keys of the mails about changes made together begin."""
    return f"batch:{batch_id}:"


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
    keys += [
        person.id
        for person in activity.named
        if person.is_active and policy.is_named(activity, person.id)
    ]
    return list(dict.fromkeys(keys))


def _prefix(activity: Activity) -> str:
    return f"activity:{activity.id}:"


def _waiting(activity: Activity) -> Sequence[str]:
    """The waiting mails about the activity alone, by their dedupe keys."""
    return [str(mail.dedupe) for mail in _mails(_prefix(activity)) if mail.template == CHANGED]


def _mails(prefix: str) -> Sequence[OutboxMail]:
    """The waiting mails whose dedupe key begins so."""
    return db.session.scalars(
        select(OutboxMail).where(
            OutboxMail.dedupe.startswith(prefix),
            OutboxMail.sent_at.is_(None),
            OutboxMail.given_up_at.is_(None),
        )
    ).all()


def _mails_together(activity: Activity) -> list[tuple[ActivityChange, OutboxMail]]:
    """The waiting mails that tell of the activity among others, each with its change."""
    changes = db.session.scalars(
        select(ActivityChange).where(
            ActivityChange.activity_id == activity.id,
            ActivityChange.batch_id.is_not(None),
            ActivityChange.undone_at.is_(None),
            ActivityChange.at > clock.now() - _LONGEST_WAIT,
        )
    )
    return [(each, mail) for each in changes for mail in _mails(batch_prefix(each.batch_id or 0))]


def _untold_together(activity: Activity) -> list[int]:
    name = later.before(activity.id)
    return [mail.keys.get(name, change.id) for change, mail in _mails_together(activity)]


def _postponed_together(activity: Activity, people: Collection[int], due_at: datetime) -> set[int]:
    """Who of these is told of it among others anyhow; those mails wait as long as this change."""
    others = set()
    for _change, mail in _mails_together(activity):
        if mail.person_id in people:
            mail.due_at = due_at
            others.add(mail.person_id)
    return others


def _first_change(waiting: Sequence[str]) -> int | None:
    return min((int(dedupe.split(":")[2]) for dedupe in waiting), default=None)


def _withdraw(waiting: Sequence[str]) -> None:
    for dedupe in waiting:
        outbox.withdraw(dedupe)
