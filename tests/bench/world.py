"""A large installation, written straight into the tables: the same world at every run."""

from __future__ import annotations

import hashlib
import random
import secrets
from datetime import UTC, date, datetime, timedelta
from itertools import count

import sqlalchemy as sa

from programme.activities.models import Activity, activity_goal
from programme.calendars.models import FeedAddress
from programme.cohorts.models import (
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.core import clock
from programme.frameworks.models import CompetenceGoal, GoalSet
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, ShareWith, entry_goal
from programme.people.models import (
    CoordinatorGrant,
    JobTitle,
    LeadershipLevel,
    Organisation,
    Person,
    SignIn,
    Unit,
)
from programme.programmes.content import ActivityKind
from programme.programmes.models import Programme, Track, programme_goal_set

COHORTS = 40
PEOPLE = 2_000
ENTRIES = 20_000
FEEDS = 10_000
LARGE = 1  # the cohort with 120 activities and 24 people
LARGE_ACTIVITIES = 120
LARGE_PEOPLE = 24
COORDINATOR = 1
PARTICIPANT = 11
FACILITATOR = 2
# Cohorts of one person each, by how many activities their calendar holds.
CALENDARS = {200: COHORTS + 1, 2_000: COHORTS + 2}
LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)
TEXT = (
    "Jeg stillede ét spørgsmål på mødet og ventede, til alle havde talt. Stilheden varede længe, "
    "og det, jeg først kaldte modstand, viste sig at være tænketid. "
)


