"""What the cards of programmes count."""

from __future__ import annotations

import pytest

from programme.people.models import Person
from programme.programmes import queries as queries_module
from programme.programmes.content import ActivityKind
from programme.programmes.models import PlanItem, PlanTemplate
from tests import factories as make


@pytest.fixture
def administrator(session):
    """Who sees all programmes."""
    person = make.PersonFactory(is_administrator=True)
    session.flush()
    return person


def test_a_card_counts_activities_goals_and_levels(administrator, session, in_app):
    top = make.LevelFactory(name="Leder af ledere")
    first = make.LevelFactory(code="first", name="Leder af medarbejdere", position=2)
    programme = make.ProgrammeFactory(name="Stort")
    make.ProgrammeFactory(name="Tomt")
    programme.levels = [first, top]
    goals = make.GoalSetFactory(level=top)
    for number in (1, 2, 3):
        make.GoalFactory(goal_set=goals, number=number)
    programme.goal_sets = [goals]
    programme.templates = [
        PlanTemplate(
            name="Plan",
            items=[PlanItem(position=n, key=f"k{n}", kind=ActivityKind.SEMINAR) for n in (1, 2)],
        )
    ]
    session.flush()
    key = administrator.id
    with in_app() as own:
        big, empty = queries_module.visible_to(own.get(Person, key))
    assert (big.activities, big.goals) == (2, 3)
    assert big.levels == ("Leder af ledere", "Leder af medarbejdere")
    assert (empty.activities, empty.goals, empty.levels) == (0, 0, ())


@pytest.mark.parametrize("number", [1, 3])
def test_a_programmes_page_is_read_in_a_fixed_number_of_questions(session, in_app, queries, number):
    programme = make.ProgrammeFactory(slug="fuld")
    for position in range(1, number + 1):
        level = make.LevelFactory(code=f"level-{position}", position=position)
        programme.levels.append(level)
        goal = make.GoalFactory(goal_set=make.GoalSetFactory(level=level))
        programme.goal_sets.append(goal.goal_set)
        make.TrackFactory(programme=programme, position=position)
        item = PlanItem(position=1, key="a", kind=ActivityKind.SEMINAR, goals=[goal])
        programme.templates.append(PlanTemplate(name=f"Plan {position}", items=[item]))
    session.flush()
    with in_app(), queries() as asked:
        queries_module.find_programme("fuld")
    assert len(asked) == 11
