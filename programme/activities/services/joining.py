"""Judge a cohort's days as they would be with people who are about to take part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from programme.activities import queries
from programme.activities.clashes import Judge
from programme.activities.services.judging import Verdict, marks
from programme.core import clock

if TYPE_CHECKING:
    from collections.abc import Collection

    from programme.activities.findings import Finding, Key
    from programme.activities.placed import Placed, Seat

_FAR: Final = date.max


def judge_joining(cohort_id: int, joining: Collection[Seat], locale: str = "da") -> Verdict:
    """What is found about the days to come because of these people, and was not without them.

    A seat whose person has no key of ours yet carries a negative one: it takes up room.
    """
    if not joining:
        return Verdict({}, locale=locale)
    known = [seat.person_id for seat in joining if seat.person_id > 0]
    today = clock.today()
    world = queries.world_for(
        queries.Asked(
            cohort_ids=[cohort_id], person_ids=known, first=today, last=_FAR, locale=locale
        )
    )
    seats = (*world.seats.get(cohort_id, ()), *joining)
    fuller = replace(world, seats={**world.seats, cohort_id: seats})
    plan = [each for each in world.plan_of(cohort_id) if each.ends_on and each.ends_on >= today]
    return Verdict(
        _found(plan, Judge((), fuller)),
        marks(_found(plan, Judge((), world))),
        {each.key: each.label for each in plan},
        locale,
    ).news()


def _found(plan: Collection[Placed], judge: Judge) -> dict[Key, tuple[Finding, ...]]:
    return {each.key: found for each in plan if (found := judge.findings(each))}
