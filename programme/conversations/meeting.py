"""Which network meeting a title is brought to: the first one after it was put on the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Meeting:
    """A network meeting of a cohort; without a date it comes after those that have one."""

    key: int
    starts_on: date | None
    ends_on: date | None
    is_cancelled: bool


def meeting_for(brought_on: date, meetings: Iterable[Meeting]) -> int | None:
    """The key of the meeting that a title brought on that day comes up at; None if there is none.

    A title brought on the day of a meeting comes up at that meeting.
    """
    ahead = [
        meeting
        for meeting in meetings
        if not meeting.is_cancelled
        and (meeting.starts_on is None or (meeting.ends_on or meeting.starts_on) >= brought_on)
    ]
    ahead.sort(key=lambda one: (one.starts_on is None, one.starts_on or date.max, one.key))
    return ahead[0].key if ahead else None
