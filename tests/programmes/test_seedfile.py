"""A seed file is read whole, or refused whole with its file, place and reason."""

from __future__ import annotations

from datetime import date, time

import pytest

from programme.programmes.content import (
    ActivityKind,
    Audience,
    FoundationContent,
    JobTitleContent,
    LevelContent,
    Marker,
    PlanItemContent,
    StrategyContent,
    TrackContent,
)
from programme.programmes.seedfile import (
    Reason,
    SeedError,
    read_foundation,
    read_programme,
    read_seeds,
)

LEVELS = ("top", "first")
FOUNDATION = """
[[levels]]
code = "top"
name = "Leder af ledere"

[[levels]]
code = "first"
name = "Leder af medarbejdere"

[[job_titles]]
name = "skolechef"
default_level = "top"

[[job_titles]]
name = "leder"
"""
BARE = """
slug = "kort"
name = "Kort forløb"
purpose = "At lære."
source_note = "Vores eget."
"""
FULL = """
slug = "stort-forloeb-2"
name = "  Stort forløb  "
organisation = "Skolen"
purpose = "At lære."
core_task = "Eleverne."
target_level = "first"
planned_months = 6
levels = ["top", "first"]
source_note = '''
Første afsnit.

Andet afsnit.
'''

[[strategies]]
title = "Vision"
text = "Frem."

[[tracks]]
position = 2
name = "Andet"

[[tracks]]
position = 1
name = "Første"
description = "Om det første."
working_title = true

[[objectives]]
number = 1
short_name = "Sprog"
text = "Et fælles sprog."

[[goal_sets]]
key = "maal-top"
name = "Mål for ledere af ledere"
level = "top"
aim = "Sigtet."

[[goal_sets.goals]]
number = 2
short_name = "To"
text = "Andet mål."

[[goal_sets.goals]]
number = 1
short_name = "Et"
text = "Første mål."

[[goal_sets]]
key = "maal-first"
name = "Mål for ledere af medarbejdere"
level = "first"

[[templates]]
name = "Plan"
laid_on = 2020-02-24

[[templates.items]]
key = "start"
kind = "workshop"
number = 1
title = "Begyndelse"
offset_days = 0
start_time = 09:00:00
end_time = 15:30:00
audience = "leaders"
levels = ["top"]
track = 2
goals = [2, 1]
objectives = [1]
marker = "opening"
preparation = ["Læs.", "Spørg."]
programme = ["Velkommen."]
bring = "En bog."
try_afterwards = "Lyt."

[[templates.items]]
key = "skygge"
kind = "shadowing"
window_from = 3
window_to = 9

[[templates.items]]
key = "seminar"
kind = "seminar"
number = 1
offset_days = 10
days = 2
start_time = 12:00:00
end_time = 12:00:00
goals = [1]

[[templates.items]]
key = "samme-dag"
kind = "colleague_visit"
offset_days = 10
"""
FIRST, SHADOW, SEMINAR = (
    "templates[1].items[1].",
    "templates[1].items[2].",
    "templates[1].items[3].",
)


def programme(text: str):
    return read_programme("fil.toml", text.encode(), LEVELS)


def refusal(text: str) -> SeedError:
    with pytest.raises(SeedError) as caught:
        programme(text)
    return caught.value


def test_foundation_has_levels_and_titles():
    assert read_foundation(FOUNDATION.encode()) == FoundationContent(
        levels=(
            LevelContent("top", "Leder af ledere"),
            LevelContent("first", "Leder af medarbejdere"),
        ),
        job_titles=(JobTitleContent("skolechef", "top"), JobTitleContent("leder", None)),
    )


def test_what_may_be_left_out_is_empty():
    bare = programme(BARE)

    assert (bare.organisation, bare.core_task, bare.target_level) == ("", "", None)
    assert (bare.planned_months, bare.levels) == (None, ())
    assert (bare.strategies, bare.tracks, bare.objectives) == ((), (), ())
    assert (bare.goal_sets, bare.templates) == ((), ())


