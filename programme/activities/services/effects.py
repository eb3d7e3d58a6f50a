"""What a change would do, before it is made: one alone, or all that wait together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from programme.activities import policy, queries
from programme.activities.clashes import Judge
from programme.activities.models import ChangeKind
from programme.activities.plan import When
from programme.activities.queries import effects as asked
from programme.activities.series import NUMBERED_BY_DAY, Part, renumbered
from programme.activities.services import judging, later, numbering

if TYPE_CHECKING:
    from programme.activities.findings import Finding, Key
    from programme.activities.models import Activity
    from programme.activities.placed import Placed, World
    from programme.activities.queries.effects import Answered
    from programme.activities.services.drafting import Meant
    from programme.activities.services.judging import Verdict
    from programme.cohorts.models import Role
    from programme.people.models import Person

Turn = tuple["Activity", "Meant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """All that changes would do to a cohort's plan. Names are by role; None is: by name.

    `told` are the keys of those who get a mail: within minutes if `is_soon`, else a day later.
    `gone` is what is found now and would not be; `numbers` are new ones in a series, by key.
    """

    turns: Sequence[Turn]
    verdict: Verdict
    gone: Mapping[Key, tuple[Finding, ...]]
    plan: Mapping[Key, Placed]
    people: Mapping[Role | None, list[str]]
    told: frozenset[int]
    is_soon: bool
    pairs: list[Activity]
    asked: list[Answered]
    mails: int
    numbers: Mapping[int, int]


def effect_of(turns: Sequence[Turn], locale: str) -> Effect:
    """The effect of changes to activities of one cohort, judged together."""
    cohort_id = turns[0][0].cohort_id
    keys = [activity.id for activity, _ in turns]
    asked.with_people(keys)  # into the session: no activity asks for its own
    placed = {activity.id: judging.placed_of(activity, locale) for activity, _ in turns}
    new = {activity.id: _placed(placed[activity.id], meant) for activity, meant in turns}
    world = _world([*placed.values(), *new.values()], cohort_id, locale)
    people, told = _people([activity for activity, _ in turns])
    return Effect(
        turns=turns,
        verdict=judging.judge_moved(new.values(), world, locale),
        gone=_gone(placed, new, world),
        plan={each.key: each for each in (*world.plan_of(cohort_id), *new.values())},
        people=people,
        told=told,
        is_soon=any(
            later.are_soon(a.cohort, a.starts_on, m.when.starts_on if m.when else None)
            for a, m in turns
        ),
        pairs=asked.pairs_of(keys),
        asked=asked.asked_of(keys),
        mails=asked.mails_waiting(keys),
        numbers=_numbers(turns, cohort_id),
    )


def _placed(old: Placed, meant: Meant) -> Placed:
    if meant.when is None:
        return replace(old, is_cancelled=meant.kind is ChangeKind.CANCELLED)
    return replace(old, **{each.name: getattr(meant.when, each.name) for each in fields(When)})


def _world(placed: Sequence[Placed], cohort_id: int, locale: str) -> World:
    days = [day for each in placed for day in (each.starts_on, each.ends_on) if day]
    return queries.world_for(
        queries.Asked(
            cohort_ids=[cohort_id],
            person_ids={key for each in placed for key in each.facilitator_ids},
            venue_ids={each.venue_id for each in placed if each.venue_id},
            first=min(days, default=None),
            last=max(days, default=None),
            locale=locale,
        )
    )


def _gone(
    old: Mapping[int, Placed], new: Mapping[int, Placed], world: World
) -> dict[Key, tuple[Finding, ...]]:
    """What is found where they stand, and no longer of the same kind where they would."""
    was, will = Judge((), world), Judge(new.values(), world)
    gone: dict[Key, tuple[Finding, ...]] = {}
    for key, placed in old.items():
        stays = {_about(each) for each in will.findings(new[key])}
        left = tuple(each for each in was.findings(placed) if _about(each) not in stays)
        if left:
            gone[key] = left
    return gone


def _about(found: Finding) -> tuple[str, str, Key]:
    return found.code.value, found.name(), found.other.key if found.other else ""


def _people(activities: Sequence[Activity]) -> tuple[dict[Role | None, list[str]], frozenset[int]]:
    """Everybody in whose plan any of them stands, once, by role; and who of them is told.

    As `telling.told`, but for many activities at once.
    """
    found: dict[int, tuple[Role | None, str]] = {}
    told: set[int] = set()
    for place in queries.enrolments_of(activities[0].cohort_id):
        own = [each for each in activities if policy.is_in_plan(each, place)]
        if own:
            found.setdefault(place.person_id, (place.role, place.person.name))
            told |= _told(place.person, own)
    for activity in activities:
        for person in activity.named:
            if policy.is_named(activity, person.id):
                found.setdefault(person.id, (None, person.name))
                told |= _told(person, [activity])
    people: dict[Role | None, list[str]] = {}
    for role, name in found.values():
        people.setdefault(role, []).append(name)
    return people, frozenset(told)


def _told(person: Person, activities: Sequence[Activity]) -> set[int]:
    hears = person.is_active and any(policy.is_shown(each) for each in activities)
    return {person.id} if hears else set()


def _numbers(turns: Sequence[Turn], cohort_id: int) -> dict[int, int]:
    """The numbers that would be others."""
    meant = {activity.id: meant for activity, meant in turns}
    changed: dict[int, int] = {}
    for kind in NUMBERED_BY_DAY.intersection(activity.kind for activity, _ in turns):
        parts = [
            part
            for each in numbering.numbered(cohort_id, kind)
            if (part := numbering.part_of_series(each))
        ]
        will = [_part(part, meant[part.key]) if part.key in meant else part for part in parts]
        numbers = renumbered(will)
        changed |= {p.key: numbers[p.key] for p in parts if numbers[p.key] != p.number}
    return changed


def _part(part: Part, meant: Meant) -> Part:
    if meant.when is None:
        return replace(part, is_cancelled=meant.kind is ChangeKind.CANCELLED)
    when = meant.when
    return replace(part, starts_on=when.starts_on, window_from=when.window_from)
