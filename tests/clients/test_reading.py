"""Every case of time and text, in every program: what was put in is what is shown."""

from __future__ import annotations

import pytest

from tests.clients import libical
from tests.clients.conftest import fetch
from tests.clients.seen import by_uid, in_order

pytestmark = [pytest.mark.clients, pytest.mark.slow]


@pytest.mark.parametrize("name", ["icaljs", "gnome", "desktop"])
def test_a_program_shows_every_activity_as_it_was_put_in(name, request, plan):
    program = request.getfixturevalue(name)
    assert by_uid(program.events(plan.address)) == plan.expected


def test_khal_shows_every_activity_as_it_was_put_in(terminal, plan):
    """Of a calendar that is only read vdirsyncer makes UIDs of its own, from the content."""
    shown = by_uid(terminal.events(plan.address)).values()
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


def test_libical_finds_no_fault_with_a_feed(gnome, plan):
    assert libical.faults(fetch(plan.address)) == []


def test_libical_finds_the_faults_there_are(gnome, plan):
    """PUBLISH asks for an ORGANIZER, and nothing may be there twice."""
    body = fetch(plan.address)
    published = body.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n")
    doubled = body.replace(b"STATUS:", b"STATUS:CONFIRMED\r\nSTATUS:", 1)
    assert libical.faults(published)
    assert libical.faults(doubled)
