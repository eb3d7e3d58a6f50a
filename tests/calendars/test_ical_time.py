"""When: days, wall clocks and the two nights on which the clock is changed."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from programme.calendars.ical import event_bytes
from programme.calendars.ical.times import VTIMEZONE
from tests.calendars.ics import a_file, an_event, days, lines, moments, only, times, whole_days

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def timed(day: date, start: time | None, end: time | None, **changes):
    return an_event(starts_on=day, ends_on=day, start_time=start, end_time=end, **changes)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_timed_session_in_summer_is_local_time_with_its_zone():
    body = a_file(timed(date(2026, 8, 19), time(9), time(16)))
    zone = ";TZID=Europe/Copenhagen:"
    assert times(body) == f"{zone}20260819T090000 {zone}20260819T160000"
    assert moments(body) == (utc(2026, 8, 19, 7), utc(2026, 8, 19, 14))


def test_a_timed_session_in_winter_is_one_hour_from_utc():
    body = a_file(timed(date(2027, 2, 2), time(9), time(12)))
    assert moments(body) == (utc(2027, 2, 2, 8), utc(2027, 2, 2, 11))


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2029, 2037, 2038, 2050, 2060])
def test_a_july_session_is_two_hours_from_utc_in_every_year(year):
    body = a_file(timed(date(year, 7, 4), time(9), time(10)))
    assert moments(body)[0] == utc(year, 7, 4, 7)


@pytest.mark.parametrize(
    ("first", "last", "day_after"),
    [
        (date(2026, 8, 20), date(2026, 8, 21), "20260822"),
        (date(2026, 9, 15), date(2026, 9, 15), "20260916"),
        (date(2026, 10, 24), date(2026, 10, 25), "20261026"),
        (date(2027, 3, 27), date(2027, 3, 28), "20270329"),
        (date(2026, 12, 31), date(2027, 1, 1), "20270102"),
        (date(2028, 2, 28), date(2028, 2, 29), "20280301"),
    ],
    ids=["seminar", "one-day", "dst-ends", "dst-starts", "new-year", "leap-day"],
)
def test_whole_days_end_on_the_day_after_and_fill_no_other_day(first, last, day_after):
    body = a_file(whole_days(first, last))
    assert times(body) == f";VALUE=DATE:{first:%Y%m%d} ;VALUE=DATE:{day_after}"
    assert (days(body)[0], days(body)[-1]) == (first, last)


def test_a_start_in_the_gap_is_written_in_utc():
    body = a_file(timed(date(2027, 3, 28), time(2, 30), time(4)))
    assert times(body) == ":20270328T013000Z :20270328T020000Z"
    assert moments(body)[0].astimezone(COPENHAGEN).time() == time(3, 30)


def test_an_end_in_the_gap_is_written_in_utc_with_its_start():
    body = a_file(timed(date(2027, 3, 28), time(1), time(2)))
    assert times(body) == ":20270328T000000Z :20270328T010000Z"


def test_an_hour_between_two_half_past_twos_stays_an_hour():
    body = a_file(timed(date(2026, 10, 25), time(2, 30, fold=0), time(2, 30, fold=1)))
    assert times(body) == ":20261025T003000Z :20261025T013000Z"


def test_a_wall_clock_that_runs_backwards_over_the_repeated_hour_is_right():
    body = a_file(timed(date(2026, 10, 25), time(2, 45), time(2, 15, fold=1)))
    assert times(body) == ":20261025T004500Z :20261025T011500Z"


@pytest.mark.parametrize(
    ("day", "start", "end", "begins"),
    [
        (date(2027, 3, 28), time(2, 30), time(3), "013000Z"),
        (date(2026, 10, 25), time(2, 30, fold=1), time(2, 45), "013000Z"),
        (date(2026, 10, 25), time(2, 30, fold=1), time(2, 30), "013000Z"),
        (date(2027, 3, 28), time(3, 15), time(2, 15), "031500"),
    ],
    ids=["gap", "overlap", "overlap-equal", "gap-equal"],
)
def test_an_event_that_is_backwards_by_one_clock_only_is_half_an_hour(day, start, end, begins):
    body = a_file(timed(day, start, end))
    assert only(body)["DTSTART"].value.endswith(begins)
    assert moments(body)[1] - moments(body)[0] == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("day", "begins"),
    [(date(2026, 3, 29), utc(2026, 3, 29, 1)), (date(2026, 10, 25), utc(2026, 10, 25, 2))],
    ids=["spring", "autumn"],
)
def test_three_o_clock_on_the_nights_of_change_is_no_riddle(day, begins):
    body = a_file(timed(day, time(3), time(4)))
    assert only(body)["DTSTART"].params == ";TZID=Europe/Copenhagen"
    assert moments(body)[0] == begins


def test_the_rules_of_the_zone_are_those_of_zoneinfo_from_2020_to_2045():
    assert _transitions_of_the_file() == _transitions_of_zoneinfo()
    assert len(_transitions_of_zoneinfo()) == 52


def test_the_zone_stands_once_before_the_first_event_with_rules_and_no_dates():
    body = a_file(an_event(), whole_days(date(2026, 9, 1), date(2026, 9, 1), uid="b@x"))
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert body.index(b"END:VTIMEZONE") < body.index(b"BEGIN:VEVENT")
    assert body.count(b"RRULE:") == 2
    assert b"RDATE" not in body


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"revised_at": datetime(2026, 1, 1)}, "revised at"),  # noqa: DTZ001 - the case
        ({"starts_on": utc(2026, 8, 19), "ends_on": utc(2026, 8, 19)}, "time of day"),
        ({"ends_on": utc(2026, 8, 19)}, "time of day"),
        ({"start_time": time(9, tzinfo=timezone(timedelta(hours=2)))}, "zone of its own"),
        ({"end_time": time(16, tzinfo=UTC)}, "zone of its own"),
        ({"starts_on": date(1995, 8, 19)}, "year out of range"),
        ({"start_time": None, "ends_on": date.max}, "year out of range"),
    ],
)
def test_what_could_only_be_guessed_at_is_left_out(changes, reason, caplog):
    assert event_bytes(an_event(**changes)) is None
    assert reason in caplog.text


@pytest.mark.parametrize("day", [date(1996, 7, 1), date(9998, 12, 31)])
def test_the_first_and_the_last_year_are_sent(day):
    assert days(a_file(whole_days(day, day))) == [day]


def test_a_revision_with_a_fixed_offset_is_written_in_utc():
    summer = timezone(timedelta(hours=2))
    block = only(a_file(an_event(revised_at=datetime(2026, 5, 4, 12, tzinfo=summer))))
    assert block["DTSTAMP"].value == "20260504T100000Z"


def test_parts_of_a_second_are_cut_not_rounded():
    event = timed(date(2026, 8, 19), time(9, 0, 0, 999_999), time(16, 0, 0, 999_999))
    block = only(a_file(event))
    assert block["DTSTART"].value == "20260819T090000"
    assert block["DTEND"].value == "20260819T160000"
    revised = an_event(revised_at=utc(2026, 5, 4, 12, 30, 5, 999_999))
    assert only(a_file(revised))["LAST-MODIFIED"].value == "20260504T123005Z"


@pytest.mark.parametrize("end", [time(9), None, time(9, 0, 0, 5)], ids=["equal", "none", "micro"])
def test_a_session_without_length_is_half_an_hour(end):
    body = a_file(timed(date(2026, 8, 19), time(9), end))
    assert moments(body) == (utc(2026, 8, 19, 7), utc(2026, 8, 19, 7, 30))


def test_several_days_of_which_only_the_beginning_is_known_are_whole_days():
    body = a_file(an_event(ends_on=date(2026, 8, 20), end_time=None))
    assert days(body) == [date(2026, 8, 19), date(2026, 8, 20)]


def test_several_days_with_both_times_keep_them():
    body = a_file(an_event(ends_on=date(2026, 8, 20), end_time=time(15)))
    assert moments(body) == (utc(2026, 8, 19, 7), utc(2026, 8, 20, 13))


@pytest.mark.parametrize(
    "event",
    [
        timed(date(2026, 8, 19), time(16), time(9), title="Hemmelig"),
        whole_days(date(2026, 8, 21), date(2026, 8, 20), title="Hemmelig"),
        an_event(ends_on=date(2026, 8, 18), title="Hemmelig"),
        whole_days(date(2026, 8, 21), date(2026, 8, 20), kind="deadline", title="Hemmelig"),
    ],
    ids=["timed", "whole-days", "timed-days", "deadline"],
)
def test_an_end_before_its_start_is_left_out_and_logged_without_text(event, caplog):
    other = an_event(uid="b@x")
    assert event_bytes(event) is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "end before start" in caplog.text
    assert event.uid in caplog.text
    assert "Hemmelig" not in caplog.text
    assert only(a_file(event, other))["UID"].value == "b@x"


def test_a_deadline_at_a_time_is_the_half_hour_before_it():
    body = a_file(timed(date(2026, 9, 30), None, time(23, 59), kind="deadline"))
    assert only(body)["DTSTART"].value == "20260930T232900"
    assert only(body)["DTEND"].value == "20260930T235900"
    assert only(body)["TRANSP"].value == "TRANSPARENT"
    assert only(body)["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"


def test_a_deadline_with_a_start_time_only_is_due_then():
    body = a_file(timed(date(2026, 9, 30), time(12), None, kind="deadline"))
    assert moments(body) == (utc(2026, 9, 30, 9, 30), utc(2026, 9, 30, 10))


def test_a_deadline_at_midnight_lies_on_the_evening_before():
    body = a_file(timed(date(2026, 10, 1), None, time(0), kind="deadline"))
    assert moments(body) == (utc(2026, 9, 30, 21, 30), utc(2026, 9, 30, 22))


def test_a_deadline_just_after_the_gap_is_half_an_hour_in_real_time():
    body = a_file(timed(date(2027, 3, 28), None, time(3, 10), kind="deadline"))
    assert only(body)["DTSTART"].value == "20270328T014000"
    assert moments(body) == (utc(2027, 3, 28, 0, 40), utc(2027, 3, 28, 1, 10))


def test_a_deadline_on_a_day_fills_that_day_and_nobody_s_time():
    body = a_file(whole_days(date(2026, 9, 30), date(2026, 9, 30), kind="deadline"))
    assert times(body) == ";VALUE=DATE:20260930 ;VALUE=DATE:20261001"
    assert only(body)["TRANSP"].value == "TRANSPARENT"
    assert only(body)["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"


def test_a_whole_day_seminar_is_busy_and_a_timed_session_says_so_by_itself():
    seminar = only(a_file(whole_days(date(2026, 8, 20), date(2026, 8, 21))))
    assert seminar["TRANSP"].value == "OPAQUE"
    assert seminar["X-MICROSOFT-CDO-BUSYSTATUS"].value == "BUSY"
    session = only(a_file(an_event()))
    assert session["TRANSP"].value == "OPAQUE"
    assert "X-MICROSOFT-CDO-BUSYSTATUS" not in session


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31))
    | st.sampled_from([date(2026, 10, 25), date(2027, 3, 28)]),
    length=st.integers(0, 3),
    clocks=st.tuples(st.times(), st.times()),
    folds=st.tuples(st.integers(0, 1), st.integers(0, 1)),
)
def test_whatever_the_wall_clock_says_an_event_has_length_and_is_never_floating(
    day, length, clocks, folds
):
    start, end = (clock.replace(fold=fold) for clock, fold in zip(clocks, folds, strict=True))
    if length == 0 and end < start:
        start, end = end, start
    event = an_event(
        starts_on=day, ends_on=day + timedelta(days=length), start_time=start, end_time=end
    )
    body = a_file(event)
    begins, ends = moments(body)
    assert begins < ends
    wall = datetime.combine(day, start.replace(microsecond=0), COPENHAGEN)
    assert begins == wall.astimezone(UTC)


def _transitions_of_the_file() -> list[tuple[datetime, timedelta]]:
    block = dict.fromkeys(("DAYLIGHT", "STANDARD"))
    for part in block:
        body = VTIMEZONE.decode().split(f"BEGIN:{part}\r\n")[1].split("END:")[0]
        block[part] = dict(row.split(":", 1) for row in body.splitlines())
    return sorted(moment for rules in block.values() for moment in _occurrences(rules))


def _occurrences(rules: dict[str, str]) -> list[tuple[datetime, timedelta]]:
    before, after = (
        timedelta(hours=int(rules[name]) // 100) for name in ("TZOFFSETFROM", "TZOFFSETTO")
    )
    wall = rrule.rrulestr(rules["RRULE"], dtstart=datetime.fromisoformat(rules["DTSTART"]))
    found = wall.between(datetime(2020, 1, 1), datetime(2046, 1, 1))  # noqa: DTZ001 - wall clock
    return [((moment - before).replace(tzinfo=UTC), after) for moment in found]


def _transitions_of_zoneinfo() -> list[tuple[datetime, timedelta]]:
    found, moment, hour = [], utc(2020, 1, 1), timedelta(hours=1)
    offset = moment.astimezone(COPENHAGEN).utcoffset()
    while moment < utc(2046, 1, 1):
        now = moment.astimezone(COPENHAGEN).utcoffset()
        if now != offset:
            found.append((moment, now))
            offset = now
        moment += hour
    return found


def test_the_files_of_these_tests_are_checked_for_form():
    broken = a_file(an_event()).replace(b"SEQUENCE:0\r\n", b"")
    with pytest.raises(AssertionError):
        lines(broken)
