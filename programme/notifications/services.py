"""Choose what one hears of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from programme.audit import services as audit
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.notifications import queries
from programme.notifications.models import NoticeChoice
from programme.notifications.queries import Choice
from programme.people.addresses import normalised

if TYPE_CHECKING:
    from programme.people.models import Person

WEEKDAYS: Final = range(7)


def choose(person: Person, new: Choice, address: str = "") -> Choice:
    """Keep the person's choices; `new.version` is that of the ones on the screen.

    Choosing the same again changes nothing. `address` is where to go on after a conflict.
    """
    new = _checked(person, new)
    old = queries.choice_of(person.id)
    if replace(new, version=old.version) == old:
        return old
    if new.version != old.version:
        raise ConflictError(_shown(new), _shown(old), address, old.version)
    row = queries.find_row(person.id) or NoticeChoice(person_id=person.id)
    row.skip_when_fetched = new.skip_when_fetched
    row.invitations = new.invitations
    row.secretary_email = new.secretary_email
    row.weekly_nudge = new.weekly_nudge
    row.nudge_weekday = new.nudge_weekday
    row.reminders = new.reminders
    db.session.add(row)
    db.session.flush()
    audit.record("chosen", "notice_choice", person.id, actor_id=person.id)
    return replace(new, version=row.version)


def _checked(person: Person, new: Choice) -> Choice:
    if new.nudge_weekday not in WEEKDAYS:
        raise RuleBrokenError(l_("Choose one of those in the list."), "nudge_weekday")
    return replace(new, secretary_email=_secretary(person, (new.secretary_email or "").strip()))


def _secretary(person: Person, typed: str) -> str | None:
    """Whom copies go to. One's own address would make every date stand twice."""
    if not typed:
        return None
    try:
        email = normalised(typed)
    except RuleBrokenError as error:
        raise RuleBrokenError(error.message, "secretary_email") from None
    if email == person.email.lower():
        raise RuleBrokenError(
            l_("That is your own address, where you get the invitation anyhow."), "secretary_email"
        )
    return email


def _shown(choice: Choice) -> dict[str, str]:
    yes, no = str(l_("Yes")), str(l_("No"))

    def said(*, chosen: bool) -> str:
        return yes if chosen else no

    return {
        str(l_("Send me meeting invitations")): said(chosen=choice.invitations),
        str(l_("A copy to")): choice.secretary_email or "–",
        str(l_("Skip the mail when all my calendars have already fetched the change")): said(
            chosen=choice.skip_when_fetched
        ),
        str(l_("Remind me of my log once a week")): said(chosen=choice.weekly_nudge),
        str(l_("Remind me just before and just after an activity")): said(chosen=choice.reminders),
    }
