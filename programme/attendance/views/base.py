"""What the views of attendance share: the blueprint, an activity by its key, its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint

from programme.activities import policy as activities
from programme.activities import queries as activity_queries
from programme.core.access import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from programme.activities.models import Activity
    from programme.people.models import Person

blueprint = Blueprint("attendance", __name__)


def load_activity(key: int, can: Callable[[Person, Activity], bool]) -> Activity:
    """The activity, for who may do this; others who see it are told that they may not."""
    return load(activity_queries.find_activity, key, can, activities.can_view)


def days_of(activity: Activity) -> list[date]:
    """The days of an activity with a date."""
    if activity.starts_on is None:
        return []
    count = ((activity.ends_on or activity.starts_on) - activity.starts_on).days + 1
    return [activity.starts_on + timedelta(days=number) for number in range(count)]
