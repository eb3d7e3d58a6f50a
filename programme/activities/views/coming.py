"""What comes next in a cohort, for the pages of cohorts, which know nothing of activities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from programme.activities import labels
from programme.activities.coming import FirstComing, first_coming, meetings_of
from programme.activities.plan import When
from programme.activities.queries import common
from programme.activities.views.base import blueprint, when_text
from programme.core import clock, language
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Coming:
    """An activity as its label, its days in full and its address."""

    label: str
    days: str
    address: str


@blueprint.app_template_global()
def coming_in(cohort_ids: Collection[int]) -> dict[int, Coming]:
    """What comes next in cohorts that the viewer oversees, drafts included, by cohort."""
    return _said(first_coming(cohort_ids, clock.today(), common()))


@blueprint.app_template_global()
def meeting_in(cohort_ids: Collection[int]) -> dict[int, Coming]:
    """The next network meeting in the viewer's own plan, by cohort."""
    own = meetings_of(viewer().id)
    return _said(first_coming(cohort_ids, clock.today(), own))


def _said(found: list[FirstComing]) -> dict[int, Coming]:
    path = url_for("activities.show", key=0)
    return {
        first.cohort_id: Coming(
            labels.label(first.kind, first.number, first.title, language.short()),
            when_text(
                When(
                    starts_on=first.starts_on,
                    ends_on=first.ends_on,
                    start_time=first.start_time,
                    end_time=first.end_time,
                )
            ),
            path.replace("/0", f"/{first.id}"),
        )
        for first in found
    }
