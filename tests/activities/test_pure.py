from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from programme.activities import checks, clashes, labels
from programme.activities.calendar_days import DEFAULT_SCHOOL_HOLIDAYS
from programme.activities.change_lines import Told, change_lines
from programme.activities.change_lines import by_day as by_days
from programme.activities.clashes import Frame, Placed, World
from programme.activities.findings import Grade
from programme.activities.models import ChangeKind
from programme.activities.plan import Details
from programme.activities.plan_lines import (
    DraftMark,
    by_month,
    by_year,
    line_items,
    with_drafts,
    without_gaps,
    write,
)
from programme.activities.plan_rows import Judged, PlanRow, in_order, judge, next_of
from programme.activities.suggestions import Ground
from programme.core.errors import RuleBrokenError
from programme.programmes.content import ActivityKind, Audience, Marker

TODAY = date(2026, 11, 22)
PLACED = (
    *("cohort_id", "kind", "marker", "starts_on", "ends_on", "start_time", "end_time"),
    *("window_from", "window_to", "audience", "is_cancelled"),
)


def row(key=1, first=None, last=None, **changes):
    values = {
        "version": 1,
        "cohort_id": 1,
        "kind": ActivityKind.SEMINAR,
        "number": 4,
        "title": "Ledelse af PLF",
        "start_time": None,
        "end_time": None,
        "window_from": None,
        "window_to": None,
        "moved_from": None,
        "place": "",
        "audience": Audience.JOINT,
        "marker": Marker.NONE,
        "try_afterwards": "",
        "is_published": True,
        "is_cancelled": False,
    } | changes
    return PlanRow(id=key, starts_on=first, ends_on=last or first, **values)


# Labels -------------------------------------------------------------------------------------


def test_every_kind_and_audience_has_a_name_in_both_languages():
    for names in labels.KINDS.values():
        assert set(names) == set(ActivityKind)
    for names in labels.AUDIENCES.values():
        assert set(names) == set(Audience)


@pytest.mark.parametrize(
    ("kind", "number", "title", "locale", "expected"),
    [
        (ActivityKind.SEMINAR, 4, "Ledelse af PLF", "da", "Seminar 4 | Ledelse af PLF"),
        (ActivityKind.NETWORK_MEETING, 3, "", "da", "Netværksmøde 3"),
        (ActivityKind.NETWORK_MEETING, 3, "", "en", "Network meeting 3"),
        (ActivityKind.SHADOWING, None, "", "da", "Skyggepraktik"),
        (ActivityKind.COURSE_SESSION, 1, "Åbning", "en", "Session 1 | Åbning"),
    ],
)
def test_labels(kind, number, title, locale, expected):
    assert labels.label(kind, number, title, locale) == expected


def test_names_alone():
    assert labels.kind_name(ActivityKind.COLLEAGUE_VISIT) == "Kollegabesøg"
    assert labels.audience_name(Audience.LEADERS) == "For ledere"
    assert labels.definite(ActivityKind.NETWORK_MEETING) == "netværksmødet"
    assert labels.definite(ActivityKind.NETWORK_MEETING, "en") == "the network meeting"


# Ground -------------------------------------------------------------------------------------


def test_a_cohort_without_end_has_no_period():
    ground = Ground.of(date(2026, 2, 2), None, "")
    assert ground.period is None
    assert ground.school_holidays.weeks == ()


def test_a_setting_that_cannot_be_read_counts_as_the_default():
    ground = Ground.of(date(2026, 2, 2), date(2026, 8, 1), "uge syv")
    assert ground.school_holidays == DEFAULT_SCHOOL_HOLIDAYS
    assert ground.period == (date(2026, 2, 2), date(2026, 8, 1))


# Judging ------------------------------------------------------------------------------------


def judged(*rows, period=None):
    ground = Ground(period)
    placed = [
        Placed(key=each.id, label="", **{name: getattr(each, name) for name in PLACED})
        for each in rows
    ]
    found = clashes.judge(placed, World(today=TODAY, cohorts={1: Frame(ground=ground)}))
    return judge(rows, found, ground, TODAY)


def said(found, locale="da"):
    return tuple((each.name(locale), each.grade is Grade.FINDING) for each in found.findings)


