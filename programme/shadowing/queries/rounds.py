"""A cohort's shadowing as it stands: who takes part, who offers, who wishes, who is a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, selectinload

from programme.activities import policy as activities
from programme.activities.models import Activity
from programme.activities.queries import common
from programme.cohorts.models import LEARNERS, Cohort, CohortState, Enrolment
from programme.core.db import db
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from programme.shadowing.agreement import Days, is_agreed
from programme.shadowing.models import ShadowingOffer, ShadowingPair, ShadowingWish
from programme.shadowing.queries.pairs import met, open_pairs, pairs_of
from programme.shadowing.rules import Chains, Fellow, bar

if TYPE_CHECKING:
    from sqlalchemy import Select

_LONG: Final = timedelta(days=3 * 365)  # where nobody has said when the course ends


@dataclass(frozen=True, slots=True)
class Offer:
    """A host's offer that stands, with what is left of it."""

    host: Fellow
    about: str
    confidentiality: str
    places: int
    left: int
    blackouts: tuple[Days, ...]


@dataclass(frozen=True)
class Round:
    """The whole of it. `pairs` are those that have not ended."""

    fellows: Mapping[int, Fellow]
    chains: Chains
    offers: tuple[Offer, ...]
    wishes: Mapping[int, tuple[int, ...]]
    pairs: tuple[ShadowingPair, ...]
    met: frozenset[frozenset[int]]

    @cached_property
    def pair_of(self) -> dict[int, ShadowingPair]:
        """Each guest's own pair: a guest has one host."""
        return {pair.guest_id: pair for pair in self.pairs}

    @cached_property
    def offer_of(self) -> dict[int, Offer]:
        """Each host's offer."""
        return {offer.host.id: offer for offer in self.offers}

    @property
    def seekers(self) -> list[Fellow]:
        """Who has no host, by name."""
        return [fellow for key, fellow in self.fellows.items() if key not in self.pair_of]

    def guests_of(self, host_id: int) -> list[ShadowingPair]:
        """A host's pairs."""
        return [pair for pair in self.pairs if pair.host_id == host_id]

    def open_to(self, guest: Fellow) -> list[Offer]:
        """The offers that a guest may wish for: none from the own unit or chain of command."""
        return [each for each in self.offers if bar(guest, each.host, self.chains) is None]


@dataclass(frozen=True, slots=True)
class Turn:
    """A cohort in which somebody takes part in shadowing."""

    cohort_id: int
    name: str


def items_of(cohort_id: int, *, shown: bool = False) -> list[Activity]:
    """The plan's own shadowing that is not cancelled, by key; with `shown` what members see."""
    statement = _items().where(Activity.cohort_id == cohort_id)
    if shown:
        statement = statement.where(Activity.published_at.is_not(None))
    return list(db.session.scalars(statement))


def find_item(pair: ShadowingPair) -> Activity | None:
    """The plan's shadowing that a pair carries out: the guest's."""
    places = [place for place in pair.cohort.enrolments if place.person_id == pair.guest_id]
    return next(
        (
            item
            for item in items_of(pair.cohort_id)
            if any(activities.is_meant_for(item, place) for place in places)
        ),
        None,
    )


def window_of(item: Activity | None, cohort: Cohort) -> Days:
    """When it may be done: the item's window, else its days, else while the course runs."""
    if item and item.window_from and item.window_to:
        return item.window_from, item.window_to
    if item and item.starts_on and item.ends_on:
        return item.starts_on, item.ends_on
    return cohort.starts_on, cohort.ends_on or cohort.starts_on + _LONG


def takes_part(person_id: int, cohort: Cohort, items: Iterable[Activity]) -> bool:
    """Whether shadowing is in the plan for somebody of this cohort."""
    return any(
        activities.is_meant_for(item, place)
        for place in cohort.enrolments
        if place.person_id == person_id and place.is_open and place.role in LEARNERS
        for item in items
    )


def turns_of(person_id: int) -> list[Turn]:
    """The cohorts in which a person takes part in shadowing, the newest start first."""
    places = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.cohort)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
            Cohort.state != CohortState.DRAFT,
        )
        .options(joinedload(Enrolment.cohort, innerjoin=True))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    ).all()
    items = db.session.scalars(
        _items().where(
            Activity.cohort_id.in_([place.cohort_id for place in places]),
            Activity.published_at.is_not(None),
        )
    ).all()
    return [
        Turn(place.cohort_id, place.cohort.name)
        for place in places
        if any(
            item.cohort_id == place.cohort_id and activities.is_meant_for(item, place)
            for item in items
        )
    ]


def count_unagreed(cohort_ids: Collection[int]) -> dict[int, int]:
    """How many have not agreed on a day yet, by the plan's item."""
    items = db.session.scalars(
        _items().where(Activity.cohort_id.in_(cohort_ids), Activity.published_at.is_not(None))
    ).all()
    agreed = {(p.cohort_id, p.guest_id) for p in pairs_of(cohort_ids) if is_agreed(p)}
    places = db.session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id.in_(cohort_ids),
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
    )
    return Counter(
        item.id
        for place in places
        if (place.cohort_id, place.person_id) not in agreed
        for item in items
        if item.cohort_id == place.cohort_id and activities.is_meant_for(item, place)
    )


