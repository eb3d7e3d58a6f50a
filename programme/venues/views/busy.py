"""When facilitators are busy: their own list, and the coordinator's view of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.core import clock, language
from programme.core.access import demand, load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.venues import queries, services
from programme.venues.forms import BusyForm
from programme.venues.labels import busy_days
from programme.venues.views.base import blueprint, notes_busy, removes_busy

if TYPE_CHECKING:
    from flask import Response

    from programme.people.models import Person


@blueprint.route("/optaget", methods=["GET", "POST"])
def busy() -> Response:
    """Say when oneself is busy; coordinators find their facilitators here."""
    person = viewer()
    people = queries.facilitators_for(person)
    demand(bool(people) or person.is_coordinator)
    if not notes_busy(person, person):
        demand(request.method == "GET")
        return page("venues/busy_people.html", people=people)
    others = [other for other in people if other.id != person.id]
    return _page(person, url_for("venues.busy"), others, is_own=True)


@blueprint.route("/personer/<int:key>/optaget", methods=["GET", "POST"])
def busy_of(key: int) -> Response:
    """Say when a facilitator is busy."""
    person = load(queries.find_facilitator, key, notes_busy)
    return _page(person, url_for("venues.busy_of", key=key), [], is_own=person.id == viewer().id)


@blueprint.post("/optaget/<int:key>/fjern")
def remove_busy(key: int) -> Response:
    """Say that the time is free after all."""
    found = load(queries.find_busy, key, removes_busy)
    venue_id, person_id = found.venue_id, found.person_id
    services.remove_busy(found)
    db.session.commit()
    flash(_("The time is free again."), "success")
    if venue_id:
        return go("activities.venue", key=venue_id, _anchor="busy")
    if person_id == viewer().id:
        return go("venues.busy")
    return go("venues.busy_of", key=person_id)


def _page(person: Person, address: str, others: list[Person], *, is_own: bool) -> Response:
    form = BusyForm()
    if form.validate_on_submit():
        try:
            services.note_busy(form.span(), by=viewer(), person=person)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("venues.busy") if is_own else go("venues.busy_of", key=person.id)
    times = queries.busy_of_person(person.id, clock.today())
    return page(
        "venues/busy.html",
        status=422 if form.errors else 200,
        person=person,
        form=form,
        address=address,
        is_own=is_own,
        others=others,
        times=[(each.id, busy_days(each, language.short())) for each in times],
    )
