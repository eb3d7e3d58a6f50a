"""What an activity of a cohort may be tied to: its programme's parts, its facilitators, venues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import select

from programme.cohorts.models import Enrolment, Role
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.frameworks import queries as frameworks
from programme.people.models import Person
from programme.venues import queries as venues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from programme.activities.models import Activity
    from programme.activities.plan import Details
    from programme.cohorts.models import Cohort
    from programme.frameworks.models import CompetenceGoal
    from programme.people.models import LeadershipLevel
    from programme.programmes.models import ProgrammeObjective, Track
    from programme.venues.models import Room, Venue


class Keyed(Protocol):
    """Anything with a key."""

    @property
    def id(self) -> int: ...


Thing = TypeVar("Thing", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Choices:
    """The things that a cohort's activities may name, by key."""

    tracks: Mapping[int, Track]
    levels: Mapping[int, LeadershipLevel]
    goals: Mapping[int, CompetenceGoal]
    objectives: Mapping[int, ProgrammeObjective]
    facilitators: Mapping[int, Person]
    venues: Mapping[int, Venue]

    @classmethod
    def of(cls, cohort: Cohort, activity: Activity | None = None) -> Choices:
        """Those of this cohort; its facilitators are those who are so now.

        Who has led the activity may stay on it, though the place in the cohort has ended since;
        so may its venue, though it has been closed.
        """
        programme = cohort.programme
        led = activity.facilitators if activity else []
        stands = activity.venue_id if activity else None
        return cls(
            _by_key(programme.tracks),
            _by_key(programme.levels),
            _by_key(goal for goal_set in programme.goal_sets for goal in goal_set.goals),
            _by_key(programme.objectives),
            _by_key([*facilitators_of(cohort.id), *led]),
            _by_key(venues.offered(cohort.organisation_id, stands)),
        )

    def in_reach(self, details: Details) -> Details:
        """The details without a venue or room that cannot be chosen here; its words stay."""
        venue = self.venues.get(details.venue_id or 0)
        if venue is None:
            return replace(details, venue_id=None, room_id=None)
        return details if details.room_id in _rooms(venue) else replace(details, room_id=None)

    def placed(self, details: Details, activity: Activity | None = None) -> Details:
        """The details in the words of their venue; what is over keeps those it was held under."""
        venue = _one(self.venues, details.venue_id, "where")
        room = _one(_rooms(venue), details.room_id, "where")
        if venue is None:
            return details
        if activity and _is_over_there(activity, details):
            return replace(details, place=activity.place, address=activity.address)
        return replace(details, place=room.place if room else venue.name, address=venue.address)

    def goals_now(self, keys: frozenset[int]) -> frozenset[int]:
        """The same goals in the edition that the programme uses; foreign ones are left standing."""
        older = keys - self.goals.keys()
        if not older:
            return keys
        now = frameworks.same_goals_among(older, self.goals)
        return frozenset(now.get(key, key) for key in keys)

    def check(self, details: Details) -> None:
        """Refuse foreign persons and places, before anything is told about them."""
        _some(self.facilitators, details.facilitator_ids, "facilitator_ids")
        _one(_rooms(_one(self.venues, details.venue_id, "where")), details.room_id, "where")

    def tie(self, activity: Activity, details: Details) -> None:
        """Tie the activity to what the details name; foreign keys are refused."""
        activity.venue = _one(self.venues, details.venue_id, "where")
        activity.room = _one(_rooms(activity.venue), details.room_id, "where")
        activity.track = _one(self.tracks, details.track_id, "track_id")
        activity.levels = _some(self.levels, details.level_ids, "level_ids")
        activity.goals = _some(self.goals, self.goals_now(details.goal_ids), "goal_ids")
        activity.objectives = _some(self.objectives, details.objective_ids, "objective_ids")
        activity.facilitators = _some(self.facilitators, details.facilitator_ids, "facilitator_ids")


def facilitators_of(cohort_id: int) -> list[Person]:
    """Who facilitates the cohort now, by name."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.role == Role.FACILITATOR,
                Enrolment.ended_at.is_(None),
            )
            .order_by(Person.name)
        )
    )


def _rooms(venue: Venue | None) -> dict[int, Room]:
    return _by_key(venue.rooms) if venue else {}


def _is_over_there(activity: Activity, details: Details) -> bool:
    """Whether the activity has been held at the very place that the details name."""
    same = (details.venue_id, details.room_id) == (activity.venue_id, activity.room_id)
    return same and activity.ends_on is not None and activity.ends_on < clock.today()


def _by_key(things: Iterable[Thing]) -> dict[int, Thing]:
    return {thing.id: thing for thing in things}


def _one(known: Mapping[int, Thing], key: int | None, field: str) -> Thing | None:
    return None if key is None else _some(known, frozenset({key}), field)[0]


def _some(known: Mapping[int, Thing], keys: frozenset[int], field: str) -> list[Thing]:
    if not keys <= known.keys():
        raise RuleBrokenError(l_("Choose among what stands in the list."), field)
    return [thing for key, thing in known.items() if key in keys]
