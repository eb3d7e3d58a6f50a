"""Invitations by mail: sent, changed, withdrawn, each to whom it concerns and to nobody else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from programme.activities import services as activities
from programme.activities.plan import When
from programme.calendars import invitations
from programme.calendars.models import InvitationLook, SentInvitation
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.core import clock
from programme.outbox.models import NO_REASON, OutboxMail
from programme.outbox.transport import DownError, TryLaterError
from programme.people.models import Locale, Person
from programme.programmes.content import ActivityKind
from tests import factories as make
from tests.calendars.mailbox import Mailbox
from tests.calendars.polls import cancel, edited, mover, restore

TO = (date(2027, 8, 26), date(2027, 8, 27))


@pytest.fixture
def mailbox(course, in_app, monkeypatch):
    return Mailbox(in_app, monkeypatch)


@pytest.fixture
def invited(course, mailbox, session):
    """Mette and Jonas have only the seminar in their plan; Mette has been invited to it."""
    for each in course.activities:
        each.published_at = each.published_at if each is course.seminar else None
    session.commit()
    mailbox.choose(course.mette, invitations=True)
    (course.first,) = mailbox.invitations()
    return course


@pytest.fixture
def undo(change):
    def run(activity):
        change(activity, lambda a, by: activities.undo(activities.undoable(a), by=by))

    return run


@pytest.fixture
def leave(in_app, course):
    """`leave("mette")` ends a place in the cohort."""

    def run(name):
        with in_app() as session:
            place = session.get(Enrolment, course.enrolments[name].id)
            cohorts.end_enrolment(place, by=session.get(Person, course.karen.id))

    return run


def rows(session):
    return session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()


# The message ----------------------------------------------------------------------------------


def test_a_request_is_what_mail_programs_expect(invited):
    got = invited.first
    assert got.mail.get_content_type() == "multipart/alternative"
    parts = list(got.mail.iter_parts())
    kinds = [part.get_content_type() for part in parts]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert parts[-1]["Content-Type"].params["method"] == got.method == "REQUEST"
    assert parts[-1]["Content-Type"].params["charset"].lower() == "utf-8"
    assert got.ics.index(b"METHOD:REQUEST\r\n") < got.ics.index(b"BEGIN:VEVENT")
    assert got.ics.count(b"METHOD") == got.ics.count(b"BEGIN:VEVENT") == 1
    assert got.ics.count(b"ORGANIZER") == got.ics.count(b"ATTENDEE") == 1
    assert got.ics.count(b"BEGIN:VTIMEZONE") == 1
    assert b"RDATE" not in got.ics
    (sender,) = got.mail["From"].addresses
    assert got.event["ORGANIZER"] == f"mailto:{sender.addr_spec}"
    assert got.event["ORGANIZER"].params["CN"] == sender.display_name
    assert got.event["ATTENDEE"] == f"mailto:{invited.mette.email}"
    assert got.to == invited.mette.email
    params = got.event["ATTENDEE"].params
    assert params["CN"] == "Mette Testsen"
    assert (params["PARTSTAT"], params["RSVP"], params["ROLE"]) == (
        "NEEDS-ACTION", "TRUE", "REQ-PARTICIPANT"
    )  # fmt: skip
    assert got.uid == invited.seminar.uid
    assert (got.sequence, got.event["STATUS"]) == (invited.seminar.sequence, "CONFIRMED")
    assert got.event["DTSTAMP"].dt == datetime.fromisoformat("2027-02-21T09:15Z")
    assert got.event["DTSTART"].dt == date(2027, 8, 19)
    assert got.event["DTEND"].dt == date(2027, 8, 21)
    assert got.event["SUMMARY"] == "Seminar 1 | Ledelse af PLF"
    assert got.event["LOCATION"] == "Kursuscenteret, Søvej 1, 4000 Roskilde"


def test_every_line_is_folded_and_ends_as_the_format_asks(invited):
    assert invited.first.ics.endswith(b"END:VCALENDAR\r\n")
    for line in invited.first.ics.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()


def test_the_text_says_that_answers_are_not_read_and_where_to_answer(invited):
    got = invited.first
    page = f"https://lederforloeb.test/aktivitet/{invited.seminar.id}"
    assert got.subject == "Indkaldelse: Seminar 1 | Ledelse af PLF"
    assert got.text.startswith("Kære Mette\r\n\r\nSeminar 1 | Ledelse af PLF\r\n")
    assert "torsdag den 19.–fredag den 20. august 2027" in got.text
    assert "Ingen læser her, hvad du svarer i din kalender." in got.text
    assert page in got.text
    assert "https://lederforloeb.test/konto/beskeder" in got.text
    html = got.mail.get_body(("html",)).get_content()
    assert f"<title>{got.subject}</title>" in html
    assert f'<a href="{page}">' in html
    assert "Kursuscenteret" in html
    assert "Læs kapitel 3" not in got.text + html + got.ics.decode()
    assert page in got.event["DESCRIPTION"]


def test_in_the_reader_s_language(course, mailbox, session):
    course.mette.locale = Locale.ENGLISH
    session.commit()
    mailbox.choose(course.mette, invitations=True)
    got = mailbox.invitations()[0]
    assert got.subject.startswith("Invitation: ")
    assert "Nobody here reads what you answer" in got.text


def test_odd_names_and_titles_arrive_as_they_are(course, mailbox, session):
    course.mette.name = 'Søren "Bob" Å; x:y'
    course.seminar.title = "<b>Æ & Ø</b>; a,b\\c 😀"
    session.commit()
    mailbox.choose(course.mette, invitations=True)
    (got,) = [got for got in mailbox.invitations() if got.uid == course.seminar.uid]
    assert got.event["ATTENDEE"].params["CN"] == 'Søren "Bob" Å; x:y'
    assert "Søren ^'Bob^' Å; x:y" in got.ics.decode().replace("\r\n ", "")
    assert got.event["SUMMARY"] == "Seminar 1 | <b>Æ & Ø</b>; a,b\\c 😀"
    assert got.mail["To"].addresses[0].display_name == 'Søren "Bob" Å; x:y'
    html = got.mail.get_body(("html",)).get_content()
    assert "&lt;b&gt;Æ &amp; Ø&lt;/b&gt;; a,b\\c 😀" in html


# Choosing -------------------------------------------------------------------------------------


def test_who_chooses_gets_each_coming_date_once_and_nobody_else_anything(course, mailbox):
    mailbox.choose(course.mette, invitations=True)
    assert mailbox.deliver() == []
    got = mailbox.invitations()
    dated = {each.uid for each in course.activities if each.starts_on}
    assert {each.uid for each in got} == dated
    assert len(got) == len(dated) == 12
    assert {each.to for each in got} == {course.mette.email}
    assert {each.method for each in got} == {"REQUEST"}
    days = [str(each.event["DTSTART"].dt) for each in got]
    assert days == sorted(days)
    assert mailbox.invitations() == []


def test_what_is_over_cancelled_undated_or_a_draft_is_no_invitation(course, mailbox, session, at):
    """What is not over by today is the second day of seminar 5."""
    at(2028, 12, 1, 9)
    course.activities[11].cancelled_at = make.LONG_AGO
    course.activities[12].published_at = None
    session.commit()
    mailbox.choose(course.mette, invitations=True)
    assert [each.uid for each in mailbox.invitations()] == [course.activities[10].uid]
    kept = session.scalars(sa.select(SentInvitation.activity_id)).all()
    assert kept == [course.activities[10].id]


def test_a_person_without_coming_activities_gets_nothing(course, mailbox, session):
    mailbox.choose(course.karen, invitations=True)
    assert mailbox.after(minutes=15) == []
    assert rows(session) == []
    assert session.scalars(sa.select(InvitationLook.turn)).all() == [1]


def test_a_facilitator_gets_what_they_lead(course, mailbox):
    mailbox.choose(course.soren, invitations=True)
    assert [each.uid for each in mailbox.invitations()] == [course.seminar.uid]


def test_who_changes_their_mind_in_time_gets_nothing(course, mailbox, session):
    mailbox.choose(course.mette, invitations=True)
    mailbox.look()
    mailbox.choose(course.mette, invitations=False)
    assert mailbox.after(minutes=15) == []
    assert {row.problem for row in rows(session)} == {NO_REASON}


def test_turned_off_nothing_is_withdrawn_and_on_again_only_what_changed(invited, mailbox, change):
    mailbox.choose(invited.mette, invitations=False)
    change(invited.seminar, mover(*TO))
    assert [got for got in mailbox.after(minutes=15) if got.event] == []
    mailbox.choose(invited.mette, invitations=True)
    (got,) = mailbox.invitations()
    assert (got.method, got.sequence) == ("REQUEST", 1)
    assert got.event["DTSTART"].dt == TO[0]


def standing(person, in_app):
    with in_app() as session:
        found = invitations.left_standing(session.get(Person, person.id))
        return [(place.is_copy, address) for place, address in found]


def clear(person, in_app):
    with in_app() as session:
        return invitations.clear(session.get(Person, person.id))


def test_turned_off_the_dates_are_taken_out_for_who_asks(invited, mailbox, in_app):
    assert standing(invited.mette, in_app) == []
    mailbox.choose(invited.mette, invitations=False)
    assert standing(invited.mette, in_app) == [(False, invited.first.to)]
    assert clear(invited.mette, in_app) == 1
    assert standing(invited.mette, in_app) == []  # it is on its way
    assert clear(invited.mette, in_app) == 0
    (got,) = mailbox.deliver()
    assert (got.to, got.method, got.uid) == (invited.first.to, "CANCEL", invited.first.uid)
    assert (got.sequence, got.event["STATUS"]) == (invited.first.sequence + 1, "CANCELLED")
    assert got.subject == "Ikke længere i denne kalender: Seminar 1 | Ledelse af PLF"
    assert "Indkaldelserne er slået fra, så Seminar 1" in got.text
    assert "fordi du har valgt dem" not in got.text
    assert (standing(invited.mette, in_app), mailbox.deliver()) == ([], [])
    mailbox.choose(invited.mette, invitations=True)
    (again,) = mailbox.invitations()
    assert (again.method, again.sequence) == ("REQUEST", got.sequence + 1)


def test_turned_on_again_before_the_mail_leaves_the_dates_stand(invited, mailbox, in_app):
    mailbox.choose(invited.mette, invitations=False)
    clear(invited.mette, in_app)
    mailbox.choose(invited.mette, invitations=True)
    assert mailbox.invitations() == []
    mailbox.choose(invited.mette, invitations=False)
    assert clear(invited.mette, in_app) == 1
    assert [got.method for got in mailbox.deliver()] == ["CANCEL"]


def test_what_takes_a_date_out_is_tried_again_as_it_was(invited, mailbox, in_app):
    mailbox.choose(invited.mette, invitations=False)
    clear(invited.mette, in_app)
    mailbox.trouble = TryLaterError("SMTP 451")
    assert mailbox.deliver() == []
    mailbox.trouble = None
    (got,) = mailbox.after(minutes=15)
    assert (got.method, got.sequence) == ("CANCEL", invited.first.sequence + 1)


def test_what_is_over_is_let_stand(invited, mailbox, in_app, at):
    mailbox.choose(invited.mette, invitations=False)
    at(2027, 8, 21, 9)
    assert standing(invited.mette, in_app) == []
    assert clear(invited.mette, in_app) == 0


def test_the_dates_of_a_secretary_who_is_taken_away_go_for_who_asks(invited, mailbox, in_app):
    mailbox.choose(invited.mette, secretary_email="kontor@kommune.example")
    (copy,) = mailbox.invitations()
    mailbox.choose(invited.mette, secretary_email=None)
    assert standing(invited.mette, in_app) == [(True, copy.to)]
    clear(invited.mette, in_app)
    (got,) = mailbox.deliver()
    assert (got.to, got.method, got.uid) == (copy.to, "CANCEL", copy.uid)
    assert got.subject.startswith("Kopi for Mette Testsen: ")


def test_the_pages_say_what_stands_and_take_it_out(invited, mailbox, sign_in):
    mette = sign_in(invited.mette)
    said = "Datoer fra tidligere indkaldelser står i en kalender, der ikke får flere."
    assert said not in mette.get("/konto/beskeder").text
    assert "kommende dato hos" not in mette.get("/konto/beskeder/datoer").text
    mailbox.choose(invited.mette, invitations=False)
    assert said in mette.get("/konto/beskeder").text
    assert f"1 kommende dato hos {invited.first.to}" in mette.get("/konto/beskeder/datoer").text
    answer = mette.post("/konto/beskeder/datoer", {})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/konto/beskeder")
    text = mette.get("/konto/beskeder").text
    assert "1 mail er på vej og fjerner datoen." in text
    assert said not in text
    assert len(mailbox.deliver()) == 1
    mette.post("/konto/beskeder/datoer", {})
    assert "på vej" not in mette.get("/konto/beskeder").text


def test_nothing_is_sent_to_a_closed_account(invited, mailbox, change, session):
    change(invited.seminar, cancel)
    mailbox.look()
    invited.mette.disabled_at = clock.now()
    session.commit()
    assert mailbox.after(minutes=15) == []


def test_another_address_gets_what_is_to_come(invited, mailbox, session):
    invited.mette.email = "mette@nyt.example"
    session.commit()
    gone, got = mailbox.invitations()
    assert (got.to, got.method, got.uid) == ("mette@nyt.example", "REQUEST", invited.seminar.uid)
    assert got.sequence > gone.sequence > invited.first.sequence
    assert (gone.to, gone.method, gone.uid) == (
        invited.first.to, "CANCEL", invited.first.uid
    )  # fmt: skip
    assert gone.event["ATTENDEE"] == invited.first.event["ATTENDEE"]
    assert gone.event["DTSTART"].dt == invited.first.event["DTSTART"].dt
    assert "ikke længere i denne kalender" in gone.subject.lower()
    assert "mette@nyt.example" not in gone.text + gone.ics.decode()
    assert mailbox.invitations() == []


def test_an_address_that_came_back_in_time_is_told_nothing(invited, mailbox, session):
    before = invited.mette.email
    for address in ("mette@nyt.example", before):
        invited.mette.email = address
        session.commit()
        mailbox.look()
    assert mailbox.invitations() == []


def test_the_former_address_is_told_first_also_when_the_post_is_down(invited, mailbox, session):
    invited.mette.email = "mette@nyt.example"
    session.commit()
    mailbox.trouble = TryLaterError("SMTP 451")
    assert mailbox.after(minutes=15) == []
    mailbox.trouble = None
    left = [got for _round in range(4) for got in mailbox.after(minutes=15)]
    assert [(got.to, got.method) for got in left] == [
        (invited.first.to, "CANCEL"), ("mette@nyt.example", "REQUEST")
    ]  # fmt: skip
    assert left[0].sequence < left[1].sequence


def test_invitations_turned_off_meanwhile_leave_the_former_calendar_be(invited, mailbox, session):
    invited.mette.email = "mette@nyt.example"
    session.commit()
    mailbox.look()
    mailbox.choose(invited.mette, invitations=False)
    assert mailbox.invitations() == []


# Changes --------------------------------------------------------------------------------------


def test_a_moved_activity_is_an_update_with_a_higher_number(invited, mailbox, change):
    change(invited.seminar, mover(*TO))
    assert mailbox.after(minutes=5) == []
    (got,) = mailbox.after(minutes=15)  # and no other mail tells the same
    assert (got.to, got.method, got.uid) == (
        invited.mette.email, "REQUEST", invited.first.uid
    )  # fmt: skip
    assert got.sequence == 1 > invited.first.sequence
    assert got.event["ORGANIZER"] == invited.first.event["ORGANIZER"]
    assert got.event["ATTENDEE"] == invited.first.event["ATTENDEE"]
    assert got.event["DTSTART"].dt == TO[0]
    assert got.event["DTSTAMP"].dt > invited.first.event["DTSTAMP"].dt
    assert got.subject == "Ændret: Seminar 1 | Ledelse af PLF"
    assert "Før: torsdag den 19.–fredag den 20. august 2027" in got.text
    assert "Nu: torsdag den 26.–fredag den 27. august 2027" in got.text


def test_the_reason_goes_along(invited, mailbox, change):
    def move(activity, by):
        when = When(starts_on=TO[0], ends_on=TO[1])
        activities.move(activity, when, version=activity.version, by=by, reason="Lokalet brast")

    change(invited.seminar, move)
    (got,) = mailbox.invitations()
    assert "Begrundelse: Lokalet brast" in got.text


def test_a_new_place_or_title_is_an_update_preparation_is_not(invited, mailbox, change):
    change(invited.seminar, edited(preparation="Læs kapitel 9.", bring="Alt"))
    assert mailbox.invitations() == []
    change(invited.seminar, edited(place="Rådhuset"))
    (got,) = mailbox.invitations()
    assert got.event["LOCATION"].startswith("Rådhuset")
    assert got.sequence == invited.seminar.sequence == 2
    change(invited.seminar, edited(title="Nyt navn"))
    (got,) = mailbox.invitations()
    assert "Før: Seminar 1 | Ledelse af PLF" in got.text
    assert "Nu: Seminar 1 | Nyt navn" in got.text


def test_two_changes_in_the_grace_are_one_mail(invited, mailbox, change, session):
    change(invited.seminar, mover(date(2027, 9, 1)))
    assert mailbox.after(minutes=6) == []
    change(invited.seminar, mover(*TO))
    assert mailbox.after(minutes=6) == []  # the second has its own ten minutes
    (got,) = mailbox.after(minutes=6)
    assert (got.sequence, got.event["DTSTART"].dt) == (2, TO[0])
    assert [got for got in mailbox.after(hours=25) if got.to == invited.mette.email] == []


def test_what_is_undone_in_the_grace_leaves_no_mail(invited, mailbox, change, undo, session):
    change(invited.seminar, mover(*TO))
    mailbox.look()
    mailbox.wait(minutes=5)
    undo(invited.seminar)
    assert mailbox.after(minutes=15) == []
    change(invited.seminar, mover(*TO))
    (got,) = mailbox.invitations()  # later it may still be moved
    assert (got.sequence, got.event["DTSTART"].dt) == (3, TO[0])


def test_a_cancelled_activity_is_withdrawn_once(invited, mailbox, change, in_app):
    change(invited.seminar, cancel)
    (got,) = mailbox.after(minutes=15)
    assert (got.method, got.to, got.uid) == ("CANCEL", invited.mette.email, invited.first.uid)
    assert got.sequence > invited.first.sequence
    assert got.event["STATUS"] == "CANCELLED"
    assert got.event["ORGANIZER"] == invited.first.event["ORGANIZER"]
    assert got.event["ATTENDEE"] == invited.first.event["ATTENDEE"]
    (part,) = [p for p in got.mail.walk() if p.get_content_type() == "text/calendar"]
    assert part["Content-Type"].params["method"] == "CANCEL"
    assert got.ics.count(b"ORGANIZER") == got.ics.count(b"ATTENDEE") == 1
    assert got.subject == "Aflyst: Seminar 1 | Ledelse af PLF"
    assert "Begrundelse: Sygdom" in got.text
    # Cancelled again, or anything else of its cohort changed: no third mail.
    change(invited.seminar, cancel)
    with in_app():
        cohorts.plan_changed(invited.cohort.id)
    assert mailbox.invitations() == []
    change(invited.seminar, edited(place="Rådhuset"))
    assert mailbox.invitations() == []


def test_restored_it_is_a_request_again_with_a_higher_number(invited, mailbox, change):
    change(invited.seminar, cancel)
    (withdrawn,) = mailbox.invitations()
    change(invited.seminar, restore)
    (got,) = mailbox.after(minutes=15)
    assert (got.method, got.uid, got.event["STATUS"]) == (
        "REQUEST", invited.first.uid, "CONFIRMED"
    )  # fmt: skip
    assert got.sequence > withdrawn.sequence > invited.first.sequence


def test_who_is_taken_out_is_told_alone_and_of_what_they_knew(invited, mailbox, leave, change):
    mailbox.choose(invited.jonas, invitations=True)
    mailbox.invitations()
    leave("mette")
    change(invited.seminar, edited(place="Et sted, der ikke er hendes"))
    got = mailbox.invitations()
    assert [(each.to, each.method) for each in sorted(got, key=lambda each: each.to)] == sorted(
        [(invited.mette.email, "CANCEL"), (invited.jonas.email, "REQUEST")]
    )
    (gone,) = [each for each in got if each.method == "CANCEL"]
    assert gone.subject == "Ikke længere i planen: Seminar 1 | Ledelse af PLF"
    assert gone.sequence > invited.first.sequence
    assert "der ikke er hendes" not in gone.text + gone.ics.decode()


def test_who_comes_back_is_invited_with_a_higher_number(invited, mailbox, leave, in_app):
    leave("mette")
    (gone,) = mailbox.invitations()
    with in_app() as session:
        new = cohorts.NewEnrolment(
            person=session.get(Person, invited.mette.id), role=Role.PARTICIPANT,
            level=session.get(type(invited.level), invited.level.id),
        )  # fmt: skip
        cohort = session.get(Cohort, invited.cohort.id)
        cohorts.enrol(cohort, new, by=session.get(Person, invited.karen.id))
    (got,) = mailbox.invitations()
    assert (got.method, got.uid) == ("REQUEST", gone.uid)
    assert got.sequence > gone.sequence


def test_what_loses_its_date_is_withdrawn_until_it_has_one_again(invited, mailbox, change):
    change(invited.seminar, mover(None))
    (got,) = mailbox.after(minutes=15)
    assert got.method == "CANCEL"
    assert got.subject == "Uden dato lige nu: Seminar 1 | Ledelse af PLF"
    change(invited.seminar, mover(*TO))
    (again,) = mailbox.after(minutes=15)
    assert (again.method, again.sequence > got.sequence) == ("REQUEST", True)


def test_what_is_published_later_is_invited_to(invited, mailbox, session, in_app):
    with in_app() as inner:
        activities.publish(invited.cohort.id, by=inner.get(Person, invited.karen.id))
    got = mailbox.invitations()
    assert len(got) == 11
    assert invited.seminar.uid not in {each.uid for each in got}


def test_a_cohort_taken_back_to_a_draft_withdraws(invited, mailbox, session, in_app):
    with in_app() as inner:
        inner.get(Cohort, invited.cohort.id).state = CohortState.DRAFT
        cohorts.plan_changed(invited.cohort.id)
    assert [got.method for got in mailbox.invitations()] == ["CANCEL"]


def test_who_is_invited_by_name_gets_that_and_loses_it_again(invited, mailbox, in_app):
    with in_app():
        director = make.PersonFactory(name="Dan Direktør", organisation=invited.karen.organisation)
        make.EnrolmentFactory(cohort=invited.cohort, person=director, role=Role.OTHER_LEVEL)

    def invite(keys):
        with in_app() as session:
            place = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == director.id))
            activities.invite(place, keys, by=session.get(Person, invited.karen.id))

    mailbox.choose(director, invitations=True)
    invite({invited.seminar.id})
    (got,) = mailbox.invitations()
    assert (got.to, got.method) == (director.email, "REQUEST")
    invite(set())
    (gone,) = mailbox.invitations()
    assert (gone.to, gone.method) == (director.email, "CANCEL")


# No two of the same ---------------------------------------------------------------------------


def test_the_invitation_takes_the_place_of_the_notice_for_that_person_alone(
    invited, mailbox, change
):
    change(invited.seminar, mover(date(2027, 2, 24)))  # near: told at once
    got = mailbox.after(minutes=15)
    assert sorted((each.to, bool(each.event)) for each in got) == sorted(
        [(invited.mette.email, True), (invited.jonas.email, False), (invited.soren.email, False)]
    )


def test_far_ahead_too_where_the_notice_waits_a_day(invited, mailbox, change):
    change(invited.seminar, cancel)
    (got,) = mailbox.after(minutes=15)
    assert got.event
    later = mailbox.after(hours=25)
    assert {each.to for each in later} == {invited.jonas.email, invited.soren.email}
    assert not any(each.event for each in later)


def test_what_no_invitation_can_tell_is_still_a_notice(invited, mailbox, session, change):
    """It was cancelled before its first invitation could leave."""
    near = make.ActivityFactory(
        cohort=invited.cohort, kind=ActivityKind.WORKSHOP, starts_on=date(2027, 3, 1)
    )
    session.commit()
    change(near, cancel)
    got = mailbox.after(minutes=15)
    assert (invited.mette.email, None) in {(each.to, each.event) for each in got}


# The copy -------------------------------------------------------------------------------------


def test_a_secretary_gets_the_invitation_and_nothing_else(invited, mailbox, change):
    mailbox.choose(invited.mette, secretary_email="kontor@kommune.example")
    (got,) = mailbox.invitations()
    assert (got.to, got.method) == ("kontor@kommune.example", "REQUEST")
    assert got.event["ATTENDEE"] == "mailto:kontor@kommune.example"
    assert got.ics.count(b"ATTENDEE") == 1
    assert got.event["SUMMARY"] == "Mette Testsen: Seminar 1 | Ledelse af PLF"
    assert got.event["DESCRIPTION"] == "Kopi af indkaldelsen til Mette Testsen."
    assert got.subject.startswith("Kopi for Mette Testsen: Indkaldelse")
    whole = got.text + got.ics.decode() + got.mail.get_body(("html",)).get_content()
    assert invited.mette.email not in whole
    assert "lederforloeb.test" not in whole
    assert "Læs kapitel" not in whole
    change(invited.seminar, cancel)
    both = mailbox.invitations()
    assert {(each.to, each.method) for each in both} == {
        (invited.mette.email, "CANCEL"), ("kontor@kommune.example", "CANCEL")
    }  # fmt: skip
    assert all(("Sygdom" in each.text) is (each.to == invited.mette.email) for each in both)


def test_a_secretary_of_two_has_the_dates_of_each(invited, mailbox, leave):
    for person in (invited.mette, invited.jonas):
        mailbox.choose(person, invitations=True, secretary_email="kontor@kommune.example")
    got = [each for each in mailbox.invitations() if each.to == "kontor@kommune.example"]
    assert len({each.uid for each in got}) == 2
    leave("mette")
    (own, copy) = sorted(
        mailbox.invitations(), key=lambda each: each.to == "kontor@kommune.example"
    )
    assert own.to == invited.mette.email
    assert copy.event["SUMMARY"].startswith("Mette Testsen: ")
    assert copy.uid in {each.uid for each in got}


def test_another_secretary_gets_the_copies_and_the_first_hears_that_they_are_gone(invited, mailbox):
    for address in ("kontor@kommune.example", "ny@kommune.example"):
        mailbox.choose(invited.mette, secretary_email=address)
        left = mailbox.invitations()
    assert [(got.to, got.method) for got in left] == [
        ("kontor@kommune.example", "CANCEL"), ("ny@kommune.example", "REQUEST")
    ]  # fmt: skip
    assert left[0].event["SUMMARY"].startswith("Mette Testsen: ")


def test_a_secretary_who_is_taken_away_hears_no_more(invited, mailbox, change):
    mailbox.choose(invited.mette, secretary_email="kontor@kommune.example")
    mailbox.invitations()
    mailbox.choose(invited.mette, secretary_email=None)
    change(invited.seminar, mover(*TO))
    assert [each.to for each in mailbox.invitations()] == [invited.mette.email]


# Trouble --------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [DownError("away"), TryLaterError("SMTP 451")])
def test_what_could_not_be_handed_over_is_tried_again_as_it_was(invited, mailbox, change, trouble):
    change(invited.seminar, mover(*TO))
    mailbox.trouble = trouble
    assert mailbox.after(minutes=15) == []
    mailbox.trouble = None
    (got,) = mailbox.after(minutes=15)
    assert (got.method, got.sequence, got.event["DTSTART"].dt) == ("REQUEST", 1, TO[0])
    assert mailbox.invitations() == []


def test_a_change_while_a_mail_is_on_its_way_is_not_lost(invited, mailbox, change):
    """The mail was written and could not be handed over; then the activity was moved again."""
    change(invited.seminar, mover(date(2027, 9, 1)))
    mailbox.trouble = DownError("away")
    mailbox.after(minutes=15)
    mailbox.trouble = None
    change(invited.seminar, mover(*TO))
    got = mailbox.after(minutes=30)
    assert [each.event["DTSTART"].dt for each in got] == [TO[0]]
    assert got[0].sequence == 2
    assert mailbox.invitations() == []


def test_two_workers_queue_each_invitation_once(course, mailbox, in_app, session):
    """Both have seen that Mette's plan has changed before either has looked at it."""
    mailbox.choose(course.mette, invitations=True)
    with in_app():
        (holding,) = invitations.queries.not_looked_at(invitations.db.session.connection())
        assert invitations._begin(holding) == 1
        assert invitations._begin(holding) is None
    mailbox.look()
    assert rows(session) == []