def test_whole_programme_is_read():
    full = programme(FULL)

    assert (full.slug, full.name) == ("stort-forloeb-2", "Stort forløb")
    assert (full.organisation, full.core_task) == ("Skolen", "Eleverne.")
    assert (full.target_level, full.planned_months, full.levels) == ("first", 6, LEVELS)
    assert full.strategies == (StrategyContent("Vision", "Frem."),)
    assert full.tracks == (
        TrackContent(1, "Første", "Om det første.", working_title=True),
        TrackContent(2, "Andet", "", working_title=False),
    )
    assert [o.short_name for o in full.objectives] == ["Sprog"]
    assert [(s.key, s.level, s.aim) for s in full.goal_sets] == [
        ("maal-top", "top", "Sigtet."),
        ("maal-first", "first", ""),
    ]
    assert [(g.number, g.text) for g in full.goal_sets[0].goals] == [
        (1, "Første mål."),
        (2, "Andet mål."),
    ]
    assert full.source_note == "Første afsnit.\n\nAndet afsnit."


def test_plan_item_is_read_in_full():
    (template,) = programme(FULL).templates

    assert (template.name, template.laid_on) == ("Plan", date(2020, 2, 24))
    assert template.items[0] == PlanItemContent(
        key="start",
        kind=ActivityKind.WORKSHOP,
        number=1,
        title="Begyndelse",
        offset_days=0,
        days=1,
        window_from=None,
        window_to=None,
        start_time=time(9),
        end_time=time(15, 30),
        audience=Audience.LEADERS,
        levels=("top",),
        track=2,
        goals=(2, 1),
        objectives=(1,),
        marker=Marker.OPENING,
        preparation=("Læs.", "Spørg."),
        programme=("Velkommen.",),
        bring="En bog.",
        try_afterwards="Lyt.",
    )


def test_plan_items_may_be_undated_and_share_a_day():
    _, shadow, seminar, visit = programme(FULL).templates[0].items

    assert (shadow.offset_days, shadow.window_from, shadow.window_to) == (None, 3, 9)
    assert (shadow.audience, shadow.marker, shadow.levels) == (Audience.JOINT, Marker.NONE, ())
    assert (seminar.offset_days, seminar.days, seminar.start_time) == (10, 2, time(12))
    assert (visit.offset_days, visit.days, visit.number) == (10, 1, None)


