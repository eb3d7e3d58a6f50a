"""The rhythm of a plan: days away from work, and the time in practice between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import Generic, Protocol, TypeVar


class Dated(Protocol):
    """Anything with a first and a last day, or with neither."""

    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True)
class Gap(Generic[Row]):
    """The time in practice between two rows: `days` from one's last to the other's first day."""

    earlier: Row
    later: Row
    days: int


def practice_gaps(rows: Iterable[Row]) -> tuple[Gap[Row], ...]:
    """Return the gaps between the dated rows in order of time; none where rows overlap."""
    spans = [(span[0], span[1], row) for row in rows if (span := _span(row))]
    spans.sort(key=itemgetter(0, 1))
    last_to_end = accumulate(spans, _later_end)
    return tuple(
        Gap(earlier, later, (start - end).days)
        for (_, end, earlier), (start, _, later) in zip(last_to_end, spans[1:], strict=False)
        if start > end
    )


def days_after(earlier: Dated, later: Dated) -> int | None:
    """Return the 28 of "28 dage efter Seminar 1", counted from its last day."""
    first, second = _span(earlier), _span(later)
    return (second[0] - first[1]).days if first and second else None


def activity_days(rows: Iterable[Dated]) -> int:
    """Return how many days of the calendar have an activity."""
    spans = [span for row in rows if (span := _span(row))]
    return len({day for start, end in spans for day in _days(start, end)})


def span_days(rows: Iterable[Dated]) -> int:
    """Return the days from the first day of all to the last."""
    spans = [span for row in rows if (span := _span(row))]
    return (max(end for _, end in spans) - min(start for start, _ in spans)).days if spans else 0


def _span(row: Dated) -> tuple[date, date] | None:
    if row.starts_on is None:
        return None
    return row.starts_on, row.ends_on or row.starts_on


def _later_end(
    one: tuple[date, date, Row], other: tuple[date, date, Row]
) -> tuple[date, date, Row]:
    return other if other[1] >= one[1] else one


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
