"""What stands in seeds/demo.toml, as values; a key that nobody knows is refused."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from programme.config import ROOT
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from pathlib import Path

FILE = ROOT / "seeds" / "demo.toml"


@dataclass(frozen=True, slots=True)
class OrganisationText:
    """An organisation and its units; units are named once in the whole file."""

    name: str
    units: list[str]


@dataclass(frozen=True, slots=True)
class VenueText:
    """Where a kind of activity of a programme takes place."""

    programme: str
    kind: str
    place: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PersonText:
    """Somebody; `cohort` names the cohort they learn in. Invited ones have no account yet."""

    name: str
    email: str
    unit: str
    title: str = ""
    level: str = ""
    phone: str = ""
    manager: str = ""
    cohort: str = ""
    group: int = 0
    appointed_by: str = ""
    invited: bool = False


@dataclass(frozen=True, slots=True)
class EntryText:
    """A log entry: `ago` days before today, or `days` after the activity `after`."""

    author: str
    action: str
    heading: str = ""
    reflection: str = ""
    new_knowledge: str = ""
    next_action: str = ""
    ago: int = 0
    after: str = ""
    days: int = 0
    linked: bool = False
    task: bool = False
    goals: tuple[int, ...] = ()
    no_goal: bool = False
    draft: bool = False
    share: str = ""
    key: str = ""
    previous: str = ""


@dataclass(frozen=True)
class DemoContent:
    """The whole file."""

    organisations: tuple[OrganisationText, ...]
    venues: tuple[VenueText, ...]
    people: tuple[PersonText, ...]
    entries: tuple[EntryText, ...]

    @cached_property
    def places(self) -> dict[tuple[str, ActivityKind], VenueText]:
        """The venues by programme and kind."""
        return {(venue.programme, ActivityKind(venue.kind)): venue for venue in self.venues}

    def people_of(self, cohort: str) -> list[PersonText]:
        """Those who learn in a cohort; with "" those who learn in none."""
        return [person for person in self.people if person.cohort == cohort]


def read(path: Path = FILE) -> DemoContent:
    """Read the file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return DemoContent(
        organisations=tuple(OrganisationText(**row) for row in tables["organisations"]),
        venues=tuple(VenueText(**row) for row in tables["venues"]),
        people=tuple(PersonText(**row) for row in tables["people"]),
        entries=tuple(EntryText(**row) for row in tables["entries"]),
    )
