"""Min rolle: written in versions, shared with the line manager or with nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, request, url_for
from flask_babel import gettext as _
from wtforms import HiddenField

from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import Form, text, whole
from programme.core.text import l_
from programme.core.web import go, page
from programme.people.models import Person
from programme.people.viewer import viewer
from programme.standings import role_policy as policy
from programme.standings import role_queries as queries
from programme.standings import role_services as services
from programme.standings.views.base import blueprint

if TYPE_CHECKING:
    from datetime import date

    from flask import Response

    from programme.standings.models import RoleNote


class RoleForm(Form):
    """The note, and which version stood on the screen."""

    seen = HiddenField()
    text = text(l_("My role"), needed=True, most=services.LONGEST, rows=10)


@blueprint.route("/log/min-rolle", methods=["GET", "POST"])
def role_note() -> Response:
    """Write it, read earlier versions, share it."""
    me, form = viewer(), RoleForm()
    if form.validate_on_submit():
        address, seen = url_for("standings.role_note"), whole(form.seen.data) or 0
        try:
            services.write(me, form.text.data, seen=seen, address=address)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The new version is saved. Earlier ones stay."), "success")
            return go("standings.role_note")
    versions = queries.versions(me.id)
    if request.method == "GET" and versions:
        form.text.data, form.seen.data = versions[0].text, str(versions[0].id)
    return page(
        "standings/role_note.html",
        status=422 if form.errors else 200,
        crumbs=[(_("Learning log"), url_for("learning_logs.index")), (_("My role"), "")],
        form=form,
        versions=_dated(versions),
        manager=me.line_manager,
        is_shared=queries.open_share(me.id, me.line_manager_id) is not None,
    )


@blueprint.post("/log/min-rolle/del")
def share_role_note() -> Response:
    """Let the line manager read it."""
    services.share(viewer())
    db.session.commit()
    flash(_("Your nearest leader can read it now."), "success")
    return go("standings.role_note")


@blueprint.post("/log/min-rolle/stop")
def stop_role_note() -> Response:
    """Take it back."""
    services.stop(viewer())
    db.session.commit()
    flash(_("Only you can read it now."), "success")
    return go("standings.role_note")


@blueprint.get("/rolle/<int:key>")
def read_role_note(key: int) -> Response:
    """What a participant lets the line manager read."""
    writer = db.session.get(Person, key) or abort(404)
    if not policy.can_read(viewer(), writer, queries.open_share(key, viewer().id)):
        abort(404)
    versions = queries.versions(key)
    if not versions:
        abort(404)
    return page("standings/read_role_note.html", writer=writer, versions=_dated(versions))


def _dated(versions: list[RoleNote]) -> list[tuple[date, Any]]:
    return [(each.written_at.astimezone(clock.COPENHAGEN).date(), each) for each in versions]
