"""Who missed an activity is offered the same in a parallel cohort, while there is a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities import policy as activities
from programme.attendance import policy, queries
from programme.attendance.expected import expected_ids, places_left
from programme.attendance.models import CatchUpOffer, OfferState
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still, people_changed
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person

OFFERED: Final = "attendance/offered"
_FULL: Final = l_("There is no place left.")


def offer(missed: Activity, offered_id: int, person_id: int, *, by: Person) -> CatchUpOffer:
    """Offer the place; whoever it is made to hears of it by mail. Twice is once."""
    if person_id not in expected_ids(missed) or not queries.has_missed(missed.id, person_id):
        raise RuleBrokenError(l_("This is offered to those who have missed the activity."))
    found = {each.id: each for each in queries.parallels(missed, by.id, clock.today())}
    offered = found.get(offered_id)
    if offered is None or not policy.can_receive(by, missed, offered):
        raise RuleBrokenError(l_("Choose among what stands in the list."))
    if person_id in expected_ids(offered):
        raise RuleBrokenError(l_("The person is expected there already."))
    if places_left(offered) == 0:
        raise RuleBrokenError(_FULL)
    row = _row(person_id, missed.id, offered_id)
    if row.state is OfferState.OFFERED and row.id:
        return row
    row.state, row.offered_at, row.offered_by_id = OfferState.OFFERED, clock.now(), by.id
    row.answered_at = None
    db.session.add(row)
    db.session.flush()
    outbox.queue(OFFERED, person_id, {"offer": row.id}, dedupe=_dedupe(row))
    audit.record("offered", "catch_up_offer", row.id, actor_id=by.id)
    return row


def accept(row: CatchUpOffer, *, by: Person) -> None:
    """Take the place: the activity is in the person's plan from now on. Twice is once.

    The last place goes to who comes first: the cohort is held still while places are counted.
    """
    offered = _held(row)
    if row.state is OfferState.ACCEPTED:
        return
    if row.state is not OfferState.OFFERED:
        raise RuleBrokenError(l_("The offer does not stand any more."))
    _check_ahead(offered)
    if row.person_id not in expected_ids(row.missed):
        raise RuleBrokenError(l_("The offer does not stand any more."))
    if row.person_id not in expected_ids(offered):
        if places_left(offered) == 0:
            raise RuleBrokenError(l_("The last place has just been taken by somebody else."))
        offered.named.append(row.person)
    row.state, row.answered_at = OfferState.ACCEPTED, clock.now()
    _withdraw_others(row)
    _settle("accepted", row, by)


def decline(row: CatchUpOffer, *, by: Person) -> None:
    """Leave the offer, also after having taken it, until the day."""
    _end(row, OfferState.DECLINED, "declined", by)


def withdraw(row: CatchUpOffer, *, by: Person) -> None:
    """Take the offer back, and the place with it, until the day."""
    _end(row, OfferState.WITHDRAWN, "withdrew", by)


def withdraw_from_leavers() -> None:
    """Take back what was offered to who has left the cohort since: recurring work."""
    for row in queries.offers_to_leavers(clock.today()):
        _end(row, OfferState.WITHDRAWN, "withdrew", None)


def _end(row: CatchUpOffer, state: OfferState, action: str, by: Person | None) -> None:
    offered = _held(row)
    if row.state not in {OfferState.OFFERED, OfferState.ACCEPTED}:
        return
    if row.state is OfferState.ACCEPTED:
        _check_ahead(offered)
        if not queries.is_guest_besides(row):
            offered.named = [person for person in offered.named if person.id != row.person_id]
    row.state, row.answered_at = state, clock.now()
    outbox.withdraw(_dedupe(row))
    _settle(action, row, by)


def _held(row: CatchUpOffer) -> Activity:
    """What is offered, as it stands once nobody else may take a place in it."""
    hold_still(row.offered.cohort_id)
    db.session.refresh(row, ["state", "answered_at"])
    return queries.fresh(row.offered_id)


def _check_ahead(offered: Activity) -> None:
    ahead = offered.starts_on is not None and offered.starts_on > clock.today()
    if offered.is_cancelled or not activities.is_shown(offered) or not ahead:
        raise RuleBrokenError(l_("It is too late: the activity is held, moved or cancelled."))


def _row(person_id: int, missed_id: int, offered_id: int) -> CatchUpOffer:
    found = db.session.scalar(
        select(CatchUpOffer).where(
            CatchUpOffer.person_id == person_id,
            CatchUpOffer.missed_id == missed_id,
            CatchUpOffer.offered_id == offered_id,
        )
    )
    return found or CatchUpOffer(
        person_id=person_id, missed_id=missed_id, offered_id=offered_id, state=OfferState.OFFERED
    )


def _withdraw_others(row: CatchUpOffer) -> None:
    """One place is enough: what else was offered for the same falls away."""
    others = db.session.scalars(
        select(CatchUpOffer).where(
            CatchUpOffer.person_id == row.person_id,
            CatchUpOffer.missed_id == row.missed_id,
            CatchUpOffer.id != row.id,
            CatchUpOffer.state == OfferState.OFFERED,
        )
    )
    for other in others:
        other.state = OfferState.WITHDRAWN
        outbox.withdraw(_dedupe(other))


def _settle(action: str, row: CatchUpOffer, by: Person | None) -> None:
    db.session.flush()
    people_changed([row.person_id])
    audit.record(action, "catch_up_offer", row.id, actor_id=by.id if by else None)


def _dedupe(row: CatchUpOffer) -> str:
    return f"catch-up:{row.id}:{row.offered_at:%Y%m%d%H%M%S}"
