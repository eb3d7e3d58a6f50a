"""Chromium against the demo as it is served; any complaint of the browser's fails the test.

One server a run, with a demo database of its own that every test finds as it was made. A console
message, an exception in a page, a breach of the CSP or a request to another host is a failure.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import require

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
ROLES = (
    "admin",
    "koordinator",
    "facilitator",
    "deltager",
    "deltager2",
    "fremmed",
    "leder",
    "medarbejder",
)
PASSWORD = "demo-adgang-2026"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 640}
SECONDS_TO_START = 60
DATABASE = "lederforloeb.sqlite"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@dataclass
class Server:
    """The demo, served; `restore` puts its database back to how it was made."""

    url: str
    folder: Path

    @property
    def database(self):
        return self.folder / DATABASE

    def remember(self):
        _copy(self.database, self.folder / "as-made.sqlite")

    def restore(self):
        _copy(self.folder / "as-made.sqlite", self.database)

    def ask(self, statement, *values):
        """Rows of the database, for what no page tells."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement, values).fetchall()

    @property
    def main_cohort(self):
        """The address of the demo's main cohort; its name follows the year."""
        found = self.ask(
            "SELECT cohort.id FROM cohort JOIN programme ON programme.id = programme_id"
            " WHERE slug = 'ledere-af-ledere-2-0' AND cohort.state = 'published'"
        )
        return f"/hold/{found[0][0]}"

    def do(self, statement, *values):
        """Change the database behind the site's back, as time or another person would."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            connection.execute(statement, values)


def _copy(source, target):
    with (
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(target, timeout=10)) as new,
    ):
        old.backup(new)


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory):
    """A demo database as migrate, seed and demo make it; once for all processes of a run."""
    shared = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if shared else base) / "demo-as-made"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DATABASE).exists():
            for command in ("migrate", "seed", "demo"):
                done = subprocess.run(
                    [*FLASK, command],
                    cwd=ROOT,
                    env=_environment(folder),
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, f"flask {command}: {done.stdout}{done.stderr}"
    return folder / DATABASE


def _environment(folder, port=8000):
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
    own = {"DEMO": "1", "INSTANCE": str(folder), "PORT": str(port), "WORKERS": "1"}
    return {name: os.environ[name] for name in kept if name in os.environ} | own


@pytest.fixture(scope="session")
def server(tmp_path_factory, made_demo):
    """`flask serve` on the loopback address, on a copy of the demo's database."""
    require(CHROMIUM, "no Chromium found (Debian: chromium; or CHROMIUM=/path/to/it)")
    folder = tmp_path_factory.mktemp("demo")
    _copy(made_demo, folder / DATABASE)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*FLASK, "serve"],
            cwd=ROOT,
            env=_environment(folder, port),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        made = Server(f"http://127.0.0.1:{port}", folder)
        try:
            _wait(made, process)
            yield made
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(server, process):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):  # noqa: S310 - ours
                return
        except OSError:
            log = (server.folder / "server.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, f"the server ended: {log[-2000:]}"
            time.sleep(0.05)
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} s")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    require(CHROMIUM, "no Chromium found (Debian: chromium; or CHROMIUM=/path/to/it)")
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": ARGUMENTS,
        "headless": True,
    }


@pytest.fixture(scope="session")
def signed_in(server, browser):
    """The cookies of each demo person; then the database is remembered as it is."""
    states = {}
    for role in ROLES:
        context = browser.new_context(base_url=server.url)
        page = context.request.get("/log-ind").text()
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = {"csrf_token": token, "email": f"{role}@demo.example"}
        assert context.request.post("/log-ind/demo", form=form).ok, role
        states[role] = context.storage_state()
        context.close()
    server.remember()
    return states


@dataclass
class Watch:
    """What a browser complained of, less what the test says it will."""

    home: str
    heard: list = field(default_factory=list)
    expected: list = field(default_factory=list)

    def over(self, context):
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"exception: {error.error}"))
        context.on("request", self._request)

    def _console(self, message):
        if message.text.startswith("Clear-Site-Data header"):
            return  # Chromium tells that it did as it was asked at the sign-out
        self.heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request):
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.heard.append(f"request to another host: {request.url}")

    def left(self):
        return [
            one
            for one in self.heard
            if not any(re.search(pattern, one) for pattern in self.expected)
        ]


class Visits:
    """`visit("deltager")` opens a page of that person's; `visit()` one of nobody's."""

    def __init__(self, browser, server, states):
        self._browser, self._server, self._states = browser, server, states
        self._contexts = []
        self.watch = Watch(server.url)

    def __call__(self, role=None, path=None, *, size=DESKTOP, **options):
        context = self._browser.new_context(
            base_url=self._server.url,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            viewport=size,
            reduced_motion="reduce",
            storage_state=self._states[role] if role else None,
            **options,
        )
        context.set_default_timeout(15_000)
        self.watch.over(context)
        self._contexts.append(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    def phone(self, role=None, path=None, **options):
        """The same on a phone: 360 × 640, a touch screen."""
        return self(role, path, size=PHONE, has_touch=True, is_mobile=True, **options)

    def expect(self, *patterns):
        """Say which complaints belong to the case: a refused form is one to the browser."""
        self.watch.expected.extend(patterns)

    def end(self):
        for context in self._contexts:
            context.close()
        complaints = self.watch.left()
        assert not complaints, "\n".join(complaints)


@pytest.fixture
def visit(browser, server, signed_in):
    server.restore()
    visits = Visits(browser, server, signed_in)
    yield visits
    visits.end()
