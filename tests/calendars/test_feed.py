"""What a calendar program gets when it polls: the cases of HTTP and of an event's life."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.activities import services as activities
from programme.activities.plan import When
from programme.activities.services.writing import details_of, texts_of
from programme.calendars import queries, services
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.cohorts import services as cohorts
from programme.cohorts.models import CohortState, Enrolment
from programme.core import migrate
from programme.core.db import db
from programme.core.headers import HEADERS
from programme.people.models import Person
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make
from tests.calendars.conftest import START
from tests.calendars.ics import blocks, lines, only, text
from tests.conftest import settings_for


@pytest.fixture
def token(course, opened):
    return opened(course.mette)


@pytest.fixture
def feed(poll, token):
    """`feed()` is what Mette's calendar program gets now."""
    return lambda **asked: poll(token, **asked)


def uids(answer):
    return [block["UID"].value for block in blocks(answer.data)]


def event(answer, activity):
    (found,) = [block for block in blocks(answer.data) if block["UID"].value == activity.uid]
    return found


def revision(answer, activity):
    block = event(answer, activity)
    assert block["DTSTAMP"].value == block["LAST-MODIFIED"].value
    return int(block["SEQUENCE"].value), block["LAST-MODIFIED"].value


def mover(first, last=None):
    def move(activity, by):
        when = When(starts_on=first, ends_on=last or first)
        activities.move(activity, when, version=activity.version, by=by)

    return move


def cancel(activity, by):
    activities.cancel(activity, reason="Sygdom", by=by)


def restore(activity, by):
    activities.restore(activity, by=by)


def place(name):
    def edit(activity, by):
        details = replace(details_of(activity), place=name)
        version = activity.version
        activities.edit(activity, details, texts_of(activity), version=version, by=by, address="/")

    return edit


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


def test_shadowing_without_date_is_absent_and_there_once_it_is_dated(course, feed, change):
    assert course.undated.uid not in uids(feed())
    change(course.undated, mover(date(2027, 9, 1)))
    answer = feed()
    assert len(uids(answer)) == 13
    assert text(event(answer, course.undated)["SUMMARY"]) == "Skyggepraktik"


# Life cycle ---------------------------------------------------------------------------------


def test_created_has_sequence_0_and_the_time_of_its_row(course, feed):
    assert revision(feed(), course.seminar) == (0, "20260105T080000Z")


def test_moved_keeps_its_uid_and_raises_sequence_and_last_modified(course, feed, change):
    old = feed()
    change(course.seminar, mover(date(2027, 8, 26), date(2027, 8, 27)))
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert sorted(uids(new)) == sorted(uids(old))
    assert event(new, course.seminar)["DTSTART"].value == "20270826"
    assert revision(new, course.seminar) == (1, "20270221T090000Z")


def test_a_changed_room_raises_sequence_and_last_modified(course, feed, change):
    feed()
    change(course.seminar, place("Rådhuset"))
    answer = feed()
    assert text(event(answer, course.seminar)["LOCATION"]).startswith("Rådhuset, ")
    assert revision(answer, course.seminar) == (1, "20270221T090000Z")


def test_saved_without_change_leaves_the_etag(course, feed, change):
    old = feed()
    change(course.seminar, place("Kursuscenteret"))
    assert feed(etag=old.headers["ETag"]).status_code == 304


def test_a_raised_version_with_the_same_bytes_leaves_the_etag(course, feed, in_app):
    old = feed()
    with in_app():
        cohorts.plan_changed(course.cohort.id)
    assert feed(etag=old.headers["ETag"]).status_code == 304


def test_cancelled_says_so_once_and_takes_up_no_time(course, feed, change):
    feed()
    change(course.seminar, cancel)
    change(course.seminar, place("Rådhuset"))
    block = event(feed(), course.seminar)
    assert block["STATUS"].value == "CANCELLED"
    assert text(block["SUMMARY"]) == "AFLYST: Seminar 1 | Ledelse af PLF"
    assert block["TRANSP"].value == "TRANSPARENT"
    assert block["X-MICROSOFT-CDO-BUSYSTATUS"].value == "FREE"
    assert block["SEQUENCE"].value == "2"


