"""Changes gathered as drafts, made known together, and taken back together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from programme.activities import mail as activity_mail
from programme.activities import queries, services
from programme.activities.models import (
    Activity,
    ActivityChange,
    ChangeBatch,
    ChangeKind,
    DraftChange,
)
from programme.activities.plan import When
from programme.activities.services import Looked, Meant
from programme.activities.services.drafting import drafted_when, fingerprint
from programme.cohorts.models import Cohort
from programme.core.errors import ConflictError, RuleBrokenError
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make

assert activity_mail.changed_together

MOVED, CANCELLED, RESTORED = ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED
DAY = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def plan(world):
    """A seminar for leaders, a joint meeting, a day for employees: all of them members see.

    Every change is told at once; what waits for others is tried in test_later.
    """
    world.cohort.notice_days = 9999
    world.seminar = make.ActivityFactory(
        cohort=world.cohort,
        audience=Audience.LEADERS,
        levels=[world.leaders],
        starts_on=DAY,
        facilitators=[world.soren],
    )
    world.meeting = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.NETWORK_MEETING,
        title="",
        starts_on=DAY + timedelta(days=28),
    )
    world.workshop = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.WORKSHOP,
        audience=Audience.EMPLOYEES,
        starts_on=DAY + timedelta(days=50),
    )
    return world


@pytest.fixture
def act(in_app, plan):
    """`act(activity, lambda activity, karen: …)` does something in a context of its own."""

    def run(activity, work):
        with in_app() as db:
            return work(db.get(Activity, activity.id), db.get(Person, plan.karen.id))

    return run


def to(day, **more):
    return When(starts_on=day, ends_on=day, **more)


def drafted(kind, day=None, reason="", seen=0, version=None):
    """Draft it as somebody who has looked at it just now."""

    def work(activity, karen):
        when = to(day) if day else None
        looked = Looked(version=version or activity.version, draft=seen, address="/her")
        meant = Meant(kind=kind, when=when, reason=reason)
        found = services.draft(activity, meant, looked, by=karen)
        return found.id if found else None

    return work


@pytest.fixture
def publish(in_app, plan):
    """Publish what is drafted, as shown a moment ago unless `seen` says otherwise."""

    def run(seen=None, note=""):
        with in_app() as db:
            shown = fingerprint(queries.drafts_of(plan.cohort.id))
            batch = services.publish_together(
                plan.cohort.id,
                seen=shown if seen is None else seen,
                note=note,
                by=db.get(Person, plan.karen.id),
                address="/kladder",
            )
            return batch.id if batch else None

    return run


@pytest.fixture
def undo(act):
    return lambda activity: act(
        activity, lambda a, karen: services.undo(services.undoable(a), by=karen)
    )


@pytest.fixture
def letters(in_app, session):
    """The letters that wait, by first name, composed as the worker composes them."""

    def compose():
        with in_app() as db:
            found = {}
            for row in db.scalars(sa.select(OutboxMail).where(OutboxMail.sent_at.is_(None))):
                letter = outbox.composers()[row.template](row.person_id, row.keys)
                if letter:
                    name = db.get(Person, row.person_id).first_name
                    assert name not in found, "more than one mail"
                    found[name] = letter
            return found

    return compose


def waiting(session):
    return session.scalar(sa.select(sa.func.count(OutboxMail.id)))


def drafts(session):
    return session.scalars(sa.select(DraftChange).order_by(DraftChange.activity_id)).all()


# Drafting -----------------------------------------------------------------------------------


def test_a_draft_changes_nothing_in_plan_calendar_or_mails(plan, act, session):
    before = (plan.seminar.starts_on, plan.seminar.sequence, plan.seminar.version)
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10), "Lokalet er optaget"))
    assert (plan.seminar.starts_on, plan.seminar.sequence, plan.seminar.version) == before
    assert waiting(session) == 0
    [draft] = drafts(session)
    assert (draft.kind, draft.starts_on, draft.reason) == (
        MOVED,
        date(2026, 12, 10),
        "Lokalet er optaget",
    )
    assert (draft.by_id, draft.seen_version) == (plan.karen.id, plan.seminar.version)


def test_the_plan_is_shown_anew_with_the_draft_on_it(plan, act, session):
    version = plan.cohort.plan_version
    act(plan.seminar, drafted(CANCELLED))
    assert session.get(Cohort, plan.cohort.id).plan_version == version + 1
    act(plan.seminar, lambda a, _: services.discard(queries.find_draft(a.id)))
    assert session.get(Cohort, plan.cohort.id).plan_version == version + 2
    assert drafts(session) == []


def test_a_second_draft_takes_the_place_of_the_first(plan, act, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    act(plan.seminar, drafted(CANCELLED, reason="Sygdom", seen=drafts(session)[0].version))
    [draft] = drafts(session)
    assert (draft.kind, draft.starts_on, draft.reason) == (CANCELLED, None, "Sygdom")


def test_what_changes_nothing_is_not_drafted(plan, act, session):
    assert act(plan.seminar, drafted(MOVED, DAY)) is None
    assert act(plan.seminar, drafted(RESTORED)) is None
    assert drafts(session) == []


def test_what_cannot_be_is_refused_at_once(plan, act, session):
    unseen = make.ActivityFactory(cohort=plan.cohort, published_at=None)
    with pytest.raises(RuleBrokenError):
        act(unseen, drafted(CANCELLED))
    act(plan.seminar, lambda a, karen: services.cancel(a, by=karen))
    with pytest.raises(RuleBrokenError):
        act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    assert act(plan.seminar, drafted(CANCELLED)) is None


def test_drafting_over_a_newer_plan_shows_both(plan, act):
    with pytest.raises(ConflictError) as met:
        act(plan.seminar, drafted(MOVED, date(2026, 12, 10), version=7))
    assert met.value.mine == {"Dato": "torsdag den 10. december 2026"}
    assert met.value.theirs == {"Dato": "torsdag den 3. december 2026"}


def test_drafting_over_another_s_draft_shows_both(plan, act, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    with pytest.raises(ConflictError) as met:
        act(plan.seminar, drafted(CANCELLED))
    assert met.value.mine == {"Dato": "Aflyst"}
    assert met.value.theirs["Dato"] == "torsdag den 10. december 2026"
    act(plan.seminar, lambda a, _: services.discard(queries.find_draft(a.id)))
    with pytest.raises(ConflictError) as met:
        act(plan.seminar, drafted(CANCELLED, seen=1))
    assert met.value.theirs["Dato"] == "torsdag den 3. december 2026"


# Publishing ---------------------------------------------------------------------------------


def test_all_is_done_at_one_moment_as_one_batch(plan, act, publish, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10), "Optaget"))
    act(plan.meeting, drafted(CANCELLED, reason="Slået sammen"))
    batch = publish(note="Vinterens plan er lagt om")
    changes = session.scalars(sa.select(ActivityChange).order_by(ActivityChange.activity_id)).all()
    assert [(c.kind, c.reason, c.batch_id) for c in changes] == [
        (MOVED, "Optaget", batch),
        (CANCELLED, "Slået sammen", batch),
    ]
    found = session.get(ChangeBatch, batch)
    assert (found.note, found.by_id, found.cohort_id) == (
        "Vinterens plan er lagt om",
        plan.karen.id,
        plan.cohort.id,
    )
    assert {c.at for c in changes} == {found.at}
    assert (plan.seminar.starts_on, plan.seminar.moved_from) == (date(2026, 12, 10), DAY)
    assert plan.meeting.is_cancelled
    assert [a.sequence for a in (plan.seminar, plan.meeting, plan.workshop)] == [1, 1, 0]
    assert drafts(session) == []


def test_one_mail_a_person_with_what_concerns_that_person(plan, act, publish, letters):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10), "Optaget"))
    act(plan.meeting, drafted(MOVED, date(2027, 1, 7)))
    act(plan.workshop, drafted(CANCELLED, reason="Slået sammen"))
    publish(note="Vinterens plan")
    found = letters()
    assert set(found) == {"Mette", "Jonas", "Amina", "Soren"}
    assert found["Mette"].subject == f"2 ændringer i planen: {plan.cohort.name}"
    assert found["Mette"].text.splitlines() == [
        "Kære Mette",
        "",
        "Planen er ændret:",
        "",
        "Flyttet: Seminar 1 | Ledelse af ledelsesteams",
        "Før: torsdag den 3. december 2026",
        "Nu: torsdag den 10. december 2026",
        "Begrundelse: Optaget",
        "",
        "Flyttet: Netværksmøde 1",
        "Før: torsdag den 31. december 2026",
        "Nu: torsdag den 7. januar 2027",
        "",
        "Vinterens plan",
        "",
        plan.cohort.name,
        "https://lederforloeb.test/min-plan",
        "",
        "Abonnerer din kalender på planen, retter den sig selv.",
    ]
    assert "Workshop" not in found["Mette"].text
    assert "Aflyst: Workshop 1" in found["Amina"].text
    assert "Skulle være holdt: fredag den 22. januar 2027" in found["Amina"].text
    assert "Seminar" not in found["Amina"].text
    assert found["Soren"].subject == f"En ændring i planen: {plan.cohort.name}"


def test_a_window_and_a_restored_one_are_told_too(plan, act, publish, letters, session):
    shadowing = make.ActivityFactory(
        cohort=plan.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="",
        starts_on=None,
        ends_on=None,
        place="Hos værten",
        window_from=date(2027, 1, 1),
        window_to=date(2027, 2, 1),
    )
    act(plan.meeting, lambda a, karen: services.cancel(a, by=karen))
    session.execute(sa.delete(OutboxMail))

    def clear(activity, karen):
        looked = Looked(version=activity.version)
        services.draft(activity, Meant(kind=MOVED, when=When()), looked, by=karen)

    act(shadowing, clear)
    act(plan.meeting, drafted(RESTORED))
    publish()
    text = letters()["Jonas"].text
    assert "Før: kan ligge 1. januar–1. februar 2027\nNu: Uden dato\nSted: Hos værten" in text
    assert "Bliver til noget alligevel: Netværksmøde 1\nNu: torsdag den 31. december" in text


def test_drafts_of_drafts_tell_nobody(plan, act, publish, session):
    unseen = make.ActivityFactory(cohort=plan.cohort, published_at=None)
    act(unseen, drafted(MOVED, date(2026, 12, 10)))
    assert publish()
    assert waiting(session) == 0


def test_nothing_to_publish_is_nothing(publish, session):
    assert publish() is None
    assert session.scalar(sa.select(sa.func.count(ChangeBatch.id))) == 0


def test_other_drafts_than_those_seen_are_a_conflict(plan, act, publish, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    with pytest.raises(ConflictError) as met:
        publish(seen="7:1,8:1")
    assert met.value.mine == {"Ændringer på vej": "2, som du så dem"}
    assert "torsdag den 10. december 2026" in met.value.theirs["Seminar 1"]
    assert session.get(Activity, plan.seminar.id).starts_on == DAY


def test_an_activity_changed_since_stops_all_of_them(plan, act, publish, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    act(plan.meeting, drafted(CANCELLED))
    act(
        plan.seminar,
        lambda a, karen: services.move(a, to(date(2026, 12, 15)), version=a.version, by=karen),
    )
    with pytest.raises(ConflictError) as met:
        publish()
    assert "torsdag den 10. december 2026" in met.value.mine["Seminar 1"]
    assert "tirsdag den 15. december 2026" in met.value.theirs["Seminar 1"]
    assert not session.get(Activity, plan.meeting.id).is_cancelled
    assert len(drafts(session)) == 2


def test_a_cancelled_one_is_shown_as_such_in_a_conflict(plan, act, publish):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    act(plan.seminar, lambda a, karen: services.cancel(a, by=karen))
    with pytest.raises(ConflictError) as met:
        publish()
    assert met.value.theirs == {"Seminar 1": "Aflyst"}


def kept(version=None):
    return lambda a, _: services.keep(queries.find_draft(a.id), version=version or a.version)


def test_who_has_looked_may_keep_the_draft(plan, act, publish, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    act(
        plan.seminar,
        lambda a, karen: services.move(a, to(date(2026, 12, 15)), version=a.version, by=karen),
    )
    act(plan.seminar, kept(version=1))
    assert services.is_stale(drafts(session)[0])
    act(plan.seminar, kept())
    assert not services.is_stale(drafts(session)[0])
    assert publish()
    assert plan.seminar.starts_on == date(2026, 12, 10)


def test_what_would_change_nothing_any_more_is_not_kept(plan, act, session):
    act(plan.seminar, drafted(CANCELLED))
    act(plan.seminar, lambda a, karen: services.cancel(a, by=karen))
    act(plan.seminar, kept())
    assert services.is_stale(drafts(session)[0])
    assert drafted_when(drafts(session)[0]) is None


def test_sessions_moved_together_are_numbered_once(world, act, publish, session):
    six = [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            starts_on=DAY + timedelta(weeks=number),
        )
        for number in range(1, 7)
    ]
    act(six[0], drafted(MOVED, DAY + timedelta(weeks=6, days=1)))
    act(six[5], drafted(MOVED, DAY))
    publish()
    assert [each.number for each in six] == [6, 2, 3, 4, 5, 1]
    assert [each.sequence for each in six] == [1, 0, 0, 0, 0, 1]


# Undoing ------------------------------------------------------------------------------------


@pytest.fixture
def published(plan, act, publish):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10), "Optaget"))
    act(plan.meeting, drafted(CANCELLED, reason="Slået sammen"))
    return publish()


def test_undoing_one_takes_all_back_with_the_mails(plan, published, undo, session):
    assert waiting(session) == 4
    undo(plan.meeting)
    assert waiting(session) == 0
    assert (plan.seminar.starts_on, plan.seminar.moved_from) == (DAY, None)
    assert not plan.meeting.is_cancelled
    assert [a.sequence for a in (plan.seminar, plan.meeting)] == [2, 2]
    changes = session.scalars(sa.select(ActivityChange)).all()
    assert all(c.undone_at and c.undone_by_id == plan.karen.id for c in changes)
    # What was meant is not lost: it waits again, and may be made known again.
    assert [(d.kind, d.starts_on, d.reason) for d in drafts(session)] == [
        (MOVED, date(2026, 12, 10), "Optaget"),
        (CANCELLED, None, "Slået sammen"),
    ]


def test_what_was_undone_can_be_published_again(plan, published, undo, publish, session, letters):
    undo(plan.seminar)
    assert publish()
    assert plan.seminar.starts_on == date(2026, 12, 10)
    assert plan.meeting.is_cancelled
    assert set(letters()) == {"Mette", "Jonas", "Amina", "Soren"}


def test_a_draft_made_since_is_not_overwritten(plan, published, undo, act, session):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 17)))
    undo(plan.meeting)
    assert [d.starts_on for d in drafts(session)] == [date(2026, 12, 17), None]


def test_after_ten_minutes_nothing_of_it_is_undone(plan, published, undo, at, act):
    at(2026, 11, 22, 9, 10)
    assert act(plan.meeting, lambda a, _: services.undoable(a)) is None
    with pytest.raises(AttributeError):
        undo(plan.meeting)


def test_once_one_of_them_has_been_changed_again_the_rest_stands(plan, published, act):
    act(plan.meeting, lambda a, karen: services.restore(a, by=karen))
    assert act(plan.seminar, lambda a, _: services.undoable(a)) is None
    change = act(plan.seminar, lambda a, _: a.changes[0].id)
    with pytest.raises(RuleBrokenError):
        act(
            plan.seminar,
            lambda a, karen: services.undo(next(c for c in a.changes if c.id == change), by=karen),
        )


# One mail of several ------------------------------------------------------------------------


def moved(day):
    return lambda a, karen: services.move(a, to(day), version=a.version, by=karen)


def test_what_was_moved_shortly_before_is_told_in_the_one_mail(plan, act, publish, letters, undo):
    act(plan.seminar, moved(date(2026, 12, 8)))
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    act(plan.meeting, drafted(CANCELLED))
    publish()
    text = letters()["Mette"].text
    assert "Før: torsdag den 3. december 2026\nNu: torsdag den 10. december 2026" in text
    assert "Aflyst: Netværksmøde 1" in text
    undo(plan.seminar)
    found = letters()["Mette"]
    assert found.subject == "Flyttet: Seminar 1 | Ledelse af ledelsesteams"
    assert "Nu: tirsdag den 8. december 2026" in found.text


def test_what_was_undone_before_the_batch_is_not_told_after_it(plan, act, publish, undo, session):
    act(plan.seminar, moved(date(2026, 12, 8)))
    first = act(plan.seminar, lambda a, _: a.changes[0].id)
    act(plan.seminar, drafted(MOVED, date(2026, 12, 10)))
    publish()
    session.get(ActivityChange, first).undone_at = make.LONG_AGO
    session.flush()
    undo(plan.seminar)
    assert waiting(session) == 0


def test_a_change_after_the_batch_is_told_in_its_mail(plan, published, act, letters, at, session):
    at(2026, 11, 22, 9, 5)
    act(plan.seminar, moved(date(2026, 12, 17)))
    text = letters()["Mette"].text
    assert "Før: torsdag den 3. december 2026\nNu: torsdag den 17. december 2026" in text
    assert "Aflyst: Netværksmøde 1" in text
    due = {m.person_id: m.due_at.minute for m in session.scalars(sa.select(OutboxMail))}
    assert due == {
        plan.mette.id: 15,
        plan.soren.id: 15,
        plan.jonas.id: 10,
        plan.amina.id: 10,
    }
    act(plan.seminar, lambda a, karen: services.undo(services.undoable(a), by=karen))
    assert "Nu: torsdag den 10. december 2026" in letters()["Mette"].text


def test_changed_together_once_more_is_told_once(plan, published, act, publish, letters, undo):
    act(plan.seminar, drafted(MOVED, date(2026, 12, 17)))
    act(plan.workshop, drafted(CANCELLED))
    publish()
    with pytest.raises(AssertionError, match="more than one mail"):
        letters()  # the meeting in one, the seminar in the other

    def texts(session):
        return [
            letter.text
            for row in session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))
            if row.person_id == plan.mette.id
            and (letter := outbox.composers()[row.template](row.person_id, row.keys))
        ]

    def read(activity, karen):
        return texts(sa.orm.object_session(activity))

    first, second = act(plan.seminar, read)
    assert "Seminar" not in first
    assert "Netværksmøde" in first
    assert "Før: torsdag den 3. december 2026\nNu: torsdag den 17. december 2026" in second
    undo(plan.seminar)
    [only] = act(plan.seminar, read)
    assert "Nu: torsdag den 10. december 2026" in only


def test_who_has_left_or_knows_it_all_hears_nothing(plan, published, letters, session):
    plan.meeting.cancelled_at = None
    for place in plan.cohort.enrolments:
        if place.person_id == plan.mette.id:
            place.ended_at = make.LONG_AGO
    session.flush()
    assert set(letters()) == {"Soren"}


def test_a_batch_that_is_gone_tells_nothing(plan, in_app):
    with in_app():
        compose = outbox.composers()["activities/changed_together"]
        assert compose(plan.mette.id, {"batch": 0}) is None
