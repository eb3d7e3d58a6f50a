"""The list of a cohort's changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request, url_for
from flask_babel import gettext as _

from programme.activities import queries
from programme.activities.change_lines import Told, by_day, change_lines
from programme.activities.models import ChangeKind
from programme.activities.views.base import blueprint, prefix
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import language
from programme.core.access import load
from programme.core.forms import whole
from programme.core.web import page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.change_lines import ChangeDay
    from programme.activities.models import ActivityChange

A_PAGE: Final = 100
# The kinds by their names in the address.
_KINDS: Final = {
    "nye": ChangeKind.CREATED,
    "flyttet": ChangeKind.MOVED,
    "aflyst": ChangeKind.CANCELLED,
    "genoprettet": ChangeKind.RESTORED,
    "rettet": ChangeKind.EDITED,
    "offentliggjort": ChangeKind.PUBLISHED,
}


@blueprint.get("/hold/<int:key>/aendringer")
def changes(key: int) -> Response:
    """What was changed, when, by whom and why, the newest first; of one kind, if asked so."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_oversee, cohort_policy.can_view)
    before, chosen = whole(request.args.get("foer")), request.args.get("type", "")
    kind = _KINDS.get(chosen)
    found = queries.changes_of(cohort.id, A_PAGE + 1, before, kind)
    shown = found[:A_PAGE]
    of_kind = chosen if kind else None
    last = shown[-1].id if shown != found else None
    older = url_for("activities.changes", key=key, type=of_kind, foer=last) if last else ""
    may_edit = cohort_policy.can_edit(viewer(), cohort)
    return page(
        "activities/changes.html",
        head=head_of(cohort, viewer(), "activities.changes"),
        crumbs=crumbs_of(cohort, (_("Changes"), None)),
        cohort=cohort,
        acts=_acts(shown),
        drafts=len(queries.draft_marks(cohort.id)) if may_edit else 0,
        switch=_switch(key, kind),
        filtered=kind is not None,
        newest=url_for("activities.changes", key=key, type=of_kind) if before else "",
        older=older,
    )


def _acts(shown: list[ActivityChange]) -> list[ChangeDay]:
    told = Told(queries.days_after(shown), queries.notes_of(shown))
    locale = language.short()
    return by_day(change_lines(shown, prefix(), locale, told), locale)


def _switch(key: int, kind: ChangeKind | None) -> list[tuple[str, str, bool]]:
    """All, or those of one kind."""
    words = {
        "nye": _("New"),
        "flyttet": _("Moved"),
        "aflyst": _("Cancelled"),
        "genoprettet": _("Restored"),
        "rettet": _("Edited"),
        "offentliggjort": _("Published"),
    }
    address = url_for("activities.changes", key=key)
    kinds = [(text, f"{address}?type={name}", _KINDS[name] is kind) for name, text in words.items()]
    return [(_("All"), address, kind is None), *kinds]
