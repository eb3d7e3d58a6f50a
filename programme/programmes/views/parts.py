"""The parts of a programme that are words under a name, for one form to edit them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from programme.core.text import l_
from programme.programmes import services
from programme.programmes.services import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Part:
    """How one kind of part is found, read and saved, and what it is called."""

    heading: object
    new_title: object
    edit_title: object
    items: Callable[[Programme], list[Any]]
    words: Callable[[Any], Words]
    add: Callable[..., object]
    edit: Callable[..., None]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part as a row of its list."""

    key: int
    name: str
    working_title: bool


@dataclass(frozen=True, slots=True)
class PartList:
    """All parts of one kind."""

    key: str
    heading: str
    rows: list[PartRow]


PARTS = {
    "strategi": Part(
        l_("Strategies"),
        l_("New strategy"),
        l_("Edit the strategy"),
        lambda programme: programme.strategies,
        lambda strategy: Words(strategy.title, strategy.text),
        services.add_strategy,
        services.edit_strategy,
    ),
    "spor": Part(
        l_("Tracks"),
        l_("New track"),
        l_("Edit the track"),
        lambda programme: programme.tracks,
        lambda track: Words(track.name, track.description),
        services.add_track,
        services.edit_track,
    ),
    "maalsaetning": Part(
        l_("Objectives"),
        l_("New objective"),
        l_("Edit the objective"),
        lambda programme: programme.objectives,
        lambda objective: Words(objective.short_name, objective.text),
        services.add_objective,
        services.edit_objective,
    ),
}


def part_lists(programme: Programme) -> list[PartList]:
    """Every part of a programme, by kind."""
    return [
        PartList(key, str(kind.heading), [_row(kind, item) for item in kind.items(programme)])
        for key, kind in PARTS.items()
    ]


def _row(kind: Part, item: Any) -> PartRow:  # noqa: ANN401 - a strategy, a track, an objective
    return PartRow(item.id, kind.words(item).name, getattr(item, "working_title", False))
