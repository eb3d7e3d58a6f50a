"""Other leadership levels beside the course, and employees who are appointed and say yes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from programme.audit.models import AuditRow
from programme.cohorts import chain, policy, queries, services, target
from programme.cohorts.models import CohortState, Enrolment, Participation, Role
from programme.core.errors import RuleBrokenError
from programme.people.models import JobTitle
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import PlanItem, PlanTemplate
from tests import factories as make


@pytest.fixture
def path(world):
    return f"/hold/{world.cohort.id}"


@pytest.fixture
def for_employees_leaders(world):
    """The programme is for leaders of employees alone, as the half year is."""
    world.programme.levels = [world.employees]
    world.programme.target_level = world.employees
    return world.programme


def place_of(session, person):
    return session.scalars(
        select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.ended_at.is_(None))
    ).one_or_none()


class TestTarget:
    def test_a_programme_is_for_the_levels_it_names_else_for_its_target_else_for_all(self, world):
        programme = world.programme
        assert list(target.levels_of(programme)) == [world.level, world.employees]
        programme.levels, programme.target_level = [], world.employees
        assert list(target.levels_of(programme)) == [world.employees]
        assert not target.is_for(programme, world.level)
        programme.target_level = None
        assert target.levels_of(programme) == []
        assert target.is_for(programme, world.level)

    def test_a_level_is_said_outright_or_by_the_title(self, world):
        assert target.own_level(world.mate) is world.level
        world.third.job_title = JobTitle(name="klyngeleder", default_level=world.level)
        assert target.own_level(world.third) is world.level
        assert target.own_level(world.owner) is None
        assert target.is_for(world.programme, None)


class TestAnotherLevel:
    @pytest.mark.usefixtures("for_employees_leaders")
    def test_a_leader_of_leaders_takes_part_beside_a_course_for_others(
        self, world, in_app, session
    ):
        chief = make.PersonFactory(name="Bente Bro", level=world.level)
        keys = world.cohort.id, chief.id
        with in_app() as db:
            cohort, person = queries.find_cohort(keys[0]), queries.find_person(keys[1])
            assert services.role_for(cohort, person) is Role.OTHER_LEVEL
            for level in (None, cohort.programme.levels[0]):
                new = services.NewEnrolment(person, Role.PARTICIPANT, level)
                with pytest.raises(RuleBrokenError) as error:
                    services.enrol(cohort, new, by=None)
                assert error.value.field == "role"
            db.rollback()
        with in_app():
            cohort, person = queries.find_cohort(keys[0]), queries.find_person(keys[1])
            services.enrol(cohort, services.NewEnrolment(person, Role.OTHER_LEVEL), by=None)
        place = place_of(session, chief)
        assert (place.role, place.participation) == (Role.OTHER_LEVEL, Participation.INVITED)
        assert place.level_id == world.level.id

    def test_nobody_takes_part_in_and_beside_the_course(self, world, in_app):
        keys = world.cohort.id, world.owner.id
        with in_app() as db:
            new = services.NewEnrolment(queries.find_person(keys[1]), Role.OTHER_LEVEL)
            with pytest.raises(RuleBrokenError):
                services.enrol(queries.find_cohort(keys[0]), new, by=None)
            db.rollback()

    def test_a_full_cohort_lets_nobody_change_into_a_seat(self, world, in_app):
        world.cohort.capacity = 4
        beside = make.EnrolmentFactory(cohort=world.cohort, role=Role.OTHER_LEVEL)
        keys = beside.id, world.level.id
        with in_app() as db:
            place = queries.find_place(keys[0])
            new = services.NewEnrolment(
                place.person, Role.PARTICIPANT, db.get(type(world.level), keys[1])
            )
            with pytest.raises(RuleBrokenError):
                services.change_role(place, new, by=None)
            db.rollback()

    def test_they_know_neither_the_cohort_nor_its_people(self, world):
        beside = make.EnrolmentFactory(cohort=world.cohort, role=Role.OTHER_LEVEL)
        assert not policy.can_view(beside.person, world.cohort)
        assert not policy.learns_in(beside.person, world.cohort)

    def test_list_and_predicate_agree_on_them(self, world, in_app):
        beside = make.EnrolmentFactory(cohort=world.cohort, role=Role.OTHER_LEVEL)
        key = beside.person_id
        with in_app():
            assert queries.visible_to(queries.find_person(key)) == []


class TestAnotherLevelOnTheScreen:
    @pytest.mark.usefixtures("for_employees_leaders")
    def test_the_form_warns_and_offers_the_way(self, world, sign_in, path, session):
        chief = make.PersonFactory(name="Bente Bro", level=world.level, email="bente@test.example")
        browser = sign_in(world.coordinator)
        address = f"{path}/deltagere/tilfoej/{chief.id}?address=bente@test.example"
        text = browser.get(address).text
        assert "Bente Bro er leder af ledere" in text
        assert '<option selected value="other_level">' in text
        refused = browser.post(address, {"role": "participant", "level": world.employees.id})
        assert refused.status_code == 422
        assert "Øvrigt ledelsesniveau" in refused.text
        assert place_of(session, chief) is None
        data = {"role": "other_level", "participation": "sponsor"}
        assert browser.post(address, data).status_code == 303
        assert place_of(session, chief).participation is Participation.SPONSOR

    def test_the_coordinator_sees_which_levels_take_part_and_how(self, world, sign_in, path):
        for how in (Participation.SPONSOR, Participation.SPONSOR, Participation.CONVERSATION):
            make.EnrolmentFactory(
                cohort=world.cohort, role=Role.OTHER_LEVEL, level=world.level, participation=how
            )
        text = sign_in(world.coordinator).get(f"{path}/deltagere").text
        part = text.split("Ledelsesniveauer på holdet")[1]
        assert "2 på forløbet · 1 samtaler · 2 sponsor" in " ".join(part.split())
        assert "1 på forløbet" in part

    def test_how_they_take_part_is_changed_in_place(self, world, sign_in, path, session):
        beside = make.EnrolmentFactory(
            cohort=world.cohort, role=Role.OTHER_LEVEL, participation=Participation.SPONSOR
        )
        key = beside.id
        data = {"role": "other_level", "participation": "conversation"}
        answer = sign_in(world.coordinator).post(f"{path}/deltagere/{key}", data)
        assert answer.status_code == 303
        assert session.get(Enrolment, key).participation is Participation.CONVERSATION
        assert session.get(Enrolment, key).is_open

    def test_where_they_are_in_the_chain_is_told_whatever_the_programme_is_for(
        self, world, in_app, session
    ):
        world.programme.levels = [world.employees]
        beside = make.EnrolmentFactory(cohort=world.cohort, role=Role.OTHER_LEVEL)
        keys = beside.id, world.level.id, world.coordinator.id
        with in_app() as db:
            level = db.get(type(world.level), keys[1])
            by = queries.find_person(keys[2])
            services.change_level(queries.find_place(keys[0]), level, by=by)
        assert session.get(Enrolment, keys[0]).level_id == keys[1]

    def test_levels_stand_by_name_and_the_unknown_last(self, world, in_app):
        make.EnrolmentFactory(cohort=world.cohort, role=Role.OTHER_LEVEL)
        key = world.cohort.id
        with in_app():
            lines = chain.levels_in(queries.members_of(key))
        assert [line.level for line in lines] == ["Leder af ledere", "Leder af medarbejdere", ""]
        assert lines[0].ways == ((None, 2),)


class TestAppointment:
    def test_it_tells_by_whom_when_and_why(self, world, in_app, at):
        at(2026, 11, 22, 9)
        keys = world.cohort.id, world.stranger.id, world.owner.id
        with in_app():
            new = services.NewEnrolment(
                queries.find_person(keys[1]),
                Role.APPOINTED_EMPLOYEE,
                appointed_by=queries.find_person(keys[2]),
                reason="Kender alle husets mødeformer.",
            )
            place = services.enrol(queries.find_cohort(keys[0]), new, by=None)
            assert place.appointed_on == date(2026, 11, 22)
            assert place.appointment_reason.startswith("Kender")
            assert place.accepted_at is None

    def test_only_the_employee_says_yes(self, world):
        place = world.employees_place
        assert policy.can_accept(world.employee, place)
        for other in (world.owner, world.coordinator, world.stranger, world.administrator):
            assert not policy.can_accept(other, place)
        assert not policy.can_accept(world.owner, world.place)

    def test_not_before_the_cohort_is_known_nor_after_the_place_is_over(self, world):
        place = world.employees_place
        world.cohort.state = CohortState.DRAFT
        assert not policy.can_accept(world.employee, place)
        world.cohort.state = CohortState.PUBLISHED
        place.ended_at = datetime(2026, 10, 1, tzinfo=UTC)
        assert not policy.can_accept(world.employee, place)

    def test_the_employee_reads_it_and_confirms_by_a_button(self, world, sign_in, session, at):
        at(2026, 11, 22, 9)
        place = world.employees_place
        place.appointed_on = date(2026, 9, 1)
        place.appointment_reason = "Har prøvet det før – & <gerne> igen."
        key = place.id
        browser = sign_in(world.employee)
        text = browser.get("/mit-hold").text
        assert "Mette Madsen udpegede dig tirsdag den 1. september 2026" in text
        assert "Har prøvet det før – &amp; &lt;gerne&gt; igen." in text
        for _ in range(2):
            assert browser.post(f"/mit-hold/udpegning/{key}").status_code == 303
        assert session.get(Enrolment, key).accepted_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
        assert "Bekræft udpegningen" not in browser.get("/mit-hold").text
        assert "søndag den 22. november 2026" in browser.get("/mit-hold").text
        rows = session.scalars(select(AuditRow.action).where(AuditRow.thing == "enrolment")).all()
        assert rows == ["accepted appointment"]

    def test_nobody_else_can_answer_for_them(self, world, sign_in):
        path = f"/mit-hold/udpegning/{world.employees_place.id}"
        for person in (world.owner, world.coordinator, world.stranger):
            assert sign_in(person).post(path).status_code == 404
        assert sign_in(world.employee).post("/mit-hold/udpegning/999999").status_code == 404

    def test_the_coordinator_sees_whether_it_is_confirmed(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        assert "ikke bekræftet endnu" in browser.get(f"{path}/deltagere").text
        session.get(Enrolment, world.employees_place.id).accepted_at = datetime(
            2026, 9, 2, tzinfo=UTC
        )
        assert "ikke bekræftet endnu" not in browser.get(f"{path}/deltagere").text

    def test_others_in_the_cohort_do_not_read_the_reason(self, world, sign_in):
        world.employees_place.appointment_reason = "Fortroligt sagt"
        for person in (world.owner, world.mate):
            assert "Fortroligt sagt" not in sign_in(person).get("/mit-hold").text

    def test_when_and_why_are_corrected_in_place(self, world, sign_in, path, session):
        key = world.employees_place.id
        data = {
            "role": "appointed_employee",
            "appointed_by": world.owner.id,
            "appointed_on": "1. september 2026",
            "appointment_reason": "Husets bedste mødeleder.",
        }
        browser = sign_in(world.coordinator)
        for _ in range(2):
            assert browser.post(f"{path}/deltagere/{key}", data).status_code == 303
        place = session.get(Enrolment, key)
        assert place.is_open
        assert (place.appointed_on, place.appointment_reason) == (
            date(2026, 9, 1),
            "Husets bedste mødeleder.",
        )
        done = session.scalars(select(AuditRow.action).where(AuditRow.thing == "enrolment")).all()
        assert done == ["edited appointment"]
        text = browser.get(f"{path}/deltagere/{key}").text
        assert "01-09-2026" in text
        assert "Husets bedste mødeleder." in text

    def test_another_appointer_is_another_appointment(self, world, sign_in, path, session):
        place = world.employees_place
        place.accepted_at = datetime(2026, 9, 2, tzinfo=UTC)
        data = {"role": "appointed_employee", "appointed_by": world.mate.id}
        sign_in(world.coordinator).post(f"{path}/deltagere/{place.id}", data)
        new = place_of(session, world.employee)
        assert new.appointed_by_id == world.mate.id
        assert new.accepted_at is None


class TestRatio:
    def split(self, world):
        item = PlanItem(
            position=1,
            key="seance-1",
            kind=ActivityKind.COURSE_SESSION,
            offset_days=0,
            audience=Audience.EMPLOYEES,
        )
        world.programme.templates.append(PlanTemplate(name="Planen", items=[item]))

    def test_eleven_for_twelve_leaves_one_and_twelve_leave_nothing(self, world, sign_in):
        cohort = make.CohortFactory(organisation=world.organisation)
        make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        leaders = [make.EnrolmentFactory(cohort=cohort, level=world.level) for _ in range(12)]
        role = Role.APPOINTED_EMPLOYEE
        for leader in leaders[1:]:
            make.EnrolmentFactory(cohort=cohort, role=role, appointed_by=leader.person)
        browser = sign_in(world.coordinator)
        path = f"/hold/{cohort.id}/deltagere"
        assert "Der kan udpeges 1 medarbejder mere" in browser.get(path).text
        make.EnrolmentFactory(cohort=cohort, role=role, appointed_by=leaders[0].person)
        assert "kan udpeges" not in browser.get(path).text

    def test_the_ratio_is_set_where_the_programme_is_for_both(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        assert "Ledere og udpegede medarbejdere" not in browser.get(f"{path}/indstillinger").text
        self.split(world)
        assert "Ledere og udpegede medarbejdere" in browser.get(f"{path}/indstillinger").text
        assert "Der kan udpeges 2 medarbejdere mere" in browser.get(f"{path}/deltagere").text
        data = {
            "version": world.cohort.version,
            "name": "Hold Nord",
            "starts_on": "02-02-2026",
            "ratio_leaders": "3",
            "ratio_employees": "1",
        }
        assert browser.post(f"{path}/indstillinger", data).status_code == 303
        assert "kan udpeges" not in browser.get(f"{path}/deltagere").text

    @pytest.mark.parametrize("typed", ["0", "-1", "21", "to", "9" * 40])
    def test_a_ratio_that_is_none_is_refused(self, world, sign_in, path, typed):
        data = {
            "version": world.cohort.version,
            "name": "Hold Nord",
            "starts_on": "02-02-2026",
            "ratio_leaders": typed,
        }
        answer = sign_in(world.coordinator).post(f"{path}/indstillinger", data)
        assert answer.status_code == 422
