"""What the author has deleted, for the days in which that may be regretted; and deleting it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import StringField

from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import Form
from programme.core.text import l_
from programme.core.web import go, page
from programme.learning_logs import policy, queries, services, text
from programme.learning_logs.services import DAYS, PARTS
from programme.learning_logs.views.base import KEY, blueprint, crumbs
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import RemovedEntry


@dataclass(frozen=True, slots=True)
class Removed:
    """A deleted entry in a line."""

    id: int
    title: str
    written_on: date
    until: date


class SureForm(Form):
    """Two words that nobody types by accident."""

    sure = StringField(l_("Write “delete all”"))  # type: ignore[arg-type] # a lazy text


@blueprint.get("/log/slettede")
def removed() -> Response:
    """What may still be regretted."""
    found = queries.removed_entries(viewer().id)
    return page(
        "learning_logs/removed.html",
        crumbs=crumbs((_("Deleted entries"), "")),
        rows=[_row(each) for each in found],
        days=DAYS,
    )


@blueprint.post(f"/log/slettede/<{KEY}:key>/fortryd")
def restore(key: int) -> Response:
    """Regret it: the entry is back, private."""
    entry = services.restore(_own(key), by=viewer())
    db.session.commit()
    flash(_("The entry is back. You alone can read it."), "success")
    is_draft = entry.finished_at is None
    return go("learning_logs.edit" if is_draft else "learning_logs.show", key=entry.id)


@blueprint.post(f"/log/slettede/<{KEY}:key>/for-altid")
def forget(key: int) -> Response:
    """Delete it for good."""
    services.forget(_own(key), by=viewer())
    db.session.commit()
    flash(_("It is deleted for good."), "success")
    return go("learning_logs.removed")


@blueprint.route("/log/slet-alt", methods=["GET", "POST"])
def delete_all() -> Response:
    """Ask for two typed words, and then delete every entry."""
    form = SureForm()
    if form.validate_on_submit():
        try:
            count = services.delete_all(viewer(), form.sure.data or "")
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            words = ngettext("%(num)d entry is deleted.", "%(num)d entries are deleted.", count)
            flash(words, "success")
            return go("learning_logs.removed")
    above = (_("Deleted entries"), url_for("learning_logs.removed"))
    return page(
        "learning_logs/delete_all.html",
        status=422 if request.method == "POST" else 200,
        crumbs=crumbs(above, (_("Delete all"), "")),
        form=form,
        count=queries.count_own(viewer().id),
        days=DAYS,
    )


def _own(key: int) -> RemovedEntry:
    return load(queries.find_removed, key, policy.can_restore)


def _row(removed: RemovedEntry) -> Removed:
    said = removed.contents["entry"]
    parts = [said[part] for part in PARTS]
    local = removed.removed_at.astimezone(clock.COPENHAGEN).date()
    return Removed(
        removed.id,
        text.title(said["heading"], parts) or _("Without a heading"),
        date.fromisoformat(said["written_on"]),
        local + timedelta(days=DAYS),
    )
