"""What the worker does with what waits."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from programme import create_app
from programme.core import clock, migrate
from programme.core.db import db
from programme.outbox import queries, services, worker
from programme.outbox.models import NO_REASON, OutboxMail, WorkerBeat
from programme.outbox.services import CalendarPart, Letter
from programme.outbox.transport import DownError, RefusedError, TryLaterError
from tests.conftest import settings_for

DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def time(monkeypatch, composer):
    """`time(minutes=1)` moves the clock on."""
    now = [datetime(2026, 11, 22, 9, tzinfo=UTC)]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def move(**span):
        now[0] += timedelta(**span)

    return move


@pytest.fixture
def queue(in_app):
    """Queue the test mail."""

    def put(person_id=1, keys=None, **options):
        with in_app():
            services.queue("test/mail", person_id, keys, **options)

    return put


@pytest.fixture
def send(in_app, post):
    """One go of the worker."""

    def go(**options):
        with in_app():
            return worker.send_due(post, **options)

    return go


def rows(session):
    return list(session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)))


# --- Queue -------------------------------------------------------------------------------------


def test_the_same_notice_is_queued_once(queue, session):
    queue(dedupe="published-1")
    queue(dedupe="published-1")
    queue()
    queue()
    assert len(rows(session)) == 3


def test_a_notice_is_taken_back_before_it_left(queue, send, in_app, session, kept):
    queue(dedupe="moved-1", due_at=clock.now() + timedelta(minutes=10))
    assert send() == 0
    with in_app():
        services.withdraw("moved-1")
    assert rows(session) == []
    queue(dedupe="moved-1")
    assert send() == 1
    with in_app():
        services.withdraw("moved-1")
    assert len(rows(session)) == 1, "what left cannot be taken back"


def test_what_is_known_of_a_notice(queue, send, in_app):
    queue(7, dedupe="published-1")
    with in_app():
        assert services.is_waiting("test/mail", 7)
        assert not services.is_waiting("test/mail", 8)
        assert services.sent_at("published-1") is None
    send()
    with in_app():
        assert not services.is_waiting("test/mail", 7)
        assert services.sent_at("published-1") == clock.now()


# --- Send --------------------------------------------------------------------------------------


def test_what_leaves(queue, send, kept):
    queue(7, {"cohort": 3})
    assert send() == 1
    assert send() == 0
    (mail,) = kept.mails
    assert mail["To"] == "Søren Ø <p7@test.example>"
    assert mail["From"] == "Lederforløb <post@odderup.example>"
    assert mail["Subject"] == "Emne"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@odderup.example>")
    assert mail.get_content() == "{'cohort': 3}\n"
    assert mail.get_content_type() == "text/plain"


def test_not_before_its_time_and_the_oldest_first(queue, send, kept, time):
    queue(1, due_at=clock.now() + timedelta(minutes=10))
    queue(2)
    assert send() == 1
    time(minutes=10)
    assert send() == 1
    assert [mail["To"] for mail in kept.mails] == [
        "Søren Ø <p2@test.example>", "Søren Ø <p1@test.example>",
    ]  # fmt: skip


def test_it_stops_when_it_is_told_to(queue, send):
    queue(1)
    queue(2)
    answers = iter([False, True])
    assert send(stopped=lambda: next(answers)) == 1


def test_a_mail_that_lost_its_reason(queue, send, session, kept, composer, given_up):
    composer(lambda _key, _keys: None)
    queue()
    assert send() == 0
    assert (rows(session)[0].problem, kept.mails, given_up) == (NO_REASON, [], [])


def test_no_header_can_be_smuggled_in(queue, send, session, kept, composer):
    composer(lambda _key, _keys: Letter("A\r\nBcc: x@evil.example", "a@test.example", "Emne", ""))
    queue()
    composer(lambda _key, _keys: Letter("A", "a@test.example", "Emne\nBcc: x@evil.example", ""))
    queue()
    assert send() == 0
    assert kept.mails == []
    assert [row.problem for row in rows(session)] == ["ValueError", "ValueError"]


@pytest.mark.parametrize("field", ["name", "subject", "address"])
def test_no_header_in_code_words_either(post, field):
    """Whoever may correct a name must not get a copy of that person's links."""
    hidden = "=?utf-8?q?x=0ABcc=3A=20evil=40evil.example?="
    values = {"name": "Mette", "address": "mette@test.example", "subject": "Hej", "text": "Hej\n"}
    values[field] = f"{hidden}@test.example" if field == "address" else hidden
    try:
        mail = worker.message(Letter(**values), post)
    except ValueError:
        return  # then it does not leave
    sent = message_from_bytes(mail.as_bytes(policy=policy.default), policy=policy.compat32)
    assert "Bcc" not in sent
    assert sent.get_payload() == "Hej\n"


def test_a_header_that_came_out_with_a_line_break_stops_the_mail(post, monkeypatch):
    """Should the words ever be decoded again, nothing leaves."""
    monkeypatch.setattr(worker, "_literal", lambda text: text)
    letter = Letter(
        address="karen@test.example",
        name="Karen",
        subject="=?utf-8?q?Hej=0ABcc=3A_evil=40x=2Edk?=",
        text="Hej",
    )
    with pytest.raises(ValueError, match="line break"):
        worker.message(letter, post)