def find_offer(cohort_id: int, host_id: int) -> ShadowingOffer | None:
    """A host's offer, withdrawn or not."""
    return db.session.scalar(
        select(ShadowingOffer)
        .where(ShadowingOffer.cohort_id == cohort_id, ShadowingOffer.host_id == host_id)
        .options(selectinload(ShadowingOffer.blackouts))
    )


def round_of(cohort_id: int, items: Sequence[Activity]) -> Round:
    """Everything at once, by a number of statements that does not grow with the cohort."""
    fellows = _fellows(cohort_id, items)
    pairs = [pair for pair in open_pairs(cohort_id) if _is_whole(pair, fellows)]
    taken = Counter(pair.host_id for pair in pairs)
    return Round(
        fellows=fellows,
        chains=_chains(cohort_id),
        offers=tuple(_offers(cohort_id, fellows, taken)),
        wishes=_wishes(cohort_id, fellows),
        pairs=tuple(pairs),
        met=met(fellows, besides=[pair.id for pair in pairs]),
    )


def _is_whole(pair: ShadowingPair, fellows: Collection[int]) -> bool:
    return pair.guest_id in fellows and pair.host_id in fellows


def _items() -> Select[Activity]:
    return (
        select(Activity)
        .where(
            Activity.kind == ActivityKind.SHADOWING,
            Activity.cancelled_at.is_(None),
            common(),
        )
        .options(selectinload(Activity.levels))
        .order_by(Activity.id)
    )


def _fellows(cohort_id: int, items: Sequence[Activity]) -> dict[int, Fellow]:
    person = joinedload(Enrolment.person, innerjoin=True)
    places = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.ended_at.is_(None),
            Enrolment.role.in_(LEARNERS),
        )
        .options(
            person.joinedload(Person.organisation, innerjoin=True),
            person.joinedload(Person.unit),
            person.joinedload(Person.job_title),
        )
        .order_by(Person.name, Person.id)
    )
    meant = (
        (place, next((i.id for i in items if activities.is_meant_for(i, place)), None))
        for place in places
    )
    return {place.person_id: _fellow(place, item) for place, item in meant if item is not None}


def _fellow(place: Enrolment, item_id: int) -> Fellow:
    person = place.person
    return Fellow(
        id=person.id,
        name=person.name,
        title=person.job_title.name if person.job_title else "",
        unit=person.unit.name if person.unit else "",
        organisation=person.organisation.name,
        workplace=("unit", person.unit.id)
        if person.unit
        else ("organisation", person.organisation_id),
        organisation_id=person.organisation_id,
        level_id=place.level_id,
        item_id=item_id,
    )


def _chains(cohort_id: int) -> dict[int, frozenset[int]]:
    """Everybody above each learner. Whoever manages round in a ring ends it: rows are distinct."""
    chain = (
        select(Enrolment.person_id, Person.line_manager_id.label("above"))
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.ended_at.is_(None),
            Person.line_manager_id.is_not(None),
        )
        .cte("chain", recursive=True)
    )
    upper = aliased(Person)
    chain = chain.union(
        select(chain.c.person_id, upper.line_manager_id)
        .join(chain, upper.id == chain.c.above)
        .where(upper.line_manager_id.is_not(None))
    )
    found: dict[int, set[int]] = {}
    for person_id, above in db.session.execute(select(chain.c.person_id, chain.c.above)):
        found.setdefault(person_id, set()).add(above)
    return {person_id: frozenset(above) for person_id, above in found.items()}


def _offers(
    cohort_id: int, fellows: Mapping[int, Fellow], taken: Mapping[int, int]
) -> Iterable[Offer]:
    offers = db.session.scalars(
        select(ShadowingOffer)
        .where(ShadowingOffer.cohort_id == cohort_id, ShadowingOffer.withdrawn_at.is_(None))
        .options(selectinload(ShadowingOffer.blackouts))
    )
    standing = {offer.host_id: offer for offer in offers}
    for key, fellow in fellows.items():
        if offer := standing.get(key):
            blackouts = tuple((off.starts_on, off.ends_on) for off in offer.blackouts)
            left = max(0, offer.places - taken[key])
            yield Offer(fellow, offer.about, offer.confidentiality, offer.places, left, blackouts)


def _wishes(cohort_id: int, fellows: Collection[int]) -> dict[int, tuple[int, ...]]:
    rows = db.session.execute(
        select(ShadowingWish.guest_id, ShadowingWish.host_id)
        .where(ShadowingWish.cohort_id == cohort_id)
        .order_by(ShadowingWish.guest_id, ShadowingWish.rank)
    )
    found: dict[int, tuple[int, ...]] = {}
    for guest_id, host_id in rows:
        if guest_id in fellows:
            found[guest_id] = (*found.get(guest_id, ()), host_id)
    return found
