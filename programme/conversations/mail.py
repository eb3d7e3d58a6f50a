"""The mails about feedback. They say who, never what: the words stand behind the sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.conversations import queries
from programme.conversations.services.feedback import ANSWERED, ASKED
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter(ASKED)
def asked(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Lead to the question, while it waits."""
    found = queries.find_request(keys["request"])
    if found is None or not found.is_open or found.asked_id != person.id:
        return None
    return {
        "asker": found.asker.name,
        "due_on": found.due_on,
        "address": link("conversations.request_for_feedback", key=found.id),
    }


@letter(ANSWERED)
def answered(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Lead to the answer."""
    found = queries.find_request(keys["request"])
    if found is None or not found.replied_at or found.asker_id != person.id:
        return None
    return {
        "asked": found.asked.name,
        "address": link("conversations.request_for_feedback", key=found.id),
    }
