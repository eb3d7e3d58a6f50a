"""The file as a whole: what a client is told when an event is made, moved, cancelled or gone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from programme.calendars.ical import calendar_bytes, etag, event_bytes, events, information_event
from tests.calendars.golden import golden
from tests.calendars.ics import (
    EMPTY,
    a_file,
    an_event,
    blocks,
    lines,
    only,
    text,
    whole_days,
)

ROOT = Path(__file__).parents[2]
GOLDEN_ETAG = "52409af323c6dfd1272f6df6b818d6107ead7fef1d2c63d12c37e4ef3749b958"
GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Lederforloeb//Kalender//DA
CALSCALE:GREGORIAN
NAME:Hold 7 efterår X-EVIL:1
X-WR-CALNAME:Hold 7 efterår X-EVIL:1
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-WR-TIMEZONE:Europe/Copenhagen
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Seminar 1\\, del\\; C:\\\\Noter 😀
DTSTART;TZID=Europe/Copenhagen:20260819T090000
DTEND;TZID=Europe/Copenhagen:20260819T160000
DTSTAMP:20260504T123000Z
UID:1@lederforloeb.example
SEQUENCE:0
CATEGORIES:Seminar,Spor A\\, leder
DESCRIPTION:Læs:\\n- "Ledelse"\\n- din log\\n\\nhttps://lederforloeb.example/
 aktivitet/forl%C3%B8b%201
LAST-MODIFIED:20260504T123000Z
LOCATION:Rådhuspladsen 1\\, 3. sal
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://lederforloeb.example/aktivitet/forl%C3%B8b%201
END:VEVENT
BEGIN:VEVENT
SUMMARY:Seminar 1
DTSTART;VALUE=DATE:20261024
DTEND;VALUE=DATE:20261026
DTSTAMP:20260504T123000Z
UID:2@lederforloeb.example
SEQUENCE:3
DESCRIPTION:Medbring din log.\\n\\nhttps://lederforloeb.example/aktivitet/1
LAST-MODIFIED:20260504T123000Z
LOCATION:Rådhuspladsen 1
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://lederforloeb.example/aktivitet/1
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
END:VEVENT
BEGIN:VEVENT
SUMMARY:AFLYST: Seminar 1
DTSTART:20270328T013000Z
DTEND:20270328T020000Z
DTSTAMP:20260504T123000Z
UID:3@lederforloeb.example
SEQUENCE:0
DESCRIPTION:Medbring din log.\\n\\nhttps://lederforloeb.example/aktivitet/1
LAST-MODIFIED:20260504T123000Z
STATUS:CANCELLED
TRANSP:TRANSPARENT
URL:https://lederforloeb.example/aktivitet/1
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
BEGIN:VEVENT
SUMMARY:(uden titel)
DTSTART;TZID=Europe/Copenhagen:20260930T232900
DTEND;TZID=Europe/Copenhagen:20260930T235900
DTSTAMP:20260504T123000Z
UID:4@lederforloeb.example
SEQUENCE:0
LAST-MODIFIED:20260504T123000Z
LOCATION:Rådhuspladsen 1
STATUS:CONFIRMED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def changed(event, **changes):
    """As the services change an activity: one more, and later."""
    later = event.revised_at + timedelta(seconds=1)
    return replace(event, sequence=event.sequence + 1, revised_at=later, **changes)


def version(body: bytes) -> tuple[str, int, str]:
    block = only(body)
    assert block["DTSTAMP"].value == block["LAST-MODIFIED"].value
    return block["UID"].value, int(block["SEQUENCE"].value), block["LAST-MODIFIED"].value


def test_every_octet_is_as_it_was():
    lines(GOLDEN)
    assert golden() == GOLDEN
    assert etag(golden()) == GOLDEN_ETAG


@pytest.mark.parametrize(
    ("variables", "options"),
    [
        ({"TZ": "Pacific/Auckland"}, []),
        ({"TZ": "UTC"}, []),
        ({"PYTHONHASHSEED": "0"}, []),
        ({"PYTHONHASHSEED": "1"}, []),
        ({"PYTHONHASHSEED": "random"}, []),
        ({"LC_ALL": "C", "PYTHONUTF8": "0"}, []),
        ({}, ["-O"]),
    ],
    ids=lambda value: "-".join(map(str, value)) or "plain",
)
def test_another_server_writes_the_same_octets(variables, options):
    program = [sys.executable, *options, ROOT / "tests" / "calendars" / "golden.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    assert subprocess.check_output(program, env=environment, cwd=ROOT) == GOLDEN


def test_an_event_that_was_made_has_the_version_and_time_of_its_row():
    assert version(a_file(an_event())) == (an_event().uid, 0, "20260504T123000Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": date(2026, 8, 26), "ends_on": date(2026, 8, 26)},
        {"place": "Lokale 4"},
        {"title": "Seminar 1b"},
        {"description": "Nyt."},
        {"cancelled": True},
    ],
    ids=["moved", "room", "title", "description", "cancelled"],
)
def test_a_change_keeps_the_uid_and_raises_sequence_and_time(changes):
    before, after = a_file(an_event()), a_file(changed(an_event(), **changes))
    assert version(after) == (an_event().uid, 1, "20260504T123001Z")
    assert etag(before) != etag(after)


def test_saved_without_a_change_is_the_same_file():
    assert etag(a_file(an_event())) == etag(a_file(replace(an_event())))


def test_cancelled_is_said_to_every_kind_of_client_and_once():
    cancelled = changed(an_event(), cancelled=True)
    for event in (cancelled, changed(cancelled, title="AFLYST: Seminar 1")):
        block = only(a_file(event))
        assert block["STATUS"].value == "CANCELLED"
        assert block["SUMMARY"].value == "AFLYST: Seminar 1"
        assert block["TRANSP"].value == "TRANSPARENT"
        assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"
    assert b"VALARM" not in a_file(cancelled)


def test_a_cancelled_whole_day_seminar_takes_up_no_time():
    block = only(a_file(whole_days(date(2026, 8, 20), date(2026, 8, 21), cancelled=True)))
    assert block["TRANSP"].value == "TRANSPARENT"
    assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"


def test_restored_is_confirmed_again_with_a_higher_sequence():
    restored = changed(changed(an_event(), cancelled=True), cancelled=False)
    block = only(a_file(restored))
    assert block["STATUS"].value == "CONFIRMED"
    assert block["SUMMARY"].value == "Seminar 1"
    assert block["SEQUENCE"].value == "2"


def test_a_new_epoch_raises_every_event_and_a_later_change_still_raises_it(monkeypatch):
    before = version(a_file(an_event()))
    monkeypatch.setattr(events, "SERIALISER_EPOCH", 3)
    assert before[1:] == (0, "20260504T123000Z")
    assert version(a_file(an_event())) == (before[0], 3, "20260504T123003Z")
    assert version(a_file(changed(an_event()))) == (before[0], 4, "20260504T123004Z")


def test_an_event_that_two_cohorts_share_stands_there_once():
    shared, own = event_bytes(an_event()), event_bytes(an_event(uid="b@x"))
    body = calendar_bytes("Min plan", [shared, own, shared], if_empty=EMPTY)
    assert [block["UID"].value for block in blocks(body)] == [an_event().uid, "b@x"]


def test_events_stand_in_the_order_given():
    uids = ["c@x", "a@x", "b@x"]
    body = a_file(*(an_event(uid=uid) for uid in uids))
    assert [block["UID"].value for block in blocks(body)] == uids


@pytest.mark.parametrize("left", [[], [None], iter(())], ids=["none", "left-out", "iterator"])
def test_without_events_there_is_one_that_says_so(left):
    body = calendar_bytes("Hold 7", left, if_empty=EMPTY)
    block = only(body)
    assert b"BEGIN:VTIMEZONE" in body
    assert text(block["SUMMARY"]) == "Ingen aktiviteter"
    assert text(block["DESCRIPTION"]) == "Planen er tom."
    assert version(body) == ("tom@lederforloeb.example", 0, "20260504T123000Z")
    assert block["DTSTART"] == ("DTSTART", ";VALUE=DATE", "20260504")
    assert block["DTEND"] == ("DTEND", ";VALUE=DATE", "20260505")
    assert block["STATUS"].value == "CONFIRMED"
    assert block["TRANSP"].value == "TRANSPARENT"
    assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"


def test_with_events_there_is_no_word_of_emptiness():
    assert b"Ingen aktiviteter" not in a_file(an_event())


def test_an_information_without_a_zone_is_a_mistake_of_the_program():
    naive = datetime(2026, 5, 4)  # noqa: DTZ001 - the case
    with pytest.raises(ValueError, match="without a zone"):
        information_event("a@x", "Tom", "", date(2026, 5, 4), naive)


def test_the_head_asks_for_an_hour_and_names_no_method():
    head = {line.name: line for line in reversed(lines(a_file(an_event())))}
    assert head["VERSION"].value == "2.0"
    assert head["PRODID"].value == "-//Lederforloeb//Kalender//DA"
    assert head["CALSCALE"].value == "GREGORIAN"
    assert head["REFRESH-INTERVAL"] == ("REFRESH-INTERVAL", ";VALUE=DURATION", "PT1H")
    assert head["X-PUBLISHED-TTL"].value == "PT1H"
    assert head["X-WR-TIMEZONE"].value == "Europe/Copenhagen"
    assert "METHOD" not in head


def test_a_file_of_one_event_has_its_zone_and_the_version_of_the_feed():
    block = event_bytes(an_event(sequence=4))
    file = calendar_bytes("Seminar 1", [block], if_empty=block)
    feed = a_file(an_event(uid="a@x"), an_event(sequence=4))
    assert b"BEGIN:VTIMEZONE" in file
    assert version(file)[:2] == (an_event().uid, 4)
    assert block in file
    assert block in feed


def test_a_thousand_events_fit_in_the_megabyte_that_google_reads():
    first = date(2026, 1, 5)
    body = a_file(
        *(
            an_event(
                uid=f"5d3c9c7e-6f0a-4d58-9c0e-{number:012}@lederforloeb.example",
                starts_on=first + timedelta(days=number),
                ends_on=first + timedelta(days=number),
                description="Læs kapitel 3 og 4, og tag dit seneste indlæg med på skrift. " * 3,
            )
            for number in range(1000)
        )
    )
    assert len(blocks(body)) == 1000
    assert len(body) < 1_000_000


def test_the_etag_is_the_sha_256_of_the_octets():
    assert etag(b"abc") == hashlib.sha256(b"abc").hexdigest()
