"""Dates and times as people read and type them."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from babel.dates import format_date, get_day_names, get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.core import formats
from programme.core.formats import UnreadableDateError, UnreadableTimeError

LOCALES = {"da": "da_DK", "en": "en"}
TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), date(2198, 12, 31))
UNHURRIED = settings(deadline=None)  # other tests may be running on the same cores
locales = pytest.mark.parametrize("locale", LOCALES)


@locales
def test_the_tables_agree_with_babel(locale):
    babel = LOCALES[locale]
    months = get_month_names("wide", "format", babel)
    short = get_month_names("abbreviated", "format", babel)
    weekdays = get_day_names("wide", "format", babel)
    assert formats.MONTHS[locale] == tuple(months[n] for n in range(1, 13))
    assert formats.SHORT_MONTHS[locale] == tuple(short[n] for n in range(1, 13))
    assert formats.WEEKDAYS[locale] == tuple(weekdays[n] for n in range(7))


@UNHURRIED
@given(DAYS)
def test_a_danish_day_is_written_as_babel_writes_it(d):
    assert formats.day(d) == format_date(d, "full", "da_DK")
    assert formats.short_day(d) == format_date(d, "medium", "da_DK")


def test_a_day():
    d = date(2026, 12, 3)
    assert formats.day(d) == "torsdag den 3. december 2026"
    assert formats.day(d, locale="en") == "Thursday 3 December 2026"
    assert formats.short_day(d) == "3. dec. 2026"
    assert formats.short_day(d, "en") == "3 Dec 2026"
    assert formats.month(d) == "december 2026"
    assert formats.month(d, "en") == "December 2026"
    assert formats.weekday(d) == "torsdag"
    assert formats.weekday(d, "en") == "Thursday"


@pytest.mark.parametrize(
    ("first", "last", "danish", "english"),
    [
        (date(2020, 12, 3), date(2020, 12, 3), "3. december 2020", "3 December 2020"),
        (date(2020, 8, 20), date(2020, 8, 21), "20.–21. august 2020", "20–21 August 2020"),
        (
            date(2027, 2, 28),
            date(2027, 3, 1),
            "28. februar–1. marts 2027",
            "28 February–1 March 2027",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "31. december 2026–1. januar 2027",
            "31 December 2026–1 January 2027",
        ),
    ],
)
def test_a_range(first, last, danish, english):
    assert formats.days(first, last) == danish
    assert formats.days(first, last, "en") == english


@pytest.mark.parametrize(
    ("first", "last", "danish", "english"),
    [
        (
            date(2026, 12, 3),
            date(2026, 12, 3),
            "torsdag den 3. december 2026",
            "Thursday 3 December 2026",
        ),
        (
            date(2026, 12, 3),
            date(2026, 12, 4),
            "torsdag den 3.–fredag den 4. december 2026",
            "Thursday 3–Friday 4 December 2026",
        ),
        (
            date(2027, 4, 30),
            date(2027, 5, 1),
            "fredag den 30. april–lørdag den 1. maj 2027",
            "Friday 30 April–Saturday 1 May 2027",
        ),
    ],
)
def test_a_range_with_weekdays(first, last, danish, english):
    assert formats.weekday_days(first, last) == danish
    assert formats.weekday_days(first, last, "en") == english


def test_times():
    assert formats.clock(time(9, 5)) == "9.05"
    assert formats.clock(time(9, 5), "en") == "9:05"
    assert formats.times(time(9), time(15, 30)) == "kl. 9.00–15.30"
    assert formats.times(time(9), time(15, 30), "en") == "9:00–15:30"
    assert formats.times(time(9)) == "kl. 9.00"
    assert formats.times(time(9), locale="en") == "9:00"


def test_a_moment_is_shown_in_copenhagen():
    winter = datetime(2027, 1, 20, 8, 5, tzinfo=UTC)
    assert formats.stamp(winter) == "20. januar 2027 kl. 9.05"
    assert formats.stamp(winter, "en") == "20 January 2027 at 9:05"
    assert formats.stamp(datetime(2027, 6, 30, 22, 30, tzinfo=UTC)) == "1. juli 2027 kl. 0.30"


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="without time zone"):
        formats.stamp(datetime(2027, 1, 20, 8, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("distance", "danish", "english"),
    [
        (-1200, "For 1.200 dage siden", "1,200 days ago"),
        (-3, "For 3 dage siden", "3 days ago"),
        (-1, "I går", "Yesterday"),
        (0, "I dag", "Today"),
        (1, "I morgen", "Tomorrow"),
        (11, "Om 11 dage", "In 11 days"),
    ],
)
def test_how_far_away(distance, danish, english):
    assert formats.away(TODAY + timedelta(days=distance), TODAY) == danish
    assert formats.away(TODAY + timedelta(days=distance), TODAY, "en") == english


def test_counting_days():
    assert [formats.days_count(n) for n in (0, 1, 84)] == ["0 dage", "1 dag", "84 dage"]
    assert [formats.days_count(n, "en") for n in (1, 84)] == ["1 day", "84 days"]


def test_weeks_are_iso_weeks():
    assert formats.iso_week(date(2027, 2, 22)) == 8
    assert formats.iso_week(date(2027, 1, 1)) == 53


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24. februar 2020", date(2020, 2, 24)),
        ("03. december 2020", date(2020, 12, 3)),
        ("3. december 2021", date(2021, 12, 3)),
        ("  3.\u00a0DECEMBER   2021. ", date(2021, 12, 3)),
        ("3 december 2021", date(2021, 12, 3)),
        ("fredag den 22. april 2022", date(2022, 4, 22)),
        ("Fredag, den 22. april 2022", date(2022, 4, 22)),
        ("fre. d. 22. apr. 2022", date(2022, 4, 22)),
        ("tors 3. dec 2026", date(2026, 12, 3)),
        ("søndag 22. nov. 2026", date(2026, 11, 22)),
        ("Thursday 3 December 2026", date(2026, 12, 3)),
        ("3rd Sept 2026", date(2026, 9, 3)),
        ("5. maj 27", date(2027, 5, 5)),
        ("20-01-2027", date(2027, 1, 20)),
        ("20/01/2027", date(2027, 1, 20)),
        ("20.1.27", date(2027, 1, 20)),
        ("20.01.2027", date(2027, 1, 20)),
        ("20. 1. 2027", date(2027, 1, 20)),
        ("d. 3/12-2026", date(2026, 12, 3)),
        ("3/12 2026", date(2026, 12, 3)),
        ("fredag 5/3-27", date(2027, 3, 5)),
        ("2027-01-20", date(2027, 1, 20)),
        ("4-3-2027", date(2027, 3, 4)),
        ("29. februar 2028", date(2028, 2, 29)),
    ],
)
def test_reading_a_day(text, expected):
    assert formats.parse_day(text) == expected
    assert formats.parse_days(text) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22. november", TODAY),
        ("21. november", date(2027, 11, 21)),
        ("fredag den 4. december", date(2026, 12, 4)),
        ("3/12", date(2026, 12, 3)),
        ("20.1.", date(2027, 1, 20)),
        ("29. februar", date(2028, 2, 29)),
    ],
)
def test_a_day_without_year_is_the_next_one(text, expected):
    assert formats.parse_day(text, today=TODAY) == expected


def test_29_february_may_be_eight_years_off():
    assert formats.parse_day("29. februar", date(2096, 3, 1)) == date(2104, 2, 29)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31. april 2021", "no_such_day"),
        ("31. april", "no_such_day"),
        ("29. februar 2027", "no_such_day"),
        ("12/31/2026", "no_such_day"),
        ("0. maj 2027", "no_such_day"),
        ("1.0.2027", "no_such_day"),
        ("torsdag den 22. april 2022", "wrong_weekday"),
        ("fredag den 22. november", "wrong_weekday"),
        ("", "unreadable"),
        ("i morgen", "unreadable"),
        ("3.", "unreadable"),
        ("december 2026", "unreadable"),
        ("December 3, 2026", "unreadable"),
        ("xxdag den 3. december 2026", "unreadable"),
        ("3. december 1026", "unreadable"),
        ("3. december 20266", "unreadable"),
        ("3. december 2026\x00", "unreadable"),
        ("2026/12/03", "unreadable"),
        ("3. december 2026" + " " * 80, "unreadable"),
        ("20.-21. august", "unreadable"),
    ],
)
def test_what_is_no_day_is_refused_with_a_reason(text, reason):
    with pytest.raises(UnreadableDateError) as caught:
        formats.parse_day(text, TODAY)
    assert (caught.value.reason, caught.value.text) == (reason, text)


def test_without_year_and_without_today_nothing_can_be_read():
    with pytest.raises(UnreadableDateError) as caught:
        formats.parse_day("3. december")
    assert caught.value.reason == "unreadable"


AUGUST = (date(2020, 8, 20), date(2020, 8, 21))
NEW_YEAR = (date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20. – 21. august 2020", AUGUST),
        ("20.-21. august 2020", AUGUST),
        ("20-21. august 2020", AUGUST),
        ("20. til 21. august 2020", AUGUST),
        ("20 to 21 August 2020", AUGUST),
        ("den 20.–den 21. august 2020", AUGUST),
        ("torsdag den 20.–fredag den 21. august 2020", AUGUST),
        ("20.–21.8.2020", AUGUST),
        ("20.8.-21.8.2020", AUGUST),
        ("20-08-2020 - 21-08-2020", AUGUST),
        ("2020-08-20 – 2020-08-21", AUGUST),
        ("20/8-21/8 2020", AUGUST),
        ("31. december 2026 – 1. januar 2027", NEW_YEAR),
        ("31. december–1. januar 2027", NEW_YEAR),
        ("31. december 2026–1. januar", NEW_YEAR),
        ("31. december–1. januar", NEW_YEAR),
        ("28. februar–1. marts 2027", (date(2027, 2, 28), date(2027, 3, 1))),
        ("20.–21. november", (date(2027, 11, 20), date(2027, 11, 21))),
        ("3.–4. december", (date(2026, 12, 3), date(2026, 12, 4))),
    ],
)
def test_reading_a_range(text, expected):
    assert formats.parse_days(text, today=TODAY) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("21.–20. august 2020", "end_before_start"),
        ("21.–20. august", "end_before_start"),
        ("20. august–20. marts 2027", "end_before_start"),
        ("3. december 2026–2. december", "end_before_start"),
        ("30.–31. april 2021", "no_such_day"),
        ("31. april–1. maj 2021", "no_such_day"),
        ("fredag den 20.–fredag den 21. august 2020", "wrong_weekday"),
        ("20.–21.", "unreadable"),
        ("20. august –", "unreadable"),
        ("20.–21.–22. august 2020", "unreadable"),
        ("ord - 21. august 2020", "unreadable"),
    ],
)
def test_what_is_no_range_is_refused_with_a_reason(text, reason):
    with pytest.raises(UnreadableDateError) as caught:
        formats.parse_days(text, TODAY)
    assert (caught.value.reason, caught.value.text) == (reason, text)


@UNHURRIED
@given(DAYS, st.integers(0, 400), st.sampled_from(["da", "en"]))
def test_what_is_written_can_be_read_again(first, length, locale):
    last = first + timedelta(days=length)
    assert formats.parse_days(formats.days(first, last, locale)) == (first, last)
    assert formats.parse_days(formats.weekday_days(first, last, locale)) == (first, last)
    assert formats.parse_day(formats.short_day(first, locale)) == first


@UNHURRIED
@given(st.text(max_size=90))
def test_any_text_is_read_or_refused(text):
    with suppress(UnreadableDateError):
        first, last = formats.parse_days(text, TODAY)
        assert first <= last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9.00", time(9)),
        ("09:00", time(9)),
        ("9", time(9)),
        ("kl. 9.30", time(9, 30)),
        ("KL 15.30", time(15, 30)),
        ("0.05", time(0, 5)),
    ],
)
def test_reading_a_time(text, expected):
    assert formats.parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24.00", "no_such_time"),
        ("9.60", "no_such_time"),
        ("9.5", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_what_is_no_time_is_refused_with_a_reason(text, reason):
    with pytest.raises(UnreadableTimeError) as caught:
        formats.parse_time(text)
    assert (caught.value.reason, caught.value.text) == (reason, text)
