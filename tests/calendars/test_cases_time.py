"""The cases of time, on what the feed's address gives; those no row can hold are in test_ical_time.

A row has days and wall clocks only: which of two half past twos is meant it cannot say.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError

from tests import factories as make
from tests.calendars.ics import (
    a_file,
    an_event,
    blocks,
    days,
    lines,
    moments,
    only,
    times,
    whole_days,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.fixture
def timed(served):
    """`timed(day, start, end)` is the file of a plan with one session on that day."""
    return lambda day, start, end: served(
        starts_on=day, ends_on=day, start_time=start, end_time=end
    )


@pytest.fixture
def seminar(served):
    """`seminar(first, last)` is the file of a plan with one activity of whole days."""
    return lambda first, last: served(starts_on=first, ends_on=last)


def test_timed_2026_08_19_09_16_is_local_time_and_07_14_utc(timed):
    body = timed(date(2026, 8, 19), time(9), time(16))
    zone = ";TZID=Europe/Copenhagen:"
    assert times(body) == f"{zone}20260819T090000 {zone}20260819T160000"
    assert moments(body) == (utc(2026, 8, 19, 7), utc(2026, 8, 19, 14))


def test_timed_2027_02_02_09_12_is_08_11_utc(timed):
    body = timed(date(2027, 2, 2), time(9), time(12))
    assert moments(body) == (utc(2027, 2, 2, 8), utc(2027, 2, 2, 11))


@pytest.mark.parametrize(
    ("first", "last", "day_after"),
    [
        pytest.param(date(2026, 8, 20), date(2026, 8, 21), "20260822", id="seminar_20_21_aug"),
        pytest.param(date(2026, 9, 15), date(2026, 9, 15), "20260916", id="whole_day_15_sep"),
        pytest.param(date(2026, 10, 24), date(2026, 10, 25), "20261026", id="24_25_oct_dst_ends"),
        pytest.param(date(2027, 3, 27), date(2027, 3, 28), "20270329", id="27_28_mar_dst_starts"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 1), "20270102", id="31_dec_1_jan"),
        pytest.param(date(2028, 2, 28), date(2028, 2, 29), "20280301", id="28_29_feb_2028"),
    ],
)
def test_whole_days_have_dtend_on_the_day_after_and_no_time(seminar, first, last, day_after):
    body = seminar(first, last)
    assert times(body) == f";VALUE=DATE:{first:%Y%m%d} ;VALUE=DATE:{day_after}"
    assert (days(body)[0], days(body)[-1]) == (first, last)


def test_gap_start_0230_end_04_is_0130_to_02_utc(timed):
    body = timed(date(2027, 3, 28), time(2, 30), time(4))
    assert times(body) == ":20270328T013000Z :20270328T020000Z"
    assert moments(body)[0].astimezone(COPENHAGEN).time() == time(3, 30)


def test_overlap_first_0230_to_second_0230_is_an_hour():
    event = an_event(
        starts_on=date(2026, 10, 25),
        ends_on=date(2026, 10, 25),
        start_time=time(2, 30, fold=0),
        end_time=time(2, 30, fold=1),
    )
    assert times(a_file(event)) == ":20261025T003000Z :20261025T013000Z"


def test_overlap_in_a_row_0230_to_0330_is_both_in_utc(timed):
    body = timed(date(2026, 10, 25), time(2, 30), time(3, 30))
    assert times(body) == ":20261025T003000Z :20261025T023000Z"


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        pytest.param(date(2026, 3, 29), utc(2026, 3, 29, 1), id="2026_03_29"),
        pytest.param(date(2026, 10, 25), utc(2026, 10, 25, 2), id="2026_10_25"),
    ],
)
def test_03_exactly_on_the_nights_of_change(timed, day, begins):
    assert moments(timed(day, time(3), time(4)))[0] == begins


@pytest.mark.parametrize("year", [2038, 2050])
def test_year_2038_2050_july_09_is_07_utc(timed, year):
    assert moments(timed(date(year, 7, 1), time(9), time(10)))[0] == utc(year, 7, 1, 7)


def test_vtimezone_is_one_with_rules_without_dates_before_the_first_event(timed):
    """That the rules are zoneinfo's from 2020 to 2045 is shown in test_ical_time."""
    body = timed(date(2026, 8, 19), time(9), time(16))
    found = [line.name for line in lines(body)]
    zone = body[body.index(b"BEGIN:VTIMEZONE") : body.index(b"END:VTIMEZONE")]
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert body.index(b"END:VTIMEZONE") < body.index(b"BEGIN:VEVENT")
    assert zone.count(b"RRULE:FREQ=YEARLY;") == 2
    assert "RDATE" not in found