def test_restored_is_confirmed_without_prefix_and_newer_again(course, feed, change):
    change(course.seminar, cancel)
    feed()
    change(course.seminar, restore)
    block = event(feed(), course.seminar)
    assert block["STATUS"].value == "CONFIRMED"
    assert text(block["SUMMARY"]) == "Seminar 1 | Ledelse af PLF"
    assert block["SEQUENCE"].value == "2"


def test_cancelled_stays_30_days_and_is_absent_on_the_31st(course, feed, change, at):
    change(course.seminar, cancel)  # its last day is 20 August
    at(2027, 9, 19, 21, 59)  # a minute before midnight in Copenhagen
    old = feed()
    assert course.seminar.uid in uids(old)
    assert feed(etag=old.headers["ETag"]).status_code == 304
    at(2027, 9, 19, 22, 0)
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert course.seminar.uid not in uids(new)


def test_the_window_reaches_twelve_months_back(course, feed, at):
    workshop = course.activities[0]  # on 22 February 2027
    at(2028, 2, 22, 12)
    old = feed()
    assert workshop.uid in uids(old)
    at(2028, 2, 22, 23)
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert uids(new) == uids(old)[1:]


def test_a_participant_in_two_cohorts_has_both_and_one_event_each(course, feed, in_app):
    old = feed()
    with in_app() as session:
        cohorts.enrol(
            session.get(type(course.other), course.other.id),
            cohorts.NewEnrolment(
                session.get(Person, course.mette.id),
                course.enrolments["mette"].role,
                level=session.get(type(course.level), course.level.id),
            ),
            by=None,
        )
    new = feed(etag=old.headers["ETag"])
    assert len(uids(new)) == len(set(uids(new))) == 13
    assert b"Kun for det andet hold" in new.data


def test_who_is_named_has_it_in_their_feed_wherever_they_are_enrolled(
    course, opened, poll, session, in_app, change
):
    pair = make.ActivityFactory(
        cohort=course.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        title="Mette følger Peter",
        audience=Audience.NAMED,
        named=[course.mette, course.peter],
        part_of_id=course.undated.id,
        starts_on=START,
        published_at=None,
    )
    tokens = {p.name: opened(p) for p in (course.mette, course.peter, course.jonas)}
    before = {name: poll(token) for name, token in tokens.items()}
    assert not any(pair.uid in uids(answer) for answer in before.values())
    with in_app():
        activities.publish(course.ids.cohort, by=None)
    change(pair, mover(START + timedelta(days=1)))
    after = {name: poll(token) for name, token in tokens.items()}
    with_it = {name for name, answer in after.items() if pair.uid in uids(answer)}
    assert with_it == {course.mette.name, course.peter.name}
    change(pair, mover(START + timedelta(days=2)))
    for person in (course.mette, course.peter):
        newer = poll(tokens[person.name], etag=after[person.name].headers["ETag"])
        assert revision(newer, pair)[0] == 2


def leave(course, in_app):
    with in_app() as session:
        place = session.get(Enrolment, course.enrolments["mette"].id)
        cohorts.end_enrolment(place, by=session.get(Person, course.karen.id))


def test_removed_from_one_cohort_its_events_are_gone_and_the_etag_is_new(course, feed, in_app):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    old = feed()
    leave(course, in_app)
    new = feed(etag=old.headers["ETag"], headers={"If-Modified-Since": old.headers.get("Date", "")})
    assert new.status_code == 200
    assert new.headers["ETag"] != old.headers["ETag"]
    assert [text(block["SUMMARY"]) for block in blocks(new.data)] == [
        "Seminar 1 | Kun for det andet hold"
    ]


