from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from programme.calendars import event_text
from programme.calendars.queries import EventSource
from programme.programmes.content import ActivityKind
from tests.calendars.ics import a_file, blocks, text

SEANCE = EventSource(
    activity_id=5,
    uid="u",
    sequence=2,
    revised_at=datetime(2027, 1, 1, 8, tzinfo=UTC),
    kind=ActivityKind.COURSE_SESSION,
    number=3,
    title="At lære nyt",
    starts_on=date(2027, 3, 3),
    ends_on=date(2027, 3, 3),
    start_time=time(9),
    end_time=time(15, 30),
    place="Kursuscenteret",
    address="Søvej 1",
    preparation="Læs.",
    bring="Din log",
    cancelled=False,
)
URL = "https://lederforloeb.test"


def event(**changes):
    return event_text.plan_event(replace(SEANCE, **changes), URL)


def test_a_timed_session_carries_its_times_and_its_address():
    made = event()
    assert (made.title, made.start_time, made.end_time) == (
        "Seance 3 | At lære nyt",
        time(9),
        time(15, 30),
    )
    assert (made.place, made.url) == ("Kursuscenteret, Søvej 1", f"{URL}/aktivitet/5")
    assert (made.uid, made.sequence, made.cancelled, made.kind) == ("u", 2, False, "session")


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({}, "Forberedelse:\nLæs.\n\nTag med:\nDin log"),
        ({"preparation": ""}, "Tag med:\nDin log"),
        ({"bring": ""}, "Forberedelse:\nLæs."),
        ({"preparation": "", "bring": ""}, ""),
    ],
)
def test_only_what_is_there_is_described(changes, description):
    assert event(**changes).description == description


def test_without_a_place_there_is_no_comma():
    assert event(address="").place == "Kursuscenteret"
    assert event(place="").place == "Søvej 1"
    assert event(place="", address="").place == ""


def test_an_empty_plan_says_so_on_the_day_in_copenhagen():
    body = a_file()
    since = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    assert event_text.nothing_event(since) != body
    (block,) = blocks(
        body.split(b"BEGIN:VEVENT")[0] + event_text.nothing_event(since) + b"END:VCALENDAR\r\n"
    )
    assert block["DTSTART"].value == "20270302"
    assert text(block["SUMMARY"]) == "Ingen datoer i din plan lige nu"
