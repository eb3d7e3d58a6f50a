"""On the pages of activities: how many calendars still show what was before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import ngettext

from programme.activities import policy as activities
from programme.activities.panels import Panel, Place, register, register_effect
from programme.activities.services import telling
from programme.calendars import queries
from programme.core import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from programme.activities.models import Activity
    from programme.people.models import Person

# So long after a change those who plan see whether it has arrived.
_SHOWN: Final = timedelta(days=14)
_DAY: Final = timedelta(days=1)


def _arrived(activity: Activity, person: Person) -> Panel | None:
    """How far the newest change has come, for whoever may make one."""
    changed_at = max((c.at for c in activity.changes if not c.undone_at), default=None)
    if changed_at is None or changed_at < clock.now() - _SHOWN:
        return None
    if not activities.can_edit(person, activity) or not activities.is_shown(activity):
        return None
    found = queries.fetching(activity, telling.told(activity), activity.revised_at)
    return Panel(Place.ASIDE, "calendars/_arrived.html", {"found": found}) if found.count else None


def _said(changed: Sequence[Activity], told: Collection[int]) -> str:
    """How many calendars will show a change late, before it is made."""
    found = queries.fetching(changed[0], told, clock.now() - _DAY)
    if not found.behind:
        return ""
    return ngettext(
        "%(num)d calendar has not been fetched since yesterday, and shows the old date meanwhile.",
        "%(num)d calendars have not been fetched since yesterday, and show the old date meanwhile.",
        found.behind,
    )


register("calendars", _arrived)
register_effect("calendars", _said)
