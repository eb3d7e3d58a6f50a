"""What the home pages say of activities, in words: the next one, those to come, a cohort's line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Final

from programme.activities import labels
from programme.activities.course_line import CourseLine, course_line
from programme.activities.plan_lines import line_items
from programme.core import formats
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.activities.plan_rows import PlanRow
    from programme.home.queries import CohortFrame, OwnActivity

_MIDNIGHT: Final = time()


@dataclass(frozen=True, slots=True)
class Item:
    """An activity in a line."""

    label: str
    address: str
    when: str
    cohort: str
    place: str = ""
    learners: int = 0


@dataclass(frozen=True, slots=True)
class NextCard:
    """The activity that comes next; `before` is shadowing that one does alone until then."""

    away: str
    when: str
    label: str
    address: str
    place: str
    cohort: str
    tasks: int
    before: Item | None
    cohort_id: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Forløbslinjen of one cohort."""

    cohort_id: int
    cohort: str
    line: CourseLine


@dataclass(frozen=True, slots=True)
class Words:
    """How to write: in which language, on which day, an activity's address up to its key."""

    locale: str
    today: date
    prefix: str

    def label(self, row: PlanRow | Activity) -> str:
        """Return "Seminar 4 | Ledelse af PLF"."""
        return labels.label(row.kind, row.number, row.title, self.locale)

    def when(self, row: PlanRow | Activity) -> str:
        """Return "torsdag den 3.–fredag den 4. december 2026", with the times if it has any."""
        if row.starts_on is None or row.ends_on is None:
            return ""
        days = formats.weekday_days(row.starts_on, row.ends_on, self.locale)
        if row.start_time is None:
            return days
        return f"{days} {formats.times(row.start_time, row.end_time, self.locale)}"

    def away(self, row: PlanRow) -> str:
        """Return "Om 11 dage", or "I dag" as long as it lasts."""
        first = row.starts_on or self.today
        return formats.away(max(first, self.today), self.today, self.locale)

    def item(self, row: PlanRow, cohort: str, learners: int = 0) -> Item:
        """The row as an item."""
        address = f"{self.prefix}{row.id}"
        return Item(self.label(row), address, self.when(row), cohort, row.place, learners)


def ahead(own: Iterable[OwnActivity], today: date) -> list[OwnActivity]:
    """Those that are not over, by day and time; cancelled and undated ones are not waited for."""
    dated = [each for each in own if is_ahead(each.row, today)]
    return sorted(dated, key=lambda each: _moment(each.row))


def next_card(coming: Sequence[OwnActivity], words: Words) -> NextCard | None:
    """The next gathering; shadowing is done in twos, so it stands beside and not in its place."""
    gathering = next((e for e in coming if e.row.kind is not ActivityKind.SHADOWING), None)
    chosen = gathering or next(iter(coming), None)
    if chosen is None:
        return None
    row, first = chosen.row, coming[0]
    before = None if first is chosen else words.item(first.row, first.cohort.name)
    return NextCard(
        away=words.away(row),
        when=words.when(row),
        label=words.label(row),
        address=f"{words.prefix}{row.id}",
        place=row.place,
        cohort=chosen.cohort.name,
        tasks=count_tasks(chosen.preparation),
        before=before,
        cohort_id=chosen.cohort.id,
    )


def is_ahead(row: PlanRow, today: date) -> bool:
    """Whether it has a date, and is not over or cancelled."""
    return not row.is_cancelled and row.ends_on is not None and row.ends_on >= today


def count_tasks(preparation: str) -> int:
    """A line is a task."""
    return sum(bool(line.strip()) for line in preparation.splitlines())


def pictures(own: Iterable[OwnActivity], words: Words) -> list[Picture]:
    """The line of each cohort that one learns in."""
    frames: dict[CohortFrame, list[PlanRow]] = {}
    for each in own:
        if each.learns:
            frames.setdefault(each.cohort, []).append(each.row)
    return [picture(frame, rows, words) for frame, rows in frames.items()]


def picture(frame: CohortFrame, rows: Sequence[PlanRow], words: Words) -> Picture:
    """The small line of a cohort."""
    last = max((row.ends_on for row in rows if row.ends_on), default=frame.starts_on)
    line = course_line(
        line_items(rows, words.prefix, words.locale),
        frame.starts_on,
        frame.ends_on or max(last, frame.starts_on),
        words.today,
        locale=words.locale,
        views=("compact",),
    )
    return Picture(frame.id, frame.name, line)


def _moment(row: PlanRow) -> tuple[date, time, int]:
    return row.starts_on or date.max, row.start_time or _MIDNIGHT, row.id
