"""Året i loggen: where weeks, activities and threads lie, and that it is the author's alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.learning_logs.models import EntryState
from programme.learning_logs.queries.year import year_activities, year_entries, years_written
from programme.learning_logs.year import CELL, LARGEST, NARROW, ROW, SMALLEST, TOP, WIDE, picture
from tests import factories as f

TODAY = date(2026, 11, 22)


def drawn(entries=(), activities=(), chains=(), today=TODAY, columns=WIDE, year=2026):
    return picture(year, entries, activities, chains, today=today, columns=columns)


def test_a_week_with_entries_and_an_activity():
    days = [(1, date(2026, 1, 1)), (2, date(2026, 1, 4)), (3, date(2026, 1, 5))]
    year = drawn(days, [(9, date(2026, 1, 6))])
    first, second = year.weeks
    assert (first.number, first.monday, first.entries) == (1, date(2025, 12, 29), (1, 2))
    assert (second.entries, second.activities) == ((3,), (9,))
    assert (first.x, first.y, second.x) == (CELL / 2, TOP, CELL * 1.5)
    assert SMALLEST == second.radius < first.radius < LARGEST
    assert second.key == "uge-2026-01-05"


def test_a_week_with_an_activity_alone_has_no_disc():
    (week,) = drawn(activities=[(9, date(2026, 5, 6))]).weeks
    assert (week.radius, week.entries) == (0, ())


def test_discs_grow_up_to_a_size():
    many = drawn([(n, date(2026, 3, 2)) for n in range(5)]).weeks[0].radius
    assert drawn([(n, date(2026, 3, 2)) for n in range(50)]).weeks[0].radius == many == LARGEST


def test_twelve_months_and_today():
    year = drawn()
    assert [month.first.month for month in year.months] == list(range(1, 13))
    assert year.today == (CELL * (46 % WIDE) + CELL / 2, ROW * 3 + TOP)
    assert drawn(today=date(2027, 1, 1)).today is None


@pytest.mark.parametrize(
    ("days", "paths"),
    [
        ([date(2026, 1, 1), date(2026, 1, 2)], 0),
        ([date(2026, 1, 1), date(2026, 2, 2)], 1),
        ([date(2026, 1, 1), date(2026, 5, 1)], 2),
        ([date(2026, 1, 1), date(2026, 12, 1)], 4),
        ([date(2025, 12, 31), date(2026, 1, 20)], 0),
        ([date(2026, 1, 1), date(2026, 2, 2), date(2026, 3, 2)], 2),
    ],
)
def test_threads_run_through_each_row_on_their_way(days, paths):
    assert len(drawn(chains=[days]).threads) == paths


@given(st.integers(1990, 2100), st.sampled_from([WIDE, NARROW]), st.integers(0, 364))
def test_every_day_of_every_year_lies_in_the_picture(year, columns, day):
    when = date(year, 1, 1) + timedelta(days=day)
    found = drawn([(1, when)], today=when, columns=columns, year=year)
    (week,) = found.weeks
    assert CELL / 2 <= week.x <= found.width - CELL / 2
    assert TOP <= week.y <= found.height - (ROW - TOP)
    assert week.monday <= when < week.monday + timedelta(days=7)


def test_what_a_year_is_made_of(world, here):
    task = f.TaskFactory(owner_id=world.author.id)
    entry = world.entry(heading="Tavs", task=task, written_on=date(2026, 1, 1))
    draft = world.entry(
        action="Et møde. Og mere.", state=EntryState.DRAFT, written_on=date(2026, 12, 31)
    )
    world.entry(written_on=date(2025, 12, 31))
    f.EntryFactory(author=world.mate, written_on=date(2026, 5, 5))
    here.flush()
    rows = year_entries(world.author.id, 2026)
    assert [(row.id, row.title, row.is_draft, row.task) for row in rows] == [
        (entry.id, "Tavs", False, task.title),
        (draft.id, "Et møde.", True, ""),
    ]
    assert years_written(world.author.id) == (2025, 2026)
    assert years_written(world.stranger.id) is None
    assert [row.id for row in year_activities(world.author.id, 2026)] == [world.activity.id]
    assert year_activities(world.author.id, 2025) == []
    assert year_activities(world.stranger.id, 2026) == []


def test_the_page_has_a_picture_and_a_table_that_says_the_same(world, sign_in, session):
    first = world.entry(heading="Et møde", written_on=date(2026, 9, 27))
    world.entry(heading="Tavs", written_on=date(2026, 10, 18), previous=first)
    world.entry(written_on=date(2025, 10, 18))
    session.commit()
    page = sign_in(world.author).get("/log/aar/2026").text
    assert page.count('<svg class="year-picture') == 2
    assert len(re.findall("year-picture__week", page)) == 4
    for words in ("Et møde", "Tavs", "Trin 2 i en kæde", "Uge med indlæg", 'rel="prev"'):
        assert words in page
    assert 'rel="next"' not in page


@pytest.mark.parametrize(
    ("year", "days", "opened"),
    [
        (2026, [(3, 2), (6, 30), (7, 8)], "Andet halvår 2026 · 1 indlæg"),
        (2026, [(3, 2), (6, 30)], "Første halvår 2026 · 2 indlæg"),
        (2025, [(3, 2), (9, 1), (10, 1)], "Første halvår 2025 · 1 indlæg"),
        (2025, [(9, 1)], "Andet halvår 2025 · 1 indlæg"),
    ],
)
def test_one_half_of_the_table_stands_open(world, sign_in, session, year, days, opened):
    for month, day in days:
        world.entry(written_on=date(year, month, day))
    world.activity.cancelled_at = world.activity.published_at
    session.commit()
    page = sign_in(world.author).get(f"/log/aar/{year}").text
    folds = re.findall(r'<details class="fold"( open)?>\s*<summary><span>([^<]+)', page)
    assert [name for is_open, name in folds if is_open] == [opened]
    assert len(folds) == len({month < 7 for month, _day in days})


def test_the_year_is_the_authors_alone(world, sign_in, session):
    world.secret(written_on=date(2026, 10, 18))
    session.commit()
    for other in world.others.values():
        assert "kanariefugl" not in sign_in(other).get("/log/aar/2026").text


@pytest.mark.parametrize("path", ["1989", "2101", "0", "x", "99999999999"])
def test_years_that_are_no_years(world, sign_in, path):
    assert sign_in(world.author).get(f"/log/aar/{path}").status_code == 404


def test_an_empty_year_says_how_to_begin(world, sign_in):
    page = sign_in(world.author).get("/log/aar/2024")
    assert page.status_code == 200
    assert "Du har ikke skrevet noget i 2024" in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_the_year_costs_the_same(world, sign_in, queries, session, number):
    before = None
    for _ in range(number):
        before = world.entry(written_on=date(2026, 10, 18), previous=before)
    session.commit()
    browser = sign_in(world.author)
    browser.get("/log/aar/2026")
    with queries() as statements:
        browser.get("/log/aar/2026")
    assert len(statements) == 6, statements  # sign-in, menu, entries, activities, chains, years
