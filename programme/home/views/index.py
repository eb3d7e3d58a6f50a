"""The first page: a part for each part that the person plays, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from programme.cohorts.queries import appointments_to_confirm
from programme.conversations.queries import waiting_for
from programme.core import clock, language
from programme.core.web import page
from programme.home import queries
from programme.home.cards import Words
from programme.home.menu import held
from programme.home.queries import Stamp
from programme.home.views.administration import administration_page
from programme.home.views.base import blueprint
from programme.home.views.coordinator import coordinator_part
from programme.home.views.learner import facilitator_part, invited_part, learner_part
from programme.home.views.manager import manager_part
from programme.learning_logs.queries import Glance, newest_shared_with
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.home.holdings import Holdings

SHARED: Final = 3  # entries in the short list
SHARED_WITH_MANAGER: Final = 60  # looked through for those of one's own people


@blueprint.get("/")
def index() -> Response:
    """What the person came for."""
    holdings, person = held(), viewer()
    if holdings.administers and not _takes_part(holdings):
        return administration_page()
    words = Words(language.short(), clock.today(), url_for("activities.show", key=0)[:-1])
    stamp = Stamp(person.id, person.plan_version, holdings.cohorts_version)
    has_plan = holdings.learns or holdings.facilitates or holdings.is_invited
    own = queries.own_plan(stamp) if has_plan else ()
    shared, followed = _shared(holdings), holdings.is_followed
    return page(
        "home/index.html",
        learner=learner_part(own, words, stamp, is_followed=followed) if holdings.has_log else None,
        facilitator=facilitator_part(own, words) if holdings.facilitates else None,
        invited=invited_part(own, words) if _is_guest(holdings) else None,
        appointments=appointments_to_confirm(person.id) if holdings.is_appointed else [],
        asked=waiting_for(person.id) if holdings.is_asked else [],
        manager=manager_part(shared, words, person.id) if holdings.manages else None,
        coordinator=coordinator_part(words, person) if holdings.coordinates else None,
        shared=shared[:SHARED],
        is_fetched=holdings.is_fetched,
        entry=url_for("learning_logs.show", key=0)[:-1],
    )


def _is_guest(holdings: Holdings) -> bool:
    """Whether the invitations stand alone: who learns has them in the plan above."""
    return holdings.is_invited and not holdings.learns


def _takes_part(holdings: Holdings) -> bool:
    """Whether there is anything to show beside the administration."""
    parts = (holdings.has_log, holdings.facilitates, holdings.manages, holdings.coordinates)
    return any(parts) or holdings.is_invited


def _shared(holdings: Holdings) -> list[Glance]:
    if not (holdings.has_log or holdings.facilitates or holdings.manages):
        return []
    return newest_shared_with(viewer().id, SHARED_WITH_MANAGER if holdings.manages else SHARED)
