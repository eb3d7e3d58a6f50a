"""What is found about activities among everything else: one judge, whoever asks.

Activities stand in an index by day, so that each meets only those it could clash with. Cancelled
ones are not judged, and hinder nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from programme.activities.findings import Accepted, Finding, FindingCode, Key, Other
from programme.activities.models import Severity
from programme.activities.placed import (
    Busy,
    Frame,
    Placed,
    Seat,
    Space,
    Span,
    World,
    bounds,
    cohort_key,
    days,
    is_meant,
    is_part,
    of_activity,
    overlap,
    share_cohort,
    share_place,
)
from programme.programmes.content import Audience, Marker

__all__ = ["Busy", "Frame", "Judge", "Placed", "Seat", "Space", "World", "judge"]


def judge(plan: Sequence[Placed], world: World) -> dict[Key, tuple[Finding, ...]]:
    """What is found about each of the plan, together with everything else."""
    bench = Judge(plan, world)
    return {each.key: bench.findings(each) for each in plan}


class Judge:
    """Judges activities one at a time. `compared` counts the pairs that were looked at."""

    def __init__(self, plan: Iterable[Placed], world: World) -> None:
        self.world = world
        self.compared = 0
        self._placed: dict[Key, Placed] = {}
        self._index: defaultdict[tuple[str, int, date], dict[Key, Placed]] = defaultdict(dict)
        self._marked: defaultdict[int, dict[Key, Placed]] = defaultdict(dict)
        self._meant: dict[tuple[int, Audience, frozenset[int]], frozenset[int]] = {}
        self._cohorts_of = _cohorts_of(world.seats)
        self._linked = _linked(self._cohorts_of)
        self._busy: set[int] = set()  # who leads, or is named on, anything at all
        for each in {each.key: each for each in chain(world.others, plan)}.values():
            self.place(each)

    def place(self, placed: Placed) -> None:
        """Let what is judged from now on meet the activity here, and nowhere else."""
        self.remove(placed.key)
        if placed.is_cancelled or placed.starts_on is None:
            return
        self._placed[placed.key] = placed
        self._busy |= placed.facilitator_ids | placed.named_ids
        for slot in _slots(placed):
            self._index[slot][placed.key] = placed
        if placed.marker is not Marker.NONE:
            self._marked[placed.cohort_id][placed.key] = placed

    def remove(self, key: Key) -> None:
        """Let the activity hinder nobody."""
        old = self._placed.pop(key, None)
        if old is None:
            return
        for slot in _slots(old):
            del self._index[slot][key]
        self._marked[old.cohort_id].pop(key, None)

    def findings(self, placed: Placed) -> tuple[Finding, ...]:
        """What is found about the activity, wherever another version of it may stand."""
        if placed.is_cancelled:
            return ()
        frame = self.world.cohorts.get(placed.cohort_id, Frame())
        graded = (self._graded(found, placed, frame) for found in self._found(placed, frame))
        return tuple(found for found in graded if found.severity is not Severity.IGNORE)

    def unserved(self, cohort_id: int, plan: Iterable[Placed]) -> tuple[Finding, ...]:
        """The objectives that nothing in the plan serves."""
        frame, key_of = self.world.cohorts.get(cohort_id, Frame()), cohort_key(cohort_id)
        severity = frame.severity(FindingCode.OBJECTIVE_UNSERVED)
        if severity is Severity.IGNORE:
            return ()
        served = {key for each in plan if not each.is_cancelled for key in each.objective_ids}
        return tuple(
            Finding(
                FindingCode.OBJECTIVE_UNSERVED,
                self.world.today,
                who=name,
                subject=f"objective-{key}",
                graded=severity,
                accepted=self.world.accepted.get(
                    (key_of, FindingCode.OBJECTIVE_UNSERVED.value, f"objective-{key}")
                ),
            )
            for key, name in frame.objectives.items()
            if key not in served
        )

    def meant(self, placed: Placed) -> frozenset[int]:
        """The persons for whom it is meant."""
        return self._by_place(placed) | placed.named_ids

    def _found(self, placed: Placed, frame: Frame) -> Iterator[Finding]:
        if placed.span is not None:
            first, last = bounds(placed)
            yield from self._clashes(placed, placed.span)
            yield from self._away(placed, placed.span)
            yield from self._room(placed, first)
            yield from frame.ground.findings(first, (last - first).days + 1)
            yield from self._order(placed, first)
            yield from self._too_close(placed, placed.span, frame.least_days)
        yield from _window(placed, self.world.today)

    def _graded(self, found: Finding, placed: Placed, frame: Frame) -> Finding:
        severity = frame.severity(found.code)
        accepted = self._accepted(found, placed) if self.world.accepted else None
        if accepted is None and severity is found.code.default:
            return found
        return replace(found, graded=severity, accepted=accepted)

    def _accepted(self, found: Finding, placed: Placed) -> Accepted | None:
        """Once for both, where both are of the one cohort."""
        known = self.world.accepted
        here = known.get((placed.key, found.code.value, found.subject))
        if here or found.other is None or found.other.cohort_id != placed.cohort_id:
            return here
        mirrored = found.subject.replace(of_activity(found.other.key), of_activity(placed.key))
        return known.get((found.other.key, found.code.value, mirrored))

    def _clashes(self, placed: Placed, own: Span) -> Iterator[Finding]:
        """What takes place at the same time with the same people or in the same place."""
        found: list[Finding] = []
        for other in self._candidates(placed):
            self.compared += 1
            if other.span and overlap(own, other.span):
                found += self._between(placed, other, max(own[0], other.span[0]).date())
        yield from sorted(found, key=lambda each: (_ORDER[each.code], each.subject))

    def _candidates(self, placed: Placed) -> list[Placed]:
        found: dict[Key, Placed] = {}
        names = self._asked_for(placed)
        for day in days(placed):
            for kind, key in names:
                found |= self._index.get((kind, key, day), {})
        found.pop(placed.key, None)
        return [other for other in found.values() if not is_part(placed, other)]

    def _asked_for(self, placed: Placed) -> set[tuple[str, int]]:
        """Whose days to look at: those of the cohort, its people, its place."""
        asked = {("cohort", placed.cohort_id)}
        asked |= {("cohort", key) for key in self._linked.get(placed.cohort_id, ())}
        if placed.venue_id is not None:
            asked.add(("venue", placed.venue_id))
        asked |= {("person", key) for key in self.meant(placed) & self._busy}
        for key in placed.facilitator_ids | placed.named_ids:
            asked.add(("person", key))
            asked |= {("cohort", cohort) for cohort in self._cohorts_of.get(key, ())}
        return asked

    def _between(self, placed: Placed, other: Placed, day: date) -> Iterator[Finding]:
        engaged = self.meant(other) | other.facilitator_ids
        as_other = self._as_other(placed, other)
        tail = f"{of_activity(other.key)}{day.isoformat()}"
        for key in sorted(placed.facilitator_ids & engaged):
            name = self.world.names.get(key, "")
            subject = f"person-{key}|{tail}"
            code = FindingCode.FACILITATOR_BUSY
            yield Finding(code, day, who=name, subject=subject, other=as_other)
        if share_cohort(placed, other):
            yield Finding(FindingCode.COHORT_BUSY, day, subject=tail, other=as_other)
        elif both := (self.meant(placed) & engaged) - placed.facilitator_ids:
            name = self.world.names.get(min(both), "")
            code = FindingCode.PARTICIPANT_BUSY
            yield Finding(code, day, who=name, count=len(both), subject=tail, other=as_other)
        if share_place(placed, other):
            name, subject = self._place_name(placed), f"venue-{placed.venue_id}|{tail}"
            yield Finding(FindingCode.VENUE_BUSY, day, who=name, subject=subject, other=as_other)

    def _away(self, placed: Placed, own: Span) -> Iterator[Finding]:
        """Facilitators and places that cannot be had, whatever the reason."""
        for key in sorted(placed.facilitator_ids):
            day = _first_shared(own, self.world.away.get(key, ()))
            asked = self.world.declined.get((placed.key, key))
            if asked and _same_days(asked, placed):
                day = asked.starts_on
            if day:
                name, subject = self.world.names.get(key, ""), f"person-{key}|{day.isoformat()}"
                yield Finding(FindingCode.FACILITATOR_AWAY, day, who=name, subject=subject)
        if placed.venue_id is not None:
            day = _first_shared(own, self.world.taken.get(placed.venue_id, ()))
            if day:
                name, subject = self._place_name(placed), f"venue-{placed.venue_id}|{day}"
                yield Finding(FindingCode.VENUE_BUSY, day, who=name, subject=subject)

    def _room(self, placed: Placed, first: date) -> Iterator[Finding]:
        """Whether there is a seat for everybody meant and for those who lead."""
        spaces = (
            self.world.rooms.get(placed.room_id or 0),
            self.world.venues.get(placed.venue_id or 0),
        )
        space = next((each for each in spaces if each and each.seats is not None), None)
        count = len(self.meant(placed) | placed.facilitator_ids)
        if space and space.seats is not None and count > space.seats:
            subject = f"venue-{placed.venue_id}|room-{placed.room_id}|{count}>{space.seats}"
            yield Finding(
                FindingCode.VENUE_TOO_SMALL,
                first,
                who=space.name,
                count=count,
                seats=space.seats,
                subject=subject,
            )

    def _order(self, placed: Placed, first: date) -> Iterator[Finding]:
        """Whether it lies between the opening and the closing of its cohort."""
        marked = [e for e in self._marked[placed.cohort_id].values() if e.key != placed.key]
        marked.append(placed)
        opening = [e.starts_on for e in marked if e.marker is Marker.OPENING and e.starts_on]
        closing = [e.ends_on for e in marked if e.marker is Marker.CLOSING and e.ends_on]
        if opening and first < min(opening):
            subject = f"{first}|{min(opening)}"
            yield Finding(FindingCode.BEFORE_OPENING, first, subject=subject)
        elif closing and first > max(closing):
            subject = f"{first}|{max(closing)}"
            yield Finding(FindingCode.AFTER_CLOSING, first, subject=subject)

    def _too_close(self, placed: Placed, own: Span, least: int) -> Iterator[Finding]:
        """Other activities for the same people with fewer days between than there should be."""
        if not least:
            return
        near: dict[Key, Placed] = {}
        for day in days(placed, around=least):
            near |= self._index.get(("cohort", placed.cohort_id, day), {})
        near.pop(placed.key, None)
        for other in sorted(near.values(), key=lambda each: str(each.key)):
            self.compared += 1
            if other.span and share_cohort(placed, other) and not overlap(own, other.span):
                yield self._close_to(placed, other)

    def _close_to(self, placed: Placed, other: Placed) -> Finding:
        first, last = sorted([bounds(placed), bounds(other)])
        between = max(0, (last[0] - first[1]).days - 1)
        return Finding(
            FindingCode.TOO_CLOSE,
            bounds(placed)[0],
            count=between,
            subject=f"{of_activity(other.key)}{first[0]}|{last[0]}",
            other=self._as_other(placed, other),
        )

    def _by_place(self, placed: Placed) -> frozenset[int]:
        key = (placed.cohort_id, placed.audience, placed.level_ids)
        if key not in self._meant:
            seats = self.world.seats.get(placed.cohort_id, ())
            self._meant[key] = frozenset(s.person_id for s in seats if is_meant(placed, s))
        return self._meant[key]

    def _as_other(self, placed: Placed, other: Placed) -> Other:
        """The other for somebody who reads about the one; their own cohort goes without saying."""
        elsewhere = other.cohort_id != placed.cohort_id
        name = self.world.cohorts.get(other.cohort_id, Frame()).name if elsewhere else ""
        return Other(other.key, other.cohort_id, other.label, name)

    def _place_name(self, placed: Placed) -> str:
        venue = self.world.venues.get(placed.venue_id or 0)
        room = self.world.rooms.get(placed.room_id or 0)
        return ", ".join(each.name for each in (venue, room) if each)


_ORDER: Final = {code: number for number, code in enumerate(FindingCode)}


def _slots(placed: Placed) -> Iterator[tuple[str, int, date]]:
    for day in days(placed):
        yield "cohort", placed.cohort_id, day
        if placed.venue_id is not None:
            yield "venue", placed.venue_id, day
        for key in placed.facilitator_ids | placed.named_ids:
            yield "person", key, day


def _cohorts_of(seats: Mapping[int, tuple[Seat, ...]]) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for cohort, places in seats.items():
        for seat in places:
            found[seat.person_id].add(cohort)
    return found


def _linked(cohorts_of: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Which cohorts have a learner in common."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for cohorts in cohorts_of.values():
        if len(cohorts) > 1:
            for cohort in cohorts:
                found[cohort] |= cohorts
    return found


def _first_shared(own: Span, times: Iterable[Busy]) -> date | None:
    shared = (max(own[0], b.span[0]).date() for b in times if overlap(own, b.span))
    return min(shared, default=None)


def _same_days(asked: Busy, placed: Placed) -> bool:
    return (asked.starts_on, asked.ends_on, asked.start_time, asked.end_time) == (
        placed.starts_on,
        placed.ends_on,
        placed.start_time,
        placed.end_time,
    )


def _window(placed: Placed, today: date) -> Iterator[Finding]:
    """Dated outside the period in which it may lie, or without a date when that has passed."""
    first, last = placed.window_from or date.min, placed.window_to or date.max
    starts, ends = placed.starts_on or today, placed.ends_on or placed.starts_on or date.min
    if starts > last or (placed.starts_on and (starts < first or ends > last)):
        yield Finding(
            FindingCode.WINDOW_MISSED,
            starts,
            window=(placed.window_from, placed.window_to),
            subject=f"{placed.starts_on}|{placed.window_from}|{placed.window_to}",
        )
