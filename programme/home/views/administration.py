"""The administration on one page: accounts, mail, organisations, titles, levels, drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from programme.core import clock
from programme.core.access import demand
from programme.core.web import page
from programme.home import queries
from programme.home.views.base import blueprint
from programme.outbox.queries import mail_state
from programme.people import policy
from programme.people.viewer import viewer
from programme.programmes.queries import leadership_levels

if TYPE_CHECKING:
    from flask import Response

    from programme.outbox.queries import MailState

SILENT_AFTER: Final = timedelta(minutes=10)  # a worker that lives is seen far more often


@blueprint.get("/administration")
def administration() -> Response:
    """All of it on one page."""
    demand(policy.can_administer(viewer()))
    return administration_page()


def administration_page() -> Response:
    """The page, also as home of those who administer and nothing else."""
    state = mail_state()
    return page(
        "home/administration.html",
        organisations=queries.organisations(),
        titles=queries.titles(),
        levels=leadership_levels(),
        drafts=queries.draft_programmes(),
        accounts=queries.account_counts(),
        mail=state,
        is_silent=_is_silent(state),
    )


def _is_silent(state: MailState) -> bool:
    """Whether no worker has been seen lately."""
    seen_at = state.worker_seen_at
    return seen_at is None or clock.now() - seen_at > SILENT_AFTER