def test_a_holiday_to_come_is_flagged_with_a_ready_date():
    (found,) = judged(row(first=date(2028, 6, 5)))
    assert found.is_flagged
    assert said(found) == (("2. pinsedag", True), ("Grundlovsdag", False))
    assert found.suggestion == date(2028, 6, 12)


def test_the_ready_date_comes_before_what_follows_if_it_can():
    first, _second = judged(row(1, date(2028, 6, 5)), row(2, date(2028, 6, 12)))
    assert first.suggestion == date(2028, 6, 19)


def test_the_ready_date_lies_on_the_weekday_most_others_of_the_kind_lie_on():
    fridays = [row(n, date(2028, 8, 25) + timedelta(weeks=8 * n)) for n in (2, 3)]
    moved, *_others = judged(row(1, date(2028, 6, 5)), *fridays)
    assert moved.suggestion == date(2028, 6, 9)
    alone, _other = judged(row(1, date(2028, 6, 5)), fridays[0])
    assert alone.suggestion == date(2028, 6, 12)


def test_what_has_been_held_is_flagged_without_a_ready_date():
    (found,) = judged(row(first=date(2022, 4, 15)))
    assert (found.is_flagged, found.suggestion) == (True, None)


def test_a_remark_flags_nothing():
    (found,) = judged(row(first=date(2027, 2, 22)))
    assert said(found, "en") == (("Winter holiday", False),)
    assert (found.is_flagged, found.suggestion) == (False, None)


def test_nothing_is_said_of_the_undated_and_the_cancelled():
    undated, off = judged(row(1), row(2, date(2028, 6, 5), is_cancelled=True))
    assert undated.findings == off.findings == ()


def test_what_lies_after_the_closing_or_before_the_opening_is_flagged():
    rows = judged(
        row(1, date(2027, 1, 11)),
        row(2, date(2027, 1, 12), marker=Marker.OPENING),
        row(3, date(2027, 3, 9), date(2027, 3, 10), marker=Marker.CLOSING),
        row(4, date(2027, 3, 11)),
        row(5, date(2027, 3, 12), is_cancelled=True),
    )
    assert [said(each) for each in rows] == [
        (("Før åbningen", True),),
        (),
        (),
        (("Efter afslutningen", True),),
        (),
    ]
    assert said(rows[3], "en") == (("After the closing", True),)
    assert rows[3].is_flagged
    assert rows[3].suggestion is None


def test_rows_in_order_of_time_the_undated_by_their_window():
    rows = [
        row(1),
        row(2, window_from=date(2026, 6, 1)),
        row(3, date(2026, 6, 1)),
        row(4, date(2026, 5, 1)),
    ]
    assert [each.id for each in in_order(rows)] == [4, 3, 2, 1]


def test_next_is_the_first_that_is_neither_over_nor_off():
    rows = [
        row(1, date(2026, 11, 20), date(2026, 11, 21)),
        row(2, date(2026, 11, 22), is_cancelled=True),
        row(3),
        row(4, date(2026, 11, 20), date(2026, 11, 22)),
        row(5, date(2026, 12, 3)),
    ]
    assert next_of(rows, TODAY) == 4
    assert next_of(rows[:3], TODAY) is None


def test_length():
    assert row(first=date(2026, 12, 3), last=date(2026, 12, 4)).length == 2
    assert row().length == 1


# Writing ------------------------------------------------------------------------------------


def lines(*rows, locale="da"):
    return write(judged(*rows), "/aktivitet/", locale)


def test_a_row_in_words():
    (line,) = lines(
        row(
            7,
            date(2026, 12, 3),
            date(2026, 12, 4),
            start_time=time(9),
            end_time=time(15, 30),
            moved_from=date(2026, 11, 30),
            facilitators=("Anne", "Søren"),
            try_afterwards="Spørg først.\nSvar sidst.",
        )
    )
    assert (line.weekday, line.day, line.month, line.week) == ("tor–fre", "3–4", "dec.", "49")
    assert (line.label, line.address) == ("Seminar 4 | Ledelse af PLF", "/aktivitet/7")
    assert (line.times, line.facilitators) == ("kl. 9.00–15.30", "Anne, Søren")
    assert (line.moved_from, line.practice) == ("30. nov. 2026", "Spørg først.")


