"""Gather moves, cancellings and restorings as drafts, and make them known together.

A draft changes nothing in the plan. Each is for the activity as it was when it was drafted: if
it has been changed since, nothing is made known before somebody has looked at both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from programme.activities import checks, queries
from programme.activities.models import Activity, ChangeBatch, ChangeKind, DraftChange
from programme.activities.plan import When
from programme.activities.services import together
from programme.activities.services.applying import apply, is_news, reason_of, settle
from programme.activities.services.moving import shown
from programme.activities.services.revising import hold
from programme.activities.services.writing import check_version, when_of
from programme.cohorts import services as cohorts
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError
from programme.core.text import l_
from programme.programmes.labels import short_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from programme.activities.models import ActivityChange
    from programme.people.models import Person

_KINDS: Final = {ChangeKind.CANCELLED: l_("Cancelled"), ChangeKind.RESTORED: l_("Restored")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A change to be: to which days a move goes, and why. The others leave the days."""

    kind: ChangeKind
    when: When | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one had before one: the activity's version, and that of its draft, 0 for none.

    `address` is where to go on when somebody else was faster.
    """

    version: int
    draft: int = 0
    address: str = ""


def draft(
    activity: Activity, meant: Meant, looked: Looked, *, by: Person | None
) -> DraftChange | None:
    """Keep a change for later, in place of one drafted before; None when it changes nothing."""
    hold(activity)
    when = checks.when(meant.when) if meant.when else None
    if not is_news(activity, meant.kind, when):
        return None
    mine = _meant(meant.kind, when)
    check_version(activity, looked.version, mine, _stands(activity), looked.address)
    found = queries.find_draft(activity.id)
    if (found.version if found else 0) != looked.draft:
        theirs = _meant(found.kind, drafted_when(found)) if found else _stands(activity)
        raise ConflictError(mine, theirs, looked.address)
    found = found or DraftChange(activity=activity)
    _write(found, replace(meant, when=when, reason=reason_of(meant.reason)), by)
    db.session.add(found)
    cohorts.plan_changed(activity.cohort_id)
    db.session.flush()
    return found


def discard(found: DraftChange) -> None:
    """Let the plan stay as it is."""
    db.session.delete(found)
    cohorts.plan_changed(found.activity.cohort_id)
    db.session.flush()


def keep(found: DraftChange, *, version: int) -> None:
    """Stand by the draft, having seen the activity as it is now."""
    hold(found.activity)
    if found.activity.version == version and is_news(
        found.activity, found.kind, drafted_when(found)
    ):
        found.seen_version = version
    db.session.flush()


def publish_together(
    cohort_id: int, *, seen: str, note: str, by: Person | None, address: str
) -> ChangeBatch | None:
    """Make all drafts of the cohort the plan, at one moment; None when there is none (any more).

    `seen` says which drafts one has looked at: others, or others than these, are a conflict.
    """
    hold_still(cohort_id)
    drafts = queries.drafts_of(cohort_id)
    if not drafts:
        return None
    if fingerprint(drafts) != seen:
        raise ConflictError(_counted(seen), _listed(drafts), address)
    stale = [each for each in drafts if is_stale(each)]
    if stale:
        raise ConflictError(_listed(stale), _standing(stale), address)
    batch = ChangeBatch(
        cohort_id=cohort_id, at=clock.now(), by_id=by.id if by else None, note=reason_of(note)
    )
    db.session.add(batch)
    db.session.flush()
    changes = [_applied(each, batch, by) for each in drafts]
    settle([change.activity for change in changes])
    together.tell(batch.id, changes)
    db.session.flush()
    return batch


def fingerprint(drafts: Iterable[DraftChange]) -> str:
    """Which drafts these are, and how they read."""
    return ",".join(f"{each.id}:{each.version}" for each in sorted(drafts, key=lambda d: d.id))


def is_stale(found: DraftChange) -> bool:
    """Whether the activity has been changed since."""
    return found.seen_version != found.activity.version


def drafted_when(found: DraftChange) -> When | None:
    """The days that a drafted move gives; a cancelling and a restoring leave them."""
    if found.kind is not ChangeKind.MOVED:
        return None
    return When(**{name: getattr(found, name) for name in When.__dataclass_fields__})


def _write(found: DraftChange, meant: Meant, by: Person | None) -> None:
    found.kind = meant.kind
    found.seen_version = found.activity.version
    found.reason = meant.reason
    found.by_id = by.id if by else None
    found.at = clock.now()
    for name in When.__dataclass_fields__:
        setattr(found, name, getattr(meant.when, name) if meant.when else None)


def _applied(found: DraftChange, batch: ChangeBatch, by: Person | None) -> ActivityChange:
    when = drafted_when(found)
    change = apply(found.activity, found.kind, when, by=by, reason=found.reason, at=batch.at)
    change.batch_id = batch.id
    db.session.delete(found)
    return change


# What the conflict page says: labels in the language that the plan is written in.


def _label(found: DraftChange) -> str:
    return short_label(found.activity.kind, found.activity.number)


def _meant(kind: ChangeKind, when: When | None) -> dict[str, str]:
    if when is None:
        return {str(l_("Date")): str(_KINDS[kind])}
    return shown(when)


def _stands(activity: Activity) -> dict[str, str]:
    if activity.is_cancelled:
        return {str(l_("Date")): str(_KINDS[ChangeKind.CANCELLED])}
    return shown(when_of(activity))


def _listed(drafts: Sequence[DraftChange]) -> dict[str, str]:
    return {
        _label(each): "\n".join(_meant(each.kind, drafted_when(each)).values()) for each in drafts
    }


def _standing(drafts: Sequence[DraftChange]) -> dict[str, str]:
    return {_label(each): "\n".join(_stands(each.activity).values()) for each in drafts}


def _counted(seen: str) -> dict[str, str]:
    count = len([each for each in seen.split(",") if each])
    return {str(l_("Changes on their way")): str(l_("%(count)d as you saw them", count=count))}
