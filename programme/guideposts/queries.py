"""Guideposts to choose from, and those that a person steers by. No number is ever asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from programme.core.db import db
from programme.frameworks.models import Guidepost, GuidepostSet
from programme.frameworks.queries import newest_guidepost_set, same_guideposts
from programme.guideposts.models import DevelopmentFocus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row, Select

MOST: Final = 3  # at a time


@dataclass(frozen=True, slots=True)
class Post:
    """A guidepost in its words; `is_chosen` where the person steers by it now."""

    id: int
    text: str
    example: str
    set_name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class PostSet:
    """A set in the edition that holds now."""

    key: str
    name: str
    audience: str
    posts: list[Post]


@dataclass(frozen=True, slots=True)
class Focus:
    """A guidepost that is or was a person's development focus."""

    id: int
    guidepost_id: int
    text: str
    started_on: date
    ended_on: date | None


def chosen(person_id: int) -> list[Post]:
    """The guideposts that a person steers by now, in the words they chose, the oldest first."""
    return [_post(row, is_chosen=True) for row in db.session.execute(_chosen(person_id))]


def has_room(person_id: int) -> bool:
    """Whether one more may be chosen."""
    return len(chosen(person_id)) < MOST


def offered(person_id: int) -> list[Post]:
    """Those that a person may tie an entry to: the chosen first, then the others of the library."""
    mine = db.session.execute(_chosen(person_id)).all()
    same = {(key, number) for key, number, *_rest in mine}
    others = db.session.execute(_library()).all()
    return [_post(row, is_chosen=True) for row in mine] + [
        _post(row, is_chosen=False) for row in others if (row[0], row[1]) not in same
    ]


def offered_ids(person_id: int, wanted: Iterable[int]) -> frozenset[int]:
    """Those of the wanted guideposts that the person may tie an entry to."""
    return frozenset(post.id for post in offered(person_id)).intersection(wanted)


def library(person_id: int) -> list[PostSet]:
    """Every set in its newest edition, each guidepost marked when the person steers by it."""
    same = {(key, number) for key, number, *_rest in db.session.execute(_chosen(person_id))}
    sets = {
        key: PostSet(key, name, audience, []) for key, name, audience in db.session.execute(_sets())
    }
    for row in db.session.execute(_library()):
        sets[row[0]].posts.append(_post(row, is_chosen=(row[0], row[1]) in same))
    return list(sets.values())


def focuses(person_id: int, *, ended: bool) -> list[Focus]:
    """A person's development focuses: those that hold, or those that are over, newest last."""
    ends = DevelopmentFocus.ended_on
    return [
        Focus(*row)
        for row in db.session.execute(
            select(
                DevelopmentFocus.id,
                Guidepost.id,
                Guidepost.text,
                DevelopmentFocus.started_on,
                DevelopmentFocus.ended_on,
            )
            .join(Guidepost, Guidepost.id == DevelopmentFocus.guidepost_id)
            .where(
                DevelopmentFocus.person_id == person_id,
                ends.is_not(None) if ended else ends.is_(None),
            )
            .order_by(DevelopmentFocus.started_on, DevelopmentFocus.id)
        )
    ]


def find_focus(key: int) -> DevelopmentFocus | None:
    """A focus by its key."""
    return db.session.get(DevelopmentFocus, key)


def find_open_focus(person_id: int, guidepost_id: int) -> DevelopmentFocus | None:
    """The person's focus on a guidepost, in whichever edition it was chosen."""
    return db.session.scalar(
        select(DevelopmentFocus).where(
            DevelopmentFocus.person_id == person_id,
            DevelopmentFocus.ended_on.is_(None),
            DevelopmentFocus.guidepost_id.in_(same_guideposts(guidepost_id)),
        )
    )


def find_offered(key: int) -> Guidepost | None:
    """A guidepost of an edition that holds now: an older wording can be chosen no more."""
    return db.session.scalar(
        select(Guidepost).join(GuidepostSet).where(Guidepost.id == key, newest_guidepost_set())
    )


def _post(row: Row[*tuple[Any, ...]], *, is_chosen: bool) -> Post:
    return Post(row[2], row[3], row[4], row[5], is_chosen)


def _sets() -> Select[str, str, str]:
    """In the order in which the sets first came."""
    return (
        select(GuidepostSet.key, GuidepostSet.name, GuidepostSet.audience)
        .where(newest_guidepost_set())
        .order_by(_first_of_key(), GuidepostSet.id)
    )


def _library() -> Select[*tuple[Any, ...]]:
    return (
        _posts()
        .where(newest_guidepost_set())
        .order_by(_first_of_key(), GuidepostSet.id, Guidepost.number)
    )


def _chosen(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        _posts()
        .join(DevelopmentFocus, DevelopmentFocus.guidepost_id == Guidepost.id)
        .where(DevelopmentFocus.person_id == person_id, DevelopmentFocus.ended_on.is_(None))
        .order_by(DevelopmentFocus.started_on, DevelopmentFocus.id)
    )


def _posts() -> Select[*tuple[Any, ...]]:
    return select(
        GuidepostSet.key,
        Guidepost.number,
        Guidepost.id,
        Guidepost.text,
        Guidepost.example,
        GuidepostSet.name,
    ).join(GuidepostSet, GuidepostSet.id == Guidepost.guidepost_set_id)


def _first_of_key() -> Any:  # noqa: ANN401 - an order SQLAlchemy has no plain type for
    first = GuidepostSet.__table__.alias("first_edition")
    return (
        select(func.min(first.c.id))
        .where(first.c.key == GuidepostSet.key)
        .correlate(GuidepostSet)
        .scalar_subquery()
    )
