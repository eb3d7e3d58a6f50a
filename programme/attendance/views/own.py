"""One's own attendance: offers to catch up, what one is asked, and the days noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import gettext as _

from programme.activities import labels
from programme.activities.views.base import days_of, label_of
from programme.attendance import policy, queries, services
from programme.attendance.labels import PRESENCES
from programme.attendance.models import OfferState
from programme.attendance.views.base import blueprint
from programme.cohorts.labels import said
from programme.core import clock, language
from programme.core.access import load
from programme.core.db import db
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.attendance.models import CatchUpOffer


@blueprint.get("/mit-fremmoede")
def mine() -> Response:
    """For oneself alone."""
    person, locale = viewer(), language.short()
    return page(
        "attendance/mine.html",
        crumbs=[(_("My plan"), url_for("activities.my_plan")), (_("My attendance"), None)],
        offers=[
            (each, label_of(each.offered), days_of(each.offered), _may_answer(each))
            for each in queries.offers_to(person.id)
        ],
        OfferState=OfferState,
        asked=[
            (each, label_of(each), days_of(each))
            for each in queries.open_questions(person.id, clock.today())
        ],
        days=[
            (each, labels.label(each.kind, each.number, each.title, locale))
            for each in queries.own_days(person.id)
        ],
        presences=said(PRESENCES),
    )


@blueprint.post("/indhentning/<int:key>/ja")
def accept_offer(key: int) -> Response:
    """Take the place."""
    found = load(queries.find_offer, key, policy.can_answer_offer)
    services.accept(found, by=viewer())
    db.session.commit()
    flash(_("The activity is in your plan now."), "success")
    return go("attendance.mine")


@blueprint.post("/indhentning/<int:key>/nej")
def decline_offer(key: int) -> Response:
    """Leave it to somebody else."""
    found = load(queries.find_offer, key, policy.can_answer_offer)
    services.decline(found, by=viewer())
    db.session.commit()
    flash(_("You have declined the offer."), "success")
    return go("attendance.mine")


def _may_answer(found: CatchUpOffer) -> bool:
    offered = found.offered
    ahead = offered.starts_on is not None and offered.starts_on > clock.today()
    return ahead and not offered.is_cancelled