def test_an_undated_item_needs_no_window():
    text = FULL.replace("window_from = 3\nwindow_to = 9\n", "")

    shadow = programme(text).templates[0].items[1]

    assert (shadow.offset_days, shadow.window_from, shadow.window_to) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ('name = "  St', 'titel = "Nej"\nname = "  St', "titel", "unknown key"),
        ('text = "Frem."', 'text = "Frem."\nurl = "x"', "strategies[1].url", "unknown key"),
        ("days = 2", "lenght = 2", f"{SEMINAR}lenght", "unknown key"),
        ('slug = "stort-forloeb-2"\n', "", "slug", "missing key"),
        ('short_name = "Et"\n', "", "goal_sets[1].goals[2].short_name", "missing key"),
        ('kind = "seminar"\n', "", f"{SEMINAR}kind", "missing key"),
        ('"stort-forloeb-2"', '"Stort forløb"', "slug", "only a-z, 0-9 and hyphens are allowed"),
        ('core_task = "Eleverne."', "core_task = 7", "core_task", "expected a text"),
        ('core_task = "Eleverne."', 'core_task = " "', "core_task", "the text is empty"),
        (
            '"Eleverne."',
            '"Elev\\u0000erne."',
            "core_task",
            "the text holds control characters",
        ),
        ('["Læs.", "Spørg."]', '["Læs.", ""]', f"{FIRST}preparation", "the text is empty"),
        ('["Læs.", "Spørg."]', '"Læs."', f"{FIRST}preparation", "expected a list of texts"),
        ("goals = [1]", 'goals = ["1"]', f"{SEMINAR}goals", "expected a list of whole numbers"),
        ("= true", '= "ja"', "tracks[2].working_title", "expected true or false"),
        ("planned_months = 6", "planned_months = 0", "planned_months", "0 is below 1"),
        (
            "planned_months = 6",
            "planned_months = true",
            "planned_months",
            "expected a whole number",
        ),
        ("laid_on = 2020-02-24", 'laid_on = "24. februar"', "templates[1].laid_on", "a date such"),
        ("2020-02-24", "2020-02-24T09:00:00", "templates[1].laid_on", "a date such as 2020-02-24"),
        ("= 09:00:00", '= "9.00"', f"{FIRST}start_time", "expected a time such as 09:00:00"),
        ('levels = ["top", "first"]', 'levels = ["bund"]', "levels", "unknown level “bund”"),
        ('levels = ["top", "first"]', 'levels = ["top", "top"]', "levels", "top occurs twice"),
        ('target_level = "first"', 'target_level = "bund"', "target_level", "unknown level “bund”"),
        ('level = "top"', 'level = "bund"', "goal_sets[1].level", "unknown level “bund”"),
        (
            'level = "first"\n\n[[t',
            'level = "top"\n\n[[t',
            "goal_sets[2].level",
            "top occurs twice",
        ),
        ('"maal-first"', '"maal-top"', "goal_sets[2].key", "maal-top occurs twice"),
        ('levels = ["top"]', 'levels = ["bund"]', f"{FIRST}levels", "unknown level “bund”"),
        ("position = 2", "position = 3", "tracks", "number 2 is missing"),
        ("position = 2", "position = 1", "tracks[2].position", "1 occurs twice"),
        ("number = 2", "number = 3", "goal_sets[1].goals", "number 2 is missing"),
        ("number = 2", "number = 1", "goal_sets[1].goals[2].number", "1 occurs twice"),
        ("number = 2", "number = 0", "goal_sets[1].goals[1].number", "0 is below 1"),
        ("track = 2", "track = 3", f"{FIRST}track", "3 does not exist in this file"),
        ("goals = [2, 1]", "goals = [3]", f"{FIRST}goals", "3 does not exist in this file"),
        ("goals = [2, 1]", "goals = [1, 1]", f"{FIRST}goals", "1 occurs twice"),
        ("objectives = [1]", "objectives = [2]", f"{FIRST}objectives", "2 does not exist"),
        (
            'kind = "seminar"',
            'kind = "seminar"\naudience = "named"',
            f"{SEMINAR}audience",
            "“named” is not one of: joint, leaders, employees",
        ),
        ('kind = "seminar"', 'kind = "fest"', f"{SEMINAR}kind", "“fest” is not one of: workshop, "),
        ('"leaders"', '"alle"', f"{FIRST}audience", "“alle” is not one of: joint, leaders, empl"),
        ('"opening"', '"midt"', f"{FIRST}marker", "“midt” is not one of: opening, closing"),
        ('key = "seminar"', 'key = "start"', f"{SEMINAR}key", "start occurs twice"),
        ('key = "seminar"', 'key = "Å"', f"{SEMINAR}key", "only a-z, 0-9 and hyphens are allowed"),
        ('kind = "seminar"', 'kind = "workshop"', f"{SEMINAR}number", "workshop 1 occurs twice"),
        ("offset_days = 0", "offset_days = -1", f"{FIRST}offset_days", "-1 is below 0"),
        ("offset_days = 0", "offset_days = 0.5", f"{FIRST}offset_days", "expected a whole number"),
        (
            "offset_days = 0",
            "offset_days = 11",
            f"{SEMINAR}offset_days",
            "10 comes before the offset of the activity above, 11",
        ),
        ("days = 2", "days = 0", f"{SEMINAR}days", "0 is below 1"),
        (
            "window_to = 9",
            "window_to = 2",
            f"{SHADOW}window_to",
            "the window ends before it starts",
        ),
        ("window_to = 9\n", "", f"{SHADOW}window_to", "a window has both a first and a last day"),
        ("window_from = 3\n", "", f"{SHADOW}window_from", "a window has both a first and a last"),
        (
            "window_to = 9",
            "window_to = 9\noffset_days = 4",
            f"{SHADOW}offset_days",
            "an activity has either an offset or a window",
        ),
        ("end_time = 15:30:00\n", "", f"{FIRST}end_time", "both a start and an end time"),
        ("start_time = 09:00:00\n", "", f"{FIRST}start_time", "both a start and an end time"),
        ("= 15:30:00", "= 09:00:00", f"{FIRST}end_time", "the activity ends before it starts"),
        (
            '["Velkommen."]',
            '["Et.", "To."]',
            f"{FIRST}programme",
            "2 texts for 1 days: write one text a day, or none",
        ),
        ("[[strategies]]", "[strategies]", "strategies", "expected tables under [[strategies]]"),
    ],
)
def test_refused_with_key_and_reason(old, new, where, reason):
    assert old in FULL

    error = refusal(FULL.replace(old, new, 1))

    assert (error.file, error.where) == ("fil.toml", where)
    assert reason in error.reason
    assert str(error) == f"fil.toml: {where}: {error.reason}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("laid_on = 2020-02-24", "laid_on = 2021-04-31"),
        ("end_time = 15:30:00", "end_time = 25:30:00"),
        ('name = "Plan"', 'name = "Plan'),
        ('core_task = "Eleverne."', 'slug = "igen"'),
    ],
    ids=["impossible date", "impossible time", "open quote", "key given twice"],
)
def test_broken_toml_is_refused_with_its_line(old, new):
    error = refusal(FULL.replace(old, new))

    line = FULL[: FULL.index(old)].count("\n") + 1
    assert (error.code, error.where) == (Reason.NOT_TOML, f"line {line}")
    assert error.reason.startswith("not valid TOML: ")
    assert "(at" not in error.reason


