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
from programme.venues.forms import BusyFileForm, BusyForm
from programme.venues.labels import busy_days
from programme.venues.views.base import blueprint, notes_busy, removes_busy
from programme.venues.views.files import file_of, take

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
    return _page(person, others)


@blueprint.route("/personer/<int:key>/optaget", methods=["GET", "POST"])
def busy_of(key: int) -> Response:
    """Say when a facilitator is busy."""
    person = load(queries.find_facilitator, key, notes_busy)
    return _page(person, [])


@blueprint.post("/optaget/fil")
def busy_file() -> Response:
    """Take one's busy times from a calendar file, or take back what one brought."""
    person = viewer()
    demand(notes_busy(person, person))
    form = BusyFileForm()
    if take(form, person=person):
        return go("venues.busy", _anchor="file")
    others = [other for other in queries.facilitators_for(person) if other.id != person.id]
    return _shown(person, BusyForm(formdata=None), others, form)


@blueprint.post("/personer/<int:key>/optaget/fil")
def busy_file_of(key: int) -> Response:
    """Likewise for a facilitator."""
    person = load(queries.find_facilitator, key, notes_busy)
    form = BusyFileForm()
    if take(form, person=person):
        return go("venues.busy_of", key=key, _anchor="file")
    return _shown(person, BusyForm(formdata=None), [], form)


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


def _page(person: Person, others: list[Person]) -> Response:
    form = BusyForm()
    if form.validate_on_submit():
        try:
            services.note_busy(form.span(), by=viewer(), person=person)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            own = person.id == viewer().id
            return go("venues.busy") if own else go("venues.busy_of", key=person.id)
    return _shown(person, form, others)


def _shown(
    person: Person, form: BusyForm, others: list[Person], file: BusyFileForm | None = None
) -> Response:
    is_own = person.id == viewer().id
    to = url_for("venues.busy_file") if is_own else url_for("venues.busy_file_of", key=person.id)
    times = queries.busy_of_person(person.id, clock.today())
    return page(
        "venues/busy.html",
        status=422 if form.errors or (file and file.errors) else 200,
        person=person,
        form=form,
        address=url_for("venues.busy") if is_own else url_for("venues.busy_of", key=person.id),
        is_own=is_own,
        others=others,
        times=[(each.id, busy_days(each, language.short())) for each in times],
        file=file_of(person, to, is_venue=False, form=file),
    )
