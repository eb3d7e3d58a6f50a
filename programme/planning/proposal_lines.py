"""A laid plan in words, for the page that shows it before anything is saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from programme.activities import labels
from programme.activities.findings import Finding, FindingCode, Grade
from programme.core import formats
from programme.planning.checking import NOT_MADE
from programme.planning.rules import Rule

if TYPE_CHECKING:
    from programme.planning.proposals import Proposal, Row

# What cannot be kept together with the other rules, and what a shift alone would have met.
_UNMET: Final[dict[str, dict[Rule, str]]] = {
    "da": {
        Rule.WEEKDAY: "Ugedagen kan ikke holdes",
        Rule.HOLIDAY: "Ingen fri dag uden helligdag inden for 12 uger",
        Rule.WEEKEND: "Kan ikke ligge uden for weekenden",
        Rule.SCHOOL_HOLIDAY: "Ingen fri dag uden for skoleferien inden for 12 uger",
        Rule.ORDER: "Rækkefølgen er ikke holdt",
        Rule.DISTANCE: "For få dage imellem",
    },
    "en": {
        Rule.WEEKDAY: "The weekday cannot be kept",
        Rule.HOLIDAY: "No free day without a public holiday within 12 weeks",
        Rule.WEEKEND: "Cannot lie outside the weekend",
        Rule.SCHOOL_HOLIDAY: "No free day outside the school holidays within 12 weeks",
        Rule.ORDER: "The order is not kept",
        Rule.DISTANCE: "Too few days between",
    },
}
_RULED: Final = {"da": "Rykket fra {day}", "en": "Moved from {day}"}
Remark = tuple[str, bool]  # in a word or two, and whether it is more than a remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """An activity of the plan; `number` stands in the names of its fields in the form."""

    label: str
    number: int
    field: str
    was: str
    dates: str
    weekday: str
    week: str
    window: str
    remarks: tuple[Remark, ...]
    is_flagged: bool
    is_taken: bool
    shown: str
    suggestion: date | None
    suggested: str


def proposal_lines(
    proposal: Proposal, locale: str, seen: frozenset[int] = frozenset()
) -> list[ProposalLine]:
    """Write the rows in the order of the plan; `seen` are the cohorts whose plans may be named."""
    return [_write(row, locale, seen | {NOT_MADE}) for row in proposal.rows]


def finding_name(finding: Finding, locale: str, seen: frozenset[int]) -> str:
    """What is found, and where that may be told: with what it clashes."""
    name, other = finding.name(locale), finding.other
    if other is None or other.cohort_id not in seen:
        return name
    where = f" ({other.cohort})" if other.cohort else ""
    return f"{name}: {other.label}{where}"


def counts(proposal: Proposal) -> Counter[FindingCode]:
    """How many activities have which finding."""
    return Counter(
        code
        for row in proposal.taken
        for code in {f.code for f in row.findings if f.grade is Grade.FINDING}
    )


def _write(row: Row, locale: str, seen: frozenset[int]) -> ProposalLine:
    details, old = row.item.plan.details, row.item.plan.when
    return ProposalLine(
        label=labels.label(details.kind, details.number, details.title, locale),
        number=row.item.number,
        field=f"move_{row.item.number}",
        was=_was(old.starts_on, locale),
        dates=_days(row.starts_on, row.ends_on, locale),
        weekday=_weekday(row, locale),
        week=str(row.week or ""),
        window=_days(row.window_from, row.window_to, locale),
        remarks=_remarks(row, locale, seen),
        is_flagged=row.is_flagged,
        is_taken=row.is_taken,
        shown=row.starts_on.isoformat() if row.starts_on else "",
        suggestion=row.suggestion,
        suggested=formats.day(row.suggestion, locale) if row.suggestion else "",
    )


def _remarks(row: Row, locale: str, seen: frozenset[int]) -> tuple[Remark, ...]:
    """What is found, what could not be kept, and from where a rule has moved it."""
    found = [(finding_name(f, locale, seen), f.grade is Grade.FINDING) for f in row.findings]
    found += [(_UNMET[locale][rule], True) for rule in row.unmet]
    if row.is_ruled and row.plain:
        found.append((_RULED[locale].format(day=formats.day(row.plain, locale)), False))
    return tuple(dict.fromkeys(found))


def _was(first: date | None, locale: str) -> str:
    """Return "tor 20. aug. 2020": the day to compare the new one with."""
    return (
        f"{formats.weekday(first, locale)[:3]} {formats.short_day(first, locale)}" if first else ""
    )


def _days(first: date | None, last: date | None, locale: str) -> str:
    return formats.days(first, last, locale) if first and last else ""


def _weekday(row: Row, locale: str) -> str:
    if row.starts_on is None or row.ends_on is None:
        return ""
    names = dict.fromkeys(formats.weekday(day, locale) for day in (row.starts_on, row.ends_on))
    return "–".join(names)
