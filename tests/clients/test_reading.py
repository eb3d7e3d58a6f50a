"""Every case of time and text, in every program: what was put in is what is shown."""

from __future__ import annotations

from datetime import date, time

import pytest

from programme.calendars.choices import Choice, Scope
from programme.calendars.ical.messages import Attendee, Message, message_bytes
from tests.calendars.ics import a_file, an_event, whole_days
from tests.clients import libical
from tests.clients.conftest import fetch
from tests.clients.day import DAY
from tests.clients.seen import by_uid, in_order

pytestmark = [pytest.mark.clients, pytest.mark.slow]

LAST = time(23, 59)


@pytest.mark.parametrize("name", ["icaljs", "gnome", "desktop"])
def test_a_program_shows_every_activity_as_it_was_put_in(name, request, plan):
    program = request.getfixturevalue(name)
    assert by_uid(program.events(plan.address)) == plan.expected


def test_khal_shows_every_activity_as_it_was_put_in(terminal, plan):
    """Of a calendar that is only read vdirsyncer makes UIDs of its own, from the content."""
    shown = by_uid(terminal.events(plan.address, "2051-01-01")).values()
    assert in_order(shown) == in_order(plan.expected.values())


def test_khal_shows_two_days_on_two_days(terminal, plan):
    terminal.sync(plan.address)
    by_day = [
        [row["title"] for row in terminal.listed(plan.address, day, "1d")]
        for day in ("2026-08-20", "2026-08-21", "2026-08-22")
    ]
    assert by_day == [["Workshop | Ledelse af PLF"], ["Workshop | Ledelse af PLF"], []]


def test_a_second_sync_is_silent(terminal, plan):
    first = terminal.sync(plan.address)
    written = terminal.written(plan.address)
    assert len(written) == len(plan.expected)
    assert terminal.sync(plan.address) == "Syncing feed\n", first
    assert terminal.written(plan.address) == written


@pytest.mark.parametrize("name", ["icaljs", "desktop"])
def test_only_what_is_cancelled_leaves_the_time_free(name, request, plan):
    program = request.getfixturevalue(name)
    free = [row["uid"] for row in program.events(plan.address) if not row["busy"]]
    assert free == ["cancelled"]


def test_thunderbird_rings_the_day_before_where_that_was_asked_for(desktop, site, plan):
    """At the same hour, or at nine for whole days; never for what is cancelled."""
    rows = desktop.events(site.subscription(plan.person, Choice(alarms=True)))
    rings = {row["uid"]: row["alarms"] for row in rows}
    assert rings.pop("cancelled") == []
    assert all(len(alarms) == 1 for alarms in rings.values())
    assert rings["summer"] == ["20260818T070000Z"]
    assert rings["winter"] == ["20270201T080000Z"]
    silent = [row["alarms"] for row in desktop.events(plan.address)]
    assert silent == [[]] * len(plan.expected)


def test_titles_alone_are_read_with_their_times(icaljs, site, plan):
    shown = by_uid(icaljs.events(site.subscription(plan.person, Choice(titles_only=True))))
    bare = {uid: each._replace(description=None) for uid, each in plan.expected.items()}
    assert shown == bare


def test_without_cancelled_ones_they_are_not_there(icaljs, site, plan):
    shown = by_uid(icaljs.events(site.subscription(plan.person, Choice(drops_cancelled=True))))
    assert plan.expected.keys() - shown.keys() == {"cancelled"}


@pytest.mark.parametrize("name", ["icaljs", "gnome", "terminal", "desktop"])
def test_a_deadline_is_the_half_hour_before_it_or_the_whole_day(name, request, lay_out):
    """No feed holds one yet but as the information that there is nothing."""
    program = request.getfixturevalue(name)
    day = date(2026, 9, 30)
    timed = an_event(
        uid="timed", kind="deadline", starts_on=day, ends_on=day, start_time=None, end_time=LAST
    )
    whole = whole_days(day, day, uid="whole", kind="deadline")
    rows = program.events(lay_out(a_file(timed, whole)))
    assert sorted((row["start"], row["end"]) for row in rows) == [
        ("20260930", "20261001"),
        ("20260930T212900Z", "20260930T215900Z"),
    ]
    assert not any(row.get("busy") for row in rows)


@pytest.mark.parametrize(
    "choice",
    [Choice(), Choice(alarms=True), Choice(titles_only=True), Choice(scope=Scope.SHADOWING)],
    ids=["all", "with-alarms", "titles-only", "empty"],
)
def test_libical_finds_no_fault_with_a_feed(gnome, site, plan, choice):
    assert libical.faults(fetch(site.subscription(plan.person, choice))) == []


def test_libical_finds_the_faults_there_are(gnome, plan):
    """PUBLISH asks for an ORGANIZER, and a status stands once."""
    body = fetch(plan.address)
    published = body.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n")
    doubled = body.replace(b"STATUS:", b"STATUS:CONFIRMED\r\nSTATUS:", 1)
    assert libical.faults(published)
    assert libical.faults(doubled)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_libical_finds_no_fault_with_what_invites_and_what_withdraws(gnome, method):
    body = a_message(method)
    (event,) = libical.events(body)
    assert libical.faults(body) == []
    assert (event["start"], event["end"]) == ("20260819T070000Z", "20260819T140000Z")
    assert event["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


@pytest.mark.parametrize("missing", ["ORGANIZER", "ATTENDEE"])
def test_libical_misses_who_invites_and_who_is_invited(gnome, missing):
    lines = a_message("REQUEST").replace(b"\r\n ", b"").split(b"\r\n")
    left = [line for line in lines if not line.startswith(missing.encode())]
    assert len(left) == len(lines) - 1
    assert libical.faults(b"\r\n".join(left))


def a_message(method):
    organizer = Attendee("kursus@lederforloeb.test", "Lederforløb")
    attendee = Attendee("soeren@kommune.test", 'Søren "Bob" Å; x:y')
    return message_bytes(an_event(), Message(method, 3, DAY, organizer, attendee))
