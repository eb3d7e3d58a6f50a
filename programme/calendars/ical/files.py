"""Events put together as one calendar file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar

from programme.calendars.ical import text
from programme.calendars.ical.text import Text
from programme.calendars.ical.times import TZID, VTIMEZONE

PRODID = "-//Lederforloeb//Kalender//DA"  # fixed: no version, or every upgrade changes all ETags
_UNNAMED = "Lederforløb"
_END = b"END:VCALENDAR\r\n"


def calendar_bytes(name: str, events: Iterable[bytes | None], *, if_empty: bytes) -> bytes:
    """A calendar file of blocks from `event_bytes`, in the order given, the same block once.

    None is an event that was left out. `if_empty`, an `information_event`, stands in when nothing
    is left: of an empty calendar some clients keep the old events.
    """
    blocks = dict.fromkeys(block for block in events if block) or (if_empty,)
    return b"".join((_head(name), VTIMEZONE, *blocks, _END))


def etag(body: bytes) -> str:
    """SHA-256 in hexadecimal, without the quotation marks of the header."""
    return hashlib.sha256(body).hexdigest()


def _head(name: str) -> bytes:
    shown = Text(text.calendar_name(name) or _UNNAMED)
    head = Calendar()
    head.add("version", Text("2.0"))
    head.add("prodid", Text(PRODID))
    head.add("calscale", Text("GREGORIAN"))
    head.add("name", shown)
    head.add("x-wr-calname", shown)
    head.add("x-wr-timezone", Text(TZID))
    head.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", Text("PT1H"))
    lines: bytes = head.to_ical()
    return lines.removesuffix(_END)
