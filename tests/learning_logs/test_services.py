"""Writing: begun once, saved as typed, finished with a goal, deleted for good."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from programme.audit.models import AuditRow
from programme.cohorts.models import CohortState, Enrolment, Role
from programme.core.errors import ConflictError, RuleBrokenError
from programme.learning_logs import queries, services
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, PracticeTask, ShareWith
from programme.learning_logs.services import EntryContent, Seen
from tests import factories as f


@pytest.fixture
def author(here, world):
    return world.author


def begin(author, key="side", number=0, previous_id=None, **content):
    seen = Seen(None, "fane" if number else "", number)
    return services.start(author, key, EntryContent(**content), seen, previous_id=previous_id)


def count(session, model=LogEntry):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


# --- Beginning -------------------------------------------------------------------------------


def test_a_new_entry_is_a_private_draft_of_today_in_the_running_cohort(author, world):
    entry = begin(author, action="Jeg spurgte først.")
    assert entry.state is EntryState.DRAFT
    assert entry.written_on == date(2026, 11, 22)
    assert entry.cohort_id == world.cohort.id
    assert entry.action == "Jeg spurgte først."
    assert entry.shares == []


def test_the_same_page_sent_twice_makes_one_entry(here, author):
    first = begin(author, action="Jeg tav.")
    again = begin(author, action="Jeg tav.")
    assert again is first
    assert first.version == 1  # written once, with what it says
    assert count(here) == 1


def test_two_authors_may_have_the_same_key(here, author, world):
    begin(author, action="min")
    other = begin(world.mate, action="hans")
    assert other.action == "hans"
    assert count(here) == 2


def test_the_same_key_twice_ends_in_one_entry(here, author):
    """The second one's insert is refused, and what it says goes to the first."""
    first = begin(author, action="Jeg tav.")
    assert begin(author, action="Jeg tav.") is first
    assert count(here) == 1


def test_another_fault_of_the_database_is_not_hidden(author, monkeypatch):
    begin(author, action="Jeg tav.")
    monkeypatch.setattr(queries, "find_own_entry_by_key", lambda *_: None)
    with pytest.raises(IntegrityError):
        begin(author, action="Jeg tav.")


def test_an_entry_takes_up_the_next_action_of_an_own_entry_only(here, author, world):
    own, foreign = world.entry(next_action="Tie."), f.EntryFactory()
    here.expire_all()
    assert begin(author, "a", previous_id=own.id).previous_id == own.id
    assert begin(author, "b", previous_id=foreign.id).previous_id is None


def test_without_a_running_cohort_one_can_still_write(here, author, world):
    here.execute(sa.update(Enrolment).values(ended_at=f.LONG_AGO))
    assert begin(author, action="Jeg fortsætter.").cohort_id is None


def test_the_cohort_that_still_runs_is_the_one_written_for(here, author, world):
    closed = f.CohortFactory(state=CohortState.CLOSED, starts_on=date(2026, 10, 1))
    draft = f.CohortFactory(state=CohortState.DRAFT, starts_on=date(2026, 10, 2))
    for cohort in (closed, draft):
        f.EnrolmentFactory(cohort=cohort, person=world.author)
    assert queries.cohort_to_write_for(author.id) == world.cohort.id


def test_the_first_words_from_the_welcome_page_are_a_draft(here, author):
    entry = services.quick_start(author, " Jeg prøver at spørge\x00 først. ")
    assert (entry.state, entry.action) == (EntryState.DRAFT, "Jeg prøver at spørge først.")
    services.save(entry, EntryContent(action="Rettet siden."), Seen(entry.version))
    assert services.quick_start(author, "Jeg prøver at spørge først.") is entry
    assert entry.action == "Rettet siden."
    assert services.quick_start(author, "Noget andet.") is not entry


def test_the_welcome_page_wants_some_words(author):
    with pytest.raises(RuleBrokenError) as broken:
        services.quick_start(author, " \x00 ")
    assert broken.value.field == "action"


