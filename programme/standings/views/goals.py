"""Own standing on a goal: noted, seen over time, corrected and deleted by its writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.core import clock, formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.learning_logs import queries as logs
from programme.people.viewer import viewer
from programme.standings import overview, policy, queries, services
from programme.standings.forms import StandingForm
from programme.standings.labels import STEPS
from programme.standings.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.queries import GoalInSet


@blueprint.route("/maal/<int:key>/staasted", methods=["GET", "POST"])
def goal(key: int) -> Response:
    """One's standings on a goal by date, and a form for one more."""
    found = _own_goal(key)
    form = StandingForm()
    form.offer(_entries(key))
    if request.method == "GET":
        form.stands_on.data = clock.today()
    if form.validate_on_submit():
        try:
            services.record(viewer(), logs.newer_wording(viewer().id, key) or key, form.draft())
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your standing is noted. Only you can see it."), "success")
            return go("standings.goal", key=key)
    rows = queries.on_goal(viewer().id, key)
    three = _named(overview.side_by_side(rows)) if len(rows) > 1 else []
    told = {standing.id for _name, standing in three}
    return page(
        "standings/goal.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        rows=rows,
        three=three,
        others=[row for row in rows if row.id not in told],
        plot=overview.plot(rows),
        steps=STEPS,
        crumbs=[*_crumbs(found), (_("My standing"), "")],
    )


@blueprint.route("/maal/staasted/<int:key>/ret", methods=["GET", "POST"])
def edit(key: int) -> Response:
    """Correct one standing."""
    standing = load(queries.find_standing, key, policy.can_use_standing)
    found = _own_goal(standing.goal_id)
    form = StandingForm()
    form.offer(_entries(standing.goal_id))
    if request.method == "GET":
        form.show(standing)
    if form.validate_on_submit():
        try:
            services.edit(standing, form.draft(), form.seen, request.path)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your standing is corrected."), "success")
            return go("standings.goal", key=standing.goal_id)
    return page(
        "standings/edit.html",
        status=422 if form.errors else 200,
        form=form,
        standing=standing,
        crumbs=[
            *_crumbs(found),
            (_("My standing"), url_for("standings.goal", key=standing.goal_id)),
            (_("Correct"), ""),
        ],
    )


@blueprint.post("/maal/staasted/<int:key>/slet")
def delete(key: int) -> Response:
    """Take one standing away."""
    standing = load(queries.find_standing, key, policy.can_use_standing)
    goal_id = standing.goal_id
    services.delete(standing)
    db.session.commit()
    flash(_("The standing is deleted."), "success")
    return go("standings.goal", key=goal_id)


def _own_goal(key: int) -> GoalInSet:
    """A goal that the viewer works or has worked with; for those who only oversee there is none."""
    known = queries.has_any(viewer().id, key)
    return logs.find_own_goal(viewer().id, key, known=known) or abort(404)


def _crumbs(found: GoalInSet) -> list[tuple[str, str]]:
    goal = found.goal
    return [
        (_("Competence goals"), url_for("learning_logs.goals")),
        (f"{goal.number} {goal.short_name}", url_for("learning_logs.goal", key=goal.id)),
    ]


def _entries(goal_id: int) -> list[tuple[int, str]]:
    """The viewer's own entries on the goal, as lines to choose among."""
    locale, nameless = language.short(), _("Without a heading")
    return [
        (row.id, f"{row.title or nameless}, {formats.short_day(row.written_on, locale)}")
        for row in logs.of_goal(viewer().id, goal_id)
    ]


def _named(three: tuple[queries.Standing, ...]) -> list[tuple[str, queries.Standing]]:
    """Start, middle, end; two are the ends."""
    names = [_("Start"), _("Midway"), _("Now")]
    if len(three) == len(names):
        return list(zip(names, three, strict=True))
    return list(zip((names[0], names[2]), three, strict=False))
