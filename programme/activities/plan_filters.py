"""What a plan can be narrowed down by: whatever its rows differ in.

A value that no row has narrows nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.activities import labels

if TYPE_CHECKING:
    from programme.activities.plan_rows import PlanRow

Option = tuple[str, str]  # value in the address, and what it is called


@dataclass(frozen=True, slots=True)
class DropDown:
    """One thing to choose by: its name in the address, its options, and the one chosen or ""."""

    name: str
    options: tuple[Option, ...]
    chosen: str


def _kind(row: PlanRow, locale: str) -> list[Option]:
    return [(row.kind.value, labels.kind_name(row.kind, locale))]


def _track(row: PlanRow, _locale: str) -> list[Option]:
    return [(str(row.track[0]), row.track[1])] if row.track else []


def _levels(row: PlanRow, _locale: str) -> list[Option]:
    return [(str(key), name) for key, name in row.levels]


def _audience(row: PlanRow, locale: str) -> list[Option]:
    return [(row.audience.value, labels.audience_name(row.audience, locale))]


def _place(row: PlanRow, _locale: str) -> list[Option]:
    return [(row.place, row.place)] if row.place else []


def _facilitators(row: PlanRow, _locale: str) -> list[Option]:
    keys = map(str, row.led_by)
    return list(zip(keys, row.facilitators, strict=True))


_LEVEL: Final = "niveau"
_FACETS: Final[dict[str, Callable[[PlanRow, str], list[Option]]]] = {
    "type": _kind,
    "spor": _track,
    _LEVEL: _levels,
    "maalgruppe": _audience,
    "sted": _place,
    "facilitator": _facilitators,
}
NAMES: Final = tuple(_FACETS)


def drop_downs(
    rows: Sequence[PlanRow], wanted: Mapping[str, str], locale: str
) -> tuple[DropDown, ...]:
    """Everything that some rows of the plan have and others have not."""
    found = []
    for name, facet in _FACETS.items():
        counts = Counter(option for row in rows for option in facet(row, locale))
        if any(count < len(rows) for count in counts.values()):
            in_order = sorted(counts, key=lambda option: (option[1].casefold(), option[0]))
            picked = wanted.get(name, "")
            known = any(value == picked for value, _ in counts)
            found.append(DropDown(name, tuple(in_order), picked if known else ""))
    return tuple(found)


def chosen(found: Iterable[DropDown]) -> dict[str, str]:
    """What is chosen, by name."""
    return {each.name: each.chosen for each in found if each.chosen}


def narrow(rows: Iterable[PlanRow], wanted: Mapping[str, str]) -> tuple[PlanRow, ...]:
    """The rows of which all that is chosen holds."""
    return tuple(row for row in rows if all(_keeps(row, *pair) for pair in wanted.items()))


def _keeps(row: PlanRow, name: str, value: str) -> bool:
    """Whether the row has the value; one without levels is for every level."""
    if name == _LEVEL and not row.levels:
        return True
    return any(value == own for own, _ in _FACETS[name](row, "da"))