def test_removed_from_all_one_information_event_is_left(course, feed, in_app, at):
    old = feed()
    at(2027, 3, 1, 12)
    leave(course, in_app)
    new = feed(etag=old.headers["ETag"])
    block = only(new.data)
    assert text(block["SUMMARY"]) == "Ingen datoer i din plan lige nu"
    assert block["DTSTART"].value == "20270301"
    assert block["TRANSP"].value == "TRANSPARENT"
    at(2027, 4, 1, 12)
    assert feed(etag=new.headers["ETag"]).status_code == 304


def test_nothing_yet_is_the_information_event_too(course, opened, poll):
    answer = poll(opened(course.karen))
    assert only(answer.data)["DTSTART"].value == "20260105"


def test_an_event_that_makes_no_sense_is_left_out_and_the_rest_is_there(
    course, feed, session, caplog
):
    course.seminar.start_time = datetime(2027, 1, 1, 9, tzinfo=UTC).time()
    course.seminar.end_time = datetime(2027, 1, 1, 8, tzinfo=UTC).time()
    course.seminar.ends_on = course.seminar.starts_on
    answer = feed()
    assert answer.status_code == 200
    assert len(uids(answer)) == 11
    assert "end before start" in caplog.text


# HTTP ---------------------------------------------------------------------------------------


def test_get_has_exactly_these_headers(feed):
    answer = feed(headers={"Accept-Encoding": "gzip, br, zstd", "Cookie": "lederforloeb=x"})
    assert answer.status_code == 200
    assert dict(answer.headers) == HEADERS | {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="lederforloeb.ics"',
        "Content-Length": str(len(answer.data)),
        "ETag": f'"{hashlib.sha256(answer.data).hexdigest()}"',
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }


def test_head_has_the_same_headers_and_no_body(feed):
    got, head = feed(), feed(method="HEAD")
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"x", "{}"', '"x",W/"{}" ', "*"])
def test_if_none_match_of_any_form_is_304_without_body(feed, form):
    etag = feed().headers["ETag"].strip('"')
    answer = feed(etag=form.format(etag))
    assert answer.status_code == 304
    assert answer.data == b""
    assert answer.headers["ETag"] == f'"{etag}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Content-Length" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("form", ['"x"', 'W/"x"', "", "{", '"{}x"', 'x"{}'])
def test_if_none_match_of_another_version_is_200(feed, form):
    etag = feed().headers["ETag"].strip('"')
    assert feed(etag=form.replace("{}", etag)).status_code == 200


@pytest.mark.parametrize(
    "moment", ["not a date", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"]
)
def test_if_modified_since_is_200_whatever_it_says(feed, moment):
    etag = feed().headers["ETag"]
    asked = {"If-Modified-Since": moment}
    assert feed(headers=asked).status_code == 200
    assert feed(headers=asked, etag='"x"').status_code == 200
    assert feed(headers=asked, etag=etag).status_code == 304
    assert "Last-Modified" not in feed().headers


def test_two_gets_2_s_apart_are_identical(feed, at):
    first = feed()
    at(2027, 2, 21, 9, 0, 2)
    assert feed().data == first.data


def test_two_processes_give_identical_bytes(app, feed, token, session, tmp_path):
    """The second one has nothing stored to read from, and a third reads what the second stored."""
    first = feed()
    with app.app_context():
        connection = db.engines[None]
    for emptied in (True, False):
        if emptied:
            session.execute(sa.delete(FeedBody))
            session.execute(sa.delete(StoredEvent))
            session.commit()
        another = create_app(settings_for("sqlite://", tmp_path))
        with another.app_context():
            db.engines[None].dispose()
            db.engines[None] = connection
        answer = another.test_client().get(f"/kalender/{token}.ics")
        assert answer.data == first.data
        assert answer.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "unknown.ics",
        "{other}x.ics",
        "{short}.ics",
        "{upper}.ics",
        "{token}%00.ics",
        "{token}",
        "{token}.ics/",
        "{token}.ICS",
        "../{token}.ics",
        "%2e%2e%2f{token}.ics",
        "%ff%fe.ics",
        "%F0%9F%98%80.ics",
        ".ics",
        "",
        "x" * 5000 + ".ics",
    ],
)
def test_a_token_that_is_unknown_or_broken_is_404_with_the_same_text(token, client, caplog, path):
    caplog.set_level(logging.DEBUG)
    names = {"token": token, "other": token[::-1], "short": token[:-1], "upper": token.upper()}
    path = "/kalender/" + path.format(**names)
    answer = client.http.get(path, base_url=client.base)
    assert answer.status_code == 404
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == "Not Found\n"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert token.lower() not in caplog.text.lower()


