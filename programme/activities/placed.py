"""Activities in their places, and the world that they are judged in: plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from programme.activities.calendar_days import DAY
from programme.activities.findings import Accepted, FindingCode, Key
from programme.activities.models import AUDIENCES, Severity
from programme.activities.suggestions import Ground
from programme.cohorts.models import Role
from programme.programmes.content import ActivityKind, Audience, Marker

Span = tuple[datetime, datetime]  # from, and until but not including


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An activity in its place; `key` is a word for one that is not made yet."""

    key: Key
    cohort_id: int
    label: str
    kind: ActivityKind
    marker: Marker = Marker.NONE
    starts_on: date | None = None
    ends_on: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    window_from: date | None = None
    window_to: date | None = None
    audience: Audience = Audience.JOINT
    level_ids: frozenset[int] = frozenset()
    facilitator_ids: frozenset[int] = frozenset()
    venue_id: int | None = None
    room_id: int | None = None
    part_of_id: int | None = None
    named_ids: frozenset[int] = frozenset()
    objective_ids: frozenset[int] = frozenset()
    is_cancelled: bool = False

    @property
    def span(self) -> Span | None:
        """From when until when; whole days where no hours are known."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return span(self.starts_on, self.ends_on, self.start_time, self.end_time)


@dataclass(frozen=True, slots=True)
class Seat:
    """A learner's place in a cohort."""

    person_id: int
    role: Role
    level_id: int | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """A venue or a room; without seats anybody fits in."""

    name: str
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """Days, or hours of them, at which somebody or something is taken."""

    starts_on: date
    ends_on: date
    start_time: time | None = None
    end_time: time | None = None

    @property
    def span(self) -> Span:
        """From when until when."""
        return span(self.starts_on, self.ends_on, self.start_time, self.end_time)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A cohort: what its days are judged by, its own grades, and what its plan must serve."""

    name: str = ""
    ground: Ground = field(default_factory=Ground)
    grades: Mapping[FindingCode, Severity] = field(default_factory=dict)
    least_days: int = 0
    objectives: Mapping[int, str] = field(default_factory=dict)

    def severity(self, code: FindingCode) -> Severity:
        """The cohort's own grade, or the default."""
        return self.grades.get(code) or code.default


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything around a plan. `others` may hold the plan itself: same keys are one thing."""

    today: date
    others: tuple[Placed, ...] = ()
    cohorts: Mapping[int, Frame] = field(default_factory=dict)
    seats: Mapping[int, tuple[Seat, ...]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    venues: Mapping[int, Space] = field(default_factory=dict)
    rooms: Mapping[int, Space] = field(default_factory=dict)
    away: Mapping[int, tuple[Busy, ...]] = field(default_factory=dict)
    taken: Mapping[int, tuple[Busy, ...]] = field(default_factory=dict)
    declined: Mapping[tuple[Key, int], Busy] = field(default_factory=dict)
    accepted: Mapping[tuple[Key, str, str], Accepted] = field(default_factory=dict)

    def plan_of(self, cohort_id: int) -> tuple[Placed, ...]:
        """A cohort's activities as they stand."""
        return tuple(each for each in self.others if each.cohort_id == cohort_id)


def span(first: date, last: date, start: time | None, end: time | None) -> Span:
    """From when until when; what begins without an end lasts the day out."""
    begin = datetime.combine(first, start or time.min)
    if start is None or end is None:
        return begin, datetime.combine(last, time.min) + DAY
    return begin, datetime.combine(last, end)


def overlap(one: Span, other: Span) -> bool:
    """Whether they share a moment."""
    return one[0] < other[1] and other[0] < one[1]


def share_cohort(one: Placed, other: Placed) -> bool:
    """Whether both are for the same people of one cohort, whoever these are."""
    if one.cohort_id != other.cohort_id or Audience.NAMED in {one.audience, other.audience}:
        return False
    if Audience.EMPLOYEES in {one.audience, other.audience}:
        return Audience.LEADERS not in {one.audience, other.audience}
    return not one.level_ids or not other.level_ids or bool(one.level_ids & other.level_ids)


def share_place(one: Placed, other: Placed) -> bool:
    """Whether both are in one place; different rooms of a venue are two."""
    if one.venue_id is None or one.venue_id != other.venue_id:
        return False
    return one.room_id is None or other.room_id is None or one.room_id == other.room_id


def is_part(one: Placed, other: Placed) -> bool:
    """Whether one of them carries the other out: that is one thing, not two."""
    return one.key == other.part_of_id or other.key == one.part_of_id


def cohort_key(cohort_id: int) -> str:
    """The key under which findings about a cohort as a whole are accepted."""
    return f"cohort-{cohort_id}"


def of_activity(key: Key) -> str:
    """How a fingerprint names an activity."""
    return f"activity-{key}|"


def days(placed: Placed, around: int = 0) -> Iterator[date]:
    """The days of a dated activity, and as many around it."""
    first, last = bounds(placed)
    for distance in range(-around, (last - first).days + 1 + around):
        yield first + timedelta(days=distance)


def bounds(placed: Placed) -> tuple[date, date]:
    """First and last day, for what is dated."""
    first = placed.starts_on or date.max
    return first, placed.ends_on or first


def is_meant(placed: Placed, seat: Seat) -> bool:
    """As `policy.is_meant_for` has it."""
    if placed.audience not in AUDIENCES.get(seat.role, frozenset()):
        return False
    if seat.role is Role.APPOINTED_EMPLOYEE or not placed.level_ids:
        return True
    return seat.level_id in placed.level_ids
