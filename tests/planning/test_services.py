from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from programme.activities.models import Activity
from programme.activities.rhythm import activity_days, practice_gaps, span_days
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, CohortState, Role
from programme.core.errors import RuleBrokenError
from programme.outbox.models import OutboxMail
from programme.people.models import Organisation, Person
from programme.planning import queries, services
from programme.planning.proposals import propose
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import Programme
from tests import factories as make

HOLIDAYS = "7-8, 27-32, 42, jul"


@pytest.fixture
def lay(in_app):
    """`lay(programme, date)` gives the proposal, read by `look` while it is loaded."""

    def run(programme, starts_on, look, moved=None):
        with in_app():
            found = queries.find_programme(programme.slug)
            return look(propose(found, starts_on, HOLIDAYS, moved or {}))

    return run


def flags(proposal):
    return [
        (row.item.key, [f.name() for f in row.findings], row.suggestion) for row in proposal.flagged
    ]


@pytest.fixture
def create(in_app, world):
    """`create(programme=…, key=…)` makes a cohort as a coordinator and returns its key."""

    def run(programme=None, by=None, **changes):
        with in_app() as db:
            values = {
                "name": "Hold 2027",
                "starts_on": date(2027, 2, 22),
                "moved": {},
                "key": "form-1",
                "reason": "Dagen er aftalt.",
                "organisation": db.get(Organisation, world.organisation.id),
            } | changes
            found = queries.find_programme((programme or world.long).slug)
            plan = services.CohortPlan(programme=found, **values)
            return services.create(plan, by=db.get(Person, (by or world.karen).id)).id

    return run


# Laying the shipped plans -------------------------------------------------------------------


def test_the_historic_start_flags_good_friday_and_nothing_else(world, lay):
    found = lay(world.long, date(2020, 2, 24), flags)
    assert found == [("netvaerksmoede-5", ["Langfredag"], date(2022, 4, 22))]


def test_a_start_in_2027_flags_nothing(world, lay):
    def look(proposal):
        by_key = {row.item.key: row for row in proposal.rows}
        seminar = by_key["seminar-1"]
        opening = [f.name() for f in by_key["workshop-1"].findings]
        return flags(proposal), (seminar.starts_on, seminar.ends_on), opening

    flagged, seminar, opening = lay(world.long, date(2027, 2, 22), look)
    assert flagged == []
    assert seminar == (date(2027, 8, 19), date(2027, 8, 20))
    assert opening == ["Vinterferie"]


def test_thirteen_activities_twelve_with_a_date(world, lay):
    def look(proposal):
        return len(proposal.rows), proposal.dated, proposal.ends_on

    assert lay(world.long, date(2020, 2, 24), look) == (13, 12, date(2022, 6, 9))


def test_half_a_year_ends_on_the_last_day_of_its_sixth_month(world, lay):
    assert lay(world.half_year, date(2027, 2, 1), lambda p: p.ends_on) == date(2027, 7, 31)


def test_what_is_moved_beyond_the_period_is_flagged(world, lay):
    def look(proposal):
        return [row.item.key for row in proposal.flagged], proposal.rows[0].item.key

    first = lay(world.half_year, date(2027, 2, 3), look)[1]
    flagged, _ = lay(world.half_year, date(2027, 2, 3), look, {first: date(2027, 8, 5)})
    assert first in flagged


def test_a_programme_without_plan_has_no_rows_and_no_end(world, lay):
    assert lay(world.bare, date(2027, 2, 1), lambda p: (p.rows, p.ends_on)) == ((), None)


# Making a cohort ----------------------------------------------------------------------------


def test_a_cohort_is_made_with_its_thirteen_activities_as_drafts(world, create, session):
    cohort = session.get(Cohort, create(moved={"seminar-2": date(2027, 12, 8)}))
    plan = session.scalars(sa.select(Activity).where(Activity.cohort_id == cohort.id)).all()
    assert (cohort.state, cohort.name) == (CohortState.DRAFT, "Hold 2027")
    assert (cohort.starts_on, cohort.ends_on) == (date(2027, 2, 22), date(2029, 6, 7))
    assert len(plan) == 13
    assert not any(activity.is_published for activity in plan)
    by_key = {(activity.kind, activity.number): activity for activity in plan}
    seminar = by_key[ActivityKind.SEMINAR, 2]
    assert (seminar.starts_on, seminar.ends_on) == (date(2027, 12, 8), date(2027, 12, 8))
    assert [goal.number for goal in seminar.goals] == [3, 5]
    assert [level.code for level in seminar.levels] == ["leader_of_leaders"]
    assert seminar.preparation.startswith("Tegn, hvem der gør hvad")
    two_days = by_key[ActivityKind.SEMINAR, 1]
    assert [day.number for day in two_days.days] == [1, 2]
    shadowing = by_key[ActivityKind.SHADOWING, None]
    assert (shadowing.starts_on, shadowing.window_from) == (None, date(2028, 6, 3))


