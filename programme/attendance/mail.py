"""The mail that offers a missed activity anew; and the forgetting of what venues had to know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.activities import labels
from programme.attendance import queries, services
from programme.attendance.models import OfferState
from programme.attendance.services.catching_up import OFFERED
from programme.outbox import services as outbox
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter(OFFERED)
def offered(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell of the offer while it stands."""
    found = queries.find_offer(keys["offer"])
    if found is None or found.state is not OfferState.OFFERED or found.person_id != person.id:
        return None
    activity = found.offered
    return {
        "label": labels.label(activity.kind, activity.number, activity.title, person.locale.value),
        "activity": activity,
        "address": link("attendance.mine"),
    }


outbox.register_job("needs of past activities", timedelta(hours=24), services.forget_needs)
outbox.register_job(
    "offers to those who left", timedelta(minutes=1), services.withdraw_from_leavers
)
