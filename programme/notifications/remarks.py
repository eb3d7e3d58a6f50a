"""What features above have to say of somebody's choices, on the page where they are made.

Each says a sentence, or None when there is nothing to say to this person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.notifications.queries import Choice

Maker = Callable[[int, "Choice"], str | None]
_makers: dict[str, Maker] = {}


def register(name: str, make: Maker) -> None:
    """Have a feature's remark on the page, at import of its views; in order of names."""
    _makers[name] = make


def remarks(person_id: int, choice: Choice) -> list[str]:
    """The sentences for this person."""
    said = (_makers[name](person_id, choice) for name in sorted(_makers))
    return [sentence for sentence in said if sentence]
