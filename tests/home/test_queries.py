"""What the home pages ask, and how often."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from programme.activities.models import Activity, ChangeKind
from programme.activities.queries import in_plan_of
from programme.calendars.models import FeedAddress
from programme.cohorts.models import CohortState, Role
from programme.cohorts.services import people_changed, plan_changed
from programme.core import kept
from programme.core.db import db
from programme.home import queries
from programme.home.holdings import holdings_of
from programme.learning_logs.models import EntryState, ShareWith
from programme.people.models import Person
from programme.programmes.content import Audience
from programme.programmes.models import ProgrammeState
from tests import factories as make


def own_plan(person_id):
    kept.forget()
    return queries.own_plan(queries.Stamp(person_id, 1, 1))


def own_ids(person_id):
    return [each.row.id for each in own_plan(person_id)]


class TestOwnPlan:
    def test_what_one_learns_in_and_what_one_leads(self, world, in_app):
        employees = world.plan(20, audience=Audience.EMPLOYEES)
        keys = world.mette.id, world.facilitator.id
        theirs = [world.past.id, world.seminar.id]
        led_too = employees.id
        with in_app():
            assert own_ids(keys[0]) == theirs
            assert own_ids(keys[1]) == [*theirs, led_too]
            own = own_plan(keys[0])
            assert {(each.learns, each.leads) for each in own} == {(True, False)}
            led = own_plan(keys[1])
            assert {(each.learns, each.leads) for each in led} == {(False, True)}

    def test_it_is_the_plan_that_the_policy_gives(self, world, in_app):
        """The statement is built once: it must be the one that is built anew each time."""
        from sqlalchemy import select

        from programme.cohorts.models import Cohort

        world.plan(3, published_at=None)
        world.plan(4, audience=Audience.EMPLOYEES)
        people = [world.mette.id, world.jonas.id, world.facilitator.id, world.stranger.id]
        with in_app():
            for key in people:
                by_policy = db.session.scalars(
                    select(Activity.id)
                    .join(Cohort)
                    .where(in_plan_of(key))
                    .order_by(Activity.starts_on, Activity.id)
                ).all()
                assert own_ids(key) == by_policy

    def test_nothing_of_a_draft_or_of_a_closed_cohort(self, world, in_app, session):
        key = world.mette.id
        for state in (CohortState.DRAFT, CohortState.CLOSED):
            world.cohort.state = state
            session.flush()
            with in_app():
                assert own_plan(key) == ()

    def test_whether_a_calendar_has_fetched(self, world, in_app, session):
        key = world.mette.id
        address = FeedAddress(
            person=world.mette, name="Telefon", token_hash="x", created_at=make.LONG_AGO
        )
        session.add(address)
        expected = [
            (None, None, False),
            (make.LONG_AGO, None, True),
            (make.LONG_AGO, make.LONG_AGO, False),
        ]
        for fetched_at, closed_at, fetched in expected:
            address.last_fetched_at, address.closed_at = fetched_at, closed_at
            session.flush()
            with in_app():
                assert holdings_of(db.session.get(Person, key)).is_fetched is fetched

    def test_asked_once_for_as_long_as_the_versions_hold(self, world, in_app, sign_in):
        """What is kept gives way to every change that a service makes, and to no other time."""
        key, browser = world.mette.id, sign_in(world.mette)
        seminar = world.seminar.id
        assert "Et andet sted" not in browser.get("/").text
        with in_app():
            activity = db.session.get(Activity, seminar)
            activity.place = "Et andet sted"
            plan_changed(activity.cohort_id)
        assert "Et andet sted" in browser.get("/").text
        with in_app():
            db.session.get(Activity, seminar).place = "Et tredje sted"
        assert "Et andet sted" in browser.get("/").text
        with in_app():
            people_changed([key])
        assert "Et tredje sted" in browser.get("/").text

    def test_how_many_learn(self, world, in_app):
        make.EnrolmentFactory(
            cohort=world.cohort, ended_at=make.LONG_AGO, role=Role.APPOINTED_EMPLOYEE
        )
        key = world.cohort.id
        with in_app():
            assert queries.learner_counts({key}) == {key: 2}
            assert queries.learner_counts(set()) == {}


class TestCoordinating:
    def test_cohorts_that_are_not_closed_by_start(self, world, in_app):
        draft = world.draft_cohort()
        world.draft_cohort("Slut").state = CohortState.CLOSED
        make.CohortFactory(name="En andens")
        invited = make.PersonFactory(organisation=world.organisation)
        make.EnrolmentFactory(cohort=draft, person=invited)
        make.EnrolmentFactory(cohort=draft, person=invited, role=Role.FACILITATOR)
        make.EnrolmentFactory(cohort=draft, person=make.PersonFactory(), ended_at=make.LONG_AGO)
        key = world.coordinator.id
        with in_app():
            found = queries.cohorts_of_coordinator(key)
            cards = [(card.name, card.learners, card.invited) for card in found]
        assert cards == [("Hold Nord", 2, 0), ("Hold Syd", 1, 1)]

    def test_a_closed_account_waits_for_nobody(self, world, in_app):
        gone = make.PersonFactory(disabled_at=make.LONG_AGO)
        make.EnrolmentFactory(cohort=world.cohort, person=gone)
        key = world.coordinator.id
        with in_app():
            assert queries.cohorts_of_coordinator(key)[0].invited == 0

    def test_plans_hold_drafts_and_the_undated_last(self, world, in_app):
        undated = world.plan(None)
        unseen = world.plan(5, published_at=None)
        keys = {world.cohort.id}
        expected = [world.past.id, unseen.id, world.seminar.id, undated.id]
        with in_app():
            rows = queries.plans_of(keys)
            assert [row.id for row in rows] == expected
            assert [row.is_published for row in rows] == [True, False, True, True]

    def test_the_newest_changes_that_members_see(self, world, in_app):
        undone = world.change(world.seminar, ChangeKind.CANCELLED)
        undone.undone_at = make.LONG_AGO
        world.change(world.seminar, ChangeKind.CREATED)
        world.change(world.plan(5, published_at=None))
        world.change(make.ActivityFactory())
        moved = world.change(world.seminar)
        moved.at = datetime(2026, 11, 20, tzinfo=UTC)
        world.change(world.seminar, ChangeKind.EDITED, reason="")
        key = world.coordinator.id
        with in_app():
            found = queries.latest_changes(key)
            assert [(row.what, row.reason, row.by) for row in found] == [
                (ChangeKind.MOVED, "Salen er optaget.", "Karen Krog"),
                (ChangeKind.EDITED, "", "Karen Krog"),
            ]
            assert len(queries.latest_changes(key, limit=1)) == 1


class TestManaging:
    def test_the_next_date_of_each_of_ones_people(self, world, in_app):
        employee = world.person("Amina Ali", line_manager_id=world.manager.id)
        make.EnrolmentFactory(cohort=world.cohort, person=employee, role=Role.APPOINTED_EMPLOYEE)
        world.plan(3, audience=Audience.EMPLOYEES, number=9)
        world.plan(2, published_at=None)
        world.plan(1, cancelled_at=make.LONG_AGO)
        key = world.manager.id
        with in_app():
            found = queries.places_of_reports(key)
            nexts = [(report.name, report.places[0].next.number) for report in found]
        assert nexts == [("Amina Ali", 9), ("Mette Madsen", 4)]

    def test_only_cohorts_that_run_and_places_that_are_held(self, world, in_app):
        make.EnrolmentFactory(cohort=world.draft_cohort(), person=world.mette)
        make.EnrolmentFactory(person=world.mette, ended_at=make.LONG_AGO)
        key = world.manager.id
        with in_app():
            (report,) = queries.places_of_reports(key)
            assert [place.cohort for place in report.places] == ["Hold Nord"]

    def test_nothing_ahead(self, world, in_app, session):
        session.delete(world.seminar)
        session.flush()
        key = world.manager.id
        with in_app():
            assert queries.places_of_reports(key)[0].places[0].next is None


class TestContacts:
    @pytest.mark.parametrize("who", ["mette", "facilitator", "manager"])
    def test_the_coordinators_of_the_cohorts_one_has_to_do_with(self, world, in_app, who):
        key = getattr(world, who).id
        make.CohortFactory(name="En andens", organisation=world.organisation)
        with in_app():
            (found,) = queries.contacts_of(key)
            assert found.name == "Hold Nord"
            assert [(one.name, one.phone) for one in found.people] == [
                ("Karen Krog", "00 00 00 01")
            ]

    def test_those_nearest_alone(self, world, in_app):
        nearest = world.person("Kirsten Kær")
        make.GrantFactory(person=nearest, cohort_id=world.cohort.id)
        gone = world.person("Frida Fjern", disabled_at=make.LONG_AGO)
        make.GrantFactory(person=gone, cohort_id=world.cohort.id)
        key = world.mette.id
        with in_app():
            (found,) = queries.contacts_of(key)
            assert [one.name for one in found.people] == ["Kirsten Kær"]

    def test_nobody_for_a_stranger_or_in_a_draft(self, world, in_app):
        make.EnrolmentFactory(cohort=world.draft_cohort(), person=world.stranger)
        key = world.stranger.id
        with in_app():
            assert queries.contacts_of(key) == []


class TestAdministering:
    @pytest.mark.usefixtures("world")
    def test_accounts_by_state(self, in_app):
        make.PersonFactory()
        make.PersonFactory(disabled_at=make.LONG_AGO, is_administrator=True)
        with in_app():
            counts = queries.account_counts()
        assert (counts.open, counts.invited, counts.closed, counts.administrators) == (7, 1, 1, 1)

    def test_organisations_titles_and_drafts(self, world, in_app):
        make.UnitFactory(organisation=world.organisation)
        make.ProgrammeFactory(name="Nyt forløb", state=ProgrammeState.DRAFT)
        make.OrganisationFactory(name="Tom Kommune")
        world.mette.job_title = world.title("rektor", make.LevelFactory())
        world.title("dekan")
        with in_app():
            rows = {row.name: (row.units, row.people) for row in queries.organisations()}
            assert rows == {"Ny Kommune": (1, 7), "Tom Kommune": (0, 0)}
            titles = [(row.name, row.level, row.people) for row in queries.titles()]
            assert titles == [("dekan", "", 0), ("rektor", "Leader of leaders", 1)]
            assert [draft.name for draft in queries.draft_programmes()] == ["Nyt forløb"]


class TestQueryCounts:
    """Literal, and the same with one thing or three."""

    def fill(self, world, count):
        for number in range(count):
            world.plan(20 + number, number=5 + number)
            make.EntryFactory(author=world.mette, next_action="Tie", cohort=world.cohort)
            make.EntryFactory(author=world.mette, state=EntryState.DRAFT)
            entry = make.EntryFactory(author=world.jonas, cohort=world.cohort)
            make.ShareFactory(entry=entry, audience=ShareWith.COHORT, cohort=world.cohort)
            draft = world.draft_cohort(f"Hold {number}")
            make.EnrolmentFactory(
                cohort=draft, person=make.PersonFactory(organisation=world.organisation)
            )
            world.plan(None, cohort=draft, published_at=None)
            report = world.person(f"Medarbejder {number}", line_manager_id=world.manager.id)
            make.EnrolmentFactory(cohort=world.cohort, person=report)
            world.change(world.seminar)

    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(
        ("who", "most", "cold"),
        [
            ("mette", 5, 6),
            ("facilitator", 4, 5),
            ("manager", 7, 7),
            ("coordinator", 8, 10),  # what is double-booked is judged once, until a plan changes
            ("administrator", 11, 11),
        ],
    )
    def test_statements_of_the_first_page(self, world, sign_in, queries, who, most, cold, count):
        self.fill(world, count)
        browser = sign_in(getattr(world, who))
        browser.get("/")
        with queries() as statements:
            assert browser.get("/").status_code == 200
        assert len(statements) == most
        kept.forget()
        with queries() as statements:
            browser.get("/")
        assert len(statements) == cold

    @pytest.mark.parametrize("count", [1, 3])
    def test_statements_of_the_contact_page(self, world, sign_in, queries, count):
        for number in range(count):
            cohort = make.CohortFactory(name=f"Hold {number}", organisation=world.organisation)
            make.EnrolmentFactory(cohort=cohort, person=world.mette)
        browser = sign_in(world.mette)
        browser.get("/kontakt")
        with queries() as statements:
            assert "Karen Krog" in browser.get("/kontakt").text
        assert len(statements) == 3