# --- Saving ----------------------------------------------------------------------------------


def test_a_save_keeps_everything(here, author, world):
    task = f.TaskFactory(owner_id=author.id)
    entry = begin(author)
    content = EntryContent(
        heading=" Et\nmøde ",
        action="a\r\nb",
        reflection="r\x0b",
        new_knowledge="n",
        next_action="x 🙂",
        goal_ids=frozenset({world.goals[0].id, world.goals[2].id}),
        activity_id=world.activity.id,
        task_id=task.id,
        written_on=date(2026, 11, 20),
    )
    services.save(entry, content, Seen(entry.version))
    here.expire_all()
    assert (entry.heading, entry.action, entry.reflection) == ("Et møde", "a\nb", "r")
    assert (entry.new_knowledge, entry.next_action) == ("n", "x 🙂")
    assert [goal.number for goal in entry.goals] == [1, 3]
    assert (entry.activity_id, entry.task_id) == (world.activity.id, task.id)
    assert entry.written_on == date(2026, 11, 20)


def test_what_is_taken_away_is_gone(here, author, world):
    entry = begin(author, goal_ids=frozenset({world.goals[0].id}), activity_id=world.activity.id)
    services.save(entry, EntryContent(goal_ids=frozenset({world.goals[1].id})), Seen(entry.version))
    assert [goal.number for goal in entry.goals] == [2]
    assert entry.activity_id is None
    assert entry.cohort_id == world.cohort.id
    services.save(entry, EntryContent(no_goal=True), Seen(entry.version))
    assert (entry.goals, entry.no_goal) == ([], True)


def test_a_goal_outweighs_no_goal(author, world):
    entry = begin(author, goal_ids=frozenset({world.goals[0].id}), no_goal=True)
    assert not entry.no_goal


def test_what_the_author_may_not_choose_is_left_out(here, author, world):
    other_level = f.LevelFactory(code="leader_of_employees")
    foreign_goal = f.GoalFactory(goal_set=f.GoalSetFactory(level=other_level))
    foreign_task = f.TaskFactory(owner_id=world.mate.id)
    foreign_activity = f.ActivityFactory()
    entry = begin(
        author,
        goal_ids=frozenset({foreign_goal.id, 999_999}),
        task_id=foreign_task.id,
        activity_id=foreign_activity.id,
    )
    assert (entry.goals, entry.task_id, entry.activity_id) == ([], None, None)


def test_goals_stay_when_the_author_changes_level(here, author, world):
    entry = begin(author, action="a", goal_ids=frozenset({world.goals[0].id}))
    here.execute(sa.update(Enrolment).values(ended_at=f.LONG_AGO))
    content = EntryContent(action="b", goal_ids=frozenset({world.goals[0].id, world.goals[1].id}))
    services.save(entry, content, Seen(entry.version))
    assert [goal.number for goal in entry.goals] == [1]


@pytest.mark.parametrize(
    ("field", "length"),
    [("heading", 200), ("action", 100_000), ("next_action", 100_000)],
)
def test_a_text_that_is_too_long_is_refused_by_its_field(author, field, length):
    entry = begin(author, **{field: "å" * length})
    assert len(getattr(entry, field)) == length
    with pytest.raises(RuleBrokenError) as broken:
        services.save(entry, EntryContent(**{field: "å" * (length + 1)}), Seen(entry.version))
    assert broken.value.field == field
    assert len(getattr(entry, field)) == length


def test_a_day_in_the_future_is_refused(author):
    entry = begin(author)
    with pytest.raises(RuleBrokenError) as broken:
        services.save(entry, EntryContent(written_on=date(2026, 11, 23)), Seen(entry.version))
    assert broken.value.field == "written_on"


# --- Two pages at once -----------------------------------------------------------------------


