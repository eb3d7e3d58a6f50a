"""The mails to facilitators who are asked, and to the coordinator when one declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import labels
from programme.activities.models import FacilitatorAnswer
from programme.core import clock
from programme.core.db import db
from programme.facilitation import policy, queries, services
from programme.people.letters import Context, letter, link
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.models import FacilitatorRequest


@letter(services.ASKED)
def asked(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Ask whether the days will do, with a link that answers without signing in."""
    request = _standing(keys)
    if request is None or request.person_id != person.id or request.answer is not None:
        return None
    token = services.mint_token(request)
    asker = db.session.get(Person, request.asked_by_id) if request.asked_by_id else None
    return _about(request, person) | {
        "address": link("facilitation.link", token=token),
        "asker": asker.name if asker else "",
        "until": request.expires_at,
    }


@letter(services.DECLINED)
def declined(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell that a facilitator cannot; nothing if the answer is another one by now."""
    request = _standing(keys)
    if request is None or request.answer is not FacilitatorAnswer.DECLINED:
        return None
    return _about(request, person) | {
        "facilitator": request.person.name,
        "note": request.note,
        "address": link("activities.show", key=request.activity_id),
    }


def _standing(keys: Mapping[str, int]) -> FacilitatorRequest | None:
    """The request, if it is the asking that the mail was queued for, and stands."""
    request = queries.get_request(keys["request"])
    if request is None or services.stamp(request) != keys["asked"]:
        return None
    return request if policy.is_open(request, clock.now()) else None


def _about(request: FacilitatorRequest, person: Person) -> Context:
    activity = request.activity
    return {
        "activity": activity,
        "label": labels.label(activity.kind, activity.number, activity.title, person.locale.value),
        "cohort": activity.cohort.name,
        "where": ", ".join(part for part in (activity.place, activity.address) if part),
    }
