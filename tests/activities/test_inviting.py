"""Other leadership levels see what they are invited to by name, and nothing else of a cohort."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from programme.activities import policy, queries, services
from programme.activities.models import Activity
from programme.activities.services.inviting import INVITED
from programme.cohorts.models import Participation, Role
from programme.commands.work import load_composers
from programme.core.errors import RuleBrokenError
from programme.learning_logs.models import ShareWith
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import Audience
from tests import factories as make

NOW = (2026, 11, 22, 9)


@pytest.fixture
def hold(session, at):
    """A cohort with a participant, a director beside it, and three activities."""
    at(*NOW)
    hold = Hold()
    session.flush()
    return hold


class Hold:
    def __init__(self) -> None:
        self.cohort = make.CohortFactory(name="Hold Nord")
        self.karen = make.PersonFactory(name="Karen Krog")
        make.GrantFactory(person=self.karen, cohort_id=self.cohort.id)
        self.mette = make.EnrolmentFactory(cohort=self.cohort).person
        self.director = make.PersonFactory(name="Dorte Drost", email="dorte@b.example")
        self.place = make.EnrolmentFactory(
            cohort=self.cohort,
            person=self.director,
            role=Role.OTHER_LEVEL,
            participation=Participation.INVITED,
        )
        self.first = self.activity("Åbning", date(2026, 12, 3), place="Rådhuset")
        self.second = self.activity("Midtvejs", date(2027, 1, 14))
        self.draft = self.activity("Udkast", date(2027, 2, 4), published_at=None)
        self.pair = self.activity("Skygge", date(2027, 1, 5), audience=Audience.NAMED)

    def activity(self, title, day, **more):
        return make.ActivityFactory(cohort=self.cohort, title=title, starts_on=day, **more)

    @property
    def path(self):
        return f"/hold/{self.cohort.id}/deltagere/{self.place.id}/invitationer"


def invited(session, hold, *activities):
    for activity in activities:
        activity.named.append(hold.director)
    session.flush()


class TestInviting:
    def test_the_coordinator_ticks_activities(self, hold, sign_in, session):
        browser = sign_in(hold.karen)
        page = browser.get(hold.path)
        assert "Invitér Dorte Drost" in page.text
        assert "Skygge" not in page.text
        keys = [hold.first.id, hold.draft.id]
        for _ in range(2):
            assert browser.post(hold.path, {"activity": keys}).status_code == 303
        named = session.scalars(select(Activity).where(Activity.named.any())).all()
        assert {each.id for each in named} == set(keys)
        assert browser.get(hold.path).text.count(" checked") == 2

    def test_what_is_no_longer_ticked_is_taken_back(self, hold, sign_in, session):
        invited(session, hold, hold.first, hold.pair)
        before = hold.director.plan_version
        sign_in(hold.karen).post(hold.path, {"activity": [hold.second.id]})
        assert session.get(Activity, hold.first.id).named == []
        assert session.get(Activity, hold.second.id).named == [hold.director]
        assert session.get(Activity, hold.pair.id).named == [hold.director]  # is another matter
        assert session.get(Person, hold.director.id).plan_version == before + 1

    def test_one_mail_tells_of_all_that_is_ahead(self, hold, sign_in, session, app):
        browser = sign_in(hold.karen)
        data = {"activity": [hold.first.id, hold.draft.id]}
        browser.post(hold.path, data)
        browser.post(hold.path, data)
        (mail,) = session.scalars(select(OutboxMail).where(OutboxMail.template == INVITED))
        assert mail.due_at == datetime(2026, 11, 22, 9, 10, tzinfo=UTC)
        load_composers(app)
        with app.app_context():
            letter = outbox.composers()[INVITED](hold.director.id, {"cohort": hold.cohort.id})
        assert letter.subject == "Invitation: Hold Nord"
        assert "Åbning" in letter.text
        assert "torsdag den 3. december 2026" in letter.text
        assert "Udkast" not in letter.text

    def test_an_invitation_taken_back_in_time_is_not_told(self, hold, sign_in, app):
        browser = sign_in(hold.karen)
        browser.post(hold.path, {"activity": [hold.first.id]})
        browser.post(hold.path, {})
        load_composers(app)
        with app.app_context():
            assert outbox.composers()[INVITED](hold.director.id, {"cohort": hold.cohort.id}) is None
            assert outbox.composers()[INVITED](hold.director.id, {"cohort": 999_999}) is None

    def test_who_takes_part_in_the_course_is_not_invited_besides(self, hold, in_app, sign_in):
        learner = hold.cohort.enrolments[0].id
        path = f"/hold/{hold.cohort.id}/deltagere/{learner}/invitationer"
        assert sign_in(hold.karen).get(path).status_code == 404
        with in_app() as db:
            place = db.get(type(hold.place), learner)
            with pytest.raises(RuleBrokenError):
                services.invite(place, {1}, by=place.person)

    def test_others_cannot_invite(self, hold, sign_in):
        for person, status in ((hold.mette, 403), (hold.director, 404)):
            for method in ("get", "post"):
                assert getattr(sign_in(person), method)(hold.path).status_code == status
        elsewhere = make.CohortFactory()
        make.GrantFactory(person=hold.karen, cohort_id=elsewhere.id)
        foreign = f"/hold/{elsewhere.id}/deltagere/{hold.place.id}/invitationer"
        assert sign_in(hold.karen).get(foreign).status_code == 404

    def test_an_activity_of_another_cohort_is_not_reached(self, hold, sign_in, session):
        foreign = make.ActivityFactory()
        sign_in(hold.karen).post(hold.path, {"activity": [foreign.id, "x", "-1"]})
        assert session.get(Activity, foreign.id).named == []


class TestWhatTheySee:
    def test_list_and_predicate_agree(self, hold, session, in_app):
        invited(session, hold, hold.first, hold.draft)
        keys = hold.director.id, hold.cohort.id
        with in_app() as db:
            person = db.get(Person, keys[0])
            listed = {row.id for row in queries.own_rows(keys[0])}
            every = db.scalars(select(Activity).where(Activity.cohort_id == keys[1])).all()
            seen = {each.id for each in every if policy.can_view(person, each)}
        assert listed == seen == {hold.first.id}

    def test_home_menu_and_plan_hold_the_invitations_and_no_log(self, hold, sign_in, session):
        invited(session, hold, hold.first)
        browser = sign_in(hold.director)
        home = browser.get("/").text
        assert "Du er inviteret" in home
        assert "Åbning" in home
        assert "Midtvejs" not in home
        menu = home.split("<nav", 1)[1].split("</nav>")[0]
        assert "/min-plan" in home
        for part in ("/log", "/maal", "/mit-hold", "/hold"):
            assert f'href="{part}"' not in menu
        plan = browser.get("/min-plan").text
        assert "Åbning" in plan
        assert "Midtvejs" not in plan
        assert browser.get(f"/aktivitet/{hold.first.id}").status_code == 200
        assert "Skriv i loggen" not in browser.get(f"/aktivitet/{hold.first.id}").text
        assert browser.get(f"/aktivitet/{hold.second.id}").status_code == 404
        for path in ("", "/deltagere", "/grupper", "/forloeb"):
            assert browser.get(f"/hold/{hold.cohort.id}{path}").status_code == 404

    def test_without_an_invitation_there_is_a_sentence(self, hold, sign_in):
        assert "ingen aktivitet forude, du er inviteret til" in sign_in(hold.director).get("/").text

    def test_no_log_of_the_cohort_is_theirs(self, hold, sign_in, session):
        invited(session, hold, hold.first)
        entry = make.EntryFactory(author=hold.mette, cohort=hold.cohort, heading="Kun for holdet")
        for audience in (ShareWith.COHORT, ShareWith.FACILITATORS):
            make.ShareFactory(entry=entry, audience=audience, cohort=hold.cohort)
        browser = sign_in(hold.director)
        assert browser.get(f"/log/{entry.id}").status_code == 404
        for path in ("/", "/log", "/log/delt", f"/aktivitet/{hold.first.id}", "/min-plan"):
            assert "Kun for holdet" not in browser.get(path).text

    def test_it_is_over_with_the_place(self, hold, sign_in, session):
        invited(session, hold, hold.first)
        hold.place.ended_at = datetime(2026, 11, 1, tzinfo=UTC)
        browser = sign_in(hold.director)
        assert browser.get(f"/aktivitet/{hold.first.id}").status_code == 404
        assert "Åbning" not in browser.get("/min-plan").text


class TestAppointmentOnTheHomePage:
    def test_it_stands_first_until_it_is_confirmed(self, hold, sign_in):
        amina = make.PersonFactory(name="Amina Ali")
        place = make.EnrolmentFactory(
            cohort=hold.cohort,
            person=amina,
            role=Role.APPOINTED_EMPLOYEE,
            appointed_by=hold.mette,
            appointment_reason="Kender huset.",
        )
        browser = sign_in(amina)
        home = browser.get("/").text
        assert "Kender huset." in home
        assert "Bekræft udpegningen" in home
        browser.post(f"/mit-hold/udpegning/{place.id}")
        assert "Bekræft udpegningen" not in browser.get("/").text