def test_a_stale_save_is_a_conflict_with_both_texts(author):
    entry = begin(author, action="fra telefonen")
    with pytest.raises(ConflictError) as conflict:
        services.save(entry, EntryContent(action="fra kontoret"), Seen(entry.version - 1))
    assert conflict.value.mine["action"] == "fra kontoret"
    assert conflict.value.theirs["action"] == "fra telefonen"
    assert entry.action == "fra telefonen"


def test_the_same_save_twice_is_harmless(author):
    entry = begin(author)
    version = entry.version
    for _ in range(2):
        services.save(entry, EntryContent(action="det samme"), Seen(version))
    assert entry.version == version + 1


@pytest.mark.parametrize(
    "changed",
    [
        {"no_goal": True},
        {"written_on": date(2026, 11, 1)},
        {"activity": True},
        {"goal": True},
    ],
)
def test_other_choices_are_not_the_same_save(author, world, changed):
    entry = begin(author, action="det samme")
    if changed.pop("activity", None):
        changed["activity_id"] = world.activity.id
    if changed.pop("goal", None):
        changed["goal_ids"] = frozenset({world.goals[0].id})
    with pytest.raises(ConflictError):
        services.save(entry, EntryContent(action="det samme", **changed), Seen(None))


def test_a_page_whose_answer_was_lost_may_go_on(author):
    """It does not know the new version, but the server knows the page."""
    entry = begin(author, number=1, action="to linjer")
    services.save(entry, EntryContent(action="tre linjer"), Seen(None, "fane", 2))
    assert entry.action == "tre linjer"


def test_an_older_save_that_arrives_late_changes_nothing(author):
    entry = begin(author, number=2, action="nyest")
    version = entry.version
    services.save(entry, EntryContent(action="ældre"), Seen(None, "fane", 1))
    services.save(entry, EntryContent(action="nyest"), Seen(None, "fane", 2))
    assert (entry.action, entry.version) == ("nyest", version)


def test_a_page_is_not_excused_when_another_saved_in_between(author):
    entry = begin(author, number=1, action="a")
    services.save(entry, EntryContent(action="b"), Seen(entry.version, "anden", 1))
    with pytest.raises(ConflictError):
        services.save(entry, EntryContent(action="c"), Seen(entry.version - 1, "fane", 2))


# --- Finishing -------------------------------------------------------------------------------


def test_finishing_wants_a_goal_or_the_choice_of_none(author, world):
    entry = begin(author, action="Jeg tav.")
    with pytest.raises(RuleBrokenError) as broken:
        services.finish(entry, EntryContent(action="Jeg tav."), Seen(entry.version))
    assert broken.value.field == "goals"
    assert entry.state is EntryState.DRAFT
    services.finish(entry, EntryContent(action="Jeg tav.", no_goal=True), Seen(entry.version))
    assert entry.state is EntryState.FINAL
    assert entry.finished_at is not None


def test_finishing_with_a_goal(author, world):
    entry = begin(author)
    content = EntryContent(next_action="Tie.", goal_ids=frozenset({world.goals[1].id}))
    services.finish(entry, content, Seen(entry.version))
    assert entry.state is EntryState.FINAL
    assert [goal.number for goal in entry.goals] == [2]


def test_a_goal_of_another_level_is_no_answer(author):
    foreign = f.GoalFactory(goal_set=f.GoalSetFactory(level=f.LevelFactory(code="other")))
    entry = begin(author, action="a")
    content = EntryContent(action="a", goal_ids=frozenset({foreign.id}))
    with pytest.raises(RuleBrokenError):
        services.finish(entry, content, Seen(entry.version))


def test_finishing_wants_some_text_and_a_heading_is_none(author):
    entry = begin(author)
    content = EntryContent(heading="Kun en overskrift", action=" \n ", no_goal=True)
    with pytest.raises(RuleBrokenError) as broken:
        services.finish(entry, content, Seen(entry.version))
    assert broken.value.field == "action"


def test_without_goals_to_choose_the_question_is_not_put(here, author):
    here.execute(sa.update(Enrolment).values(role=Role.APPOINTED_EMPLOYEE, level_id=None))
    entry = begin(author, action="Jeg tav.")
    services.finish(entry, EntryContent(action="Jeg tav."), Seen(entry.version))
    assert entry.state is EntryState.FINAL


