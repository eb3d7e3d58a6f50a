"""Which leadership levels take part in a cohort, and how: the chain of command at a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.cohorts.models import Participation, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.cohorts.queries import Member


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level and how many of it take part in which way; None stands for the course itself."""

    level: str
    ways: tuple[tuple[Participation | None, int], ...]


def levels_in(members: Iterable[Member]) -> list[LevelLine]:
    """The levels by name, those not known last; employees and facilitators are of none."""
    counts: dict[str, Counter[Participation | None]] = {}
    for member in members:
        if member.role is Role.PARTICIPANT:
            counts.setdefault(member.level, Counter())[None] += 1
        elif member.role is Role.OTHER_LEVEL:
            counts.setdefault(member.level, Counter())[member.participation] += 1
    ways = (None, *Participation)
    return [
        LevelLine(level, tuple((way, counts[level][way]) for way in ways if counts[level][way]))
        for level in sorted(counts, key=lambda level: (not level, level))
    ]
