"""The cases of HTTP: what a calendar program is answered, whatever it asks."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import date, timedelta
from datetime import time as wall_clock
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.activities.models import Activity
from programme.calendars import last_good, queries, services
from programme.calendars.choices import Choice, Scope
from programme.calendars.last_good import LastGood
from programme.calendars.models import FeedAddress, FeedBody, StoredEvent
from programme.cohorts import services as cohorts
from programme.core import clock, migrate
from programme.core.db import db
from programme.core.headers import HEADERS
from programme.people.models import Person, SignIn
from tests import factories as make
from tests.calendars.conftest import START
from tests.calendars.ics import blocks, lines, only
from tests.calendars.polls import event, mover, uids
from tests.conftest import settings_for

ROOT = Path(__file__).parents[2]


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


@pytest.fixture
def without_database(app, tmp_path):
    """`with without_database():` every statement fails."""

    @contextmanager
    def context():
        with app.app_context():
            engine = db.engines[None]
            db.engines[None] = sa.create_engine(f"sqlite:///{tmp_path / 'no' / 'such.sqlite'}")
        try:
            yield
        finally:
            with app.app_context():
                db.engines[None] = engine

    return context


@pytest.fixture
def seconds(monkeypatch):
    """`seconds(59)` lets the process's clock go on by so much."""
    began = time.monotonic()
    passed = [0.0]
    monkeypatch.setattr(last_good, "time", SimpleNamespace(monotonic=lambda: began + passed[0]))

    def go_on(count):
        passed[0] += count

    return go_on


def test_database_gone_is_503_in_plain_text_and_the_token_in_no_log(
    token, poll, caplog, without_database
):
    caplog.set_level(logging.DEBUG)
    with without_database():
        answer = poll(token, etag='"x"')
    assert answer.status_code == 503
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Retry-After"] == "300"
    assert "OperationalError at calendars.feed" in caplog.text
    assert token not in caplog.text
    assert queries.token_hash(token) not in caplog.text


def test_database_gone_is_the_last_good_bytes_for_sixty_seconds(
    feed, poll, course, opened, without_database, seconds
):
    good = feed()
    other = opened(course.jonas)
    with without_database():
        seconds(59)
        again = feed()
        assert again.data == good.data
        assert dict(again.headers) == dict(good.headers)
        assert feed(etag=good.headers["ETag"]).status_code == 304
        assert feed(method="HEAD").headers["Content-Length"] == str(len(good.data))
        assert poll(other).status_code == 503  # nobody has asked by it
        seconds(1)
        assert feed().status_code == 503
        assert feed(etag=good.headers["ETag"]).status_code == 503
    assert feed().data == good.data


def test_database_gone_answers_of_the_minute_do_not_lengthen_it(feed, without_database, seconds):
    feed()
    with without_database():
        for _ in range(3):
            seconds(20)
            last = feed().status_code
    assert last == 503


def test_database_gone_who_was_told_of_no_change_is_told_so_again(feed, without_database, seconds):
    etag = feed().headers["ETag"]
    seconds(61)
    assert feed(etag=etag).status_code == 304
    with without_database():
        assert feed(etag=etag).status_code == 304
        assert feed().status_code == 503  # the bytes themselves are older than a minute


def test_database_gone_a_closed_address_stays_closed(
    course, token, poll, in_app, session, without_database
):
    assert poll(token).status_code == 200
    with in_app() as inner:
        address = inner.scalar(sa.select(FeedAddress))
        services.close_address(address, by=inner.get(Person, course.ids.mette))
    assert poll(token).status_code == 404
    with without_database():
        assert poll(token).status_code == 503


def test_last_good_bytes_are_bounded_in_number_and_in_size(monkeypatch):
    monkeypatch.setattr(last_good, "MOST_ADDRESSES", 3)
    monkeypatch.setattr(last_good, "MOST_BYTES", 100)
    kept = LastGood()
    for number in range(5):
        kept.note(f"address-{number}", f"version-{number}", b"x" * 40)
    found = [kept.find(f"address-{number}") for number in range(5)]
    assert found[:2] == [None, None]
    assert found[2:] == [
        ("version-2", None),
        ("version-3", b"x" * 40),
        ("version-4", b"x" * 40),
    ]
    kept.note("address-9", "version-3", b"x" * 40)  # the same bytes stand there once
    assert kept.find("address-4") == ("version-4", b"x" * 40)
    kept.note("address-10", "large", b"x" * 101)
    assert kept.find("address-10") == ("large", None)


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


def test_etag_changes_when_only_an_alarm_is_other(course, opened, poll):
    quiet, ringing = (poll(opened(course.mette, choice=Choice(alarms=on))) for on in (False, True))
    assert quiet.data == re.sub(
        rb"BEGIN:VALARM.*?END:VALARM\r\n", b"", ringing.data, flags=re.DOTALL
    )
    assert quiet.headers["ETag"] != ringing.headers["ETag"]
    token = opened(course.mette, choice=Choice(alarms=True))
    assert poll(token, etag=quiet.headers["ETag"]).status_code == 200
    assert poll(token, etag=ringing.headers["ETag"]).status_code == 304


def test_etag_changes_when_only_a_removal_happened(course, feed, in_app):
    """The newest event is taken out: whoever went by the latest change would see none."""
    old = feed()
    with in_app() as session:
        last = session.get(Activity, course.activities[-1].id)
        session.delete(last)
        cohorts.plan_changed(course.ids.cohort)
    new = feed(etag=old.headers["ETag"])
    assert new.status_code == 200
    assert new.headers["ETag"] != old.headers["ETag"]
    assert uids(new) == uids(old)[:-1]


