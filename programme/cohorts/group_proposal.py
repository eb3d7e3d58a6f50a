"""Network groups proposed: even in size, one level each, spread over units, in new company.

No chance is in it: the same people give the same groups. Whoever is dealt out by unit meets other
units wherever numbers allow it; exchanges of two then part those who have been together before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What parts more than it joins: a group of one unit, old company, two of one unit.
_NARROW: Final = 1_000_000
_MET: Final = 1_000
_MOST_TRIED: Final = 20_000  # exchanges weighed for one level
Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody to be put in a group; without a level, one of the appointed employees."""

    person_id: int
    name: str
    workplace: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One group: its people by name, and those pairs among them who were together before."""

    level: str
    members: tuple[Learner, ...]
    met: tuple[tuple[Learner, Learner], ...]

    @property
    def units(self) -> int:
        """Over how many workplaces it spreads."""
        return len({member.workplace for member in self.members})

    @property
    def is_narrow(self) -> bool:
        """Whether several people of one workplace only sit together: numbers allow no better."""
        return len(self.members) > 1 and self.units == 1


def propose(learners: Iterable[Learner], number: int, met: frozenset[Pair]) -> list[Proposed]:
    """As many groups, but one for each level at the least, and none without people."""
    levels: dict[str, list[Learner]] = {}
    for learner in sorted(learners, key=lambda each: (each.name, each.person_id)):
        levels.setdefault(learner.level, []).append(learner)
    shares = _shares({level: len(some) for level, some in levels.items()}, number)
    return [
        _proposed(level, group, met)
        for level in sorted(levels, key=lambda level: (not level, level))
        for group in _divided(levels[level], shares[level], met)
    ]


def _shares(sizes: dict[str, int], number: int) -> dict[str, int]:
    """How many groups each level gets: one, and the rest where groups would be the largest."""
    shares = dict.fromkeys(sizes, 1)
    for _ in range(number - len(sizes) if sizes else 0):
        level = max(sizes, key=lambda each: (sizes[each] / shares[each], each))
        if shares[level] < sizes[level]:
            shares[level] += 1
    return shares


def _divided(learners: Sequence[Learner], number: int, met: frozenset[Pair]) -> list[list[Learner]]:
    """Dealt out unit by unit, the largest first, so that each unit meets as many as it can."""
    units = Counter(learner.workplace for learner in learners)
    dealt = sorted(
        learners,
        key=lambda each: (-units[each.workplace], each.workplace, each.name, each.person_id),
    )
    groups: list[list[Learner]] = [[] for _ in range(number)]
    for place, learner in enumerate(dealt):
        groups[place % number].append(learner)
    tries = iter(range(_MOST_TRIED))
    while _sweep(groups, met, tries):
        pass
    return groups


def _sweep(groups: list[list[Learner]], met: frozenset[Pair], tries: Iterator[int]) -> bool:
    """Go through everybody once; whoever has a reason to move changes with the first who fits."""
    moved = False
    for one in range(len(groups)):
        for a in range(len(groups[one])):
            if _has_reason(groups[one], a, met):
                moved |= _exchange(groups, one, a, met, tries)
    return moved


def _exchange(
    groups: list[list[Learner]], one: int, a: int, met: frozenset[Pair], tries: Iterator[int]
) -> bool:
    """Let somebody change with the one by whom both groups together become best."""
    best, found = 0, None
    for other in range(len(groups)):
        if other == one:
            continue
        before = _cost(groups[one], met) + _cost(groups[other], met)
        for b in range(len(groups[other])):
            if next(tries, None) is None:
                return False
            _swap(groups, one, a, other, b)
            gain = before - _cost(groups[one], met) - _cost(groups[other], met)
            _swap(groups, one, a, other, b)
            if gain > best:
                best, found = gain, (other, b)
    if found is not None:
        _swap(groups, one, a, *found)
    return found is not None


def _swap(groups: list[list[Learner]], one: int, a: int, other: int, b: int) -> None:
    groups[one][a], groups[other][b] = groups[other][b], groups[one][a]


def _has_reason(group: list[Learner], place: int, met: frozenset[Pair]) -> bool:
    """Whether somebody in the group is of the same unit, or old company."""
    who = group[place]
    return any(
        mate is not who
        and (mate.workplace == who.workplace or frozenset((mate.person_id, who.person_id)) in met)
        for mate in group
    )


def _cost(group: list[Learner], met: frozenset[Pair]) -> int:
    units = Counter(member.workplace for member in group)
    narrow = len(group) > 1 and len(units) == 1
    same = sum(count * (count - 1) // 2 for count in units.values())
    return _NARROW * narrow + _MET * len(_together(group, met)) + same


def _together(group: Sequence[Learner], met: frozenset[Pair]) -> list[tuple[Learner, Learner]]:
    if not met:
        return []
    return [
        (one, other)
        for place, one in enumerate(group)
        for other in group[place + 1 :]
        if frozenset((one.person_id, other.person_id)) in met
    ]


def _proposed(level: str, group: list[Learner], met: frozenset[Pair]) -> Proposed:
    members = tuple(sorted(group, key=lambda each: (each.name, each.person_id)))
    return Proposed(level, members, tuple(_together(members, met)))
