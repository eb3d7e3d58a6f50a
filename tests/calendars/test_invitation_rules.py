"""What is due, for every pair of what was told and what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from programme.calendars import invitations
from programme.calendars.ical import CANCEL, REQUEST, messages
from programme.calendars.invitation_rules import (
    Known,
    Present,
    Told,
    due,
    is_told,
    left_behind,
    next_sequence,
)

TODAY = date(2027, 2, 21)
EMAIL = "mette@test.example"
SENT = datetime(2027, 2, 1, 8, tzinfo=UTC)
TOLD = Told("Seminar 1", "Søvej 1", date(2027, 3, 1), date(2027, 3, 2), time(9), time(16))
PRESENT = Present(7, "u@x", 3, TOLD, is_cancelled=False)
KNOWN = Known(EMAIL, TOLD, is_cancelled=False, sequence=3, turn=1, sent_at=SENT)
PAST = replace(TOLD, starts_on=date(2027, 2, 19), ends_on=date(2027, 2, 20))
TODAYS = replace(TOLD, starts_on=date(2027, 2, 20), ends_on=TODAY)
CANCELLED = replace(PRESENT, is_cancelled=True)
WITHDRAWN = replace(KNOWN, is_cancelled=True)


@pytest.mark.parametrize(
    ("present", "known", "method"),
    [
        (PRESENT, None, REQUEST),
        (replace(PRESENT, told=TODAYS), None, REQUEST),
        (replace(PRESENT, told=PAST), None, None),
        (CANCELLED, None, None),
        (None, None, None),
        (PRESENT, KNOWN, None),
        (replace(PRESENT, sequence=9), KNOWN, None),  # changed and undone
        (CANCELLED, KNOWN, CANCEL),
        (None, KNOWN, CANCEL),
        (CANCELLED, WITHDRAWN, None),  # twice is once
        (None, WITHDRAWN, None),
        (PRESENT, WITHDRAWN, REQUEST),
        (replace(PRESENT, told=PAST), WITHDRAWN, None),
        (None, replace(KNOWN, told=PAST), None),  # it was held
        (None, replace(KNOWN, told=TODAYS), CANCEL),
        (replace(PRESENT, told=PAST), KNOWN, REQUEST),  # it was moved into the past
        (PRESENT, replace(KNOWN, told=PAST), REQUEST),
        (replace(PRESENT, told=PAST), replace(KNOWN, told=replace(PAST, place="")), None),
        (PRESENT, replace(KNOWN, address="gammel@test.example"), REQUEST),
        (CANCELLED, replace(KNOWN, address="gammel@test.example"), None),
    ],
)
def test_what_is_due(present, known, method):
    found = due(present, known, EMAIL, TODAY)
    assert (found and found[0]) == method
    if method == CANCEL:
        assert found[1] == known.told  # as it stands in the calendar
    elif method == REQUEST:
        assert found[1] == present.told


@pytest.mark.parametrize(
    ("known", "stands"),
    [
        (None, False),
        (KNOWN, False),
        (replace(KNOWN, address="gammel@test.example"), True),
        (replace(WITHDRAWN, address="gammel@test.example"), False),
        (replace(KNOWN, address="gammel@test.example", told=TODAYS), True),
        (replace(KNOWN, address="gammel@test.example", told=PAST), False),
    ],
)
def test_what_is_left_behind_in_a_calendar_that_was_given_up(known, stands):
    assert left_behind(known, EMAIL, TODAY) == (known.told if stands else None)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Seminar 2"},
        {"place": "Torvet"},
        {"starts_on": date(2027, 2, 28)},
        {"ends_on": date(2027, 3, 3)},
        {"start_time": time(10)},
        {"start_time": None, "end_time": None},
    ],
)
def test_whatever_the_invitation_says_is_a_change(change):
    changed = replace(PRESENT, told=replace(TOLD, **change))
    assert due(changed, KNOWN, EMAIL, TODAY) == (REQUEST, changed.told)


@pytest.mark.parametrize(
    ("present", "known", "sequence"),
    [
        (PRESENT, None, 3),
        (PRESENT, KNOWN, 4),
        (replace(PRESENT, sequence=9), KNOWN, 9),
        (None, KNOWN, 4),
        (None, None, 0),
    ],
)
def test_the_number_is_the_activity_s_but_always_higher_than_what_was_sent(
    present, known, sequence
):
    assert next_sequence(present, known) == sequence


@pytest.mark.parametrize(
    ("present", "known", "since", "told"),
    [
        (PRESENT, None, SENT, True),  # a request is going to leave
        (CANCELLED, None, SENT, False),  # it never was in the calendar
        (PRESENT, KNOWN, datetime(2027, 1, 31, tzinfo=UTC), True),
        (PRESENT, KNOWN, datetime(2027, 2, 2, tzinfo=UTC), False),
        (CANCELLED, KNOWN, datetime(2027, 2, 2, tzinfo=UTC), True),
        (CANCELLED, WITHDRAWN, datetime(2027, 1, 31, tzinfo=UTC), True),
        (CANCELLED, replace(WITHDRAWN, address="x@y"), datetime(2027, 1, 31, tzinfo=UTC), False),
    ],
)
def test_a_notice_is_needed_unless_an_invitation_tells_it(present, known, since, told):
    assert is_told(present, known, EMAIL, since, TODAY) is told


def test_who_was_told_nothing_has_nothing_taken_back():
    assert invitations._taken_out(None, None, None, "a@b.example", 1) is None


@pytest.mark.parametrize("email", ["", "a b@c.example", "a@b.example\r\nX:1"])
def test_an_address_that_would_break_its_line_is_left_out(email):
    assert messages._address(messages.Attendee(email=email, name="A")) is None
