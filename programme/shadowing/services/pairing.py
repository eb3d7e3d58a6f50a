"""Make pairs, by hand or as proposed, and let go of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities import services as activities
from programme.audit import services as audit
from programme.cohorts.services import people_changed
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.shadowing import queries
from programme.shadowing.agreement import is_held
from programme.shadowing.models import PairState, ShadowingPair
from programme.shadowing.rules import Bar, Fellow, bar
from programme.shadowing.services import telling
from programme.shadowing.services.offering import check_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.cohorts.models import Cohort
    from programme.people.models import Person

_BARS: Final = {
    Bar.SELF: l_("Nobody can follow themselves."),
    Bar.UNIT: l_("The two work in the same unit. Choose a host from another."),
    Bar.CHAIN: l_("One of the two is the other's leader. Choose another host."),
}


def pair(cohort: Cohort, guest_id: int, host_id: int, *, by: Person) -> ShadowingPair:
    """Let a guest follow a host who has a place left. Twice is once."""
    return pair_all(cohort, [(guest_id, host_id)], by=by)[0]


def pair_all(
    cohort: Cohort, wanted: Iterable[tuple[int, int]], *, by: Person
) -> list[ShadowingPair]:
    """Make several pairs, or none of them. Counts places anew: another writer may be first."""
    check_open(cohort)
    hold_still(cohort.id)
    items = queries.items_of(cohort.id)
    made = []
    for guest_id, host_id in wanted:
        found = queries.round_of(cohort.id, items)
        made.append(_pair(cohort, guest_id, host_id, found, by))
    return made


def end(pair: ShadowingPair, *, by: Person | None) -> None:
    """Let go of a pair that has not met; its day is cancelled. Twice is once."""
    if not pair.is_open:
        return
    if is_held(pair, clock.today()):
        raise RuleBrokenError(l_("The day has been held. The pair stays as it is."))
    pair.state = PairState.ENDED
    pair.ended_at = clock.now()
    db.session.flush()
    told = pair.activity is not None and activities.cancel(pair.activity, by=by)
    if not told:
        telling.both(telling.ENDED, pair)
    people_changed([pair.guest_id, pair.host_id])
    audit.record("ended", "shadowing_pair", pair.id, actor_id=by.id if by else None)


def end_left_alone() -> None:
    """Let go of pairs of which one has left the cohort: recurring work."""
    for each in queries.left_alone(clock.today()):
        end(each, by=None)


def _pair(
    cohort: Cohort, guest_id: int, host_id: int, found: queries.Round, by: Person
) -> ShadowingPair:
    guest, host = found.fellows.get(guest_id), found.fellows.get(host_id)
    if guest is None or host is None:
        raise RuleBrokenError(l_("Choose among those who take part in shadowing."), "guest")
    standing = found.pair_of.get(guest_id)
    if standing and standing.host_id == host_id:
        return standing
    _check(guest, host, found)
    offer = found.offer_of[host_id]
    pair = ShadowingPair(
        cohort_id=cohort.id,
        guest_id=guest_id,
        host_id=host_id,
        state=PairState.MATCHED,
        confidentiality=offer.confidentiality,
        made_at=clock.now(),
    )
    db.session.add(pair)
    db.session.flush()
    telling.both(telling.MADE, pair)
    people_changed([guest_id, host_id])
    audit.record("paired", "shadowing_pair", pair.id, actor_id=by.id)
    return pair


def _check(guest: Fellow, host: Fellow, found: queries.Round) -> None:
    if guest.id in found.pair_of:
        raise RuleBrokenError(l_("%(name)s has a host already.", name=guest.name), "guest")
    barred = bar(guest, host, found.chains)
    if barred:
        raise RuleBrokenError(_BARS[barred], "host")
    offer = found.offer_of.get(host.id)
    if offer is None:
        raise RuleBrokenError(l_("%(name)s offers no places.", name=host.name), "host")
    if not offer.left:
        raise RuleBrokenError(l_("%(name)s has no place left.", name=host.name), "host")
