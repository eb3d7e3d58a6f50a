"""Kæden: entries that took up each other's next action, as discs in a row.

Round each disc runs the loop Handling → Refleksion → Ny viden → Næste handling, an arc for each,
drawn full where the entry has text. templates/learning_logs/_chain.html draws what comes back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import cos, radians, sin
from typing import Final

from programme.core import formats

PARTS: Final = ("action", "reflection", "new_knowledge", "next_action")
SIZE: Final = 72  # side of a disc's viewBox
RADIUS: Final = 31.0  # of the loop round it
_GAP: Final = 9.0  # degrees left free at either end of an arc: round line ends reach into it


class LinkState(StrEnum):
    WRITTEN = "written"
    CURRENT = "current"
    DRAFT = "draft"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEntry:
    """An entry; parts tell in the order of PARTS which of the four have text."""

    title: str
    written_on: date
    parts: tuple[bool, bool, bool, bool]
    href: str | None = None
    current: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """A quarter of the loop."""

    part: str
    path: str
    is_filled: bool


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A disc; the one that waits has no date and nothing filled."""

    number: int
    title: str
    date: str
    href: str | None
    state: LinkState
    arcs: tuple[Arc, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """The names of the parts that have text."""
        return tuple(arc.part for arc in self.arcs if arc.is_filled)


@dataclass(frozen=True, slots=True)
class Chain:
    links: tuple[ChainLink, ...]
    size: int = SIZE
    radius: float = RADIUS


def chain(
    entries: Iterable[ChainEntry],
    waiting: str = "",
    waiting_href: str | None = None,
    locale: str = "da",
) -> Chain:
    """Return the entries in the order given and, if a next action waits, an open disc behind."""
    links = [_link(place, entry, locale) for place, entry in enumerate(entries, start=1)]
    if waiting:
        nothing = arcs((False, False, False, False))
        number = len(links) + 1
        links.append(ChainLink(number, waiting, "", waiting_href, LinkState.WAITING, nothing))
    return Chain(tuple(links))


@cache
def arcs(parts: tuple[bool, bool, bool, bool]) -> tuple[Arc, ...]:
    """Return the loop clockwise from the top."""
    return tuple(
        Arc(part, _arc(quarter * 90 + _GAP, (quarter + 1) * 90 - _GAP), is_filled)
        for quarter, (part, is_filled) in enumerate(zip(PARTS, parts, strict=True))
    )


def _link(place: int, entry: ChainEntry, locale: str) -> ChainLink:
    written_on = formats.short_day(entry.written_on, locale)
    return ChainLink(place, entry.title, written_on, entry.href, _state(entry), arcs(entry.parts))


def _state(entry: ChainEntry) -> LinkState:
    if entry.current:
        return LinkState.CURRENT
    return LinkState.DRAFT if entry.draft else LinkState.WRITTEN


def _arc(start: float, end: float) -> str:
    return f"M{_point(start)}A{RADIUS:g} {RADIUS:g} 0 0 1 {_point(end)}"


def _point(degrees: float) -> str:
    """Return a point of the loop, 0 degrees being at the top."""
    angle = radians(degrees - 90)
    x, y = SIZE / 2 + RADIUS * cos(angle), SIZE / 2 + RADIUS * sin(angle)
    return f"{x:.2f} {y:.2f}"
