"""Propose dates for a cohort's activities, and move those that somebody has said yes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from programme.activities import checks
from programme.activities import queries as activity_queries
from programme.activities import services as activities
from programme.activities.clashes import Judge
from programme.activities.findings import Grade, Key
from programme.activities.models import Activity, ChangeKind
from programme.activities.placed import Placed
from programme.activities.plan import When
from programme.activities.services import judging
from programme.cohorts.models import Cohort
from programme.core import clock
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people.models import Person
from programme.planning import queries
from programme.planning.rules import WORKING_WEEK
from programme.planning.suggesting import REACH, Question
from programme.programmes.content import Audience

TAKEN_SINCE: Final = l_("Something has come in the way since. Look at the proposals once more.")


@dataclass(frozen=True, slots=True)
class Yes:
    """An activity is to begin on the day; `version` is that of the activity on the screen."""

    activity: Activity
    day: date
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the dates are set: why, and whether as drafts that wait to be made known together."""

    reason: str = ""
    as_draft: bool = False
    address: str = ""


def question_of(cohort: Cohort, locale: str, weekdays: frozenset[int] = WORKING_WEEK) -> Question:
    """The cohort's plan and all that is around it, as far as dates are looked for."""
    today = clock.today()
    plan_ends = max(today, cohort.ends_on or today)
    world = activity_queries.world_for(
        activity_queries.Asked(
            cohort_ids=[cohort.id],
            first=today,
            last=plan_ends + 2 * REACH + timedelta(days=1),
            locale=locale,
        )
    )
    return Question(
        plan=world.plan_of(cohort.id),
        world=world,
        numbers=queries.numbers_of(cohort.id),
        weekdays=weekdays,
    )


def in_need(question: Question) -> list[Key]:
    """The keys of what is to come and has no date, or one with a finding nobody has accepted."""
    judge, today = Judge(question.plan, question.world), question.world.today
    return [
        each.key
        for each in question.plan
        if each.audience is not Audience.NAMED and _is_in_need(each, judge, today)
    ]


def move_all(
    cohort: Cohort, wanted: Sequence[Yes], manner: Manner, *, by: Person, locale: str = "da"
) -> int:
    """Set the dates as they were proposed, or none of them; returns how many are new."""
    _check(cohort, wanted, locale)
    done = [
        _draft(each, manner, by) if manner.as_draft else _move(each, manner, by) for each in wanted
    ]
    return sum(each is not None for each in done)


def _is_in_need(placed: Placed, judge: Judge, today: date) -> bool:
    if placed.starts_on is None:
        return True
    found = judge.findings(placed)
    return placed.starts_on > today and any(
        each.grade is Grade.FINDING and not each.accepted for each in found
    )


def _check(cohort: Cohort, wanted: Iterable[Yes], locale: str) -> None:
    """What was free when it was proposed may be taken now."""
    question = question_of(cohort, locale)
    plan = {each.key: each for each in question.plan}
    moved = []
    for each in wanted:
        if each.activity.id not in plan:
            raise RuleBrokenError(TAKEN_SINCE)
        when = _when(each)
        old = plan[each.activity.id]
        moved.append(replace(old, starts_on=when.starts_on, ends_on=when.ends_on))
    verdict = judging.judge_moved(moved, question.world, locale)
    if verdict.blocked or verdict.asks:
        raise RuleBrokenError(TAKEN_SINCE)


def _move(yes: Yes, manner: Manner, by: Person) -> object:
    return activities.move(
        yes.activity,
        _when(yes),
        reason=manner.reason,
        version=yes.version,
        by=by,
        address=manner.address,
    )


def _draft(yes: Yes, manner: Manner, by: Person) -> object:
    before = activity_queries.find_draft(yes.activity.id)
    looked = activities.Looked(
        version=yes.version, draft=before.version if before else 0, address=manner.address
    )
    meant = activities.Meant(kind=ChangeKind.MOVED, when=_when(yes), reason=manner.reason)
    return activities.draft(yes.activity, meant, looked, by=by)


def _when(yes: Yes) -> When:
    """The new days; it lasts as long as before. No day of another age was ever proposed."""
    if not checks.FIRST_YEAR <= yes.day.year <= checks.LAST_YEAR:
        raise RuleBrokenError(TAKEN_SINCE)
    when = activities.when_of(yes.activity)
    length = when.ends_on - when.starts_on if when.starts_on and when.ends_on else timedelta()
    return replace(when, starts_on=yes.day, ends_on=yes.day + length)
