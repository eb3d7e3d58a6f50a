"""A cohort with everybody who might read an entry, and everybody who might not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from programme.cohorts.models import Role
from programme.learning_logs.models import ShareWith
from tests import factories as f

CANARY = "kanariefugl"
PARTS = ("heading", "action", "reflection", "new_knowledge", "next_action")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class World:
    """`author` writes; `group` and `cohort` are theirs; the others are who they are called."""

    cohort: Any
    group: Any
    goals: list[Any]
    activity: Any
    author: Any
    mate: Any
    classmate: Any
    facilitator: Any
    manager: Any
    coordinator: Any
    administrator: Any
    stranger: Any

    @property
    def others(self) -> dict[str, Any]:
        """Everybody but the author, by the part they play."""
        names = (
            "mate", "classmate", "facilitator", "manager", "coordinator", "administrator",
            "stranger",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    def entry(self, **values):
        """An entry of the author's."""
        return f.EntryFactory(author=self.author, cohort=self.cohort, **values)

    def secret(self, **values):
        """An entry with a word in every part that nobody else may meet."""
        values = {part: f"{CANARY} {part}" for part in PARTS} | values
        task = f.TaskFactory(owner_id=self.author.id, title=f"{CANARY} task")
        return self.entry(task=task, goals=[self.goals[0]], **values)

    def share(self, entry, audience, **values):
        """Let an audience read, as if it had been done long ago."""
        target = {
            ShareWith.LINE_MANAGER: {"person_id": self.manager.id},
            ShareWith.NETWORK_GROUP: {"group_id": self.group.id},
            ShareWith.FACILITATORS: {"cohort_id": self.cohort.id},
            ShareWith.COHORT: {"cohort_id": self.cohort.id},
            ShareWith.COLLEAGUE: {"person_id": self.classmate.id, "cohort_id": self.cohort.id},
            ShareWith.KNOWLEDGE: {},
        }[audience]
        return f.ShareFactory(entry=entry, audience=audience, **target | values)


@pytest.fixture
def here(in_app):
    """The app's own session, to which the factories write too: for tests of services."""
    with in_app() as session:
        f.bind(session)
        yield session


@pytest.fixture
def world(request, session, at):
    """A running cohort on 22 November 2026; its seminar was held ten days ago."""
    if "here" in request.fixturenames:
        session = request.getfixturevalue("here")
    at(2026, 11, 22, 9, 30)
    level = f.LevelFactory(code="leader_of_leaders")
    goal_set = f.GoalSetFactory(level=level, aim="Du holder liv i en kultur.")
    goals = [f.GoalFactory(goal_set=goal_set, number=n) for n in (1, 2, 3)]
    programme = f.ProgrammeFactory(goal_sets=[goal_set], levels=[level])
    cohort = f.CohortFactory(programme=programme, name="Hold 2025")
    manager = f.PersonFactory(name="Hanne Holm")
    people = {
        "author": f.PersonFactory(name="Mette Madsen", line_manager_id=manager.id),
        "mate": f.PersonFactory(name="Jonas Juhl"),
        "classmate": f.PersonFactory(name="Camilla Carlsen"),
        "facilitator": f.PersonFactory(name="Søren Sand"),
    }
    for name, person in people.items():
        learns = name != "facilitator"
        f.EnrolmentFactory(
            cohort=cohort,
            person=person,
            role=Role.PARTICIPANT if learns else Role.FACILITATOR,
            level=level if learns else None,
        )
    group = f.GroupFactory(cohort=cohort, number=2)
    for name in ("author", "mate"):
        f.MembershipFactory(group=group, person=people[name])
    coordinator = f.PersonFactory(name="Karen Krog")
    f.GrantFactory(person=coordinator, cohort_id=cohort.id)
    activity = f.ActivityFactory(
        cohort=cohort, number=3, starts_on=date(2026, 11, 12), goals=[goals[2]]
    )
    session.flush()
    return World(
        cohort=cohort,
        group=group,
        goals=goals,
        activity=activity,
        manager=manager,
        coordinator=coordinator,
        administrator=f.PersonFactory(name="Ane Admin", is_administrator=True),
        stranger=f.PersonFactory(name="Peter Pil"),
        **people,
    )
