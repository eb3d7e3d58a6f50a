"""Sends what waits. Several workers may run: each row is claimed before it is worked on.

Nothing slow happens inside a write transaction: claim, compose, send and note are four steps.
A worker that dies in between leaves the row to be claimed again when its time comes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from programme.core import clock
from programme.core.db import db, reading, release, upsert, writing
from programme.outbox import services
from programme.outbox.models import NO_REASON, OutboxMail, WorkerBeat
from programme.outbox.transport import DownError, RefusedError, TryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.sql import ColumnElement

    from programme.outbox.transport import Transport

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
MOST_ATTEMPTS = 14  # about a day and a half
PAUSE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours until its next due time."""

    id: int
    template: str
    person_id: int
    keys: dict[str, int]
    attempts: int


@dataclass(frozen=True, slots=True)
class Post:
    """Where mail leaves, in whose name, and who hears of a mail that is given up."""

    transport: Transport
    sender: str
    domain: str
    gave_up: Callable[[int], None]


def send_due(post: Post, *, stopped: Callable[[], bool] = lambda: False) -> int:
    """Send everything that is due; says how many left. Ends early when nothing can be sent."""
    sent = 0
    while not stopped() and _is_something_due():
        claimed = _claim()
        if claimed is None:
            continue
        try:
            sent += _deliver(post, claimed)
        except DownError as error:
            _put_back(claimed, str(error))
            return sent
    return sent


def beat(name: str, started_at: datetime) -> None:
    """Leave a sign of life."""
    with writing() as connection:
        moment = clock.now()
        connection.execute(
            upsert(WorkerBeat)
            .values(name=name, started_at=started_at, seen_at=moment)
            .on_conflict_do_update(
                index_elements=["name"], set_={"started_at": started_at, "seen_at": moment}
            )
        )


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_DELAY * (1 << (attempts - 1)), LONGEST_DELAY)


def _due() -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxMail.sent_at.is_(None),
        OutboxMail.given_up_at.is_(None),
        OutboxMail.due_at <= clock.now(),
    )


def _is_something_due() -> bool:
    with reading() as connection:
        return connection.scalar(select(OutboxMail.id).where(*_due()).limit(1)) is not None


def _claim() -> Claimed | None:
    """Take the oldest due row; its next due time is moved on before anything is tried."""
    with writing() as connection:
        row = connection.execute(
            select(
                OutboxMail.id,
                OutboxMail.template,
                OutboxMail.person_id,
                OutboxMail.keys,
                OutboxMail.attempts,
            )
            .where(*_due())
            .order_by(OutboxMail.due_at, OutboxMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        attempts = row.attempts + 1
        connection.execute(
            update(OutboxMail)
            .where(OutboxMail.id == row.id)
            .values(attempts=attempts, due_at=clock.now() + delay(attempts))
        )
    return Claimed(row.id, row.template, row.person_id, row.keys, attempts)


def _deliver(post: Post, claimed: Claimed) -> bool:
    try:
        mail = _compose(post, claimed)
        if mail is None:
            _note(claimed.id, given_up_at=clock.now(), problem=NO_REASON)
            return False
        post.transport.send(mail)
    except RefusedError as error:
        _give_up(post, claimed, str(error))
        return False
    except TryLaterError as error:
        _try_later(post, claimed, str(error))
        return False
    _note(claimed.id, sent_at=clock.now(), problem=None)
    return True


def _compose(post: Post, claimed: Claimed) -> EmailMessage | None:
    """The mail; tokens that it carries are stored before it leaves."""
    compose = services.composers().get(claimed.template)
    if compose is None:
        raise RefusedError(f"nobody composes {claimed.template}")
    try:
        letter = compose(claimed.person_id, claimed.keys)
        db.session.commit()
        return message(letter, post) if letter else None
    except Exception as error:  # noqa: BLE001 - one faulty mail must not stop the others
        release()
        raise TryLaterError(type(error).__name__) from None


def message(letter: services.Letter, post: Post) -> EmailMessage:
    """The letter as a mail. A line break in a header raises."""
    mail = EmailMessage()
    mail["From"] = post.sender
    mail["To"] = Address(_literal(letter.name), addr_spec=letter.address)
    mail["Subject"] = _literal(letter.subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = make_msgid(domain=post.domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        _add_calendar(mail, letter.calendar)
    if any(sign in str(value) for value in mail.values() for sign in "\r\n"):
        raise ValueError("a line break in a header")
    return mail


def _add_calendar(mail: EmailMessage, part: services.CalendarPart) -> None:
    """The last alternative, so the one that a program prefers which knows it.

    As bytes: the format has line ends of its own. The method outside has to be that inside.
    """
    mail.add_alternative(
        part.body,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": part.method, "charset": "UTF-8"},
    )


def _literal(text: str) -> str:
    """The text as it reads: `=?utf-8?q?=0A…?=` would be decoded, a line break and all."""
    return text.replace("=?", "= ?")


def _try_later(post: Post, claimed: Claimed, problem: str) -> None:
    if claimed.attempts >= MOST_ATTEMPTS:
        _give_up(post, claimed, problem)
    else:
        _note(claimed.id, problem=problem)


def _give_up(post: Post, claimed: Claimed, problem: str) -> None:
    log.warning("mail %s (%s) given up: %s", claimed.id, claimed.template, problem)
    _note(claimed.id, given_up_at=clock.now(), problem=problem)
    post.gave_up(claimed.id)


def _put_back(claimed: Claimed, problem: str) -> None:
    """The server is down: that was no attempt, however long it lasts."""
    log.warning("mail waits: %s", problem)
    _note(
        claimed.id,
        attempts=claimed.attempts - 1,
        due_at=clock.now() + PAUSE,
        problem=problem,
    )


def _note(key: int, **values: Any) -> None:  # noqa: ANN401 - column values
    with writing() as connection:
        connection.execute(update(OutboxMail).where(OutboxMail.id == key).values(**values))
