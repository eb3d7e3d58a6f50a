"""Move, cancel and restore: what will happen is shown before it is done, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.activities import checks, policy, queries, services
from programme.activities.findings import Grade
from programme.activities.forms import MoveForm, ReasonForm
from programme.activities.suggestions import Ground
from programme.activities.views.base import (
    blueprint,
    crumbs,
    days_of,
    label_of,
    said,
    when_text,
)
from programme.core import language
from programme.core.access import load, local_path
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.core.web import go_to, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.activities.models import Activity, ActivityChange
    from programme.activities.plan import When


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move would do."""

    when: When
    days: str
    findings: tuple[str, ...]
    remarks: tuple[str, ...]
    told: int


@blueprint.get("/aktivitet/<int:key>/flyt")
def move(key: int) -> Response:
    """Ask for the new days; with days in the address show what a move would do."""
    activity = _load(key)
    asked = "day" in request.args
    form = MoveForm(request.args if asked else None, meta={"csrf": False})
    if asked:
        return _asked(activity, form, effect=form.validate())
    form.show_when(services.when_of(activity))
    form.version.data = str(activity.version)
    form.next.data = request.args.get("next", "")
    return _asked(activity, form, effect=False)


@blueprint.post("/aktivitet/<int:key>/flyt")
def move_now(key: int) -> Response:
    """Move it; whoever has it in their plan hears of it in ten minutes."""
    activity = _load(key)
    form = MoveForm()
    if not form.validate():
        return _asked(activity, form, effect=not form.day.errors)
    try:
        change = services.move(
            activity,
            _decided(activity, form),
            reason=form.reason.data or "",
            version=form.seen(),
            by=viewer(),
            address=url_for("activities.move", key=key),
        )
    except RuleBrokenError as error:
        form.refuse(error)
        return _asked(activity, form, effect=False)
    db.session.commit()
    return _back(activity, change, form.next.data)


@blueprint.route("/aktivitet/<int:key>/aflys", methods=["GET", "POST"])
def cancel(key: int) -> Response:
    """Call it off, with a reason."""
    return _with_reason(key, services.cancel, "activities/cancel.html", _("Cancel activity"))


@blueprint.route("/aktivitet/<int:key>/genopret", methods=["GET", "POST"])
def restore(key: int) -> Response:
    """Let it take place after all."""
    return _with_reason(key, services.restore, "activities/restore.html", _("Restore"))


@blueprint.post("/aktivitet/<int:key>/fortryd")
def undo(key: int) -> Response:
    """Take the latest move, cancelling or restoring back before people hear of it."""
    activity = _load(key)
    wanted = request.form.get("change", type=int)
    change = next((each for each in activity.changes if each.id == wanted), None)
    if change is None:
        abort(404)
    services.undo(change, by=viewer())
    db.session.commit()
    flash(_("It is undone. Nobody has been told."), "success")
    return go_to(local_path(request.form.get("next")) or _address(activity))


def _load(key: int) -> Activity:
    return load(queries.find_activity, key, policy.can_edit, policy.can_view)


def _address(activity: Activity) -> str:
    return url_for("activities.show", key=activity.id)


def _asked(activity: Activity, form: MoveForm, *, effect: bool) -> Response:
    """The page, with what a move would do where the days are clear."""
    shown = None
    if effect:
        try:
            shown = _effect(activity, _decided(activity, form))
        except RuleBrokenError as error:
            form.refuse(error)
    return page(
        "activities/move.html",
        "move_form",
        422 if form.errors else 200,
        crumbs=crumbs(activity, _("Move")),
        activity=activity,
        label=label_of(activity),
        before=days_of(activity),
        form=form,
        effect=shown,
    )


def _decided(activity: Activity, form: MoveForm) -> When:
    """The new days. What has a date keeps one, and its window."""
    when = form.when()
    if activity.starts_on is None:
        return checks.when(when)
    if when.starts_on is None:
        raise RuleBrokenError(l_("Write the new date."), "day")
    return checks.when(
        replace(when, window_from=activity.window_from, window_to=activity.window_to)
    )


def _effect(activity: Activity, when: When) -> Effect:
    locale = language.short()
    cohort = activity.cohort
    ground = Ground.of(cohort.starts_on, cohort.ends_on, cohort.organisation.school_holidays)
    found = ground.findings(when.starts_on, checks.length(when)) if when.starts_on else ()
    return Effect(
        when=when,
        days=when_text(when),
        findings=tuple(f.name(locale) for f in found if f.grade is Grade.FINDING),
        remarks=tuple(f.name(locale) for f in found if f.grade is Grade.REMARK),
        told=len(services.told(activity)) if policy.is_shown(activity) else 0,
    )


def _with_reason(
    key: int, act: Callable[..., ActivityChange | None], template: str, title: str
) -> Response:
    activity = _load(key)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            change = act(activity, reason=form.reason.data or "", by=viewer())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return _back(activity, change, request.form.get("next"))
    return page(
        template,
        status=422 if form.errors else 200,
        crumbs=crumbs(activity, title),
        activity=activity,
        label=label_of(activity),
        when=days_of(activity),
        form=form,
        told=len(services.told(activity)) if policy.is_shown(activity) else 0,
    )


def _back(activity: Activity, change: ActivityChange | None, target: str | None) -> Response:
    """Go on; elsewhere than on the activity's and the plan's page a message says what was done."""
    address = local_path(target) or _address(activity)
    here = {_address(activity), url_for("activities.cohort_plan", key=activity.cohort_id)}
    if change and address.partition("#")[0] not in here:
        flash(said(change), "success")
    return go_to(address)
