"""What a calendar file says of one activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Kind = Literal["session", "deadline"]


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One activity as its readers see it, on Danish days and wall clocks.

    `uid` is permanent: moved, renamed, cancelled or restored, the event keeps it. Every change that
    a reader can see raises `sequence` by one and `revised_at` by at least a second.
    `ends_on` is the last day. Without times the event fills whole days. A deadline falls due on
    `ends_on`, at `end_time` or else at `start_time`. A `fold=1` on a time means the second 02:30.
    An alarm rings the day before: at the same hour, or at nine for whole days.
    """

    uid: str
    sequence: int
    revised_at: datetime
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    title: str
    description: str | None
    place: str | None
    url: str | None
    cancelled: bool
    kind: Kind
    categories: tuple[str, ...] = ()
    alarm: bool = False
