"""What features above tell people of a change themselves, so that no notice is needed besides.

Asked when a notice is about to leave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# Takes the keys of person and activity, and when the activity was changed.
Teller = Callable[[int, int, "datetime"], bool]
_tellers: dict[str, Teller] = {}


def register(name: str, tells: Teller) -> None:
    """Have a feature's word on it, at import of its mails."""
    _tellers[name] = tells


def is_told(person_id: int, activity_id: int, since: datetime) -> bool:
    """Whether the person has been told, or is going to be, of what was changed then."""
    return any(tells(person_id, activity_id, since) for tells in _tellers.values())
