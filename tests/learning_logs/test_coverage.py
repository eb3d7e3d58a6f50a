"""Goals × entries of a cohort: from five authors up, in whole fives, and never whose."""

from __future__ import annotations

import pytest

from programme.frameworks import services as frameworks
from programme.learning_logs import queries
from programme.learning_logs.models import EntryState
from tests import factories as f


def written(world, goal, number, **values):
    """Entries by as many authors who all take part."""
    people = [f.PersonFactory() for _ in range(number)]
    for person in people:
        f.EnrolmentFactory(cohort=world.cohort, person=person)
        f.EntryFactory(author=person, **{"cohort": world.cohort, "goals": [goal]} | values)
    return people


def told(world):
    [(_name, rows)] = queries.coverage(world.cohort)
    return [row.entries for row in rows]


@pytest.mark.usefixtures("here")
class TestCounts:
    def test_below_five_authors_nothing_is_told_however_much_they_write(self, world):
        people = written(world, world.goals[0], 4)
        for _ in range(10):
            f.EntryFactory(author=people[0], cohort=world.cohort, goals=[world.goals[0]])
        assert told(world) == [None, None, None]
        written(world, world.goals[0], 1)
        assert told(world) == [15, None, None]

    def test_one_entry_more_or_one_person_less_does_not_show(self, world):
        people = written(world, world.goals[0], 6)
        before = told(world)
        f.EntryFactory(author=people[0], cohort=world.cohort, goals=[world.goals[0]])
        assert told(world) == before == [5, None, None]
        for place in world.cohort.enrolments:
            if place.person_id == people[1].id:
                place.ended_at = f.LONG_AGO
        assert told(world) == before

    def test_drafts_and_entries_for_another_cohort_do_not_count(self, world):
        written(world, world.goals[0], 4)
        written(world, world.goals[0], 1, state=EntryState.DRAFT)
        written(world, world.goals[0], 1, cohort=None)
        assert told(world)[0] is None

    def test_editions_count_together_and_an_entry_once(self, world, here):
        people = written(world, world.goals[0], 3)
        newer = frameworks.reword_goal(world.goals[0], frameworks.GoalDraft("Nyt", "Nye ord."))
        world.cohort.programme.goal_sets = [newer]
        here.flush()
        written(world, newer.goals[0], 2)
        both = [world.goals[0], newer.goals[0]]
        f.EntryFactory(author=people[0], cohort=world.cohort, goals=both)
        assert told(world) == [5, None, None]

    def test_activities_are_counted_beside(self, world):
        [(name, rows)] = queries.coverage(world.cohort)
        assert name == world.goals[0].goal_set.name
        assert [(row.number, row.activities) for row in rows] == [(1, 0), (2, 0), (3, 1)]


def test_the_page_shows_numbers_and_no_names(world, sign_in, session):
    people = written(world, world.goals[0], 5, action="kanariefugl")
    session.flush()
    for person in (world.coordinator, world.facilitator):
        page = sign_in(person).get(f"/hold/{world.cohort.id}/maal").text
        assert "mindst 5" in page
        assert "vises fra fem personer" in page
        assert not any(one.name in page for one in people)
        assert "kanariefugl" not in page
    assert sign_in(world.author).get(f"/hold/{world.cohort.id}/maal").status_code == 403
    assert sign_in(world.stranger).get(f"/hold/{world.cohort.id}/maal").status_code == 404


def test_a_programme_without_goals_says_so(world, sign_in, session):
    world.cohort.programme.goal_sets = []
    session.flush()
    page = sign_in(world.coordinator).get(f"/hold/{world.cohort.id}/maal").text
    assert "Ingen kompetencemål er lagt ind endnu." in page


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_no_more_for_three(world, session, sign_in, queries, number):
    written(world, world.goals[0], number)
    session.flush()
    browser = sign_in(world.coordinator)
    browser.get(f"/hold/{world.cohort.id}/maal")
    with queries() as asked:
        browser.get(f"/hold/{world.cohort.id}/maal")
    assert len(asked) == QUERIES, asked


QUERIES = 8
