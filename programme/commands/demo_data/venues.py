"""The demo's venues and partners, and what facilitators have said to their dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from programme.activities.models import FacilitatorAnswer
from programme.commands.demo_data import dates
from programme.commands.demo_data.past import as_of
from programme.commands.demo_data.people import FACILITATORS
from programme.core.db import db
from programme.facilitation import queries
from programme.facilitation import services as facilitation
from programme.venues import queries as venue_queries
from programme.venues import services as venues
from programme.venues.services import BusySpan, RoomText, VenueText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.models import Activity
    from programme.commands.demo_data.content import VenueText as PlaceText
    from programme.commands.demo_data.people import World
    from programme.people.models import Organisation

DAY: Final = timedelta(days=1)
MADE_ON: Final = date(2019, 12, 2)  # before the oldest cohort
OWNER: Final = "Birkevig Kommune"
VENUES: Final = (
    (
        VenueText(
            "Kursuscentret ved fjorden",
            "Strandengen 4, Birkevig",
            40,
            "Nøgleboks ved gavlen. Gratis parkering for 25 biler. Frokosten bestilles ugen før.",
        ),
        (RoomText("Fjordstuen", 40), RoomText("Lokale 2", 12), RoomText("Lokale 3", 12)),
    ),
    (
        VenueText("Rådhuset i Birkevig", "Torvet 1, Birkevig", 120, "Meld gæster i receptionen."),
        (RoomText("salen", 80), RoomText("Byrådssalen", 35)),
    ),
)
PARTNERS: Final = (
    facilitation.PartnerText("Birgit Løvgren", "Plejecentret Åhaven"),
    facilitation.PartnerText("Anders Toft", "Jobcenter Birkevig"),
)


def populate(world: World) -> None:
    """Make the venues, before the cohorts that meet there."""
    owner = world.organisations[OWNER]
    with as_of(MADE_ON):
        for text, rooms in VENUES:
            venue = venues.add_venue(owner.id, text, by=world.coordinator)
            for room in rooms:
                venues.add_room(venue, room, by=world.coordinator)


def where(owner: Organisation, text: PlaceText) -> dict[str, Any]:
    """Where an activity takes place: a venue or room of that name, or in words."""
    for venue in venue_queries.offered(owner.id):
        if venue.name == text.place:
            return {"venue_id": venue.id}
        for room in venue.rooms:
            if room.place == text.place:
                return {"venue_id": venue.id, "room_id": room.id}
    return {"place": text.place, "address": text.address}


def write(world: World, built: Mapping[str, Mapping[str, Activity]], today: date) -> None:
    """Seminar 4's facilitators are asked, one can; one is busy some days; partners are named."""
    seminar = built["main"][dates.SEMINAR_4]
    first = world.people[FACILITATORS[0]]
    with as_of(today - 9 * DAY, 10):
        facilitation.ask(seminar, [each.id for each in seminar.facilitators], by=world.coordinator)
    with as_of(today - 8 * DAY, 19):
        # None on the day before it begins, and later.
        for request in filter(None, [queries.find_request(seminar.id, first.id)]):
            facilitation.answer(request, FacilitatorAnswer.ACCEPTED)
    days = _free_days(built, today)
    with as_of(today - 8 * DAY, 19):
        venues.note_busy(BusySpan(days, days + 2 * DAY), by=first, person=first)
    _name_partners(world, built)
    db.session.flush()


def _free_days(built: Mapping[str, Mapping[str, Activity]], today: date) -> date:
    """A Monday from which on nothing takes place for three days."""
    taken = {
        each.starts_on + n * DAY
        for plan in built.values()
        for each in plan.values()
        if each.starts_on and each.ends_on
        for n in range((each.ends_on - each.starts_on).days + 1)
    }
    monday = today + (21 + 7 - today.weekday()) * DAY
    while any(monday + n * DAY in taken for n in range(3)):
        monday += 7 * DAY
    return monday


def _name_partners(world: World, built: Mapping[str, Mapping[str, Activity]]) -> None:
    owner = world.organisations[OWNER]
    made = [facilitation.add_partner(owner.id, text, by=world.coordinator) for text in PARTNERS]
    last = max(built["half-year"].values(), key=lambda each: each.starts_on or date.min)
    facilitation.name_partners(last, frozenset({made[0].id}), by=world.coordinator)
