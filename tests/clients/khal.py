"""vdirsyncer, which fetches calendars into folders, and khal, which shows such folders.

Both lie in the venv that `make clients` makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

PROGRAMS = Path(sys.prefix) / "clients" / "bin"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SYNC = """
[general]
status_path = "{folder}/status"
[pair feed]
a = "site"
b = "here"
collections = null
[storage site]
type = "http"
url = "{address}"
[storage here]
type = "filesystem"
path = "{folder}/events"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[feed]]
path = {folder}/events
[locale]
local_timezone = Europe/Copenhagen
default_timezone = Europe/Copenhagen
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
FIELDS = ("uid", "title", "start-long", "end-long", "all-day", "status", "description")
FIRST, LAST = "2026-06-01", "2027-06-01"


def find() -> Path | None:
    """The folder of both programs, None where they are not installed."""
    return PROGRAMS if all((PROGRAMS / name).exists() for name in ("vdirsyncer", "khal")) else None


class Khal:
    """A home with a folder for each calendar that was subscribed to."""

    keeps_uids = False  # of what it may only read it makes its own, from the content

    def __init__(self, home: Path) -> None:
        self._home = home

    def events(self, address: str, last: str = LAST) -> list[dict[str, str]]:
        """Subscribe, or fetch anew; then what khal shows up to a day: it takes its time a day."""
        self.sync(address)
        return [_event(row) for row in self.listed(address, "--once", FIRST, last)]

    def sync(self, address: str) -> str:
        """Fetch; returns what vdirsyncer says that it did."""
        folder = self.folder(address)
        if not folder.exists():
            (folder / "events").mkdir(parents=True)
            for name, text in (("sync", SYNC), ("show", SHOW)):
                (folder / name).write_text(text.format(folder=folder, address=address))
            self._run("vdirsyncer", "-c", folder / "sync", "discover")
        return self._run("vdirsyncer", "-c", folder / "sync", "sync")

    def listed(self, address: str, *how: str) -> list[dict[str, str]]:
        """The rows of `khal list`, a list a day in its output."""
        fields = [part for name in FIELDS for part in ("--json", name)]
        said = self._run("khal", "-c", self.folder(address) / "show", "list", *fields, *how)
        return [row for line in said.splitlines() for row in json.loads(line)]

    def written(self, address: str) -> dict[str, int]:
        """The files that vdirsyncer keeps, and when it last wrote each."""
        kept = (self.folder(address) / "events").iterdir()
        return {file.name: file.stat().st_mtime_ns for file in kept}

    def folder(self, address: str) -> Path:
        """Where what was fetched from an address lies."""
        return self._home / sha256(address.encode()).hexdigest()[:16]

    def _run(self, program: str, *arguments: str | Path) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._home), "LANG": "C.UTF-8"}
        done = subprocess.run(
            [PROGRAMS / program, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


def _event(row: dict[str, str]) -> dict[str, str]:
    """With the end of whole days on the day after, and local times in UTC, as the others say it."""
    if row["all-day"] == "True":
        start, end = (date.fromisoformat(row[name]) for name in ("start-long", "end-long"))
        shown = f"{start:%Y%m%d}", f"{end + timedelta(days=1):%Y%m%d}"
    else:
        shown = _utc(row["start-long"]), _utc(row["end-long"])
    start, end = shown
    return {"start": start, "end": end} | {
        name: row[name] for name in ("uid", "title", "status", "description")
    }


def _utc(local: str) -> str:
    moment = datetime.fromisoformat(local).replace(tzinfo=COPENHAGEN).astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}"
