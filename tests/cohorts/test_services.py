"""What happens to cohorts, places and groups, and to the counters that calendars watch."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from programme.audit.models import AuditRow
from programme.cohorts import services
from programme.cohorts.models import (
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.core.errors import ConflictError, RuleBrokenError
from programme.people.models import JobTitle, Organisation
from programme.programmes.models import Programme
from tests import factories as make


@pytest.fixture
def act(world, in_app):
    """`with act() as w:` runs services on the world's rows as a command would."""
    from contextlib import contextmanager

    class Rows:
        """The world's rows, in the session that the services use."""

        def __init__(self, session, keys) -> None:
            self.session = session
            self.keys = keys

        def __getattr__(self, name):
            return self.session.get(*self.keys[name])

    @contextmanager
    def run():
        # Known beforehand: to ask the other session in between would tangle their savepoints.
        keys = {name: (type(row), row.id) for name, row in vars(world).items()}
        with in_app() as session:
            yield Rows(session, keys)

    return run


_COORDINATOR = object()


def enrol(w, person, role, level=None, appointed_by=None, *, by=_COORDINATOR):
    new = services.NewEnrolment(person, role, level, appointed_by)
    return services.enrol(w.cohort, new, by=w.coordinator if by is _COORDINATOR else by)


def audited(session):
    return [(row.action, row.thing) for row in session.scalars(select(AuditRow))]


class TestFrame:
    def new(self, w, **changes):
        values = {
            "programme": w.session.scalars(select(Programme)).first(),
            "organisation": w.session.scalars(select(Organisation)).first(),
            "name": "Hold Vest",
            "starts_on": date(2027, 2, 1),
            "ends_on": date(2027, 7, 31),
        }
        return services.NewCohort(**values | changes)

    def test_a_new_cohort_is_a_draft(self, act, session):
        with act() as w:
            services.create_cohort(self.new(w), by=w.coordinator)
        cohort = session.scalars(select(Cohort).where(Cohort.name == "Hold Vest")).one()
        assert cohort.state is CohortState.DRAFT
        assert audited(session) == [("created", "cohort")]

    def test_a_command_may_make_one(self, act):
        with act() as w:
            cohort = services.create_cohort(self.new(w, ends_on=None), by=None)
            assert cohort.ends_on is None

    def test_a_form_sent_twice_makes_one(self, act):
        with act() as w:
            once = services.create_cohort(self.new(w, creation_key="k1"), by=w.coordinator)
            again = services.create_cohort(self.new(w, creation_key="k1"), by=w.coordinator)
            assert once.id == again.id

    def test_it_does_not_end_before_it_starts(self, act):
        with act() as w, pytest.raises(RuleBrokenError) as error:
            services.create_cohort(self.new(w, ends_on=date(2027, 1, 31)), by=w.coordinator)
        assert error.value.field == "ends_on"

    def edit(self, **changes):
        values = {
            "version": 1,
            "name": "Hold Nordøst",
            "starts_on": date(2026, 3, 1),
            "ends_on": None,
            "capacity": 18,
        }
        return services.CohortEdit(**values | changes)

    def test_the_frame_is_edited_and_calendars_look_again(self, world, act):
        before = world.cohort.plan_version
        with act() as w:
            services.edit_cohort(w.cohort, self.edit(), by=w.coordinator, address="/")
        assert world.cohort.name == "Hold Nordøst"
        assert world.cohort.capacity == 18
        assert world.cohort.plan_version == before + 1
        assert world.cohort.version == 2

    def test_who_saves_second_is_asked(self, act):
        with act() as w, pytest.raises(ConflictError) as error:
            services.edit_cohort(
                w.cohort, self.edit(version=0), by=w.coordinator, address="/hold/1"
            )
        assert error.value.address == "/hold/1"
        assert "Hold Nordøst" in error.value.mine.values()
        assert "Hold Nord" in error.value.theirs.values()

    def test_an_edit_keeps_the_order_of_days(self, act):
        with act() as w, pytest.raises(RuleBrokenError):
            services.edit_cohort(
                w.cohort, self.edit(ends_on=date(2026, 1, 1)), by=w.coordinator, address="/"
            )

    def test_it_is_closed_and_opened_again(self, world, act):
        with act() as w:
            services.close_cohort(w.cohort, by=w.coordinator)
        assert world.cohort.state is CohortState.CLOSED
        with act() as w, pytest.raises(RuleBrokenError):
            services.close_cohort(w.cohort, by=w.coordinator)
        with act() as w:
            services.reopen_cohort(w.cohort, by=w.coordinator)
        assert world.cohort.state is CohortState.PUBLISHED
        with act() as w, pytest.raises(RuleBrokenError):
            services.reopen_cohort(w.cohort, by=w.coordinator)


