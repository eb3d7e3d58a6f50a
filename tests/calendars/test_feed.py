"""What a calendar program gets when it polls: the plan, and what is kept of it."""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.activities.models import Activity
from programme.calendars import queries, services
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.cohorts.models import CohortState
from programme.core import migrate
from programme.core.db import db
from tests import factories as make
from tests.calendars.ics import lines, text
from tests.calendars.polls import edited, event, mover, uids
from tests.conftest import settings_for

# The plan -----------------------------------------------------------------------------------


def test_a_full_participant_of_the_thirteen_activities_has_twelve_events(course, feed):
    dated = [each for each in course.activities if each.starts_on]
    assert uids(feed()) == [each.uid for each in dated]
    assert len(dated) == 12


def test_an_event_says_what_where_and_what_to_prepare_and_nothing_of_people(course, feed):
    answer = feed()
    block = event(answer, course.seminar)
    assert text(block["SUMMARY"]) == "Seminar 1 | Ledelse af PLF"
    assert text(block["LOCATION"]) == "Kursuscenteret, Søvej 1, 4000 Roskilde"
    link = f"https://lederforloeb.test/aktivitet/{course.seminar.id}"
    assert text(block["DESCRIPTION"]) == (
        f"Forberedelse:\nLæs kapitel 3.\n\nTag med:\nDin log\n\n{link}"
    )
    assert block["URL"].value == link
    assert block["DTSTART"][1:] == (";VALUE=DATE", "20270819")
    assert block["DTEND"][1:] == (";VALUE=DATE", "20270821")
    assert b"Testsen" not in answer.data
    assert b"test.example" not in answer.data


def test_the_bytes_of_an_event_stand_still(course, feed):
    """If this changes on purpose, raise SERIALISER_EPOCH, or calendar programs keep the old."""
    body = feed().data.decode()
    start = body.index("BEGIN:VEVENT\r\nSUMMARY:Seminar 1")
    found = body[start : body.index("END:VEVENT", start)]
    for changing, name in ((course.seminar.uid, "UID"), (f"/aktivitet/{course.seminar.id}", "/A")):
        found = found.replace(changing, name)
    assert found.replace("\r\n ", "").replace("\r\n", "\n") == (
        "BEGIN:VEVENT\n"
        "SUMMARY:Seminar 1 | Ledelse af PLF\n"
        "DTSTART;VALUE=DATE:20270819\n"
        "DTEND;VALUE=DATE:20270821\n"
        "DTSTAMP:20260105T080000Z\n"
        "UID:UID\n"
        "SEQUENCE:0\n"
        "DESCRIPTION:Forberedelse:\\nLæs kapitel 3.\\n\\nTag med:\\nDin log\\n\\n"
        "https://lederforloeb.test/A\n"
        "LAST-MODIFIED:20260105T080000Z\n"
        "LOCATION:Kursuscenteret\\, Søvej 1\\, 4000 Roskilde\n"
        "STATUS:CONFIRMED\n"
        "TRANSP:OPAQUE\n"
        "URL:https://lederforloeb.test/A\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
    )


def test_a_facilitator_has_what_they_lead(course, opened, poll):
    assert uids(poll(opened(course.soren))) == [course.seminar.uid]


def test_drafts_are_absent(course, feed, session):
    course.seminar.published_at = None
    assert course.seminar.uid not in uids(feed())
    course.cohort.state = CohortState.DRAFT
    session.execute(sa.delete(FeedBody))
    assert len(uids(feed())) == 1


# What is kept -------------------------------------------------------------------------------


def test_only_the_hash_of_the_secret_is_in_the_database(course, token, feed, session):
    feed()
    session.commit()
    for table in db.metadata.sorted_tables:
        for row in session.execute(sa.select(table)):
            assert token not in repr(tuple(row)), table.name
    stored = session.scalar(sa.select(FeedAddress.token_hash))
    assert stored == hashlib.sha256(token.encode()).hexdigest()


def test_the_token_is_in_no_log_line(feed, token, caplog):
    caplog.set_level(logging.DEBUG)
    etag = feed(agent="Thunderbird").headers["ETag"]
    feed(etag=etag)
    feed(method="POST")
    assert token not in caplog.text


@pytest.mark.parametrize("events", [1, 3, 200])
def test_a_poll_is_one_statement_and_with_bytes_two(course, opened, poll, queries, events):
    cohort = make.CohortFactory()
    person = make.PersonFactory()
    make.EnrolmentFactory(cohort=cohort, person=person, level=course.level)
    for number in range(events):
        make.ActivityFactory(cohort=cohort, number=number + 1, starts_on=date(2027, 3, 1))
    token = opened(person)
    with queries() as cold:
        etag = poll(token).headers["ETag"]
    # The feed, its entries, what they are made of; events and body kept, the fetch noted.
    assert len(cold) == 6
    with queries() as unchanged:
        assert poll(token, etag=etag).status_code == 304
    assert len(unchanged) == 1
    with queries() as whole:
        assert len(uids(poll(token))) == events
    assert len(whole) == 2


def test_after_one_change_only_that_event_is_serialised(course, feed, change, session):
    feed()
    other = course.activities[0]
    row = session.get(StoredEvent, (other.id, ""))
    row.body = row.body.replace(b"SUMMARY:Workshop", b"SUMMARY:As stored")
    change(course.seminar, edited(place="Rådhuset"))
    answer = feed()
    assert text(event(answer, other)["SUMMARY"]) == "As stored"
    assert text(event(answer, course.seminar)["LOCATION"]).startswith("Rådhuset")


