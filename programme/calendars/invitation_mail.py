"""Meeting invitations as mails: a text, the same as HTML, and what the calendar program reads."""

from __future__ import annotations

import re
from dataclasses import replace
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from programme.calendars import invitations
from programme.calendars.ical import CANCEL, Attendee, Message, PlanEvent, message_bytes
from programme.core import clock
from programme.core.db import db
from programme.core.language import LOCALES
from programme.outbox import services as outbox
from programme.people.letters import link, written
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.calendars.invitations import Invitation

_ADDRESS: Final = re.compile(r"https?://\S+")


def compose(person_id: int, keys: Mapping[str, int]) -> outbox.Letter | None:
    """The mail that is due now; None when the calendar is right after all."""
    person = db.session.get(Person, person_id)
    if person is None or not person.is_active:
        return None
    invitation = invitations.take(person, keys)
    if invitation is None:
        return None
    address = link("activities.show", key=keys["activity"])
    body = _calendar(person, invitation, address)
    if body is None:
        return None
    letter = written(invitations.INVITATION, person, _context(invitation, address))
    return replace(
        letter,
        name="" if invitation.is_copy else person.name,
        address=invitation.address,
        html=as_html(letter, person.locale.value),
        calendar=outbox.CalendarPart(invitation.method, body),
    )


def as_html(letter: outbox.Letter, locale: str) -> str:
    """The same words for programs that prefer HTML: paragraphs, and addresses as links."""
    paragraphs = Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>\n").join(map(_linked, part.split("\n"))))
        for part in re.split(r"\n{2,}", letter.text.strip())
    )
    head = Markup('<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">').format(locale)
    rest = Markup("<title>{}</title></head><body>\n{}\n</body></html>\n")
    return head + rest.format(letter.subject, paragraphs)


def _linked(line: str) -> Markup:
    found = _ADDRESS.search(line)
    if found is None:
        return escape(line)
    before, address, after = line[: found.start()], found[0], line[found.end() :]
    return Markup('{}<a href="{}">{}</a>{}').format(before, address, address, after)


def _context(invitation: Invitation, address: str) -> dict[str, object]:
    return {
        "news": _news(invitation),
        "told": invitation.told,
        "before": invitation.before,
        "is_copy": invitation.is_copy,
        "reason": "" if invitation.is_copy else invitation.reason,
        "address": address,
        "choices": link("notifications.index"),
    }


def _news(invitation: Invitation) -> str:
    if invitation.is_former:
        return "unwanted" if invitation.is_asked else "elsewhere"
    if invitation.method != CANCEL:
        return "changed" if invitation.before else "invited"
    if invitation.is_cancelled:
        return "cancelled"
    return "undated" if invitation.is_in_plan else "gone"


def _calendar(person: Person, invitation: Invitation, address: str) -> bytes | None:
    """A copy names whose date it is, and leads to no page: its reader has none here."""
    told, is_copy = invitation.told, invitation.is_copy
    with force_locale(LOCALES[person.locale.value]):
        note = _copied(person) if is_copy else _answer()
    event = PlanEvent(
        uid=invitation.uid,
        sequence=0,  # that of the message holds, and so does its moment
        revised_at=clock.now(),
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        start_time=told.start_time,
        end_time=told.end_time,
        title=f"{person.name}: {told.title}" if is_copy else told.title,
        description=note,
        place=told.place,
        url=None if is_copy else address,
        cancelled=False,
        kind="session",
    )
    name, sender = parseaddr(current_app.config["SETTINGS"].mail_from)
    attendee = Attendee(invitation.address, "" if is_copy else person.name)
    message = Message(
        invitation.method, invitation.sequence, clock.now(), Attendee(sender, name), attendee
    )
    return message_bytes(event, message)


def _copied(person: Person) -> str:
    return _("A copy of the invitation to %(name)s.", name=person.name)


def _answer() -> str:
    return _(
        "Nobody here reads what you answer in your calendar. Answer on the page, where preparation "
        "and programme stand too."
    )
