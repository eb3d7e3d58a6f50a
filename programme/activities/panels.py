"""What features above put on an activity's page, without the page knowing them.

Each offers a template and its values, or None when it has nothing to say to this person. To those
who are about to change activities they may say what that means for their part, in a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from programme.activities.models import Activity
    from programme.people.models import Person


class Place(IntEnum):
    """Where on the page: above all the rest, under the texts, or beside them."""

    TOP = 1
    MAIN = 2
    ASIDE = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of the page; the template reads its values from `panel`."""

    place: Place
    template: str
    values: dict[str, Any] = field(default_factory=dict)


Maker = Callable[["Activity", "Person"], Panel | None]
_makers: dict[str, Maker] = {}


def register(name: str, make: Maker) -> None:
    """Have a feature's piece on the page, at import of its views; in order of names."""
    _makers[name] = make


def panels(activity: Activity, person: Person) -> list[Panel]:
    """The pieces for this person."""
    made = (_makers[name](activity, person) for name in sorted(_makers))
    return [panel for panel in made if panel is not None]


Sayer = Callable[["Sequence[Activity]", "Collection[int]"], str]
_sayers: dict[str, Sayer] = {}


def register_effect(name: str, say: Sayer) -> None:
    """Have a feature say what a change of activities means; it gets the keys of who is told."""
    _sayers[name] = say


def effect_lines(activities: Sequence[Activity], told: Collection[int]) -> list[str]:
    """What the features have to say."""
    said = (_sayers[name](activities, told) for name in sorted(_sayers))
    return [line for line in said if line]
