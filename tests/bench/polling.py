"""A quarter of an hour of 10,000 subscribed calendars, as fast as it goes.

Most are told that nothing is new; some programs never say what they have; a quarter has not been
noted down for an hour; and plans are changed meanwhile, so that calendars are built anew.
"""

from __future__ import annotations

import http.client
import os
import random
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from programme.activities import services as activities
from programme.activities.models import Activity
from programme.activities.plan import When
from programme.calendars.models import FeedAddress
from programme.core import clock
from programme.core.db import db
from programme.people.models import Person
from tests.bench.world import COORDINATOR

PERIOD = 900.0  # seconds
SUBSCRIBERS = 10_000
POLLS = int(os.environ.get("BENCH_POLLS", str(SUBSCRIBERS)))
SHARE_LIMIT = 2.0  # per cent of a core
POLLS_A_CHANGE = 800  # a dozen changes of plans in the quarter of an hour
WITHOUT_ETAG = 20  # one in so many: vdirsyncer never says what it has


@dataclass
class Mix:
    """What came of the run."""

    told: dict[int, int]
    cpu: float

    @property
    def share(self) -> float:
        """Per cent of one core, all subscribers asking once in a quarter of an hour."""
        return self.cpu / sum(self.told.values()) * SUBSCRIBERS / PERIOD * 100


def report(app, server, world) -> int:
    """Run the mix and print its line; returns 1 when it costs more than it may."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    versions: dict[str, str] = {}
    people = world.people_with_calendars
    first = _ask_all(connection, server, world.feeds[:people], versions, lambda _n: None)
    versions |= {
        token: versions[world.feeds[n % people]] for n, token in enumerate(world.feeds)
    }  # a person's calendars have the same bytes
    _age(app)
    chosen = random.Random(2026)
    asked = random.Random(2027).sample(world.feeds, POLLS)

    def change(number: int) -> None:
        if number % POLLS_A_CHANGE == 0:
            _change(app, chosen)

    mix = _ask_all(connection, server, asked, versions, change)
    connection.close()
    told = ", ".join(f"{count} × {status}" for status, count in sorted(mix.told.items()))
    print(
        f"\n{SUBSCRIBERS} calendars polling every 15 minutes, plans changing meanwhile ({told}): "
        f"{mix.cpu * 1000 / POLLS:.2f} ms of CPU a poll, **{mix.share:.2f} %** of a core "
        f"(< {SHARE_LIMIT} %)"
    )
    print(f"{people} people's calendars built for the first time: {first.cpu:.1f} s of CPU")
    return int(mix.share >= SHARE_LIMIT or set(mix.told) != {200, 304})


def _ask_all(connection, server, tokens, versions, between) -> Mix:
    told: dict[int, int] = {}
    before = server.cpu()
    for number, token in enumerate(tokens):
        between(number)
        headers = {}
        if token in versions and number % WITHOUT_ETAG:
            headers["If-None-Match"] = versions[token]
        connection.request("GET", f"/kalender/{token}.ics", headers=headers)
        answer = connection.getresponse()
        answer.read()
        told[answer.status] = told.get(answer.status, 0) + 1
        versions[token] = answer.getheader("ETag") or ""
    return Mix(told, server.cpu() - before)


def _age(app) -> None:
    """Let a quarter of the addresses be such as were noted down more than an hour ago."""
    long_ago = clock.now() - timedelta(hours=2)
    with app.app_context():
        quarter = FeedAddress.id % 4 == 0
        fetched = sa.case((quarter, long_ago), else_=clock.now())
        db.session.execute(sa.update(FeedAddress).values(last_fetched_at=fetched))
        db.session.commit()
        db.session.remove()


def _change(app, chosen: random.Random) -> None:
    """Move an activity of some cohort, by the service that a coordinator's form goes through."""
    with app.app_context():
        by = db.session.get(Person, COORDINATOR)
        keys = list(db.session.scalars(sa.select(Activity.id).order_by(Activity.id)))
        activity = db.session.get(Activity, chosen.choice(keys))
        day = activity.starts_on + timedelta(days=1)
        activities.move(activity, When(starts_on=day, ends_on=day), version=activity.version, by=by)
        db.session.commit()
        db.session.remove()
