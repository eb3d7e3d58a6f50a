"""Ordered series: sessions and network meetings are numbered in the order of their days.

What is cancelled keeps its number. Seminars keep theirs too, wherever they lie: number and theme
stand together in what people have been given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from programme.programmes.content import ActivityKind

NUMBERED_BY_DAY: Final = frozenset({ActivityKind.COURSE_SESSION, ActivityKind.NETWORK_MEETING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of a series. `lane` tells whose it is where several run side by side: track, audience.

    What is gone has left the series, and the rest close up.
    """

    key: int
    number: int
    starts_on: date | None
    kind: ActivityKind = ActivityKind.COURSE_SESSION
    window_from: date | None = None
    is_cancelled: bool = False
    is_gone: bool = False
    lane: Hashable = None


def renumbered(parts: Iterable[Part]) -> dict[int, int]:
    """The numbers of all parts of a kind in a cohort that are still there, by key."""
    parts = list(parts)
    numbers: dict[int, int] = {}
    for series in series_of(parts):
        numbers |= _numbered(series)
    return numbers


def series_of(parts: Iterable[Part]) -> list[list[Part]]:
    """One series, or one a lane where lanes count each for themselves: a number stands in two."""
    lanes: Mapping[Hashable, list[Part]] = defaultdict(list)
    for part in parts:
        lanes[part.lane].append(part)
    numbers = [number for lane in lanes.values() for number in {part.number for part in lane}]
    if len(numbers) == len(set(numbers)):
        return [[part for lane in lanes.values() for part in lane]]
    return list(lanes.values())


def in_order(series: Iterable[Part]) -> list[Part]:
    """By day, the undated by their window and last by the numbers they have."""
    return sorted(series, key=_place)


def _place(part: Part) -> tuple[date, int, int]:
    return part.starts_on or part.window_from or date.max, part.number, part.key


def _numbered(series: list[Part]) -> dict[int, int]:
    kept = {part.key: part.number for part in series if part.is_cancelled}
    free = _free(sorted(p.number for p in series if not p.is_cancelled), set(kept.values()))
    held = in_order(part for part in series if not (part.is_cancelled or part.is_gone))
    return kept | {part.key: number for part, number in zip(held, free, strict=False)}


def _free(numbers: list[int], taken: set[int]) -> list[int]:
    """As many numbers: those that stand, and the next ones where one stands twice."""
    found: list[int] = []
    for number in numbers:
        candidate = max(number, found[-1] + 1) if found else number
        while candidate in taken:
            candidate += 1
        found.append(candidate)
    return found
