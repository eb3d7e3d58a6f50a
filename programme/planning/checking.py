"""A laid plan among everything else that goes on: its rows with all that is found about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from programme.activities.clashes import Judge
from programme.activities.findings import FindingCode, is_flagged
from programme.activities.placed import Frame
from programme.activities.services.judging import Verdict, as_placed
from programme.activities.suggestions import Ground
from programme.planning.laying import Around
from programme.planning.proposals import Proposal, Row, as_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.activities.findings import Finding, Key
    from programme.activities.placed import Placed, World

NOT_MADE: Final = -1  # the key of the cohort that is to be
CLASHES: Final = frozenset(
    {
        FindingCode.FACILITATOR_BUSY,
        FindingCode.FACILITATOR_AWAY,
        FindingCode.PARTICIPANT_BUSY,
        FindingCode.VENUE_BUSY,
    }
)


def placed_rows(proposal: Proposal, locale: str) -> dict[str, Placed]:
    """The rows that are taken along, as the judge knows activities."""
    plans = {row.item.key: as_plan(row) for row in proposal.taken}
    return {
        key: as_placed(key, NOT_MADE, plan.details, plan.when, locale)
        for key, plan in plans.items()
    }


def check(
    proposal: Proposal, world: World, ground: Ground, locale: str
) -> tuple[Proposal, Verdict]:
    """The proposal with what is found about each row, and the verdict on the whole of it.

    A row with a finding comes with days on which its people and its place are free.
    """
    placed = placed_rows(proposal, locale)
    cohorts = {**world.cohorts, NOT_MADE: Frame(ground=ground)}
    judge = Judge(placed.values(), replace(world, cohorts=cohorts))
    found: dict[Key, tuple[Finding, ...]] = {
        key: judge.findings(each) for key, each in placed.items()
    }
    around = Around(proposal.rows)

    def checked(row: Row) -> Row:
        findings = found.get(row.item.key, ())
        row = replace(row, findings=findings, suggestion=None)
        if not row.is_taken or not is_flagged(findings):
            return row
        is_taken = _clash_on(judge, placed[row.item.key])
        return replace(row, suggestion=around.suggest(row, ground, is_taken))

    rows = tuple(checked(row) for row in proposal.rows)
    return replace(proposal, rows=rows), Verdict(found, locale=locale)


def _clash_on(judge: Judge, placed: Placed) -> Callable[[date], bool]:
    """Whether people or place are taken on a day of another start; each day is asked for once."""
    known: dict[date, bool] = {}

    def is_taken(day: date) -> bool:
        if day not in known:
            there = replace(placed, starts_on=day, ends_on=day, window_from=None, window_to=None)
            known[day] = any(found.code in CLASHES for found in judge.findings(there))
        return known[day]

    return is_taken


def span_of(proposal: Proposal) -> tuple[date | None, date | None]:
    """The days that the plan takes, and as many around as another start is looked for in."""
    days = [day for row in proposal.taken for day in (row.starts_on, row.ends_on) if day]
    if not days:
        return None, None
    return min(days) - timedelta(weeks=12), max(days) + timedelta(weeks=13)
