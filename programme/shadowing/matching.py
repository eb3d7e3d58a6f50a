"""Propose pairs: as many as can be, and among those the ones that fit best. The same each time.

The assignment is exact, by shortest augmenting paths (Jonker and Volgenant's way), with a price
for each host and not for each place: 200 guests and 200 hosts take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final

from programme.shadowing.rules import Chains, Fellow, bar


class Reason(StrEnum):
    """What speaks for a pair, or against it."""

    FIRST_WISH = "first_wish"
    SECOND_WISH = "second_wish"
    THIRD_WISH = "third_wish"
    OTHER_ORGANISATION = "other_organisation"
    SAME_LEVEL = "same_level"
    MET_BEFORE = "met_before"


WISHES: Final = (Reason.FIRST_WISH, Reason.SECOND_WISH, Reason.THIRD_WISH)
# A wish weighs more than what only looks well; who has met before meets again only for a lack
# of others, wished for or not.
WEIGHTS: Final = {
    Reason.FIRST_WISH: 90,
    Reason.SECOND_WISH: 70,
    Reason.THIRD_WISH: 50,
    Reason.OTHER_ORGANISATION: 15,
    Reason.SAME_LEVEL: 20,
    Reason.MET_BEFORE: -130,
}
# One more pair outweighs whatever the others could gain together.
PAIR: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What pairs are proposed from.

    `guests` seek a host, `places` are what each host has left, `wishes` a guest's hosts, the
    dearest first, `met` whoever have been a pair before, either way round.
    """

    guests: Sequence[Fellow]
    hosts: Sequence[Fellow]
    places: Mapping[int, int]
    wishes: Mapping[int, Sequence[int]]
    chains: Chains
    met: Collection[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A guest and a host, and what speaks for and against it."""

    guest: Fellow
    host: Fellow
    reasons: tuple[Reason, ...]


def propose(ground: Ground) -> list[Proposal]:
    """The best pairs, in the order of the guests' keys."""
    guests = sorted(ground.guests, key=lambda fellow: fellow.id)
    hosts = sorted(ground.hosts, key=lambda fellow: fellow.id)
    weights = [[weight(guest, host, ground) for host in hosts] for guest in guests]
    chosen = assign(weights, [ground.places.get(host.id, 0) for host in hosts])
    return [
        Proposal(guest, hosts[host], reasons(guest, hosts[host], ground))
        for guest, host in zip(guests, chosen, strict=True)
        if host is not None
    ]


def reasons(guest: Fellow, host: Fellow, ground: Ground) -> tuple[Reason, ...]:
    """What speaks for the pair and against it."""
    wishes = ground.wishes.get(guest.id, ())[: len(WISHES)]
    found = [reason for reason, wished in zip(WISHES, wishes, strict=False) if wished == host.id]
    if guest.organisation_id != host.organisation_id:
        found.append(Reason.OTHER_ORGANISATION)
    if guest.level_id is not None and guest.level_id == host.level_id:
        found.append(Reason.SAME_LEVEL)
    if frozenset({guest.id, host.id}) in ground.met:
        found.append(Reason.MET_BEFORE)
    return tuple(found)


def weight(guest: Fellow, host: Fellow, ground: Ground) -> int | None:
    """What the pair is worth; None when it may not be."""
    if bar(guest, host, ground.chains) is not None:
        return None
    return PAIR + sum(WEIGHTS[reason] for reason in reasons(guest, host, ground))


def assign(weights: Sequence[Sequence[int | None]], places: Sequence[int]) -> list[int | None]:
    """The host of each guest, so that the weights add up to the most there can be.

    `weights[guest][host]` is above nought, or None where the two may not be a pair; a host has
    so many places. Who gets nobody is worth nought: that is one more host, with room for all.
    """
    nobody = len(places)
    costs = [[*(inf if w is None else -w for w in row), 0] for row in weights]
    search = _Search(costs, [*places, len(weights)])
    for guest in range(len(weights)):
        search.seat(guest)
    return [None if host == nobody else host for host in search.host_of]


class _Search:
    """A cheapest assignment of the guests seated so far, and the hosts' prices that prove it."""

    def __init__(self, costs: list[list[float]], places: list[int]) -> None:
        self.costs = costs
        self.places = places
        self.host_of = [-1] * len(costs)
        self._held: list[set[int]] = [set() for _ in places]
        self._prices: list[float] = [0] * len(places)

    def seat(self, guest: int) -> None:
        """Find the cheapest way to one more place, and move everybody along it."""
        distances = [c - p for c, p in zip(self.costs[guest], self._prices, strict=True)]
        via = [guest] * len(self.places)
        seen: list[int] = []
        unseen = set(range(len(self.places)))
        host = _nearest(distances, unseen)
        while len(self._held[host]) >= self.places[host]:
            seen.append(host)
            unseen.discard(host)
            for other in sorted(self._held[host]):
                self._look_on(other, host, distances, via, unseen)
            host = _nearest(distances, unseen)
        for passed in seen:
            self._prices[passed] += distances[passed] - distances[host]
        self._move(guest, host, via)

    def _look_on(
        self, guest: int, host: int, distances: list[float], via: list[int], unseen: set[int]
    ) -> None:
        """Whether somebody is reached more cheaply if this guest gives up this host."""
        costs, prices = self.costs[guest], self._prices
        start = distances[host] - costs[host] + prices[host]
        for other in unseen:
            distance = start + costs[other] - prices[other]
            if distance < distances[other]:
                distances[other], via[other] = distance, guest

    def _move(self, newcomer: int, host: int, via: list[int]) -> None:
        while True:
            guest = via[host]
            before = self.host_of[guest]
            self._held[host].add(guest)
            self.host_of[guest] = host
            if guest == newcomer:
                return
            self._held[before].discard(guest)
            host = before


def _nearest(distances: Sequence[float], unseen: Collection[int]) -> int:
    """The nearest of them, the first of several."""
    return min(unseen, key=lambda host: (distances[host], host))
