"""What hosts offer, and whom guests wish for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm.attributes import flag_modified

from programme.activities import checks
from programme.audit import services as audit
from programme.cohorts.models import Cohort, CohortState
from programme.cohorts.services.versions import hold_still
from programme.core import clock, formats
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.shadowing import queries
from programme.shadowing.models import (
    PairState,
    ShadowingBlackout,
    ShadowingOffer,
    ShadowingPair,
    ShadowingWish,
)
from programme.shadowing.rules import MOST_PLACES, MOST_WISHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.people.models import Person
    from programme.shadowing.agreement import Days

MOST_BLACKOUTS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferText:
    """What a host offers."""

    places: int = 1
    about: str = ""
    confidentiality: str = ""
    blackouts: tuple[Days, ...] = ()


def offer_text(offer: ShadowingOffer) -> OfferText:
    """What stands."""
    return OfferText(
        places=offer.places,
        about=offer.about,
        confidentiality=offer.confidentiality,
        blackouts=tuple((off.starts_on, off.ends_on) for off in offer.blackouts),
    )


def save_offer(
    cohort: Cohort, host: Person, text: OfferText, *, version: int, address: str
) -> ShadowingOffer:
    """Make an offer or write it anew; a withdrawn one stands again. What is as it was stays."""
    check_open(cohort)
    text = _checked(text)
    hold_still(cohort.id)
    offer = queries.find_offer(cohort.id, host.id)
    if offer is None:
        offer = ShadowingOffer(cohort=cohort, host=host, made_at=clock.now(), blackouts=[])
        db.session.add(offer)
    elif text == offer_text(offer) and offer.withdrawn_at is None:
        return offer
    elif version != offer.version:
        raise _conflict(text, offer, address)
    _check_room(offer, text.places)
    _write(offer, text)
    audit.record("offered", "shadowing_offer", offer.id, actor_id=host.id)
    return offer


def withdraw(offer: ShadowingOffer, *, by: Person) -> None:
    """Offer no more. Pairs that are made stay. Twice is once."""
    if offer.withdrawn_at is None:
        offer.withdrawn_at = clock.now()
        db.session.flush()
        audit.record("withdrew", "shadowing_offer", offer.id, actor_id=by.id)


def save_wishes(
    cohort: Cohort, guest: Person, host_ids: Sequence[int], *, seen: Sequence[int], address: str
) -> None:
    """Keep up to three hosts, the dearest first; `seen` are those that stood on the page."""
    check_open(cohort)
    hold_still(cohort.id)
    found = queries.round_of(cohort.id, queries.items_of(cohort.id))
    old = found.wishes.get(guest.id, ())
    if tuple(host_ids) == old:
        return
    names = {key: fellow.name for key, fellow in found.fellows.items()}
    _check_wishes(guest, host_ids, found)
    if tuple(seen) != old:
        label = str(l_("Wishes"))
        mine, theirs = (
            {label: "\n".join(names.get(key, "–") for key in keys)} for keys in (host_ids, old)
        )
        raise ConflictError(mine, theirs, address)
    _replace_wishes(cohort, guest, host_ids)


def check_open(cohort: Cohort) -> None:
    """A closed cohort is for reading."""
    if cohort.state is CohortState.CLOSED:
        raise RuleBrokenError(l_("The cohort is closed. Nothing can be changed in it."))


def _checked(text: OfferText) -> OfferText:
    if not 1 <= text.places <= MOST_PLACES:
        raise RuleBrokenError(l_("Offer between 1 and 10 places."), "places")
    if len(text.blackouts) > MOST_BLACKOUTS:
        raise RuleBrokenError(l_("There is room for 40 periods."), "blackouts")
    return OfferText(
        places=text.places,
        about=checks.prose(text.about, "about"),
        confidentiality=checks.prose(text.confidentiality, "confidentiality"),
        blackouts=tuple(sorted(set(text.blackouts))),
    )


def _check_room(offer: ShadowingOffer, places: int) -> None:
    """No fewer places than there are guests."""
    guests = db.session.scalar(
        select(func.count(ShadowingPair.id)).where(
            ShadowingPair.cohort_id == offer.cohort.id,
            ShadowingPair.host_id == offer.host.id,
            ShadowingPair.state != PairState.ENDED,
        )
    )
    if guests and places < guests:
        raise RuleBrokenError(l_("You have %(number)d guests already.", number=guests), "places")


def _write(offer: ShadowingOffer, text: OfferText) -> None:
    offer.places, offer.about = text.places, text.about
    offer.confidentiality, offer.withdrawn_at = text.confidentiality, None
    if text.blackouts != tuple((off.starts_on, off.ends_on) for off in offer.blackouts):
        offer.blackouts = [
            ShadowingBlackout(starts_on=first, ends_on=last) for first, last in text.blackouts
        ]
        flag_modified(offer, "places")  # the version rises with the rows that hang on it
    db.session.flush()


def _conflict(text: OfferText, offer: ShadowingOffer, address: str) -> ConflictError:
    mine, theirs = _shown(text), _shown(offer_text(offer))
    differing = [label for label in mine if mine[label] != theirs[label]]
    return ConflictError(
        {label: mine[label] for label in differing},
        {label: theirs[label] for label in differing},
        address,
        offer.version,
    )


def _shown(text: OfferText) -> dict[str, str]:
    return {
        str(l_("Places")): str(text.places),
        str(l_("About the day")): text.about,
        str(l_("Confidentiality")): text.confidentiality,
        str(l_("Days on which you cannot")): "\n".join(
            formats.days(first, last) for first, last in text.blackouts
        ),
    }


def _check_wishes(guest: Person, host_ids: Sequence[int], found: queries.Round) -> None:
    if len(host_ids) > MOST_WISHES or len(set(host_ids)) < len(host_ids):
        raise RuleBrokenError(l_("Choose up to three different hosts."), "first")
    fellow = found.fellows.get(guest.id)
    open_to = {offer.host.id for offer in found.open_to(fellow)} if fellow else set()
    if not open_to.issuperset(host_ids):
        raise RuleBrokenError(l_("The host is no longer on the list. Choose another."), "first")


def _replace_wishes(cohort: Cohort, guest: Person, host_ids: Sequence[int]) -> None:
    db.session.execute(
        delete(ShadowingWish).where(
            ShadowingWish.cohort_id == cohort.id, ShadowingWish.guest_id == guest.id
        )
    )
    db.session.add_all(
        ShadowingWish(cohort_id=cohort.id, guest_id=guest.id, host_id=host_id, rank=rank)
        for rank, host_id in enumerate(host_ids, 1)
    )
    db.session.flush()
