"""A mailbox that takes what the worker sends, and reads it as a mail program does."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from typing import NamedTuple

from flask import current_app
from icalendar import Calendar

from programme.calendars import mail
from programme.core import clock
from programme.notifications import queries as notifications
from programme.notifications import services
from programme.outbox import services as outbox
from programme.outbox import worker
from programme.people.models import Person

assert mail.invitation_mail


class Got(NamedTuple):
    """One mail: its recipient, its parts, and the event in its calendar part if it has one."""

    to: str
    subject: str
    text: str
    mail: object
    ics: bytes
    calendar: Calendar
    event: object

    @property
    def method(self):
        return str(self.calendar["METHOD"])

    @property
    def sequence(self):
        return int(self.event["SEQUENCE"])

    @property
    def uid(self):
        return str(self.event["UID"])


def read(sent) -> Got:
    mail = message_from_bytes(sent.as_bytes(policy=policy.SMTP), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    (to,) = mail["To"].addresses
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return Got(to.addr_spec, mail["Subject"], text, mail, b"", None, None)
    ics = parts[0].get_payload(decode=True)
    calendar = Calendar.from_ical(ics)
    (event,) = calendar.walk("VEVENT")
    return Got(to.addr_spec, mail["Subject"], text, mail, ics, calendar, event)


class Mailbox:
    """The worker's rounds, and what left in them."""

    def __init__(self, in_app, monkeypatch) -> None:
        self.in_app = in_app
        self.monkeypatch = monkeypatch
        self.trouble = None
        self.sent = []

    def send(self, message):
        if self.trouble:
            raise self.trouble
        self.sent.append(message)

    def choose(self, person, **values):
        """Let a person choose; what is not named stays."""
        with self.in_app() as session:
            found = session.get(Person, person.id)
            now = notifications.choice_of(person.id)
            names = now.__dataclass_fields__
            kept = {name: getattr(now, name) for name in names} | values
            services.choose(found, notifications.Choice(**kept))

    def wait(self, **span):
        now = clock.now() + timedelta(**span)
        self.monkeypatch.setattr(clock, "now", lambda: now)

    def look(self):
        with self.in_app():
            outbox.jobs()["invitations"][1]()

    def deliver(self):
        """What is due leaves; returns it, read."""
        seen = len(self.sent)
        with self.in_app():
            sender = current_app.config["SETTINGS"].mail_from
            worker.send_due(worker.Post(self, sender, "odderup.example", lambda _key: None))
        return [read(mail) for mail in self.sent[seen:]]

    def after(self, **span):
        """A round now, and one when the time has passed; returns what left."""
        self.look()
        self.wait(**span)
        self.look()
        return self.deliver()

    def invitations(self):
        """What the present state makes leave a quarter of an hour later, calendar mails alone."""
        return [got for got in self.after(minutes=15) if got.event]
