"""Number a series anew after one of it has come, gone or moved. Its logs stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from programme.activities.models import Activity
from programme.activities.series import NUMBERED_BY_DAY, Part, renumbered
from programme.activities.services.revising import revise
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from programme.programmes.content import ActivityKind


def number_anew(
    cohort_id: int,
    kinds: Iterable[ActivityKind],
    *,
    counted: Collection[Activity] = (),
    gone: Sequence[Part] = (),
) -> list[Activity]:
    """Give each of the cohort's series of these kinds its numbers; returns what got another one.

    Calendars show the number: what got another one is a change to them. `counted` have been
    counted as one already. `gone` are parts that have left a series: the rest close up.
    """
    changed = []
    for kind in NUMBERED_BY_DAY.intersection(kinds):
        left = [part for part in gone if part.kind is kind]
        changed += _number(numbered(cohort_id, kind), left, counted)
    if changed:
        db.session.flush()
    return changed


def numbered(cohort_id: int, kind: ActivityKind) -> list[Activity]:
    """The activities of a kind that have a number in the cohort."""
    db.session.flush()
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.cohort_id == cohort_id,
                Activity.kind == kind,
                Activity.number.is_not(None),
            )
            .options(selectinload(Activity.levels), selectinload(Activity.named))
            .order_by(Activity.id)
        )
    )


def part_of_series(activity: Activity, *, is_gone: bool = False) -> Part | None:
    """The activity as a part of a series, if it is one."""
    if activity.number is None or activity.kind not in NUMBERED_BY_DAY:
        return None
    levels = frozenset(level.id for level in activity.levels)
    return Part(
        key=activity.id,
        kind=activity.kind,
        number=activity.number,
        starts_on=activity.starts_on,
        window_from=activity.window_from,
        is_cancelled=activity.is_cancelled,
        is_gone=is_gone,
        lane=(activity.track_id, activity.audience, levels),
    )


def _number(
    activities: list[Activity], gone: list[Part], counted: Collection[Activity]
) -> list[Activity]:
    parts = [part for each in activities if (part := part_of_series(each))]
    numbers = renumbered([*parts, *gone])
    changed = [each for each in activities if each.number != numbers[each.id]]
    for activity in changed:
        activity.number = numbers[activity.id]
        if activity not in counted:
            revise(activity)
    return changed
