"""Partners: contacts from workplaces outside, kept by an organisation and named on activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import queries as activities
from programme.activities.policy import can_view
from programme.core.access import demand, load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.facilitation import policy, queries, services
from programme.facilitation.forms import PartnerForm
from programme.facilitation.views.base import blueprint
from programme.people.viewer import viewer
from programme.venues.queries import organisations_of
from programme.venues.views.base import keeps

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.facilitation.models import ExternalPartner
    from programme.people.models import Person


def keeps_partner(person: Person, partner: ExternalPartner) -> bool:
    """Whether the person keeps what belongs to the partner's organisation."""
    return keeps(person, partner.organisation_id)


@blueprint.get("/aftagere")
def partners() -> Response:
    """Everybody who can be named, and who once could."""
    organisations = organisations_of(viewer())
    demand(bool(organisations) or viewer().is_coordinator)
    found = queries.partners_of([each.id for each in organisations])
    return page(
        "facilitation/partners.html",
        crumbs=[(_("Partners"), None)],
        used=[partner for partner in found if partner.closed_at is None],
        closed=[partner for partner in found if partner.closed_at],
        several=len(organisations) > 1,
        may_add=bool(organisations),
    )


@blueprint.route("/aftagere/ny", methods=["GET", "POST"])
def new_partner() -> Response:
    """Add somebody."""
    organisations = organisations_of(viewer())
    demand(bool(organisations))
    form = PartnerForm()
    form.offer(organisations)
    owner = organisations[0].id

    def add() -> None:
        chosen = form.organisation.data or owner
        services.add_partner(chosen, form.partner_text(), by=viewer())

    return _edited(form, add, None, url_for("facilitation.new_partner"))


@blueprint.route("/aftagere/<int:key>", methods=["GET", "POST"])
def partner(key: int) -> Response:
    """Correct a name or a workplace."""
    found = load(queries.find_partner, key, keeps_partner)
    form = PartnerForm(obj=found)
    form.offer([found.organisation])

    def write() -> None:
        services.edit_partner(found, form.partner_text(), by=viewer())

    return _edited(form, write, found, url_for("facilitation.partner", key=key))


@blueprint.post("/aftagere/<int:key>/luk")
def close_partner(key: int) -> Response:
    """Offer somebody no more."""
    return _turned(key, services.close_partner)


@blueprint.post("/aftagere/<int:key>/aabn")
def reopen_partner(key: int) -> Response:
    """Offer somebody again."""
    return _turned(key, services.reopen_partner)


@blueprint.post("/aktivitet/<int:key>/aftagere")
def name_partners(key: int) -> Response:
    """Say who takes part in an activity."""
    activity = load(activities.find_activity, key, policy.can_choose_partners, can_view)
    chosen = frozenset(whole(each) or 0 for each in request.form.getlist("partners"))
    try:
        services.name_partners(activity, chosen, by=viewer())
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    else:
        db.session.commit()
    return go("activities.show", key=key, _anchor="partners")


def _turned(key: int, act: Callable[..., None]) -> Response:
    found = load(queries.find_partner, key, keeps_partner)
    act(found, by=viewer())
    db.session.commit()
    return go("facilitation.partners")


def _edited(
    form: PartnerForm, act: Callable[[], None], found: ExternalPartner | None, address: str
) -> Response:
    if form.validate_on_submit():
        try:
            act()
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("facilitation.partners")
    heading = found.name if found else _("New partner")
    return page(
        "facilitation/partner.html",
        status=422 if form.errors else 200,
        crumbs=[(_("Partners"), url_for("facilitation.partners")), (heading, None)],
        form=form,
        partner=found,
        heading=heading,
        address=address,
    )
