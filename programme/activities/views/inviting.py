"""Choose to which activities somebody of another leadership level is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.activities import services
from programme.activities.views.base import blueprint, days_of, label_of
from programme.cohorts import policy, queries
from programme.cohorts.models import Enrolment, Role
from programme.cohorts.views.head import crumbs_of
from programme.core.access import load
from programme.core.db import db
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/hold/<int:key>/deltagere/<int:place>/invitationer")
def invitations(key: int, place: int) -> Response:
    """The cohort's activities, those ticked to which the person is invited."""
    found = _load(key, place)
    above = (_("Participants"), url_for("cohorts.people", key=key))
    return page(
        "activities/invitations.html",
        cohort=found.cohort,
        person=found.person,
        place=found,
        rows=[
            (activity, label_of(activity), days_of(activity), found.person in activity.named)
            for activity in services.invitable(key)
        ],
        crumbs=crumbs_of(found.cohort, above, (found.person.name, None)),
    )


@blueprint.post("/hold/<int:key>/deltagere/<int:place>/invitationer")
def invite(key: int, place: int) -> Response:
    """Invite to what is ticked, and to nothing else."""
    found = _load(key, place)
    keys = {number for typed in request.form.getlist("activity") if (number := whole(typed))}
    services.invite(found, keys, by=viewer())
    db.session.commit()
    flash(_("The invitations of %(name)s are saved.", name=found.person.name), "success")
    return go("cohorts.people", key=key)


def _load(key: int, place: int) -> Enrolment:
    cohort = load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)
    found = queries.find_enrolment(cohort, place)
    if found is None or found.role is not Role.OTHER_LEVEL:
        abort(404)
    return found
