"""What happens to programmes, and what their rules refuse."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from programme.core.errors import RuleBrokenError
from programme.frameworks.services import Aid, GoalDraft
from programme.people.models import LeadershipLevel, Person
from programme.programmes import services
from programme.programmes.content import ActivityKind
from programme.programmes.models import PlanItem, PlanTemplate, Programme, ProgrammeState
from programme.programmes.services import ProgrammeText, Seen, Words
from tests import factories as make


@pytest.fixture
def act(session, in_app):
    """`with act() as (programme, person, level):` an empty programme for leaders of leaders."""
    from contextlib import contextmanager

    level = make.LevelFactory()
    make.LevelFactory(code="other", position=2)
    programme = make.ProgrammeFactory(slug="kort", name="Kort forløb")
    programme.levels = [level]
    person = make.PersonFactory()
    session.flush()
    keys = programme.id, person.id, level.id

    @contextmanager
    def run():
        with in_app() as own:
            yield (
                own.get(Programme, keys[0]),
                own.get(Person, keys[1]),
                own.get(LeadershipLevel, keys[2]),
            )

    return run


def new(name, **changes):
    values = {
        "name": name,
        "organisation": "",
        "purpose": "",
        "core_task": "",
        "source_note": "",
        "planned_months": None,
        "target_level": None,
        "levels": [],
    }
    return ProgrammeText(**values | changes)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nærhed på tværs – øvelse 2", "naerhed-paa-tvaers-oevelse-2"),
        ("Kort!", "kort-2"),
        ("Nyt", "nyt-2"),
        ("漢字", "programme"),
        ("x" * 200, "x" * 60),
    ],
)
def test_the_address_is_made_of_the_name(act, session, name, slug):
    with act() as (_programme, person, _level):
        services.create_programme(new(name), by=person)
    if name == "Kort!":
        slug = (
            "kort-2" if session.scalar(select(Programme).where(Programme.slug == "kort-2")) else "?"
        )
    made = session.scalars(select(Programme).where(Programme.slug == slug)).one()
    assert made.state is ProgrammeState.DRAFT


def test_the_address_stays_when_the_name_changes(act):
    with act() as (programme, person, _level):
        services.edit_programme(programme, new("Langt forløb"), Seen(1, "/"), by=person)
        assert (programme.slug, programme.name) == ("kort", "Langt forløb")


def test_strategies_keep_their_order(act, session):
    with act() as (programme, person, _level):
        for name in ("A", "B", "C"):
            services.add_strategy(programme, Words(name, ""), by=person)
        services.remove_strategy(programme, programme.strategies[1], by=person)
        services.add_strategy(programme, Words("D", ""), by=person)
    programme = session.scalars(select(Programme)).one()
    assert [s.title for s in programme.strategies] == ["A", "C", "D"]


def test_a_working_title_is_one_until_it_is_renamed(act):
    with act() as (programme, person, _level):
        track = services.add_track(programme, Words("Eget spor", ""), by=person)
        track.working_title = True
        seen = Seen(programme.version, "/")
        services.edit_track(programme, track, Words("Eget spor", "Om det"), seen, by=person)
        assert track.working_title
        seen = Seen(programme.version, "/")
        services.edit_track(programme, track, Words("Mit navn", "Om det"), seen, by=person)
        assert not track.working_title


def test_every_edit_of_a_part_raises_the_version(act):
    with act() as (programme, person, level):
        before = programme.version
        services.add_track(programme, Words("A", ""), by=person)
        services.add_objective(programme, Words("B", ""), by=person)
        services.add_goal(programme, level, GoalDraft("C", "D"), by=person)
        assert programme.version == before + 3


def test_a_level_outside_the_programme_gets_no_goals(act):
    with act() as (programme, person, _level):
        other = make.LevelFactory.build(code="nowhere")
        with pytest.raises(RuleBrokenError) as error:
            services.add_goal(programme, other, GoalDraft("A", "B"), by=person)
        assert error.value.field == "level"


def test_the_target_is_one_of_the_levels(act):
    with act() as (_programme, person, level):
        with pytest.raises(RuleBrokenError):
            services.create_programme(new("X", target_level=level), by=person)
        made = services.create_programme(new("X", target_level=level, levels=[level]), by=person)
        assert made.target_level == level


def test_a_goal_hangs_under_an_objective_of_the_same_programme(act):
    with act() as (programme, person, level):
        objective = services.add_objective(programme, Words("Mål", ""), by=person)
        goal = services.add_goal(programme, level, GoalDraft("A", "B", objective.id), by=person)
        assert goal.parent_objective_id == objective.id
        seen = Seen(programme.version, "/")
        with pytest.raises(RuleBrokenError) as error:
            services.edit_goal(programme, goal, GoalDraft("A", "B", 999), seen, by=person)
        assert error.value.field == "objective"


def test_new_words_of_a_goal_are_a_new_edition_that_the_plan_follows(act, session):
    with act() as (programme, person, level):
        programme.state = ProgrammeState.PUBLISHED
        aid = Aid("Hvad hjælper?", "smart", "Et redskab.")
        old = services.add_goal(programme, level, GoalDraft("A", "Kan a.", aid=aid), by=person)
        other = services.add_goal(programme, level, GoalDraft("B", "Kan b."), by=person)
        template = PlanTemplate(name="Planen")
        programme.templates.append(template)
        template.items = [
            PlanItem(position=1, key="a", kind=ActivityKind.SEMINAR, goals=[old, other])
        ]
        seen = Seen(programme.version, "/")
        services.edit_goal(programme, old, GoalDraft("A", "Kan mere.", aid=aid), seen, by=person)
        [now] = programme.goal_sets
        assert now.edition == 2
        assert [goal.text for goal in now.goals] == ["Kan mere.", "Kan b."]
        assert now.goals[0].aid.question == "Hvad hjælper?"
        assert now.goals[1].aid is None
        assert (old.text, old.goal_set.edition) == ("Kan a.", 1)
        assert template.items[0].goals == now.goals


def test_what_stands_around_the_words_is_changed_in_place(act):
    with act() as (programme, person, level):
        programme.state = ProgrammeState.PUBLISHED
        goal = services.add_goal(programme, level, GoalDraft("A", "Kan a."), by=person)
        for aid in (Aid("Hvad?"), Aid("Hvad så?", "", "Et redskab."), Aid()):
            seen = Seen(programme.version, "/")
            services.edit_goal(programme, goal, GoalDraft("A", "Kan a.", aid=aid), seen, by=person)
            assert programme.goal_sets[0].edition == 1
            assert (goal.aid.question if goal.aid else "") == aid.question
        assert goal.aid is None


def test_a_draft_is_worded_in_place_because_nobody_has_met_it(act):
    with act() as (programme, person, level):
        programme.state = ProgrammeState.DRAFT
        goal = services.add_goal(programme, level, GoalDraft("A", "Kan a."), by=person)
        seen = Seen(programme.version, "/")
        services.edit_goal(programme, goal, GoalDraft("A", "Kan mere."), seen, by=person)
        assert (goal.text, programme.goal_sets[0].edition) == ("Kan mere.", 1)
