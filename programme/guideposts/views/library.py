"""The three sets, what one steers by now, and a card to talk over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.frameworks import queries as frameworks
from programme.guideposts import policy, queries, services
from programme.guideposts.views.base import blueprint, crumbs
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/pejlemaerker")
def index() -> Response:
    """One set at a time, below the guideposts that the viewer steers by."""
    sets = queries.library(viewer().id)
    wanted = request.args.get("saet") or (sets[0].key if sets else "")
    shown = [found for found in sets if found.key == wanted]
    if sets and not shown:
        abort(404)
    return page(
        "guideposts/index.html",
        sets=[
            (found.name, url_for("guideposts.index", saet=found.key), found.key == wanted)
            for found in sets
        ],
        shown=shown[0] if shown else None,
        focuses=queries.focuses(viewer().id, ended=False),
        ended=queries.focuses(viewer().id, ended=True)[::-1],
        has_room=queries.has_room(viewer().id),
        can_edit=policy.can_edit_sets(viewer()),
        crumbs=crumbs(),
    )


@blueprint.post("/pejlemaerker/<int:key>/vaelg")
def choose(key: int) -> Response:
    """Steer by a guidepost from now on."""
    guidepost = load(queries.find_offered, key, policy.can_choose)
    try:
        services.choose(viewer(), guidepost)
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    else:
        db.session.commit()
        flash(_("You steer by it now. It stands first when you write in the log."), "success")
    return go("guideposts.index", saet=guidepost.guidepost_set.key)


@blueprint.post("/pejlemaerker/udviklingsspor/<int:key>/slut")
def end(key: int) -> Response:
    """Steer by it no longer."""
    focus = load(queries.find_focus, key, policy.can_end)
    services.end(focus)
    db.session.commit()
    flash(_("It is ended, and stands among your earlier ones."), "success")
    return go("guideposts.index", saet=focus.guidepost.guidepost_set.key)


@blueprint.get("/pejlemaerker/<int:key>/kort")
def card(key: int) -> Response:
    """A page to print and lay on the table."""
    guidepost = load(frameworks.find_guidepost, key, policy.can_read)
    here = url_for("learning_logs.guidepost", key=key)
    return page(
        "guideposts/card.html",
        guidepost=guidepost,
        crumbs=crumbs((_("Guidepost"), here), (_("Discussion card"), "")),
    )
