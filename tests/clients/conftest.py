"""The site, served, and the calendar programs that fetch from it.

The database is a file of its own, its clock stands still (day.py); who puts something into the
plan does so by the services, as a view would, and commits.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from programme import create_app
from programme.calendars import services as calendars
from programme.calendars.choices import EVERYTHING, Choice
from programme.cohorts.models import Cohort, Role
from programme.core import clock, migrate
from programme.core.db import db
from programme.people.models import Person
from tests import factories as make
from tests.clients import khal, libical, thunderbird
from tests.clients.cases import CASES
from tests.clients.day import DAY
from tests.conftest import require, settings_for

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(sys.prefix) / "bin" / "node"
READER = Path(__file__).with_name("icaljs.mjs")
SECONDS_TO_START = 60


@dataclass
class Site:
    """The site as its server sees it: `with site.work() as session:` changes what it serves."""

    app: object
    url: str

    @contextmanager
    def work(self) -> Iterator[Session]:
        """A transaction on the day of the site."""
        with pytest.MonkeyPatch.context() as patch, self.app.app_context():
            patch.setattr(clock, "now", lambda: DAY)
            make.bind(db.session)
            try:
                yield db.session
                db.session.commit()
            finally:
                make.bind(None)

    def subscription(self, person_id: int, choice: Choice = EVERYTHING) -> str:
        """A new calendar address of that person's."""
        with self.work() as session:
            token = calendars.open_address(session.get(Person, person_id), "Kalender", choice)
        return f"{self.url}/kalender/{token}.ics"

    def cohort(self):
        """A new cohort with Mette as participant, whom Karen plans for: their keys."""
        with self.work():
            level, other = make.LevelFactory(), make.LevelFactory(code="another")
            programme = make.ProgrammeFactory(levels=[level, other])
            cohort = make.CohortFactory(programme=programme)
            mette = make.PersonFactory(organisation=cohort.organisation)
            karen = make.PersonFactory(organisation=cohort.organisation)
            make.GrantFactory(person=karen, cohort_id=cohort.id)
            place = make.EnrolmentFactory(
                cohort=cohort, person=mette, role=Role.PARTICIPANT, level=level
            )
            return SimpleNamespace(
                cohort=cohort.id,
                mette=mette.id,
                karen=karen.id,
                enrolment=place.id,
                other_level=other.id,
            )


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The served site, with nothing in its database yet."""
    folder = tmp_path_factory.mktemp("site")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{folder / 'lederforloeb.sqlite'}"
    app = create_app(settings_for(database, folder, public_url=url, demo=True))
    with app.app_context():
        migrate.upgrade(db.engine)
    with _serving(folder, port):
        yield Site(app, url)
    with app.app_context():
        db.engine.dispose()


@contextmanager
def _serving(folder: Path, port: int) -> Iterator[None]:
    how = ["--interface", "wsgi", "--port", str(port), "--log-level", "warning"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "granian", *how, "tests.clients.wsgi:app"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DEMO": "1", "INSTANCE": str(folder)}
            | {"PORT": str(port), "TZ": "America/New_York", "LANG": "C.UTF-8"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(process, port, folder / "server.log")
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            fetch(f"http://127.0.0.1:{port}/healthz")
        except OSError:
            assert process.poll() is None, f"the server ended: {log.read_text()[-2000:]}"
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} s")


def fetch(address: str) -> bytes:
    """What the server answers; an error status is an exception."""
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
        return answer.read()


@pytest.fixture(scope="session")
def plan(site) -> SimpleNamespace:
    """The address of a calendar with all cases, and what is to be seen of each."""
    ids = site.cohort()
    with site.work():
        cohort = db.session.get(Cohort, ids.cohort)
        made = [_activity(cohort, case) for case in CASES]
        expected = {
            case.uid: case.shown(f"{site.url}/aktivitet/{activity.id}")
            for case, activity in zip(CASES, made, strict=True)
        }
    address = site.subscription(ids.mette)
    return SimpleNamespace(address=address, expected=expected, person=ids.mette)


def _activity(cohort, case):
    put = {"kind": "workshop", "number": None, "title": case.title} | case.put
    return make.ActivityFactory(cohort=cohort, uid=case.uid, **put)


@pytest.fixture
def lay_out() -> Iterator[Callable[..., str]]:
    """`lay_out(body)` gives the address of a calendar file that stands in no feed of the site.

    `lay_out(body, status, at=address)` changes what that address answers.
    """
    answers: dict[str, tuple[int, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers[self.path]
            self.send_response(status)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    def lay(body: bytes, status: int = 200, at: str | None = None) -> str:
        here = f"http://127.0.0.1:{server.server_port}"
        address = at or f"{here}/{len(answers)}.ics"
        answers[address.removeprefix(here)] = status, body
        return address

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield lay
        server.shutdown()


class Reader:
    """A library: it fetches nothing and keeps nothing, it reads what is there now."""

    keeps_uids = True

    def __init__(self, read: Callable[[bytes], list[dict[str, str]]]) -> None:
        self._read = read

    def events(self, address: str) -> list[dict[str, str]]:
        """What the library makes of the file at an address."""
        return self._read(fetch(address))


def _read_with_icaljs(body: bytes) -> list[dict[str, str]]:
    done = subprocess.run([NODE, READER], input=body, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def icaljs() -> Reader:
    found = NODE.exists() and (ROOT / "node_modules" / "ical.js").exists()
    require(found, "no ical.js found (make setup)")
    return Reader(_read_with_icaljs)


@pytest.fixture(scope="session")
def gnome() -> Reader:
    require(libical.find(), "no libical found (Debian: libical3)")
    return Reader(libical.events)


@pytest.fixture(scope="session")
def terminal(tmp_path_factory) -> khal.Khal:
    require(khal.find(), "no vdirsyncer and khal found (make clients)")
    return khal.Khal(tmp_path_factory.mktemp("khal"))


@pytest.fixture(scope="session")
def desktop(tmp_path_factory) -> Iterator[thunderbird.Thunderbird]:
    require(thunderbird.find(), "no Thunderbird found (Debian: thunderbird; or THUNDERBIRD=…)")
    with thunderbird.running_thunderbird(tmp_path_factory.mktemp("thunderbird")) as running:
        yield running
