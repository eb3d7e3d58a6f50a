"""What planning costs, in CPU: a copy's preview with all that is found, and proposed dates.

A world of its own: ten cohorts of 120 activities and 30 people who share facilitators and venues,
and four more to see how the cost grows. Requests are answered in this process.
"""

from __future__ import annotations

import secrets
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from programme import create_app
from programme.activities.models import Activity, activity_facilitator
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.config import Settings
from programme.core import clock, migrate
from programme.core.db import begin_reading, db
from programme.people.models import CoordinatorGrant, LeadershipLevel, Organisation, Person, SignIn
from programme.people.sessions import hashed
from programme.planning import services
from programme.planning.copying import Parts
from programme.planning.rules import Rules
from programme.planning.suggesting import suggest_all
from programme.programmes.content import ActivityKind
from programme.programmes.models import Programme
from programme.venues.models import Venue

COHORTS, ACTIVITIES, PEOPLE, FACILITATORS, VENUES = 10, 120, 30, 12, 6
SIZES = (30, 120, 480, 1_920)
SMALL = COHORTS + len(SIZES) + 1  # the cohort with 40 activities
SMALL_ACTIVITIES = 40
PREVIEW_LIMIT, PROPOSALS_LIMIT, GROWTH_LIMIT = 0.3, 2.0, 1.5
ROUNDS = 5
LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)
RULES = Rules(
    keep_weekday=True, off_holidays=True, off_weekends=True, off_school_holidays=True,
    keep_order=True, distance=2,
)  # fmt: skip


def report() -> int:
    """Print the figures; says how many were missed."""
    with tempfile.TemporaryDirectory() as name:
        app, token = _app(Path(name))
        with app.app_context():
            growth = {size: _laying(COHORTS + 1 + n) for n, size in enumerate(SIZES)}
            proposals, dated = _proposals()
        preview = _preview(app, token)
        with app.app_context():
            db.engine.dispose()
    return _print(preview, proposals, dated, growth)


def _print(preview: float, proposals: float, dated: str, growth: dict[int, float]) -> int:
    print("\n| planning | CPU | to reach |")
    print("|---|---|---|")
    ms = 1000
    print(
        f"| page: a copy of {ACTIVITIES} activities with all that is found, among {COHORTS} "
        f"cohorts of {PEOPLE} people | {preview * ms:.0f} ms | ≤ {PREVIEW_LIMIT * ms:.0f} ms |"
    )
    print(
        f"| dates proposed in a cohort of {SMALL_ACTIVITIES} activities ({dated}) "
        f"| {proposals:.2f} s | ≤ {PROPOSALS_LIMIT:.0f} s |"
    )
    each = {size: spent / size for size, spent in growth.items()}
    base = each[ACTIVITIES]
    for size, spent in growth.items():
        bound = f" (≤ {GROWTH_LIMIT})" if size > ACTIVITIES else ""
        print(
            f"| copy of {size} activities: read, laid, judged | {spent * ms:.0f} ms "
            f"| {each[size] / base:.2f} × the cost of one in {ACTIVITIES}{bound} |"
        )
    missed = preview > PREVIEW_LIMIT, proposals > PROPOSALS_LIMIT
    larger = [size for size in SIZES if size > ACTIVITIES]
    return sum(missed) + sum(each[size] > GROWTH_LIMIT * base for size in larger)


def _app(folder: Path):
    app = create_app(
        Settings.from_environment(
            {
                "SECRET_KEY": secrets.token_hex(32),
                "PUBLIC_URL": "http://localhost",
                "INSTANCE": str(folder),
            }
        )
    )
    token = secrets.token_urlsafe(32)
    with app.app_context():
        migrate.upgrade(db.engine)
        with db.engine.begin() as connection:
            _fill(connection, token)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return app, token


def _least(work) -> float:
    """The median of some rounds, after one that fills the caches of a running server."""
    work()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _preview(app, token: str) -> float:
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    fields = {
        "copied": 1, "organisation": 1, "name": "Et nyt hold", "key": "bench", "chosen": "1",
        "starts_on": _monday(clock.today() + timedelta(days=91)).isoformat(), "distance": 2,
        "kinds": [kind.value for kind in ActivityKind], "weekdays": list("01234"),
    } | dict.fromkeys(
        ("keep_weekday", "off_holidays", "off_weekends", "off_school_holidays", "keep_order",
         "texts", "goals", "venues", "facilitators"), "y",
    )  # fmt: skip

    def ask():
        answer = browser.get("/hold/nyt/forslag", query_string=fields)
        if answer.status_code != 200 or answer.text.count("take_") < ACTIVITIES:
            message = f"the preview answered {answer.status_code}"
            raise RuntimeError(message)

    return _least(ask)


def _laying(cohort_id: int) -> float:
    def lay():
        begin_reading()
        cohort = db.session.get_one(Cohort, cohort_id)
        new = services.CohortPlan(
            programme=cohort.programme, organisation=cohort.organisation, name="Nyt", key="bench",
            starts_on=cohort.starts_on + timedelta(days=371), moved={}, copied=cohort,
            source=services.copy_source(cohort, Parts()), rules=RULES,
        )  # fmt: skip
        services.checked(new, services.proposed(new), "da")
        db.session.rollback()
        db.session.expunge_all()

    return _least(lay)


