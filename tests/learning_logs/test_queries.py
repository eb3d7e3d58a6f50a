"""Lists, goals, counts and what the home pages ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from programme.cohorts.models import CohortState, Enrolment, Role
from programme.learning_logs import queries
from programme.learning_logs.models import EntryState, ShareWith
from programme.learning_logs.queries.glances import at_hand
from programme.programmes.content import ActivityKind, Audience
from tests import factories as f

pytestmark = pytest.mark.usefixtures("here")
DRAFT = {"state": EntryState.DRAFT, "finished_at": None}


@pytest.fixture
def me(here, world):
    return world.author.id


def on(day, month=11):
    return date(2026, month, day)


def shown(page):
    return [item.entry.id for item in page.items]


# --- One's own log ---------------------------------------------------------------------------


def test_the_log_is_ones_own_newest_first_with_chains_as_one_item(world, me):
    first = world.entry(written_on=on(1), next_action="Videre.")
    alone = world.entry(written_on=on(5))
    last = world.entry(written_on=on(9), previous=first, next_action="Og videre.")
    f.EntryFactory(author=world.mate)
    page = queries.own_page(me, queries.Filter())
    assert shown(page) == [last.id, alone.id]
    assert [step.id for step in page.items[0].steps] == [first.id, last.id]
    assert page.items[0].waiting
    assert page.items[1].steps == ()
    assert not page.has_later


def test_a_row_says_what_a_list_needs(world, me):
    entry = world.entry(heading="Et møde", goals=world.goals[:2], **DRAFT)
    [item] = queries.own_page(me, queries.Filter()).items
    row = item.entry
    assert (row.id, row.title, row.author) == (entry.id, "Et møde", "Mette Madsen")
    assert row.excerpt == "Jeg stillede ét spørgsmål og ventede."
    assert [goal.number for goal in row.goals] == [1, 2]
    assert row.is_draft
    assert row.readers.count == 0


def test_a_row_counts_those_who_can_read_now(world, me):
    entry = world.entry()
    world.share(entry, ShareWith.NETWORK_GROUP)
    world.share(entry, ShareWith.COHORT)
    world.share(entry, ShareWith.LINE_MANAGER)
    [item] = queries.own_page(me, queries.Filter()).items
    assert item.entry.readers.count == 4  # the mate is reached twice, and is one person


def test_filters_choose_among_entries_and_show_their_whole_chain(world, me):
    task = f.TaskFactory(owner_id=me)
    first = world.entry(written_on=on(1), goals=[world.goals[0]])
    world.entry(written_on=on(9), previous=first)
    other = world.entry(written_on=on(5), activity=world.activity, task=task, **DRAFT)
    for wanted, entry in (
        (queries.Filter(goal_id=world.goals[0].id), first),
        (queries.Filter(drafts=True), other),
        (queries.Filter(activity_id=world.activity.id), other),
        (queries.Filter(task_id=task.id), other),
    ):
        assert wanted.is_set
        assert shown(queries.own_page(me, wanted)) == [entry.id]
    assert len(queries.own_page(me, queries.Filter(goal_id=world.goals[0].id)).items[0].steps) == 2
    assert shown(queries.own_page(me, queries.Filter(goal_id=world.goals[1].id))) == []


def test_thirty_to_a_page(world, me):
    for day in range(31):
        world.entry(written_on=on(1, 10) + timedelta(days=day))
    first, second = (queries.own_page(me, queries.Filter(), number) for number in (1, 2))
    assert (len(first.items), first.has_later) == (30, True)
    assert (len(second.items), second.has_later) == (1, False)


def test_what_is_shared_comes_thirty_to_a_page_without_chains(world, me):
    for day in range(31):
        entry = world.entry(written_on=on(1, 10) + timedelta(days=day))
        world.share(entry, ShareWith.COHORT)
    first, second = (queries.shared_page(world.mate.id, number) for number in (1, 2))
    assert (len(first.items), first.has_later) == (30, True)
    assert (len(second.items), second.has_later) == (1, False)
    assert all(item.steps == () for item in first.items)


def test_the_filters_offer_what_occurs_in_ones_own_entries(world, me):
    task, unused = f.TaskFactory(owner_id=me), f.TaskFactory(owner_id=me, title="Ubrugt")
    world.entry(goals=[world.goals[2]], activity=world.activity, task=task)
    f.EntryFactory(author=world.mate, goals=[world.goals[0]])
    options = queries.filter_options(me)
    assert [goal.number for goal in options.goals] == [3]
    assert [row.id for row in options.activities] == [world.activity.id]
    assert options.tasks == [(task.id, task.title)]
    assert unused.id not in dict(options.tasks)


def test_lists_about_one_thing_hold_own_entries_only(world, me):
    task = f.TaskFactory(owner_id=me)
    old = world.entry(written_on=on(1), task=task, activity=world.activity, goals=world.goals[:1])
    new = world.entry(written_on=on(2), task=task, activity=world.activity, goals=world.goals[:1])
    f.EntryFactory(author=world.mate, activity=world.activity, goals=world.goals[:1], task=task)
    assert [row.id for row in queries.of_task(me, task.id)] == [old.id, new.id]
    assert [row.id for row in queries.of_goal(me, world.goals[0].id)] == [new.id, old.id]
    assert [row.id for row in queries.about_activity(me, world.activity.id)] == [new.id, old.id]


def test_those_without_a_log_of_their_own_have_none(world):
    assert list(queries.own_page(world.stranger.id, queries.Filter()).items) == []
    assert queries.chain_of(world.stranger.id, 1) == []


def test_a_chain_is_seen_from_each_of_its_entries(world, me):
    first = world.entry(written_on=on(1))
    second = world.entry(written_on=on(2), previous=first)
    world.entry(written_on=on(3))
    for entry in (first, second):
        assert queries.chain_of(me, entry.id) == [first, second]
    assert queries.chain_of(world.mate.id, first.id) == []


# --- Goals -----------------------------------------------------------------------------------


def goal_set(world, code="leader_of_leaders", goals=1, **values):
    made = f.GoalSetFactory(level=f.LevelFactory(code=code), **values)
    for number in range(1, goals + 1):
        f.GoalFactory(goal_set=made, number=number, short_name=f"{made.key} {number}")
    world.cohort.programme.goal_sets.append(made)
    return made


def test_one_meets_the_goals_of_ones_own_level(here, world, me):
    goal_set(world, "leader_of_employees", key="andet-niveau")
    here.flush()
    [goals] = queries.goal_sets(me)
    assert [goal.number for goal in goals.goals] == [1, 2, 3]
    assert goals.aim == "Du holder liv i en kultur."


def test_a_leader_of_employees_never_meets_the_leaders_of_leaders_goals(here, world):
    level = f.LevelFactory(code="leader_of_employees")
    f.EnrolmentFactory(cohort=world.cohort, person=world.stranger, level=level)
    assert queries.goal_sets(world.stranger.id) == []
    added = goal_set(world, "leader_of_employees", goals=0)
    here.flush()
    [goals] = queries.goal_sets(world.stranger.id)
    assert (goals.id, goals.goals) == (added.id, [])
    f.GoalFactory(goal_set=added, number=1)  # goals added later work at once
    assert len(queries.goal_sets(world.stranger.id)[0].goals) == 1
    for goal in world.goals:
        assert queries.find_goal(world.stranger.id, goal.id) is None
    assert queries.chosen_goal_ids(world.stranger.id, [g.id for g in world.goals]) == frozenset()


@pytest.mark.parametrize("role", [Role.APPOINTED_EMPLOYEE, Role.FACILITATOR])
def test_goals_are_for_participants(world, role):
    level = f.LevelFactory()
    world.stranger.level_id = level.id
    f.EnrolmentFactory(cohort=world.cohort, person=world.stranger, role=role)
    assert queries.goal_sets(world.stranger.id) == []


def test_without_a_level_in_the_cohort_the_persons_own_counts(world):
    world.stranger.level_id = f.LevelFactory().id
    f.EnrolmentFactory(cohort=world.cohort, person=world.stranger)
    assert len(queries.goal_sets(world.stranger.id)) == 1


def test_the_newest_edition_that_holds_stands_for_the_set(here, world, me):
    key = world.goals[0].goal_set.key
    newer = goal_set(world, key=key, edition=2, valid_from=on(22), goals=2)
    goal_set(world, key=key, edition=3, valid_from=on(23))
    here.flush()
    [goals] = queries.goal_sets(me)
    assert (goals.id, len(goals.goals)) == (newer.id, 2)


def test_an_ended_place_or_a_draft_cohort_gives_no_goals(here, world, me):
    world.cohort.state = CohortState.DRAFT
    here.flush()
    assert queries.goal_sets(me) == []


def test_goals_of_the_nearest_activity_come_first(world, me):
    def plan(day, goal, **values):
        return f.ActivityFactory(cohort=world.cohort, starts_on=day, goals=[goal], **values)

    numbers = {goal.id: goal.number for goal in world.goals}

    def near(activity_id=None):
        return {numbers[key] for key in queries.suggested_goal_ids(me, activity_id)}

    plan(on(1), world.goals[0])
    assert near() == {3}  # the last one held, ten days ago
    chosen = plan(on(20, 12), world.goals[0])
    plan(on(1, 12), world.goals[1], cancelled_at=f.LONG_AGO)
    plan(on(2, 12), world.goals[1], audience=Audience.EMPLOYEES)
    assert near() == {1}  # the next one that is for the author
    plan(on(3, 12), world.goals[1])
    assert near() == {2}
    assert near(chosen.id) == {1}


def test_a_goal_can_be_seen_by_those_who_meet_oversee_or_have_used_it(here, world, me):
    key = world.goals[0].id
    found = queries.find_goal(me, key)
    goal, name = found.goal, found.set_name
    assert (goal.number, name) == (1, "Kompetencemål")
    for person in (world.coordinator, world.facilitator):
        assert queries.find_goal(person.id, key) is not None
    assert queries.find_goal(world.stranger.id, key) is None
    f.EntryFactory(author=world.stranger, goals=[world.goals[0]])
    assert queries.find_goal(world.stranger.id, key) is not None


def test_goals_count_own_entries_and_own_activities(world, me):
    world.entry(goals=[world.goals[0], world.goals[2]])
    f.EntryFactory(author=world.mate, goals=[world.goals[0]])
    f.ActivityFactory(cohort=world.cohort, goals=[world.goals[2]], published_at=None)
    entries, planned = queries.goal_counts(me, [goal.id for goal in world.goals])
    assert [entries[goal.id] for goal in world.goals] == [1, 0, 1]
    assert [planned[goal.id] for goal in world.goals] == [0, 0, 1]
    [row] = queries.activities_for_goal(me, world.goals[2].id)
    assert row.id == world.activity.id


# --- Choices ---------------------------------------------------------------------------------


def test_one_chooses_among_the_activities_of_ones_own_plan(world, me):
    later = f.ActivityFactory(cohort=world.cohort, starts_on=on(3, 12))
    undated = f.ActivityFactory(cohort=world.cohort, starts_on=None)
    hidden = f.ActivityFactory(cohort=world.cohort, published_at=None)
    foreign = f.ActivityFactory()
    rows = [row.id for row in queries.activity_choices(me)]
    assert rows == [later.id, world.activity.id, undated.id]
    assert foreign.id in [row.id for row in queries.activity_choices(me, keep=foreign.id)]
    assert queries.allowed_activity(me, later.id) == later
    for key in (hidden.id, foreign.id, None):
        assert queries.allowed_activity(me, key) is None


def test_tasks_are_ones_own(world, me):
    task = f.TaskFactory(owner_id=me)
    closed = f.TaskFactory(owner_id=me, title="Afsluttet", closed_at=f.LONG_AGO)
    foreign = f.TaskFactory(owner_id=world.mate.id)
    world.entry(task=task)
    assert [(row.id, row.entries) for row in queries.tasks(me)] == [(task.id, 1), (closed.id, 0)]
    assert queries.open_tasks(me) == [(task.id, task.title)]
    assert queries.open_tasks(me, keep=closed.id) == [
        (closed.id, "Afsluttet"),
        (task.id, task.title),
    ]
    assert queries.open_tasks(me, keep=foreign.id) == [(task.id, task.title)]
    assert queries.own_task_id(me, foreign.id) is None


# --- What the home pages ask -----------------------------------------------------------------


def test_the_newest_next_action_that_nobody_took_up_is_what_waits(world, me):
    assert queries.continue_with(me) is None
    draft = world.entry(written_on=on(20), **DRAFT)
    assert queries.continue_with(me).id == draft.id
    assert queries.continue_with(me).is_draft
    old = world.entry(written_on=on(1), next_action="Gammelt.")
    new = world.entry(written_on=on(9), next_action="Spørge først, svare sidst.")
    waiting = queries.continue_with(me)
    assert (waiting.id, waiting.next_action) == (new.id, "Spørge først, svare sidst.")
    assert not waiting.is_draft
    world.entry(written_on=on(21), previous=new, **DRAFT)
    assert queries.continue_with(me).id == old.id


def test_a_draft_that_takes_up_the_action_is_itself_what_waits(world, me):
    first = world.entry(written_on=on(9), next_action="Tie.")
    draft = world.entry(written_on=on(10), previous=first, **DRAFT)
    assert queries.continue_with(me).id == draft.id


def test_drafts_at_hand_are_ones_own_the_newest_first(world, me):
    old = world.entry(written_on=on(9), **DRAFT)
    new = world.entry(written_on=on(10), **DRAFT)
    world.entry()
    f.EntryFactory(author=world.mate, **DRAFT)
    found = at_hand(me, on(12))
    assert [row.id for row in found.drafts] == [new.id, old.id]
    assert found.waiting == found.drafts[0]


def test_the_newest_shared_come_by_when_they_were_shared(world):
    entries = [world.entry(next_action="Hemmelig i en linje.") for _ in range(4)]
    for entry in reversed(entries):
        world.share(entry, ShareWith.COHORT)
    world.share(entries[0], ShareWith.NETWORK_GROUP)
    rows = queries.newest_shared_with(world.mate.id)
    assert [row.id for row in rows] == [entries[0].id, entries[1].id, entries[2].id]
    assert {row.author for row in rows} == {"Mette Madsen"}
    assert {row.next_action for row in rows} == {""}
    assert queries.newest_shared_with(world.stranger.id) == []


def test_a_manager_learns_the_number_of_what_was_shared_and_nothing_else(world, me):
    for _ in range(2):
        world.share(world.entry(), ShareWith.LINE_MANAGER)
    world.entry()
    world.share(world.entry(), ShareWith.COHORT)
    f.PersonFactory(line_manager_id=world.manager.id)
    assert queries.shared_by_report(world.manager.id) == {me: 2}
    assert queries.shared_by_report(world.mate.id) == {}


# --- Counts for a cohort ---------------------------------------------------------------------


def writers(world, number, **values):
    for _ in range(number):
        person = f.EnrolmentFactory(cohort=world.cohort).person
        values = {"cohort": world.cohort, "written_on": on(13)} | values
        f.EntryFactory(author=person, **values)


def test_a_cohort_is_counted_from_five_writers_up(world):
    writers(world, 4)
    counts = queries.writer_counts(world.cohort.id)
    assert counts.writers is None
    world.entry(written_on=on(13))
    world.entry(written_on=on(14))
    counts = queries.writer_counts(world.cohort.id)
    assert (counts.writers, counts.learners) == (5, 7)
    assert counts.since == (ActivityKind.SEMINAR, 3)


def test_no_difference_tells_of_one_person(here, world):
    """Neither a place that ends nor one more who writes moves the number."""
    writers(world, 7)
    before = queries.writer_counts(world.cohort.id)
    assert (before.writers, before.learners) == (5, 10)
    for place in list(here.scalars(sa.select(Enrolment))):
        kept = place.ended_at
        place.ended_at = f.LONG_AGO
        here.flush()
        assert queries.writer_counts(world.cohort.id) == before
        place.ended_at = kept
    writers(world, 2)
    assert queries.writer_counts(world.cohort.id).writers == 5
    writers(world, 1)
    assert queries.writer_counts(world.cohort.id).writers == 10


def test_only_finished_entries_for_this_cohort_since_the_last_gathering_count(world):
    writers(world, 5)
    writers(world, 1, state=EntryState.DRAFT)
    writers(world, 1, written_on=on(11))
    writers(world, 1, cohort=None)
    f.EntryFactory(author=world.facilitator, cohort=world.cohort, written_on=on(13))
    assert queries.writer_counts(world.cohort.id).writers == 5


def test_before_the_first_gathering_all_entries_count(here, world):
    writers(world, 5, written_on=on(1))
    world.activity.cancelled_at = f.LONG_AGO
    f.ActivityFactory(cohort=world.cohort, starts_on=on(22))
    f.ActivityFactory(cohort=world.cohort, kind=ActivityKind.NETWORK_MEETING, starts_on=on(20))
    f.ActivityFactory(cohort=world.cohort, starts_on=on(19), published_at=None)
    counts = queries.writer_counts(world.cohort.id)
    assert (counts.writers, counts.since) == (5, None)
