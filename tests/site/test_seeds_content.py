"""What the shipped seed files say: the facts of the five source programmes, in plain words."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from programme.learning_logs import template_seeds
from programme.programmes.content import ActivityKind, Audience, Marker
from programme.programmes.seedfile import FOUNDATION_FILE, PROGRAMME_FILES, read_seeds

SEEDS = Path(__file__).parents[2] / "seeds"
AVOIDED = re.compile(r"\b(?:score|rang|point|karakter|kontrol|mangl)\w*", re.IGNORECASE)
SEMINARS = [
    "Udvikling af PLF",
    "Implementering af PLF",
    "Ledelse af ledelsesteams",
    "Ledelse af PLF",
    "Brug af data i udviklingen af kvalitet",
]
SOURCE_DATES = [
    "2020-02-24",
    "2020-08-20",
    "2020-09-18",
    "2020-12-03",
    "2021-01-15",
    "2021-03-11",
    "2021-06-04",
    "2021-10-14",
    "2021-12-03",
    "2022-03-10",
    "2022-04-15",
    "2022-06-09",
]


def files():
    return [SEEDS / FOUNDATION_FILE, *sorted(SEEDS.glob(PROGRAMME_FILES))]


@pytest.fixture(scope="module")
def seeds():
    """Everything shipped."""
    return read_seeds({path.name: path.read_bytes() for path in files()})


@pytest.fixture(scope="module")
def programmes(seeds):
    """The shipped programmes by slug."""
    return {programme.slug: programme for programme in seeds.programmes}


@pytest.fixture(scope="module")
def plf(programmes):
    """Ledere af ledere 2.0."""
    return programmes["ledere-af-ledere-2-0"]


@pytest.fixture(scope="module")
def half_year(programmes):
    """Fremtidens Lederuddannelse."""
    return programmes["fremtidens-lederuddannelse"]


@pytest.fixture(scope="module")
def joint(programmes):
    """The joint course of leaders and appointed employees."""
    return programmes["faelles-kompetenceudvikling"]


def test_two_levels_and_eight_job_titles(seeds):
    levels = {level.code: level.name for level in seeds.foundation.levels}
    titles = {title.name: title.default_level for title in seeds.foundation.job_titles}

    assert levels == {
        "leader_of_leaders": "Leder af ledere",
        "leader_of_employees": "Leder af medarbejdere",
    }
    assert titles == {
        "skolechef": "leader_of_leaders",
        "kommunal konsulent": None,
        "skoledistriktsleder": "leader_of_leaders",
        "skoleleder": "leader_of_leaders",
        "afdelingsleder": "leader_of_employees",
        "klyngeleder": "leader_of_leaders",
        "pædagogisk leder": "leader_of_employees",
        "leder": None,
    }


def test_five_programmes_each_with_purpose_and_source_note(programmes):
    assert {slug: p.name for slug, p in programmes.items()} == {
        "ledere-af-ledere-2-0": "Ledere af ledere 2.0",
        "fremtidens-lederuddannelse": "Fremtidens Lederuddannelse",
        "faelles-kompetenceudvikling": "Fælles kompetenceudvikling for ledere og medarbejdere",
        "laeringskultur-i-ledelsesteamet": "Læringskultur i ledelsesteamet",
        "forsoegsspor": "Forsøgsspor",
    }
    assert all(
        len(p.purpose) > 100 and "kilden" in p.source_note.lower() for p in programmes.values()
    )


def test_nine_goals_for_leaders_of_leaders_and_none_for_the_other_level(plf):
    ours, empty = plf.goal_sets

    assert (ours.level, empty.level) == ("leader_of_leaders", "leader_of_employees")
    assert [goal.short_name for goal in ours.goals] == [
        "Fælles visioner og normer",
        "Potentialer og barrierer",
        "Roller og opgaver",
        "Rammer for de professionelles læring",
        "Forankring af PLF",
        "Udvikling af ledelsesteamet",
        "Retning og forventninger til team",
        "Mellemledere klædt på",
        "Data i fællesskab",
    ]
    assert ours.aim
    assert (empty.goals, empty.aim) == ((), "")


def test_thirteen_activities_of_which_twelve_fall_on_the_dates_of_the_source(plf):
    (template,) = plf.templates
    dated = [item for item in template.items if item.offset_days is not None]
    laid = [template.laid_on + timedelta(days=item.offset_days) for item in dated]

    assert len(template.items) == 13
    assert [day.isoformat() for day in laid] == SOURCE_DATES
    assert sum(item.days for item in dated) == 16
    assert dated[-1].offset_days == 836
    assert [item.number for item in dated if item.days == 2] == [1, 3, 4, 5]
    assert not any(item.start_time for item in template.items)


def test_plf_series_are_numbered_and_framed_by_two_workshops(plf):
    items = plf.templates[0].items
    series = {
        kind: [(item.number, item.title) for item in items if item.kind is kind]
        for kind in ActivityKind
    }

    assert series[ActivityKind.SEMINAR] == list(enumerate(SEMINARS, start=1))
    assert series[ActivityKind.NETWORK_MEETING] == [(number, "") for number in range(1, 6)]
    assert series[ActivityKind.WORKSHOP] == [(1, "Kick Off"), (2, "Afslutning")]
    assert (items[0].marker, items[-1].marker) == (Marker.OPENING, Marker.CLOSING)
    assert {item.marker for item in items[1:-1]} == {Marker.NONE}


def test_shadowing_may_lie_from_5_june_to_13_october_2021(plf):
    template = plf.templates[0]
    (shadowing,) = [item for item in template.items if item.offset_days is None]

    assert (shadowing.kind, shadowing.key) == (ActivityKind.SHADOWING, "skyggepraktik")
    assert template.laid_on + timedelta(days=shadowing.window_from) == date(2021, 6, 5)
    assert template.laid_on + timedelta(days=shadowing.window_to) == date(2021, 10, 13)


def test_every_goal_is_in_focus_somewhere(plf, half_year):
    for programme in (plf, half_year):
        in_focus = {goal for item in programme.templates[0].items for goal in item.goals}

        assert in_focus == {goal.number for goal in programme.goal_sets[0].goals}


def test_half_a_year_with_four_tracks_under_working_titles(half_year):
    assert (half_year.planned_months, half_year.target_level) == (6, "leader_of_employees")
    assert [(track.name, track.working_title) for track in half_year.tracks] == [
        ("Det personlige lederskab", True),
        ("Afprøvning i egen praksis", True),
        ("Refleksion og ny viden", True),
        ("Sammenhæng op, ned og på tværs", True),
    ]


def test_six_derived_goals_for_leaders_of_employees(half_year):
    (goal_set,) = half_year.goal_sets

    assert goal_set.level == "leader_of_employees"
    assert [goal.short_name for goal in goal_set.goals] == [
        "Samskabelse med borgere",
        "Gevinster på tværs",
        "Digitalisering",
        "Udvikling af medarbejdere og team",
        "Konflikthåndtering",
        "Fra intention til faglige mål",
    ]


def test_six_sessions_four_weeks_apart_on_all_four_tracks(half_year):
    items = half_year.templates[0].items

    assert [(item.number, item.offset_days) for item in items] == [
        (1, 0),
        (2, 28),
        (3, 56),
        (4, 84),
        (5, 112),
        (6, 140),
    ]
    assert {item.kind for item in items} == {ActivityKind.COURSE_SESSION}
    assert {f"{item.start_time:%H.%M}–{item.end_time:%H.%M}" for item in items} == {"09.00–15.30"}
    assert {item.track for item in items} == {1, 2, 3, 4}


def test_joint_course_serves_its_three_objectives_in_four_activities(joint):
    items = joint.templates[0].items

    assert [objective.number for objective in joint.objectives] == [1, 2, 3]
    assert [item.audience for item in items] == [
        Audience.JOINT,
        Audience.JOINT,
        Audience.LEADERS,
        Audience.EMPLOYEES,
    ]
    assert {number for item in items for number in item.objectives} == {1, 2, 3}
    assert joint.goal_sets == ()


def test_every_planned_activity_has_something_to_do_before_and_after(programmes):
    items = [i for p in programmes.values() for t in p.templates for i in t.items]

    assert len(items) == 23
    for item in items:
        assert item.preparation
        assert item.programme
        assert 0 < len(item.try_afterwards) <= 90, item.try_afterwards


@pytest.mark.parametrize(
    ("slug", "gap"),
    [
        ("ledere-af-ledere-2-0", "langfredag"),
        ("ledere-af-ledere-2-0", "For ledere af medarbejdere"),
        ("ledere-af-ledere-2-0", "Skyggepraktik har ingen dato"),
        ("fremtidens-lederuddannelse", "arbejdstitler"),
        ("fremtidens-lederuddannelse", "seks mål er udledt"),
        ("fremtidens-lederuddannelse", "vores eksempel"),
        ("faelles-kompetenceudvikling", "vores eksempel"),
        ("faelles-kompetenceudvikling", "én til én"),
        ("laeringskultur-i-ledelsesteamet", "XYZ+Q"),
        ("forsoegsspor", "lang sigt"),
    ],
)
def test_gaps_and_readings_are_told_in_the_source_note(programmes, slug, gap):
    assert gap in programmes[slug].source_note


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_no_text_uses_an_avoided_word(path):
    assert AVOIDED.findall(str(tomllib.loads(path.read_text("utf-8")))) == []


def test_each_of_the_nine_goals_has_a_tool_that_opens(plf):
    pages = {"data", "feedback", "rollenotat"}  # learning_logs/views/goals.py
    templates = {row.key for row in template_seeds.read((SEEDS / template_seeds.FILE).read_bytes())}
    (nine,) = (goals for goals in plf.goal_sets if goals.goals)
    assert [goal.number for goal in nine.goals if goal.question] == list(range(1, 10))
    assert {goal.tool for goal in nine.goals} <= pages | templates
    assert len({goal.tool for goal in nine.goals}) == 9
