"""Lay a template, which knows offsets only, on a start date: days, findings, suggestions."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Generic, Protocol, TypeVar

from programme.activities.calendar_days import DEFAULT_SCHOOL_HOLIDAYS, SchoolHolidays
from programme.activities.findings import Finding, is_flagged
from programme.activities.suggestions import Ground

_NO_MOVES: Final[Mapping[str, date]] = MappingProxyType({})
_MONTHS_A_YEAR: Final = 12


class TemplateItem(Protocol):
    """What laying asks of an item; offsets are days from the start, None is undated."""

    @property
    def key(self) -> str: ...
    @property
    def offset_days(self) -> int | None: ...
    @property
    def days(self) -> int: ...
    @property
    def window_from(self) -> int | None: ...
    @property
    def window_to(self) -> int | None: ...


Item = TypeVar("Item", bound=TemplateItem)


@dataclass(frozen=True)
class LaidRow(Generic[Item]):
    """An item with its days; a flagged one with the start of days that would do better."""

    item: Item
    starts_on: date | None
    ends_on: date | None
    window_from: date | None
    window_to: date | None
    findings: tuple[Finding, ...] = ()
    suggestion: date | None = None

    @property
    def weekday(self) -> int | None:
        """Monday is 0."""
        return None if self.starts_on is None else self.starts_on.weekday()

    @property
    def week(self) -> int | None:
        return None if self.starts_on is None else self.starts_on.isocalendar().week

    @property
    def is_flagged(self) -> bool:
        return is_flagged(self.findings)


def lay(
    items: Iterable[Item],
    start: date,
    *,
    ends_on: date | None = None,
    school_holidays: SchoolHolidays = DEFAULT_SCHOOL_HOLIDAYS,
    moved: Mapping[str, date] = _NO_MOVES,
) -> tuple[LaidRow[Item], ...]:
    """Lay the items, in their order, on `start`; `moved` gives items by key another first day.

    Without `ends_on` no day is outside the period.
    """
    ground = Ground(None if ends_on is None else (start, ends_on), school_holidays)
    rows = [_place(item, start, moved.get(item.key)) for item in items]
    return tuple(_judge(row, rows, ground) for row in rows)


def period_end(start: date, months: int) -> date:
    """Return the last day of a period of whole months: 31 July for six from 1 February."""
    years, month = divmod(start.month - 1 + months, _MONTHS_A_YEAR)
    year = start.year + years
    # A period from the 31st ends with a month that has no 30th, as from the 1st with its last.
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1) + timedelta(days=min(start.day - 1, last) - 1)


def _place(item: Item, start: date, moved: date | None) -> LaidRow[Item]:
    first = moved or _after(start, item.offset_days)
    return LaidRow(
        item,
        first,
        _after(first, item.days - 1) if first else None,
        _after(start, item.window_from),
        _after(start, item.window_to),
    )


def _after(start: date, offset: int | None) -> date | None:
    return None if offset is None else start + timedelta(days=offset)


def _judge(row: LaidRow[Item], rows: list[LaidRow[Item]], ground: Ground) -> LaidRow[Item]:
    if row.starts_on is None:
        return row
    findings = ground.findings(row.starts_on, row.item.days)
    if not is_flagged(findings):
        return replace(row, findings=findings)
    others = [
        (other.starts_on, other.ends_on)
        for other in rows
        if other is not row and other.starts_on and other.ends_on
    ]
    suggestion = ground.suggest(row.starts_on, row.item.days, others)
    return replace(row, findings=findings, suggestion=suggestion)
