"""Goal sets: editions that stay, goals that are added and worded better."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from programme.core.errors import RuleBrokenError
from programme.frameworks import services
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.frameworks.services import GoalDraft, GoalSetDraft
from programme.people.models import LeadershipLevel
from tests import factories as make


def draft(session, *names, **changes):
    values = {
        "key": "plf",
        "name": "Ledere af ledere 2.0",
        "level": session.scalars(select(LeadershipLevel)).one(),
        "goals": [GoalDraft(name, f"Kan {name}.") for name in names],
    }
    return GoalSetDraft(**values | changes)


@pytest.fixture
def _level(session):
    make.LevelFactory()
    session.flush()


@pytest.mark.usefixtures("_level")
class TestEditions:
    def test_goals_are_numbered_in_their_order(self, session, in_app):
        with in_app() as own:
            services.add_edition(draft(own, "a", "b", aim="Sigtet", valid_from=date(2027, 1, 1)))
        (goal_set,) = session.scalars(select(GoalSet))
        assert [(g.number, g.short_name) for g in goal_set.goals] == [(1, "a"), (2, "b")]
        assert (goal_set.edition, goal_set.aim) == (1, "Sigtet")

    def test_a_new_edition_leaves_the_old_words_standing(self, session, in_app):
        with in_app() as own:
            services.add_edition(draft(own, "a", "b"))
            services.add_edition(draft(own, "c"))
            services.add_edition(draft(own, key="andet"))
        sets = session.scalars(select(GoalSet).order_by(GoalSet.id)).all()
        assert [(s.key, s.edition, len(s.goals)) for s in sets] == [
            ("plf", 1, 2),
            ("plf", 2, 1),
            ("andet", 1, 0),
        ]

    def test_an_empty_set_takes_goals_that_work_at_once(self, in_app):
        with in_app() as own:
            goal_set = services.add_edition(draft(own))
            first = services.add_goal(goal_set, GoalDraft("a", "Kan a."))
            second = services.add_goal(goal_set, GoalDraft("b", "Kan b."))
            assert (first.number, second.number) == (1, 2)
            assert first.id

    def test_a_goal_and_the_aim_are_worded_better(self, session, in_app):
        with in_app() as own:
            goal_set = services.add_edition(draft(own, "a"))
            services.edit_goal(goal_set.goals[0], GoalDraft("b", "Kan b."))
            services.edit_aim(goal_set, "Nyt sigte")
        (goal,) = session.scalars(select(CompetenceGoal))
        assert (goal.short_name, goal.text, goal.goal_set.aim) == ("b", "Kan b.", "Nyt sigte")


@pytest.mark.usefixtures("_level")
class TestRemoving:
    def test_the_last_goal_goes(self, in_app):
        with in_app() as own:
            goal_set = services.add_edition(draft(own, "a", "b"))
            services.remove_last_goal(goal_set)
            assert [goal.short_name for goal in goal_set.goals] == ["a"]

    def test_a_goal_that_an_entry_points_to_stays(self, session, in_app):
        goal = make.GoalFactory(number=1)
        make.EntryFactory().goals = [goal]
        session.flush()
        key = goal.goal_set_id
        with in_app() as own:
            goal_set = own.get(GoalSet, key)
            with pytest.raises(RuleBrokenError):
                services.remove_last_goal(goal_set)
        assert session.scalars(select(CompetenceGoal)).one()

    def test_nothing_is_taken_from_an_empty_set(self, in_app):
        with in_app() as own:
            goal_set = services.add_edition(draft(own))
            with pytest.raises(RuleBrokenError):
                services.remove_last_goal(goal_set)
