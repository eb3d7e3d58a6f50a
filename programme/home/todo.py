"""Kræver handling: what a coordinator has to see to, found in the cohorts that are not over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from programme.activities.findings import Finding, FindingCode, Grade, Key
from programme.cohorts.models import CohortState
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from programme.activities.plan_rows import PlanRow
    from programme.home.queries import CohortCard

SOON: Final = timedelta(days=30)
NO_DAYS_FOR_MEETING = frozenset({FindingCode.PUBLIC_HOLIDAY, FindingCode.WEEKEND})
DOUBLE_BOOKED = frozenset(
    {
        FindingCode.FACILITATOR_BUSY,
        FindingCode.FACILITATOR_AWAY,
        FindingCode.PARTICIPANT_BUSY,
        FindingCode.COHORT_BUSY,
        FindingCode.VENUE_BUSY,
    }
)


class Call(StrEnum):
    """What calls for action, the first first."""

    CLASH = "clash"
    HOLIDAY = "holiday"
    APOLOGY = "apology"
    SHADOWING = "shadowing"
    UNDATED = "undated"
    UNPUBLISHED = "unpublished"
    DRAFTS = "drafts"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to see to: about an activity, or about so many things of a cohort."""

    call: Call
    cohort: CohortCard
    row: PlanRow | None = None
    finding: Finding | None = None
    count: int = 0


def todos(
    cohorts: Sequence[CohortCard],
    rows: Iterable[PlanRow],
    found: Mapping[Key, tuple[Finding, ...]],
    today: date,
    apologies: Mapping[int, int] | None = None,
    *,
    unagreed: Mapping[int, int] | None = None,
) -> list[Todo]:
    """All that calls for action: by kind, and then by day as the rows and cohorts come.

    `apologies` are those that nothing has been done about, counted by activity; `unagreed` are
    those who have not agreed on a day, by the shadowing that soon can lie no longer.
    """
    by_key = {cohort.id: cohort for cohort in cohorts}
    live = [row for row in rows if not row.is_cancelled]
    calls = [
        todo
        for row in live
        for todo in _about(row, by_key[row.cohort_id], found.get(row.id, ()), today)
    ]
    for call, counts in ((Call.APOLOGY, apologies or {}), (Call.SHADOWING, unagreed or {})):
        calls += [
            Todo(call, by_key[row.cohort_id], row, count=counts[row.id])
            for row in live
            if counts.get(row.id)
        ]
    calls += [todo for cohort in cohorts for todo in _of_cohort(cohort, live)]
    order = list(Call)
    return sorted(calls, key=lambda todo: order.index(todo.call))


def _about(
    row: PlanRow, cohort: CohortCard, found: Iterable[Finding], today: date
) -> Iterator[Todo]:
    if row.starts_on is None:
        if not _is_dated_in_pairs(row, cohort):
            yield Todo(Call.UNDATED, cohort, row)
    elif row.starts_on >= today:
        loud = [each for each in found if each.grade is Grade.FINDING and not each.accepted]
        for call, codes in ((Call.CLASH, DOUBLE_BOOKED), (Call.HOLIDAY, NO_DAYS_FOR_MEETING)):
            worst = next((each for each in loud if each.code in codes), None)
            if worst:
                yield Todo(call, cohort, row, worst)


def _is_dated_in_pairs(row: PlanRow, cohort: CohortCard) -> bool:
    """Once members see when it may lie, each pair finds its own day for shadowing."""
    is_open = row.window_to is not None and cohort.state is CohortState.PUBLISHED
    return row.kind is ActivityKind.SHADOWING and is_open


def is_closing(row: PlanRow, today: date) -> bool:
    """Whether it is a shadowing that soon can lie no longer."""
    if row.kind is not ActivityKind.SHADOWING or row.is_cancelled or not row.is_published:
        return False
    return row.window_to is not None and today <= row.window_to <= today + SOON


def _of_cohort(cohort: CohortCard, rows: Iterable[PlanRow]) -> Iterator[Todo]:
    drafts = sum(row.cohort_id == cohort.id and not row.is_published for row in rows)
    if cohort.state is CohortState.DRAFT:
        yield Todo(Call.UNPUBLISHED, cohort, count=drafts)
    elif drafts:
        yield Todo(Call.DRAFTS, cohort, count=drafts)
    if cohort.invited:
        yield Todo(Call.INVITED, cohort, count=cohort.invited)