def _proposals() -> tuple[float, str]:
    found = []

    def propose():
        begin_reading()
        question = services.question_of(db.session.get_one(Cohort, SMALL), "da")
        found[:] = suggest_all(question, services.in_need(question))
        db.session.rollback()
        db.session.expunge_all()

    spent = _least(propose)
    return spent, f"{sum(bool(answer.options) for answer in found)} of {len(found)} in need"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _fill(c: sa.Connection, token: str) -> None:
    put(c, LeadershipLevel, [{"code": "top", "name": "Leder af ledere", "position": 1}])
    put(c, Organisation, [{"name": "Kommunen"}])
    put(c, Programme, [{"version": 1, "slug": "forloeb", "name": "Forløb"}])
    put(
        c,
        Venue,
        [
            {"version": 1, "organisation_id": 1, "name": f"Sted {n}", "capacity": 40}
            for n in range(VENUES)
        ],
    )
    sizes = [ACTIVITIES] * COHORTS + [*SIZES, SMALL_ACTIVITIES]
    _fill_people(c, len(sizes), token)
    start = _monday(clock.today() + timedelta(days=28))
    put(
        c,
        Cohort,
        [
            {
                "version": 1, "programme_id": 1, "organisation_id": 1, "name": f"Hold {n}",
                "starts_on": start, "state": CohortState.PUBLISHED, "published_at": LONG_AGO,
                "ends_on": start + timedelta(days=size * 6 + 30),
            }
            for n, size in enumerate(sizes, 1)
        ],
    )  # fmt: skip
    _fill_places(c, len(sizes))
    rows = [
        _activity(cohort, n, start) for cohort, size in enumerate(sizes, 1) for n in range(size)
    ]
    put(c, Activity, rows)
    led = [
        {"activity_id": n, "person_id": 2 + (n * 7 + step) % FACILITATORS}
        for n in range(1, len(rows) + 1)
        for step in (0, 5)
    ]
    c.execute(activity_facilitator.insert(), led)


def _fill_people(c: sa.Connection, cohorts: int, token: str) -> None:
    people = 1 + FACILITATORS + cohorts * PEOPLE
    put(
        c,
        Person,
        [
            {
                "version": 1, "name": f"Person Nummer {n}", "email": f"p{n}@bench.example",
                "organisation_id": 1, "created_at": LONG_AGO, "welcomed_at": LONG_AGO,
                "password_hash": "-",
            }
            for n in range(1, people + 1)
        ],
    )  # fmt: skip
    put(c, CoordinatorGrant, [{"person_id": 1, "organisation_id": 1}])
    now = clock.now()
    put(
        c,
        SignIn,
        [{"person_id": 1, "token_hash": hashed(token), "created_at": now, "last_seen_at": now}],
    )


def _fill_places(c: sa.Connection, cohorts: int) -> None:
    rows = []
    for cohort in range(1, cohorts + 1):
        first = 2 + FACILITATORS + (cohort - 1) * PEOPLE
        places = dict.fromkeys(range(first, first + PEOPLE), Role.PARTICIPANT)
        places |= dict.fromkeys(range(2, 2 + FACILITATORS), Role.FACILITATOR)
        rows += [
            {
                "cohort_id": cohort, "person_id": person, "role": role, "level_id": 1,
                "joined_at": LONG_AGO,
            }
            for person, role in places.items()
        ]  # fmt: skip
    put(c, Enrolment, rows)


def _activity(cohort: int, n: int, start: date) -> dict:
    """Every sixth day or so, one in three of two days; in the small cohort some have no date."""
    first = start + timedelta(days=n * 6 + cohort % 3)
    undated = cohort == SMALL and n % 5 == 4
    return {
        "version": 1,
        "uid": f"bench-{cohort}-{n}@lederforloeb",
        "revised_at": LONG_AGO,
        "created_at": LONG_AGO,
        "published_at": LONG_AGO,
        "cohort_id": cohort,
        "kind": list(ActivityKind)[n % 2],
        "number": 1 + n % 99,
        "title": "Ledelse af ledelsesteams",
        "starts_on": None if undated else first,
        "ends_on": None if undated else first + timedelta(days=n % 3 == 0),
        "window_from": first - timedelta(days=20) if undated else None,
        "window_to": first + timedelta(days=60) if undated else None,
        "venue_id": 1 + (n + cohort) % VENUES,
        "preparation": "Læs kapitel 3.\nTag et eksempel fra egen praksis med.",
        "try_afterwards": "Stil ét åbent spørgsmål på næste møde",
    }


def put(connection: sa.Connection, model, rows: list[dict]) -> None:
    """Insert rows through the table, defaults of the columns included."""
    connection.execute(sa.insert(model.__table__), rows)


if __name__ == "__main__":
    raise SystemExit(report())