def test_the_plan_of_2020_is_practice_first(world, create, session):
    key = create(starts_on=date(2020, 2, 24))
    plan = session.scalars(sa.select(Activity).where(Activity.cohort_id == key)).all()
    assert (activity_days(plan), span_days(plan), len(practice_gaps(plan))) == (16, 836, 11)


def test_a_plan_keeps_audience_and_objectives(world, create, session):
    joint = session.scalar(sa.select(Programme).where(Programme.slug.contains("faelles")))
    plan = session.scalars(
        sa.select(Activity).where(Activity.cohort_id == create(programme=joint))
    ).all()
    assert sorted(activity.audience for activity in plan) == sorted(
        [Audience.JOINT, Audience.JOINT, Audience.LEADERS, Audience.EMPLOYEES]
    )
    assert {goal.number for activity in plan for goal in activity.objectives} <= {1, 2, 3}
    assert any(activity.objectives for activity in plan)


def test_a_form_sent_twice_makes_one_cohort(world, create, session):
    assert create() == create()
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 1
    assert create(key="form-2") != create()


def test_the_slower_of_two_at_once_finds_the_other_ones_cohort(world, create, monkeypatch):
    made = create()
    look_up = queries.find_made
    seen = []

    def once_blind(key):
        seen.append(key)
        return None if len(seen) == 1 else look_up(key)

    monkeypatch.setattr(queries, "find_made", once_blind)
    assert create() == made


def test_another_constraint_is_not_taken_for_a_double(world, create, monkeypatch):
    def broken(*args, **kwargs):
        raise IntegrityError("INSERT", {}, Exception("something else"))

    monkeypatch.setattr(cohorts, "create_cohort", broken)
    with pytest.raises(IntegrityError):
        create()


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "To\nlinjer"])
def test_a_name_that_is_none(world, create, name):
    with pytest.raises(RuleBrokenError) as refused:
        create(name=name)
    assert refused.value.field == "name"


def test_nothing_is_saved_when_it_fails(world, create, session):
    with pytest.raises(RuleBrokenError):
        create(name="")
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 0


def test_who_has_no_right_to_it_makes_no_cohort(world, create):
    with pytest.raises(RuleBrokenError):
        create(by=world.peter)
    with pytest.raises(RuleBrokenError):
        create(by=world.rikke, programme=world.half_year)
    assert create(by=world.rikke)


# Publishing ---------------------------------------------------------------------------------


@pytest.fixture
def members(world, create, session):
    """A made cohort with a participant of each level, a facilitator of seminar 1, one leaver."""
    cohort = session.get(Cohort, create())
    leaders, employees = world.long.levels
    people = {name: make.PersonFactory(name=name) for name in ("Mette", "Jonas", "Søren", "Ude")}
    place = make.EnrolmentFactory
    place(cohort=cohort, person=people["Mette"], level=leaders)
    place(cohort=cohort, person=people["Jonas"], level=employees)
    place(cohort=cohort, person=people["Søren"], role=Role.FACILITATOR)
    place(cohort=cohort, person=people["Ude"], level=leaders, ended_at=make.LONG_AGO)
    seminar = session.scalar(sa.select(Activity).where(Activity.title == "Udvikling af PLF"))
    seminar.facilitators = [people["Søren"]]
    session.flush()
    return cohort, people


@pytest.fixture
def publish(in_app, world):
    def run(cohort):
        with in_app() as db:
            found = db.get(Cohort, cohort.id)
            return len(services.publish(found, by=db.get(Person, world.karen.id)))

    return run


def test_publishing_shows_all_and_mails_each_once(world, members, publish, session, at):
    moment = at(2026, 11, 22, 9)
    cohort, people = members
    version = cohort.plan_version
    assert publish(cohort) == 13
    assert (cohort.state, cohort.published_at) == (CohortState.PUBLISHED, moment)
    assert cohort.plan_version > version
    mails = session.scalars(sa.select(OutboxMail)).all()
    assert {mail.person_id for mail in mails} == {people["Mette"].id, people["Søren"].id}
    assert {mail.due_at for mail in mails} == {moment}


def test_publishing_twice_is_once(world, members, publish, session, at):
    at(2026, 11, 22, 9)
    cohort, _ = members
    publish(cohort)
    version = cohort.version
    assert publish(cohort) == 0
    assert cohort.version == version
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 2


def test_a_later_draft_is_published_with_a_mail_of_its_own(world, members, publish, session, at):
    first = at(2026, 11, 22, 9)
    cohort, _ = members
    publish(cohort)
    at(2026, 11, 23, 9)
    make.ActivityFactory(cohort=cohort, published_at=None)
    assert publish(cohort) == 1
    assert cohort.published_at == first
    # The seminar added is for all levels, so Jonas is told now.
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 5


def test_a_command_publishes_in_nobodys_name(world, members, in_app):
    with in_app() as db:
        assert services.publish(db.get(Cohort, members[0].id), by=None)
