"""What is said about the days of an activity."""

from datetime import date

from programme.activities.calendar_days import SchoolHolidays
from programme.activities.findings import FindingCode, Grade, findings_on, is_flagged


def told(first, last=None, period=None, locale="da"):
    found = findings_on(first, last or first, period)
    return [(finding.name(locale), finding.grade) for finding in found]


def test_an_ordinary_day_is_not_spoken_of():
    assert findings_on(date(2027, 3, 4), date(2027, 3, 5)) == ()


def test_a_public_holiday_is_a_finding():
    assert told(date(2022, 4, 15)) == [("Langfredag", Grade.FINDING)]
    assert told(date(2022, 4, 15), locale="en") == [("Good Friday", Grade.FINDING)]


def test_every_day_is_looked_at():
    assert told(date(2027, 3, 25), date(2027, 3, 27)) == [
        ("Skærtorsdag", Grade.FINDING),
        ("Langfredag", Grade.FINDING),
        ("Lørdag", Grade.FINDING),
    ]


def test_a_finding_knows_its_day():
    found = findings_on(date(2021, 4, 30), date(2021, 5, 1))
    assert [(finding.code, finding.day.day) for finding in found] == [
        (FindingCode.PUBLIC_HOLIDAY, 30),
        (FindingCode.WEEKEND, 1),
        (FindingCode.REMARKABLE_DAY, 1),
    ]


def test_school_holidays_are_a_remark_said_once():
    found = findings_on(date(2027, 2, 22), date(2027, 2, 24))
    assert [(finding.name(), finding.grade) for finding in found] == [("Vinterferie", Grade.REMARK)]
    assert not is_flagged(found)


def test_school_holidays_are_the_organisations_own():
    none = SchoolHolidays.from_text("")
    assert findings_on(date(2027, 2, 22), date(2027, 2, 22), school_holidays=none) == ()


def test_constitution_day_may_be_a_holiday_too():
    assert told(date(2028, 6, 5)) == [
        ("2. pinsedag", Grade.FINDING),
        ("Grundlovsdag", Grade.REMARK),
    ]


def test_days_outside_the_period_are_a_finding():
    period = (date(2027, 2, 1), date(2027, 7, 31))
    outside = [("Uden for perioden", Grade.FINDING)]
    assert told(date(2027, 1, 29), period=period) == outside
    assert told(date(2027, 2, 1), period=period) == []
    assert told(date(2027, 8, 5), period=period)[0] == outside[0]
    assert told(date(2027, 1, 28), date(2027, 1, 29), period=period) == outside
    assert told(date(2027, 1, 29), period=period, locale="en")[0][0] == "Outside the period"


def test_a_flag_needs_more_than_remarks():
    assert is_flagged(findings_on(date(2028, 6, 5), date(2028, 6, 5)))
    assert not is_flagged(findings_on(date(2029, 6, 5), date(2029, 6, 5)))