class TestEnrolling:
    def test_a_place_is_given_and_the_calendar_looks_again(self, world, act, session):
        before = world.stranger.plan_version
        with act() as w:
            enrol(w, w.stranger, Role.PARTICIPANT, w.level)
        place = session.scalars(
            select(Enrolment).where(
                Enrolment.cohort_id == world.cohort.id, Enrolment.person_id == world.stranger.id
            )
        ).one()
        assert (place.role, place.level_id) == (Role.PARTICIPANT, world.level.id)
        assert world.stranger.plan_version == before + 1
        assert world.stranger.version == 1
        assert audited(session) == [("enrolled", "enrolment")]

    @pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.APPOINTED_EMPLOYEE])
    def test_nobody_learns_twice_in_a_cohort(self, act, role):
        with act() as w, pytest.raises(RuleBrokenError) as error:
            enrol(w, w.owner, role, w.level, w.mate)
        assert error.value.field == "person"

    def test_one_may_learn_and_facilitate_in_the_same_cohort(self, act):
        with act() as w:
            place = enrol(w, w.owner, Role.FACILITATOR, w.level, by=None)
            assert place.level_id is None
        with act() as w, pytest.raises(RuleBrokenError):
            enrol(w, w.owner, Role.FACILITATOR)

    def test_who_left_may_come_back(self, act):
        with act() as w:
            assert enrol(w, w.former, Role.PARTICIPANT, w.level).is_open

    def test_a_closed_cohort_takes_nobody_in(self, world, act):
        world.cohort.state = CohortState.CLOSED
        with act() as w, pytest.raises(RuleBrokenError):
            enrol(w, w.stranger, Role.FACILITATOR)

    def test_a_full_cohort_takes_facilitators_only(self, world, act):
        world.cohort.capacity = 4
        with act() as w:
            enrol(w, w.stranger, Role.FACILITATOR)
        with act() as w, pytest.raises(RuleBrokenError) as error:
            enrol(w, w.stranger, Role.PARTICIPANT, w.level)
        assert "4" in str(error.value.message)

    def test_an_employee_is_appointed_by_a_leader_of_the_cohort(self, act):
        role = Role.APPOINTED_EMPLOYEE
        with act() as w:
            for appointer in (None, w.employee, w.facilitator, w.former):
                with pytest.raises(RuleBrokenError) as error:
                    enrol(w, w.stranger, role, None, appointer)
                assert error.value.field == "appointed_by"
            place = enrol(w, w.stranger, role, None, w.owner)
            assert place.appointed_by_id == w.owner.id
            assert place.level_id is None

    def test_a_participant_has_a_level_of_the_programme(self, world, act):
        world.programme.levels = [world.level]
        with act() as w, pytest.raises(RuleBrokenError) as error:
            enrol(w, w.stranger, Role.PARTICIPANT, w.employees)
        assert error.value.field == "level"


class TestLevels:
    def test_the_persons_own_goes_first_then_the_titles(self, act):
        with act() as w:
            assert services.proposed_level(w.cohort, w.mate).id == w.level.id
            w.third.job_title = JobTitle(name="afdelingsleder", default_level=w.employees)
            assert services.proposed_level(w.cohort, w.third).id == w.employees.id

    def test_a_title_says_nothing_where_it_has_no_level(self, act):
        with act() as w:
            w.third.job_title = JobTitle(name="leder")
            assert services.proposed_level(w.cohort, w.third) is None

    def test_then_the_programmes_only_one_or_its_target(self, act):
        with act() as w:
            w.programme.target_level = w.employees
            assert services.proposed_level(w.cohort, w.stranger).id == w.employees.id
            w.programme.levels = [w.level]
            assert services.proposed_level(w.cohort, w.stranger).id == w.level.id

    def test_a_programme_without_levels_takes_any(self, act):
        with act() as w:
            w.programme.levels = []
            assert services.proposed_level(w.cohort, w.mate).id == w.level.id
            services.change_level(w.place, w.employees, by=w.coordinator)

    def test_without_any_hint_it_is_asked_for(self, act):
        with act() as w, pytest.raises(RuleBrokenError) as error:
            enrol(w, w.stranger, Role.PARTICIPANT)
        assert error.value.field == "level"

    def test_it_is_changed_within_the_programme(self, world, act):
        before = world.owner.plan_version
        with act() as w:
            services.change_level(w.place, w.employees, by=w.coordinator)
        assert world.place.level_id == world.employees.id
        assert world.owner.plan_version == before + 1
        world.programme.levels = [world.level]
        with act() as w, pytest.raises(RuleBrokenError):
            services.change_level(w.place, w.employees, by=w.coordinator)