def test_days_over_a_month_and_over_a_week():
    (line,) = lines(row(first=date(2026, 4, 30), last=date(2026, 5, 1)))
    assert (line.day, line.month) == ("30–1", "apr.–maj")
    (line,) = lines(row(first=date(2026, 4, 1), last=date(2026, 4, 8)))
    assert (line.weekday, line.day, line.month) == ("ons–ons", "1–8", "apr.")


def test_one_day_and_none():
    (line,) = lines(row(first=date(2026, 12, 3)), locale="en")
    assert (line.weekday, line.day, line.month, line.times) == ("Thu", "3", "Dec", "")
    (line,) = lines(row(window_from=date(2026, 8, 15), window_to=date(2026, 12, 2)))
    assert (line.weekday, line.week, line.window) == ("", "", "15. august–2. december 2026")
    (line,) = lines(row(window_from=date(2026, 8, 15)))
    assert line.window == ""


def test_the_time_in_practice_stands_with_the_earlier_row():
    found = lines(
        row(1, date(2020, 8, 20), date(2020, 8, 21)),
        row(2, date(2020, 9, 1), is_cancelled=True),
        row(3, date(2020, 9, 18)),
    )
    assert [line.gap for line in found] == ["28 dage", "", ""]
    assert [line.gap for line in without_gaps(found)] == ["", "", ""]


def test_lines_under_years_and_months():
    found = lines(
        row(1, date(2026, 12, 3)), row(2, date(2026, 12, 17)), row(3, date(2027, 1, 7)), row(4)
    )
    assert [(y.number, len(y.lines)) for y in by_year(found)] == [(2026, 2), (2027, 1)]
    assert [(m.name, len(m.lines)) for m in by_month(found, "da")] == [
        ("december 2026", 2),
        ("januar 2027", 1),
    ]


def test_rows_for_the_pictures():
    (item,) = line_items([row(7, date(2026, 12, 3), moved_from=date(2026, 12, 1))], "/a/", "en")
    assert (item.label, item.short_label) == ("Seminar 4 | Ledelse af PLF", "Seminar 4")
    assert (item.moved, item.href, item.kind) == (True, "/a/7", "seminar")


# Changes ------------------------------------------------------------------------------------


def change(kind=ChangeKind.MOVED, minute=0, by=None, **changes):
    values = {
        "at": datetime(2026, 11, 22, 8, minute, tzinfo=UTC),
        "by": by,
        "by_id": 1 if by else None,
        "id": minute,
        "batch_id": None,
        "reason": "",
        "old_starts_on": None,
        "old_ends_on": None,
        "old_start_time": None,
        "old_end_time": None,
        "undone_at": None,
        "undone_by": None,
        "activity": SimpleNamespace(id=7, kind=ActivityKind.SEMINAR, number=4, title=""),
    } | changes
    return SimpleNamespace(kind=kind, **values)


def test_many_at_one_moment_are_one_line():
    found = change_lines([change(ChangeKind.CREATED)] * 3 + [change(minute=1)], "/aktivitet/", "da")
    assert [(line.kind, line.count, line.label) for line in found] == [
        ("created", 3, ""),
        ("moved", 1, "Seminar 4"),
    ]
    assert [line.address for line in found] == ["", "/aktivitet/7"]


def test_a_move_tells_the_days_before_and_who_took_it_back():
    karen = SimpleNamespace(name="Karen")
    (line,) = change_lines(
        [
            change(
                by=karen,
                reason="Sne",
                old_starts_on=date(2026, 12, 3),
                old_ends_on=date(2026, 12, 4),
                old_start_time=time(9),
                undone_at=datetime(2026, 11, 22, 8, 5, tzinfo=UTC),
                undone_by=karen,
            )
        ],
        "/aktivitet/",
        "da",
    )
    assert line.before == "3.–4. december 2026 kl. 9.00"
    assert (line.at, line.by, line.reason) == ("22. november 2026 kl. 9.00", "Karen", "Sne")
    assert (line.undone_at, line.undone_by) == ("22. november 2026 kl. 9.05", "Karen")


def test_a_move_of_whole_days():
    moved = change(old_starts_on=date(2026, 12, 3), old_ends_on=date(2026, 12, 3))
    (line,) = change_lines([moved], "/aktivitet/", "en")
    assert line.before == "3 December 2026"


