"""What the views of shadowing share: the blueprint, pairs as lines, whoever may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _

from programme.cohorts import queries as cohorts
from programme.core import clock, formats, language
from programme.core.access import load
from programme.people.viewer import viewer
from programme.shadowing import policy, queries
from programme.shadowing.agreement import agreement_of, is_agreed
from programme.shadowing.stages import KINDS, NAMES, Stage, stage_of

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.shadowing.models import ShadowingPair
    from programme.shadowing.queries import Round

blueprint = Blueprint("shadowing", __name__)


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair in a list: who, how far, and the day once it is agreed."""

    id: int
    guest: str
    host: str
    guest_where: str
    host_where: str
    stage: Stage
    state: str
    kind: str
    days: str
    address: str
    activity: str


def pair_line(pair: ShadowingPair, found: Round) -> PairLine:
    """The pair in the viewer's language; no word of the agreement."""
    guest, host = found.fellows[pair.guest_id], found.fellows[pair.host_id]
    stage = stage_of(pair, clock.today())
    return PairLine(
        pair.id,
        guest.name,
        host.name,
        guest.where,
        host.where,
        stage,
        str(NAMES[stage]),
        KINDS[stage],
        agreed_days(pair),
        url_for("shadowing.agreement", key=pair.id),
        url_for("activities.show", key=pair.activity_id) if pair.activity_id else "",
    )


def agreed_days(pair: ShadowingPair) -> str:
    """The day in words as it stands in the plans, or nothing."""
    days = agreement_of(pair).days if is_agreed(pair) else None
    return formats.weekday_days(*days, language.short()) if days else ""


def window_text(item: Activity | None, cohort: Cohort) -> str:
    """Return "15. august–2. december 2026"."""
    return formats.days(*queries.window_of(item, cohort), language.short())


def own_cohort(key: int) -> tuple[Cohort, list[Activity]]:
    """A cohort in whose shadowing the viewer takes part, with the plan's items."""
    cohort = load(cohorts.find_cohort, key, policy.can_take_part)
    items = queries.items_of(cohort.id, shown=True)
    if not queries.takes_part(viewer().id, cohort, items):
        abort(404)
    return cohort, items


def crumbs(*further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way down from one's own plan."""
    own: list[tuple[str, str | None]] = [(_("My plan"), url_for("activities.my_plan"))]
    page = url_for("shadowing.mine") if further else None
    return [*own, (_("Shadowing"), page), *further]