def test_rotated_the_old_is_404_at_once_and_the_new_has_the_same_uids(
    course, opened, poll, sign_in, session
):
    old = opened(course.mette)
    before = poll(old)
    key = session.scalar(sa.select(FeedAddress.id))
    page = sign_in(course.mette).post(f"/kalenderadresse/{key}/erstat")
    new = re.search(r"/kalender/([\w-]{43})\.ics", page.text)[1]
    assert poll(old, etag=before.headers["ETag"]).status_code == 404
    assert uids(poll(new)) == uids(before)


def test_a_cohorts_token_opens_no_personal_feed_and_the_other_way_round(course, opened, poll):
    make.EnrolmentFactory(cohort=course.other, person=course.mette, level=course.level)
    mine = opened(course.mette)
    of_cohort = opened(course.mette, choice=Choice(Scope.COHORT, course.ids.cohort))
    assert len(uids(poll(mine))) == 13
    assert len(uids(poll(of_cohort))) == 12
    assert b"Kun for det andet hold" not in poll(of_cohort).data
    assert uids(poll(mine, headers={"Cookie": of_cohort})) == uids(poll(mine))


def test_logged_out_or_expired_the_answer_is_a_calendar_and_never_a_page(
    course, token, sign_in, session
):
    browser = sign_in(course.mette)
    session.execute(sa.update(SignIn).values(ended_at=make.LONG_AGO))
    session.commit()
    assert browser.get("/kalender").status_code == 302
    answer = browser.http.get(f"/kalender/{token}.ics", base_url=browser.base)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert "Set-Cookie" not in answer.headers


def test_the_feed_names_nobody_and_has_no_token(course, feed, token):
    body = feed().data
    for person in (course.karen, course.soren, course.mette, course.jonas, course.peter):
        assert person.name.encode() not in body
        assert person.email.encode() not in body
    assert token.encode() not in body
    found = {line.name for line in lines(body)}
    assert not found & {"ATTENDEE", "ORGANIZER", "METHOD", "SOURCE", "X-ALT-DESC", "CLASS"}
    assert b"mailto:" not in body.lower()


def test_robots_txt_allows_the_feed_which_says_noindex(client, feed):
    answer = client.get("/robots.txt")
    assert [line for line in answer.text.splitlines() if line.startswith("Disallow")] == [
        "Disallow:"
    ]
    assert feed().headers["X-Robots-Tag"] == "noindex"


def test_download_of_one_event_is_the_feeds_own_with_its_zone(course, feed, sign_in, change):
    change(course.seminar, mover(START + timedelta(days=185)))
    answer = sign_in(course.mette).get(f"/aktivitet/{course.ids.seminar}/aktivitet.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aktivitet.ics"'
    assert answer.data.count(b"BEGIN:VTIMEZONE") == 1
    assert only(answer.data) == event(feed(), course.seminar)
    for key in (course.undated.id, 999_999):
        browser = sign_in(course.mette)
        assert browser.get(f"/aktivitet/{key}/aktivitet.ics").status_code == 404
    stranger = sign_in(course.peter)
    assert stranger.get(f"/aktivitet/{course.ids.seminar}/aktivitet.ics").status_code == 404


FETCH = r"""
import sys
from pathlib import Path
from programme import create_app
from programme.config import Settings
folder = Path(sys.argv[1])
url = f"sqlite:///{folder / 'feed.sqlite'}"
app = create_app(Settings("a-secret-for-tests-of-some-length", sys.argv[3], url, folder))
answer = app.test_client().get(f"/kalender/{sys.argv[2]}.ics")
assert answer.status_code == 200, answer.status
sys.stdout.buffer.write(answer.headers["ETag"].encode() + b"\n" + answer.data)
"""
MACHINES = (
    {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "0"},
    {"TZ": "UTC", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "PYTHONHASHSEED": "random", "LC_ALL": "C", "PYTHONUTF8": "0"},
)


@pytest.mark.slow
def test_another_time_zone_hash_seed_or_worker_gives_identical_bytes(tmp_path):
    """Each with a copy of the database in which nothing is built yet, all at once."""
    token = _a_database(tmp_path / "feed.sqlite")
    running = []
    for number, machine in enumerate(MACHINES):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(sqlite3.connect(tmp_path / "feed.sqlite")) as whole:
            whole.execute("VACUUM INTO ?", [str(folder / "feed.sqlite")])
        program = [sys.executable, "-c", FETCH, str(folder), token, "https://lederforloeb.test"]
        running.append(
            subprocess.Popen(program, env=os.environ | machine, cwd=ROOT, stdout=PIPE, stderr=PIPE)
        )
    outputs = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], outputs
    bodies = {output for output, _errors in outputs}
    assert len(bodies) == 1
    etag, body = bodies.pop().split(b"\n", 1)
    assert etag.decode() == f'"{hashlib.sha256(body).hexdigest()}"'
    assert len(blocks(body)) == 5


def _a_database(path):
    app = create_app(settings_for(f"sqlite:///{path}", path.parent))
    with app.app_context():
        migrate.upgrade(db.engine)
        make.bind(db.session)
        cohort, person = make.CohortFactory(), make.PersonFactory()
        make.EnrolmentFactory(cohort=cohort, person=person)
        for number, day in enumerate((date(2027, 3, 28), date(2026, 10, 25), clock.today()), 1):
            make.ActivityFactory(cohort=cohort, number=number, starts_on=day)
            if number < 3:
                make.ActivityFactory(
                    cohort=cohort, number=number, starts_on=day, start_time=wall_clock(2, 30)
                )
        token = services.open_address(person, "Telefon")
        db.session.commit()
        make.bind(None)
        db.session.remove()
        db.engine.dispose()
    return token
