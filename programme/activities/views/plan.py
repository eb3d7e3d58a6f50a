"""A cohort's plan as coordinators and facilitators see it, and the list of its changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from flask_babel import gettext as _

from programme.activities import queries
from programme.activities.calendar_days import holiday_name, public_holiday
from programme.activities.change_lines import change_lines
from programme.activities.course_line import course_line
from programme.activities.plan_lines import by_year, line_items, write
from programme.activities.plan_rows import in_order, judge, next_of
from programme.activities.rhythm import activity_days, span_days
from programme.activities.suggestions import Ground
from programme.activities.views.base import GLYPHS, blueprint, offers, prefix
from programme.activities.year_overview import year_overview
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import CohortHead, crumbs_of, head_of
from programme.core import clock, language
from programme.core.access import load
from programme.core.web import page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.plan_rows import PlanRow
    from programme.cohorts.models import Cohort

YEARS = "aar"
CHANGES_A_PAGE = 100


@blueprint.get("/hold/<int:key>")
def cohort_plan(key: int) -> Response:
    """The plan as a list or as twelve small months a year."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    rows = in_order(queries.plan_rows(cohort.id))
    as_years = request.args.get("vis") == YEARS
    view = _years(cohort, rows) if as_years else _list(cohort, rows)
    held = [row for row in rows if not row.is_cancelled]
    may_edit = cohort_policy.can_edit(viewer(), cohort)
    return page(
        "activities/cohort_plan.html",
        head=_head(cohort, has_drafts=any(not row.is_published for row in rows)),
        crumbs=crumbs_of(cohort),
        cohort=cohort,
        rows=rows,
        as_years=as_years,
        may_edit=may_edit,
        away=activity_days(held),
        span=span_days(held),
        unserved=queries.unserved_objectives(cohort),
        offers=offers([cohort.id]) if may_edit else [],
        line=_line(cohort, rows),
        **view,
    )


@blueprint.get("/hold/<int:key>/aendringer")
def changes(key: int) -> Response:
    """What was changed, when, by whom and why, the newest first."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    before = request.args.get("foer", type=int)
    found = queries.changes_of(cohort.id, CHANGES_A_PAGE + 1, before)
    shown = found[:CHANGES_A_PAGE]
    older = url_for("activities.changes", key=key, foer=shown[-1].id) if shown != found else ""
    return page(
        "activities/changes.html",
        head=head_of(cohort, viewer(), "activities.changes"),
        crumbs=crumbs_of(cohort, (_("Changes"), None)),
        cohort=cohort,
        changes=change_lines(shown, prefix(), language.short()),
        newest=url_for("activities.changes", key=key) if before else "",
        older=older,
    )


def _head(cohort: Cohort, *, has_drafts: bool) -> CohortHead:
    """The head of the plan: a plan whose cohort is published may have drafts again."""
    head = head_of(cohort, viewer(), "activities.cohort_plan")
    publishes = has_drafts and head.add_activity
    address = url_for("planning.publish", key=cohort.id) if publishes else ""
    return replace(head, publish=address)


def _list(cohort: Cohort, rows: list[PlanRow]) -> dict[str, Any]:
    ground = Ground.of(cohort.starts_on, cohort.ends_on, cohort.organisation.school_holidays)
    judged = judge(rows, ground, clock.today())
    lines = write(judged, prefix(), language.short())
    return {
        "years": by_year(lines),
        "undated": [line for line in lines if line.row.starts_on is None],
        "glyphs": GLYPHS,
        "today": clock.today(),
        "mark_drafts": any(row.is_published for row in rows),  # else the whole plan is one
        "next_id": next_of(rows, clock.today()),
        "overview": None,
    }


def _years(cohort: Cohort, rows: list[PlanRow]) -> dict[str, Any]:
    locale = language.short()

    def holiday(day: date) -> str | None:
        found = public_holiday(day)
        return holiday_name(found, locale) if found else None

    overview = year_overview(
        line_items(rows, prefix(), locale),
        cohort.starts_on,
        _end(cohort, rows),
        clock.today(),
        holiday_name=holiday,
        locale=locale,
    )
    return {"overview": overview}


def _line(cohort: Cohort, rows: list[PlanRow]) -> Any:  # noqa: ANN401
    locale = language.short()
    items = line_items(rows, prefix(), locale)
    return course_line(items, cohort.starts_on, _end(cohort, rows), clock.today(), locale=locale)


def _end(cohort: Cohort, rows: list[PlanRow]) -> date:
    last = max((row.ends_on for row in rows if row.ends_on), default=cohort.starts_on)
    return cohort.ends_on or max(last, cohort.starts_on)