def test_a_text_that_never_ends_is_refused_at_the_last_line():
    assert refusal("slug = 'a'\nname = '''\nuden slut\n\n").where == "line 3"


def test_a_file_saved_in_another_alphabet_is_refused_with_its_line():
    with pytest.raises(SeedError) as caught:
        read_programme("fil.toml", BARE.encode("latin-1"), LEVELS)

    assert (caught.value.code, caught.value.where) == (Reason.NOT_UTF8, "line 3")


def test_windows_line_ends_and_byte_order_mark_change_nothing():
    windows = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()

    assert read_programme("fil.toml", windows, LEVELS) == programme(FULL)


def test_goals_point_into_the_set_of_the_activitys_own_level():
    error = refusal(FULL.replace('levels = ["top"]', 'levels = ["first"]'))

    assert (error.where, error.code) == (f"{FIRST}goals", Reason.UNKNOWN_REFERENCE)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('code = "first"', 'code = "top"', "levels[2].code"),
        ('name = "leder"', 'name = "skolechef"', "job_titles[2].name"),
        ('default_level = "top"', 'default_level = "bund"', "job_titles[1].default_level"),
        ('name = "leder"', 'navn = "leder"', "job_titles[2].navn"),
    ],
)
def test_broken_foundation_is_refused(old, new, where):
    with pytest.raises(SeedError) as caught:
        read_foundation(FOUNDATION.replace(old, new).encode())

    assert (caught.value.file, caught.value.where) == ("foundation.toml", where)


def test_all_files_are_read_in_the_order_of_their_names():
    seeds = read_seeds(
        {
            "programme-b.toml": BARE.encode(),
            "programme-a.toml": FULL.encode(),
            "foundation.toml": FOUNDATION.encode(),
        }
    )

    assert [level.code for level in seeds.foundation.levels] == ["top", "first"]
    assert [p.slug for p in seeds.programmes] == ["stort-forloeb-2", "kort"]


def test_without_a_foundation_nothing_is_read():
    with pytest.raises(SeedError) as caught:
        read_seeds({"programme-a.toml": BARE.encode()})

    assert str(caught.value) == "foundation.toml: -: the file is missing"


def test_two_files_may_not_share_a_slug():
    files = {name: BARE.encode() for name in ("programme-a.toml", "programme-b.toml")}

    with pytest.raises(SeedError) as caught:
        read_seeds({**files, "foundation.toml": FOUNDATION.encode()})

    assert str(caught.value) == "programme-b.toml: slug: kort occurs twice"
