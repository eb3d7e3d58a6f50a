"""Forløbslinjen: what is on it, in what state, and that nothing on it touches."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.activities import line_shapes
from programme.activities.course_line import LineItem, State, course_line
from programme.activities.label_placement import Box, Side, Wish
from programme.activities.line_items import KINDS
from programme.activities.line_labels import LEADING
from programme.activities.line_marks import MOST_LANES
from programme.activities.picture_text import shorten, text_width, wrap

START, END = date(2020, 2, 24), date(2022, 6, 9)


def item(kind="seminar", label="Seminar 1 | Udvikling af PLF", on=None, **more):
    more.setdefault("short_label", label.split(" | ")[0])
    return LineItem(
        kind=kind, label=label, starts_on=date.fromisoformat(on) if on else None, **more
    )


REAL = (
    item("workshop", "Workshop 1 | Kick Off", "2020-02-24", href="/aktivitet/1"),
    item("seminar", "Seminar 1 | Udvikling af PLF", "2020-08-20", ends_on=date(2020, 8, 21)),
    item("network_meeting", "Netværksmøde 1", "2020-09-18"),
    item("seminar", "Seminar 2 | Implementering af PLF", "2020-12-03"),
    item("network_meeting", "Netværksmøde 2", "2021-01-15"),
    item("seminar", "Seminar 3 | Ledelse af ledelsesteams", "2021-03-11"),
    item("network_meeting", "Netværksmøde 3", "2021-06-04"),
    item(
        "shadowing",
        "Skyggepraktik",
        window_from=date(2021, 6, 5),
        window_to=date(2021, 10, 13),
        href="/aktivitet/8",
    ),
    item("seminar", "Seminar 4 | Ledelse af PLF", "2021-10-14", ends_on=date(2021, 10, 15)),
    item("network_meeting", "Netværksmøde 4", "2021-12-03"),
    item("seminar", "Seminar 5 | Brug af data i udviklingen af kvalitet", "2022-03-10"),
    item("network_meeting", "Netværksmøde 5", "2022-04-15"),
    item("workshop", "Workshop 2 | Afslutning", "2022-06-09"),
)


def line(items=REAL, today="2021-09-20", **more):
    return course_line(items, START, END, date.fromisoformat(today), **more)


def view(items=REAL, name="wide", **more):
    return line(items, views=(name,), **more).views[0]


def words(view):
    return [" / ".join(text.text for text in label.texts) for label in view.labels]


def states(line):
    return {row.item.short_label: row.state for row in line.rows}


# --- what is on it ------------------------------------------------------------------------


def test_the_real_course_is_told_whole_on_a_wide_place():
    assert sorted(words(view())) == [
        "Netværksmøde 1 / 18. sep.",
        "Netværksmøde 2 / 15. jan.",
        "Netværksmøde 3 / 4. jun.",
        "Netværksmøde 4 / 3. dec.",
        "Netværksmøde 5 / 15. apr.",
        "Seminar 1 / Udvikling af PLF / 20.–21. aug.",
        "Seminar 2 / Implementering af / PLF / 3. dec.",
        "Seminar 3 / Ledelse af / ledelsesteams / 11. mar.",
        "Seminar 4 / Ledelse af PLF / 14.–15. okt.",
        "Seminar 5 / Brug af data i / udviklingen af / kvalitet / 10. mar.",
        "Skyggepraktik / jun.–okt.",
        "Workshop 1 / Kick Off / 24. feb.",
        "Workshop 2 / Afslutning / 9. jun.",
    ]


def test_a_small_place_names_the_next_one_only():
    assert words(view(name="compact")) == ["Seminar 4 / Ledelse af PLF / 14.–15. okt."]


def test_a_middling_place_names_the_courses_and_not_what_lies_between():
    assert len(words(view(name="medium"))) == 7
    assert not any("Netværk" in text for text in words(view(name="medium")))


def test_a_middling_place_names_network_meetings_when_there_is_nothing_else():
    meetings = [item("network_meeting", f"Møde {n}", f"2021-0{n}-01") for n in (1, 5, 9)]
    assert len(words(view(meetings, name="medium"))) == 3


def test_rows_come_in_order_of_days_with_their_dates_written_out():
    rows = line(REAL[::-1]).rows
    assert [row.item for row in rows] == list(REAL)
    assert rows[1].dates == "20.–21. august 2020"
    assert rows[7].dates == "5. juni–13. oktober 2021"
    assert rows[7].is_window
    assert not rows[6].is_window


def test_what_has_neither_date_nor_window_stands_beside_the_line():
    lost = item(label="Seminar 9")
    found = line((lost, *REAL))
    assert [row.item for row in found.undated] == [lost]
    assert found.rows[-1].dates == ""
    assert found.rows[-1].state is State.FUTURE
    assert "Seminar 9" not in str(words(found.views[0]))


def test_without_any_date_there_is_nothing_to_draw():
    assert line(()).views == ()
    assert line((item(),)).views == ()
    assert line((item(),)).legend == ()


def test_the_legend_names_the_shapes_used_in_a_fixed_order():
    assert [glyph.kind for glyph in line().legend] == ["workshop", "seminar", "network_meeting"]
    assert line().has_window
    odd = line((item("excursion", on="2021-01-01"),))
    assert [glyph.kind for glyph in odd.legend] == ["other"]
    assert not odd.has_window


def test_english_has_english_dates():
    assert "Seminar 4 / Ledelse af PLF / 14–15 Oct" in words(view(locale="en"))
    assert line(locale="en").period == "24 February 2020–9 June 2022"


def test_short_dates_say_a_month_once_where_that_is_enough():
    over = item(on="2021-01-30", ends_on=date(2021, 2, 1))
    assert "30. jan.–1. feb." in words(view([over], today="2020-03-01"))[0]
    window = item(window_from=date(2021, 3, 2), window_to=date(2021, 3, 30))
    assert words(view([window], today="2020-03-01"))[0].endswith("/ mar.")


# --- states -------------------------------------------------------------------------------


def test_held_next_and_to_come():
    found = states(line())
    assert found["Netværksmøde 3"] is State.PAST
    assert found["Skyggepraktik"] is State.FUTURE
    assert found["Seminar 4"] is State.NEXT
    assert found["Netværksmøde 4"] is State.FUTURE
    assert line().held == 7
    assert line().upcoming.item.short_label == "Seminar 4"


def test_a_seminar_is_next_until_its_last_day_is_over():
    assert states(line(today="2021-10-15"))["Seminar 4"] is State.NEXT
    assert states(line(today="2021-10-16"))["Seminar 4"] is State.PAST


def test_what_is_called_off_is_never_next_and_never_held():
    off = replace(REAL[8], cancelled=True)
    found = line((*REAL[:8], off, *REAL[9:]))
    assert states(found)["Seminar 4"] is State.CANCELLED
    assert found.upcoming.item.short_label == "Netværksmøde 4"
    assert found.has_cancelled
    assert found.views[0].crosses
    assert line(today="2023-01-01", items=(off,)).held == 0
    assert not line().has_cancelled
    assert view().crosses == ""


def test_a_window_is_next_when_nothing_has_a_date():
    assert states(line((REAL[7],)))["Skyggepraktik"] is State.NEXT
    assert view((REAL[7],)).halo is None


def test_after_the_end_nothing_is_next():
    assert line(today="2022-06-10").upcoming is None
    assert view(today="2022-06-10").halo is None


def test_what_was_moved_says_so_unless_it_is_called_off():
    moved = replace(REAL[11], moved=True)
    assert "Netværksmøde 5 / → 15. apr." in words(view((moved,)))
    assert line((moved,)).has_moved
    off = replace(moved, cancelled=True)
    assert "→" not in str(words(view((off,))))
    assert not line((off,)).has_moved


@pytest.mark.parametrize(
    ("short", "label", "theme"),
    [
        ("Seminar 4", "Seminar 4 | Ledelse af PLF", "Ledelse af PLF"),
        ("Seminar 4", "Seminar 4", ""),
        ("S4", "Ledelse af PLF", "Ledelse af PLF"),
    ],
)
def test_the_theme_is_what_the_label_says_more(short, label, theme):
    assert item(label=label, short_label=short).theme == theme


def test_an_end_before_its_beginning_is_not_believed():
    assert item(on="2021-01-05", ends_on=date(2021, 1, 1)).last == date(2021, 1, 5)
    assert item(window_to=date(2021, 1, 5)).first == date(2021, 1, 5)


# --- places -------------------------------------------------------------------------------


def test_today_is_a_line_inside_the_course_only():
    assert view().today.x == pytest.approx(view().elapsed)
    before, after = view(today="2020-02-23"), view(today="2022-06-10")
    assert before.today is None
    assert after.today is None
    assert before.elapsed == before.scale.left
    assert after.elapsed == after.scale.right


def test_the_tag_of_today_stays_inside_at_the_edges():
    assert view(today="2020-02-24").today.tag.left == 0
    last = view(today="2022-06-09").today.tag
    assert last.left + last.width == 1120


def test_items_outside_the_period_make_the_line_longer():
    early, late = item(on="2019-12-01"), item(on="2022-12-24")
    assert line((early, late)).period == "1. december 2019–24. december 2022"


def test_a_course_of_one_day_stands_in_the_middle():
    day = date(2021, 5, 5)
    only = course_line([item(on="2021-05-05")], day, day, day)
    assert [view.marks[0][0] for view in only.views] == [560, 320, 164]
    assert only.views[0].months == ()


def test_years_have_panels_and_those_too_narrow_no_label():
    assert [panel.label for panel in view().panels] == ["2020", "2021", "2022"]
    items = [item(on="2020-12-30"), item(on="2021-12-30")]
    found = course_line(items, date(2020, 12, 30), date(2021, 12, 30), date(2021, 1, 1))
    assert [panel.label for panel in found.views[0].panels] == ["", "2021"]


def test_months_are_named_as_closely_as_there_is_room():
    assert [month.label for month in view().months][:3] == ["mar", "apr", "maj"]
    assert [month.label for month in view(name="medium").months][:3] == ["apr", "jul", "okt"]
    assert view().months[-1].label == ""
    ages = [item(on="1990-01-01"), item(on="2040-01-01")]
    assert view(ages, name="compact").months == ()


def test_marks_that_would_touch_are_pushed_a_little_and_then_stacked():
    close = [item(on="2021-01-01"), item(on="2021-01-15"), item(on="2021-01-16")]
    (one, low), (two, level), (three, high) = view(close, today="2020-03-01").marks
    assert low == level
    assert two - one == pytest.approx(21)
    assert high < low
    assert two <= three < two + 3


def test_many_on_one_day_stay_within_the_lanes():
    crowd = [item(label=f"Møde {n}", on="2021-01-01") for n in range(40)]
    assert len({y for _x, y in view(crowd).marks}) == MOST_LANES


def test_windows_that_overlap_lie_above_each_other():
    def window(first, last):
        return item(
            window_from=date.fromisoformat(first), window_to=date.fromisoformat(last), href="/x"
        )

    both = [window("2021-01-01", "2021-06-01"), window("2021-05-01", "2021-09-01")]
    low, high = view(both).windows
    assert high.rect.top + high.rect.height <= low.rect.top
    apart = [window("2021-01-01", "2021-02-01"), window("2021-05-01", "2021-09-01")]
    assert len({bar.rect.top for bar in view(apart).windows}) == 1
    assert view([window("2021-01-01", "2021-01-01")]).windows[0].rect.width == 36


def test_marks_of_one_kind_and_state_share_a_path():
    found = {(shapes.kind, shapes.state): shapes.path for shapes in view().shapes}
    assert len(found) == 7
    assert found["seminar", State.PAST].count("M") == 3
    assert found["workshop", State.FUTURE].count("M") == 1


def test_every_kind_has_a_shape_of_its_own():
    paths = {line_shapes.shape(kind, 10, 10, 7) for kind in KINDS}
    assert len(paths) == len(KINDS)
    assert line_shapes.shape("excursion", 10, 10, 7) == line_shapes.shape("other", 10, 10, 7)
    assert all(re.fullmatch(r"[MhvalzMd\-\d. ]+", path) for path in paths)


def test_links_cover_mark_and_label_where_there_is_room_to_hit_them():
    links = {link.href: link for link in view().links}
    assert set(links) == {"/aktivitet/1", "/aktivitet/8"}
    assert links["/aktivitet/1"].path.count("M") == 2
    assert links["/aktivitet/1"].tip == "Workshop 1 | Kick Off · 24. februar 2020"
    assert view(name="compact").links == ()
    stacked = [item(on="2021-01-01", href="/1"), item(on="2021-01-01", href="/2")]
    assert view(stacked).links == ()
    assert len(view(stacked[:1]).links) == 1


# --- no two texts touch -------------------------------------------------------------------

DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
LABELS = st.one_of(
    st.text(max_size=60), st.sampled_from(["Seminar 4 | Ledelse af PLF", "W" * 90, "Møde"])
)


@st.composite
def line_items(draw):
    on, label = draw(st.none() | DAYS), draw(LABELS)
    window = draw(st.none() | DAYS) if on is None else None
    stay = timedelta(draw(st.integers(0, 60)))
    return LineItem(
        kind=draw(st.sampled_from([*KINDS, "excursion"])),
        label=label,
        short_label=label.split(" | ")[0],
        starts_on=on,
        ends_on=on and on + stay,
        window_from=window,
        window_to=window and window + stay,
        cancelled=draw(st.booleans()),
        moved=draw(st.booleans()),
        href=draw(st.none() | st.just("/x")),
    )


@given(
    items=st.lists(line_items(), max_size=40),
    period=st.tuples(DAYS, DAYS).map(sorted),
    today=DAYS,
)
@settings(deadline=None, max_examples=120)
def test_nothing_touches_and_all_is_inside(items, period, today):
    for found in course_line(items, *period, today).views:
        grounds = [label.ground for label in found.labels]
        for one, other in combinations(grounds, 2):
            assert apart(one, other), found.frame.name
        for label in found.labels:
            assert label.ground.left >= 0
            assert label.ground.left + label.ground.width <= found.frame.width
            assert label.ground.top >= (found.today.tag.height if found.today else 0)
            assert label.ground.top + label.ground.height <= found.floor
            assert_texts_lie_on(label)
        radius = found.frame.radius
        assert all(x <= after for (x, _), (after, _) in pairwise(found.marks))
        assert all(radius <= x <= found.frame.width - radius for x, _y in found.marks)
        assert all(y >= radius and y + radius <= found.floor for _x, y in found.marks)


@given(items=st.lists(line_items(), min_size=1, max_size=12), today=DAYS)
@settings(deadline=None, max_examples=60)
def test_labels_keep_clear_of_marks_and_names_of_months_of_each_other(items, today):
    for found in course_line(items, START, END, today).views:
        radius = found.frame.radius
        for label in found.labels:
            for x, y in found.marks:
                above = label.ground.top + label.ground.height < y - radius
                below = label.ground.top > y + radius
                beside = x + radius < label.ground.left or x - radius > right(label.ground)
                assert above or below or beside
        named = [month for month in found.months if month.label]
        for month, after in pairwise(named):
            assert month.x + text_width(month.label, found.frame.axis_size) < after.x


def right(rect):
    return rect.left + rect.width


def apart(one, other):
    return (
        right(one) < other.left
        or right(other) < one.left
        or one.top + one.height < other.top
        or other.top + other.height < one.top
    )


def assert_texts_lie_on(label):
    for text in label.texts:
        assert text_width(text.text, text.size) <= label.ground.width + 0.01
        assert label.ground.top < text.y < label.ground.top + label.ground.height
    assert all(
        after.y - text.y >= min(text.size, after.size) for text, after in pairwise(label.texts)
    )
    assert label.ground.height == pytest.approx(sum(text.size * LEADING for text in label.texts))


# --- finding room -------------------------------------------------------------------------


def side(width=400, **more):
    return Side(0, width, more.pop("reach", 0), **more)


def test_a_label_stands_over_its_mark_or_against_an_edge():
    one_size = ((100.0, 30.0),)
    assert side().place(Wish(200, one_size)).box[:2] == (150, 250)
    assert side().place(Wish(20, one_size)).anchor == "start"
    assert side().place(Wish(390, one_size)).anchor == "end"
    middle = side().place(Wish(200, one_size))
    assert (middle.anchor, middle.text_x) == ("middle", 200)
    assert side().place(Wish(390, one_size)).text_x == 400


def test_labels_step_aside_then_give_up():
    taking = side()
    first, second, third = (taking.place(Wish(x, ((100.0, 30.0),))) for x in (200, 265, 230))
    assert (first.anchor, second.anchor) == ("middle", "start")
    assert second.box.left > first.box.right
    assert third is None


@pytest.mark.parametrize(("reach", "size"), [(0, 1), (60, 0)])
def test_labels_rather_go_further_out_than_say_less(reach, size):
    taking = side(reach=reach)
    for x in (100, 390):
        taking.place(Wish(x, ((100.0, 30.0),)))
    assert taking.place(Wish(225, ((140.0, 30.0), (40.0, 30.0)))).size == size


def test_a_label_further_out_leaves_room_below_its_own():
    taking = side(width=150, reach=60)
    near = taking.place(Wish(60, ((80.0, 30.0),)))
    far = taking.place(Wish(120, ((80.0, 30.0),)))
    assert far.box.near > near.box.far


def test_what_should_be_left_free_is_left_free_if_possible():
    today = (Box(198, 202, 0, float("inf")),)
    beside = side(avoid=today).place(Wish(206, ((60.0, 30.0),)))
    assert beside.box.left > 202
    cramped = side(width=210, avoid=today).place(Wish(205, ((120.0, 30.0),)))
    assert cramped.box.left < 200


def test_a_label_leaves_the_way_to_the_labels_of_others_free():
    alone = side().place(Wish(200, ((100.0, 30.0),)))
    polite = side(others=(200.0, 240.0)).place(Wish(200, ((100.0, 30.0),)))
    assert alone.box.left < 240 < alone.box.right
    assert polite.box.right < 240


# --- text ---------------------------------------------------------------------------------


def test_texts_are_cut_only_where_they_must_be():
    assert shorten("Seminar 4", 200, 14) == "Seminar 4"
    assert shorten("Kommunalbestyrelsesmedlem", 100, 14) == "Kommunalb…"
    assert shorten("Møde, stort", 60, 14) == "Møde…"
    assert shorten("  to \n ord ", 200, 14) == "to ord"
    assert wrap("Brug af data i udviklingen", 85, 13, 3) == ("Brug af data i", "udviklingen")
    assert wrap("Brug af data i udviklingen", 90, 13, 1) == ("Brug af data…",)
    assert wrap("", 90, 13, 2) == ()


def test_square_letters_are_wide():
    assert text_width("学习", 10) > text_width("mm", 10)
    assert text_width("→…", 10) < text_width("学习", 10)


@given(text=st.text(max_size=400), width=st.floats(30, 300), most=st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text, width, most):
    lines = wrap(text, width, 13, most)
    assert len(lines) <= most
    assert all(text_width(line, 13) <= width for line in lines)
