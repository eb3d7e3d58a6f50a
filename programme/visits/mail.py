"""The mails about visits. What a visitor would like to see stands where one signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.people.letters import Context, letter, link
from programme.visits import queries
from programme.visits.services import ANSWERED, ASKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter(ASKED)
def asked(person: Person, keys: Mapping[str, int]) -> Context | None:
    """To the host, as long as nobody has settled it."""
    visit = queries.find_visit(keys["visit"])
    if visit is None or visit.host_id != person.id or visit.accepted_at or visit.declined_at:
        return None
    if visit.withdrawn_at is not None:
        return None
    return {
        "name": visit.visitor.name,
        "visit_on": visit.visit_on,
        "address": link("visits.index"),
    }


@letter(ANSWERED)
def answered(person: Person, keys: Mapping[str, int]) -> Context | None:
    """To the other of the two: what has become of it."""
    visit = queries.find_visit(keys["visit"])
    if visit is None or person.id not in {visit.visitor_id, visit.host_id}:
        return None
    other = visit.host if person.id == visit.visitor_id else visit.visitor
    state = "withdrawn" if visit.withdrawn_at else "declined" if visit.declined_at else "accepted"
    return {
        "name": other.name,
        "visit_on": visit.visit_on,
        "state": state,
        "address": link("visits.index"),
    }
