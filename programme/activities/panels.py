"""What features above put on an activity's page, without the page knowing them.

Each offers a template and its values, or None when it has nothing to say to this person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
