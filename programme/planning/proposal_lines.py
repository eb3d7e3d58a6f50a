"""A laid plan in words, for the page that shows it before anything is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from programme.activities import labels
from programme.activities.findings import FindingCode, Grade
from programme.core import formats
from programme.planning.proposals import Proposal, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """An activity of the plan; `field` is the name of its date field in the form."""

    label: str
    field: str
    dates: str
    weekday: str
    week: str
    window: str
    remarks: tuple[tuple[str, bool], ...]
    is_flagged: bool
    suggestion: date | None
    suggested: str


def proposal_lines(
    proposal: Proposal, fields: Mapping[str, str], locale: str
) -> list[ProposalLine]:
    """Write the rows in the order of the plan; `fields` names each item's field by its key."""
    return [_write(row, fields, locale) for row in proposal.rows]


def counts(proposal: Proposal) -> Counter[FindingCode]:
    """How many activities have which finding."""
    return Counter(
        code
        for row in proposal.rows
        for code in {f.code for f in row.findings if f.grade is Grade.FINDING}
    )


def _write(row: Row, fields: Mapping[str, str], locale: str) -> ProposalLine:
    item = row.item.item
    return ProposalLine(
        label=labels.label(item.kind, item.number, item.title, locale),
        field=fields[item.key],
        dates=_days(row.starts_on, row.ends_on, locale),
        weekday=_weekday(row, locale),
        week=str(row.week or ""),
        window=_days(row.window_from, row.window_to, locale),
        remarks=tuple((f.name(locale), f.grade is Grade.FINDING) for f in row.findings),
        is_flagged=row.is_flagged,
        suggestion=row.suggestion,
        suggested=formats.day(row.suggestion, locale) if row.suggestion else "",
    )


def _days(first: date | None, last: date | None, locale: str) -> str:
    return formats.days(first, last, locale) if first and last else ""


def _weekday(row: Row, locale: str) -> str:
    if row.starts_on is None or row.ends_on is None:
        return ""
    names = dict.fromkeys(formats.weekday(day, locale) for day in (row.starts_on, row.ends_on))
    return "–".join(names)
