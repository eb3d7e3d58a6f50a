"""Proposed dates in words, for the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.activities.clashes import Judge
from programme.activities.findings import Grade
from programme.core import formats
from programme.planning.proposal_lines import finding_name
from programme.planning.suggestion_text import cannot_text, reasons_text
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from programme.activities.findings import Key
    from programme.activities.placed import Placed
    from programme.planning.suggesting import Answer, Option, Question


@dataclass(frozen=True, slots=True)
class OptionLine:
    """A date in words; `day` as a form carries it."""

    day: str
    dates: str
    week: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLine:
    """An activity with where it is now, what is wrong with that, and what is proposed.

    It `is_agreed` beforehand, but for shadowing, which pairs agree on themselves.
    """

    key: Key
    version: int
    label: str
    now: str
    found: tuple[str, ...]
    options: tuple[OptionLine, ...]
    cannot: str
    is_agreed: bool


def suggestion_lines(
    question: Question,
    answers: Iterable[Answer],
    versions: Mapping[Key, int],
    seen: frozenset[int],
    locale: str,
) -> list[SuggestionLine]:
    """Write the answers; `seen` are the cohorts whose activities may be named."""
    plan = {each.key: each for each in question.plan}
    judge = Judge(question.plan, question.world)
    return [
        SuggestionLine(
            key=answer.key,
            version=versions.get(answer.key, 0),
            label=plan[answer.key].label,
            now=_now(plan[answer.key], locale),
            found=_found(plan[answer.key], judge, seen, locale),
            options=tuple(_option(each, locale) for each in answer.options),
            cannot=cannot_text(answer.cannot, locale) if answer.cannot else "",
            is_agreed=plan[answer.key].kind is not ActivityKind.SHADOWING,
        )
        for answer in answers
    ]


def _now(placed: Placed, locale: str) -> str:
    if placed.starts_on is None or placed.ends_on is None:
        return ""
    return formats.weekday_days(placed.starts_on, placed.ends_on, locale)


def _found(placed: Placed, judge: Judge, seen: frozenset[int], locale: str) -> tuple[str, ...]:
    found = (each for each in judge.findings(placed) if each.grade is Grade.FINDING)
    return tuple(dict.fromkeys(finding_name(each, locale, seen) for each in found))


def _option(option: Option, locale: str) -> OptionLine:
    return OptionLine(
        option.starts_on.isoformat(),
        formats.weekday_days(option.starts_on, option.ends_on, locale),
        str(formats.iso_week(option.starts_on)),
        reasons_text(option.reasons, locale),
    )
