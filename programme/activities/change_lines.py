"""The change list in words; what was done to many activities at one moment is one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from programme.activities import labels
from programme.activities.models import ActivityChange
from programme.core import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One act: `label` and `address` are those of its activity, or empty where there are many."""

    kind: str
    count: int
    label: str
    address: str
    at: str
    by: str
    reason: str
    before: str
    undone_at: str
    undone_by: str


def change_lines(changes: Iterable[ActivityChange], prefix: str, locale: str) -> list[ChangeLine]:
    """Write the changes in the order given; `prefix` is an activity's address up to its key."""
    acts = groupby(changes, key=lambda change: (change.at, change.kind, change.by_id))
    return [_write(list(group), prefix, locale) for _act, group in acts]


def _write(group: list[ActivityChange], prefix: str, locale: str) -> ChangeLine:
    change, alone = group[0], len(group) == 1
    activity = change.activity
    label = labels.label(activity.kind, activity.number, activity.title, locale)
    return ChangeLine(
        kind=change.kind.value,
        count=len(group),
        label=label if alone else "",
        address=f"{prefix}{activity.id}" if alone else "",
        at=formats.stamp(change.at, locale),
        by=change.by.name if change.by else "",
        reason=change.reason,
        before=_before(change, locale),
        undone_at=formats.stamp(change.undone_at, locale) if change.undone_at else "",
        undone_by=change.undone_by.name if change.undone_by else "",
    )


def _before(change: ActivityChange, locale: str) -> str:
    """The days before a move."""
    if change.old_starts_on is None or change.old_ends_on is None:
        return ""
    days = formats.days(change.old_starts_on, change.old_ends_on, locale)
    if change.old_start_time is None:
        return days
    return f"{days} {formats.times(change.old_start_time, change.old_end_time, locale)}"
