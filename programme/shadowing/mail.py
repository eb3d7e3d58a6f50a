"""The mails about shadowing pairs, and the recurring work that lets go of those left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.outbox import services as outbox
from programme.people.letters import Context, letter, link
from programme.shadowing import policy, queries, services
from programme.shadowing.agreement import agreement_of, is_agreed
from programme.shadowing.services import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person
    from programme.shadowing.models import ShadowingPair


@letter(telling.MADE)
def made(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the two that they are a pair, and what comes next."""
    pair = _own_pair(person, keys)
    return _words(person, pair) if pair else None


@letter(telling.ASKED)
def asked(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Ask for a yes, unless it has been given meanwhile."""
    pair = _own_pair(person, keys)
    if pair is None:
        return None
    is_guest = person.id == pair.guest_id
    has_agreed = pair.guest_agreed_at if is_guest else pair.host_agreed_at
    return None if has_agreed else _words(person, pair)


@letter(telling.AGREED)
def agreed(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the two that the day stands in their plans."""
    pair = _own_pair(person, keys)
    return _words(person, pair) if pair and is_agreed(pair) else None


@letter(telling.ENDED)
def ended(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the two that they are a pair no longer."""
    pair = queries.find_pair(keys["pair"])
    return None if pair is None or pair.is_open else _words(person, pair)


@letter(telling.INFORMED)
def informed(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the guest's line manager the date, and nothing else."""
    pair = queries.find_pair(keys["pair"])
    if pair is None or not is_agreed(pair) or pair.guest.line_manager_id != person.id:
        return None
    return {"guest": pair.guest.name, "days": agreement_of(pair).days}


@letter(telling.FEEDBACK)
def feedback(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell the host that the guest has written something; the words stay inside."""
    pair = _own_pair(person, keys)
    return _words(person, pair) if pair and pair.feedback else None


def _own_pair(person: Person, keys: Mapping[str, int]) -> ShadowingPair | None:
    pair = queries.find_pair(keys["pair"])
    return pair if pair and policy.can_read(person, pair) else None


def _words(person: Person, pair: ShadowingPair) -> Context:
    is_guest = person.id == pair.guest_id
    return {
        "other": pair.host.name if is_guest else pair.guest.name,
        "is_guest": is_guest,
        "cohort": pair.cohort.name,
        "days": agreement_of(pair).days,
        "address": link("shadowing.agreement", key=pair.id),
        "page": link("shadowing.mine"),
    }


outbox.register_job("pairs left alone", timedelta(minutes=1), services.end_left_alone)
