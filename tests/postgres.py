"""A PostgreSQL server of the tests' own: found, started, thrown away.

As a program it tells whether one can be started: it fails with the reason, or not at all.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypedDict

ACCOUNT = "app"
ATTEMPTS = 3
START_SECONDS = 30
LOCAL = "127.0.0.1"
DEBIAN = Path("/usr/lib/postgresql")
# The data lives as long as the tests: nothing has to survive a power cut.
OPTIONS = {
    "listen_addresses": LOCAL,
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}


class Identity(TypedDict, total=False):
    """The arguments by which subprocess changes who a program runs as."""

    user: int
    group: int
    extra_groups: list[int]


class PostgresError(Exception):
    """The server did not start; the message ends with what it logged."""


def find_postgres() -> Path | None:
    """The folder with initdb and postgres: POSTGRES_BIN, the PATH, or Debian's newest version."""
    named = os.environ.get("POSTGRES_BIN")
    on_path = shutil.which("initdb")
    debian = sorted(DEBIAN.glob("*/bin"), key=lambda folder: float(folder.parent.name))
    candidates = [Path(named)] if named else []
    candidates += [Path(on_path).resolve().parent] if on_path else []
    candidates += reversed(debian)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def running_postgres(base: Path) -> Iterator[str]:
    """Run a server with its data in `base` and yield the address of an empty database.

    `base` is an existing, empty folder. As root the server runs as another user, who must be able
    to reach it: make it with tempfile.mkdtemp, not below a folder that only root may enter.
    """
    programs = find_postgres()
    if programs is None:
        message = "no PostgreSQL server is installed (Debian: apt-get install postgresql)"
        raise PostgresError(message)
    _initialise(programs, base)
    server, port = _start(programs, base)
    try:
        _run([programs / "createdb", "-h", LOCAL, "-p", str(port), "-U", ACCOUNT, ACCOUNT], base)
        yield f"postgresql+psycopg://{ACCOUNT}@{LOCAL}:{port}/{ACCOUNT}"
    finally:
        _stop(server)


def _initialise(programs: Path, base: Path) -> None:
    user = _unprivileged()
    if user:
        os.chown(base, user.pw_uid, user.pw_gid)
    settings = ["-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run([programs / "initdb", "-D", base / "data", *settings], base)


def _start(programs: Path, base: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start on a free port; another program may take it in between, hence the attempts."""
    for _attempt in range(ATTEMPTS):
        port = _free_port()
        server = _launch(programs, base, port)
        if _answers(programs, server, port, base):
            return server, port
        _stop(server)
    message = f"PostgreSQL did not start:\n{_log(base).read_text()[-2000:]}"
    raise PostgresError(message)


def _launch(programs: Path, base: Path, port: int) -> subprocess.Popen[bytes]:
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    place: list[str | Path] = ["-D", base / "data", "-p", str(port)]
    with _log(base).open("ab") as log:
        return subprocess.Popen(
            [programs / "postgres", *place, *options],
            cwd=base,
            stdout=log,
            stderr=log,
            **_identity(),
        )


def _answers(programs: Path, server: subprocess.Popen[bytes], port: int, base: Path) -> bool:
    deadline = time.monotonic() + START_SECONDS
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", LOCAL, "-p", str(port)]
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(ready, cwd=base, check=False, **_identity()).returncode == 0:
            return server.poll() is None
        time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """A fast shutdown: sessions that a test left open are cut off."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _run(command: list[str | Path], base: Path) -> None:
    with _log(base).open("ab") as log:
        done = subprocess.run(command, cwd=base, stdout=log, stderr=log, check=False, **_identity())
    if done.returncode:
        message = f"{Path(command[0]).name} failed:\n{_log(base).read_text()[-2000:]}"
        raise PostgresError(message)


def _log(base: Path) -> Path:
    return base / "log"


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port


def _identity() -> Identity:
    """What makes subprocess give up root, which PostgreSQL refuses to run as."""
    user = _unprivileged()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


if __name__ == "__main__":
    found = find_postgres()
    sys.exit(0 if found else "no PostgreSQL server is installed (Debian: postgresql)")
