"""What is found about cohorts' plans, judged once for as long as nothing around them changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.activities import queries
from programme.activities.clashes import Judge
from programme.activities.finding_lines import Reader, keys_of, write_pairs
from programme.activities.placed import cohort_key
from programme.activities.views.base import prefix
from programme.core import clock, language
from programme.core.kept import Kept
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from programme.activities.findings import Finding, Key
    from programme.activities.services.judging import Verdict

Found = dict["Key", tuple["Finding", ...]]

_FOUND: Final = Kept[Found](64)


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """All that is found about cohorts' plans, by activity, and who reads it.

    Two with the same `stamp` and reader say the same.
    """

    stamp: Hashable
    found: Found
    reader: Reader


def plan_check(cohort_ids: Collection[int], holidays: Hashable) -> PlanCheck:
    """The check of these cohorts, which the viewer oversees; `holidays` are their settings."""
    stamp, found = found_in(cohort_ids, holidays)
    return PlanCheck(stamp, found, reader_of(all_of(found), cohort_ids))


def found_in(cohort_ids: Collection[int], holidays: Hashable) -> tuple[Hashable, Found]:
    """All that is found about the plans of these cohorts, whoever reads it, and its stamp."""
    keys, locale = tuple(sorted(cohort_ids)), language.short()
    if not keys:
        return (), {}
    stamp = (keys, holidays, queries.world_version(), clock.today(), locale)
    return stamp, _FOUND.get(stamp, lambda: _judged(keys, locale))


def reader_of(found: Iterable[Finding], cohort_ids: Collection[int]) -> Reader:
    """The viewer, who oversees these cohorts, as a reader of what is found there."""
    found = tuple(found)
    own = {e.other.key for e in found if e.other and e.other.cohort_id in cohort_ids}
    others = queries.seen_among(viewer().id, keys_of(found, cohort_ids))
    return Reader(others | own, prefix(), language.short())


def all_of(found: Mapping[Key, tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """The findings without their activities."""
    return tuple(each for findings in found.values() for each in findings)


class Shown:
    """A verdict in the words of `activities/_verdict.html`."""

    def __init__(self, verdict: Verdict, cohort_id: int) -> None:
        reader = reader_of(verdict.findings, [cohort_id])
        self.blocked = write_pairs(verdict.stopping, verdict.labels, reader)
        self.asks = write_pairs(verdict.asked, verdict.labels, reader)
        self.quiet = write_pairs(verdict.shown, verdict.labels, reader)


def _judged(cohort_ids: Collection[int], locale: str) -> Found:
    world = queries.world_for(queries.Asked(cohort_ids=cohort_ids, locale=locale))
    judge = Judge((), world)
    found: Found = {}
    for cohort in cohort_ids:
        plan = world.plan_of(cohort)
        found |= {each.key: said for each in plan if (said := judge.findings(each))}
        found[cohort_key(cohort)] = judge.unserved(cohort, plan)
    return found
