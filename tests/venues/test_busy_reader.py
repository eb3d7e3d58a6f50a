"""Foreign calendar files: what is taken of them, and what none of them may do to us."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from programme.core.errors import RuleBrokenError
from programme.venues import busy_files, busy_reader
from programme.venues.busy_reader import UnreadableError, spans_in
from programme.venues.services import BusySpan

FIRST, LAST = date(2026, 10, 22), date(2028, 11, 22)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Andre//Kalender//DA\r\n"


def event(*lines: str) -> str:
    return "BEGIN:VEVENT\r\n" + "\r\n".join(lines) + "\r\nEND:VEVENT\r\n"


def a_file(*parts: str, uid: str = "UID:a@x") -> bytes:
    body = "".join(part.replace("BEGIN:VEVENT", f"BEGIN:VEVENT\r\n{uid}") for part in parts)
    return f"{HEAD}{body}END:VCALENDAR\r\n".encode()


def spans(*parts: str) -> list:
    return spans_in(a_file(*parts), FIRST, LAST)


def hours(day: date, start: time, end: time):
    return day, day, start, end


def whole(first: date, last: date | None = None):
    return first, last or first, None, None


THIRD = date(2026, 12, 3)
MORNING = ("DTSTART:20261203T090000", "DTEND:20261203T113000")


def test_utc_is_the_clock_on_the_wall_here_in_winter_and_in_summer():
    assert spans(event("DTSTART:20261203T080000Z", "DTEND:20261203T093000Z")) == [
        hours(THIRD, time(9), time(10, 30))
    ]
    assert spans(event("DTSTART:20270703T080000Z", "DURATION:PT90M")) == [
        hours(date(2027, 7, 3), time(10), time(11, 30))
    ]


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "Romance Standard Time", "Europe/Paris"])
def test_a_zone_by_its_name_or_as_outlook_calls_it(zone):
    found = spans(
        event(f"DTSTART;TZID={zone}:20261203T090000", f"DTEND;TZID={zone}:20261203T100000")
    )
    assert found == [hours(THIRD, time(9), time(10))]


def test_floating_times_are_meant_here():
    assert spans(event(*MORNING)) == [hours(THIRD, time(9), time(11, 30))]


def test_a_zone_that_the_file_brings_along_is_followed():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Min egen\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    found = spans(zone, event("DTSTART;TZID=Min egen:20261203T130000", "DURATION:PT1H"))
    assert found == [hours(THIRD, time(9), time(10))]


def test_whole_days_are_whole_days_and_end_on_the_day_before_dtend():
    first = "DTSTART;VALUE=DATE:20261203"
    assert spans(event(first)) == [whole(THIRD)]
    assert spans(event(first, "DTEND;VALUE=DATE:20261205")) == [whole(THIRD, date(2026, 12, 4))]


def test_midnight_to_midnight_is_the_whole_day_and_a_night_is_two_parts():
    assert spans(event("DTSTART:20261203T000000", "DTEND:20261205T000000")) == [
        whole(THIRD),
        whole(date(2026, 12, 4)),
    ]
    assert spans(event("DTSTART:20261203T220000", "DTEND:20261204T020000")) == [
        hours(THIRD, time(22), time(23, 59)),
        hours(date(2026, 12, 4), time(0), time(2)),
    ]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
)
def test_what_is_free_or_cancelled_is_left_out(line):
    assert spans(event(*MORNING, line)) == []


def test_what_lasts_no_time_takes_none():
    assert spans(event("DTSTART:20261203T090000")) == []


def test_only_what_lies_in_the_period_is_taken():
    assert spans(event("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261024")) == [
        whole(FIRST, date(2026, 10, 23))
    ]
    assert spans(event("DTSTART;VALUE=DATE:20260101")) == []
    assert spans(event("DTSTART;VALUE=DATE:20290101")) == []


def test_the_same_time_twice_is_once():
    assert len(spans(event(*MORNING, "SUMMARY:A"), event(*MORNING, "SUMMARY:B"))) == 1


def test_every_week_with_exdate_rdate_and_an_end():
    found = spans(
        event(
            "DTSTART;TZID=Europe/Copenhagen:20261203T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;UNTIL=20261224T080000Z",
            "EXDATE;TZID=Europe/Copenhagen:20261210T090000",
            "RDATE;TZID=Europe/Copenhagen:20261211T140000",
        )
    )
    assert [(day.day, start.hour) for day, _last, start, _end in found] == [
        (3, 9),
        (11, 14),
        (17, 9),
        (24, 9),
    ]


def test_more_times_of_a_series_may_be_periods():
    found = spans(event(*MORNING, "RDATE;VALUE=PERIOD:20261205T120000/PT1H"))
    assert found == [
        hours(THIRD, time(9), time(11, 30)),
        hours(date(2026, 12, 5), time(12), time(14, 30)),
    ]


def test_the_clock_stands_still_over_the_change_to_summer_time():
    found = spans(
        event(
            "DTSTART;TZID=Europe/Copenhagen:20270326T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=4",
        )
    )
    assert {start for _day, _last, start, _end in found} == {time(9)}
    utc = spans(event("DTSTART:20270326T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"))
    assert [start.hour for _day, _last, start, _end in utc] == [9, 9, 10, 10]


def test_one_of_a_series_that_is_moved_or_cancelled():
    series = event(*MORNING, "RRULE:FREQ=DAILY;COUNT=3")
    moved = event(
        "RECURRENCE-ID:20261204T090000", "DTSTART:20261204T140000", "DTEND:20261204T150000"
    )
    gone = event("RECURRENCE-ID:20261205T090000", *MORNING, "STATUS:CANCELLED")
    assert spans(series, moved, gone) == [
        hours(THIRD, time(9), time(11, 30)),
        hours(date(2026, 12, 4), time(14), time(15)),
    ]


def test_every_year_of_whole_days():
    found = spans(event("DTSTART;VALUE=DATE:20001224", "RRULE:FREQ=YEARLY"))
    assert found == [whole(date(2026, 12, 24)), whole(date(2027, 12, 24))]


def test_a_series_of_whole_days_without_one():
    found = spans(
        event(
            "DTSTART;VALUE=DATE:20261203",
            "RRULE:FREQ=DAILY;UNTIL=20261205",
            "EXDATE;VALUE=DATE:20261204",
        )
    )
    assert found == [whole(THIRD), whole(date(2026, 12, 5))]


def test_end_in_another_zone_than_the_start():
    assert spans(
        event("DTSTART;TZID=Europe/Copenhagen:20261203T090000", "DTEND:20261203T090000Z")
    ) == [hours(THIRD, time(9), time(10))]


def test_an_old_rule_of_exceptions_takes_times_out():
    found = spans(
        event(*MORNING, "RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")
    )
    assert [day.day for day, _last, _start, _end in found] == [4, 6]


def published(*lines: str) -> str:
    return "BEGIN:VFREEBUSY\r\nUID:f@x\r\n" + "\r\n".join(lines) + "\r\nEND:VFREEBUSY\r\n"


@pytest.mark.parametrize("kind", ["", ";FBTYPE=BUSY", ";FBTYPE=busy-tentative", ";FBTYPE=X-AWAY"])
def test_published_busy_times_are_taken_in_either_form(kind):
    found = spans(
        published(
            "DTSTART:20261201T000000Z",
            "DTEND:20270101T000000Z",
            f"FREEBUSY{kind}:20261203T080000Z/20261203T093000Z,20261204T080000Z/PT1H",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261203T080000Z/20261203T093000Z",
        ),
        event("DTSTART;VALUE=DATE:20261206"),
    )
    assert found == [
        hours(THIRD, time(9), time(10, 30)),
        hours(date(2026, 12, 4), time(9), time(10)),
        whole(date(2026, 12, 6)),
    ]


def test_published_free_times_and_what_lies_outside_are_left_out():
    assert (
        spans(
            published(
                "FREEBUSY;FBTYPE=FREE:20261203T080000Z/PT1H",
                "FREEBUSY:20200101T080000Z/PT1H,20350101T080000Z/PT1H",
            ),
            published("DTSTART:20261201T000000Z"),
        )
        == []
    )


def test_titles_that_are_not_utf_8_do_not_matter():
    data = a_file(event(*MORNING, "SUMMARY:Møde")).decode().encode("latin-1")
    assert spans_in(data, FIRST, LAST) == [hours(THIRD, time(9), time(11, 30))]


def test_a_byte_order_mark_does_not_matter():
    assert spans_in(b"\xef\xbb\xbf" + a_file(event(*MORNING)), FIRST, LAST)


BAD = {
    "html": ("not_calendar", b"<!doctype html><title>Log ind</title>"),
    "utf-16": ("not_calendar", a_file(event(*MORNING)).decode().encode("utf-16")),
    "noise": ("not_calendar", bytes(range(256))),
    "cut off": ("broken", a_file(event(*MORNING))[:-30]),
    "no date": ("broken", a_file(event("DTSTART:i morgen"))),
    "backwards": ("broken", a_file(event("DTSTART:20261203T090000", "DTEND:20261203T080000"))),
    "day and moment": (
        "broken",
        a_file(event("DTSTART;VALUE=DATE:20261203", "DTEND:20241203T080000")),
    ),
    "rule": ("broken", a_file(event(*MORNING, "RRULE:FREQ=SOMETIMES"))),
    "zone unknown": ("zone", a_file(event("DTSTART;TZID=Mars/Olympus:20261203T090000"))),
    "zone broken": (
        "broken",
        a_file(
            "BEGIN:VTIMEZONE\r\nTZID:Mit\r\nBEGIN:STANDARD\r\nDTSTART:aldrig\r\nTZOFFSETTO:x\r\n"
            "END:STANDARD\r\nEND:VTIMEZONE\r\n",
            event("DTSTART;TZID=Mit:20261203T090000"),
        ),
    ),
    "every second": ("too_often", a_file(event(*MORNING, "RRULE:FREQ=SECONDLY"))),
    "every minute of a day": (
        "too_often",
        a_file(event(*MORNING, "RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3")),
    ),
    "zone of a long name": (
        "broken",
        a_file(event(f"DTSTART;TZID={'Z' * 5_000}:20261203T090000")),
    ),
    "exceptions every second": (
        "too_often",
        a_file(event(*MORNING, "RRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY")),
    ),
    "changed from one day on": (
        "following",
        a_file(
            event(*MORNING, "RRULE:FREQ=DAILY;COUNT=3"),
            event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261204T090000", *MORNING),
        ),
    ),
    "no period": ("broken", a_file(published("FREEBUSY:optaget"))),
    "one period that is none": (
        "broken",
        a_file(published("FREEBUSY:20261203T080000Z/PT1H,20261204")),
    ),
    "period backwards": ("broken", a_file(published("FREEBUSY:20261203T080000Z/-PT1H"))),
    "period of years": (
        "broken",
        a_file(published("FREEBUSY:20200101T000000Z/20300101T000000Z")),
    ),
    "period in an unknown zone": (
        "zone",
        a_file(published("FREEBUSY;TZID=Mars/Olympus:20261203T080000/PT1H")),
    ),
    "published parts": ("too_many", a_file("BEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\n" * 5_001)),
    "periods": (
        "too_many",
        a_file(
            published(
                *(
                    f"FREEBUSY:{20270101 + n // 1_440}T{n // 60 % 24:02}{n % 60:02}00Z/PT1M"
                    for n in range(5_100)
                )
            )
        ),
    ),
    "events": ("too_many", a_file("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_001)),
    "times": (
        "too_many",
        a_file(
            *(
                event(f"DTSTART:20261203T09{n:02}00", "DURATION:PT1M", "RRULE:FREQ=DAILY")
                for n in range(9)
            )
        ),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why(name):
    reason, data = BAD[name]
    with pytest.raises(UnreadableError) as refused:
        spans_in(data, FIRST, LAST)
    assert refused.value.reason == reason


# The program apart ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _today(at):
    at(2026, 11, 22, 9)


def never_ending() -> bytes:
    """30 February, for every year to the last, a thousand times over."""
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    return a_file(*(event("DTSTART:00010101T000000", rule) for _ in range(1_000)))


def refusal(data: bytes) -> str:
    with pytest.raises(RuleBrokenError) as refused:
        busy_files.read(data)
    assert refused.value.field == "file"
    return str(refused.value.message)


def test_a_file_is_read_apart():
    assert busy_files.read(a_file(event(*MORNING), event("DTSTART;VALUE=DATE:20261206"))) == [
        BusySpan(THIRD, THIRD, time(9), time(11, 30)),
        BusySpan(date(2026, 12, 6), date(2026, 12, 6)),
    ]


@pytest.mark.slow
def test_a_recurrence_that_never_ends_is_ended_after_two_seconds_of_cpu():
    before = getrusage(RUSAGE_CHILDREN)
    assert "repeats too often" in refusal(never_ending())
    after = getrusage(RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime < 2.5


def test_a_program_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(busy_files, "_PATIENCE", 0.01)
    assert "repeats too often" in refusal(a_file(event(*MORNING)))


@pytest.mark.parametrize("data", [b"", b" \r\n"])
def test_an_empty_file_is_refused(data):
    assert "empty" in refusal(data)


def test_more_than_a_megabyte_is_refused_unread(monkeypatch):
    monkeypatch.setattr(busy_files, "_read_apart", None)
    assert "1 MB" in refusal(b"x" * 1_000_001)


def test_a_file_without_busy_times_is_refused_and_says_so():
    assert "no busy times" in refusal(a_file(event(*MORNING, "TRANSP:TRANSPARENT")))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("html", "not a calendar file"),
        ("zone unknown", "time zone"),
        ("events", "too much"),
        ("cut off", "damaged"),
        ("changed from one day on", "changed from one day on"),
    ],
)
def test_each_reason_is_said_in_words(name, said):
    assert said in refusal(BAD[name][1])


def test_the_program_writes_times_or_a_reason_and_never_a_title(monkeypatch, capsysbinary):
    program = [sys.executable, "-I", str(Path(busy_reader.__file__)), "2026-10-22", "2028-11-22"]
    for lines, said in (
        (MORNING, {"spans": [["2026-12-03", "2026-12-03", "09:00:00", "11:30:00"]]}),
        (("DTSTART:i morgen",), {"reason": "broken"}),
    ):
        data = a_file(event(*lines, "SUMMARY:Hemmeligt", "LOCATION:Et sted"))
        done = subprocess.run(program, input=data, capture_output=True, check=True)
        assert json.loads(done.stdout) == said
        assert b"Hemmeligt" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("sent", "answer"),
    [(b"ikke en kalender", "reason"), (a_file(), "spans")],
)
def test_the_process_answers_in_json(monkeypatch, capsys, sent, answer):
    monkeypatch.setattr(busy_reader.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr("sys.argv", ["busy_reader", "2026-11-01", "2027-11-01"])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
    busy_reader.main()
    assert set(json.loads(capsys.readouterr().out)) == {answer}


def test_a_whole_day_that_was_moved_is_busy_on_its_new_day_alone():
    weekly = event(
        "DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261208", "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    moved = event(
        "RECURRENCE-ID;VALUE=DATE:20261214",
        "DTSTART;VALUE=DATE:20261216",
        "DTEND;VALUE=DATE:20261217",
    )
    spans = spans_in(a_file(weekly, moved), FIRST, LAST)
    assert [span[0] for span in spans] == [date(2026, 12, 7), date(2026, 12, 16)]
