"""The mail about changes far ahead: unsaid where the reader's calendars say it already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.activities import elsewhere
from programme.activities.mail import notes_later, told_later
from programme.activities.services.later import CHANGED_LATER
from programme.calendars import invitation_mail, invitations, queries
from programme.notifications import queries as notifications
from programme.outbox import services as outbox
from programme.people.letters import Context, letter, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.activities.mail import News
    from programme.people.models import Person


@letter(CHANGED_LATER)
def changed_later(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Tell what has changed far ahead and still differs from what the person knows."""
    told = told_later(person, keys)
    if notifications.choice_of(person.id).skip_when_fetched:
        told = [item for item in told if not _is_in_every_calendar(person, item)]
    if not told:
        return None
    return {
        "told": told,
        "notes": notes_later(keys),
        "cohorts": list(dict.fromkeys(item.activity.cohort.name for item in told)),
        "address": link("activities.my_plan"),
        "choices": link("notifications.index"),
    }


def _is_in_every_calendar(person: Person, item: News) -> bool:
    """Whether there are calendars that show the activity, and all have asked since it changed."""
    activity = item.activity
    found = queries.fetching(activity, [person.id], activity.revised_at)
    return found.count > 0 and found.behind == 0


outbox.register_composer(invitations.INVITATION, invitation_mail.compose)
outbox.register_job("invitations", timedelta(minutes=1), invitations.look_at_plans)
elsewhere.register("invitations", invitations.tells)
