"""What is asked about editions: which is the newest, and which rows are the same over time.

A goal or a guidepost is "the same" in every edition of its set by its number there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from programme.core import clock
from programme.core.db import db
from programme.frameworks.models import CompetenceGoal, GoalSet, Guidepost, GuidepostSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select


def same_goals(goal_id: int) -> Select[int]:
    """The keys of a goal in all editions, its own among them."""
    return all_editions(select(CompetenceGoal.id).where(CompetenceGoal.id == goal_id))


def all_editions(goal_ids: Select[int]) -> Select[int]:
    """The keys of the goals in all editions."""
    own, own_set = aliased(CompetenceGoal), aliased(GoalSet)
    met, met_in = aliased(CompetenceGoal), aliased(GoalSet)
    return (
        select(met.id)
        .join(met_in, met_in.id == met.goal_set_id)
        .join(own_set, own_set.key == met_in.key)
        .join(own, and_(own.goal_set_id == own_set.id, own.number == met.number))
        .where(own.id.in_(goal_ids))
    )


def same_goals_among(goal_ids: Iterable[int], wanted: Iterable[int]) -> dict[int, int]:
    """For each goal the one of the wanted that is the same in another edition, where there is."""
    own, own_set = aliased(CompetenceGoal), aliased(GoalSet)
    rows = db.session.execute(
        select(own.id, CompetenceGoal.id)
        .join(own_set, own_set.id == own.goal_set_id)
        .join(GoalSet, GoalSet.key == own_set.key)
        .join(
            CompetenceGoal,
            and_(CompetenceGoal.goal_set_id == GoalSet.id, CompetenceGoal.number == own.number),
        )
        .where(own.id.in_(list(goal_ids)), CompetenceGoal.id.in_(list(wanted)))
    )
    return {old: now for old, now in rows}  # noqa: C416 - rows are no pairs to mypy


def same_guideposts(guidepost_id: int) -> Select[int]:
    """The keys of a guidepost in all editions, its own among them."""
    own, own_set = aliased(Guidepost), aliased(GuidepostSet)
    return (
        select(Guidepost.id)
        .join(GuidepostSet, GuidepostSet.id == Guidepost.guidepost_set_id)
        .join(own_set, own_set.key == GuidepostSet.key)
        .join(own, and_(own.guidepost_set_id == own_set.id, own.number == Guidepost.number))
        .where(own.id == guidepost_id)
    )


def find_guidepost_set(key: str) -> GuidepostSet | None:
    """The newest edition of a set, whether it holds yet or not."""
    return db.session.scalar(
        select(GuidepostSet)
        .where(GuidepostSet.key == key)
        .order_by(GuidepostSet.edition.desc())
        .limit(1)
    )


def find_guidepost(key: int) -> Guidepost | None:
    """A guidepost of any edition."""
    return db.session.get(Guidepost, key)


def newest_guidepost_set() -> ColumnElement[bool]:
    """That a set is the newest edition that holds today."""
    later = aliased(GuidepostSet)
    today = clock.today()
    newer = (
        select(later.id)
        .where(
            later.key == GuidepostSet.key,
            later.edition > GuidepostSet.edition,
            or_(later.valid_from.is_(None), later.valid_from <= today),
        )
        .exists()
    )
    return and_(or_(GuidepostSet.valid_from.is_(None), GuidepostSet.valid_from <= today), ~newer)
