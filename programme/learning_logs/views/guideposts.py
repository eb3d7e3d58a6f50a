"""One guidepost with what one has written on the way towards it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from programme.core.access import load
from programme.core.web import page
from programme.frameworks import queries as frameworks
from programme.guideposts import policy as guidepost_policy
from programme.guideposts import queries as guideposts
from programme.learning_logs import queries
from programme.learning_logs.views.base import KEY, blueprint
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response


@blueprint.get(f"/pejlemaerker/<{KEY}:key>")
def guidepost(key: int) -> Response:
    """Its words, whether one steers by it, one's own entries that carry it."""
    found = load(frameworks.find_guidepost, key, guidepost_policy.can_read)
    current = guideposts.find_offered(key) is not None
    return page(
        "learning_logs/guidepost.html",
        guidepost=found,
        focus=guideposts.find_open_focus(viewer().id, key),
        can_choose=current and guideposts.has_room(viewer().id),
        is_current=current,
        rows=queries.of_guidepost(viewer().id, key),
        crumbs=[
            (_("Learning log"), url_for("learning_logs.index")),
            (_("Guideposts"), url_for("guideposts.index")),
            (found.guidepost_set.name, url_for("guideposts.index", saet=found.guidepost_set.key)),
            (_("Guidepost"), ""),
        ],
    )
