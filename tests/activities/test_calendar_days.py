"""Danish holidays, the days beside them, and school holidays."""

from datetime import date, timedelta

import holidays
import pytest

from programme.activities.calendar_days import (
    DEFAULT_SCHOOL_HOLIDAYS,
    Holiday,
    RemarkableDay,
    SchoolHoliday,
    SchoolHolidays,
    UnreadableSchoolHolidaysError,
    free_starts,
    holiday_name,
    is_weekend,
    next_free_same_weekday,
    public_holiday,
    remark,
)

# Where the package writes out what we say as people say it.
OUR_WORDS = {
    "Anden påskedag": "2. påskedag",
    "Anden pinsedag": "2. pinsedag",
    "Anden juledag": "2. juledag",
}
YEARS = range(2000, 2046)


def days_of(year):
    first = date(year, 1, 1)
    return [
        first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize("year", YEARS)
def test_holidays_agree_with_the_holidays_package(year):
    theirs = holidays.country_holidays("DK", years=year, language="da")
    ours = {d: holiday_name(found) for d in days_of(year) if (found := public_holiday(d))}
    assert ours == {d: OUR_WORDS.get(name, name) for d, name in theirs.items()}


@pytest.mark.parametrize(
    ("d", "name"),
    [
        (date(2022, 4, 15), "Langfredag"),
        (date(2023, 5, 5), "Store bededag"),
        (date(2028, 6, 5), "2. pinsedag"),
        (date(2027, 12, 26), "2. juledag"),
    ],
)
def test_a_public_holiday(d, name):
    holiday = public_holiday(d)
    assert holiday is not None
    assert holiday_name(holiday) == name


def test_store_bededag_is_abolished_from_2024():
    assert public_holiday(date(2024, 4, 26)) is None


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        (date(2027, 5, 1), RemarkableDay.MAY_DAY),
        (date(2027, 6, 5), RemarkableDay.CONSTITUTION_DAY),
        (date(2027, 5, 7), RemarkableDay.AFTER_ASCENSION),
        (date(2027, 12, 24), RemarkableDay.CHRISTMAS_EVE),
        (date(2027, 12, 31), RemarkableDay.NEW_YEARS_EVE),
        (date(2027, 5, 6), None),
        (date(2027, 5, 8), None),
        (date(2027, 11, 24), None),
    ],
)
def test_days_worth_a_remark(d, expected):
    assert remark(d) is expected


def test_the_weekend_is_saturday_and_sunday():
    monday = date(2026, 11, 16)
    week = [is_weekend(monday + timedelta(days=n)) for n in range(7)]
    assert week == [False] * 5 + [True] * 2


@pytest.mark.parametrize("locale", ["da", "en"])
def test_every_special_day_has_its_own_name(locale):
    names = [holiday_name(c, locale) for c in [*Holiday, *RemarkableDay, *SchoolHoliday]]
    assert all(names)
    assert len(set(names)) == len(names)


def test_names_in_english():
    assert holiday_name(Holiday.GOOD_FRIDAY, "en") == "Good Friday"
    assert SchoolHolidays().name_on(date(2027, 2, 22), "en") == "Winter holiday"


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        (date(2027, 2, 14), None),  # Sunday of week 6
        (date(2027, 2, 15), "Vinterferie"),
        (date(2027, 2, 28), "Vinterferie"),  # Sunday of week 8
        (date(2027, 3, 1), None),
        (date(2027, 7, 4), None),
        (date(2027, 7, 5), "Sommerferie"),
        (date(2027, 8, 15), "Sommerferie"),
        (date(2027, 8, 16), None),
        (date(2027, 10, 18), "Efterårsferie"),
        (date(2027, 10, 25), None),
        (date(2026, 12, 19), None),
        (date(2026, 12, 20), "Juleferie"),
        (date(2027, 1, 3), "Juleferie"),
        (date(2027, 1, 4), None),
    ],
)
def test_default_school_holidays(d, expected):
    assert DEFAULT_SCHOOL_HOLIDAYS.name_on(d) == expected


def test_weeks_of_ones_own_have_a_plain_name():
    own = SchoolHolidays.from_text("13")
    assert own.name_on(date(2027, 3, 31)) == "Skoleferie"
    assert own.on(date(2026, 12, 24)) is None


@pytest.mark.parametrize(
    ("text", "expected", "written"),
    [
        ("7-8, 27-32, 42, jul", DEFAULT_SCHOOL_HOLIDAYS, "7-8, 27-32, 42, jul"),
        (" Jul,42,27 – 32 , 7-8,", DEFAULT_SCHOOL_HOLIDAYS, "7-8, 27-32, 42, jul"),
        ("8-8, 8", SchoolHolidays(((8, 8),), christmas=False), "8"),
        ("jul", SchoolHolidays((), christmas=True), "jul"),
        ("", SchoolHolidays((), christmas=False), ""),
    ],
)
def test_the_setting_as_text(text, expected, written):
    assert SchoolHolidays.from_text(text) == expected
    assert expected.as_text() == written


@pytest.mark.parametrize("part", ["påske", "0", "54", "8-7", "7-8-9", "123", "-8"])
def test_a_setting_that_cannot_be_read_is_refused(part):
    with pytest.raises(UnreadableSchoolHolidaysError) as caught:
        SchoolHolidays.from_text(f"42, {part}, jul")
    assert caught.value.part == part


def test_the_next_free_day_of_the_same_weekday():
    friday = date(2022, 4, 15)
    assert next_free_same_weekday(friday, 1, bool) == date(2022, 4, 22)
    assert next_free_same_weekday(friday, 1, lambda d: d.month == 5) == date(2022, 5, 6)
    assert next_free_same_weekday(friday, 1, lambda d: d < friday) is None


def test_every_day_of_the_length_must_be_free():
    thursday = date(2022, 4, 14)
    taken = {date(2022, 4, 22), date(2022, 4, 28)}
    assert next_free_same_weekday(thursday, 2, lambda d: d not in taken) == date(2022, 5, 5)


def test_free_starts_may_step_by_the_day():
    saturday = date(2022, 4, 23)
    starts = free_starts(saturday, 2, lambda d: not is_weekend(d), step=1, weeks=1)
    assert [d.day for d in starts] == [25, 26, 27, 28]
