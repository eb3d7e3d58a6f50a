"""`flask worker`: mail, recurring work, signs of life, a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa

from programme.audit.models import AuditRow
from programme.commands import work
from programme.config import ROOT
from programme.core.db import db
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail, WorkerBeat
from programme.outbox.transport import DownError, Folder, RefusedError, Smtp

ANNE = ("--name", "Anne Admin", "--email", "anne@odderup.example", "--organisation", "Odderup")
DEMO = {"demo": True, "public_url": "http://127.0.0.1:8000"}


@pytest.fixture
def site(make_site, run):
    """A demo site that owes Anne an invitation."""
    app = make_site(**DEMO)
    assert run(app, "add-person", *ANNE).exit_code == 0
    work.load_composers(app)
    return app


@pytest.fixture
def jobs(monkeypatch):
    """The recurring work, replaced by what the test registers."""
    monkeypatch.setattr(outbox, "_jobs", {})


class Transport:
    """Keeps mails, or raises what it is told to."""

    def __init__(self, trouble=None) -> None:
        self.trouble = trouble
        self.mails = []

    def send(self, message):
        if self.trouble:
            raise self.trouble
        self.mails.append(message)


def test_once(site, run):
    assert run(site, "worker", "--once").exit_code == 0
    (file,) = (site.config["SETTINGS"].instance / "outbox").glob("*.eml")
    assert "http://127.0.0.1:8000/invitation/" in file.read_text().replace("=\n", "")
    with site.app_context():
        assert db.session.scalar(sa.select(OutboxMail.sent_at))
        assert db.session.scalar(sa.select(WorkerBeat.seen_at))


def test_until_it_is_told_to_stop(site, run, monkeypatch):
    """The signal comes while the worker waits for the next round."""
    handlers = {}
    monkeypatch.setattr(work.signal, "signal", handlers.__setitem__)
    waited = []

    class Stop(Event):
        def wait(self, timeout=None):
            waited.append(timeout)
            handlers[signal.SIGTERM](signal.SIGTERM, None)
            return True

    monkeypatch.setattr(work, "Event", Stop)
    assert run(site, "worker").exit_code == 0
    assert waited == [work.SECONDS_BETWEEN]
    assert set(handlers) == {signal.SIGTERM, signal.SIGINT}


def test_where_mail_leaves(make_site):
    production, demo = make_site().config["SETTINGS"], make_site(**DEMO).config["SETTINGS"]
    smtp = make_site(smtp_url="smtp://127.0.0.1:25").config["SETTINGS"]
    assert work.transport(production) is None
    assert isinstance(work.transport(demo), Folder)
    assert isinstance(work.transport(smtp), Smtp)


def test_without_a_way_to_send_mail_waits_and_work_goes_on(site, jobs):
    done = []
    outbox.register_job("counting", timedelta(hours=1), lambda: done.append(1))
    assert work.Rounds(site, None).do() == 0
    assert done == [1]
    with site.app_context():
        assert db.session.scalar(sa.select(OutboxMail.sent_at)) is None


def test_what_is_given_up_is_written_down(site):
    assert work.Rounds(site, Transport(RefusedError("SMTP 550"))).do() == 0
    with site.app_context():
        assert "mail_given_up" in db.session.scalars(sa.select(AuditRow.action)).all()


def test_a_dead_server_is_no_fault_of_the_round(site):
    assert work.Rounds(site, Transport(DownError("TimeoutError"))).do() == 0


def test_work_comes_back_after_its_time(site, jobs, at):
    done = []
    outbox.register_job("counting", timedelta(hours=1), lambda: done.append(1))
    rounds = work.Rounds(site, None)
    for minute in (0, 30, 59):
        at(2026, 11, 22, 9, minute)
        rounds.do()
    assert len(done) == 1
    at(2026, 11, 22, 10, 0)
    rounds.do()
    assert len(done) == 2


def test_a_sign_of_life_now_and_then(site, jobs, at):
    rounds = work.Rounds(site, None)
    for second in (0, 2, 29):
        at(2026, 11, 22, 9, 0, second)
        rounds.do()
    with site.app_context():
        assert db.session.scalar(sa.select(WorkerBeat.seen_at)).second == 0
    at(2026, 11, 22, 9, 0, 30)
    rounds.do()
    with site.app_context():
        assert db.session.scalar(sa.select(WorkerBeat.seen_at)).second == 30


def test_a_fault_in_the_work_does_not_stop_the_mail(site, jobs, caplog):
    def fails():
        message = "the name of somebody"
        raise LookupError(message)

    outbox.register_job("failing", timedelta(hours=1), fails)
    transport = Transport()
    assert work.Rounds(site, transport).do() == 1
    assert "failing failed: LookupError" in caplog.text
    assert "somebody" not in caplog.text


def test_a_database_that_is_away_comes_back(site, monkeypatch, caplog):
    rounds = work.Rounds(site, Transport())

    def away(*_):
        message = "no such host db.internal"
        raise ConnectionError(message)

    monkeypatch.setattr(work.worker, "beat", away)
    assert rounds.do() == 0
    assert "a round failed: ConnectionError" in caplog.text
    monkeypatch.undo()
    assert rounds.do() == 1


@pytest.mark.slow
def test_sigterm_ends_the_process(tmp_path):
    environment = {**os.environ, "DEMO": "1", "INSTANCE": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "migrate"], cwd=ROOT, env=environment, check=True)
    subprocess.run([*flask, "add-person", *ANNE], cwd=ROOT, env=environment, check=True)
    worker = subprocess.Popen([*flask, "worker"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob("outbox/*.eml")) and time.monotonic() < deadline:
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    finally:
        worker.kill()
    assert list(tmp_path.glob("outbox/*.eml"))
