"""What changes sets of goals and guideposts: made, put in place of older ones, and edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.frameworks.models import (
    CompetenceGoal,
    GoalAid,
    GoalSet,
    Guidepost,
    GuidepostSet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programme.people.models import LeadershipLevel


@dataclass(frozen=True, slots=True)
class Aid:
    """What helps on the way to a goal: a question, and a tool by its key or in words."""

    question: str = ""
    tool: str = ""
    tool_text: str = ""


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """A goal's words; its number is its place in the set."""

    short_name: str
    text: str
    parent_objective_id: int | None = None
    aid: Aid = Aid()


@dataclass(frozen=True, slots=True)
class GoalSetDraft:
    """One edition of the goals of a level."""

    key: str
    name: str
    level: LeadershipLevel
    aim: str = ""
    goals: Sequence[GoalDraft] = ()
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class GuidepostDraft:
    """A guidepost's words; `number` is the same in every edition, and shown nowhere."""

    number: int
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class GuidepostSetDraft:
    """One edition of the guideposts for an audience."""

    key: str
    name: str
    audience: str
    guideposts: Sequence[GuidepostDraft]


def add_edition(draft: GoalSetDraft) -> GoalSet:
    """Make a set, or the next edition of the one with the same key; older ones stay as they are."""
    last = db.session.scalar(select(func.max(GoalSet.edition)).where(GoalSet.key == draft.key))
    goal_set = GoalSet(
        key=draft.key,
        edition=(last or 0) + 1,
        valid_from=draft.valid_from,
        name=draft.name,
        aim=draft.aim,
        level=draft.level,
        goals=[_goal(number, goal) for number, goal in enumerate(draft.goals, start=1)],
    )
    db.session.add(goal_set)
    db.session.flush()
    return goal_set


def add_goal(goal_set: GoalSet, draft: GoalDraft) -> CompetenceGoal:
    """Add a goal at the end of a set: it can be chosen at once."""
    goal = _goal(len(goal_set.goals) + 1, draft)
    goal_set.goals.append(goal)
    db.session.flush()
    return goal


def edit_goal(goal: CompetenceGoal, draft: GoalDraft) -> None:
    """Word a goal that nobody has met yet, or change what stands around its words."""
    goal.short_name = draft.short_name
    goal.text = draft.text
    goal.parent_objective_id = draft.parent_objective_id
    set_aid(goal, draft.aid)


def set_aid(goal: CompetenceGoal, aid: Aid) -> None:
    """Give a goal its question and tool, or none."""
    if aid == Aid():
        goal.aid = None
    elif goal.aid is None:
        goal.aid = _aid(aid)
    else:
        goal.aid.question, goal.aid.tool, goal.aid.tool_text = aid.question, aid.tool, aid.tool_text


def reword_goal(goal: CompetenceGoal, draft: GoalDraft) -> GoalSet:
    """Make the next edition of the goal's set, in which this goal alone has other words."""
    old = goal.goal_set
    return add_edition(
        GoalSetDraft(
            key=old.key,
            name=old.name,
            level=old.level,
            aim=old.aim,
            goals=[draft if other is goal else draft_of(other) for other in old.goals],
            valid_from=clock.today(),
        )
    )


def draft_of(goal: CompetenceGoal) -> GoalDraft:
    """The words that a goal has now."""
    aid = Aid(goal.aid.question, goal.aid.tool, goal.aid.tool_text) if goal.aid else Aid()
    return GoalDraft(goal.short_name, goal.text, goal.parent_objective_id, aid)


def edit_aim(goal_set: GoalSet, aim: str) -> None:
    """Change the sentence that stands above the goals."""
    goal_set.aim = aim


def remove_last_goal(goal_set: GoalSet) -> None:
    """Take away the last goal while nothing points to it, so that the numbers stay unbroken."""
    if not goal_set.goals:
        raise RuleBrokenError(l_("There is no goal to remove."))
    try:
        with db.session.begin_nested():
            db.session.delete(goal_set.goals[-1])
    except IntegrityError as error:
        raise RuleBrokenError(l_("The goal is in use and stays.")) from error
    db.session.expire(goal_set, ["goals"])


def _goal(number: int, draft: GoalDraft) -> CompetenceGoal:
    return CompetenceGoal(
        number=number,
        short_name=draft.short_name,
        text=draft.text,
        parent_objective_id=draft.parent_objective_id,
        aid=None if draft.aid == Aid() else _aid(draft.aid),
    )


def _aid(aid: Aid) -> GoalAid:
    return GoalAid(question=aid.question, tool=aid.tool, tool_text=aid.tool_text)


def add_guideposts(draft: GuidepostSetDraft, valid_from: date | None = None) -> GuidepostSet:
    """Make a set, or the next edition of the one with the same key; older ones stay as they are."""
    last = db.session.scalar(
        select(func.max(GuidepostSet.edition)).where(GuidepostSet.key == draft.key)
    )
    made = GuidepostSet(
        key=draft.key,
        edition=(last or 0) + 1,
        valid_from=valid_from,
        name=draft.name,
        audience=draft.audience,
        guideposts=[
            Guidepost(number=post.number, text=post.text, example=post.example)
            for post in draft.guideposts
        ],
    )
    db.session.add(made)
    db.session.flush()
    return made


def replace_guideposts(newest: GuidepostSet, draft: GuidepostSetDraft) -> GuidepostSet:
    """The next edition from today on, or the same one where nothing is said differently."""
    if draft == draft_of_guideposts(newest):
        return newest
    return add_guideposts(draft, clock.today())


def draft_of_guideposts(found: GuidepostSet) -> GuidepostSetDraft:
    """The words that a set has now."""
    return GuidepostSetDraft(
        key=found.key,
        name=found.name,
        audience=found.audience,
        guideposts=[GuidepostDraft(p.number, p.text, p.example) for p in found.guideposts],
    )
