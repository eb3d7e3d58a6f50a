"""The drop-downs over one's own log: read out of the address, and written again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from programme.activities import labels
from programme.core import formats, language
from programme.learning_logs import queries
from programme.learning_logs.views.base import asked
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.learning_logs.queries import ActivityChoice, Filter

DRAFTS = "kladder"


@dataclass(frozen=True, slots=True)
class DropDown:
    """A filter: lines of (value, text), the first of which shows all."""

    name: str
    label: str
    lines: Sequence[tuple[object, str]]
    chosen: object


def wanted() -> Filter:
    """What the address asks for."""
    return queries.Filter(
        drafts=request.args.get("vis") == DRAFTS,
        goal_id=asked("maal"),
        activity_id=asked("aktivitet"),
        task_id=asked("opgave"),
    )


def drop_downs(chosen: Filter) -> list[DropDown]:
    """Those that have anything to choose."""
    options = queries.filter_options(viewer().id)
    goals = [(goal.id, f"{goal.number} {goal.short_name}") for goal in options.goals]
    activities = [activity_line(row) for row in options.activities]
    state = DRAFTS if chosen.drafts else ""
    found = [
        DropDown("vis", _("Show"), [(DRAFTS, _("Drafts"))], state),
        DropDown("maal", _("Goal"), goals, chosen.goal_id),
        DropDown("aktivitet", _("Activity"), activities, chosen.activity_id),
        DropDown("opgave", _("Task"), options.tasks, chosen.task_id),
    ]
    return [drop_down for drop_down in found if drop_down.lines]


def activity_line(row: ActivityChoice) -> tuple[int, str]:
    """Return (key, "Seminar 4 | Ledelse af PLF, 3. dec. 2026")."""
    locale = language.short()
    label = labels.label(row.kind, row.number, row.title, locale)
    if row.starts_on:
        label = f"{label}, {formats.short_day(row.starts_on, locale)}"
    return row.id, label
