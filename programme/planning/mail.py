"""The mail with all of one's dates, when a plan is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import labels
from programme.activities import queries as activities
from programme.cohorts.models import Cohort
from programme.core.db import db
from programme.people.letters import Context, letter, link
from programme.planning.services import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.models import Activity
    from programme.people.models import Person


@letter(PUBLISHED)
def published(person: Person, keys: Mapping[str, int]) -> Context | None:
    """List what stands in the person's own plan of the cohort as the mail leaves."""
    cohort = db.session.get(Cohort, keys["cohort"])
    plan = activities.own_plan(person.id, keys["cohort"])
    if cohort is None or not plan:
        return None

    def label(activity: Activity) -> str:
        return labels.label(activity.kind, activity.number, activity.title, person.locale.value)

    return {
        "cohort": cohort,
        "dated": [activity for activity in plan if activity.starts_on],
        "undated": [activity for activity in plan if not activity.starts_on],
        "label": label,
        "plan_address": link("activities.my_plan"),
        "calendar_address": link("calendars.index"),
    }
