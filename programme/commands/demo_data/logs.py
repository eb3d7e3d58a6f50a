"""The demo's learning logs: written, finished and shared on the days they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.activities.models import Activity
from programme.cohorts.models import Enrolment, GroupMembership
from programme.commands.demo_data.past import as_of
from programme.core.db import db
from programme.learning_logs import queries, services
from programme.learning_logs.models import LogEntry, ShareWith

if TYPE_CHECKING:
    from programme.commands.demo_data.content import EntryText
    from programme.commands.demo_data.people import World
    from programme.people.models import Person

Plan = Mapping[str, Activity]
DAY = timedelta(days=1)
EVENING = 16
TASK = "Ny mødeform i ledelsesteamet"
WHY = "Vores møder er blevet en lang liste. Jeg vil af med vanen: Jeg svarer, før jeg spørger."


def write(world: World, activities: Mapping[str, Plan], today: date) -> None:
    """Write every entry of the file."""
    cohorts = {person.email: person.cohort for person in world.content.people}
    written: dict[str, LogEntry] = {}
    for number, text in enumerate(world.content.entries, start=1):
        plan = activities[cohorts[text.author]]
        author = world.people[text.author]
        day = _day(text, plan, today)
        with as_of(day, EVENING):
            previous = written.get(text.previous) if text.previous else None
            entry = _write(text, author, plan, f"demo-{number}", previous)
        written[text.key] = entry
        if text.share:
            with as_of(day + DAY):
                audience = ShareWith(text.share)
                services.share(entry, audience, _target(author, audience), by=author)


def _day(text: EntryText, plan: Plan, today: date) -> date:
    """Counted from an activity it may not reach the future: some lie but days behind."""
    last = plan[text.after].ends_on if text.after else None
    if last is None:
        return today - text.ago * DAY
    return min(last + text.days * DAY, today - DAY)


def _write(
    text: EntryText, author: Person, plan: Plan, key: str, previous: LogEntry | None
) -> LogEntry:
    content = _content(text, author, plan)
    entry = services.start(
        author, key, content, services.Seen(), previous_id=previous.id if previous else None
    )
    if not text.draft:
        services.finish(entry, content, services.Seen(entry.version))
    return entry


def _content(text: EntryText, author: Person, plan: Plan) -> services.EntryContent:
    goals = {goal.number: goal.id for set_ in queries.goal_sets(author.id) for goal in set_.goals}
    return services.EntryContent(
        heading=text.heading,
        action=text.action,
        reflection=text.reflection,
        new_knowledge=text.new_knowledge,
        next_action=text.next_action,
        goal_ids=frozenset(goals[number] for number in text.goals),
        no_goal=text.no_goal,
        activity_id=plan[text.after].id if text.linked else None,
        task_id=services.make_task(author, TASK, WHY).id if text.task else None,
    )


def _target(author: Person, audience: ShareWith) -> int:
    """Whom an author of the demo shares with: each has one manager, one group, one cohort."""
    if audience is ShareWith.LINE_MANAGER:
        return author.line_manager_id or 0
    if audience is ShareWith.NETWORK_GROUP:
        groups = select(GroupMembership.group_id).where(GroupMembership.person_id == author.id)
        return db.session.scalars(groups).one()
    return db.session.scalars(
        select(Enrolment.cohort_id).where(Enrolment.person_id == author.id)
    ).one()
