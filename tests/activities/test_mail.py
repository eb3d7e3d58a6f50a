from __future__ import annotations

from datetime import date, time

import pytest
import sqlalchemy as sa

from programme.activities import mail as activity_mail
from programme.activities import services
from programme.activities.models import Activity, ActivityChange
from programme.activities.plan import When
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Locale, Person
from programme.programmes.content import ActivityKind
from tests import factories as make

assert activity_mail.changed


@pytest.fixture
def meeting(world):
    return make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.NETWORK_MEETING,
        number=5,
        title="",
        starts_on=date(2022, 4, 15),
        place="Søndervangskolen",
        facilitators=[world.soren],
    )


@pytest.fixture
def letters(in_app, session):
    """The letters that wait, composed as the worker composes them, by first name."""

    def compose():
        with in_app() as db:
            found = {}
            for row in db.scalars(sa.select(OutboxMail)):
                letter = outbox.composers()[row.template](row.person_id, row.keys)
                found[db.get(Person, row.person_id).first_name] = letter
            return found

    return compose


@pytest.fixture
def act(in_app, world):
    def run(activity, work):
        with in_app() as db:
            work(db.get(Activity, activity.id), db.get(Person, world.karen.id))

    return run


def move(first, **more):
    return lambda activity, karen: services.move(
        activity,
        When(starts_on=first, ends_on=first, **more),
        reason=more.pop("reason", "Langfredag"),
        version=activity.version,
        by=karen,
    )


def test_a_moved_activity_is_told_with_both_dates_and_the_reason(world, meeting, act, letters):
    act(meeting, move(date(2022, 4, 22), start_time=time(9), end_time=time(12)))
    letter = letters()["Mette"]
    assert letter.subject == "Flyttet: Netværksmøde 5"
    assert letter.address == world.mette.email
    assert letter.text.splitlines() == [
        "Kære Mette",
        "",
        "Netværksmøde 5 er flyttet.",
        "",
        "Før: fredag den 15. april 2022",
        "Nu: fredag den 22. april 2022 kl. 9.00–12.00",
        "Sted: Søndervangskolen",
        "",
        "Begrundelse: Langfredag",
        "",
        world.cohort.name,
        f"https://lederforloeb.test/aktivitet/{meeting.id}",
        "",
        "Abonnerer din kalender på planen, retter den sig selv.",
    ]


def test_it_is_written_in_the_reader_s_language(world, meeting, act, letters):
    world.mette.locale = Locale.ENGLISH
    act(meeting, move(date(2022, 4, 22)))
    letter = letters()["Mette"]
    assert letter.subject == "Moved: Network meeting 5"
    assert "Before: Friday 15 April 2022\nNow: Friday 22 April 2022" in letter.text


def test_a_cancelled_one_names_the_day_that_people_know(meeting, act, letters):
    act(meeting, move(date(2022, 4, 22)))
    act(meeting, lambda activity, karen: services.cancel(activity, reason="Sygdom", by=karen))
    letter = letters()["Soren"]
    assert letter.subject == "Aflyst: Netværksmøde 5"
    assert "fredag den 15. april 2022" in letter.text
    assert "22. april" not in letter.text
    assert "Begrundelse: Sygdom" in letter.text


def test_a_restored_one_tells_that_it_takes_place(meeting, act, letters, session):
    act(meeting, lambda activity, karen: services.cancel(activity, by=karen))
    session.execute(sa.delete(OutboxMail))
    act(meeting, lambda activity, karen: services.restore(activity, by=karen))
    letter = letters()["Mette"]
    assert letter.subject == "Bliver til noget alligevel: Netværksmøde 5"
    assert "fredag den 15. april 2022" in letter.text
    assert "Begrundelse" not in letter.text


def test_what_is_as_people_know_it_is_not_told(meeting, act, letters):
    act(meeting, lambda activity, karen: services.cancel(activity, by=karen))
    act(meeting, lambda activity, karen: services.restore(activity, by=karen))
    assert set(letters().values()) == {None}


def test_restored_and_cancelled_again_is_not_told(meeting, act, letters, session):
    act(meeting, lambda activity, karen: services.cancel(activity, by=karen))
    session.execute(sa.delete(OutboxMail))
    act(meeting, lambda activity, karen: services.restore(activity, by=karen))
    act(meeting, lambda activity, karen: services.cancel(activity, by=karen))
    assert set(letters().values()) == {None}


def test_the_reason_of_what_was_undone_is_not_told(meeting, act, letters):
    act(meeting, move(date(2022, 4, 22)))
    act(meeting, lambda activity, karen: services.cancel(activity, reason="Sygdom", by=karen))
    act(meeting, lambda a, karen: services.undo(services.undoable(a), by=karen))
    letter = letters()["Mette"]
    assert "Begrundelse: Langfredag" in letter.text


def test_a_window_is_told_as_one(world, act, letters):
    shadowing = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="",
        starts_on=None,
        ends_on=None,
        window_from=date(2026, 8, 15),
        window_to=date(2026, 12, 2),
    )
    act(
        shadowing,
        lambda a, karen: services.move(a, When(), version=a.version, by=karen),
    )
    text = letters()["Mette"].text
    assert "Før: kan ligge 15. august–2. december 2026\nNu: Uden dato" in text


def test_who_has_left_is_not_told(world, meeting, act, letters):
    act(meeting, move(date(2022, 4, 22)))
    for enrolment in world.cohort.enrolments:
        enrolment.ended_at = make.LONG_AGO
    assert set(letters().values()) == {None}


def test_what_is_gone_is_not_told(world, meeting, in_app):
    with in_app() as db:
        person = db.get(Person, world.mette.id)
        compose = outbox.composers()["activities/changed"]
        assert compose(person.id, {"activity": 0, "change": 0}) is None
        assert compose(person.id, {"activity": meeting.id, "change": 0}) is None
        assert not db.scalar(sa.select(ActivityChange))
