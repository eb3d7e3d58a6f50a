"""`flask serve`: the site through its server, and the demo on this machine only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import granian
import pytest

from programme.commands import serve
from programme.config import ROOT

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@pytest.fixture
def environment(tmp_path):
    """A demo of its own on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return {**kept, "DEMO": "1", "INSTANCE": str(tmp_path), "PORT": port}


def answer(port, path="/healthz", seconds=20) -> str:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as got:
                return got.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Server:
    """Granian, noting what it is told."""

    told = None

    def __init__(self, target, **options) -> None:
        Server.told = {"target": target} | options

    def serve(self):
        """Nothing listens in this test."""


class Process:
    """The demo's worker, noting how it ends."""

    def __init__(self, command) -> None:
        self.done = [command[-1]]

    def terminate(self):
        self.done.append("terminated")

    def wait(self, _seconds):
        self.done.append("ended")


@pytest.fixture
def started(monkeypatch):
    """Which processes `flask serve` would have started."""
    processes = []

    def start(command):
        processes.append(Process(command))
        return processes[-1]

    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(serve.subprocess, "Popen", start)
    monkeypatch.setattr(serve, "demand_free_port", lambda _host, _port: None)
    return processes


def test_what_production_is_served_with(make_site, run, started):
    app = make_site(migrated=False, host="0.0.0.0", port=8080, workers=3)  # noqa: S104
    assert run(app, "serve").exit_code == 0
    told = Server.told
    assert (told["target"], told["address"], told["port"]) == ("wsgi:app", "0.0.0.0", 8080)  # noqa: S104
    assert (told["workers"], told["blocking_threads"]) == (3, 2)
    assert told["respawn_failed_workers"]
    assert not told["log_access"]
    assert started == []


def test_the_demo_brings_its_worker_and_takes_it_along(make_site, run, started):
    app = make_site(migrated=False, demo=True, public_url="http://127.0.0.1:8000")
    assert run(app, "serve").exit_code == 0
    assert [process.done for process in started] == [["worker", "terminated", "ended"]]


def test_a_demo_whose_settings_were_made_by_hand(make_site, run, started):
    app = make_site(migrated=False, demo=True, host="192.0.2.1")
    refused = run(app, "serve")
    assert refused.exit_code == 1
    assert "loopback" in refused.output
    assert started == []


def test_a_port_that_another_server_would_share_is_refused(make_site, run, monkeypatch):
    monkeypatch.setattr(granian, "Granian", Server)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        app = make_site(migrated=False, host="127.0.0.1", port=port)
        refused = run(app, "serve")
    assert refused.exit_code == 1
    assert f"PORT={port}" in refused.output
    assert run(app, "serve").exit_code == 0


@pytest.mark.slow
def test_it_serves_and_ends(environment):
    subprocess.run([*FLASK, "migrate"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen([*FLASK, "serve"], cwd=ROOT, env=environment)
    try:
        assert answer(environment["PORT"]) == "ok\n"
        assert "Prøv som" in answer(environment["PORT"], "/log-ind")
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    finally:
        server.kill()


@pytest.mark.parametrize("command", ["serve", "run", "worker"])
def test_a_demo_for_other_machines_does_not_start(environment, command):
    environment["HOST"] = "0.0.0.0"  # noqa: S104 - that is what is refused
    done = subprocess.run(
        [*FLASK, command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "HOST=0.0.0.0" in done.stderr
