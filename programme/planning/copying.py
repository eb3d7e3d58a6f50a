"""What of a cohort comes along when it is copied: its plan, never what happened in it.

Attendance, answers, logs, learners, changes, and what is for persons by name stay behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from programme.activities import services as activities
from programme.activities.plan import ActivityPlan, Details, Texts
from programme.planning.proposals import Slot, Source
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity
    from programme.activities.services import Choices
    from programme.cohorts.models import Cohort

EVERY_KIND: Final = frozenset(ActivityKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is taken along. Cancelled activities come only when asked for, and then take place."""

    kinds: frozenset[ActivityKind] = EVERY_KIND
    texts: bool = True
    goals: bool = True
    venues: bool = True
    facilitators: bool = True
    cancelled: bool = False


def cohort_source(
    cohort: Cohort, plan: Iterable[Activity], choices: Choices, parts: Parts
) -> Source:
    """The cohort's plan as something to be laid anew, with the parts that come along.

    `choices` are those of the cohort as it is now: what its programme or its facilitators no
    longer have is left behind.
    """
    return Source(
        slots=tuple(
            _slot(activity, cohort.starts_on, choices, parts)
            for activity in plan
            if activity.kind in parts.kinds and (parts.cancelled or not activity.is_cancelled)
        ),
        months=None if cohort.ends_on else cohort.programme.planned_months,
        laid_on=cohort.starts_on,
        ends_on=cohort.ends_on,
    )


def _slot(activity: Activity, start: date, choices: Choices, parts: Parts) -> Slot:
    when = activities.when_of(activity)
    return Slot(
        key=str(activity.id),
        number=activity.id,
        offset_days=_offset(when.starts_on, start),
        days=(when.ends_on - when.starts_on).days + 1 if when.starts_on and when.ends_on else 1,
        window_from=_offset(when.window_from, start),
        window_to=_offset(when.window_to, start),
        plan=ActivityPlan(
            details=_details(activities.details_of(activity), choices, parts),
            when=when,
            texts=activities.texts_of(activity) if parts.texts else Texts(),
        ),
    )


def _offset(day: date | None, start: date) -> int | None:
    return None if day is None else (day - start).days


def _details(details: Details, choices: Choices, parts: Parts) -> Details:
    nothing: frozenset[int] = frozenset()
    details = replace(
        details,
        track_id=details.track_id if details.track_id in choices.tracks else None,
        level_ids=details.level_ids.intersection(choices.levels),
        goal_ids=choices.goals_now(details.goal_ids).intersection(choices.goals)
        if parts.goals
        else nothing,
        objective_ids=details.objective_ids.intersection(choices.objectives)
        if parts.goals
        else nothing,
        facilitator_ids=details.facilitator_ids.intersection(choices.facilitators)
        if parts.facilitators
        else nothing,
    )
    if parts.venues:
        return choices.in_reach(details)
    return replace(details, place="", address="", venue_id=None, room_id=None)
