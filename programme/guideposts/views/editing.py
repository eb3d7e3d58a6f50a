"""Where an administrator words a set of guideposts anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.web import go, page
from programme.frameworks import queries as frameworks
from programme.frameworks.services import draft_of_guideposts
from programme.guideposts import policy, services
from programme.guideposts.forms import GuidepostSetForm
from programme.guideposts.views.base import blueprint, crumbs
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.frameworks.models import GuidepostSet
    from programme.frameworks.services import GuidepostSetDraft


@blueprint.route("/pejlemaerker/saet/<saet>/ret", methods=["GET", "POST"])
def edit_set(saet: str) -> Response:
    """All guideposts of a set in one form; saving makes the next edition."""
    demand(policy.can_edit_sets(viewer()))
    newest = frameworks.find_guidepost_set(saet) or abort(404)
    form = GuidepostSetForm()
    if request.method == "GET":
        form.show(newest)
    if form.validate_on_submit():
        try:
            draft = form.draft(saet)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            _refuse_stale(newest, form.seen, draft)
            services.edit_set(newest, draft, by=viewer())
            db.session.commit()
            flash(_("The words hold from today. What is written already keeps its own."), "success")
            return go("guideposts.index", saet=saet)
    return page(
        "guideposts/edit_set.html",
        status=422 if form.errors or form.form_errors else 200,
        form=form,
        found=newest,
        crumbs=crumbs((newest.name, url_for("guideposts.index", saet=saet)), (_("Edit"), "")),
    )


def _refuse_stale(newest: GuidepostSet, seen: int, mine: GuidepostSetDraft) -> None:
    if newest.edition != seen:
        theirs = draft_of_guideposts(newest)
        address = url_for("guideposts.edit_set", saet=newest.key)
        raise ConflictError(_told(mine), _told(theirs), address)


def _told(draft: GuidepostSetDraft) -> dict[str, str]:
    texts = [f"{post.text}\n{post.example}".strip() for post in draft.guideposts]
    return {
        _("Name"): draft.name,
        _("For whom"): draft.audience,
        _("Guideposts"): "\n\n".join(texts),
    }
