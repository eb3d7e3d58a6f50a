"""Changes far ahead wait a day, and are told together: one mail a person, whatever has changed.

A waiting row names each activity with the first of its changes that the person has not been told
of, and the batches whose notes go along. `calendars.mail` writes it: it knows what calendars of
the person have fetched the change meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement

    from programme.activities.models import ActivityChange
    from programme.cohorts.models import Cohort

CHANGED_LATER: Final = "calendars/changed_later"
WAIT: Final = timedelta(hours=24)
_BEFORE: Final = "before:"
_BATCH: Final = "batch:"


def before(activity_id: int) -> str:
    """The name under which a mail keeps the first untold change of an activity."""
    return f"{_BEFORE}{activity_id}"


def activities_in(keys: Mapping[str, int]) -> dict[int, int]:
    """The activities that a mail tells of, each with its first untold change."""
    return {
        int(name.removeprefix(_BEFORE)): first
        for name, first in keys.items()
        if name.startswith(_BEFORE)
    }


def batches_in(keys: Mapping[str, int]) -> list[int]:
    """The batches whose notes go with a mail."""
    return sorted(key for name, key in keys.items() if name.startswith(_BATCH))


def is_soon(change: ActivityChange) -> bool:
    """Whether the old day or the new one is so near that people are told at once."""
    return are_soon(change.activity.cohort, change.old_starts_on, change.activity.starts_on)


def are_soon(cohort: Cohort, *days: date | None) -> bool:
    """Whether any of the days is so near, by the cohort's setting."""
    near = clock.today() + timedelta(days=cohort.notice_days)
    return any(day is not None and day <= near for day in days)


def add(change: ActivityChange, people: Collection[int]) -> None:
    """Have these persons told; whoever waits for such a mail already is told in that one."""
    keys = {before(change.activity_id): change.id}
    if change.batch_id:
        keys[f"{_BATCH}{change.batch_id}"] = change.batch_id
    waiting = _not_begun(people)
    for person_id in people:
        mail = waiting.get(person_id)
        if mail is None:
            dedupe = f"later:{person_id}:{change.id}"
            due_at = clock.now() + WAIT
            outbox.queue(CHANGED_LATER, person_id, keys, dedupe=dedupe, due_at=due_at)
        else:
            mail.keys = keys | mail.keys


def take_out(activity_id: int, change_id: int | None = None) -> int | None:
    """Leave the activity out of the mails that wait; returns its first untold change.

    With `change_id` only where that change is the first: what came before it is still to be told.
    """
    name = before(activity_id)
    taken = []
    for mail in _waiting(OutboxMail.keys[name].as_integer().is_not(None)):
        first = mail.keys[name]
        if change_id in {None, first}:
            taken.append(first)
            _leave_out(mail, name)
    return min(taken, default=None)


def forget_batch(batch_id: int) -> None:
    """Leave out the note of changes that were made known together and taken back."""
    name = f"{_BATCH}{batch_id}"
    for mail in _waiting(OutboxMail.keys[name].as_integer().is_not(None)):
        _leave_out(mail, name)


def _leave_out(mail: OutboxMail, name: str) -> None:
    """A mail that tells of no activity any more is none."""
    keys = {key: value for key, value in mail.keys.items() if key != name}
    if activities_in(keys):
        mail.keys = keys
    else:
        db.session.delete(mail)
    db.session.flush()


def _not_begun(people: Collection[int]) -> dict[int, OutboxMail]:
    """The mails of these persons that no worker has begun to send."""
    waiting = _waiting(
        OutboxMail.person_id.in_(people),
        OutboxMail.attempts == 0,
        OutboxMail.due_at > clock.now(),
    )
    return {mail.person_id: mail for mail in waiting}


def _waiting(*conditions: ColumnElement[bool]) -> list[OutboxMail]:
    return list(
        db.session.scalars(
            select(OutboxMail)
            .where(
                OutboxMail.template == CHANGED_LATER,
                OutboxMail.sent_at.is_(None),
                OutboxMail.given_up_at.is_(None),
                *conditions,
            )
            .order_by(OutboxMail.id)
            .with_for_update()
        )
    )
