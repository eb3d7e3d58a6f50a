"""The competence goals one works with, and what one has written about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, url_for
from flask_babel import gettext as _

from programme.cohorts import policy as cohorts
from programme.cohorts.queries import find_cohort
from programme.core.access import load
from programme.core.web import page
from programme.learning_logs import queries
from programme.learning_logs.views.base import KEY, blueprint
from programme.learning_logs.views.filters import activity_line
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.learning_logs.queries import GoalInSet


@blueprint.get("/maal")
def goals() -> Response:
    """The goals of one's own level, with what stands behind each."""
    sets = queries.goal_sets(viewer().id)
    keys = [goal.id for goals in sets for goal in goals.goals]
    entries, planned = queries.goal_counts(viewer().id, keys)
    return page(
        "learning_logs/goals.html",
        sets=[goals for goals in sets if goals.goals],
        aims=[goals.aim for goals in sets if not goals.goals and goals.aim],
        entries=entries,
        planned=planned,
    )


@blueprint.get(f"/maal/<{KEY}:key>")
def goal(key: int) -> Response:
    """One goal: its text, the activities that work on it, one's own entries."""
    found = queries.find_goal(viewer().id, key)
    if found is None:
        abort(404)
    chosen, newer = found.goal, queries.newer_wording(viewer().id, key)
    mine = bool(queries.chosen_goal_ids(viewer().id, [key])) or newer is not None
    return page(
        "learning_logs/goal.html",
        goal=chosen,
        crumbs=[
            (_("Competence goals"), url_for("learning_logs.goals")),
            (f"{chosen.number} {chosen.short_name}", ""),
        ],
        found=found,
        tool=_tool(found, newer or key) if mine else None,
        mine=mine,
        newer=newer,
        activities=[activity_line(row) for row in queries.activities_for_goal(viewer().id, key)],
        rows=queries.of_goal(viewer().id, key),
    )


@blueprint.get(f"/hold/<{KEY}:key>/maal")
def coverage(key: int) -> Response:
    """For whoever oversees a cohort: which goals the plan and the logs touch. Never whose."""
    cohort = load(find_cohort, key, cohorts.can_oversee, sees=cohorts.can_view)
    return page(
        "learning_logs/coverage.html",
        cohort=cohort,
        sets=queries.coverage(cohort),
        crumbs=[
            (_("Cohorts"), url_for("cohorts.index")),
            (cohort.name, url_for("activities.cohort_plan", key=key)),
            (_("Goals"), ""),
        ],
    )


def _tool(found: GoalInSet, goal: int) -> tuple[str, str] | None:
    """What opens the tool of a goal, and where: a page, or the template of that name."""
    pages: dict[str, tuple[str, str]] = {
        "data": (
            _("Write about data and observations"),
            url_for("learning_logs.new", maal=goal),
        ),
        "feedback": (_("Ask for feedback"), url_for("conversations.ask")),
        "rollenotat": (_("Write about my role"), url_for("standings.role_note")),
    }
    if found.tool in pages:
        return pages[found.tool]
    template = queries.find_template_by_name(found.tool) if found.tool else None
    if template is None:  # the tool is its words alone
        return None
    return (
        _("Open the tool: %(name)s", name=template.name),
        url_for("learning_logs.new", skabelon=template.key, maal=goal),
    )
