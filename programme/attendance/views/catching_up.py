"""Offer who missed an activity the same one in a parallel cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request
from flask_babel import gettext as _

from programme.activities.views.base import crumbs, days_of, label_of
from programme.attendance import policy, queries, services
from programme.attendance.expected import expected_ids, places_left
from programme.attendance.views.base import blueprint, load_activity
from programme.cohorts import policy as cohorts
from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.attendance.queries import Expected


@blueprint.get("/aktivitet/<int:key>/indhent/<int:person>")
def parallels(key: int, person: int) -> Response:
    """Where the activity comes again, and how many places are left."""
    missed = load_activity(key, policy.can_offer)
    somebody = _missing(missed, person)
    found = queries.parallels(missed, viewer().id, clock.today())
    return page(
        "attendance/parallels.html",
        crumbs=crumbs(missed, _("Catch up")),
        missed=missed,
        label=label_of(missed),
        when=days_of(missed),
        person=somebody,
        parallels=[
            (each, days_of(each), places_left(each), cohorts.coordinates(viewer(), each.cohort))
            for each in found
            if person not in expected_ids(each)
        ],
    )


@blueprint.post("/aktivitet/<int:key>/indhent/<int:person>")
def offer(key: int, person: int) -> Response:
    """Make the offer; the person hears of it by mail."""
    missed = load_activity(key, policy.can_offer)
    somebody = _missing(missed, person)
    wanted = whole(request.form.get("offered")) or 0
    services.offer(missed, wanted, person, by=viewer())
    db.session.commit()
    flash(_("%(name)s gets the offer by mail.", name=somebody.name), "success")
    return go("attendance.cohort", key=missed.cohort_id)


@blueprint.post("/indhentning/<int:key>/traek-tilbage")
def withdraw_offer(key: int) -> Response:
    """Take it back."""
    found = load(queries.find_offer, key, policy.can_withdraw)
    services.withdraw(found, by=viewer())
    db.session.commit()
    flash(_("The offer is withdrawn."), "success")
    return go("attendance.cohort", key=found.missed.cohort_id)


def _missing(missed: Activity, person_id: int) -> Expected:
    """Somebody expected there who missed it; there is nothing to say of anybody else."""
    people = {each.person_id: each for each in queries.expected(missed)}
    if person_id not in people or not queries.has_missed(missed.id, person_id):
        abort(404)
    return people[person_id]
