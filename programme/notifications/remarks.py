"""What features above have to say of somebody's choices, on the page where they are made.

Each makes a remark, or None when there is nothing to say to this person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.notifications.queries import Choice


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence, and where to do something about it."""

    text: str
    label: str
    address: str


Maker = Callable[[int, "Choice"], Remark | None]
_makers: dict[str, Maker] = {}


def register(name: str, make: Maker) -> None:
    """Have a feature's remark on the page, at import of its views; in order of names."""
    _makers[name] = make


def remarks(person_id: int, choice: Choice) -> list[Remark]:
    """The remarks for this person."""
    made = (_makers[name](person_id, choice) for name in sorted(_makers))
    return [remark for remark in made if remark is not None]
