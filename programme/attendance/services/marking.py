"""Who was there on a day, noted for all in one go. What two write at once, one writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.attendance import queries
from programme.attendance.labels import PRESENCES
from programme.attendance.models import Attendance, Presence
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from programme.activities.models import Activity
    from programme.people.models import Person

LONGEST_NOTE: Final = 200
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=clock.COPENHAGEN)


@dataclass(frozen=True, slots=True)
class NewMark:
    """A person's row as sent; `seen_*` is what stood there when the page was made."""

    person_id: int
    presence: Presence | None
    note: str = ""
    seen_presence: Presence | None = None
    seen_note: str = ""

    @property
    def is_touched(self) -> bool:
        """Whether the sender changed the row at all."""
        return (self.presence, self.note) != (self.seen_presence, self.seen_note)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that is to be written."""

    person_id: int
    presence: Presence
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day's marks as somebody leaves them.

    `version` tells how much of the day was known; with `fill` all rows without a mark are present.
    """

    day: date
    marks: Sequence[NewMark]
    version: int
    fill: bool = False


def mark(activity: Activity, sheet: Sheet, *, by: Person, address: str = "") -> int:
    """Note the rows that differ; says how many did.

    Of two windows the later wins, row by row; but not over what somebody else has written in a
    row that both changed: that is asked about, and nothing is saved meanwhile.
    """
    check_day(activity, sheet.day)
    hold_still(activity.cohort_id)
    names = {person.person_id: person.name for person in queries.expected(activity)}
    stored = queries.marks_of_day(activity.id, sheet.day)
    sent = [each for each in sheet.marks if each.person_id in names]
    wanted = _wanted(sent, stored, names, fill=sheet.fill)
    _check_version(sheet.version, wanted, stored, names, address)
    for each in wanted:
        _note(activity, sheet.day, each, stored.get(each.person_id), by)
    db.session.flush()
    if wanted:
        audit.record("marked attendance", "activity", activity.id, actor_id=by.id)
    return len(wanted)


def check_day(activity: Activity, day: date) -> None:
    """Presence is noted on a day of an activity that takes place, from that day on."""
    if activity.is_cancelled or not activity.is_published:
        raise RuleBrokenError(l_("There is nobody to note: the activity does not take place."))
    if activity.starts_on is None or activity.ends_on is None:
        raise RuleBrokenError(l_("The activity has no date yet."))
    if not activity.starts_on <= day <= activity.ends_on:
        raise RuleBrokenError(l_("The activity is not held on that day."))
    if day > clock.today():
        raise RuleBrokenError(l_("Who is there can be noted from the day on."))


def version_of(marks: Iterable[Attendance]) -> int:
    """How much of a day is known: the moment of the latest mark, in microseconds."""
    return max((_stamp(row.at) for row in marks), default=0)


def _stamp(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds() * 1_000_000)


def _wanted(
    sent: Iterable[NewMark],
    stored: Mapping[int, Attendance],
    names: Mapping[int, str],
    *,
    fill: bool,
) -> list[Wanted]:
    """The rows that differ from what stands."""
    found = []
    for each in sent:
        row = _checked(each, names[each.person_id])
        old = stored.get(row.person_id)
        if row.presence is None and fill and old is None:
            row = NewMark(row.person_id, Presence.PRESENT, row.note)
        if row.presence is None:
            _check_empty(row, names[row.person_id])
        elif row.is_touched and (old is None or (old.presence, old.note) != _said(row)):
            found.append(Wanted(row.person_id, row.presence, row.note))
    return found


def _said(row: NewMark) -> tuple[Presence | None, str]:
    return row.presence, row.note


def _checked(row: NewMark, name: str) -> NewMark:
    try:
        note = checks.line(row.note, "", LONGEST_NOTE)
    except RuleBrokenError as error:
        said = l_("%(name)s: %(problem)s", name=name, problem=error.message)
        raise RuleBrokenError(said) from None
    return NewMark(row.person_id, row.presence, note, row.seen_presence, row.seen_note)


def _check_empty(row: NewMark, name: str) -> None:
    if row.note:
        raise RuleBrokenError(
            l_("Choose for %(name)s, too: present, late, part of the day or absent.", name=name)
        )


def _check_version(
    version: int,
    wanted: Iterable[Wanted],
    stored: Mapping[int, Attendance],
    names: Mapping[int, str],
    address: str,
) -> None:
    mine, theirs = {}, {}
    for row in wanted:
        old = stored.get(row.person_id)
        if old is not None and _stamp(old.at) > version:
            name = names[row.person_id]
            mine[name] = _words(row.presence, row.note)
            theirs[name] = _words(old.presence, old.note)
    if mine:
        raise ConflictError(mine, theirs, address, version_of(stored.values()))


def _words(presence: Presence, note: str) -> str:
    word = str(PRESENCES[presence])
    return f"{word} · {note}" if note else word


def _note(activity: Activity, day: date, row: Wanted, old: Attendance | None, by: Person) -> None:
    if old is None:
        old = Attendance(activity_id=activity.id, day=day, person_id=row.person_id)
        db.session.add(old)
    old.presence, old.note = row.presence, row.note
    old.by_id, old.at = by.id, clock.now()
