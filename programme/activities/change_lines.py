"""The change list in words; what was done to many activities at one moment is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Protocol

from programme.activities import labels
from programme.activities.models import ActivityChange
from programme.core import clock, formats

TOGETHER = "together"


class Span(Protocol):
    """From when to when."""

    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def start_time(self) -> time | None: ...
    @property
    def end_time(self) -> time | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One act: `label` and `address` are those of its activity, or empty where there are many.

    `parts` are the changes that were made known together.
    """

    kind: str
    count: int
    label: str
    address: str
    day: date
    clock: str
    at: str
    by: str
    reason: str
    before: str
    after: str
    undone_at: str
    undone_by: str
    parts: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The acts of a day, under its date."""

    name: str
    lines: list[ChangeLine]


@dataclass(frozen=True, slots=True)
class Told:
    """What the changes themselves do not say: where moves led, what was said to all."""

    after: Mapping[int, Span]
    notes: Mapping[int, str]


_NOTHING = Told({}, {})


def change_lines(
    changes: Iterable[ActivityChange], prefix: str, locale: str, told: Told = _NOTHING
) -> list[ChangeLine]:
    """Write the changes in the order given; `prefix` is an activity's address up to its key."""
    return [
        _together(list(group), prefix, locale, told)
        if batch
        else _write(list(group), prefix, locale, told)
        for (batch, *_act), group in groupby(changes, key=_act_of)
    ]


def by_day(lines: Iterable[ChangeLine], locale: str) -> list[ChangeDay]:
    """The acts under their days."""
    return [
        ChangeDay(formats.weekday_days(day, day, locale), list(group))
        for day, group in groupby(lines, key=lambda line: line.day)
    ]


def _act_of(change: ActivityChange) -> tuple[object, ...]:
    """What makes changes one act: made known together, or the same done at one moment."""
    if change.batch_id:
        return (change.batch_id,)
    return None, change.at, change.kind, change.by_id


def _together(group: list[ActivityChange], prefix: str, locale: str, told: Told) -> ChangeLine:
    parts = tuple(_write([change], prefix, locale, told) for change in group)
    first = parts[0]
    return ChangeLine(
        kind=TOGETHER,
        count=len(parts),
        label="",
        address="",
        day=first.day,
        clock=first.clock,
        at=first.at,
        by=first.by,
        reason=told.notes.get(group[0].batch_id or 0, ""),
        before="",
        after="",
        undone_at=first.undone_at,
        undone_by=first.undone_by,
        parts=parts,
    )


def _write(group: list[ActivityChange], prefix: str, locale: str, told: Told) -> ChangeLine:
    change, alone = group[0], len(group) == 1
    activity = change.activity
    label = labels.label(activity.kind, activity.number, activity.title, locale)
    local = change.at.astimezone(clock.COPENHAGEN)
    after = told.after.get(change.id)
    return ChangeLine(
        kind=change.kind.value,
        count=len(group),
        label=label if alone else "",
        address=f"{prefix}{activity.id}" if alone else "",
        day=local.date(),
        clock=formats.clock(local.time(), locale),
        at=formats.stamp(change.at, locale),
        by=change.by.name if change.by else "",
        reason=change.reason,
        before=_before(change, locale),
        after=_days(after, locale) if after else "",
        undone_at=formats.stamp(change.undone_at, locale) if change.undone_at else "",
        undone_by=change.undone_by.name if change.undone_by else "",
    )


def _days(span: Span, locale: str) -> str:
    if span.starts_on is None or span.ends_on is None:
        return ""
    days = formats.days(span.starts_on, span.ends_on, locale)
    if span.start_time is None:
        return days
    return f"{days} {formats.times(span.start_time, span.end_time, locale)}"


@dataclass(frozen=True, slots=True)
class _Old:
    starts_on: date | None
    ends_on: date | None
    start_time: time | None
    end_time: time | None


def _before(change: ActivityChange, locale: str) -> str:
    """The days before a move."""
    old = _Old(change.old_starts_on, change.old_ends_on, change.old_start_time, change.old_end_time)
    return _days(old, locale)
