"""Goals in new words: old entries keep theirs, and lists find both."""

from __future__ import annotations

import pytest

from programme.activities import services as activities
from programme.activities.queries import goals_of
from programme.activities.services.choices import Choices
from programme.frameworks import services as frameworks
from programme.frameworks.models import CompetenceGoal
from programme.learning_logs import queries
from tests import factories as f
from tests.learning_logs.made import TemplateFactory

AID = frameworks.Aid("Hvad nu?", "data", "Se.")
NEW = frameworks.GoalDraft("Nyt navn", "Helt nye ord.", aid=AID)


@pytest.fixture
def reworded(world, here):
    """The third goal, that of the seminar, has got new words; an old entry has the old ones."""
    entry = world.entry(heading="Før", goals=[world.goals[2]])
    newer = frameworks.reword_goal(world.goals[2], NEW)
    world.cohort.programme.goal_sets = [newer]
    here.flush()
    return entry, newer.goals[2]


def test_the_entry_keeps_its_words_and_the_lists_find_it_under_the_new_ones(world, reworded):
    entry, goal = reworded
    world.entry(heading="Efter", goals=[goal])
    me = world.author.id
    assert [one.text for one in entry.goals] == [world.goals[2].text]
    for key in (goal.id, world.goals[2].id):
        assert {row.title for row in queries.of_goal(me, key)} == {"Før", "Efter"}
        found = queries.own_page(me, queries.Filter(goal_id=key))
        assert len(found.items) == 2
    [offered] = queries.goal_sets(me)
    entries, planned = queries.goal_counts(me, [one.id for one in offered.goals])
    assert (entries[goal.id], planned[goal.id]) == (2, 1)
    assert [one.id for one in queries.filter_options(me).goals] == [goal.id]


def test_an_entry_in_both_editions_counts_once(world, reworded):
    entry, goal = reworded
    entry.goals = [world.goals[2], goal]
    f.EntryFactory._meta.sqlalchemy_session.flush()
    entries, _planned = queries.goal_counts(world.author.id, [goal.id])
    assert entries[goal.id] == 1


def test_the_seminar_s_goal_is_suggested_in_the_words_that_hold(world, reworded):
    _entry, goal = reworded
    assert goal.id in queries.suggested_goal_ids(world.author.id, world.activity.id)
    lines = queries.activities_for_goal(world.author.id, goal.id)
    assert [line.id for line in lines] == [world.activity.id]


def test_the_old_page_leads_to_the_new_one(world, reworded):
    _entry, goal = reworded
    me = world.author.id
    old = queries.find_goal(me, world.goals[2].id)
    assert old.goal.text == world.goals[2].text
    assert queries.newer_wording(me, world.goals[2].id) == goal.id
    assert queries.newer_wording(me, goal.id) is None
    now = queries.find_goal(me, goal.id)
    assert (now.question, now.tool, now.tool_text) == ("Hvad nu?", "data", "Se.")
    assert queries.find_goal(world.stranger.id, world.goals[2].id) is None
    assert queries.find_own_goal(world.coordinator.id, goal.id) is None
    assert queries.find_own_goal(world.coordinator.id, goal.id, known=True) is not None


def test_the_plan_shows_the_seminar_under_the_new_words(world, reworded):
    assert reworded
    rows = {row.number: row for row in goals_of(world.cohort)}
    assert rows[3].short_name == "Nyt navn"
    assert rows[3].activity_ids == {world.activity.id}


def test_an_activity_can_be_saved_with_the_goal_it_had(world, reworded):
    _entry, goal = reworded
    choices = Choices.of(world.cohort, world.activity)
    details = activities.details_of(world.activity)
    choices.tie(world.activity, details)
    assert world.activity.goals == [goal]
    foreign = f.GoalFactory().id
    assert choices.goals_now(frozenset({foreign})) == {foreign}


def test_pages_say_which_words_these_are(world, sign_in, session):
    world.entry(heading="Før", goals=[world.goals[2]])
    old = world.goals[2].goal_set
    newer = f.GoalSetFactory(key=old.key, edition=2, level=old.level)
    goal = f.GoalFactory(goal_set=newer, number=3, short_name="Nyt navn", text="Helt nye ord.")
    world.cohort.programme.goal_sets = [newer]
    session.flush()
    browser = sign_in(world.author)
    before = browser.get(f"/maal/{world.goals[2].id}").text
    assert "Det er den tidligere ordlyd." in before
    assert f'href="/maal/{goal.id}"' in before
    now = browser.get(f"/maal/{goal.id}").text
    assert "Helt nye ord." in now
    assert "Før" in now
    assert "tidligere ordlyd" not in now


def test_the_question_and_the_tool_of_a_goal_stand_on_its_page(world, sign_in, session):
    goal = session.get(CompetenceGoal, world.goals[0].id)
    note = TemplateFactory(key="potentialer-og-barrierer")
    aid = frameworks.Aid("Hvad hjælper?", note.key, "Et notat.")
    frameworks.set_aid(goal, aid)
    session.flush()
    page = sign_in(world.author).get(f"/maal/{goal.id}").text
    assert "Hvad hjælper?" in page
    assert "Et notat." in page
    assert f"skabelon=potentialer-og-barrierer&amp;maal={goal.id}" in page
    overseen = sign_in(world.coordinator).get(f"/maal/{goal.id}").text
    assert "Hvad hjælper?" in overseen
    assert "skabelon=" not in overseen
    assert "Mit ståsted" not in overseen


@pytest.mark.parametrize(
    ("tool", "address"),
    [
        ("data", "/log/ny?maal={}"),
        ("feedback", "/feedback/ny"),
        ("rollenotat", "/log/min-rolle"),
        ("smart", "/log/ny?skabelon=smart&amp;maal={}"),
    ],
)
def test_the_tool_of_a_goal_opens(world, sign_in, session, tool, address):
    TemplateFactory(key="smart")
    goal = session.get(CompetenceGoal, world.goals[0].id)
    frameworks.set_aid(goal, frameworks.Aid("Hvad hjælper?", tool, "Sæt et mål."))
    session.flush()
    page = sign_in(world.author).get(f"/maal/{goal.id}").text
    assert f'href="{address.format(goal.id)}"' in page


def test_a_tool_that_nothing_opens_is_its_words(world, sign_in, session):
    goal = session.get(CompetenceGoal, world.goals[0].id)
    frameworks.set_aid(goal, frameworks.Aid("Hvad hjælper?", "noget-andet", "Tal sammen."))
    session.flush()
    page = sign_in(world.author).get(f"/maal/{goal.id}").text
    assert "Tal sammen." in page
    assert "skabelon=" not in page
