"""Changes that were gathered as drafts, made known together: one mail a person tells them all.

What has been changed shortly before, and nobody has been told of yet, goes into the same mail.
When all of it is far off, it waits a day with what else is changed: module `later`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from programme.activities import policy
from programme.activities.models import Activity, ActivityChange, ChangeKind, DraftChange
from programme.activities.plan import When
from programme.activities.services import later, telling
from programme.activities.services.applying import settle, take_away
from programme.activities.services.writing import when_of
from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.people.models import Person

CHANGED_TOGETHER: Final = telling.CHANGED_TOGETHER


def changes_of(batch_id: int) -> list[ActivityChange]:
    """What was changed together, with what the policy of its activities looks at."""
    return list(
        db.session.scalars(
            select(ActivityChange)
            .where(ActivityChange.batch_id == batch_id)
            .options(
                joinedload(ActivityChange.activity, innerjoin=True).options(
                    selectinload(Activity.levels),
                    selectinload(Activity.facilitators),
                    selectinload(Activity.named),
                    selectinload(Activity.changes),
                )
            )
            .order_by(ActivityChange.id)
        )
    )


def tell(batch_id: int, changes: Sequence[ActivityChange]) -> None:
    """Queue one mail per person whose plan has any of the activities."""
    shown = [change for change in changes if policy.is_shown(change.activity)]
    if any(later.is_soon(each) or telling.is_being_told(each.activity) for each in shown):
        _tell_soon(batch_id, shown)
        return
    for change in shown:
        later.add(change, telling.told(change.activity))


def _tell_soon(batch_id: int, changes: Sequence[ActivityChange]) -> None:
    keys: dict[str, int] = {"batch": batch_id}
    people: dict[int, None] = {}
    for change in changes:
        first = telling.take_over(change.activity)
        if first is not None:
            keys[later.before(change.activity_id)] = first
        people |= dict.fromkeys(telling.told(change.activity))
    for person_id in people:
        outbox.queue(
            CHANGED_TOGETHER,
            person_id,
            keys,
            dedupe=f"{telling.batch_prefix(batch_id)}{person_id}",
            due_at=clock.now() + telling.GRACE,
        )


def undo(batch_id: int, *, by: Person | None) -> list[ActivityChange]:
    """Take all of it back, and the mails; each change waits as a draft again.

    What somebody was to be told of an activity before is told by a mail of its own.
    """
    changes = changes_of(batch_id)
    meant = [(change, when_of(change.activity)) for change in changes]
    earlier = telling.take_back_together(batch_id)
    later.forget_batch(batch_id)
    for change in changes:
        later.take_out(change.activity_id, change.id)
        take_away(change, by=by)
    settle([change.activity for change in changes])
    _draft_again(meant)
    for key in earlier:
        first = db.session.get(ActivityChange, key)
        if first is not None and not first.undone_at:
            telling.tell(first)
    db.session.flush()
    return changes


def _draft_again(changes: Sequence[tuple[ActivityChange, When]]) -> None:
    """Let what was meant wait as drafts, but where somebody has drafted anew."""
    keys = [change.activity_id for change, _ in changes]
    drafted = set(
        db.session.scalars(select(DraftChange.activity_id).where(DraftChange.activity_id.in_(keys)))
    )
    for change, when in changes:
        if change.activity_id not in drafted:
            db.session.add(_draft(change, when))


def _draft(change: ActivityChange, when: When) -> DraftChange:
    moved = change.kind is ChangeKind.MOVED
    return DraftChange(
        activity=change.activity,
        kind=change.kind,
        seen_version=change.activity.version,
        reason=change.reason,
        by_id=change.by_id,
        at=clock.now(),
        **{name: getattr(when, name) if moved else None for name in When.__dataclass_fields__},
    )
