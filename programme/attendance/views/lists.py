"""What goes on paper: the list for the venue, and the sheet to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response
from flask_babel import gettext as _

from programme.activities.views.base import crumbs, label_of
from programme.activities.views.base import days_of as when_of
from programme.attendance import needs, policy, queries, services
from programme.attendance.views.base import blueprint, days_of, load_activity
from programme.core import clock
from programme.core.web import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity
    from programme.attendance.needs import VenueList
    from programme.attendance.queries import Response as Answered


@blueprint.get("/aktivitet/<int:key>/stedliste")
def venue_list(key: int) -> Response:
    """How many come, who stays overnight, what is eaten; needs first, names folded."""
    activity = load_activity(key, policy.can_see_needs)
    answered = queries.responses(activity)
    return page(
        "attendance/venue_list.html",
        crumbs=crumbs(activity, _("List for the venue")),
        activity=activity,
        label=label_of(activity),
        when=when_of(activity),
        found=_found(activity, answered),
        silent=sum(each.is_coming is None for each in answered),
        deleted_on=_deleted_on(activity),
        is_deleted=_is_deleted(activity),
    )


@blueprint.get("/aktivitet/<int:key>/stedliste.csv")
def venue_file(key: int) -> Response:
    """The same as a file, without the names of those with needs: the kitchen counts."""
    activity = load_activity(key, policy.can_see_needs)
    found = _found(activity, queries.responses(activity))
    rows: list[tuple[object, ...]] = [
        (_("What"), _("How many"), _("Names")),
        (_("Coming"), found.coming, ""),
        (_("Overnight stay"), len(found.overnight), ", ".join(found.overnight)),
        *((need.text, len(need.names), "") for need in found.needs),
    ]
    headers = {"Content-Disposition": f'attachment; filename="stedliste-{activity.id}.csv"'}
    return Response(needs.as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/aktivitet/<int:key>/underskrifter")
def sign_in_sheet(key: int) -> Response:
    """A sheet a day, with a line for each name."""
    activity = load_activity(key, policy.can_mark)
    takes_place = activity.is_published and not activity.is_cancelled
    return page(
        "attendance/sign_in_sheet.html",
        crumbs=crumbs(activity, _("Sheet to sign")),
        activity=activity,
        label=label_of(activity),
        days=days_of(activity) if takes_place else [],
        people=queries.expected(activity),
    )


def _found(activity: Activity, answered: Iterable[Answered]) -> VenueList:
    if activity.is_cancelled:
        return needs.venue_list([])
    return needs.venue_list(
        needs.Guest(each.person.name, bool(each.stays_overnight), each.diet)
        for each in answered
        if each.is_coming
    )


def _deleted_on(activity: Activity) -> object:
    return activity.ends_on + services.KEPT_FOR if activity.ends_on else None


def _is_deleted(activity: Activity) -> bool:
    return bool(activity.ends_on and activity.ends_on + services.KEPT_FOR <= clock.today())
