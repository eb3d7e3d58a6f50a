"""What changes a venue, and with it the words under which coming activities take place there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from programme.activities.models import Activity
from programme.activities.queries.venues import not_over_at
from programme.activities.services.writing import changed
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.venues import services as venues

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.venues.models import Room, Venue


def edit_venue(
    venue: Venue, text: venues.VenueText, *, version: int, by: Person, address: str
) -> None:
    """Write a venue anew; what takes place there from today on says so, the past does not."""
    venues.edit_venue(venue, text, version=version, by=by, address=address)
    _say_anew(venue, by)


def edit_room(room: Room, text: venues.RoomText, *, by: Person) -> None:
    """Give a room another name or other seats."""
    venues.edit_room(room, text, by=by)
    _say_anew(room.venue, by)


def remove_room(room: Room, *, by: Person) -> None:
    """Take a room away; what has been held there keeps it in words."""
    if any(activity.room_id == room.id for activity in not_over_at(room.venue_id, clock.today())):
        raise RuleBrokenError(
            l_("Coming activities take place in the room. Give them another one first.")
        )
    db.session.execute(
        update(Activity)
        .where(Activity.room_id == room.id)
        .values(room_id=None)
        .execution_options(synchronize_session=False)
    )
    venues.remove_room(room, by=by)


def _say_anew(venue: Venue, by: Person) -> None:
    for activity in not_over_at(venue.id, clock.today()):
        place = activity.room.place if activity.room else venue.name
        if (activity.place, activity.address) != (place, venue.address):
            activity.place, activity.address = place, venue.address
            changed(activity, by)
