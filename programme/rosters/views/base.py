"""The blueprint that the views of rosters share, and the cohort that a list is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, url_for
from flask_babel import gettext as _

from programme.cohorts import policy, queries
from programme.cohorts.views.head import crumbs_of
from programme.core.access import load

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort

blueprint = Blueprint("rosters", __name__)


def load_to_edit(key: int) -> Cohort:
    """The cohort, for who may change its people."""
    return load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)


def crumbs(cohort: Cohort, last: str) -> list[tuple[str, str | None]]:
    """The way down by the cohort's people."""
    above = (_("Participants"), url_for("cohorts.people", key=cohort.id))
    return crumbs_of(cohort, above, (last, None))
