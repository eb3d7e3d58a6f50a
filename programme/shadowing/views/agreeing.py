"""The agreement of two: read, written, said yes to; and the feedback afterwards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.core import clock, formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.shadowing import policy, queries, services
from programme.shadowing.agreement import LABELS, TEXTS, agreement_of
from programme.shadowing.forms import AgreementForm, FeedbackForm
from programme.shadowing.services.agreeing import bounds_of
from programme.shadowing.stages import KINDS, NAMES, Stage, stage_of
from programme.shadowing.views.base import agreed_days, blueprint, crumbs

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.people.models import Person
    from programme.shadowing.models import ShadowingPair


@blueprint.get("/skyggepraktik/aftale/<int:key>")
def agreement(key: int) -> Response:
    """What stands, and who has said yes to it."""
    return _agreement(_pair(key, policy.can_read), FeedbackForm(formdata=None))


@blueprint.route("/skyggepraktik/aftale/<int:key>/ret", methods=["GET", "POST"])
def edit_agreement(key: int) -> Response:
    """Write the agreement together, each at a time."""
    pair = _pair(key, policy.can_write, lock=request.method == "POST")
    form = AgreementForm()
    if request.method == "GET":
        form.version.data = str(pair.wording)
        form.show(agreement_of(pair))
    if not form.validate_on_submit():
        return _edit(pair, form, 422 if form.errors else 200)
    try:
        services.write(
            pair,
            form.agreement(),
            wording=whole(form.version.data) or 0,
            by=viewer(),
            agrees=request.form.get("then") == "agree",
            address=url_for("shadowing.edit_agreement", key=key),
        )
    except RuleBrokenError as error:
        form.refuse(error)
        return _edit(pair, form, 422)
    db.session.commit()
    flash(_said(pair), "success")
    return go("shadowing.agreement", key=key)


@blueprint.post("/skyggepraktik/aftale/<int:key>/enig")
def agree(key: int) -> Response:
    """Say yes to what one has read."""
    pair = _pair(key, policy.can_write, lock=True)
    try:
        services.confirm(pair, wording=whole(request.form.get("version")) or 0, by=viewer())
        db.session.commit()
        flash(_said(pair), "success")
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    return go("shadowing.agreement", key=key)


@blueprint.post("/skyggepraktik/aftale/<int:key>/feedback")
def give_feedback(key: int) -> Response:
    """Tell the host what the day gave."""
    pair = _pair(key, policy.can_give_feedback, lock=True)
    form = FeedbackForm()
    if not form.validate_on_submit():
        return _agreement(pair, form, 422)
    address = url_for("shadowing.agreement", key=key)
    version = whole(form.version.data) or 0
    try:
        services.give_feedback(
            pair, form.feedback.data, version=version, by=viewer(), address=address
        )
    except RuleBrokenError as error:
        form.refuse(error)
        return _agreement(pair, form, 422)
    db.session.commit()
    flash(_("%(name)s can read your feedback now.", name=pair.host.name), "success")
    return go("shadowing.agreement", key=key)


@blueprint.post("/skyggepraktik/aftale/<int:key>/afslut")
def end(key: int) -> Response:
    """Let go of the pair."""
    pair = _pair(key, policy.can_end, lock=True)
    reads = policy.can_read(viewer(), pair)
    try:
        services.end(pair, by=viewer())
        db.session.commit()
        flash(_("The two are no longer a pair."), "success")
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    if reads:
        return go("shadowing.mine", hold=pair.cohort_id)
    return go("shadowing.cohort", key=pair.cohort_id)


def _pair(
    key: int, can: Callable[[Person, ShadowingPair], bool], *, lock: bool = False
) -> ShadowingPair:
    """404 for those who may not know of it, 403 for who oversees the cohort."""
    return load(partial(queries.find_pair, lock=lock), key, can, policy.can_know)


def _said(pair: ShadowingPair) -> str:
    if agreed_days(pair):
        return _(
            "You have both agreed. The day stands in your plans: %(days)s.", days=agreed_days(pair)
        )
    other = pair.host if viewer().id == pair.guest_id else pair.guest
    return _("Saved. %(name)s is asked to read it and say yes.", name=other.name)


def _agreement(pair: ShadowingPair, form: FeedbackForm, status: int = 200) -> Response:
    stage = stage_of(pair, clock.today())
    stands, locale = agreement_of(pair), language.short()
    is_guest = viewer().id == pair.guest_id
    if status == 200:  # noqa: PLR2004 - not sent, or sent well
        form.version.data, form.feedback.data = str(pair.version), pair.feedback
    return page(
        "shadowing/agreement.html",
        status=status,
        crumbs=crumbs((_("Agreement"), None)),
        pair=pair,
        form=form,
        is_guest=is_guest,
        other=pair.host if is_guest else pair.guest,
        days=formats.weekday_days(*stands.days, locale) if stands.days else "",
        standing=_still_standing(pair, stage),
        window=formats.days(*bounds_of(pair).window, locale),
        texts=[(str(LABELS[name]), getattr(stands, name)) for name in TEXTS],
        is_whole=not stands.open_fields,
        mine=pair.guest_agreed_at if is_guest else pair.host_agreed_at,
        answers=[(pair.guest.name, pair.guest_agreed_at), (pair.host.name, pair.host_agreed_at)],
        stage=stage,
        state=str(NAMES[stage]),
        kind=KINDS[stage],
        may_write=policy.can_write(viewer(), pair) and stage is not Stage.HELD,
    )


def _still_standing(pair: ShadowingPair, stage: Stage) -> str:
    """The day that stands in the plans until both have agreed to another."""
    day = pair.activity
    if stage is not Stage.CHANGED or day is None or day.is_cancelled or not day.starts_on:
        return ""
    return formats.weekday_days(day.starts_on, day.ends_on or day.starts_on, language.short())


def _edit(pair: ShadowingPair, form: AgreementForm, status: int) -> Response:
    bounds, locale = bounds_of(pair), language.short()
    off = [days for days in bounds.blackouts if days[1] >= bounds.today]
    return page(
        "shadowing/edit_agreement.html",
        status=status,
        crumbs=crumbs(
            (_("Agreement"), url_for("shadowing.agreement", key=pair.id)), (_("Edit"), None)
        ),
        pair=pair,
        form=form,
        other=pair.host if viewer().id == pair.guest_id else pair.guest,
        window=formats.days(*bounds.window, locale),
        blackouts=", ".join(formats.days(*days, locale) for days in off),
    )
