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
    from collections.abc import Collection, Hashable

    from programme.activities.findings import Finding, Key
    from programme.activities.services.judging import Verdict

Found = dict["Key", tuple["Finding", ...]]


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
    stamp, kept = _kept(cohort_ids, holidays)
    others = queries.seen_among(viewer().id, kept.elsewhere)
    reader = Reader(kept.own | others, prefix(), language.short())
    return PlanCheck(stamp, kept.found, reader)


def found_in(cohort_ids: Collection[int], holidays: Hashable) -> tuple[Hashable, Found]:
    """All that is found about the plans of these cohorts, whoever reads it, and its stamp."""
    stamp, kept = _kept(cohort_ids, holidays)
    return stamp, kept.found


def reader_of(found: Collection[Finding], cohort_ids: Collection[int]) -> Reader:
    """The viewer, who oversees these cohorts, as a reader of what is found there."""
    own, elsewhere = keys_of(found, cohort_ids)
    return Reader(own | queries.seen_among(viewer().id, elsewhere), prefix(), language.short())


class Shown:
    """A verdict in the words of `activities/_verdict.html`."""

    def __init__(self, verdict: Verdict, cohort_id: int) -> None:
        reader = reader_of(verdict.findings, [cohort_id])
        self.blocked = write_pairs(verdict.stopping, verdict.labels, reader)
        self.asks = write_pairs(verdict.asked, verdict.labels, reader)
        self.quiet = write_pairs(verdict.shown, verdict.labels, reader)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is found, and the activities it clashes with: of the same cohorts, and elsewhere."""

    found: Found
    own: frozenset[Key] = frozenset()
    elsewhere: frozenset[Key] = frozenset()


_FOUND: Final = Kept[_Found](64)


def _kept(cohort_ids: Collection[int], holidays: Hashable) -> tuple[Hashable, _Found]:
    keys, locale = tuple(sorted(cohort_ids)), language.short()
    if not keys:
        return (), _Found({})
    stamp = (keys, holidays, queries.world_version(), clock.today(), locale)
    return stamp, _FOUND.get(stamp, lambda: _judged(keys, locale))


def _judged(cohort_ids: Collection[int], locale: str) -> _Found:
    world = queries.world_for(queries.Asked(cohort_ids=cohort_ids, locale=locale))
    judge = Judge((), world)
    found: Found = {}
    for cohort in cohort_ids:
        plan = world.plan_of(cohort)
        found |= {each.key: said for each in plan if (said := judge.findings(each))}
        found[cohort_key(cohort)] = judge.unserved(cohort, plan)
    everything = [each for findings in found.values() for each in findings]
    return _Found(found, *keys_of(everything, cohort_ids))