def test_what_no_calendar_could_show_is_not_sent(course, mailbox, session, caplog):
    course.activities[12].starts_on = course.activities[12].ends_on = date(9999, 12, 31)
    session.commit()
    mailbox.choose(course.mette, invitations=True)
    assert course.activities[12].uid not in {got.uid for got in mailbox.invitations()}
    assert "left out" in caplog.text


def test_a_look_when_nothing_has_changed_is_one_question(invited, mailbox, queries, session):
    for _ in range(3):
        mailbox.choose(make.PersonFactory(), invitations=True)
    mailbox.look()
    with queries() as statements:
        mailbox.look()
    assert len([each for each in statements if each.startswith("SELECT")]) == 1


def test_a_look_costs_the_same_however_many_dates_there_are(course, in_app, queries, mailbox):
    counts = {}
    for name in ("soren", "mette"):  # one date, and twelve
        mailbox.choose(getattr(course, name), invitations=True, secretary_email="k@test.example")
        with in_app() as inner:
            person = inner.get(Person, course.ids.__dict__[name])
            with queries() as statements:
                places = invitations.due_invitations(person)
        counts[len(places)] = len(statements)
    assert counts == {2: 4, 24: 4}


def test_the_queue_holds_keys_only(invited, session):
    (row,) = rows(session)
    assert row.keys == {"activity": invited.seminar.id, "copy": 0, "turn": 1}
    told = " ".join(str(value) for value in (row.template, row.dedupe, row.keys))
    assert "Seminar" not in told
    assert "@" not in told
