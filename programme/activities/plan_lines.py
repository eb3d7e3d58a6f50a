"""The rows of a plan in words, ready to be written: nothing is looked up in a template's loop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from programme.activities import labels
from programme.activities.asking import Asked
from programme.activities.finding_lines import FindingLine, Reader, write_findings
from programme.activities.findings import Key
from programme.activities.line_items import LineItem
from programme.activities.models import ChangeKind
from programme.activities.plan_rows import Judged, PlanRow
from programme.activities.rhythm import days_after, practice_gaps
from programme.core import formats
from programme.programmes.content import ActivityKind, Audience

_AFTER: Final = {"da": "{days} efter {label}", "en": "{days} after {label}"}
_DRAFTED: Final = {
    "da": {
        "to": "Flyttes til {days} – kladde",
        "moved": "Flyttes – kladde",
        "cancelled": "Aflyses – kladde",
        "restored": "Genoprettes – kladde",
    },
    "en": {
        "to": "Moves to {days} – draft",
        "moved": "Moves – draft",
        "cancelled": "Is cancelled – draft",
        "restored": "Is restored – draft",
    },
}


@dataclass(frozen=True, slots=True)
class DraftMark:
    """What waits to be made known of an activity; without days where a move gives none."""

    activity_id: int
    kind: ChangeKind
    starts_on: date | None
    ends_on: date | None


def line_items(rows: Iterable[PlanRow], prefix: str, locale: str) -> tuple[LineItem, ...]:
    """The rows for Forløbslinjen and Årsoverblik; `prefix` is a page's address up to its key."""
    return tuple(
        LineItem(
            kind=row.kind.value,
            label=labels.label(row.kind, row.number, row.title, locale),
            short_label=labels.short_label(row.kind, row.number, locale),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            window_from=row.window_from,
            window_to=row.window_to,
            cancelled=row.is_cancelled,
            moved=row.moved_from is not None,
            href=f"{prefix}{row.id}",
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row in words, ready to be written; `gap` is the time in practice that follows it.

    `follows` says how long after the seminar a network meeting lies, `meant` for whom it is where
    the plan has something for everybody, `draft` what waits to be made known, `asked` each
    facilitator's name, standing and its word where somebody has been asked.
    """

    row: PlanRow
    label: str
    address: str
    weekday: str
    day: str
    month: str
    week: str
    times: str
    facilitators: str
    remarks: tuple[FindingLine, ...]
    suggestion: date | None
    suggested: str
    moved_from: str
    window: str
    gap: str
    practice: str
    follows: str = ""
    meant: tuple[str, ...] = ()
    draft: str = ""
    asked: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The lines of a year."""

    number: int
    lines: tuple[Line, ...]


def write(
    judged: Iterable[Judged], prefix: str, locale: str, seen: frozenset[Key] = frozenset()
) -> list[Line]:
    """Put the rows into words, once, with no look-up left for the template.

    `seen` are the activities that the reader may see, of those that the rows clash with.
    """
    judged = list(judged)
    gaps = practice_gaps(each.row for each in judged if not each.row.is_cancelled)
    lengths = {gap.earlier.id: formats.days_count(gap.days, locale) for gap in gaps}
    reader = Reader(seen, prefix, locale)
    rows = [each.row for each in judged]
    after, meant = _after_seminars(rows, locale), _meant(rows, locale)
    return [
        replace(
            _write(each, reader, lengths),
            follows=after.get(each.row.id, ""),
            meant=meant.get(each.row.id, ()),
        )
        for each in judged
    ]


def with_drafts(lines: Iterable[Line], marks: Iterable[DraftMark], locale: str) -> list[Line]:
    """The lines of those who plan, with what has been drafted for them."""
    said = {mark.activity_id: _drafted(mark, locale) for mark in marks}
    return [replace(line, draft=said.get(line.row.id, "")) for line in lines]


def with_answers(
    lines: Iterable[Line], asked: Mapping[int, Iterable[Asked]], locale: str
) -> list[Line]:
    """The lines with what facilitators have answered, where any has been asked."""
    said = {
        key: tuple((each.name, each.standing.value, each.word(locale)) for each in people)
        for key, people in asked.items()
    }
    kept = {key: people for key, people in said.items() if any(word for _n, _s, word in people)}
    return [replace(line, asked=kept.get(line.row.id, ())) for line in lines]


def by_year(lines: Iterable[Line]) -> list[Year]:
    """The dated lines under their years."""
    dated = ((line.row.starts_on.year, line) for line in lines if line.row.starts_on)
    return [
        Year(number, tuple(line for _, line in group))
        for number, group in groupby(dated, key=lambda pair: pair[0])
    ]


def _write(each: Judged, reader: Reader, lengths: Mapping[int, str]) -> Line:
    row, prefix, locale = each.row, reader.prefix, reader.locale
    weekday, day, month = _block(row, locale)
    return Line(
        row=row,
        label=labels.label(row.kind, row.number, row.title, locale),
        address=f"{prefix}{row.id}",
        weekday=weekday,
        day=day,
        month=month,
        week=str(formats.iso_week(row.starts_on)) if row.starts_on else "",
        times=formats.times(row.start_time, row.end_time, locale) if row.start_time else "",
        facilitators=", ".join(row.facilitators),
        remarks=write_findings(each.findings, reader),
        suggestion=each.suggestion,
        suggested=formats.day(each.suggestion, locale) if each.suggestion else "",
        moved_from=formats.short_day(row.moved_from, locale) if row.moved_from else "",
        window=_window(row, locale),
        gap=lengths.get(row.id, ""),
        practice=next(iter(row.try_afterwards.splitlines()), ""),
    )


def _block(row: PlanRow, locale: str) -> tuple[str, str, str]:
    """Weekday, day and month as the small block of dates says them: tor–fre, 3–4, dec."""
    if row.starts_on is None or row.ends_on is None:
        return "", "", ""
    parts = zip(*(_parts(day, locale) for day in (row.starts_on, row.ends_on)), strict=True)
    weekday, day, month = (_span(first, last) for first, last in parts)
    if row.starts_on != row.ends_on and "–" not in weekday:
        weekday = f"{weekday}–{weekday}"
    return weekday, day, month


def _parts(day: date, locale: str) -> Iterator[str]:
    yield formats.weekday(day, locale)[:3]
    yield str(day.day)
    yield formats.SHORT_MONTHS[locale][day.month - 1]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def _window(row: PlanRow, locale: str) -> str:
    if row.starts_on or not (row.window_from and row.window_to):
        return ""
    return formats.days(row.window_from, row.window_to, locale)


@dataclass(frozen=True, slots=True)
class Month:
    """The lines of a month, under its name with the year."""

    name: str
    lines: tuple[Line, ...]


def by_month(lines: Iterable[Line], locale: str) -> list[Month]:
    """The dated lines under the months in which they begin."""
    dated = ((line.row.starts_on.replace(day=1), line) for line in lines if line.row.starts_on)
    return [
        Month(formats.month(first, locale), tuple(line for _, line in group))
        for first, group in groupby(dated, key=lambda pair: pair[0])
    ]


def without_gaps(lines: Iterable[Line]) -> list[Line]:
    """The lines of somebody who leads, or is in several courses: there is no one practice."""
    return [replace(line, gap="") for line in lines]


def _after_seminars(rows: Iterable[PlanRow], locale: str) -> dict[int, str]:
    """Return "28 dage efter Seminar 1" for each network meeting, by key."""
    dated = [row for row in rows if row.starts_on and not row.is_cancelled]
    last: dict[int, PlanRow] = {}
    said: dict[int, str] = {}
    for row in sorted(dated, key=lambda row: (row.starts_on, row.id)):
        if row.kind is ActivityKind.SEMINAR:
            last[row.cohort_id] = row
        elif row.kind is ActivityKind.NETWORK_MEETING and row.cohort_id in last:
            seminar = last[row.cohort_id]
            label = labels.short_label(seminar.kind, seminar.number, locale)
            days = formats.days_count(days_after(seminar, row) or 0, locale)
            said[row.id] = _AFTER[locale].format(days=days, label=label)
    return said


def _meant(rows: Iterable[PlanRow], locale: str) -> dict[int, tuple[str, ...]]:
    """For whom each is: named only where the plan has more than one answer."""
    rows = [row for row in rows if row.audience is not Audience.NAMED]
    split = len({row.audience for row in rows}) > 1
    levelled = len({row.levels for row in rows}) > 1
    return {
        row.id: (
            *([labels.audience_name(row.audience, locale)] if split else []),
            *([name for _key, name in row.levels] if levelled else []),
        )
        for row in rows
    }


def _drafted(mark: DraftMark, locale: str) -> str:
    words = _DRAFTED[locale]
    if mark.kind is ChangeKind.MOVED and mark.starts_on and mark.ends_on:
        return words["to"].format(days=formats.days(mark.starts_on, mark.ends_on, locale))
    return words[mark.kind.value]