def test_finishing_twice_keeps_the_first_moment(author, at):
    entry = begin(author)
    content = EntryContent(action="a", no_goal=True)
    services.finish(entry, content, Seen(entry.version))
    first = entry.finished_at
    at(2026, 11, 23, 9)
    services.finish(entry, content, Seen(entry.version))
    assert entry.finished_at == first


def test_a_finished_entry_keeps_its_goals_until_others_are_chosen(author, world):
    entry = begin(author)
    goal = frozenset({world.goals[0].id})
    services.finish(entry, EntryContent(action="a", goal_ids=goal), Seen(entry.version))
    services.save(entry, EntryContent(action="b"), Seen(entry.version))
    assert (entry.action, [g.number for g in entry.goals]) == ("b", [1])
    services.save(entry, EntryContent(action="b", no_goal=True), Seen(entry.version))
    assert (entry.goals, entry.no_goal) == ([], True)


def test_a_finished_entry_never_becomes_empty(author):
    entry = begin(author)
    services.finish(entry, EntryContent(action="a", no_goal=True), Seen(entry.version))
    with pytest.raises(RuleBrokenError):
        services.save(entry, EntryContent(no_goal=True), Seen(entry.version))
    assert entry.action == "a"


# --- Deleting --------------------------------------------------------------------------------


def test_deleting_takes_the_shares_along_and_frees_those_that_followed(here, author, world):
    entry = world.entry(goals=[world.goals[0]])
    world.share(entry, ShareWith.COHORT)
    follower = world.entry(previous=entry)
    entry_id, follower_id = entry.id, follower.id
    services.delete(queries.find_entry(entry_id), by=author)
    here.expire_all()
    assert here.get(LogEntry, entry_id) is None
    assert count(here, EntryShare) == 0
    assert here.get(LogEntry, follower_id).previous_id is None
    row = here.scalars(sa.select(AuditRow)).one()
    assert (row.action, row.thing, row.thing_id) == ("deleted", "log_entry", entry_id)


# --- Tasks -----------------------------------------------------------------------------------


def test_a_task_is_made_once(here, author):
    task = services.make_task(author, " Ny  mødeform ", "Vi samler driften\x00 på én liste.")
    assert (task.title, task.description) == ("Ny mødeform", "Vi samler driften på én liste.")
    assert services.make_task(author, "Ny mødeform") is task
    services.close_task(task)
    assert services.make_task(author, "Ny mødeform") is not task
    assert count(here, PracticeTask) == 2


@pytest.mark.parametrize(
    ("title", "description", "field"),
    [(" ", "", "title"), ("t" * 201, "", "title"), ("t", "d" * 10_001, "description")],
)
def test_a_task_has_a_title_that_fits(author, title, description, field):
    with pytest.raises(RuleBrokenError) as broken:
        services.make_task(author, title, description)
    assert broken.value.field == field


def test_closing_a_task_keeps_its_entries_and_it_can_be_taken_up_again(here, author):
    task = services.make_task(author, "Ny mødeform")
    entry = begin(author, task_id=task.id)
    services.close_task(task)
    first = task.closed_at
    services.close_task(task)
    assert task.closed_at == first
    assert [row.id for row in queries.of_task(author.id, task.id)] == [entry.id]
    services.reopen_task(task)
    assert task.closed_at is None


def test_a_stale_edit_of_a_task_is_a_conflict(author):
    task = services.make_task(author, "Ny mødeform")
    services.edit_task(task, "Møder", "", version=task.version)
    with pytest.raises(ConflictError) as conflict:
        services.edit_task(task, "Andre møder", "", version=1)
    assert conflict.value.theirs["title"] == "Møder"
    services.edit_task(task, "Møder", "", version=1)  # says the same: no conflict
    assert task.title == "Møder"
