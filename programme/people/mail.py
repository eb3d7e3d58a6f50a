"""The mails about an account, and the account's work that comes back at intervals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.core.db import db
from programme.outbox import services as outbox
from programme.people import services, sessions, throttle
from programme.people.letters import Context, letter, link
from programme.people.models import EmailChange, LinkPurpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.people.models import Person


@letter("people/invitation")
def invitation(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Choose the first password."""
    del keys
    if person.password_hash:
        return None
    token = services.mint_link(person, LinkPurpose.INVITATION)
    days = services.LIFETIMES[LinkPurpose.INVITATION].days
    return {"address": link("people.invitation", token=token), "days": days}


@letter("people/reset")
def reset(person: Person, keys: Mapping[str, int]) -> Context:
    """Choose a new password in place of a forgotten one."""
    del keys
    token = services.mint_link(person, LinkPurpose.RESET)
    return {"address": link("people.reset", token=token)}


@letter("people/password_changed")
def password_changed(person: Person, keys: Mapping[str, int]) -> Context:
    """Tell that the password is another now."""
    del person, keys
    return {"address": link("people.forgotten")}


@letter("people/email_change")
def email_change(person: Person, keys: Mapping[str, int]) -> Context | None:
    """Ask the old address whether the new one shall hold."""
    change = db.session.get(EmailChange, keys["change"])
    if change is None or change.settled_at or change.person_id != person.id:
        return None
    token = services.mint_email_token(change)
    return {"address": link("people.answer_email_change", token=token), "change": change}


@letter("people/email_changed")
def email_changed(person: Person, keys: Mapping[str, int]) -> Context:
    """Tell the new address that it holds."""
    del person, keys
    return {"address": link("people.sign_in")}


outbox.register_job("email changes", timedelta(hours=1), services.apply_due_email_changes)
outbox.register_job("old attempts", timedelta(hours=24), throttle.tidy)
outbox.register_job("old sign-ins", timedelta(hours=24), sessions.tidy)
