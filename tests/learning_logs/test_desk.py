"""Habits to let go and trial actions: rules, lists, and who sees them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from programme.core.errors import ConflictError, RuleBrokenError
from programme.learning_logs import policy
from programme.learning_logs.models import EntryState, Habit, TrialAction, TrialOutcome
from programme.learning_logs.queries import desk
from programme.learning_logs.queries.glances import at_hand, continue_with
from programme.learning_logs.services import habits, trials
from programme.learning_logs.services.trials import TrialContent
from tests import factories as f
from tests.learning_logs.conftest import NOW

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
DRAFT = {"state": EntryState.DRAFT, "finished_at": None}


def content(**values):
    given = {"text": "En runde", "starts_on": TODAY, "ends_on": TODAY + 42 * DAY} | values
    return TrialContent(**given)


# --- Habits ----------------------------------------------------------------------------------


def test_a_habit_is_named_once(world, here):
    first = habits.name_habit(world.author, "  Jeg svarer,\n før jeg spørger ")
    assert (first.text, first.since) == ("Jeg svarer, før jeg spørger", TODAY)
    assert habits.name_habit(world.author, "Jeg svarer, før jeg spørger") is first
    assert habits.name_habit(world.mate, "Jeg svarer, før jeg spørger") is not first


def test_a_habit_that_came_back_in_the_same_words_is_a_new_one_while_the_old_is_let_go(world, here):
    old = habits.name_habit(world.author, "Jeg svarer først", date(2026, 3, 1))
    habits.let_go(old)
    here.flush()
    habits.let_go(old)
    assert (old.since, old.let_go_on) == (date(2026, 3, 1), TODAY)
    assert habits.name_habit(world.author, "Jeg svarer først") is not old
    habits.take_up_again(old)
    assert old.let_go_on is None


@pytest.mark.parametrize(
    ("text", "since", "field"),
    [
        (" \n ", None, "text"),
        ("æ" * 201, None, "text"),
        ("Jeg svarer", TODAY + DAY, "since"),
    ],
)
def test_a_habit_that_is_refused(world, here, text, since, field):
    with pytest.raises(RuleBrokenError) as refused:
        habits.name_habit(world.author, text, since)
    assert refused.value.field == field


def test_two_windows_change_a_habit(world, here):
    habit = habits.name_habit(world.author, "Jeg svarer")
    seen = habit.version
    habits.edit_habit(habit, "Jeg svarer først", None, version=seen)
    with pytest.raises(ConflictError) as conflict:
        habits.edit_habit(habit, "Jeg svarer hurtigt", None, version=seen)
    assert conflict.value.theirs["text"] == "Jeg svarer først"
    habits.edit_habit(habit, "Jeg svarer først", TODAY, version=seen)  # the same, sent twice


def test_habits_are_listed_with_their_entries_in_date_order(world, here):
    habit = habits.name_habit(world.author, "Jeg svarer")
    done = habits.name_habit(world.author, "Jeg læser mails")
    habits.let_go(done)
    late = world.entry(habit=habit, written_on=date(2026, 11, 3))
    early = world.entry(habit=habit, written_on=date(2026, 10, 3))
    world.entry()
    habits.let_go(habit)
    habits.take_up_again(habit)
    here.flush()
    assert [(row.text, row.entries) for row in desk.habits(world.author.id)] == [
        ("Jeg svarer", 2),
        ("Jeg læser mails", 0),
    ]
    assert [row.id for row in desk.of_habit(world.author.id, habit.id)] == [early.id, late.id]
    assert desk.habits(world.mate.id) == desk.of_habit(world.mate.id, habit.id) == []


# --- Trials ----------------------------------------------------------------------------------


def test_a_trial_is_planned_once(world, here):
    first = trials.plan_trial(world.author, content(who=" Team\n A ", look_for="a\r\nb"))
    assert (first.who, first.look_for) == ("Team A", "a\nb")
    assert trials.plan_trial(world.author, content()) is first
    assert trials.plan_trial(world.author, content(starts_on=TODAY - DAY)) is not first


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "æ" * 201}, "text"),
        ({"who": "æ" * 201}, "who"),
        ({"look_for": "æ" * 10_001}, "look_for"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"ends_on": TODAY + 367 * DAY}, "ends_on"),
    ],
)
def test_a_trial_that_is_refused(world, here, values, field):
    with pytest.raises(RuleBrokenError) as refused:
        trials.plan_trial(world.author, content(**values))
    assert refused.value.field == field


def test_ten_thousand_characters_are_taken(world, here):
    trial = trials.plan_trial(world.author, content(look_for="å" * 10_000))
    assert len(trial.look_for) == 10_000


def test_two_windows_change_a_trial(world, here):
    trial = trials.plan_trial(world.author, content())
    seen = trial.version
    trials.edit_trial(trial, content(who="Alle"), version=seen)
    with pytest.raises(ConflictError):
        trials.edit_trial(trial, content(who="Ingen"), version=seen)
    trials.edit_trial(trial, content(who="Alle"), version=seen)


def test_what_is_decided_is_not_planned_otherwise(world, here):
    trial = trials.plan_trial(world.author, content())
    trials.decide(trial, TrialOutcome.STOP, "", version=trial.version)
    with pytest.raises(RuleBrokenError):
        trials.edit_trial(trial, content(who="Alle"), version=trial.version)
    trials.resume(trial)
    trials.edit_trial(trial, content(who="Alle"), version=trial.version)
    assert (trial.outcome, trial.ended_at, trial.who) == (None, None, "Alle")


def test_an_outcome_may_be_worded_anew_and_is_not_overwritten_unseen(world, here):
    trial = trials.plan_trial(world.author, content())
    seen = trial.version
    trials.decide(trial, TrialOutcome.KEEP, "Det virker.", version=seen)
    ended = trial.ended_at
    trials.decide(trial, TrialOutcome.KEEP, "Det virker.", version=seen)
    with pytest.raises(ConflictError):
        trials.decide(trial, TrialOutcome.STOP, "Nej.", version=seen)
    trials.decide(trial, TrialOutcome.ADJUST, "Næsten.", version=trial.version)
    assert (trial.outcome, trial.outcome_note) == (TrialOutcome.ADJUST, "Næsten.")
    assert trial.ended_at == ended
    with pytest.raises(RuleBrokenError) as refused:
        trials.decide(trial, TrialOutcome.KEEP, "x" * 10_001, version=trial.version)
    assert refused.value.field == "note"


def test_the_next_round_is_as_long_as_the_last(world, here):
    days = {"starts_on": TODAY - 40 * DAY, "ends_on": TODAY - 10 * DAY}
    trial = trials.plan_trial(world.author, content(who="Team A", **days))
    again = trials.next_round(trial)
    assert (again.text, again.who) == ("En runde", "Team A")
    assert (again.starts_on, again.ends_on) == (TODAY, TODAY + 30 * DAY)


def test_a_trial_past_its_end_asks_for_an_outcome(world, here):
    days = {"starts_on": TODAY - 9 * DAY}
    past = trials.plan_trial(world.author, content(ends_on=TODAY - DAY, **days))
    trials.plan_trial(world.author, content(text="Slutter i dag", ends_on=TODAY, **days))
    assert [row.text for row in desk.trials_to_decide(world.author.id, TODAY)] == ["En runde"]
    assert desk.trials_to_decide(world.mate.id, TODAY) == []
    trials.decide(past, TrialOutcome.KEEP, "", version=past.version)
    here.flush()
    assert desk.trials_to_decide(world.author.id, TODAY) == []


def test_trials_are_listed_with_their_entries_in_date_order(world, here):
    first = trials.plan_trial(world.author, content())
    second = trials.plan_trial(world.author, content(text="Ny", ends_on=TODAY + 50 * DAY))
    done = trials.plan_trial(world.author, content(text="Gammel"))
    trials.decide(done, TrialOutcome.KEEP, "", version=done.version)
    late = world.entry(trial=first, written_on=date(2026, 11, 3))
    early = world.entry(trial=first, written_on=date(2026, 10, 3))
    here.flush()
    rows = desk.trials(world.author.id)
    assert [(row.id, row.entries) for row in rows] == [(second.id, 0), (first.id, 2), (done.id, 0)]
    assert [row.id for row in desk.of_trial(world.author.id, first.id)] == [early.id, late.id]
    assert desk.trials(world.mate.id) == desk.of_trial(world.mate.id, first.id) == []


def test_the_desk_is_its_owners_alone(world, here):
    for thing in (
        habits.name_habit(world.author, "Jeg svarer"),
        trials.plan_trial(world.author, content()),
    ):
        assert policy.can_use_task(world.author, thing)
        assert not any(policy.can_use_task(other, thing) for other in world.others.values())


# --- Pages -----------------------------------------------------------------------------------


def field(page, name):
    """What a field of the page is filled in with."""
    tag = re.search(rf'<input[^>]* name="{name}"[^>]*>', page.text)[0]
    return html.unescape(re.search(r'value="([^"]*)"', tag)[1])


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


def test_a_habit_from_its_naming_to_its_end(world, mette, session):
    answer = mette.post("/log/vaner", {"text": "Jeg svarer, før jeg spørger"})
    habit = session.query(Habit).one()
    assert answer.location == f"/log/vaner/{habit.id}"
    world.entry(habit=habit, heading="Tavs")
    session.commit()
    page = mette.get(f"/log/vaner/{habit.id}").text
    assert "Tavs" in page
    assert f"/log/ny?vane={habit.id}" in page
    mette.post(f"/log/vaner/{habit.id}/slip", {})
    session.refresh(habit)
    assert habit.let_go_on == TODAY
    page = mette.get(f"/log/vaner/{habit.id}").text
    assert "Tavs" in page
    assert "Vis 1 vane, du har aflagt" in mette.get("/log/vaner").text
    mette.post(f"/log/vaner/{habit.id}/genoptag", {})
    session.refresh(habit)
    assert habit.let_go_on is None


def test_a_habit_is_refused_and_kept_on_the_page(mette):
    answer = mette.post("/log/vaner", {"text": " ", "since": "i morgen"})
    assert answer.status_code == 422
    assert mette.post("/log/vaner", {"text": "Jeg svarer", "since": "1-1-2030"}).status_code == 422


def test_a_habit_changed_in_two_windows(mette, world, session):
    mette.post("/log/vaner", {"text": "Jeg svarer"})
    habit = session.query(Habit).one()
    old = {"text": "Min tekst", "since": "22-11-2026", "version": habit.version}
    path = f"/log/vaner/{habit.id}"
    assert mette.post(path, old | {"text": "Den anden"}).status_code == 303
    answer = mette.post(path, old)
    assert answer.status_code == 409
    assert "Min tekst" in answer.text
    assert "Den anden" in answer.text
    assert mette.post(path, old | {"text": ""}).status_code == 422
    future = old | {"since": "1-1-2030"}
    assert mette.post(path, future).status_code == 422


def test_a_trial_from_its_plan_to_the_next(world, mette, session):
    empty = mette.get("/log/proevehandlinger").text
    assert "Hvad er det mindste, du kunne prøve på mandag" in empty
    assert field(mette.get("/log/proevehandlinger/ny"), "ends_on") == "03-01-2027"
    plan = {"text": "En runde", "starts_on": "1-10-2026", "ends_on": "1-11-2026"}
    mette.post("/log/proevehandlinger/ny", plan)
    trial = session.query(TrialAction).one()
    path = f"/log/proevehandlinger/{trial.id}"
    assert "Forbi – hvad besluttede du?" in mette.get("/log/proevehandlinger").text
    assert path in mette.get("/log").text
    page = mette.get(path).text
    assert f"/log/ny?proeve={trial.id}" in page
    assert mette.post(f"{path}/resultat", {"version": trial.version}).status_code == 422
    sent = {"version": trial.version, "outcome": "adjust", "note": "For lang."}
    answer = mette.post(f"{path}/resultat", sent)
    assert answer.location == f"/log/proevehandlinger/ny?efter={trial.id}"
    again = mette.get(answer.location)
    assert (field(again, "text"), field(again, "starts_on")) == ("En runde", "22-11-2026")
    stale = sent | {"outcome": "stop", "note": "Nej."}
    assert mette.post(f"{path}/resultat", stale).status_code == 409
    assert "For lang." in mette.get(path).text
    assert mette.post(f"{path}/ret", plan | {"version": trial.version}).status_code == 422
    mette.post(f"{path}/genoptag", {})
    session.refresh(trial)
    changed = plan | {"version": trial.version, "who": "Alle"}
    assert mette.post(f"{path}/ret", changed).status_code == 303
    assert mette.post(f"{path}/ret", changed | {"who": "Ingen"}).status_code == 409
    session.refresh(trial)
    keep = {"version": trial.version, "outcome": "keep"}
    assert mette.post(f"{path}/resultat", keep).location == path


def test_a_trial_is_refused_and_kept_on_the_page(mette, session):
    plan = {"text": "En runde", "starts_on": "1-10-2026", "ends_on": "1-9-2026"}
    answer = mette.post("/log/proevehandlinger/ny", plan)
    assert answer.status_code == 422
    assert "En runde" in answer.text
    assert session.query(TrialAction).count() == 0
    mette.post("/log/proevehandlinger/ny", {"text": "Uden dage"})
    trial = session.query(TrialAction).one()
    assert (trial.starts_on, trial.ends_on) == (TODAY, TODAY + 42 * DAY)
    long = {"version": trial.version, "outcome": "keep", "note": "x" * 10_001}
    path = f"/log/proevehandlinger/{trial.id}"
    assert mette.post(f"{path}/resultat", long).status_code == 422


def test_others_do_not_find_it(world, sign_in, mette, session):
    mette.post("/log/vaner", {"text": "Kanariefugl"})
    mette.post("/log/proevehandlinger/ny", {"text": "Kanariefugl"})
    habit, trial = session.query(Habit).one(), session.query(TrialAction).one()
    for other in world.others.values():
        browser = sign_in(other)
        for path in (
            f"/log/vaner/{habit.id}",
            f"/log/proevehandlinger/{trial.id}",
            f"/log/proevehandlinger/{trial.id}/ret",
            f"/log/proevehandlinger/ny?efter={trial.id}",
        ):
            assert browser.get(path).status_code == 404
        for path in (
            f"/log/vaner/{habit.id}/slip",
            f"/log/vaner/{habit.id}/genoptag",
            f"/log/proevehandlinger/{trial.id}/resultat",
            f"/log/proevehandlinger/{trial.id}/genoptag",
        ):
            assert browser.post(path, {}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same(world, mette, queries, session, number):
    for n in range(number):
        mette.post("/log/vaner", {"text": f"Vane {n}"})
        mette.post("/log/proevehandlinger/ny", {"text": f"Prøve {n}"})
    session.commit()
    for path in ("/log/vaner", "/log/proevehandlinger"):
        mette.get(path)
        with queries() as statements:
            mette.get(path)
        assert len(statements) == COST[path], statements


COST = {"/log/vaner": 3, "/log/proevehandlinger": 3}  # the sign-in, the menu, the list


# --- The first page --------------------------------------------------------------------------


def test_what_lies_at_hand_is_one_statement(world, here, queries):
    world.entry(next_action="Tie.", written_on=date(2026, 10, 3))
    drafts = [world.entry(**DRAFT, updated_at=NOW + n * DAY) for n in range(3)]
    f.EntryFactory(author=world.mate, next_action="Ikke hendes.", written_on=TODAY)
    days = {"starts_on": TODAY - 9 * DAY}
    trials.plan_trial(world.author, content(text="Forbi", ends_on=TODAY - DAY, **days))
    trials.plan_trial(world.author, content(text="I gang", **days))
    trials.plan_trial(world.mate, content(text="Ikke hendes", ends_on=TODAY - DAY, **days))
    here.flush()
    me = world.author.id
    with queries() as statements:
        found = at_hand(me, TODAY)
    assert len(statements) == 1
    assert found.waiting == continue_with(me)
    assert found.waiting.next_action == "Tie."
    assert [row.id for row in found.drafts] == [entry.id for entry in drafts[::-1]]
    assert [(row.title, row.written_on) for row in found.trials] == [("Forbi", TODAY - DAY)]
    nothing = at_hand(world.stranger.id, TODAY)
    assert (nothing.waiting, nothing.drafts, nothing.trials) == (None, [], [])


def test_the_first_page_asks_for_an_outcome(world, mette):
    plan = {"text": "En runde", "starts_on": "1-10-2026", "ends_on": "1-11-2026"}
    path = mette.post("/log/proevehandlinger/ny", plan).location
    page = mette.get("/").text
    assert "En prøvehandling er forbi. Hvad besluttede du?" in page
    assert f'href="{path}"' in page
