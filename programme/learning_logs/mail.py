"""The mail that tells an author of comments: who, and where to read; never a word of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from programme.learning_logs import queries
from programme.learning_logs.services import COMMENTED
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter(COMMENTED)
def commented(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what has been said since, unless it has been taken back."""
    said = queries.said_since(person.id, datetime.fromtimestamp(keys["since"], UTC))
    if not said:
        return None
    entries = dict.fromkeys(entry_id for entry_id, _name in said)
    return {
        "names": list(dict.fromkeys(name for _entry, name in said)),
        "addresses": [link("learning_logs.show", key=entry_id) for entry_id in entries],
    }
