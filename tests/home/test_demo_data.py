"""The demo holds what the page map tells of it, and is loaded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from programme.activities.models import (
    Activity,
    ActivityChange,
    ChangeKind,
    FacilitatorAnswer,
    FacilitatorRequest,
)
from programme.cohorts.models import Cohort, CohortState, Enrolment, NetworkGroup, Role
from programme.commands import demo_data
from programme.commands.demo_data import content, past
from programme.config import ROOT
from programme.core import clock
from programme.core.db import Base
from programme.guideposts import loading as guideposts
from programme.learning_logs import queries as logs
from programme.learning_logs import template_seeds
from programme.learning_logs.models import EntryState, LogEntry, PracticeTask
from programme.learning_logs.queries.counts import writer_counts
from programme.learning_logs.queries.coverage import coverage
from programme.learning_logs.services import load_templates
from programme.outbox.models import OutboxMail
from programme.people import demo as demo_people
from programme.people.models import Person
from programme.programmes import loading, seedfile
from programme.shadowing.models import PairState, ShadowingOffer, ShadowingPair, ShadowingWish
from programme.venues.models import BusyTime, Venue

OTHER_DAYS = [(2027, 2, 15), (2027, 7, 12), (2027, 12, 28), (2028, 4, 10)]


def load_seeds():
    """All that `flask seed` loads."""
    folder = ROOT / "seeds"
    files = [*folder.glob("foundation.toml"), *folder.glob("programme-*.toml")]
    loading.load(seedfile.read_seeds({path.name: path.read_bytes() for path in files}))
    guideposts.load(guideposts.read((folder / guideposts.FILE).read_bytes()), refresh=False)
    load_templates(template_seeds.read((folder / template_seeds.FILE).read_bytes()))


@pytest.fixture
def loaded(in_app, session, at):
    """The demo as it is on 22 November 2026."""
    at(2026, 11, 22, 9)
    with in_app():
        load_seeds()
        demo_data.load(clock.today(), "a hash")
    return session


def person(session, email):
    return session.scalars(select(Person).where(Person.email == email)).one()


def cohort(session, name):
    return session.scalars(select(Cohort).where(Cohort.name == name)).one()


def plan(session, name):
    return session.scalars(
        select(Activity).join(Cohort).where(Cohort.name == name).order_by(Activity.id)
    ).all()


def count(session, name, role):
    return session.scalar(
        select(func.count(Enrolment.id))
        .join(Cohort)
        .where(Cohort.name == name, Enrolment.role == role, Enrolment.ended_at.is_(None))
    )


def entries(session, email):
    return session.scalars(
        select(LogEntry).join(LogEntry.author).where(Person.email == email).order_by(LogEntry.id)
    ).all()


def test_everybody_who_can_be_tried_is_there_with_an_account(loaded):
    for tried in demo_people.PEOPLE:
        found = person(loaded, tried.email)
        assert found.password_hash == "a hash"
        assert found.welcomed_at is not None
    assert person(loaded, "admin@demo.example").is_administrator


def test_the_main_cohort_is_past_its_middle(loaded):
    name = "Ledere af ledere 2.0 · Hold 2025"
    rows = plan(loaded, name)
    today = date(2026, 11, 22)
    common = [row for row in rows if row.audience != "named"]
    assert len(common) == 13
    assert sum(row.ends_on < today for row in rows if row.ends_on) == 7
    shadowing = next(row for row in common if row.kind == "shadowing")
    assert shadowing.starts_on is None
    assert (shadowing.window_from, shadowing.window_to) == (date(2026, 8, 15), date(2026, 12, 2))
    seminar = next(row for row in rows if row.title == "Ledelse af PLF")
    assert (seminar.starts_on, seminar.ends_on) == (date(2026, 12, 3), date(2026, 12, 4))
    assert len(seminar.preparation.splitlines()) == 1
    assert [row.number for row in rows if row.moved_from] == [4]
    moves = loaded.scalars(select(ActivityChange).where(ActivityChange.kind == ChangeKind.MOVED))
    assert all(move.reason for move in moves)


def test_mette_follows_a_host_of_another_unit_in_four_days(loaded):
    pairs = loaded.scalars(select(ShadowingPair).order_by(ShadowingPair.id)).all()
    assert [pair.state for pair in pairs] == [PairState.AGREED] + [PairState.MATCHED] * 2
    guest, host = pairs[0].guest, pairs[0].host
    assert (guest.name, host.name) == ("Mette Holm", "Mehmet Aydin")
    assert guest.organisation_id != host.organisation_id
    day = pairs[0].activity
    assert day.starts_on == date(2026, 11, 22) + timedelta(days=4)
    assert {person.id for person in day.named} == {guest.id, host.id}
    assert len(loaded.scalars(select(ShadowingOffer)).all()) == 5
    wishes = loaded.scalars(select(ShadowingWish.guest_id).distinct()).all()
    assert len(wishes) == 6


def test_the_main_cohort_has_16_people_of_4_units_in_3_groups(loaded):
    name = "Ledere af ledere 2.0 · Hold 2025"
    assert count(loaded, name, Role.PARTICIPANT) == 16
    assert count(loaded, name, Role.FACILITATOR) == 2
    found = cohort(loaded, name)
    learners = [e.person for e in found.enrolments if e.role is Role.PARTICIPANT]
    assert len({one.unit_id for one in learners}) == 4
    assert len({one.organisation_id for one in learners}) == 3
    groups = loaded.scalars(select(NetworkGroup).where(NetworkGroup.cohort_id == found.id)).all()
    sizes = [len(group.memberships) for group in groups]
    assert sizes == [5, 6, 5]
    second = {membership.person.name for membership in groups[1].memberships}
    assert {"Mette Holm", "Jonas Friis"} <= second


def test_the_half_year_has_the_other_rhythm(loaded):
    name = "Fremtidens Lederuddannelse · Efterår"
    rows = plan(loaded, name)
    assert [row.starts_on.weekday() for row in rows] == [2] * 6
    assert rows[3].starts_on == date(2026, 11, 25)
    assert all(row.start_time.hour == 9 and row.end_time.minute == 30 for row in rows)
    assert len({row.track_id for row in rows}) == 4
    assert count(loaded, name, Role.PARTICIPANT) == 14
    facilitators = {one.name for row in rows for one in row.facilitators}
    assert facilitators == {"Søren Vang Christiansen"}


def test_the_draft_calls_for_action(loaded):
    name = "Ledere af ledere 2.0 · Hold 2027"
    rows = plan(loaded, name)
    assert cohort(loaded, name).state is CohortState.DRAFT
    assert count(loaded, name, Role.PARTICIPANT) == 8
    assert date(2028, 6, 5) in {row.starts_on for row in rows}
    assert [row.kind for row in rows if row.starts_on is None] == ["shadowing"]
    assert sum(not row.place for row in rows) == 2
    without = loaded.scalars(select(Person).where(Person.password_hash.is_(None))).all()
    assert len(without) == 3


def test_two_venues_one_answer_one_still_awaited_and_some_busy_days(loaded):
    names = loaded.scalars(select(Venue.name).order_by(Venue.id)).all()
    assert names == ["Kursuscentret ved fjorden", "Rådhuset i Birkevig"]
    held = {
        a.title: a.place for a in plan(loaded, "Ledere af ledere 2.0 · Hold 2025") if a.venue_id
    }
    assert held["Kick Off"] == "Rådhuset i Birkevig, salen"
    assert held["Ledelse af PLF"] == "Kursuscentret ved fjorden"
    asked = loaded.scalars(select(FacilitatorRequest).order_by(FacilitatorRequest.id)).all()
    assert {each.answer for each in asked} == {None, FacilitatorAnswer.ACCEPTED}
    assert {each.activity.title for each in asked} == {"Ledelse af PLF"}
    busy = loaded.scalars(select(BusyTime)).one()
    assert busy.person.email == "facilitator@demo.example"
    assert not any(
        each.starts_on and each.starts_on <= busy.ends_on and each.ends_on >= busy.starts_on
        for each in loaded.scalars(select(Activity))
    )


def test_the_joint_cohort_has_six_leaders_and_five_employees(loaded):
    name = "Fælles kompetenceudvikling · Hold 1"
    assert [row.audience for row in plan(loaded, name)] == [
        "joint",
        "joint",
        "leaders",
        "employees",
    ]
    assert count(loaded, name, Role.PARTICIPANT) == 6
    assert count(loaded, name, Role.APPOINTED_EMPLOYEE) == 5


def test_the_oldest_cohort_has_the_dates_of_the_source(loaded):
    name = "Ledere af ledere 2.0 · 2020–2022"
    rows = plan(loaded, name)
    assert cohort(loaded, name).state is CohortState.CLOSED
    assert rows[0].starts_on == date(2020, 2, 24)
    assert date(2022, 4, 15) in {row.starts_on for row in rows}
    assert rows[-1].starts_on == date(2022, 6, 9)


def test_one_cohort_has_written_enough_to_be_told_of(loaded, in_app):
    told = {}
    with in_app():
        for row in loaded.scalars(select(Cohort)):
            for _set, goals in coverage(row):
                told[row.name] = {goal.number: goal.entries for goal in goals if goal.entries}
        assert writer_counts(cohort(loaded, "Ledere af ledere 2.0 · Hold 2025").id).writers == 5
    assert {name: goals for name, goals in told.items() if goals} == {
        "Ledere af ledere 2.0 · Hold 2025": {4: 5, 6: 15}
    }


def test_mette_has_written_twelve_and_the_last_waits(loaded, in_app):
    mette = person(loaded, "deltager@demo.example")
    written = entries(loaded, mette.email)
    assert len(written) == 12
    chain = [entry for entry in written if entry.task_id]
    assert [entry.heading for entry in chain] == [
        "Et møde uden drift",
        "En anden ved bordenden",
        "Stilheden varede længe",
    ]
    assert [entry.previous_id for entry in chain] == [None, chain[0].id, chain[1].id]
    assert [{goal.number for goal in entry.goals} for entry in chain] == [{4, 6}, {6}, {4, 8}]
    assert loaded.scalars(select(PracticeTask.title)).all() == ["Ny mødeform i ledelsesteamet"]
    assert [entry.state for entry in written].count(EntryState.DRAFT) == 1
    assert sum(entry.no_goal for entry in written) == 1
    assert sum(entry.activity_id is not None for entry in written) == 2
    assert any({goal.number for goal in entry.goals} == {9} for entry in written)
    key = mette.id
    with in_app():
        waits = logs.continue_with(key)
        assert waits.next_action == "Spørge først, svare sidst – på mandagens møde."


def test_shares_reach_those_they_are_for(loaded, in_app):
    keys = {tried.email: person(loaded, tried.email).id for tried in demo_people.PEOPLE}
    with in_app():
        read = {
            email: {glance.title for glance in logs.newest_shared_with(key, 10)}
            for email, key in keys.items()
        }
    assert read["deltager@demo.example"] == {"Fejlen, jeg fortalte om"}
    assert read["deltager2@demo.example"] == {"En anden ved bordenden"}
    assert read["leder@demo.example"] == {"Hvad jeg gerne vil slippe"}
    assert read["facilitator@demo.example"] == {"Fejlen, jeg fortalte om"}
    for email in ("fremmed@demo.example", "koordinator@demo.example", "admin@demo.example"):
        assert read[email] == set()
    assert len(entries(loaded, "deltager2@demo.example")) == 5
    peters = entries(loaded, "fremmed@demo.example")
    assert len(peters) == 3
    assert not any(entry.shares for entry in peters)


def test_no_mail_of_the_past_is_still_to_be_sent(loaded):
    assert loaded.scalar(select(func.count(OutboxMail.id))) > 0
    assert loaded.scalar(select(func.count()).where(OutboxMail.sent_at.is_(None))) == 0


@pytest.mark.slow
@pytest.mark.parametrize("day", OTHER_DAYS)
def test_it_loads_on_any_day(in_app, session, at, day):
    at(*day, 9)
    today = date(*day)
    with in_app():
        load_seeds()
        demo_data.load(today, "a hash")
    names = session.scalars(select(Cohort.name).order_by(Cohort.starts_on))
    main = next(name for name in names if "Hold 20" in name)
    assert sum(row.ends_on < today for row in plan(session, main) if row.ends_on) == 7
    mette = entries(session, "deltager@demo.example")
    assert [entry.written_on for entry in mette] == sorted(entry.written_on for entry in mette)
    assert all(entry.written_on < today for entry in mette)


def test_the_command_refuses_outside_a_demo(app, session):
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "DEMO=1 only" in result.output
    assert session.scalar(select(func.count(Person.id))) == 0


@pytest.fixture
def as_demo(app, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))


def test_the_command_wants_the_seeds_first(app, session, as_demo):
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "flask seed" in result.output


def test_the_command_twice_changes_nothing(app, session, in_app, as_demo):
    with in_app():
        load_seeds()
    first = app.test_cli_runner().invoke(args=["demo"])
    assert first.output == "Demo: loaded\n"
    session.expire_all()
    before = counts(session)
    second = app.test_cli_runner().invoke(args=["demo"])
    assert second.output == "Demo: already there\n"
    session.expire_all()
    assert counts(session) == before
    assert before["person"] == 65


def counts(session):
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }


def test_an_unknown_key_in_the_file_is_refused(tmp_path):
    text = content.FILE.read_text(encoding="utf-8")
    broken = tmp_path / "demo.toml"
    broken.write_text(text.replace('name = "Mette Holm"', 'nam = "Mette Holm"'), encoding="utf-8")
    with pytest.raises(TypeError, match="nam"):
        content.read(broken)


def test_the_clock_goes_back_to_the_present():
    before = clock.now()
    with past.as_of(date(2020, 2, 24), 9):
        assert clock.today() == date(2020, 2, 24)
    assert clock.now() >= before
