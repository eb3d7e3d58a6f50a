"""The coordinator's page: offers, wishes, pairs, who has none, and pairs proposed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.shadowing import queries, services
from programme.shadowing.forms import PairForm
from programme.shadowing.matching import Ground, Reason, propose
from programme.shadowing.queries import Offer, Round
from programme.shadowing.stages import Stage
from programme.shadowing.views.base import blueprint, pair_line, window_text

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.shadowing.matching import Proposal
    from programme.shadowing.rules import Fellow

REASONS: Final = {
    Reason.FIRST_WISH: l_("First wish"),
    Reason.SECOND_WISH: l_("Second wish"),
    Reason.THIRD_WISH: l_("Third wish"),
    Reason.OTHER_ORGANISATION: l_("Another organisation"),
    Reason.SAME_LEVEL: l_("Same leadership level"),
    Reason.MET_BEFORE: l_("Have been a pair before"),
}
CHOSEN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody without a host, and whom they wish for."""

    name: str
    where: str
    wishes: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer as who oversees the cohort reads it."""

    host: str
    where: str
    places: str
    blackouts: str
    about: str
    confidentiality: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposed pair, and what speaks for it."""

    value: str
    guest: str
    guest_where: str
    host: str
    host_where: str
    reasons: list[tuple[str, bool]]


@blueprint.get("/hold/<int:key>/skyggepraktik")
def cohort(key: int) -> Response:
    """How far everybody has come."""
    found = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    return _page(found, None)


@blueprint.post("/hold/<int:key>/skyggepraktik/par")
def pair(key: int) -> Response:
    """Make a pair by hand."""
    cohort = _editable(key)
    form = _pair_form(queries.round_of(key, queries.items_of(key)))
    if form.validate_on_submit():
        try:
            services.pair(cohort, form.guest.data, form.host.data, by=viewer())
            db.session.commit()
            flash(_("They are a pair now, and both are told."), "success")
            return go("shadowing.cohort", key=key)
        except RuleBrokenError as error:
            form.refuse(error)
    return _page(cohort, form, 422)


@blueprint.get("/hold/<int:key>/skyggepraktik/forslag")
def proposal(key: int) -> Response:
    """The best pairs for those without a host; nothing is saved."""
    return _proposal(_editable(key))


@blueprint.post("/hold/<int:key>/skyggepraktik/forslag")
def accept(key: int) -> Response:
    """Make the pairs that are ticked, all of them or none."""
    cohort = _editable(key)
    typed = (CHOSEN.fullmatch(value) for value in request.form.getlist("pair"))
    wanted = [(int(match[1]), int(match[2])) for match in typed if match]
    if not wanted:
        return _proposal(cohort, _("Tick the pairs that you want."), 422)
    try:
        made = services.pair_all(cohort, wanted, by=viewer())
    except RuleBrokenError as error:
        db.session.rollback()
        message = _("Nothing is saved. %(why)s", why=str(error.message))
        return _proposal(_editable(key), message, 422)
    db.session.commit()
    flash(
        ngettext(
            "%(num)d pair is made, and both are told.",
            "%(num)d pairs are made, and all are told.",
            len(made),
        ),
        "success",
    )
    return go("shadowing.cohort", key=key)


def _editable(key: int) -> Cohort:
    return load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)


def _page(cohort: Cohort, form: PairForm | None, status: int = 200) -> Response:
    items = queries.items_of(cohort.id)
    found = queries.round_of(cohort.id, items)
    may_edit = cohort_policy.can_edit(viewer(), cohort)
    pairs = [pair_line(each, found) for each in found.pairs]
    return page(
        "shadowing/cohort.html",
        status=status,
        crumbs=crumbs_of(cohort, (_("Shadowing"), None)),
        head=head_of(cohort, viewer(), "shadowing.cohort"),
        cohort=cohort,
        windows=_windows(items, cohort),
        fellows=len(found.fellows),
        pairs=sorted(pairs, key=lambda line: line.guest),
        agreed=sum(line.stage in {Stage.AGREED, Stage.HELD} for line in pairs),
        seekers=[_seeker(each, found) for each in found.seekers],
        offers=[_offer_line(each, may_edit=may_edit) for each in found.offers],
        left=sum(offer.left for offer in found.offers),
        form=form or _pair_form(found),
        may_edit=may_edit,
    )


def _windows(items: list[Activity], cohort: Cohort) -> list[tuple[str, str]]:
    """Each shadowing of the plan: when it may lie, and its page."""
    return [(window_text(item, cohort), url_for("activities.show", key=item.id)) for item in items]


def _pair_form(found: Round) -> PairForm:
    form = PairForm()
    form.offer(
        ((each.id, f"{each.name}, {each.where}") for each in found.seekers),
        (
            (each.host.id, f"{each.host.name}, {each.host.where}")
            for each in found.offers
            if each.left
        ),
    )
    return form


def _seeker(fellow: Fellow, found: Round) -> Seeker:
    names = [
        found.fellows[key].name for key in found.wishes.get(fellow.id, ()) if key in found.offer_of
    ]
    return Seeker(fellow.name, fellow.where, ", ".join(names))


def _offer_line(each: Offer, *, may_edit: bool) -> OfferLine:
    locale = language.short()
    places = ngettext("%(num)d place", "%(num)d places", each.places)
    left = ngettext("%(num)d free", "%(num)d free", each.left)
    return OfferLine(
        each.host.name,
        each.host.where,
        f"{places}, {left}",
        ", ".join(formats.days(first, last, locale) for first, last in each.blackouts),
        each.about,
        each.confidentiality if may_edit else "",
    )


def _proposal(cohort: Cohort, message: str = "", status: int = 200) -> Response:
    found = queries.round_of(cohort.id, queries.items_of(cohort.id))
    proposed = propose(_ground(found))
    alone = len(found.seekers) - len(proposed)
    return page(
        "shadowing/proposal.html",
        status=status,
        crumbs=crumbs_of(
            cohort,
            (_("Shadowing"), url_for("shadowing.cohort", key=cohort.id)),
            (_("Proposed pairs"), None),
        ),
        cohort=cohort,
        lines=[_proposal_line(each) for each in proposed],
        alone=alone,
        message=message,
    )


def _ground(found: Round) -> Ground:
    hosts = [offer for offer in found.offers if offer.left]
    return Ground(
        guests=found.seekers,
        hosts=[offer.host for offer in hosts],
        places={offer.host.id: offer.left for offer in hosts},
        wishes=found.wishes,
        chains=found.chains,
        met=found.met,
    )


def _proposal_line(each: Proposal) -> ProposalLine:
    return ProposalLine(
        f"{each.guest.id}:{each.host.id}",
        each.guest.name,
        each.guest.where,
        each.host.name,
        each.host.where,
        [(str(REASONS[reason]), reason is Reason.MET_BEFORE) for reason in each.reasons],
    )
