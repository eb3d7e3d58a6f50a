"""What a list is held against: who and what is there already, asked of the database beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.rosters.columns import Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from programme.cohorts.models import Participation, Role


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its key and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Title:
    """A job title, with the level that it tells if it does."""

    id: int
    name: str
    level_id: int | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organisation with its units by folded name."""

    id: int
    name: str
    units: Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the site knows. `level_id` is said outright or by the title; the manager by mail.

    `may_see` and `may_edit` are what the coordinator may do, by the policy of cohorts.
    """

    id: int
    name: str
    phone: str
    organisation_id: int
    organisation: str
    unit: Named | None
    title: str
    level_id: int | None
    manager: str
    is_open: bool
    may_see: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Held:
    """An open place in the cohort."""

    id: int
    role: Role
    level: Named | None
    appointed_by: str
    appointed_on: date | None
    reason: str
    participation: Participation | None


@dataclass(frozen=True, slots=True)
class GroupThere:
    """A network group of the cohort."""

    id: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything at once, by folded names and normalised addresses.

    `taught` are the levels that the programme is for, by key; empty is any.
    """

    organisation_id: int
    organisations: Mapping[str, Workplace]
    titles: Mapping[str, Title]
    levels: Mapping[str, Named]
    taught: Mapping[int, str]
    proposed_level_id: int | None
    people: Mapping[str, Known]
    held: Mapping[int, tuple[Held, ...]]
    groups: tuple[GroupThere, ...]
    group_of: Mapping[int, int]
    capacity: int | None
    is_closed: bool

    @property
    def vocabulary(self) -> dict[Field, frozenset[str]]:
        """The words by which a column without header may be known."""
        units = {name for place in self.organisations.values() for name in place.units}
        return {
            Field.TITLE: frozenset(self.titles),
            Field.UNIT: frozenset(units),
            Field.ORGANISATION: frozenset(self.organisations),
            Field.LEVEL: frozenset(self.levels),
        }

    def workplace(self, key: int) -> Workplace:
        """An organisation by its key."""
        return next(place for place in self.organisations.values() if place.id == key)

    def is_taught(self, level_id: int | None) -> bool:
        """Whether somebody of this level may take part in the course itself."""
        return level_id is None or not self.taught or level_id in self.taught
