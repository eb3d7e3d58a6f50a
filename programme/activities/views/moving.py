"""Move, cancel and restore: what will happen is shown before it is done, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from programme.activities import checks, policy, queries, services
from programme.activities.models import ChangeKind
from programme.activities.moving_forms import ChangeForm, MoveForm
from programme.activities.services import Looked, Meant, judging
from programme.activities.services.effects import effect_of
from programme.activities.views.base import (
    blueprint,
    crumbs,
    days_of,
    label_of,
    said,
    when_text,
)
from programme.activities.views.effect_words import shown_effect
from programme.core import language
from programme.core.access import load, local_path
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.core.web import go, go_to, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from programme.activities.models import Activity, ActivityChange
    from programme.activities.plan import When
    from programme.activities.services.effects import Effect

LATER: Final = "later"  # the button that makes a draft of it
SUGGEST: Final = "planning.suggest"


@blueprint.get("/aktivitet/<int:key>/flyt")
def move(key: int) -> Response:
    """Ask for the new days; with days in the address show what a move would do."""
    activity = _load(key)
    if "day" not in request.args:
        form = MoveForm(None, meta={"csrf": False})
        _begin(form, activity)
        form.show_when(services.when_of(activity))
        return _move(activity, form)
    form = MoveForm(_asked(activity), meta={"csrf": False})
    effect = _tried(activity, form) if form.validate() else None
    return _move(activity, form, effect)


@blueprint.post("/aktivitet/<int:key>/flyt")
def move_now(key: int) -> Response:
    """Move it, or keep the move as a draft; whoever it concerns hears of it in ten minutes."""
    activity = _load(key)
    form = MoveForm()
    if not form.validate():
        effect = None if form.day.errors else _tried(activity, form)
        return _move(activity, form, effect)
    try:
        meant = Meant(
            kind=ChangeKind.MOVED, when=_decided(activity, form), reason=form.reason.data or ""
        )
        answer = _done(activity, meant, form, "activities.move")
    except RuleBrokenError as error:
        form.refuse(error)
        return _move(activity, form, _tried(activity, form))
    db.session.commit()
    return answer


@blueprint.route("/aktivitet/<int:key>/aflys", methods=["GET", "POST"])
def cancel(key: int) -> Response:
    """Call it off, with a reason."""
    return _turn(key, ChangeKind.CANCELLED, "activities/cancel.html", _("Cancel activity"))


@blueprint.route("/aktivitet/<int:key>/genopret", methods=["GET", "POST"])
def restore(key: int) -> Response:
    """Let it take place after all."""
    return _turn(key, ChangeKind.RESTORED, "activities/restore.html", _("Restore"))


@blueprint.post("/aktivitet/<int:key>/fortryd")
def undo(key: int) -> Response:
    """Take the latest move, cancelling or restoring back before people hear of it."""
    activity = _load(key)
    wanted = request.form.get("change", type=int)
    change = next((each for each in activity.changes if each.id == wanted), None)
    if change is None:
        abort(404)
    undone = services.undo(change, by=viewer())
    db.session.commit()
    flash(_undone(undone), "success")
    return go_to(local_path(request.form.get("next")) or _address(activity))


def _load(key: int) -> Activity:
    return load(queries.find_activity, key, policy.can_edit, policy.can_view)


def _address(activity: Activity) -> str:
    return url_for("activities.show", key=activity.id)


def _undone(changes: Sequence[ActivityChange]) -> str:
    if len(changes) > 1:
        return ngettext(
            "%(num)d change is undone. Nobody has been told. It waits as a draft again.",
            "%(num)d changes are undone. Nobody has been told. They wait as drafts again.",
            len(changes),
        )
    return _("It is undone. Nobody has been told.")


def _begin(form: ChangeForm, activity: Activity) -> None:
    """What stands on the screen now, and where to go on."""
    found = queries.find_draft(activity.id)
    form.version.data = str(activity.version)
    form.draft.data = str(found.version) if found else "0"
    form.next.data = request.args.get("next", "")


def _asked(activity: Activity) -> MultiDict[str, str]:
    """What stands in the address; where it is silent, what stands in the plan."""
    begun = MoveForm(None, meta={"csrf": False})
    _begin(begun, activity)
    begun.show_when(services.when_of(activity))
    fields = begun._fields
    asked = MultiDict({name: str(fields[name]._value()) for name in fields})  # type: ignore[attr-defined] # noqa: SLF001
    for name in request.args:
        asked.setlist(name, request.args.getlist(name))
    return asked


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


def _tried(activity: Activity, form: MoveForm) -> Effect | None:
    """What the move would do, where the days are clear."""
    try:
        meant = Meant(kind=ChangeKind.MOVED, when=_decided(activity, form))
    except RuleBrokenError as error:
        if not form.errors:
            form.refuse(error)
        return None
    return effect_of([(activity, meant)], language.short())


def _done(activity: Activity, meant: Meant, form: ChangeForm, endpoint: str) -> Response:
    """Do it, or keep it for later; the caller commits."""
    address = url_for(endpoint, key=activity.id)
    if LATER in request.form:
        looked = Looked(version=form.seen(), draft=form.seen_draft(), address=address)
        kept = services.draft(activity, meant, looked, by=viewer())
        if kept:
            flash(_("%(label)s waits as a draft.", label=label_of(activity)), "success")
        return go("activities.drafts", key=activity.cohort_id)
    verdict = effect_of([(activity, meant)], language.short()).verdict
    seen, form.accepted.data = form.accepted.data or "", verdict.seal
    judging.check(verdict, reason=form.accept_reason.data or "", seal=seen)
    change = _made(activity, meant, form, address)
    if change:
        reason = form.accept_reason.data or ""
        judging.accept(activity.cohort_id, verdict, reason=reason, by=viewer())
    return _back(activity, change, form.next.data)


def _made(
    activity: Activity, meant: Meant, form: ChangeForm, address: str
) -> ActivityChange | None:
    by, reason = viewer(), meant.reason
    if meant.when:
        version = form.seen()
        return services.move(
            activity, meant.when, reason=reason, version=version, by=by, address=address
        )
    act = services.cancel if meant.kind is ChangeKind.CANCELLED else services.restore
    return act(activity, reason=reason, by=by)


def _move(activity: Activity, form: MoveForm, effect: Effect | None = None) -> Response:
    """The page, with what a move would do where the days are clear."""
    found = queries.find_draft(activity.id)
    drafted = services.drafted_when(found) if found else None
    shown = shown_effect(effect) if effect else None
    if shown:
        form.accepted.data = shown.seal
    return page(
        "activities/move.html",
        "move_form",
        422 if form.errors else 200,
        crumbs=crumbs(activity, _("Move")),
        activity=activity,
        label=label_of(activity),
        before=days_of(activity),
        drafted=when_text(drafted) if drafted else "",
        form=form,
        effect=shown,
        may_wait=policy.is_shown(activity),
        planner=_planner(activity),
    )


def _planner(activity: Activity) -> str:
    """Where dates are suggested, if that is built in."""
    known = SUGGEST in current_app.view_functions
    return url_for(SUGGEST, key=activity.id) if known else ""


def _turn(key: int, kind: ChangeKind, template: str, title: str) -> Response:
    activity = _load(key)
    form = ChangeForm()
    if request.method == "GET":
        _begin(form, activity)
    meant = Meant(kind=kind, reason=form.reason.data or "")
    if form.validate_on_submit():
        try:
            answer = _done(activity, meant, form, request.endpoint or "")
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return answer
    effect = shown_effect(effect_of([(activity, meant)], language.short()))
    form.accepted.data = effect.seal
    return page(
        template,
        status=422 if form.errors else 200,
        crumbs=crumbs(activity, title),
        activity=activity,
        label=label_of(activity),
        form=form,
        effect=effect,
        may_wait=policy.is_shown(activity),
    )


def _back(activity: Activity, change: ActivityChange | None, target: str | None) -> Response:
    """Go on; elsewhere than on the activity's and the plan's page a message says what was done."""
    address = local_path(target) or _address(activity)
    here = {_address(activity), url_for("activities.cohort_plan", key=activity.cohort_id)}
    if change and address.partition("#")[0] not in here:
        flash(said(change), "success")
    return go_to(address)
