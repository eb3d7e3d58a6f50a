"""A new e-mail address: whoever holds a stolen session must not take the account over with it.

It holds when the old address confirms, or after seven days in which the old one had the notice
and did not object.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.outbox import services as outbox
from programme.people import queries, sessions
from programme.people.addresses import normalised
from programme.people.models import EmailChange
from programme.people.services.account import void_links

if TYPE_CHECKING:
    from programme.people.models import Person

NOTICE = timedelta(days=7)


def request_email_change(person: Person, new_email: str) -> EmailChange:
    """Note the wish and ask the old address; an earlier wish is dropped."""
    email = normalised(new_email)
    if email == person.email:
        raise RuleBrokenError(l_("That is your address already."), "email")
    if queries.find_by_email(email):
        raise RuleBrokenError(l_("There is already a person with that address."), "email")
    withdraw_email_change(person)
    change = EmailChange(person=person, new_email=email, requested_at=clock.now())
    db.session.add(change)
    db.session.flush()
    outbox.queue(
        "people/email_change", person.id, {"change": change.id}, dedupe=email_change_mail(change)
    )
    audit.record("email_change_requested", "person", person.id, actor_id=person.id)
    return change


def email_change_mail(change: EmailChange) -> str:
    """The dedupe key of the notice to the old address."""
    return f"email-change-{change.id}"


def mint_email_token(change: EmailChange) -> str:
    """Make the token of the link in the notice."""
    token = secrets.token_urlsafe(32)
    change.token_hash = sessions.hashed(token)
    return token


def find_email_change(token: str) -> EmailChange | None:
    """The open change that a mailed link stands for."""
    return db.session.scalar(
        select(EmailChange).where(
            EmailChange.token_hash == sessions.hashed(token), EmailChange.settled_at.is_(None)
        )
    )


def withdraw_email_change(person: Person) -> None:
    """Drop the wish for another address, if there is one."""
    change = queries.find_open_email_change(person)
    if change:
        change.settled_at = clock.now()
        outbox.withdraw(email_change_mail(change))
        audit.record("email_change_withdrawn", "person", person.id, actor_id=person.id)


def refuse_email_change(change: EmailChange) -> None:
    """The old address says no: somebody else may be signed in, so all sign-ins end."""
    change.settled_at = clock.now()
    sessions.end_all(change.person)
    audit.record("email_change_refused", "person", change.person_id, actor_id=change.person_id)


def confirm_email_change(change: EmailChange) -> None:
    """The old address says yes."""
    _apply(change)


def apply_due_email_changes() -> None:
    """Let those hold whose notice left seven days ago and was not answered."""
    open_changes = db.session.scalars(
        select(EmailChange).where(
            EmailChange.settled_at.is_(None), EmailChange.requested_at <= clock.now() - NOTICE
        )
    )
    for change in open_changes:
        noticed_at = outbox.sent_at(email_change_mail(change))
        if noticed_at and noticed_at <= clock.now() - NOTICE:
            _apply(change)


def _apply(change: EmailChange) -> None:
    person = change.person
    change.settled_at = clock.now()
    if queries.find_by_email(change.new_email):
        audit.record("email_change_collided", "person", person.id, actor_id=person.id)
        return
    person.email = change.new_email
    void_links(person)
    audit.record("email_changed", "person", person.id, actor_id=person.id)
    outbox.queue("people/email_changed", person.id)