def test_a_team_mates_calendar_is_joined_from_the_same_events(course, feed, opened, poll, queries):
    mine = feed()
    token = opened(course.jonas)
    with queries() as statements:
        assert poll(token).data == mine.data
    assert len(statements) == 4  # the feed, its entries; the body kept, the fetch noted


def test_a_new_home_of_the_site_is_in_the_links(course, app, feed, token, tmp_path):
    old = feed()
    with app.app_context():
        connection = db.engines[None]
    moved = create_app(settings_for("sqlite://", tmp_path, public_url="https://nyt.test"))
    with moved.app_context():
        db.engines[None].dispose()
        db.engines[None] = connection
    answer = moved.test_client().get(
        f"/kalender/{token}.ics", headers={"If-None-Match": old.headers["ETag"]}
    )
    assert answer.status_code == 200
    link = f"https://nyt.test/aktivitet/{course.seminar.id}"
    assert event(answer, course.seminar)["URL"].value == link


def test_a_body_that_is_lost_is_made_again(feed, session):
    first = feed()
    session.execute(sa.delete(FeedBody))
    session.execute(sa.delete(StoredEvent))
    assert feed(etag=first.headers["ETag"]).status_code == 304


def address_of(session, token):
    hashed = queries.token_hash(token)
    session.expire_all()
    return session.scalar(sa.select(FeedAddress).where(FeedAddress.token_hash == hashed))


def test_last_fetched_is_at_most_an_hour_old_though_every_poll_is_304(feed, token, session, at):
    etag = feed(agent="Mozilla/5.0 (X11) Gecko/20100101 Thunderbird/153.7").headers["ETag"]
    assert address_of(session, token).last_client == "Thunderbird"
    assert address_of(session, token).last_fetched_at == datetime(2027, 2, 21, 9, tzinfo=UTC)
    at(2027, 2, 21, 9, 59, 59)
    assert feed(etag=etag, agent="vdirsyncer/0.21").status_code == 304
    assert address_of(session, token).last_fetched_at == datetime(2027, 2, 21, 9, tzinfo=UTC)
    then = at(2027, 2, 21, 10)
    assert feed(etag=etag, agent="vdirsyncer/0.21").status_code == 304
    assert address_of(session, token).last_fetched_at == then
    assert address_of(session, token).last_client == "vdirsyncer"


def test_who_is_given_a_change_is_noted_at_once_but_not_every_second(
    course, feed, token, change, in_app, session, at
):
    old = feed().headers["ETag"]
    at(2027, 2, 21, 9, 10)
    change(course.seminar, edited(place="Torvet"))
    first = address_of(session, token).last_fetched_at
    assert feed(etag=old, method="HEAD").status_code == 200  # it takes nothing along
    assert address_of(session, token).last_fetched_at == first
    then = at(2027, 2, 21, 9, 15)
    assert feed(etag=old).status_code == 200
    assert address_of(session, token).last_fetched_at == then
    with in_app() as asked:
        activity = asked.get(Activity, course.ids.seminar)
        found = queries.fetching(activity, [course.ids.mette], activity.revised_at)
    assert (found.count, found.behind) == (1, 0)
    at(2027, 2, 21, 9, 15, 59)
    assert feed(etag=old).status_code == 200
    assert address_of(session, token).last_fetched_at == then
    at(2027, 2, 21, 9, 20)
    assert feed().status_code == 200  # what it had is not known
    assert address_of(session, token).last_fetched_at == then


def test_the_form_of_everything_that_is_served_is_right(feed):
    found = lines(feed().data)
    assert [line.value for line in found if line.name == "X-WR-CALNAME"] == ["Lederforløb"]


@pytest.mark.slow
def test_another_writer_costs_the_poll_its_notes_and_nothing_else(tmp_path, at):
    """On a real file: the store is locked, so nothing is kept, and the answer is whole."""
    at(2027, 2, 21, 9)
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'locked.sqlite'}", tmp_path))
    with app.app_context():
        migrate.upgrade(db.engine)
        make.bind(db.session)
        person = make.PersonFactory()
        make.EnrolmentFactory(cohort=make.ActivityFactory().cohort, person=person)
        token = services.open_address(person, "Telefon")
        db.session.commit()
        make.bind(None)
        _short_patience(db.engine)
        writer = db.engine.connect()
        writer.exec_driver_sql("UPDATE person SET phone = '1'")
    try:
        began = time.monotonic()
        answers = [app.test_client().get(f"/kalender/{token}.ics") for _ in range(2)]
        assert time.monotonic() - began < 2
    finally:
        writer.rollback()
        writer.close()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].data == answers[1].data
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(FeedBody)) == 0
        db.session.remove()
        db.engine.dispose()


def _short_patience(engine):
    """Five seconds of waiting for the lock would make this test slow."""
    engine.dispose()

    @sa.event.listens_for(engine, "connect")
    def hurry(raw, _record):
        raw.execute("PRAGMA busy_timeout=100")


def test_years_of_polling_keep_one_row_a_person_and_one_an_activity(course, feed, change, session):
    for week in range(3):
        change(course.seminar, mover(date(2027, 8, 1) + timedelta(weeks=week)))
        feed()
    count = sa.func.count()
    assert session.scalar(sa.select(count).select_from(FeedBody)) == 1
    assert session.scalar(sa.select(count).select_from(StoredEvent)) == 12
