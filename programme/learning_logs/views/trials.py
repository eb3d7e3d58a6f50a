"""Trial actions: planned, followed, and decided on; each with its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.learning_logs import policy
from programme.learning_logs.desk_forms import OUTCOMES, OutcomeForm, TrialForm
from programme.learning_logs.models import TrialOutcome
from programme.learning_logs.queries import desk
from programme.learning_logs.services import trials as services
from programme.learning_logs.views.base import KEY, asked, blueprint, crumbs
from programme.learning_logs.views.conflicts import named
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import TrialAction


@blueprint.get("/log/proevehandlinger")
def trials() -> Response:
    """All trials: those that ask for an outcome, those that run, those decided on."""
    rows, today = desk.trials(viewer().id), clock.today()
    return page(
        "learning_logs/trials.html",
        crumbs=crumbs((_("Trial actions"), "")),
        over=[row for row in rows if row.outcome is None and row.ends_on < today],
        running=[row for row in rows if row.outcome is None and row.ends_on >= today],
        decided=[row for row in rows if row.outcome is not None],
        outcomes=OUTCOMES,
    )


@blueprint.route("/log/proevehandlinger/ny", methods=["GET", "POST"])
def new_trial() -> Response:
    """Plan one; ?efter= is the trial that it goes on from."""
    form = TrialForm(obj=_to_begin_with())
    if form.validate_on_submit():
        try:
            found = services.plan_trial(viewer(), form.content())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("learning_logs.trial", key=found.id)
    return _form_page(form, None)


@blueprint.get(f"/log/proevehandlinger/<{KEY}:key>")
def trial(key: int) -> Response:
    """A trial with its outcome, or the question for it, and its entries by date."""
    found, form = _own(key), OutcomeForm()
    form.offer(found, is_sent=False)
    return _page(found, form)


@blueprint.route(f"/log/proevehandlinger/<{KEY}:key>/ret", methods=["GET", "POST"])
def edit_trial(key: int) -> Response:
    """Plan it otherwise."""
    found = _own(key)
    form = TrialForm(obj=found)
    if form.validate_on_submit():
        try:
            services.edit_trial(found, form.content(), version=whole(form.version.data) or 0)
        except RuleBrokenError as error:
            form.refuse(error)
        except ConflictError as conflict:
            raise named(conflict, form, request.path) from conflict
        else:
            db.session.commit()
            flash(_("The trial action is saved."), "success")
            return go("learning_logs.trial", key=key)
    return _form_page(form, found)


@blueprint.post(f"/log/proevehandlinger/<{KEY}:key>/resultat")
def decide_trial(key: int) -> Response:
    """Keep, adjust or stop; to adjust leads on to the next trial."""
    found, form = _own(key), OutcomeForm()
    form.offer(found, is_sent=True)
    if not form.validate_on_submit():
        return _page(found, form)
    outcome, version = TrialOutcome(form.outcome.data), whole(form.version.data) or 0
    try:
        services.decide(found, outcome, form.note.data or "", version=version)
    except RuleBrokenError as error:
        form.refuse(error)
        return _page(found, form)
    except ConflictError as conflict:
        address = url_for("learning_logs.trial", key=key)
        raise named(conflict, form, address) from conflict
    db.session.commit()
    if outcome is TrialOutcome.ADJUST:
        flash(_("The outcome is saved. Here is the next trial: change what is to be other."))
        return go("learning_logs.new_trial", efter=key)
    flash(_("The outcome is saved."), "success")
    return go("learning_logs.trial", key=key)


@blueprint.post(f"/log/proevehandlinger/<{KEY}:key>/genoptag")
def resume_trial(key: int) -> Response:
    """It goes on after all."""
    services.resume(_own(key))
    db.session.commit()
    return go("learning_logs.trial", key=key)


def _own(key: int) -> TrialAction:
    """The viewer's own; another's does not exist."""
    return load(desk.find_trial, key, policy.can_use_task)


def _to_begin_with() -> services.TrialContent:
    key, today = asked("efter"), clock.today()
    if key is not None:
        return services.next_round(_own(key))
    return services.TrialContent(text="", starts_on=today, ends_on=services.usual_end(today))


def _above() -> tuple[str, str]:
    return _("Trial actions"), url_for("learning_logs.trials")


def _form_page(form: TrialForm, found: TrialAction | None) -> Response:
    title = _("Change the trial action") if found else _("New trial action")
    return page(
        "learning_logs/trial_form.html",
        status=422 if form.errors or form.form_errors else 200,
        form=form,
        title=title,
        trial=found,
        crumbs=crumbs(_above(), (title, "")),
    )


def _page(found: TrialAction, form: OutcomeForm) -> Response:
    return page(
        "learning_logs/trial.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=crumbs(_above(), (found.text, "")),
        trial=found,
        is_over=found.ends_on < clock.today(),
        outcome=OUTCOMES[found.outcome] if found.outcome else "",
        rows=desk.of_trial(viewer().id, found.id),
    )
