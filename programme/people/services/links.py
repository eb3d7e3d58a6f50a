"""Mailed links: an invitation to choose the first password, and a reset of a forgotten one.

The worker makes a link's token when it sends the mail; only the token's hash is stored.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.outbox import services as outbox
from programme.people import queries, sessions, throttle
from programme.people.models import AccessLink, LinkPurpose
from programme.people.services.account import set_password, void_links
from programme.people.services.email_changes import withdraw_email_change

if TYPE_CHECKING:
    from programme.people.models import Person

LIFETIMES = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=1)}


def mint_link(person: Person, purpose: LinkPurpose) -> str:
    """Make a link's token; older links of the person are void from now on."""
    void_links(person)
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    db.session.add(
        AccessLink(
            person=person,
            purpose=purpose,
            token_hash=sessions.hashed(token),
            created_at=moment,
            expires_at=moment + LIFETIMES[purpose],
        )
    )
    return token


def find_link(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The link, if it still opens something."""
    link = db.session.scalar(
        select(AccessLink).where(
            AccessLink.token_hash == sessions.hashed(token),
            AccessLink.purpose == purpose,
            AccessLink.used_at.is_(None),
            AccessLink.expires_at > clock.now(),
        )
    )
    return link if link and link.person.is_active else None


def use_link(token: str, purpose: LinkPurpose, password_hash: str) -> Person | None:
    """Set the password by a link: once, then every sign-in of the person is over.

    None when the link was used, replaced or outlived in the meantime.
    """
    link = find_link(token, purpose)
    if link is None or not _take(link):
        return None
    person = link.person
    set_password(person, password_hash)
    sessions.end_all(person)
    # Whoever has the old address has just answered: a wish made with the old password is void.
    withdraw_email_change(person)
    action = "password_reset" if purpose is LinkPurpose.RESET else "invitation_accepted"
    audit.record(action, "person", person.id, actor_id=person.id)
    if purpose is LinkPurpose.RESET:
        outbox.queue("people/password_changed", person.id)
    return person


def request_reset(email: str, address: str) -> None:
    """Queue a reset mail if the address is somebody's; to the asker it looks the same if not."""
    throttle.attempt(throttle.reset_limits(email, address))
    person = queries.find_by_email(email.strip().lower())
    known = person if person and person.is_active else None
    if known and not outbox.is_waiting("people/reset", known.id):
        outbox.queue("people/reset", known.id)
    # Written down for strangers too: the commit takes as long.
    audit.record("reset_requested", "person", known.id if known else None, actor_id=None)


def _take(link: AccessLink) -> bool:
    """Whether this use is the first: the database decides between two at the same moment."""
    done = db.session.execute(
        update(AccessLink)
        .where(AccessLink.id == link.id, AccessLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined] # an UPDATE's result has it
