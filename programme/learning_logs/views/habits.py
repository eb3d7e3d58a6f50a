"""Habits to let go, and the entries on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.core.access import load
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.learning_logs import policy
from programme.learning_logs.desk_forms import HabitForm
from programme.learning_logs.queries import desk
from programme.learning_logs.services import habits as services
from programme.learning_logs.views.base import KEY, blueprint, crumbs
from programme.learning_logs.views.conflicts import named
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.models import Habit


@blueprint.route("/log/vaner", methods=["GET", "POST"])
def habits() -> Response:
    """All habits, and a form for one more."""
    form = HabitForm()
    if form.validate_on_submit():
        try:
            found = services.name_habit(viewer(), form.text.data or "", form.since.data)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            return go("learning_logs.habit", key=found.id)
    rows = desk.habits(viewer().id)
    return page(
        "learning_logs/habits.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=crumbs((_("Habits that I want to unlearn"), "")),
        open_habits=[row for row in rows if row.let_go_on is None],
        let_go=[row for row in rows if row.let_go_on is not None],
    )


@blueprint.route(f"/log/vaner/<{KEY}:key>", methods=["GET", "POST"])
def habit(key: int) -> Response:
    """A habit with its entries by date; its words can be changed."""
    found = _own(key)
    form = HabitForm(obj=found)
    if form.validate_on_submit():
        try:
            version = whole(form.version.data) or 0
            services.edit_habit(found, form.text.data or "", form.since.data, version=version)
        except RuleBrokenError as error:
            form.refuse(error)
        except ConflictError as conflict:
            raise named(conflict, form, request.path) from conflict
        else:
            db.session.commit()
            flash(_("The habit is saved."), "success")
            return go("learning_logs.habit", key=key)
    above = (_("Habits that I want to unlearn"), url_for("learning_logs.habits"))
    return page(
        "learning_logs/habit.html",
        status=422 if form.errors else 200,
        form=form,
        crumbs=crumbs(above, (found.text, "")),
        habit=found,
        rows=desk.of_habit(viewer().id, key),
    )


@blueprint.post(f"/log/vaner/<{KEY}:key>/slip")
def let_go(key: int) -> Response:
    """It is no habit any more."""
    services.let_go(_own(key))
    db.session.commit()
    flash(_("Well done. The entries stay here."), "success")
    return go("learning_logs.habit", key=key)


@blueprint.post(f"/log/vaner/<{KEY}:key>/genoptag")
def take_up_again(key: int) -> Response:
    """It came back."""
    services.take_up_again(_own(key))
    db.session.commit()
    return go("learning_logs.habit", key=key)


def _own(key: int) -> Habit:
    """The viewer's own; another's does not exist."""
    return load(desk.find_habit, key, policy.can_use_task)
