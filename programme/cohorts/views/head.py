"""What stands above every page of a cohort: name, state, period and the way to its other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import gettext as _

from programme.cohorts import policy
from programme.cohorts.labels import STATE_KINDS, STATES
from programme.cohorts.models import Cohort, CohortState
from programme.core.web import path_to

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person

blueprint = Blueprint("cohorts", __name__)


@dataclass(frozen=True, slots=True)
class CohortHead:
    """The values of `cohorts/_head.html`; addresses are empty for those who may not go there."""

    id: int
    name: str
    programme: str
    state: str
    state_kind: str
    starts_on: date
    ends_on: date | None
    tabs: list[tuple[str, str, bool]]
    add_activity: str
    publish: str


def head_of(cohort: Cohort, person: Person, current: str) -> CohortHead:
    """The head for a page; `current` is its endpoint. For who oversees the cohort."""
    edits = policy.can_edit(person, cohort)
    on_plan = current == "activities.cohort_plan"
    return CohortHead(
        id=cohort.id,
        name=cohort.name,
        programme=cohort.programme.name,
        state=str(STATES[cohort.state]),
        state_kind=STATE_KINDS.get(cohort.state, ""),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        tabs=_tabs(cohort, current, edits=edits),
        add_activity=path_to("activities.new", key=cohort.id) if edits and on_plan else "",
        publish=path_to("planning.publish", key=cohort.id)
        if edits and on_plan and cohort.state is CohortState.DRAFT
        else "",
    )


def crumbs_of(cohort: Cohort, *further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way down to a page of a cohort; `further` are the steps below its plan."""
    root = (_("Cohorts"), path_to("cohorts.index"))
    if not further:
        return [root, (cohort.name, None)]
    return [root, (cohort.name, path_to("activities.cohort_plan", key=cohort.id)), *further]


def _tabs(cohort: Cohort, current: str, *, edits: bool) -> list[tuple[str, str, bool]]:
    tabs = [
        (_("Plan"), "activities.cohort_plan"),
        (_("Participants"), "cohorts.people"),
        (_("Groups"), "cohorts.groups"),
        (_("Attendance"), "attendance.cohort"),
        (_("Shadowing"), "shadowing.cohort"),
        (_("Proposals"), "contributions.cohort"),
        (_("Changes"), "activities.changes"),
        *([(_("Settings"), "cohorts.settings")] if edits else []),
    ]
    return [(label, path_to(name, key=cohort.id), name == current) for label, name in tabs]
