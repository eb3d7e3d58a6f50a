"""Who may follow whom: nobody a colleague of the own unit, nobody in the own chain of command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

MOST_WISHES: Final = 3
MOST_PLACES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Fellow:
    """Somebody of a cohort for whom its plan has shadowing. Missing words are empty.

    `workplace` is the unit, or the organisation of somebody without one; `item_id` is the
    plan's own activity that a visit carries out.
    """

    id: int
    name: str
    title: str = ""
    unit: str = ""
    organisation: str = ""
    workplace: tuple[str, int]
    organisation_id: int
    level_id: int | None = None
    item_id: int

    @property
    def where(self) -> str:
        """Return "Fjordskolerne, Birkevig Kommune"."""
        return ", ".join(word for word in (self.unit, self.organisation) if word)


class Bar(Enum):
    """Why one may not follow the other."""

    SELF = "self"
    UNIT = "unit"
    CHAIN = "chain"


# Everybody above a person, by the person's key.
Chains = Mapping[int, frozenset[int]]


def bar(guest: Fellow, host: Fellow, chains: Chains) -> Bar | None:
    """What stands between the two, or None."""
    if guest.id == host.id:
        return Bar.SELF
    if host.id in chains.get(guest.id, ()) or guest.id in chains.get(host.id, ()):
        return Bar.CHAIN
    return Bar.UNIT if guest.workplace == host.workplace else None