def test_naive_moment_in_a_row_is_refused_by_the_database(session):
    naive = datetime(2026, 8, 1, 9)  # noqa: DTZ001 - the case
    with pytest.raises(StatementError, match="time zone"):
        make.ActivityFactory(revised_at=naive)


def test_moment_with_a_fixed_offset_in_a_row_is_written_in_utc(served):
    fixed = datetime.fromisoformat("2026-08-01T12:00:00+02:00")
    body = served(starts_on=date(2026, 8, 19), start_time=time(9), revised_at=fixed)
    assert only(body)["LAST-MODIFIED"].value == "20260801T100000Z"
    assert b"UTC+" not in body


def test_wall_clock_is_never_floating_nor_with_an_offset_for_a_zone(timed):
    for name in ("DTSTART", "DTEND"):
        line = only(timed(date(2026, 8, 19), time(9), time(16)))[name]
        assert line.params == ";TZID=Europe/Copenhagen"


def test_microseconds_are_cut_not_rounded(served):
    body = served(
        starts_on=date(2026, 8, 19),
        start_time=time(9, 0, 0, 999_000),
        end_time=time(16, 0, 0, 999_000),
        revised_at=datetime(2026, 7, 1, 9, 0, 0, 999_000, tzinfo=UTC),
    )
    block = only(body)
    assert block["DTSTART"].value == "20260819T090000"
    assert block["DTEND"].value == "20260819T160000"
    assert block["LAST-MODIFIED"].value == "20260701T090000Z"


@pytest.mark.parametrize("end", [time(9), None], ids=["end_equals_start", "no_end"])
def test_zero_duration_is_a_block_of_30_minutes(timed, end):
    body = timed(date(2026, 8, 19), time(9), end)
    assert moments(body) == (utc(2026, 8, 19, 7), utc(2026, 8, 19, 7, 30))


def test_end_before_start_is_left_out_and_logged_and_the_feed_is_200(course, feed, session, caplog):
    course.seminar.start_time, course.seminar.end_time = time(16), time(9)
    course.seminar.ends_on = course.seminar.starts_on
    course.seminar.title = "Hemmeligt"
    answer = feed()
    assert answer.status_code == 200
    assert course.seminar.uid not in {block["UID"].value for block in blocks(answer.data)}
    assert len(blocks(answer.data)) == 11
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert "end before start" in record.getMessage()
    assert "Hemmeligt" not in caplog.text


def test_deadline_30_sep_2359_is_the_half_hour_before_and_free():
    event = an_event(
        starts_on=date(2026, 9, 30),
        ends_on=date(2026, 9, 30),
        start_time=None,
        end_time=time(23, 59),
        kind="deadline",
    )
    block = only(a_file(event))
    assert block["DTSTART"].value == "20260930T232900"
    assert block["DTEND"].value == "20260930T235900"
    assert block["TRANSP"].value == "TRANSPARENT"


def test_all_day_deadline_30_sep_is_one_free_day():
    block = only(a_file(whole_days(date(2026, 9, 30), date(2026, 9, 30), kind="deadline")))
    assert block["DTSTART"][1:] == (";VALUE=DATE", "20260930")
    assert block["DTEND"][1:] == (";VALUE=DATE", "20261001")
    assert block["TRANSP"].value == "TRANSPARENT"
    assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"
