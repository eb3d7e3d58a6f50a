r"""Activities as they are put into the plan, and what a calendar program has to show of each.

A case is named by its UID. Hours are put in as on the wall in Copenhagen and come out in UTC.
Titles stand behind what the activity is: "Workshop | …".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from tests.clients.day import DAY
from tests.clients.seen import Seen, moment

TITLE = "Ledelse af PLF"
MOST_OCTETS = 4096  # of a description; no program has been seen to cut below
EMOJI = "Æøå 😀👩‍👩‍👧 中文 "
LONG = "ø" * 10_000


@dataclass(frozen=True)
class Case:
    """`put` goes to the activity; the rest is what is to be seen."""

    uid: str
    start: str
    end: str
    put: dict[str, Any]
    title: str = TITLE
    text: str = ""
    status: str = "CONFIRMED"
    prefix: str = "Workshop | "

    def shown(self, link: str) -> Seen:
        """With the link to the activity's page at the end of the description."""
        text = _cut(self.text, link) if self.text == LONG else self.text
        description = f"Forberedelse:\n{text}\n\n{link}" if text else link
        title = self.prefix + self.title
        return Seen(title, moment(self.start), moment(self.end), self.status, description)


def _cut(text: str, link: str) -> str:
    room = MOST_OCTETS - len(f"Forberedelse:\n…\n\n{link}".encode())
    return text[: room // len("ø".encode())] + "…"


def _on(first: str, *clocks: str, last: str | None = None) -> dict[str, Any]:
    start, end = [*map(time.fromisoformat, clocks), None, None][:2]
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last or first)}
    return days | {"start_time": start, "end_time": end}


# Where summer time ends, on 25 October 2026, a night has 25 hours; where it begins, 23.
TIMES = tuple(
    Case(uid, start, end, put)
    for uid, start, end, put in (
        ("summer", "20260819T070000Z", "20260819T140000Z", _on("2026-08-19", "09:00", "16:00")),
        ("winter", "20270202T080000Z", "20270202T110000Z", _on("2027-02-02", "09:00", "12:00")),
        ("no-end", "20260819T070000Z", "20260819T073000Z", _on("2026-08-19", "09:00")),
        ("whole-day", "20260915", "20260916", _on("2026-09-15")),
        ("two-days", "20260820", "20260822", _on("2026-08-20", last="2026-08-21")),
        ("days-of-49-hours", "20261024", "20261026", _on("2026-10-24", last="2026-10-25")),
        ("days-of-47-hours", "20270327", "20270329", _on("2027-03-27", last="2027-03-28")),
        ("new-year", "20261231", "20270102", _on("2026-12-31", last="2027-01-01")),
        ("leap-day", "20280228", "20280301", _on("2028-02-28", last="2028-02-29")),
        ("gap", "20270328T013000Z", "20270328T020000Z", _on("2027-03-28", "02:30", "04:00")),
        ("after-gap", "20270328T010000Z", "20270328T020000Z", _on("2027-03-28", "03:00", "04:00")),
        ("overlap", "20261025T003000Z", "20261025T023000Z", _on("2026-10-25", "02:30", "03:30")),
        ("past-it", "20261025T020000Z", "20261025T030000Z", _on("2026-10-25", "03:00", "04:00")),
        (
            "through-the-long-night",
            "20261024T200000Z",
            "20261025T020000Z",
            _on("2026-10-24", "22:00", "03:00", last="2026-10-25"),
        ),
        ("in-2038", "20380701T070000Z", "20380701T140000Z", _on("2038-07-01", "09:00", "16:00")),
        ("in-2050", "20500701T070000Z", "20500701T140000Z", _on("2050-07-01", "09:00", "16:00")),
    )
)


def _titled(uid: str, written: str, shown: str | None = None, **more: Any) -> Case:
    put = _on("2026-09-01") | {"title": written}
    return Case(uid, "20260901", "20260902", put, written if shown is None else shown, **more)


def _described(uid: str, written: str, shown: str | None = None) -> Case:
    put = _on("2026-09-02") | {"preparation": written}
    return Case(uid, "20260902", "20260903", put, text=written if shown is None else shown)


TEXTS = (
    _titled("emoji-across-folds", (EMOJI * 8).strip()),
    _titled("punctuation", r"a;b,c\d \"e\": ^n 'f' %2C"),
    _titled("backslashes", r"C:\Noter \n \\ \, \; \N"),
    _titled("controls", "A\x00B\x07 C\x7f\ufeff\u202eD\ufffe", "AB CD"),
    _titled("line-breaks", "E\r\nF\rG\nBEGIN:VEVENT\u2028H", "E F G BEGIN:VEVENT H"),
    _titled("blanks-around", " \t I\t \tJ \t ", "I J"),
    _titled("untitled", "", "", prefix="Workshop"),
    _described("emoji-described", (EMOJI * 40).strip()),
    _described("lines-described", "a\r\nb\rc\n\nd;e,f\\g\\N", "a\nb\nc\n\nd;e,f\\g\\N"),
    _described("ten-thousand", LONG),
)

STATES = (
    Case(
        "cancelled",
        "20260903",
        "20260904",
        _on("2026-09-03") | {"cancelled_at": DAY},
        status="CANCELLED",
        prefix="AFLYST: Workshop | ",
    ),
)

CASES = (*TIMES, *TEXTS, *STATES)
