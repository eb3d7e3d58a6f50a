"""The demo's development focus and standings: what Mette steers by, and where she sees herself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.core.db import db
from programme.frameworks.models import Guidepost
from programme.frameworks.queries import find_guidepost_set
from programme.guideposts import services as guideposts
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.queries import goal_sets, of_goal
from programme.standings import services as standings

if TYPE_CHECKING:
    from programme.commands.demo_data.people import World
    from programme.people.models import Person

METTE: Final = "deltager@demo.example"
# Which of the leaders' guideposts, from how many days ago, and for how many days (0: still).
STEERED_BY: Final = ((6, 300, 120), (4, 170, 0), (10, 60, 0))
# By goal: how many days ago, the step (0: none), and the words.
STOOD: Final[dict[int, tuple[tuple[int, int, str], ...]]] = {
    4: (
        (400, 1, "Vi holder møder. Jeg kan ikke sige, hvad vi lærer af dem."),
        (
            200,
            2,
            "Ét møde om måneden er uden drift. Det er stadig mig, der spørger – og svarer først.",
        ),
        (
            6,
            3,
            "En afdelingsleder styrer mødet, og jeg tåler stilheden. Har vi travlt, glipper det.",
        ),
    ),
    6: (
        (330, 2, "Vi er et team af navn. Hver passer sit."),
        (30, 3, "Vi har én opgave sammen, og vi spørger hinanden til råds om den."),
    ),
}


def write(world: World, today: date) -> None:
    """For Mette alone: others may well do without."""
    mette = world.people[METTE]
    posts = {post.number: post for post in _leaders_posts()}
    for number, ago, days in STEERED_BY:
        began = today - timedelta(days=ago)
        with as_of(began):
            focus = guideposts.choose(mette, posts[number])
        if days:
            with as_of(began + timedelta(days=days)):
                guideposts.end(focus)
    _stand(mette, today)
    _carry(mette, posts[4])


def _leaders_posts() -> list[Guidepost]:
    found = find_guidepost_set("ledelse")
    return found.guideposts if found else []


def _stand(person: Person, today: date) -> None:
    goals = {goal.number: goal.id for found in goal_sets(person.id) for goal in found.goals}
    for number, notes in STOOD.items():
        entries = [(row.written_on, row.id) for row in of_goal(person.id, goals[number])]
        for ago, step, words in notes:
            day = today - timedelta(days=ago)
            behind = [key for written, key in entries if written <= day][:2]
            draft = standings.StandingDraft(day, step or None, words, frozenset(behind))
            with as_of(day, 20):
                standings.record(person, goals[number], draft)


def _carry(person: Person, post: Guidepost) -> None:
    """Let the newest entry that stands on its own legs carry a guidepost."""
    entry = db.session.scalars(
        select(LogEntry)
        .where(LogEntry.author_id == person.id, LogEntry.state == EntryState.FINAL)
        .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
        .limit(1)
    ).one()
    entry.guideposts = [post]
