"""The cohort's pages for coordinator, facilitator, participant and stranger, by real requests."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from programme.cohorts.models import (
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.outbox.models import OutboxMail
from programme.people.models import JobTitle, Person
from tests import factories as make


@pytest.fixture
def path(world):
    return f"/hold/{world.cohort.id}"


def enrolments(session, person):
    return session.scalars(
        select(Enrolment).where(Enrolment.person_id == person.id).order_by(Enrolment.id)
    ).all()


class TestWhoMayOpenWhat:
    """Overseers read; coordinators change; members are told no, strangers nothing."""

    READ = ("/deltagere", "/grupper")
    CHANGE = (
        "/indstillinger",
        "/deltagere/tilfoej",
        "/deltagere/tilfoej/{former}",
        "/deltagere/{place}",
        "/grupper/{group}",
    )
    POST = (
        "/afslut",
        "/genaabn",
        "/deltagere/{place}/slut",
        "/deltagere/{place}/invitation",
        "/grupper",
        "/grupper/fordel",
        "/grupper/{group}/slet",
    )

    @pytest.fixture
    def address(self, world, path):
        keys = {
            "former": world.former.id,
            "place": world.place.id,
            "group": world.group.id,
        }
        return lambda tail: path + tail.format(**keys)

    @pytest.mark.parametrize("tail", READ + CHANGE)
    def test_the_coordinator_opens_all(self, world, sign_in, address, tail):
        assert sign_in(world.coordinator).get(address(tail)).status_code == 200

    @pytest.mark.parametrize("tail", READ)
    def test_facilitators_read(self, world, sign_in, address, tail):
        page = sign_in(world.facilitator).get(address(tail))
        assert page.status_code == 200
        assert "Mette Madsen" in page.text
        assert "<form" not in page.text.split("<main")[1].replace('class="filters"', "").split(
            "</main>"
        )[0].replace('<form  method="get"', "")

    @pytest.mark.parametrize("tail", CHANGE)
    def test_facilitators_change_nothing(self, world, sign_in, address, tail):
        assert sign_in(world.facilitator).get(address(tail)).status_code == 403

    @pytest.mark.parametrize("tail", READ + CHANGE)
    def test_participants_are_told_no(self, world, sign_in, address, tail):
        assert sign_in(world.owner).get(address(tail)).status_code == 403

    @pytest.mark.parametrize("tail", READ + CHANGE)
    def test_everybody_else_is_told_nothing(self, world, sign_in, address, tail):
        for person in (world.stranger, world.former, world.elsewhere, world.administrator):
            assert sign_in(person).get(address(tail)).status_code == 404

    @pytest.mark.parametrize("tail", POST)
    def test_only_the_coordinator_posts(self, world, sign_in, address, tail):
        for person, status in (
            (world.facilitator, 403),
            (world.mate, 403),
            (world.stranger, 404),
            (world.administrator, 404),
        ):
            assert sign_in(person).post(address(tail)).status_code == status

    @pytest.mark.parametrize(
        "tail",
        [
            "/deltagere/999",
            "/deltagere/tilfoej/999",
            "/grupper/999",
        ],
    )
    def test_what_is_not_there_is_not_found(self, world, sign_in, path, tail):
        assert sign_in(world.coordinator).get(path + tail).status_code == 404

    def test_a_place_of_another_cohort_is_not_found(self, world, sign_in, path, session):
        foreign = enrolments(session, world.stranger)[0].id
        answer = sign_in(world.coordinator).get(f"{path}/deltagere/{foreign}")
        assert answer.status_code == 404


class TestList:
    def test_cohorts_stand_by_how_far_they_are(self, world, sign_in):
        for name, state, ends in (
            ("Et udkast", CohortState.DRAFT, date(2028, 1, 1)),
            ("Et gammelt", CohortState.PUBLISHED, date(2020, 1, 1)),
            ("Et lukket", CohortState.CLOSED, None),
        ):
            cohort = make.CohortFactory(name=name, state=state, ends_on=ends, capacity=20)
            make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        text = sign_in(world.coordinator).get("/hold").text
        order = [text.index(name) for name in ("Et udkast", "Hold Nord", '<details class="fold')]
        assert order == sorted(order)
        assert text.index('<details class="fold') < text.index("Et gammelt")
        assert text.index('<details class="fold') < text.index("Et lukket")
        assert "Hold Syd" not in text

    def test_facilitators_see_their_own(self, world, sign_in):
        text = sign_in(world.facilitator).get("/hold").text
        assert "Hold Nord" in text
        assert "Hold Syd" not in text

    def test_it_is_no_place_for_participants(self, world, sign_in):
        assert sign_in(world.owner).get("/hold").status_code == 403

    def test_the_first_cohort_is_one_click_away(self, sign_in):
        person = make.PersonFactory()
        make.GrantFactory(person=person, organisation_id=person.organisation_id)
        text = sign_in(person).get("/hold").text
        assert text.count("/hold/nyt") + text.count("/missing/planning.new") == 2

    def test_a_list_asks_no_more_for_three_than_for_one(self, world, sign_in, queries):
        browser = sign_in(world.coordinator)
        with queries() as one:
            browser.get("/hold")
        for _ in range(2):
            make.GrantFactory(person=world.coordinator, cohort_id=make.CohortFactory().id)
        with queries() as three:
            browser.get("/hold")
        assert (len(one), len(three)) == (5, 5)


class TestPeople:
    def test_the_table_tells_who_and_from_where(self, world, sign_in, path):
        text = sign_in(world.coordinator).get(f"{path}/deltagere").text
        for words in ("Mette Madsen", "Søndre Skole", "Hanne Holm", "Leder af ledere"):
            assert words in text
        assert "Frida Fjern" not in text
        assert "Peter Poulsen" not in text

    def test_it_is_narrowed_by_title_level_and_role(self, world, sign_in, path, session):
        title = JobTitle(name="afdelingsleder")
        session.add(title)
        world.third.job_title = title
        browser = sign_in(world.coordinator)
        for asked, shown in (
            ("title=afdelingsleder", {"Tove Toft"}),
            ("level=Leder+af+ledere", {"Mette Madsen", "Jonas Juhl"}),
            ("role=facilitator", {"Søren Sand"}),
            ("role=appointed_employee&level=Leder+af+ledere", set()),
        ):
            text = browser.get(f"{path}/deltagere?{asked}").text.split("<tbody>")[1]
            rows = text.split("</tbody>")[0]
            everybody = {"Mette Madsen", "Jonas Juhl", "Tove Toft", "Amina Ali", "Søren Sand"}
            assert {n for n in everybody if f'row">{n}<' in rows} == shown

    def test_addresses_are_there_to_be_copied(self, world, sign_in, path):
        text = sign_in(world.coordinator).get(f"{path}/deltagere").text
        learners = [world.employee, world.mate, world.owner, world.third]
        joined = "; ".join(person.email for person in learners)
        assert f'value="{joined}"' in text
        assert f'value="{joined}; {world.facilitator.email}"' in text

    def test_one_leader_more_than_employees_may_appoint_one(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        make.EnrolmentFactory(
            cohort=world.cohort, role=Role.APPOINTED_EMPLOYEE, appointed_by=world.mate
        )
        assert "alert-info" in browser.get(f"{path}/deltagere").text
        make.EnrolmentFactory(
            cohort=world.cohort, role=Role.APPOINTED_EMPLOYEE, appointed_by=world.mate
        )
        assert "alert-info" not in browser.get(f"{path}/deltagere").text

    def test_an_empty_cohort_says_how_to_go_on(self, world, sign_in):
        empty = make.CohortFactory()
        make.GrantFactory(person=world.coordinator, cohort_id=empty.id)
        assert "empty-state" in sign_in(world.coordinator).get(f"/hold/{empty.id}/deltagere").text

    def test_a_table_asks_no_more_for_three_than_for_one(self, world, sign_in, queries):
        cohort = make.CohortFactory()
        make.GrantFactory(person=world.coordinator, cohort_id=cohort.id)
        browser = sign_in(world.coordinator)
        counts = []
        for more in (1, 2):
            for _ in range(more):
                make.EnrolmentFactory(cohort=cohort, level=world.level)
            with queries() as asked:
                browser.get(f"/hold/{cohort.id}/deltagere")
            counts.append(len(asked))
        assert counts == [7, 7]

    def test_somebody_known_is_found_by_name_or_address_and_added(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        assert "Frida Fjern" in browser.get(f"{path}/deltagere/tilfoej?q=fjern").text
        assert "Peter Poulsen" not in browser.get(f"{path}/deltagere/tilfoej?q=poul").text
        found = browser.get(f"{path}/deltagere/tilfoej?q={world.stranger.email.upper()}").text
        assert "Peter Poulsen" in found
        assert "%" not in browser.get(f"{path}/deltagere/tilfoej?q=%25").text.split("<ul")[0]
        place = f"{path}/deltagere/tilfoej/{world.stranger.id}"
        assert f'{place}?address={world.stranger.email}"' in found
        answer = browser.post(
            f"{place}?address={world.stranger.email}",
            {"role": "participant", "level": world.level.id},
        )
        assert answer.status_code == 303
        assert "Peter Poulsen" in browser.get(f"{path}/deltagere").text

    @pytest.mark.parametrize("tail", ["", "?address=", "?address=somebody@else.example"])
    def test_nobody_is_read_or_added_by_counting_keys(self, world, sign_in, path, session, tail):
        browser = sign_in(world.coordinator)
        place = f"{path}/deltagere/tilfoej/{world.stranger.id}{tail}"
        assert browser.get(place).status_code == 404
        answer = browser.post(place, {"role": "participant", "level": world.level.id})
        assert answer.status_code == 404
        assert [e.cohort_id for e in enrolments(session, world.stranger)] == [world.other.id]

    def test_a_place_without_level_is_refused_at_its_field(self, world, sign_in, path):
        place = f"{path}/deltagere/tilfoej/{world.stranger.id}?address={world.stranger.email}"
        answer = sign_in(world.coordinator).post(place, {"role": "participant"})
        assert answer.status_code == 422
        assert f'action="{place}"' in answer.text
        assert 'href="#level"' in answer.text

    def test_who_has_no_account_any_more_is_not_added(self, world, sign_in, path):
        world.stranger.disabled_at = make.LONG_AGO
        answer = sign_in(world.coordinator).get(f"{path}/deltagere/tilfoej/{world.stranger.id}")
        assert answer.status_code == 404

    def newcomer(self, world, **changes):
        return {
            "name": "Nora Ny",
            "email": "Nora@Test.Example",
            "phone": "",
            "workplace": f"{world.organisation.id}-{world.school.id}",
            "job_title": "",
            "level": str(world.level.id),
            "manager": world.manager.email,
            "role": "participant",
            "appointed_by": "",
        } | changes

    def test_somebody_new_is_added_enrolled_and_invited(self, world, sign_in, path, session):
        answer = sign_in(world.coordinator).post(f"{path}/deltagere/tilfoej", self.newcomer(world))
        assert answer.status_code == 303
        person = session.scalars(select(Person).where(Person.email == "nora@test.example")).one()
        assert person.unit_id == world.school.id
        assert person.line_manager_id == world.manager.id
        assert enrolments(session, person)[0].role is Role.PARTICIPANT
        mails = session.scalars(select(OutboxMail).where(OutboxMail.person_id == person.id)).all()
        assert len(mails) == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "nora"}, "email"),
            ({"manager": "nobody@test.example"}, "manager"),
            ({"workplace": ""}, "workplace"),
            ({"role": "administrator"}, "role"),
            ({"role": "appointed_employee"}, "appointed_by"),
            ({"name": "x" * 10_000}, "name"),
            ({"name": "a\x00b"}, "name"),
        ],
    )
    def test_nobody_is_half_added(self, world, sign_in, path, session, changes, field):
        answer = sign_in(world.coordinator).post(
            f"{path}/deltagere/tilfoej", self.newcomer(world, **changes)
        )
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert session.scalars(select(Person).where(Person.name.like("%Ny"))).all() == []

    def test_an_address_that_is_taken_is_refused(self, world, sign_in, path):
        answer = sign_in(world.coordinator).post(
            f"{path}/deltagere/tilfoej", self.newcomer(world, email=world.stranger.email)
        )
        assert answer.status_code == 422
        assert 'href="#email"' in answer.text

    def test_fields_that_are_not_in_the_form_are_not_read(self, world, sign_in, path, session):
        sign_in(world.coordinator).post(
            f"{path}/deltagere/tilfoej",
            self.newcomer(world, is_administrator="1", password_hash="x", id="1"),
        )
        person = session.scalars(select(Person).where(Person.email == "nora@test.example")).one()
        assert not person.is_administrator
        assert person.password_hash is None

    def test_a_role_is_changed(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        browser.post(
            f"{path}/deltagere/{world.place.id}",
            {"role": "appointed_employee", "appointed_by": world.mate.id},
        )
        old, new = enrolments(session, world.owner)
        assert (old.is_open, new.is_open, new.role) == (False, True, Role.APPOINTED_EMPLOYEE)
        browser.post(
            f"{path}/deltagere/{new.id}",
            {"role": "appointed_employee", "appointed_by": world.mate.id},
        )
        assert len(enrolments(session, world.owner)) == 2
        browser.post(
            f"{path}/deltagere/{new.id}",
            {"role": "appointed_employee", "appointed_by": world.third.id},
        )
        assert enrolments(session, world.owner)[-1].appointed_by_id == world.third.id

    def test_a_level_is_changed_in_place(self, world, sign_in, path, session):
        sign_in(world.coordinator).post(
            f"{path}/deltagere/{world.place.id}",
            {"role": "participant", "level": world.employees.id},
        )
        (place,) = enrolments(session, world.owner)
        assert place.level_id == world.employees.id

    def test_without_a_level_nothing_is_changed(self, world, sign_in, path, session):
        sign_in(world.coordinator).post(
            f"{path}/deltagere/{world.place.id}", {"role": "participant", "level": ""}
        )
        (place,) = enrolments(session, world.owner)
        assert place.level_id == world.level.id

    def test_a_refused_change_leaves_the_place_as_it_was(self, world, sign_in, path, session):
        answer = sign_in(world.coordinator).post(
            f"{path}/deltagere/{world.place.id}", {"role": "appointed_employee"}
        )
        assert answer.status_code == 422
        assert 'href="#appointed_by"' in answer.text
        (place,) = enrolments(session, world.owner)
        assert place.is_open

    def test_who_leaves_sees_nothing_from_then_on(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        browser.post(f"{path}/deltagere/{world.mates_place.id}/slut")
        assert "Jonas Juhl" in browser.get(f"{path}/deltagere").text  # it is said once
        assert "Jonas Juhl" not in browser.get(f"{path}/deltagere").text
        assert "Mette Madsen" not in sign_in(world.mate).get("/mit-hold").text
        open_now = select(GroupMembership.person_id).where(GroupMembership.left_at.is_(None))
        assert list(session.scalars(open_now)) == [world.owner.id]

    def test_an_invitation_is_sent_again_to_who_has_no_password(
        self, world, sign_in, path, session
    ):
        browser = sign_in(world.coordinator)
        address = f"{path}/deltagere/{world.place.id}/invitation"
        assert browser.post(address).status_code == 303
        mails = select(OutboxMail).where(OutboxMail.person_id == world.owner.id)
        assert len(session.scalars(mails).all()) == 1
        world.owner.password_hash = "x"
        assert browser.post(address).status_code == 303
        assert len(session.scalars(mails).all()) == 1


class TestGroups:
    def test_the_spread_over_units_is_shown(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        assert "badge--warning" not in browser.get(f"{path}/grupper").text
        world.mate.unit = world.school
        assert "badge--warning" in browser.get(f"{path}/grupper").text

    def test_a_group_is_made_named_and_taken_away(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        browser.post(f"{path}/grupper", {"name": "Vest"})
        made = session.scalars(select(NetworkGroup).where(NetworkGroup.name == "Vest")).one()
        address = f"{path}/grupper/{made.id}"
        assert "Vest" in browser.get(address).text
        browser.post(address, {"name": ""})
        assert "Vest" not in browser.get(f"{path}/grupper").text
        browser.post(f"{address}/slet")
        assert browser.get(address).status_code == 404

    def test_a_group_that_was_used_stays(self, world, sign_in, path, session):
        answer = sign_in(world.coordinator).post(f"{path}/grupper/{world.group.id}/slet")
        assert answer.status_code == 303
        assert session.get(NetworkGroup, world.group.id)

    @pytest.mark.parametrize("tail", ["", "/{group}"])
    def test_a_name_can_be_too_long(self, world, sign_in, path, tail):
        address = f"{path}/grupper" + tail.format(group=world.group.id)
        answer = sign_in(world.coordinator).post(address, {"name": "x" * 10_000})
        assert answer.status_code == 422

    def test_people_are_put_where_the_table_says(self, world, sign_in, path, session):
        other = make.GroupFactory(cohort=world.cohort, number=2)
        foreign = make.GroupFactory(cohort=world.other)
        sign_in(world.coordinator).post(
            f"{path}/grupper/fordel",
            {
                f"group-{world.owner.id}": other.id,
                f"group-{world.mate.id}": "",
                f"group-{world.third.id}": foreign.id,
                f"group-{world.stranger.id}": other.id,
            },
        )
        open_now = select(GroupMembership).where(GroupMembership.left_at.is_(None))
        assert [(m.group_id, m.person_id) for m in session.scalars(open_now)] == [
            (other.id, world.owner.id)
        ]

    def test_who_does_not_move_keeps_the_old_row(self, world, sign_in, path, session):
        before = session.scalars(select(GroupMembership.id)).all()
        sign_in(world.coordinator).post(
            f"{path}/grupper/fordel", {f"group-{world.owner.id}": world.group.id}
        )
        assert session.scalars(select(GroupMembership.id)).all() == before


class TestSettings:
    def frame(self, **changes):
        return {
            "version": "1",
            "name": "Hold Nordøst",
            "starts_on": "02-02-2026",
            "ends_on": "1. februar 2027",
            "capacity": "18",
        } | changes

    def test_the_frame_is_saved(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        assert browser.post(f"{path}/indstillinger", self.frame()).status_code == 303
        cohort = session.get(Cohort, world.cohort.id)
        assert (cohort.name, cohort.capacity) == ("Hold Nordøst", 18)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"starts_on": "31. april 2026"}, "starts_on"),
            ({"ends_on": "1. januar 2026"}, "ends_on"),
            ({"capacity": "-1"}, "capacity"),
            ({"name": ""}, "name"),
        ],
    )
    def test_a_broken_frame_is_refused(self, world, sign_in, path, session, changes, field):
        answer = sign_in(world.coordinator).post(f"{path}/indstillinger", self.frame(**changes))
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert session.get(Cohort, world.cohort.id).name == "Hold Nord"

    def test_who_saves_second_sees_both(self, world, sign_in, path):
        browser = sign_in(world.coordinator)
        browser.post(f"{path}/indstillinger", self.frame(name="Det første navn"))
        answer = browser.post(f"{path}/indstillinger", self.frame(name="Det andet navn"))
        assert answer.status_code == 409
        assert "Det første navn" in answer.text
        assert "Det andet navn" in answer.text

    def test_it_is_closed_and_opened_again(self, world, sign_in, path, session):
        browser = sign_in(world.coordinator)
        assert browser.post(f"{path}/genaabn").status_code == 422
        assert browser.post(f"{path}/afslut").status_code == 303
        assert session.get(Cohort, world.cohort.id).state is CohortState.CLOSED
        assert browser.get(f"{path}/indstillinger").status_code == 200
        assert browser.post(f"{path}/genaabn").status_code == 303
        assert session.get(Cohort, world.cohort.id).state is CohortState.PUBLISHED


class TestForParticipants:
    def test_own_group_comes_first_then_the_others(self, world, sign_in):
        text = sign_in(world.owner).get("/mit-hold").text
        for name in ("Jonas Juhl", "Tove Toft", "Søren Sand", "Karen Krog", "12 34 56 78"):
            assert name in text
        assert text.index("Jonas Juhl") < text.index("Tove Toft")
        assert "Frida Fjern" not in text
        assert "Peter Poulsen" not in text

    def test_who_is_in_no_group_is_told_so(self, world, sign_in):
        assert "empty-state" in sign_in(world.third).get("/mit-hold").text

    def test_an_employee_sees_who_appointed_them(self, world, sign_in):
        text = sign_in(world.employee).get("/mit-hold").text
        assert text.count("Mette Madsen") == 3  # the sentence, the row, and its mail link

    def test_without_a_cohort_there_is_a_sentence(self, world, sign_in):
        world.draft()
        for person in (world.owner, world.former, world.coordinator):
            page = sign_in(person).get("/mit-hold")
            assert page.status_code == 200
            assert "empty-state" in page.text
            assert "Hold Nord" not in page.text

    def test_it_asks_no_more_for_three_people_than_for_one(self, sign_in, queries):
        cohort = make.CohortFactory()
        person = make.EnrolmentFactory(cohort=cohort).person
        browser = sign_in(person)
        counts = []
        for more in (0, 2):
            for _ in range(more):
                make.EnrolmentFactory(cohort=cohort)
            with queries() as asked:
                browser.get("/mit-hold")
            counts.append(len(asked))
        assert counts == [6, 6]

    def test_they_read_of_the_programme_without_its_source(self, world, sign_in, path):
        world.programme.purpose = "At lære af hinanden."
        world.programme.source_note = "Kilden tier."
        make.TrackFactory(programme=world.programme, name="Eget spor", working_title=True)
        own = make.GoalSetFactory(level=world.level, aim="Mit sigte.")
        other = make.GoalSetFactory(level=world.employees, aim="De andres sigte.")
        world.programme.goal_sets = [own, other]
        text = sign_in(world.owner).get(f"{path}/forloeb").text
        for words in ("At lære af hinanden.", "Eget spor", "Mit sigte."):
            assert words in text
        for words in ("Kilden tier.", "De andres sigte.", "badge"):
            assert words not in text.split("<main")[1]
        assert "De andres sigte." in sign_in(world.facilitator).get(f"{path}/forloeb").text

    def test_others_are_told_nothing_of_it(self, world, sign_in, path):
        for person in (world.stranger, world.former, world.administrator):
            assert sign_in(person).get(f"{path}/forloeb").status_code == 404
        world.draft()
        assert sign_in(world.owner).get(f"{path}/forloeb").status_code == 404
