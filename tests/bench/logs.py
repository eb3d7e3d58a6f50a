"""What a log costs its author, in CPU: the list, an entry, a search, a save while typing.

A world of its own, once for each number of authors, every author with 200 entries: what one
person's pages cost must not grow with the others. Requests are answered in this process, so that
nothing is counted but the work for them.
"""

from __future__ import annotations

import os
import random
import secrets
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from programme import create_app
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.config import Settings
from programme.core import clock, migrate
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.learning_logs import words
from programme.learning_logs.models import (
    EntryShare,
    EntryState,
    EntryWords,
    LogEntry,
    PracticeTask,
    ShareWith,
    entry_goal,
)
from programme.people.models import LeadershipLevel, Organisation, Person, SignIn
from programme.people.sessions import hashed
from programme.programmes.models import Programme, programme_goal_set

AUTHORS = tuple(map(int, os.environ.get("BENCH_AUTHORS", "10,100,1000").split(",")))
ENTRIES = 200
COHORT = 10
SHARED = 20  # every so many entries is shared with the cohort
ROUNDS = 30
PAGE_LIMIT, SAVE_LIMIT, GROWTH_LIMIT = 20.0, 5.0, 1.5  # ms, ms, times
LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)
ME = 1
BASE = "https://lederforloeb.bench"
TEXT = (
    "jeg stillede ét spørgsmål på mødet og ventede til alle havde talt stilheden varede længe det "
    "første kaldte modstand viste sig være tænketid ledelsesteamet afdelingsleder skoleleder "
    "samarbejde drift fælles liste hjælper retning forventninger mellemledere data iagttagelser "
    "elevfravær kurven forløb næste gang prøver hører skriver læser svarer spørger beslutning"
)
VOCABULARY = TEXT.split()


def report() -> int:
    """Print a line for each number of authors; says how many figures were missed."""
    figures = {authors: _measured(authors) for authors in AUTHORS}
    print(f"\n| one author's log, {ENTRIES} entries each | " + " | ".join(_CASES) + " |")
    print("|---|" + "---|" * len(_CASES))
    for authors, found in figures.items():
        print(f"| {authors} authors, CPU ms | " + " | ".join(f"{ms:.2f}" for ms in found) + " |")
    few, many = figures[AUTHORS[0]], figures[AUTHORS[-1]]
    growth = [most / least for least, most in zip(few, many, strict=True)]
    limits = [SAVE_LIMIT if name in _SAVES else PAGE_LIMIT for name in _CASES]
    print("| many against few | " + " | ".join(f"{times:.2f} ×" for times in growth) + " |")
    print("| to reach | " + " | ".join(f"≤ {limit:.0f}" for limit in limits) + " |")
    slow = sum(ms > limit for ms, limit in zip(many, limits, strict=True))
    return slow + sum(times > GROWTH_LIMIT for times in growth)


def _measured(authors: int) -> list[float]:
    with tempfile.TemporaryDirectory() as name:
        app, browser = _app(Path(name), authors)
        found = [case(browser) for case in _CASES.values()]
        with app.app_context():
            db.engine.dispose()
    return found


class _Browser:
    """One author's requests, answered in this process, and what they cost."""

    def __init__(self, app, token: str) -> None:
        self.http = app.test_client()
        with self.http.session_transaction(base_url=BASE) as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        page = self.http.get("/log/ny", base_url=BASE).text
        self.token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        self.saves = 0

    def get(self, path: str) -> float:
        return self._cost(lambda: self.http.get(path, base_url=BASE))

    def save(self, path: str, version: str = "") -> float:
        return self._cost(lambda: self._save(path, version))

    def _save(self, path: str, version: str):
        """As the page's script does it, a second later with a few words more."""
        self.saves += 1
        text = " ".join(VOCABULARY) * 3 + f" og nu {self.saves} gange"
        data = {
            "csrf_token": self.token,
            "key": "" if path.endswith("/ret") else f"bench-save-{os.getpid()}",
            "version": version,
            "page": "bench",
            "number": str(self.saves),
            "action": text,
            "reflection": text,
            "next_action": "Spørge først, svare sidst",
            "goals": str(1 + 100 % 9),  # the page sends what is chosen, which is what entry 100 has
        }
        headers = {"Accept": "application/json", "HX-Request": "true", "Referer": BASE}
        return self.http.post(path, data=data, headers=headers, base_url=BASE)

    def _cost(self, ask) -> float:
        """The median of some, in ms of CPU, after one that warms up."""
        costs = []
        for _ in range(ROUNDS + 1):
            began = time.process_time()
            answer = ask()
            costs.append((time.process_time() - began) * 1000)
            if answer.status_code != 200:
                message = f"{answer.status_code} in place of an answer"
                raise RuntimeError(message)
        return statistics.median(costs[1:])


_SAVES = {"saving a draft", "saving an entry"}
_CASES = {
    "own list": lambda browser: browser.get("/log"),
    "one entry": lambda browser: browser.get("/log/100"),
    "search, one word": lambda browser: browser.get("/log?q=spør"),
    "search, three": lambda browser: browser.get("/log?q=j+stilh+mødet"),
    "search in what is shared": lambda browser: browser.get("/log/delt?q=led"),
    "shared with me": lambda browser: browser.get("/log/delt"),
    "the year": lambda browser: browser.get("/log/aar/2026"),
    "saving a draft": lambda browser: browser.save("/log/ny"),
    "saving an entry": lambda browser: browser.save("/log/100/ret", "1"),
}


