"""What an activity's page tells of shadowing: how far one is oneself, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from programme.activities.panels import Panel, Place, register
from programme.core import clock
from programme.programmes.content import ActivityKind, Audience
from programme.shadowing import queries
from programme.shadowing.stages import KINDS, NAMES, stage_of, steps

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person
    from programme.shadowing.models import ShadowingPair


def _panel(activity: Activity, person: Person) -> Panel | None:
    if activity.kind is not ActivityKind.SHADOWING:
        return None
    own = [each for each in queries.own_pairs(person.id) if each.cohort_id == activity.cohort_id]
    if activity.audience is Audience.NAMED:
        pair = next((each for each in own if each.activity_id == activity.id), None)
        return _made(pair, url_for("shadowing.agreement", key=pair.id)) if pair else None
    if not queries.takes_part(person.id, activity.cohort, [activity]):
        return None
    pair = next((each for each in own if each.guest_id == person.id), None)
    return _made(pair, url_for("shadowing.mine", hold=activity.cohort_id))


def _made(pair: ShadowingPair | None, address: str) -> Panel:
    stage = stage_of(pair, clock.today())
    values = {
        "address": address,
        "stage": stage,
        "steps": steps(stage),
        "state": str(NAMES[stage]),
        "kind": KINDS[stage],
        "has_pair": pair is not None,
    }
    return Panel(Place.ASIDE, "shadowing/_panel.html", values)


register("shadowing", _panel)
