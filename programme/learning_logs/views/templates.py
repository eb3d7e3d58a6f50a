"""Templates of entries, for administrators: words, order, in use or not. No entry is seen here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.web import go, page
from programme.learning_logs import queries, services
from programme.learning_logs.template_forms import TemplateForm
from programme.learning_logs.views.base import KEY, blueprint
from programme.people import policy
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import LogTemplate

STEPS = {"up": -1, "down": 1}


@blueprint.get("/administration/logskabeloner")
def templates() -> Response:
    """All templates in their order."""
    demand(policy.can_administer(viewer()))
    crumbs = [(_("Administration"), url_for("home.administration")), (_("Log templates"), "")]
    return page("learning_logs/templates.html", rows=queries.all_templates(), crumbs=crumbs)


@blueprint.route(f"/administration/logskabeloner/<{KEY}:key>", methods=["GET", "POST"])
def template(key: int) -> Response:
    """One template in words."""
    found = _find(key)
    form = TemplateForm()
    if request.method == "GET":
        form.show(found)
    elif form.validate_on_submit() and _saved(found, form):
        flash(_("Saved."), "success")
        return go("learning_logs.templates")
    above = (_("Log templates"), url_for("learning_logs.templates"))
    return page(
        "learning_logs/template.html",
        status=422 if form.errors or form.form_errors else 200,
        form=form,
        found=found,
        crumbs=[(_("Administration"), url_for("home.administration")), above, (found.name, "")],
    )


@blueprint.post(f"/administration/logskabeloner/<{KEY}:key>/flyt")
def move_template(key: int) -> Response:
    """One place up or down."""
    found = _find(key)
    steps = STEPS.get(request.form.get("way", "")) or abort(400)
    services.move_template(found, steps, by=viewer())
    db.session.commit()
    return go("learning_logs.templates")


def _find(key: int) -> LogTemplate:
    demand(policy.can_administer(viewer()))
    return queries.find_template(key) or abort(404)


def _saved(found: LogTemplate, form: TemplateForm) -> bool:
    try:
        services.edit_template(found, form.template_text(), version=form.seen(), by=viewer())
    except RuleBrokenError as error:
        form.refuse(error)
        return False
    except ConflictError as conflict:
        raise _named(conflict, form, found.version) from conflict
    db.session.commit()
    return True


def _named(conflict: ConflictError, form: TemplateForm, version: int) -> ConflictError:
    """The same conflict with the fields called what they are called on the page."""
    mine, theirs = (
        {str(form[name].label.text): words for name, words in side.items()}
        for side in (conflict.mine, conflict.theirs)
    )
    return ConflictError(mine, theirs, request.path, version)
