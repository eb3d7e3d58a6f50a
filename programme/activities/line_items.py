"""What a course line is drawn from: the plan's items, in order, with their state today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from programme.core import formats

KINDS = ("workshop", "seminar", "course_session", "network_meeting", "shadowing", "other")


class State(StrEnum):
    PAST = "past"
    NEXT = "next"
    FUTURE = "future"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """One activity; `label` may go on where `short_label` ends: "Seminar 4 | Ledelse af PLF".

    Without `starts_on` it lies somewhere in its window, or nowhere yet. A kind that is not
    among KINDS is drawn as "other".
    """

    kind: str
    label: str
    short_label: str
    starts_on: date | None = None
    ends_on: date | None = None
    window_from: date | None = None
    window_to: date | None = None
    cancelled: bool = False
    moved: bool = False
    href: str | None = None

    @property
    def first(self) -> date | None:
        """The first day that it may take."""
        return self.starts_on or self.window_from or self.window_to

    @property
    def last(self) -> date | None:
        """The last day that it may take, never before the first."""
        if self.first is None:
            return None
        ending = self.ends_on if self.starts_on else self.window_to
        return max(self.first, ending or self.first)

    @property
    def theme(self) -> str:
        """What the label says beyond the short label."""
        if not self.label.startswith(self.short_label):
            return self.label
        return self.label[len(self.short_label) :].lstrip(" |:–-·")


@dataclass(frozen=True, slots=True)
class Row:
    """An item with its state; first and last are None for one that has no date nor window."""

    item: LineItem
    state: State
    first: date | None
    last: date | None
    dates: str
    short_dates: str  # without the year, which the axis tells

    @property
    def kind(self) -> str:
        """The kind it is drawn as."""
        return self.item.kind if self.item.kind in KINDS else "other"

    @property
    def is_window(self) -> bool:
        """Whether only the period is known."""
        return self.item.starts_on is None and self.first is not None


def sorted_rows(items: Iterable[LineItem], today: date, locale: str = "da") -> tuple[Row, ...]:
    """Return the items by first day, those without any at the end."""
    in_order = sorted(items, key=lambda item: (item.first is None, item.first or today))
    upcoming = _next(in_order, today)
    return tuple(_row(item, _state(item, upcoming, today), locale) for item in in_order)


def _next(items: list[LineItem], today: date) -> LineItem | None:
    """Return the nearest with a date, else the nearest with a window."""
    ahead = [item for item in items if not item.cancelled and item.last and item.last >= today]
    return next((item for item in ahead if item.starts_on), ahead[0] if ahead else None)


def _state(item: LineItem, upcoming: LineItem | None, today: date) -> State:
    if item.cancelled:
        return State.CANCELLED
    if item is upcoming:
        return State.NEXT
    return State.PAST if item.last is not None and item.last < today else State.FUTURE


def _row(item: LineItem, state: State, locale: str) -> Row:
    first, last = item.first, item.last
    if first is None or last is None:
        return Row(item, state, None, None, "", "")
    short = _short_days(first, last, locale) if item.starts_on else _months(first, last, locale)
    return Row(item, state, first, last, formats.days(first, last, locale), short)


def _short_days(first: date, last: date, locale: str) -> str:
    """Return "20.–21. aug."."""
    dot = "." if locale == "da" else ""
    names = formats.SHORT_MONTHS[locale]
    ending = f"{last.day}{dot} {names[last.month - 1]}"
    if first == last:
        return ending
    month = "" if _same_month(first, last) else f" {names[first.month - 1]}"
    return f"{first.day}{dot}{month}–{ending}"


def _months(first: date, last: date, locale: str) -> str:
    """Return "jun.–okt."."""
    names = formats.SHORT_MONTHS[locale]
    ending = names[last.month - 1]
    return ending if _same_month(first, last) else f"{names[first.month - 1]}–{ending}"


def _same_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)
