"""One's own plan over all cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import queries
from programme.activities.course_line import course_line
from programme.activities.plan_lines import by_month, line_items, without_gaps, write
from programme.activities.plan_rows import Judged, in_order, next_of
from programme.activities.views.base import GLYPHS, blueprint, prefix
from programme.core import clock, language
from programme.core.web import page
from programme.people.viewer import viewer
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.course_line import CourseLine
    from programme.activities.plan_rows import PlanRow
    from programme.activities.queries import OwnCohort


@blueprint.get("/min-plan")
def my_plan() -> Response:
    """What lies ahead by month, what has been held folded away, and the course's line."""
    person, today, locale = viewer(), clock.today(), language.short()
    rows = in_order(queries.own_rows(person.id))
    cohorts = queries.own_cohorts(person.id)
    lines = write([Judged(row) for row in rows], prefix(), locale)
    if not (len(cohorts) == 1 and cohorts[0].is_learner):
        lines = without_gaps(lines)
    return page(
        "activities/my_plan.html",
        months=by_month([line for line in lines if not line.row.is_over(today)], locale),
        held=[line for line in lines if line.row.is_over(today)],
        undated=[line for line in lines if line.row.starts_on is None],
        names={cohort.id: cohort.name for cohort in cohorts} if len(cohorts) > 1 else {},
        pictures=[_picture(cohort, rows) for cohort in cohorts],
        learns=any(cohort.is_learner for cohort in cohorts),
        has_shadowing=any(row.kind is ActivityKind.SHADOWING for row in rows),
        glyphs=GLYPHS,
        today=today,
        next_id=next_of(rows, today),
    )


def _picture(cohort: OwnCohort, rows: list[PlanRow]) -> tuple[OwnCohort, CourseLine]:
    own = [row for row in rows if row.cohort_id == cohort.id]
    locale = language.short()
    last = max((row.ends_on for row in own if row.ends_on), default=cohort.starts_on)
    return cohort, course_line(
        line_items(own, prefix(), locale),
        cohort.starts_on,
        cohort.ends_on or max(last, cohort.starts_on),
        clock.today(),
        locale=locale,
        views=("compact",),
    )