class World:
    """The keys that the cases need: tokens stand in the database as hashes only."""

    people_with_calendars = PEOPLE - PARTICIPANT

    def __init__(self) -> None:
        self.random = random.Random(2026)
        self.coordinator = secrets.token_urlsafe(32)
        self.participant = secrets.token_urlsafe(32)
        self.feed = secrets.token_urlsafe(32)
        self.feeds = [self.feed, *(secrets.token_urlsafe(32) for _ in range(FEEDS - 1))]
        self.calendars = {events: secrets.token_urlsafe(32) for events in CALENDARS}

    def build(self, connection: sa.Connection) -> None:
        """Fill the empty tables."""
        self._ground(connection)
        self._people(connection)
        self._cohorts(connection)
        self._activities(connection)
        self._entries(connection)
        self._feeds(connection)
        self._calendars(connection)
        self._sign_ins(connection)

    def _ground(self, c):
        put(
            c,
            LeadershipLevel,
            [{"code": "leader_of_leaders", "name": "Leder af ledere", "position": 1}],
        )
        put(c, Organisation, [{"name": f"Kommune {n}"} for n in range(1, 21)])
        put(c, Unit, [{"organisation_id": 1 + n % 20, "name": f"Skole {n}"} for n in range(100)])
        put(c, JobTitle, [{"name": "skoleleder"}, {"name": "afdelingsleder"}])
        put(
            c,
            Programme,
            [{"version": 1, "slug": f"forloeb-{n}", "name": f"Forløb {n}"} for n in range(1, 6)],
        )
        put(
            c, Track, [{"programme_id": 1, "position": n, "name": f"Spor {n}"} for n in range(1, 5)]
        )
        put(c, GoalSet, [{"key": "maal", "name": "Mål", "level_id": 1}])
        put(
            c,
            CompetenceGoal,
            [
                {"goal_set_id": 1, "number": n, "short_name": f"Kompetencemål {n}", "text": TEXT}
                for n in range(1, 10)
            ],
        )
        c.execute(
            programme_goal_set.insert(),
            [{"programme_id": n, "goal_set_id": 1} for n in range(1, 6)],
        )

    def _people(self, c):
        put(
            c,
            Person,
            [
                {
                    "version": 1,
                    "name": f"Person Nummer {n}",
                    "email": f"person{n}@bench.example",
                    "organisation_id": 1 + n % 20,
                    "unit_id": 1 + n % 100,
                    "job_title_id": 1 + n % 2,
                    "level_id": 1,
                    "line_manager_id": None if n < 10 else 5,
                    "created_at": LONG_AGO,
                    "welcomed_at": LONG_AGO,
                    "password_hash": "-",
                }
                for n in range(1, PEOPLE + 1)
            ],
        )
        put(c, CoordinatorGrant, [{"person_id": COORDINATOR, "organisation_id": 1}])

    def _cohorts(self, c):
        today = clock.today()
        put(
            c,
            Cohort,
            [
                {
                    "version": 1,
                    "programme_id": 1 + n % 5 if n != LARGE else 1,
                    "organisation_id": 1 if n < 10 else 1 + n % 20,
                    "name": f"Hold {n}",
                    "starts_on": today - timedelta(days=300),
                    "ends_on": today + timedelta(days=530),
                    "state": CohortState.PUBLISHED,
                    "published_at": LONG_AGO,
                }
                for n in range(1, COHORTS + 1)
            ],
        )
        rows, members, groups = [], [], []
        for n in range(1, COHORTS + 1):
            first = 11 if n == LARGE else 35 + (n - 2) * 50
            people = range(first, first + (LARGE_PEOPLE if n == LARGE else 48))
            rows.append(enrolment(n, FACILITATOR, Role.FACILITATOR))
            rows += [enrolment(n, person, Role.PARTICIPANT) for person in people]
            groups.append({"cohort_id": n, "number": 1})
            members += [
                {"group_id": n, "person_id": person, "joined_at": LONG_AGO}
                for person in people[: len(people) // 3]
            ]
        put(c, Enrolment, rows)
        put(c, NetworkGroup, groups)
        put(c, GroupMembership, members)

    def _activities(self, c):
        rows = []
        for cohort in range(1, COHORTS + 1):
            wanted = LARGE_ACTIVITIES if cohort == LARGE else 13
            rows += [self._activity(cohort, n, wanted) for n in range(wanted)]
        put(c, Activity, rows)
        c.execute(
            activity_goal.insert(),
            [{"activity_id": n, "competence_goal_id": 1 + n % 9} for n in range(1, len(rows) + 1)],
        )

    def _activity(self, cohort, n, wanted):
        start = clock.today() - timedelta(days=290) + timedelta(days=n * 800 // wanted)
        timed = n % 3 == 1
        return {
            "version": 1,
            "uid": f"bench-{cohort}-{n}@lederforloeb",
            "revised_at": LONG_AGO,
            "cohort_id": cohort,
            "kind": list(ActivityKind)[n % 3],
            "number": 1 + n,
            "title": "Ledelse af ledelsesteams" if n % 3 != 2 else "",
            "starts_on": start,
            "ends_on": start + timedelta(days=1 if n % 3 == 0 else 0),
            "start_time": datetime(2026, 1, 1, 9).time() if timed else None,  # noqa: DTZ001
            "end_time": datetime(2026, 1, 1, 15, 30).time() if timed else None,  # noqa: DTZ001
            "place": "Kursuscenter Æblegården, Nørregade 12, 9000 Aalborg",
            "track_id": 1 + n % 4 if cohort == LARGE else None,
            "preparation": "Læs kapitel 3.\nTag et eksempel fra egen praksis med.",
            "try_afterwards": "Stil ét åbent spørgsmål på næste møde",
            "published_at": LONG_AGO,
            "created_at": LONG_AGO,
        }

    def _entries(self, c):
        serial = count(1)
        rows = []
        for n in range(ENTRIES):
            author = PARTICIPANT + n % (PEOPLE - PARTICIPANT)
            written = date(2026, 1, 6) + timedelta(days=self.random.randrange(300))
            rows.append(
                {
                    "version": 1,
                    "key": f"bench-{next(serial)}",
                    "author_id": author,
                    "cohort_id": cohort_of(author),
                    "state": EntryState.FINAL,
                    "written_on": written,
                    "heading": "Stilheden varede længe",
                    "action": TEXT * 2,
                    "reflection": TEXT * 3,
                    "new_knowledge": TEXT,
                    "next_action": "Spørge først, svare sidst",
                    "created_at": LONG_AGO,
                    "updated_at": LONG_AGO,
                    "finished_at": LONG_AGO,
                }
            )
        put(c, LogEntry, rows)
        c.execute(
            entry_goal.insert(),
            [{"entry_id": n, "competence_goal_id": 1 + n % 9} for n in range(1, ENTRIES + 1)],
        )
        put(
            c,
            EntryShare,
            [
                {
                    "entry_id": n + 1,
                    "audience": ShareWith.COHORT,
                    "cohort_id": rows[n]["cohort_id"],
                    "shared_at": datetime(2026, 11, 1, tzinfo=UTC),
                }
                for n in range(0, ENTRIES, 10)
                if rows[n]["cohort_id"]
            ],
        )

    def _feeds(self, c):
        people = self.people_with_calendars
        rows = [feed(PARTICIPANT + n % people, token) for n, token in enumerate(self.feeds)]
        put(c, FeedAddress, rows)

    def _calendars(self, c):
        """Long calendars: of one person who is nowhere else, in a cohort of their own."""
        today = clock.today()
        for events, cohort in CALENDARS.items():
            person = PEOPLE - events // 1_000
            frame = {
                "version": 1,
                "programme_id": 2,
                "organisation_id": 20,
                "name": f"Hold {cohort}",
            }
            dates = {"starts_on": today - timedelta(days=300), "state": CohortState.PUBLISHED}
            put(c, Cohort, [frame | dates | {"published_at": LONG_AGO}])
            put(c, Enrolment, [enrolment(cohort, person, Role.PARTICIPANT)])
            put(c, Activity, [self._activity(cohort, n, events) for n in range(events)])
            put(c, FeedAddress, [feed(person, self.calendars[events])])

    def _sign_ins(self, c):
        moment = clock.now()
        put(
            c,
            SignIn,
            [
                {
                    "person_id": person,
                    "token_hash": hashlib.sha256(token.encode()).hexdigest(),
                    "created_at": moment,
                    "last_seen_at": moment,
                }
                for person, token in (
                    (COORDINATOR, self.coordinator),
                    (PARTICIPANT, self.participant),
                )
            ],
        )


def put(connection: sa.Connection, model, rows: list[dict]) -> None:
    """Insert rows through the table, defaults of the columns included."""
    connection.execute(sa.insert(model.__table__), rows)


def cohort_of(person):
    """The cohort that somebody takes part in; a few are in none."""
    if person < PARTICIPANT + LARGE_PEOPLE:
        return LARGE if person >= PARTICIPANT else None
    place, seat = divmod(person - PARTICIPANT - LARGE_PEOPLE, 50)
    return 2 + place if seat < 48 and place < COHORTS - 1 else None


def enrolment(cohort, person, role):
    return {
        "cohort_id": cohort,
        "person_id": person,
        "role": role,
        "level_id": 1,
        "joined_at": LONG_AGO,
    }


def feed(person, token):
    return {
        "person_id": person,
        "name": "Telefon",
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "created_at": LONG_AGO,
    }