def test_a_closed_address_is_404_at_once_and_the_others_go_on(course, token, opened, poll, in_app):
    another = opened(course.mette, "Outlook")
    old = poll(token)
    with in_app() as session:
        owner = session.get(Person, course.mette.id)
        address = next(a for a in queries.addresses_of(owner.id) if a.name == "Telefon")
        services.close_address(address, by=owner)
    closed = poll(token, etag=old.headers["ETag"])
    assert closed.status_code == 404
    assert closed.text == "Not Found\n"
    renewed = poll(another)
    assert renewed.status_code == 200
    assert uids(renewed) == uids(old)


def test_addresses_die_with_the_account_and_stay_away_from_other_peoples(
    course, token, opened, poll, session
):
    other = opened(course.jonas)
    course.mette.disabled_at = make.LONG_AGO
    assert poll(token).status_code == 404
    assert poll(other).status_code == 200
    course.mette.disabled_at = None
    assert poll(token).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "PROPFIND", "REPORT"])
def test_other_methods_are_405(feed, method):
    answer = feed(method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.content_type == "text/plain; charset=utf-8"


def test_options_is_harmless(feed):
    answer = feed(method="OPTIONS")
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (
        204,
        "GET, HEAD, OPTIONS",
        b"",
    )


def test_range_and_accept_are_ignored(feed):
    whole = feed().data
    answer = feed(headers={"Range": "bytes=0-10", "Accept": "application/json"})
    assert (answer.status_code, answer.data) == (200, whole)


def test_a_hundred_gets_in_a_burst_are_all_answered(feed):
    assert {feed().status_code for _ in range(100)} == {200}


def test_a_sign_in_makes_no_difference(course, token, sign_in):
    browser = sign_in(course.peter)
    answer = browser.http.get(f"/kalender/{token}.ics", base_url=browser.base)
    assert len(uids(answer)) == 12
    assert "Vary" not in answer.headers


def test_the_database_gone_is_503_in_plain_text_and_the_token_in_no_log(
    app, course, token, poll, caplog, tmp_path
):
    caplog.set_level(logging.DEBUG)
    with app.app_context():
        engine = db.engines[None]
        db.engines[None] = sa.create_engine(f"sqlite:///{tmp_path / 'no' / 'such.sqlite'}")
    try:
        answer = poll(token, etag='"x"')
    finally:
        with app.app_context():
            db.engines[None] = engine
    assert answer.status_code == 503
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "OperationalError at calendars.feed" in caplog.text
    assert token not in caplog.text
    assert queries.token_hash(token) not in caplog.text


def test_a_fault_of_ours_is_500_in_plain_text_and_the_token_in_no_log(
    token, poll, caplog, monkeypatch
):
    def fail(*args, **kwargs):
        raise ValueError(token)

    monkeypatch.setattr(queries, "find_feed", fail)
    answer = poll(token)
    assert (answer.status_code, answer.text) == (500, "Internal Server Error\n")
    assert "ValueError at calendars.feed (fail:" in caplog.text
    assert token not in caplog.text


def test_the_rest_of_the_site_is_not_touched(client):
    assert client.http.get("/kalenderen", base_url=client.base).mimetype == "text/html"


def test_an_http_site_promises_no_https(app, tmp_path):
    plain = create_app(settings_for("sqlite://", tmp_path, public_url="http://127.0.0.1:8000"))
    answer = plain.test_client().options("/kalender/x.ics")
    assert "Strict-Transport-Security" not in answer.headers
    with plain.app_context():
        db.engines[None].dispose()


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
    change(course.seminar, place("Rådhuset"))
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