class TestLeavingAndChanging:
    def in_groups(self, session, person):
        return session.scalars(
            select(GroupMembership).where(
                GroupMembership.person_id == person.id, GroupMembership.left_at.is_(None)
            )
        ).all()

    def test_leaving_ends_group_and_place_at_once(self, world, act, session):
        before = world.owner.plan_version
        with act() as w:
            services.end_enrolment(w.place, by=w.coordinator)
        assert world.place.ended_at is not None
        assert self.in_groups(session, world.owner) == []
        assert len(self.in_groups(session, world.mate)) == 1
        assert world.owner.plan_version == before + 1

    def test_twice_is_once(self, world, act, session):
        with act() as w:
            services.end_enrolment(w.place, by=w.coordinator)
        ended = world.place.ended_at
        with act() as w:
            services.end_enrolment(w.place, by=w.coordinator)
        assert world.place.ended_at == ended
        assert audited(session) == [("ended", "enrolment")]

    def test_a_facilitator_leaves_without_touching_groups(self, world, act, session):
        with act() as w:
            place = enrol(w, w.owner, Role.FACILITATOR)
            services.end_enrolment(place, by=w.coordinator)
        assert len(self.in_groups(session, world.owner)) == 1

    def test_a_new_role_is_a_new_place(self, world, act, session, at):
        at(2026, 11, 22, 9)
        with act() as w:
            new = services.NewEnrolment(w.owner, Role.FACILITATOR)
            services.change_role(w.place, new, by=w.coordinator)
        places = session.scalars(
            select(Enrolment).where(Enrolment.person_id == world.owner.id).order_by(Enrolment.id)
        ).all()
        moment = datetime(2026, 11, 22, 9, tzinfo=UTC)
        assert [(p.role, p.ended_at) for p in places] == [
            (Role.PARTICIPANT, moment),
            (Role.FACILITATOR, None),
        ]
        assert places[1].joined_at == moment
        assert self.in_groups(session, world.owner) == []

    def test_who_still_learns_stays_in_the_group(self, world, act, session):
        with act() as w:
            new = services.NewEnrolment(w.owner, Role.APPOINTED_EMPLOYEE, appointed_by=w.mate)
            services.change_role(w.place, new, by=w.coordinator)
        assert len(self.in_groups(session, world.owner)) == 1

    def test_nobody_appoints_themselves(self, act):
        with act() as w:
            new = services.NewEnrolment(w.owner, Role.APPOINTED_EMPLOYEE, appointed_by=w.owner)
            with pytest.raises(RuleBrokenError):
                services.change_role(w.place, new, by=w.coordinator)


class TestGroups:
    def test_groups_are_numbered_on(self, world, act, session):
        with act() as w:
            services.create_group(w.cohort, by=w.coordinator)
            services.create_group(w.other, "De første", by=None)
        numbers = session.execute(
            select(NetworkGroup.cohort_id, NetworkGroup.number, NetworkGroup.name)
        ).all()
        assert (world.cohort.id, 2, "") in numbers
        assert (world.other.id, 1, "De første") in numbers

    def test_a_group_is_renamed(self, world, act):
        with act() as w:
            services.rename_group(w.group, "Vest", by=w.coordinator)
        assert world.group.name == "Vest"

    def test_only_an_unused_group_is_deleted(self, act, session):
        with act() as w, pytest.raises(RuleBrokenError):
            services.delete_group(w.group, by=w.coordinator)
        with act() as w:
            made = services.create_group(w.cohort, by=w.coordinator)
            services.delete_group(made, by=w.coordinator)
        assert [g.number for g in session.scalars(select(NetworkGroup))] == [1]

    def test_a_person_is_in_one_group_at_a_time(self, world, act, session):
        before = world.owner.plan_version
        with act() as w:
            group = services.create_group(w.cohort, by=w.coordinator)
            services.place_in_group(w.cohort, w.owner, group, by=w.coordinator)
        rows = session.scalars(
            select(GroupMembership)
            .where(GroupMembership.person_id == world.owner.id)
            .order_by(GroupMembership.id)
        ).all()
        assert [row.left_at is None for row in rows] == [False, True]
        assert world.owner.plan_version == before + 1

    def test_the_same_group_again_changes_nothing(self, world, act, session):
        before = world.owner.plan_version
        with act() as w:
            services.place_in_group(w.cohort, w.owner, w.group, by=w.coordinator)
        assert world.owner.plan_version == before
        assert audited(session) == []

    def test_a_person_is_taken_out(self, world, act, session):
        with act() as w:
            services.place_in_group(w.cohort, w.owner, None, by=None)
        assert audited(session) == [("left", "group")]
        open_now = select(GroupMembership).where(GroupMembership.left_at.is_(None))
        assert [m.person_id for m in session.scalars(open_now)] == [world.mate.id]

    def test_groups_are_for_those_who_learn_here(self, act):
        for name in ("facilitator", "former", "stranger"):
            with act() as w, pytest.raises(RuleBrokenError) as error:
                services.place_in_group(w.cohort, getattr(w, name), w.group, by=w.coordinator)
            assert error.value.field == "person"

    def test_a_group_of_another_cohort_is_refused(self, world, act):
        foreign = make.GroupFactory(cohort=world.other)
        with act() as w:
            group = w.session.get(NetworkGroup, foreign.id)
            with pytest.raises(RuleBrokenError) as error:
                services.place_in_group(w.cohort, w.owner, group, by=w.coordinator)
        assert error.value.field == "group"


def test_counters_rise_without_touching_the_version_of_edits(world, act):
    cohort, person = world.cohort.plan_version, world.owner.plan_version
    with act():
        services.plan_changed(world.cohort.id)
        services.people_changed([world.owner.id, world.mate.id])
    assert world.cohort.plan_version == cohort + 1
    assert world.cohort.version == 1
    assert (world.owner.plan_version, world.owner.version) == (person + 1, 1)
    assert world.third.plan_version == person
