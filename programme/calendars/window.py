"""Which days' activities a calendar holds: those to come, and those of the last twelve months."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.calendars.queries import Entry

KEPT: Final = timedelta(days=365)
# Long enough for every calendar program to have shown that it is off.
KEPT_CANCELLED: Final = timedelta(days=30)
# Google takes no more. The head of a calendar is less than a thousandth of it.
MOST_BYTES: Final = 999_000


def drops_on(entry: Entry) -> date:
    """The first day on which the activity is no longer in a subscription."""
    return entry.ends_on + (KEPT_CANCELLED if entry.cancelled else KEPT) + timedelta(days=1)


def within(entries: Iterable[Entry], today: date) -> list[Entry]:
    """What of a plan stands in a subscription."""
    return [entry for entry in entries if drops_on(entry) > today]


def without_old_cancelled(entries: Iterable[Entry], today: date) -> list[Entry]:
    """What of a plan stands in a file: all of it, but what was cancelled long ago."""
    return [entry for entry in entries if not entry.cancelled or drops_on(entry) > today]


def moves_on(entries: Iterable[Entry]) -> date:
    """The first day on which one of these drops out."""
    return min(map(drops_on, entries), default=date.max)


def left_out(sizes: Iterable[tuple[date, int]], today: date) -> frozenset[date]:
    """Days that have to go for the others to fit: those that are over, then the farthest.

    Given are the last day of each event and its bytes.
    """
    by_day: Counter[date] = Counter()
    for day, size in sizes:
        by_day[day] += size
    too_much = by_day.total() - MOST_BYTES
    days = sorted(by_day) if too_much > 0 else []
    over = [day for day in days if day < today]
    gone = set()
    for day in (*over, *reversed(days[len(over) :])):
        if too_much <= 0:
            break
        gone.add(day)
        too_much -= by_day[day]
    return frozenset(gone)