def test_what_else_says_the_same_stands_beside_the_text_the_calendar_last(post):
    """Byte by byte, with the line ends that a calendar has."""
    body = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nX-A:æøå\r\n".encode()
    letter = Letter(
        "Søren Ø", "s@test.example", "Emne", "Hej\n", "<p>Hej</p>\n", CalendarPart("CANCEL", body)
    )
    sent = message_from_bytes(
        worker.message(letter, post).as_bytes(policy=policy.SMTP), policy=policy.default
    )
    assert sent.get_content_type() == "multipart/alternative"
    parts = list(sent.iter_parts())
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert parts[0].get_content() == "Hej\r\n"
    assert dict(parts[2]["Content-Type"].params) == {"method": "CANCEL", "charset": "UTF-8"}
    assert parts[2].get_payload(decode=True) == body


def test_what_nobody_writes_is_given_up(queue, send, session, in_app, given_up):
    with in_app():
        services.queue("nobody/writes", 1)
    send()
    (row,) = rows(session)
    assert row.given_up_at
    assert given_up == [row.id]


def test_a_fault_in_one_mail_does_not_stop_the_others(queue, send, session, kept, composer):
    def compose(key, _keys):
        if key == 1:
            message = "the name of somebody"
            raise LookupError(message)
        return Letter("B", "b@test.example", "Emne", "")

    composer(compose)
    queue(1)
    queue(2)
    assert send() == 1
    assert [row.problem for row in rows(session)] == ["LookupError", None]


# --- Trouble -----------------------------------------------------------------------------------


def test_refused_for_good(queue, send, session, kept, given_up):
    kept.trouble = RefusedError("SMTP 550")
    queue()
    assert send() == 0
    (row,) = rows(session)
    assert (row.problem, given_up) == ("SMTP 550", [row.id])
    kept.trouble = None
    assert send() == 0


def test_later_again_with_a_growing_delay_until_it_is_given_up(
    queue, send, session, kept, time, given_up
):
    kept.trouble = TryLaterError("SMTP 451")
    queue()
    waits = []
    while not given_up:
        send()
        row = rows(session)[0]
        waits.append((row.due_at - clock.now()).total_seconds() / 60)
        time(minutes=waits[-1])
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == 360
    assert len(waits) == worker.MOST_ATTEMPTS
    assert sum(waits) > 24 * 60


def test_a_dead_server_loses_nothing_however_long_it_is_dead(
    queue, send, session, kept, time, given_up
):
    kept.trouble = DownError("ConnectionRefusedError")
    queue(1)
    queue(2)
    for _ in range(50):
        assert send() == 0
        time(hours=2)
    assert [row.attempts for row in rows(session)] == [0, 0]
    assert given_up == []
    kept.trouble = None
    assert send() == 2


def test_a_worker_that_died_after_claiming(queue, send, in_app, time, kept):
    queue()
    with in_app():
        assert worker._claim()
    assert send() == 0
    time(minutes=1)
    assert send() == 1


def test_another_worker_was_quicker(queue, send, kept, monkeypatch):
    """Between the look and the claim somebody else took the row: nothing is sent twice."""
    queue()
    looks = iter([True, False])
    monkeypatch.setattr(worker, "_is_something_due", lambda: next(looks))
    claim = worker._claim

    def late():
        assert claim()
        return claim()

    monkeypatch.setattr(worker, "_claim", late)
    assert send() == 0
    assert not kept.mails


def test_several_workers_send_each_mail_once(tmp_path, composer):
    """Four threads in two apps on one database file."""
    url = f"sqlite:///{tmp_path / 'post.sqlite'}"
    apps = [create_app(settings_for(url, tmp_path / name)) for name in ("a", "b")]
    with apps[0].app_context():
        migrate.upgrade(db.engine)
        for number in range(30):
            services.queue("test/mail", number)
        db.session.commit()
    sent: list[str] = []

    class Counting:
        def send(self, message):
            sent.append(message["To"])

    def work(app):
        with app.app_context():
            worker.send_due(worker.Post(Counting(), "a@test.example", "test.example", print))

    threads = [threading.Thread(target=work, args=(apps[n % 2],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for app in apps:
        with app.app_context():
            db.engine.dispose()
    assert len(sent) == len(set(sent)) == 30


# --- State -------------------------------------------------------------------------------------


def test_signs_of_life_and_numbers(queue, send, in_app, session, kept, time):
    kept.trouble = RefusedError("SMTP 550")
    queue(1)
    send()
    queue(2)
    with in_app():
        worker.beat("post-1", clock.now())
    time(minutes=1)
    with in_app():
        worker.beat("post-1", clock.now())
        state = queries.mail_state()
    assert (state.waiting, state.refused) == (1, 1)
    assert state.worker_seen_at == clock.now()
    assert state.oldest_due_at == clock.now() - timedelta(minutes=1)
    assert len(session.scalars(sa.select(WorkerBeat)).all()) == 1
