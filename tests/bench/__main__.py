"""Run with `make bench`. Prints a table in Markdown; exits with 1 when a figure is missed."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from programme import create_app
from programme.config import Settings
from programme.core import clock, migrate
from programme.core.db import db
from programme.learning_logs.models import LogEntry
from tests.bench import load, logs, matching, planning, polling, servers
from tests.bench.world import LARGE, World

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "6"))
PORT, HELLO_PORT = 8731, 8732
MEMORY_LIMIT = 110
WARM_LIMIT = 5.0  # ms of CPU
START_LIMIT = 1.5


def main() -> int:
    """Build the world, start both servers, measure in turn, report."""
    if not shutil.which("wrk"):
        print("make bench needs the load generator wrk (Debian: apt-get install wrk)")
        return 2
    with tempfile.TemporaryDirectory() as name:
        return _bench(Path(name))


def _bench(folder: Path) -> int:
    environment = {
        "SECRET_KEY": secrets.token_hex(32),
        "PUBLIC_URL": f"http://127.0.0.1:{PORT}",
        "INSTANCE": str(folder),
        "PORT": str(PORT),
    }
    if "DATABASE_URL" in os.environ:
        environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
    app = create_app(Settings.from_environment(environment))
    world = World()
    print("Building the world …", file=sys.stderr)
    with app.app_context():
        migrate.upgrade(db.engine)
        with db.engine.begin() as connection:
            world.build(connection)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        db.engine.dispose()
    ours = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    hello = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{HELLO_PORT}"]
    with (
        servers.running(ours, PORT, "/healthz", environment) as server,
        servers.running([*hello, "tests.bench.hello:app"], HELLO_PORT, "/", {}) as yardstick,
    ):
        cases = _cases(app, world)
        _check(cases)
        before = _entries(app)
        figures = _measure(cases, server, yardstick, folder)
        saved = sum(run.requests for run in figures[cases[-1].name])
        lost = saved - (_entries(app) - before)
        polled = polling.report(app, server, world)
        return _report(cases, figures, server, lost) | polled


def _entries(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(LogEntry))


def _cases(app, world: World) -> list[load.Case]:
    coordinator, _ = _cookie(app, world.coordinator)
    participant, token = _cookie(app, world.participant)
    save = _saving(participant, token)
    return [
        load.Case("coordinator's cohort page", f"/hold/{LARGE}", headers=coordinator, target=26),
        load.Case("participant's home", "/", headers=participant, target=16),
        *_feeds(world),
        save,
    ]


def _feeds(world: World) -> list[load.Case]:
    """Calendars of 200 and of 2,000 events; PostgreSQL costs a round trip more."""
    cases = []
    on_sqlite = not os.environ.get("DATABASE_URL", "").startswith("postgres")
    for events, target in ((200, 2.0 if on_sqlite else 3.0), (2_000, None)):
        path = f"/kalender/{world.calendars[events]}.ics"
        known = {"If-None-Match": servers.ask(PORT, path).getheader("ETag")}
        limit = None if target else WARM_LIMIT
        cases += [
            load.Case(f"feed of {events}, 304", path, 304, headers=known, target=1.6),
            load.Case(f"feed of {events}, 200", path, target=target, limit=limit),
        ]
    return cases


def _cookie(app, token: str) -> tuple[dict[str, str], str]:
    """The session cookie of a sign-in, and the CSRF token that goes with it."""
    raw = secrets.token_hex(20)
    serializer = app.session_interface.get_signing_serializer(app)
    value = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": raw})
    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
    return {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={value}"}, signed


def _saving(cookie: dict[str, str], token: str) -> load.Case:
    """A new entry a request, each with a key of its own: what comes back 200 is counted after."""
    body = urlencode(
        {
            "csrf_token": token,
            "page": "bench",
            "number": "1",
            "action": "Jeg stillede ét spørgsmål og ventede, til alle havde talt. " * 4,
            "reflection": "Stilheden varede længe, og det viste sig at være tænketid. " * 6,
            "next_action": "Spørge først, svare sidst",
        }
    )
    headers = cookie | {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return load.Case(
        "saving a log entry",
        "/log/ny",
        method="POST",
        headers=headers,
        body=f"key={secrets.token_urlsafe(16)}&{body}",
        lua=load.SAVING.format(
            body=body,
            headers="\n".join(f'wrk.headers["{k}"] = [[{v}]]' for k, v in headers.items()),
        ),
        target=16,
    )


def _check(cases: list[load.Case]) -> None:
    """See that each case gets the answer it is meant to measure."""
    for case in cases:
        answer = servers.ask(PORT, case.path, case.method, case.headers, case.body or None)
        if answer.status != case.status:
            message = f"{case.name}: {answer.status} in place of {case.status}"
            raise RuntimeError(message)


def _measure(cases, server, yardstick, folder):
    hello = load.Case("hello", "/")
    figures = {case.name: [] for case in [hello, *cases]}
    for turn in range(ROUNDS):
        print(f"Round {turn + 1} of {ROUNDS} …", file=sys.stderr)
        figures["hello"].append(load.run(hello, yardstick, SECONDS, folder))
        for case in cases:
            figures[case.name].append(load.run(case, server, SECONDS, folder))
    return figures


def _report(cases, figures, server, lost: int) -> int:
    yard = _median(figures["hello"], "cpu")
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{clock.today()}, wrk with {load.CONNECTIONS} connections, "
        f"median of {ROUNDS} × {SECONDS} s\n"
    )
    print("| request | per second | p50 ms | p99 ms | CPU ms | × hello | to reach |")
    print("|---|---|---|---|---|---|---|")
    missed = 0
    for name, runs in figures.items():
        case = next((c for c in cases if c.name == name), None)
        target = case.target if case else None
        cpu = _median(runs, "cpu")
        faults = sum(run.faults for run in runs)
        missed += bool(faults) or bool(target and cpu / yard > target)
        limit = case.limit if case else None
        missed += bool(limit and cpu > limit)
        print(
            f"| {name}{f' ({faults} faults)' if faults else ''} "
            f"| {_median(runs, 'per_second'):.0f} "
            f"| {_median(runs, 'p50'):.2f} | {_median(runs, 'p99'):.2f} | {cpu:.2f} "
            f"| {cpu / yard:.2f} "
            f"| {f'≤ {target}' if target else ''}{f'≤ {limit} ms' if limit else ''} |"
        )
    missed += matching.report()
    missed += planning.report()
    missed += logs.report()
    memory = server.worker_memory()
    missed += memory > MEMORY_LIMIT or server.started_in > START_LIMIT
    print(
        f"\nMemory of the largest process after the bench: {memory:.0f} MiB PSS (≤ {MEMORY_LIMIT})"
    )
    print(f"Entries that were answered for and are not in the database: {max(lost, 0)}")
    missed += lost > 0
    print(f"First answer after {server.started_in:.2f} s (≤ {START_LIMIT})")
    return 1 if missed else 0


def _median(runs, what: str) -> float:
    return statistics.median(getattr(run, what) for run in runs)


if __name__ == "__main__":
    raise SystemExit(main())
