"""What a list would do, row by row and cell by cell; nothing of it is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from programme.cohorts.models import LEARNERS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from programme.cohorts.models import Participation, Role
    from programme.rosters.columns import Field


class State(StrEnum):
    """What becomes of a row."""

    ERROR = "error"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Mark(StrEnum):
    """What becomes of a cell; kept is what stands already and stays, whatever the list says."""

    PLAIN = "plain"
    CHANGED = "changed"
    KEPT = "kept"
    WARNING = "warning"
    ERROR = "error"


@dataclass(slots=True)
class Cell:
    """A cell as the list has it, what it was before, and what is to be said of it."""

    text: str
    mark: Mark = Mark.PLAIN
    before: str = ""
    note: object = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to be given, or one of another kind instead of the one held (`instead_of`)."""

    role: Role
    level_id: int | None = None
    appointed_by: str = ""
    appointed_on: date | None = None
    reason: str = ""
    participation: Participation | None = None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceEdit:
    """What is changed in a place that stays; None leaves it as it is."""

    place_id: int
    level_id: int | None = None
    appointed_on: date | None = None
    reason: str | None = None
    participation: Participation | None = None


@dataclass(slots=True)
class Line:
    """One row. `person` are the person's new or changed values by field; `known_id` is theirs."""

    row: int
    cells: dict[Field, Cell]
    email: str = ""
    name: str = ""
    known_id: int | None = None
    person: dict[Field, Any] = field(default_factory=dict)
    places: list[NewPlace] = field(default_factory=list)
    edits: list[PlaceEdit] = field(default_factory=list)
    group: str | int | None = None  # a group's key, or the name of one to be made
    roles: frozenset[Role] = frozenset()  # held after the list is saved
    notes: list[object] = field(default_factory=list)
    same_as: int | None = None  # an earlier row that says the same

    @property
    def state(self) -> State:
        """What becomes of it."""
        if any(cell.mark is Mark.ERROR for cell in self.cells.values()):
            return State.ERROR
        if self.same_as is None and (self.known_id is None or self._joins):
            return State.NEW
        does = self.person or self.places or self.edits or self.group is not None
        return State.CHANGED if does and self.same_as is None else State.UNCHANGED

    @property
    def _joins(self) -> bool:
        return any(place.instead_of is None for place in self.places)

    @property
    def seats(self) -> int:
        """How many of the cohort's seats it takes."""
        return sum(p.role in LEARNERS and p.instead_of is None for p in self.places)

    def fail(self, name: Field, note: object) -> None:
        """Say what is wrong with a cell, the first fault alone."""
        cell = self.cells.setdefault(name, Cell(""))
        if cell.mark is not Mark.ERROR:
            cell.mark, cell.note = Mark.ERROR, note


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows, and what is wrong with the list as a whole."""

    fields: tuple[Field, ...]
    lines: tuple[Line, ...]
    unused: tuple[str, ...] = ()
    faults: tuple[object, ...] = ()

    @property
    def counts(self) -> Mapping[State, int]:
        """How many rows of each kind."""
        return Counter(line.state for line in self.lines)

    @property
    def is_good(self) -> bool:
        """Whether it can be saved."""
        return not self.faults and not self.counts[State.ERROR]

    @property
    def does_nothing(self) -> bool:
        """Whether all of it stands already."""
        return self.is_good and self.counts[State.UNCHANGED] == len(self.lines)

    @property
    def fingerprint(self) -> str:
        """Tells whether saving would still do what was shown."""
        deeds = [
            (
                line.email,
                line.known_id,
                sorted((name.value, repr(value)) for name, value in line.person.items()),
                sorted((n.value, c.before) for n, c in line.cells.items() if c.before),
                line.places,
                line.edits,
                line.group,
            )
            for line in self.lines
        ]
        return hashlib.sha256(repr(deeds).encode()).hexdigest()[:32]
