"""An activity's life as each program shows it, fetch by fetch from the same address."""

from __future__ import annotations

import pytest

from tests.calendars.ics import a_file, an_event
from tests.clients.course import Course
from tests.clients.seen import by_uid, in_order

pytestmark = [pytest.mark.clients, pytest.mark.slow]


@pytest.fixture
def course(site):
    return Course(site)


def shown(program, course):
    """What the program shows beside what it should, by UID if it keeps the feed's."""
    found = by_uid(program.events(course.address))
    if program.keeps_uids:
        return found, course.expected
    return in_order(found.values()), in_order(course.expected.values())


@pytest.mark.parametrize("name", ["icaljs", "gnome", "terminal", "desktop"])
def test_a_program_follows_an_activity_from_its_making_to_its_end(name, request, course):
    program = request.getfixturevalue(name)
    found, expected = shown(program, course)
    assert found == expected
    for step in (
        course.move,
        course.rewrite,
        course.cancel,
        course.restore,
        course.move_to_whole_days,
        course.take_away,
        course.replace_address,
        course.let_go,
    ):
        step()
        found, expected = shown(program, course)
        assert found == expected, step.__name__


def test_thunderbird_keeps_what_it_had_when_its_address_is_closed(desktop, course):
    """And keeps asking: 401 or 410 would have made it give the calendar up."""
    old = course.address
    before = by_uid(desktop.events(old))
    course.replace_address()
    course.move()
    assert by_uid(desktop.events(old)) == before
    assert by_uid(desktop.events(course.address)) == course.expected
    assert set(before) == set(course.expected)


def test_vdirsyncer_keeps_what_it_had_when_its_address_is_closed(terminal, course):
    old = course.address
    terminal.sync(old)
    before = terminal.written(old)
    course.replace_address()
    with pytest.raises(AssertionError, match="Not Found"):
        terminal.sync(old)
    assert terminal.written(old) == before
    assert len(before) == len(course.expected)


def test_the_site_knows_thunderbird_by_what_it_calls_itself(desktop, course):
    desktop.events(course.address)
    assert course.fetched_by() == "Thunderbird"


def test_the_site_knows_vdirsyncer_by_what_it_calls_itself(terminal, course):
    terminal.sync(course.address)
    assert course.fetched_by() == "vdirsyncer"


# Why an address answers as it does -----------------------------------------------------------


@pytest.mark.parametrize("status", [401, 410, 429, 503])
def test_thunderbird_gives_a_calendar_up_at_other_answers_than_404(desktop, lay_out, status):
    address = lay_out(a_file(an_event()))
    assert len(desktop.events(address)) == 1
    lay_out(b"", 404, at=address)
    assert not desktop.gives_up(address)
    lay_out(b"", status, at=address)
    assert desktop.gives_up(address)


def test_vdirsyncer_keeps_all_at_a_calendar_without_events(terminal, lay_out):
    """So whoever has nothing is told by one event, at which all others go."""
    full = a_file(an_event())
    start = full.index(b"BEGIN:VEVENT")
    empty = full[:start] + b"END:VCALENDAR\r\n"
    address = lay_out(full)
    assert len(terminal.events(address)) == 1
    lay_out(empty, at=address)
    with pytest.raises(AssertionError, match="completely emptied"):
        terminal.sync(address)
    assert len(terminal.written(address)) == 1
