"""The series of a cohort in order: sessions, seminars, network meetings, and the days between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import flash, request
from flask_babel import gettext as _

from programme.activities import labels, policy, queries, services
from programme.activities.models import ChangeKind
from programme.activities.plan import When
from programme.activities.plan_lines import line_items
from programme.activities.plan_rows import in_order
from programme.activities.rhythm import days_after
from programme.activities.services import Looked, Meant
from programme.activities.views.base import blueprint, prefix, when_text
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import clock, formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.text import l_
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.programmes.content import ActivityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from programme.activities.models import Activity
    from programme.activities.plan_rows import PlanRow

# The kinds that come in series, in the order in which they are shown.
_KINDS: Final = (
    ActivityKind.COURSE_SESSION,
    ActivityKind.SEMINAR,
    ActivityKind.NETWORK_MEETING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One of a series: how long after the one before; what it may change places with, by key."""

    row: PlanRow
    label: str
    address: str
    when: str
    after: str
    up: int | None
    down: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """A series under its heading."""

    name: str
    rows: list[SeriesRow]


@blueprint.get("/hold/<int:key>/serier")
def series(key: int) -> Response:
    """Each series in order, with the days between."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    rows = in_order(queries.plan_rows(cohort.id))
    locale = language.short()
    found = [_series(kind, [r for r in rows if r.kind is kind], locale) for kind in _KINDS]
    return page(
        "activities/series.html",
        head=head_of(cohort, viewer(), "activities.cohort_plan"),
        crumbs=crumbs_of(cohort, (_("Series"), None)),
        cohort=cohort,
        series=[each for each in found if each.rows],
        may_edit=cohort_policy.can_edit(viewer(), cohort),
    )


@blueprint.post("/aktivitet/<int:key>/byt")
def swap(key: int) -> Response:
    """Let two of a series change days, as drafts: their effect is shown before anybody hears."""
    activity = load(queries.find_activity, key, policy.can_edit, policy.can_view)
    with_key = whole(request.form.get("with"))
    other = queries.find_activity(with_key) if with_key else None
    if other is None or (other.cohort_id, other.kind) != (activity.cohort_id, activity.kind):
        raise RuleBrokenError(l_("Choose one of the same series."))
    for one, days in ((activity, _days_of(activity, other)), (other, _days_of(other, activity))):
        drafted = queries.find_draft(one.id)
        looked = Looked(version=one.version, draft=drafted.version if drafted else 0)
        services.draft(one, Meant(kind=ChangeKind.MOVED, when=days), looked, by=viewer())
    db.session.commit()
    flash(_("They change days as drafts. Look at what happens, and publish."), "success")
    return go("activities.drafts", key=activity.cohort_id)


def _days_of(one: Activity, other: Activity) -> When:
    """The other's first day, with as many days and at the same hours as before."""
    if one.starts_on is None or one.ends_on is None or other.starts_on is None:
        raise RuleBrokenError(l_("Both need a date to change places."))
    length = one.ends_on - one.starts_on
    return replace(
        services.when_of(one), starts_on=other.starts_on, ends_on=other.starts_on + length
    )


def _series(kind: ActivityKind, rows: Sequence[PlanRow], locale: str) -> Series:
    items = line_items(rows, prefix(), locale)
    dated = [row for row in rows if row.starts_on and not row.is_cancelled]
    place, today = {row.id: number for number, row in enumerate(dated)}, clock.today()
    shown = []
    for row, item in zip(rows, items, strict=True):
        number = place.get(row.id)
        before = dated[number - 1] if number else None
        after = dated[number + 1] if number is not None and number + 1 < len(dated) else None
        shown.append(
            SeriesRow(
                row=row,
                label=item.label,
                address=item.href or "",
                when=when_text(_when(row)),
                after=_after(before, row, locale),
                up=before.id if before and not before.is_over(today) else None,
                down=after.id if after and not row.is_over(today) else None,
            )
        )
    names = {
        ActivityKind.COURSE_SESSION: _("Sessions"),
        ActivityKind.SEMINAR: _("Seminars"),
        ActivityKind.NETWORK_MEETING: _("Network meetings"),
    }
    return Series(names[kind], shown)


def _when(row: PlanRow) -> When:
    return When(**{name: getattr(row, name) for name in When.__dataclass_fields__})


def _after(before: PlanRow | None, row: PlanRow, locale: str) -> str:
    """Return "28 dage efter Seance 3"."""
    days = days_after(before, row) if before else None
    if before is None or days is None or days < 0:
        return ""
    label = labels.short_label(before.kind, before.number, locale)
    return _("%(days)s after %(label)s", days=formats.days_count(days, locale), label=label)
