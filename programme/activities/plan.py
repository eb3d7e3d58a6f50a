"""What is decided about an activity: made by the form, and by planning from a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from programme.programmes.content import ActivityKind, Audience, Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Days and times on the wall in Copenhagen; without `starts_on` it may lie in the window."""

    starts_on: date | None = None
    ends_on: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    window_from: date | None = None
    window_to: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Something to read or watch."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What facilitators may write too. `days` holds the programme of each day."""

    preparation: str = ""
    bring: str = ""
    try_afterwards: str = ""
    days: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What it is, where, for whom and with whom. No levels: for all levels.

    `answers_until` is the day by which members say whether they come; they may until the day.
    """

    kind: ActivityKind
    number: int | None = None
    title: str = ""
    place: str = ""
    address: str = ""
    venue_id: int | None = None
    room_id: int | None = None
    track_id: int | None = None
    audience: Audience = Audience.JOINT
    marker: Marker = Marker.NONE
    level_ids: frozenset[int] = frozenset()
    goal_ids: frozenset[int] = frozenset()
    objective_ids: frozenset[int] = frozenset()
    facilitator_ids: frozenset[int] = frozenset()
    answers_until: date | None = None
    asks_overnight: bool = False
    asks_diet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPlan:
    """An activity to be."""

    details: Details
    when: When = field(default_factory=When)
    texts: Texts = field(default_factory=Texts)
