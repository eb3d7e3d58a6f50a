"""What a calendar has to be told by mail: what it was told last, held against what is true now.

Values in, values out. Nothing is asked of what happened in between, so a change that was undone
leaves nothing to say, and several changes are one thing to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.calendars.ical import CANCEL, REQUEST, SERIALISER_EPOCH

if TYPE_CHECKING:
    from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Told:
    """What an invitation says: the first and the last day, no times where it fills them."""

    title: str
    place: str
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None


@dataclass(frozen=True, slots=True)
class Present:
    """A dated activity in somebody's plan, as it is now."""

    activity_id: int
    uid: str
    sequence: int
    told: Told
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What an address was told last."""

    address: str
    told: Told
    is_cancelled: bool
    sequence: int
    turn: int
    sent_at: datetime


def due(
    present: Present | None, known: Known | None, address: str, today: date
) -> tuple[str, Told] | None:
    """REQUEST or CANCEL and of what; None where the calendar at this address is right.

    What is over is let be. What is withdrawn is named as it stands in the calendar.
    """
    stands = known if known and known.address == address and not known.is_cancelled else None
    if present is None or present.is_cancelled:
        return (CANCEL, stands.told) if stands and stands.told.ends_on >= today else None
    days = [present.told.ends_on] + ([stands.told.ends_on] if stands else [])
    is_news = stands is None or stands.told != present.told
    return (REQUEST, present.told) if is_news and max(days) >= today else None


def left_behind(known: Known | None, address: str, today: date) -> Told | None:
    """What still stands in a calendar that is told no more: its owner has chosen another address.

    It is to be taken out there, as nobody would ever put it right.
    """
    if known is None or known.address == address or known.is_cancelled:
        return None
    return known.told if known.told.ends_on >= today else None


def next_sequence(present: Present | None, known: Known | None) -> int:
    """That of the activity, as subscriptions show it; but always higher than what was sent."""
    least = present.sequence + SERIALISER_EPOCH if present else 0
    return max(least, known.sequence + 1) if known else least


def is_told(
    present: Present | None, known: Known | None, address: str, since: datetime, today: date
) -> bool:
    """Whether an invitation has told of a change made then, or is going to."""
    if due(present, known, address, today):
        return True
    return known is not None and known.address == address and known.sent_at >= since