def _app(folder: Path, authors: int):
    environment = {
        "SECRET_KEY": secrets.token_hex(32),
        "PUBLIC_URL": BASE,
        "INSTANCE": str(folder),
    }
    if os.environ.get("BENCH_LOGS_DATABASE"):
        environment["DATABASE_URL"] = os.environ["BENCH_LOGS_DATABASE"]
    app = create_app(Settings.from_environment(environment))
    token = secrets.token_urlsafe(32)
    with app.app_context():
        migrate.upgrade(db.engine)
        with db.engine.begin() as connection:
            _fill(connection, authors, token)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return app, _Browser(app, token)


def _fill(c: sa.Connection, authors: int, token: str) -> None:
    _ground(c, authors)
    chosen = random.Random(2026)
    for author in range(1, authors + 1):
        _entries(c, author, chosen)
    now = clock.now()
    row = {"person_id": ME, "token_hash": hashed(token), "created_at": now, "last_seen_at": now}
    put(c, SignIn, [row])


def _ground(c: sa.Connection, authors: int) -> None:
    put(c, LeadershipLevel, [{"code": "l", "name": "Leder af ledere", "position": 1}])
    put(c, Organisation, [{"name": "Kommune"}])
    put(c, Programme, [{"version": 1, "slug": "forloeb", "name": "Forløb"}])
    put(c, GoalSet, [{"key": "maal", "name": "Mål", "level_id": 1}])
    goal = {"goal_set_id": 1, "text": "Kan noget."}
    put(c, CompetenceGoal, [goal | {"number": n, "short_name": f"Mål {n}"} for n in range(1, 10)])
    c.execute(programme_goal_set.insert(), [{"programme_id": 1, "goal_set_id": 1}])
    person = {
        "version": 1, "organisation_id": 1, "level_id": 1, "created_at": LONG_AGO,
        "welcomed_at": LONG_AGO, "password_hash": "-",
    }  # fmt: skip
    people = range(1, authors + 1)
    put(c, Person, [person | {"name": f"Leder {n}", "email": f"{n}@bench.example"} for n in people])
    today = clock.today()
    cohort = {
        "version": 1, "programme_id": 1, "organisation_id": 1, "name": "Hold",
        "starts_on": today - timedelta(days=300), "ends_on": today + timedelta(days=300),
        "state": CohortState.PUBLISHED, "published_at": LONG_AGO,
    }  # fmt: skip
    put(c, Cohort, [cohort for _ in range(-(-authors // COHORT))])
    place = {"role": Role.PARTICIPANT, "level_id": 1, "joined_at": LONG_AGO}
    put(c, Enrolment, [place | {"cohort_id": _cohort(n), "person_id": n} for n in people])
    task = {"version": 1, "title": "Ny mødeform", "description": "", "created_at": LONG_AGO}
    put(c, PracticeTask, [task | {"owner_id": n} for n in people])


def _entries(c: sa.Connection, author: int, chosen: random.Random) -> None:
    """An author's entries, in chains of four, each with words of its own order."""
    first = 1 + (author - 1) * ENTRIES
    keys = range(first, first + ENTRIES)
    rows = [_entry(key, key - first, author, chosen) for key in keys]
    put(c, LogEntry, rows)
    texts = ("heading", "action", "reflection", "new_knowledge", "next_action")
    put(
        c,
        EntryWords,
        [
            {"entry_id": row["id"], "words": words.scoped(author, (row[name] for name in texts))}
            for row in rows
        ],
    )
    goals = [{"entry_id": key, "competence_goal_id": 1 + key % 9} for key in keys]
    c.execute(entry_goal.insert(), goals)
    share = {"audience": ShareWith.COHORT, "cohort_id": _cohort(author)}
    share |= {"shared_at": datetime(2026, 11, 1, tzinfo=UTC)}
    put(c, EntryShare, [share | {"entry_id": key} for key in keys if key % SHARED == 0])


def _entry(key: int, n: int, author: int, chosen: random.Random) -> dict:
    return {
        "id": key,
        "version": 1,
        "key": f"bench-{key}",
        "author_id": author,
        "cohort_id": _cohort(author),
        "state": EntryState.DRAFT if n == ENTRIES - 1 else EntryState.FINAL,
        "written_on": date(2026, 1, 6) + timedelta(days=n * 310 // ENTRIES),
        "heading": "Stilheden varede længe",
        "action": _words(chosen, 40),
        "reflection": _words(chosen, 60),
        "new_knowledge": _words(chosen, 20),
        "next_action": "Spørge først, svare sidst",
        "previous_id": key - 1 if n % 4 else None,
        "task_id": author if n % 10 == 0 else None,
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "finished_at": LONG_AGO,
    }


def _words(chosen: random.Random, number: int) -> str:
    return " ".join(chosen.choices(VOCABULARY, k=number)).capitalize() + "."


def _cohort(author: int) -> int:
    return 1 + (author - 1) // COHORT


def put(connection: sa.Connection, model, rows: list[dict]) -> None:
    """Insert rows through the table, defaults of the columns included."""
    if rows:
        connection.execute(sa.insert(model.__table__), rows)


if __name__ == "__main__":
    raise SystemExit(report())
