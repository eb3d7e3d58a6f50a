"""One's own shadowing: as a guest in three steps, and as a host with an offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.cohorts import queries as cohorts
from programme.core import clock, formats, language
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.shadowing import queries, services
from programme.shadowing.forms import OfferForm, WishForm
from programme.shadowing.services.offering import offer_text
from programme.shadowing.stages import stage_of, steps
from programme.shadowing.views.base import (
    PairLine,
    blueprint,
    crumbs,
    own_cohort,
    pair_line,
    window_text,
)

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.models import Cohort
    from programme.shadowing.models import ShadowingOffer
    from programme.shadowing.queries import Offer, Round, Turn


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer as a guest may read it."""

    name: str
    title: str
    where: str
    about: str
    left: int
    blackouts: str


@blueprint.get("/skyggepraktik")
def mine() -> Response:
    """The three steps, the own pair, and what one offers; in one cohort at a time."""
    turns = queries.turns_of(viewer().id)
    if not turns:
        return page("shadowing/none.html", crumbs=crumbs())
    cohort = cohorts.find_cohort(_chosen(turns).cohort_id) or abort(404)
    return _mine(cohort, turns)


@blueprint.post("/skyggepraktik/<int:key>/oensker")
def wish(key: int) -> Response:
    """Say whom one would like to follow."""
    cohort, items = own_cohort(key)
    found = queries.round_of(cohort.id, items)
    form = _wish_form(found)
    address = _address(cohort)
    if form.validate_on_submit():
        try:
            services.save_wishes(
                cohort, viewer(), form.wishes(), seen=form.was_shown(), address=address
            )
            db.session.commit()
            flash(_("Your wishes are saved. The coordinator puts the pairs together."), "success")
            return go("shadowing.mine", hold=key)
        except RuleBrokenError as error:
            form.refuse(error)
    return _mine(cohort, queries.turns_of(viewer().id), form)


@blueprint.route("/skyggepraktik/<int:key>/tilbud", methods=["GET", "POST"])
def offer(key: int) -> Response:
    """Offer others to follow a day at work."""
    cohort, _items = own_cohort(key)
    offered = queries.find_offer(cohort.id, viewer().id)
    form = OfferForm()
    if request.method == "GET":
        _show(form, offered)
    if not form.validate_on_submit():
        return _offer(cohort, form, 422 if form.errors else 200)
    try:
        services.save_offer(
            cohort,
            viewer(),
            form.offer(),
            version=whole(form.version.data) or 0,
            address=url_for("shadowing.offer", key=key),
        )
    except RuleBrokenError as error:
        form.refuse(error)
        return _offer(cohort, form, 422)
    db.session.commit()
    flash(_("Your offer stands. Others of the cohort can wish for you."), "success")
    return go("shadowing.mine", hold=key)


@blueprint.post("/skyggepraktik/<int:key>/tilbud/traek")
def withdraw(key: int) -> Response:
    """Offer no more."""
    cohort, _items = own_cohort(key)
    offered = queries.find_offer(cohort.id, viewer().id) or abort(404)
    services.withdraw(offered, by=viewer())
    db.session.commit()
    flash(_("Your offer is withdrawn. Guests you already have stay yours."), "success")
    return go("shadowing.mine", hold=key)


def _chosen(turns: list[Turn]) -> Turn:
    asked = request.args.get("hold")
    if asked is None:
        return turns[0]
    return next((turn for turn in turns if turn.cohort_id == whole(asked)), None) or abort(404)


def _address(cohort: Cohort) -> str:
    return url_for("shadowing.mine", hold=cohort.id)


def _show(form: OfferForm, offered: ShadowingOffer | None) -> None:
    form.version.data = str(offered.version if offered else 0)
    form.places.data = 1
    if offered:
        form.show(offer_text(offered))


def _offer(cohort: Cohort, form: OfferForm, status: int) -> Response:
    return page(
        "shadowing/offer.html",
        status=status,
        crumbs=crumbs((_("My offer"), None)),
        cohort=cohort,
        form=form,
    )


def _wish_form(found: Round) -> WishForm:
    form = WishForm()
    me = found.fellows.get(viewer().id)
    wished = found.wishes.get(viewer().id, ())
    open_to = found.open_to(me) if me else []
    form.offer(
        (each.host.id, f"{each.host.name}, {each.host.where}")
        for each in open_to
        if each.left or each.host.id in wished
    )
    return form


def _mine(cohort: Cohort, turns: list[Turn], refused: WishForm | None = None) -> Response:
    items = queries.items_of(cohort.id, shown=True)
    found = queries.round_of(cohort.id, items)
    me = found.fellows[viewer().id]
    pair = found.pair_of.get(me.id)
    form = refused or _wish_form(found)
    if refused is None:
        form.show(found.wishes.get(me.id, ()))
    stage = stage_of(pair, clock.today())
    return page(
        "shadowing/mine.html",
        status=422 if refused else 200,
        crumbs=crumbs(),
        cohort=cohort,
        turns=_switch(turns, cohort),
        window=window_text(next(i for i in items if i.id == me.item_id), cohort),
        stage=stage,
        steps=steps(stage),
        pair=pair_line(pair, found) if pair else None,
        activity_id=pair.activity_id if pair else None,
        offers=[_card(each) for each in found.open_to(me)] if pair is None else [],
        form=form,
        offered=found.offer_of.get(me.id),
        blackouts=_spans(found.offer_of[me.id]) if me.id in found.offer_of else "",
        guests=_guests(found, me.id),
    )


def _switch(turns: list[Turn], cohort: Cohort) -> list[tuple[str, str, bool]]:
    return [
        (turn.name, url_for("shadowing.mine", hold=turn.cohort_id), turn.cohort_id == cohort.id)
        for turn in turns
    ]


def _guests(found: Round, host_id: int) -> list[PairLine]:
    return [pair_line(each, found) for each in found.guests_of(host_id)]


def _card(each: Offer) -> OfferCard:
    host = each.host
    return OfferCard(host.name, host.title, host.where, each.about, each.left, _spans(each))


def _spans(each: Offer) -> str:
    today, locale = clock.today(), language.short()
    return ", ".join(
        formats.days(first, last, locale) for first, last in each.blackouts if last >= today
    )
