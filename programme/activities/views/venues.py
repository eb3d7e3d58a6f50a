"""Venues: what an organisation has to meet in, its rooms, and what takes place there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import labels
from programme.activities.plan import When
from programme.activities.queries import venues as uses
from programme.activities.services import placing
from programme.activities.views.base import blueprint, prefix, when_text
from programme.core import clock, language
from programme.core.access import demand, load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.venues import queries
from programme.venues import services as venue_services
from programme.venues.forms import BusyFileForm, BusyForm, RoomForm, VenueForm
from programme.venues.labels import busy_days
from programme.venues.views.base import keeps_room, keeps_venue
from programme.venues.views.files import file_of, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.core.forms import Form
    from programme.people.models import Organisation
    from programme.venues.models import Venue


@blueprint.get("/steder")
def venues() -> Response:
    """The venues of every organisation in which one coordinates something."""
    organisations = queries.organisations_of(viewer())
    demand(bool(organisations) or viewer().is_coordinator)
    found = queries.venues_of([each.id for each in organisations])
    return page(
        "venues/index.html",
        crumbs=[(_("Venues"), None)],
        parts=_parts(organisations, found),
        closed=[venue for venue in found if venue.is_closed],
        counts=uses.use_counts([venue.id for venue in found]),
        several=len(organisations) > 1,
        may_add=bool(organisations),
    )


def _parts(
    organisations: list[Organisation], found: list[Venue]
) -> list[tuple[Organisation, list[Venue]]]:
    """The open venues under their organisations."""
    open_ones = sorted((v for v in found if not v.is_closed), key=lambda v: v.organisation_id)
    groups = groupby(open_ones, key=lambda venue: venue.organisation_id)
    by_owner = {owner: list(group) for owner, group in groups}
    return [(each, by_owner.get(each.id, [])) for each in organisations]


@blueprint.route("/steder/nyt", methods=["GET", "POST"])
def new_venue() -> Response:
    """Add a venue; its rooms follow on its own page."""
    organisations = queries.organisations_of(viewer())
    demand(bool(organisations))
    form = VenueForm()
    form.offer(organisations)
    if request.method == "GET":
        form.organisation.data = whole(request.args.get("organisation")) or organisations[0].id
    made: list[Venue] = []
    owner = organisations[0].id

    def add() -> None:
        chosen = form.organisation.data or owner
        made.append(venue_services.add_venue(chosen, form.venue_text(), by=viewer()))

    if _done(form, add):
        flash(_("The venue can be chosen now."), "success")
        return go("activities.venue", key=made[0].id)
    return page(
        "venues/edit.html",
        status=422 if form.errors else 200,
        crumbs=_crumbs((_("New venue"), None)),
        form=form,
        venue=None,
        address=url_for("activities.new_venue"),
    )


@blueprint.get("/steder/<int:key>")
def venue(key: int) -> Response:
    """A venue with its rooms, what takes place there, and when it is taken."""
    found = load(queries.find_venue, key, keeps_venue)
    return _venue(found, RoomForm(formdata=None), BusyForm(formdata=None))


def _venue(
    found: Venue, rooms: RoomForm, busy: BusyForm, file: BusyFileForm | None = None
) -> Response:
    locale, today = language.short(), clock.today()
    return page(
        "venues/show.html",
        status=422 if rooms.errors or busy.errors or (file and file.errors) else 200,
        crumbs=_crumbs((found.name, None)),
        venue=found,
        room_form=rooms,
        busy_form=busy,
        coming=[_coming(use, locale) for use in uses.coming_at(found.id, viewer().id, today)],
        count=uses.use_counts([found.id]).get(found.id, 0),
        times=[(b.id, busy_days(b, locale)) for b in queries.busy_of_venue(found.id, today)],
        file=file_of(
            found,
            url_for("activities.venue_busy_file", key=found.id),
            is_venue=True,
            form=file,
        ),
    )


def _coming(use: uses.Use, locale: str) -> tuple[str, str, str, str, str]:
    """Label, address, days, room and cohort; of what one may not see only that it is."""
    when = When(
        starts_on=use.starts_on,
        ends_on=use.ends_on,
        start_time=use.start_time,
        end_time=use.end_time,
    )
    if not use.is_seen:
        return _("Busy"), "", when_text(when), use.room, ""
    label = labels.label(use.kind, use.number, use.title, locale)
    return label, f"{prefix()}{use.id}", when_text(when), use.room, use.cohort


@blueprint.route("/steder/<int:key>/ret", methods=["GET", "POST"])
def edit_venue(key: int) -> Response:
    """Write a venue anew; coming activities follow."""
    found = load(queries.find_venue, key, keeps_venue)
    form = VenueForm(obj=found)
    form.offer([found.organisation])
    if request.method == "GET":
        form.version.data = str(found.version)
    address = url_for("activities.edit_venue", key=key)

    def write() -> None:
        text, version = form.venue_text(), form.seen()
        placing.edit_venue(found, text, version=version, by=viewer(), address=address)

    if _done(form, write):
        return go("activities.venue", key=key)
    return page(
        "venues/edit.html",
        status=422 if form.errors else 200,
        crumbs=_crumbs((found.name, url_for("activities.venue", key=key)), (_("Edit"), None)),
        form=form,
        venue=found,
        address=address,
    )


@blueprint.post("/steder/<int:key>/luk")
def close_venue(key: int) -> Response:
    """Offer the venue no more."""
    return _turned(key, venue_services.close_venue)


@blueprint.post("/steder/<int:key>/aabn")
def reopen_venue(key: int) -> Response:
    """Offer the venue again."""
    return _turned(key, venue_services.reopen_venue)


def _turned(key: int, act: Callable[..., None]) -> Response:
    found = load(queries.find_venue, key, keeps_venue)
    act(found, by=viewer())
    db.session.commit()
    return go("activities.venue", key=key)


@blueprint.post("/steder/<int:key>/lokale")
def add_room(key: int) -> Response:
    """Add a room to a venue."""
    found = load(queries.find_venue, key, keeps_venue)
    form = RoomForm()
    if _done(form, lambda: venue_services.add_room(found, form.room_text(), by=viewer())):
        return go("activities.venue", key=key, _anchor="rooms")
    return _venue(found, form, BusyForm(formdata=None))


@blueprint.post("/steder/<int:key>/optaget")
def venue_busy(key: int) -> Response:
    """Say when a venue is taken."""
    found = load(queries.find_venue, key, keeps_venue)
    form = BusyForm()
    if _done(form, lambda: venue_services.note_busy(form.span(), by=viewer(), venue=found)):
        return go("activities.venue", key=key, _anchor="busy")
    return _venue(found, RoomForm(formdata=None), form)


@blueprint.post("/steder/<int:key>/optaget/fil")
def venue_busy_file(key: int) -> Response:
    """Take a venue's busy times from a calendar file, or take back what one brought."""
    found = load(queries.find_venue, key, keeps_venue)
    form = BusyFileForm()
    if take(form, venue=found):
        return go("activities.venue", key=key, _anchor="file")
    return _venue(found, RoomForm(formdata=None), BusyForm(formdata=None), form)


@blueprint.route("/lokale/<int:key>", methods=["GET", "POST"])
def room(key: int) -> Response:
    """Give a room another name or other seats."""
    found = load(queries.find_room, key, keeps_room)
    form = RoomForm(obj=found)
    if _done(form, lambda: placing.edit_room(found, form.room_text(), by=viewer())):
        return go("activities.venue", key=found.venue_id, _anchor="rooms")
    back = (found.venue.name, url_for("activities.venue", key=found.venue_id))
    return page(
        "venues/room.html",
        status=422 if form.errors else 200,
        crumbs=_crumbs(back, (found.name, None)),
        form=form,
        room=found,
    )


@blueprint.post("/lokale/<int:key>/fjern")
def remove_room(key: int) -> Response:
    """Take a room away that no coming activity is in."""
    found = load(queries.find_room, key, keeps_room)
    venue_id = found.venue_id
    try:
        placing.remove_room(found, by=viewer())
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    else:
        db.session.commit()
    return go("activities.venue", key=venue_id, _anchor="rooms")


def _crumbs(*further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Venues"), url_for("activities.venues")), *further]


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, was in order, and what it asks for is saved."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except RuleBrokenError as error:
        form.refuse(error)
        return False
    db.session.commit()
    return True
