"""What the home pages say of activities."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from programme.activities.plan_rows import PlanRow
from programme.home import cards
from programme.home.cards import Words
from programme.home.queries import CohortFrame, OwnActivity
from programme.programmes.content import ActivityKind, Audience, Marker

TODAY = date(2026, 11, 22)
WORDS = Words("da", TODAY, "/aktivitet/")
COHORT = CohortFrame(7, "Hold Nord", date(2026, 2, 2), None)


def own(key, ahead, *, days=1, learns=True, preparation="", cohort=COHORT, **values):
    first = None if ahead is None else TODAY + timedelta(days=ahead)
    known = {
        "version": 1,
        "cohort_id": cohort.id,
        "kind": ActivityKind.SEMINAR,
        "number": key,
        "title": "",
        "ends_on": first and first + timedelta(days=days - 1),
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
    }
    row = PlanRow(id=key, starts_on=first, **known | values)
    return OwnActivity(row, cohort, preparation, learns, not learns)


def test_the_next_one_is_said_in_full():
    card = cards.next_card(
        [own(4, 11, days=2, title="Ledelse af PLF", place="Fjorden", preparation="Læs\n\nSpørg")],
        WORDS,
    )
    assert card.away == "Om 11 dage"
    assert card.when == "torsdag den 3.–fredag den 4. december 2026"
    assert card.label == "Seminar 4 | Ledelse af PLF"
    assert card.address == "/aktivitet/4"
    assert card.place == "Fjorden"
    assert card.tasks == 2
    assert card.before is None


def test_times_are_said_where_there_are_any():
    timed = own(1, 1, start_time=time(9), end_time=time(15, 30))
    assert WORDS.when(timed.row) == "mandag den 23. november 2026 kl. 9.00–15.30"


def test_what_lasts_is_today():
    assert WORDS.away(own(1, -1, days=3).row) == "I dag"


def test_nothing_is_said_of_a_day_that_is_not_set():
    undated = own(1, None)
    assert WORDS.when(undated.row) == ""
    assert WORDS.away(undated.row) == "I dag"


def test_shadowing_stands_beside_the_gathering_that_follows():
    shadowing = own(8, 4, kind=ActivityKind.SHADOWING, number=None)
    card = cards.next_card([shadowing, own(9, 11)], WORDS)
    assert card.label == "Seminar 9"
    assert (card.before.label, card.before.when) == (
        "Skyggepraktik",
        "torsdag den 26. november 2026",
    )


def test_shadowing_alone_is_the_next_one():
    card = cards.next_card([own(8, 4, kind=ActivityKind.SHADOWING, number=None)], WORDS)
    assert card.label == "Skyggepraktik"
    assert card.before is None


def test_there_may_be_nothing_next():
    assert cards.next_card([], WORDS) is None


def test_ahead_leaves_out_what_is_over_cancelled_or_undated_and_sorts_by_time():
    late = own(1, 2, start_time=time(13))
    early = own(2, 2, start_time=time(9))
    rows = [late, own(3, -1), own(4, 3, is_cancelled=True), own(5, None), early, own(6, 0)]
    assert [each.row.id for each in cards.ahead(rows, TODAY)] == [6, 2, 1]


@pytest.mark.parametrize(("text", "tasks"), [("", 0), ("En", 1), ("En\nTo\n", 2), (" \n", 0)])
def test_a_line_of_preparation_is_a_task(text, tasks):
    assert cards.count_tasks(text) == tasks


def test_a_picture_for_each_cohort_one_learns_in():
    other = CohortFrame(8, "Hold Syd", date(2026, 3, 2), date(2026, 12, 1))
    rows = [own(1, 3), own(2, 5, cohort=other), own(3, 6, learns=False, cohort=other)]
    pictures = cards.pictures(rows, WORDS)
    assert [picture.cohort for picture in pictures] == ["Hold Nord", "Hold Syd"]
    assert len(pictures[1].line.rows) == 1
    assert pictures[0].line.period == "2. februar–25. november 2026"


def test_a_cohort_without_dates_has_a_picture_of_its_start():
    assert cards.picture(COHORT, [own(1, None).row], WORDS).line.views == ()
