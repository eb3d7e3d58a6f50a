"""What an address serves: all or a part, with or without texts, alarms and cancelled activities."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from programme.activities import services as activities
from programme.activities.models import Activity
from programme.activities.plan import When
from programme.calendars import queries, services
from programme.calendars.choices import EVERYTHING, Choice, Scope
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, Enrolment, Role
from programme.core.errors import RuleBrokenError
from programme.people.models import Person
from tests import factories as make
from tests.calendars.conftest import START
from tests.calendars.ics import blocks, text


def titles(answer):
    return [text(block["SUMMARY"]) for block in blocks(answer.data)]


@given(
    st.builds(
        Choice,
        scope=st.sampled_from([s for s in Scope if s is not Scope.COHORT]),
        titles_only=st.booleans(),
        alarms=st.booleans(),
        drops_cancelled=st.booleans(),
    )
    | st.builds(
        Choice,
        scope=st.just(Scope.COHORT),
        cohort_id=st.integers(1, 10**9),
        titles_only=st.booleans(),
        alarms=st.booleans(),
        drops_cancelled=st.booleans(),
    )
)
def test_a_choice_is_read_back_as_it_was_written(choice):
    assert Choice.of(choice.variant) == choice


def test_the_variant_of_addresses_made_before_there_was_a_choice():
    assert EVERYTHING.variant == FeedAddress.__table__.c.variant.server_default.arg == "all:"


def test_one_cohort_alone(course, opened, poll, session, client):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    session.commit()
    all_of_it, one = (
        opened(course.mette),
        opened(course.mette, choice=Choice(Scope.COHORT, course.ids.cohort)),
    )
    assert len(blocks(poll(all_of_it).data)) == 13
    assert len(blocks(poll(one).data)) == 12
    name = re.search(rb"X-WR-CALNAME:(.*?)\r\n", poll(one).data)[1].decode()
    assert name == "Lederforløb – Hold 2027"


def test_what_one_facilitates(course, opened, poll):
    assert titles(poll(opened(course.soren, choice=Choice(Scope.FACILITATED)))) == [
        "Seminar 1 | Ledelse af PLF"
    ]


def test_shadowing_alone(course, opened, poll, change):
    token = opened(course.mette, choice=Choice(Scope.SHADOWING))
    assert titles(poll(token)) == ["Ingen datoer i din plan lige nu"]
    change(
        course.undated,
        lambda activity, by: activities.move(
            activity, When(starts_on=START, ends_on=START), version=activity.version, by=by
        ),
    )
    assert titles(poll(token)) == ["Skyggepraktik"]


def test_titles_and_times_only(course, opened, poll):
    whole, bare = (
        poll(opened(course.mette)),
        poll(opened(course.mette, choice=Choice(titles_only=True))),
    )
    assert titles(whole) == titles(bare)
    assert b"Roskilde" in whole.data
    for block in blocks(bare.data):
        assert not {"DESCRIPTION", "LOCATION", "URL"} & set(block)
    same = ("UID", "SEQUENCE", "DTSTART", "DTEND", "LAST-MODIFIED")
    for full, part in zip(blocks(whole.data), blocks(bare.data), strict=True):
        assert [full[name].value for name in same] == [part[name].value for name in same]


def test_alarms_are_off_unless_wanted_and_never_on_what_is_cancelled(course, opened, poll, change):
    change(course.seminar, lambda a, by: activities.cancel(a, reason="Sygdom", by=by))
    assert b"VALARM" not in poll(opened(course.mette)).data
    rung = poll(opened(course.mette, choice=Choice(alarms=True))).data
    assert rung.count(b"BEGIN:VALARM") == 11
    assert rung.count(b"TRIGGER:-PT15H") == 11
    assert rung.count(b"ACTION:DISPLAY") == 11


def test_an_alarm_of_a_timed_activity_rings_a_day_before(course, opened, poll, session):
    session.execute(sa.update(Activity).values(start_time=None, end_time=None))
    seminar = session.get(Activity, course.ids.seminar)
    seminar.ends_on, seminar.start_time, seminar.end_time = seminar.starts_on, time(9), time(16)
    session.commit()
    assert b"TRIGGER:-P1D" in poll(opened(course.mette, choice=Choice(alarms=True))).data


def test_cancelled_ones_are_kept_or_dropped_by_choice(course, opened, poll, change):
    kept, dropped = opened(course.mette), opened(course.mette, choice=Choice(drops_cancelled=True))
    before = poll(dropped).headers["ETag"]
    change(course.seminar, lambda a, by: activities.cancel(a, reason="Sygdom", by=by))
    assert sum(t.startswith("AFLYST") for t in titles(poll(kept))) == 1
    answer = poll(dropped, etag=before)
    assert answer.status_code == 200
    assert len(titles(answer)) == 11
    change(course.seminar, lambda a, by: activities.restore(a, by=by))
    assert len(titles(poll(dropped))) == 12


def test_addresses_of_one_variant_share_their_bytes_and_styles_their_events(
    course, opened, poll, session
):
    for choice in (EVERYTHING, EVERYTHING, Choice(titles_only=True)):
        poll(opened(course.mette, choice=choice))
    count = sa.func.count()
    assert session.scalar(sa.select(count).select_from(FeedBody)) == 2
    assert session.scalar(sa.select(count).select_from(StoredEvent)) == 24


def test_a_change_reaches_every_variant(course, opened, poll, change):
    tokens = [
        opened(course.mette, choice=choice)
        for choice in (EVERYTHING, Choice(alarms=True), Choice(Scope.COHORT, course.ids.cohort))
    ]
    etags = [poll(token).headers["ETag"] for token in tokens]
    when = When(starts_on=START + timedelta(days=200), ends_on=START + timedelta(days=200))
    change(
        course.seminar,
        lambda a, by: activities.move(a, when, version=a.version, by=by),
    )
    for token, etag in zip(tokens, etags, strict=True):
        assert poll(token, etag=etag).status_code == 200


def test_who_was_taken_out_is_told_for_ninety_days_and_then_nothing(
    course, opened, poll, in_app, at, session
):
    tokens = [
        opened(course.mette),
        opened(course.mette, choice=Choice(Scope.COHORT, course.ids.cohort)),
    ]
    poll(tokens[0])
    place = course.enrolments["mette"].id
    session.commit()
    with in_app() as inner:
        by = inner.get(Person, course.ids.karen)
        cohorts.end_enrolment(inner.get(Enrolment, place), by=by)
    for month in (3, 4):
        at(2027, month, 24, 9)
        for token in tokens:
            assert titles(poll(token)) == ["Ingen datoer i din plan lige nu"]
    at(2027, 5, 21, 9)
    assert [poll(token).status_code for token in tokens] == [200, 200]
    at(2027, 5, 22, 9)
    assert [poll(token).status_code for token in tokens] == [404, 404]
    with in_app() as inner:
        new = cohorts.NewEnrolment(inner.get(Person, course.ids.mette), Role.FACILITATOR)
        cohorts.enrol(inner.get(Cohort, course.ids.cohort), new, by=None)
    assert poll(tokens[0]).status_code == 200


def test_a_cohort_left_ends_its_own_address_and_not_the_others(
    course, opened, poll, in_app, at, session
):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    session.commit()
    all_of_it, one = (
        opened(course.mette),
        opened(course.mette, choice=Choice(Scope.COHORT, course.ids.cohort)),
    )
    place = course.enrolments["mette"].id
    session.commit()
    with in_app() as inner:
        by = inner.get(Person, course.ids.karen)
        cohorts.end_enrolment(inner.get(Enrolment, place), by=by)
    assert titles(poll(one)) == ["Ingen datoer i din plan lige nu"]
    at(2027, 7, 1, 9)
    assert (poll(all_of_it).status_code, poll(one).status_code) == (200, 404)


def test_a_cohort_that_is_not_ones_own_is_refused(course, in_app):
    with in_app() as inner, pytest.raises(RuleBrokenError):
        services.open_address(
            inner.get(Person, course.ids.peter), "x", Choice(Scope.COHORT, course.ids.cohort)
        )


# --- The page ----------------------------------------------------------------------------------


@pytest.fixture
def mette(course, sign_in):
    return sign_in(course.mette)


def test_an_address_is_made_as_asked(mette, course, session):
    scope = f"cohort-{course.ids.cohort}"
    fields = {"client": "other", "name": "Tavlen", "scope": scope, "titles_only": "y"}
    assert mette.post("/kalender", fields).status_code == 200
    assert session.scalar(sa.select(FeedAddress.variant)) == f"{scope}:t"
    page = mette.get("/kalender").text
    assert "Hold 2027 · kun titler" in page
    assert "Det, jeg faciliterer" not in page


def test_who_leads_is_offered_what_they_lead(course, sign_in):
    assert "Det, jeg faciliterer" in sign_in(course.soren).get("/kalender").text


@pytest.mark.parametrize("scope", ["nonsense", "cohort-", "cohort-999999", "facilitated"])
def test_what_is_not_in_the_list_is_422(mette, session, scope):
    assert mette.post("/kalender", {"client": "other", "scope": scope}).status_code == 422
    assert session.scalars(sa.select(FeedAddress)).all() == []


def test_replaced_the_old_one_is_dead_and_the_new_one_serves_the_same(
    mette, course, opened, poll, session
):
    choice = Choice(titles_only=True)
    old, kept = opened(course.mette, "Ur", choice), opened(course.mette, "Tavle")
    body = poll(old).data
    key = session.scalar(
        sa.select(FeedAddress.id).where(FeedAddress.token_hash == queries.token_hash(old))
    )
    answer = mette.post(f"/kalenderadresse/{key}/erstat")
    new = re.search(r"/kalender/([\w-]{43})\.ics", answer.text)[1]
    assert poll(old).status_code == 404
    assert poll(new).data == body
    assert poll(kept).status_code == 200
    names = session.scalars(
        sa.select(FeedAddress.name).where(FeedAddress.closed_at.is_(None)).order_by(FeedAddress.id)
    ).all()
    assert names == ["Tavle", "Ur"]
    again = mette.post(f"/kalenderadresse/{key}/erstat")
    assert again.status_code == 422
    assert "Adressen er lukket" in again.text


def test_nobody_else_replaces_an_address(course, opened, sign_in, session):
    opened(course.mette)
    key = session.scalar(sa.select(FeedAddress.id))
    assert sign_in(course.jonas).post(f"/kalenderadresse/{key}/erstat").status_code == 404


@pytest.mark.parametrize(
    ("client", "shown"), [("apple", 1), ("android", 1), ("outlook", 0), ("google", 0), ("other", 0)]
)
def test_a_phone_is_offered_a_code_to_scan(mette, client, shown):
    assert mette.post("/kalender", {"client": client}).text.count("data:image/svg+xml") == shown