def test_what_was_made_known_together_is_one_line_with_its_parts():
    span = SimpleNamespace(
        starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 10), start_time=None, end_time=None
    )
    moved = change(batch_id=3, minute=1, reason="Sne", old_starts_on=date(2026, 12, 3))
    moved.old_ends_on = date(2026, 12, 3)
    off = change(ChangeKind.CANCELLED, batch_id=3, minute=1)
    told = Told({1: span}, {3: "Vinterens plan"})
    (line,) = change_lines([moved, off], "/aktivitet/", "da", told)
    assert (line.kind, line.count, line.reason) == ("together", 2, "Vinterens plan")
    assert [(p.kind, p.before, p.after, p.reason) for p in line.parts] == [
        ("moved", "3. december 2026", "10. december 2026", "Sne"),
        ("cancelled", "", "10. december 2026", ""),
    ]


def test_the_acts_of_a_day_stand_under_its_date_in_copenhagen():
    late = change(at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    days = by_days(change_lines([late, change()], "/aktivitet/", "da"), "da")
    assert [(day.name, [line.clock for line in day.lines]) for day in days] == [
        ("mandag den 23. november 2026", ["0.30"]),
        ("søndag den 22. november 2026", ["9.00"]),
    ]


def test_a_move_to_no_day_says_none():
    nowhere = SimpleNamespace(starts_on=None, ends_on=None, start_time=None, end_time=None)
    (line,) = change_lines([change()], "/aktivitet/", "da", Told({0: nowhere}, {}))
    assert line.after == ""


# For whom, and after what ---------------------------------------------------------------------


def shown(*rows):
    return {line.row.id: line for line in write([Judged(each) for each in rows], "/a/", "da")}


def test_a_network_meeting_says_how_long_after_the_seminar():
    meeting = {"kind": ActivityKind.NETWORK_MEETING, "number": 1, "title": ""}
    lines = shown(
        row(1, date(2026, 9, 1), **meeting),
        row(2, date(2026, 9, 3), date(2026, 9, 4), number=1),
        row(3, date(2026, 10, 2), **meeting),
        row(4, date(2026, 10, 20), number=2, is_cancelled=True),
        row(5, date(2026, 10, 30), **meeting),
        row(6, None, **meeting),
        row(7, date(2026, 10, 30), cohort_id=2, **meeting),
    )
    assert {key: line.follows for key, line in lines.items() if line.follows} == {
        3: "28 dage efter Seminar 1",
        5: "56 dage efter Seminar 1",
    }


def test_for_whom_it_is_stands_where_the_plan_is_split():
    plain = shown(row(1, date(2026, 9, 1)), row(2, date(2026, 9, 2)))
    assert [line.meant for line in plain.values()] == [(), ()]
    low = ((2, "Leder af medarbejdere"),)
    split = shown(
        row(1, date(2026, 9, 1)),
        row(2, date(2026, 9, 2), audience=Audience.LEADERS, levels=low),
        row(3, date(2026, 9, 3), audience=Audience.EMPLOYEES),
        row(4, date(2026, 9, 3), audience=Audience.NAMED),
    )
    assert [line.meant for line in split.values()] == [
        ("Fælles",),
        ("For ledere", "Leder af medarbejdere"),
        ("For medarbejdere",),
        (),
    ]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (
            DraftMark(1, ChangeKind.MOVED, date(2026, 9, 8), date(2026, 9, 9)),
            "8.–9. september 2026",
        ),
        (DraftMark(1, ChangeKind.MOVED, None, None), "Flyttes – kladde"),
        (DraftMark(1, ChangeKind.CANCELLED, None, None), "Aflyses – kladde"),
        (DraftMark(1, ChangeKind.RESTORED, None, None), "Genoprettes – kladde"),
    ],
)
def test_what_waits_is_marked(mark, expected):
    lines = shown(row(1, date(2026, 9, 1)), row(2, date(2026, 9, 2))).values()
    first, second = with_drafts(lines, [mark], "da")
    assert expected in first.draft
    assert second.draft == ""


@pytest.mark.parametrize(("audience", "named"), [(Audience.NAMED, False), (Audience.JOINT, True)])
def test_what_is_for_some_by_name_is_neither_chosen_nor_given_up(audience, named):
    decided = Details(kind=ActivityKind.SHADOWING, audience=audience)
    with pytest.raises(RuleBrokenError) as refused:
        checks.details(decided, named=named)
    assert refused.value.field == "audience"
