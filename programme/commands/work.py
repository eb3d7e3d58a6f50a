"""`flask worker`: sends mail and does what comes back at intervals, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import socket
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db, release
from programme.outbox import services as outbox
from programme.outbox import worker
from programme.outbox.transport import Folder, Smtp, Transport

if TYPE_CHECKING:
    from flask import Flask

    from programme.config import Settings

log = logging.getLogger(__name__)

SECONDS_BETWEEN = 2.0
BEAT_EVERY = timedelta(seconds=30)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@with_appcontext
def worker_command(*, once: bool) -> None:
    """Send mail and do the recurring work."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    load_composers(app)
    rounds = Rounds(app, transport(app.config["SETTINGS"]))
    if once:
        rounds.do()
        return
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        rounds.do(stop)
        stop.wait(SECONDS_BETWEEN)


def load_composers(app: Flask) -> None:
    """Import each feature's `mail.py`: there it says which mails it writes."""
    for feature in app.blueprints:
        name = f"programme.{feature}.mail"
        if find_spec(name):
            import_module(name)


def transport(settings: Settings) -> Transport | None:
    """SMTP if it is set; in a demo a folder; else None, and mail waits."""
    if settings.smtp_url:
        return Smtp(settings.smtp_url)
    if settings.demo:
        return Folder(settings.instance / "outbox")
    log.warning("SMTP_URL is not set: mail waits in the database")
    return None


class Rounds:
    """One round after the other: a sign of life, recurring work, mail."""

    def __init__(self, app: Flask, leaves_by: Transport | None) -> None:
        self._app = app
        self._settings: Settings = app.config["SETTINGS"]
        self._transport = leaves_by
        self._started_at = clock.now()
        self._beaten_at: datetime | None = None
        self._done_at: dict[str, datetime] = {}

    def do(self, stop: Event | None = None) -> int:
        """One round; says how many mails left. A fault ends the round, not the worker."""
        try:
            with self._app.app_context():
                self._beat()
                self._jobs()
                return self._mail(stop or Event())
        except Exception as error:  # noqa: BLE001 - a database that is away comes back
            log.error("a round failed: %s", type(error).__name__)  # noqa: TRY400 - no values in logs
            return 0

    def _beat(self) -> None:
        if _is_over(self._beaten_at, BEAT_EVERY):
            worker.beat(socket.gethostname(), self._started_at)
            self._beaten_at = clock.now()

    def _jobs(self) -> None:
        for name, (every, work) in outbox.jobs().items():
            if _is_over(self._done_at.get(name), every):
                self._done_at[name] = clock.now()
                _do(name, work)

    def _mail(self, stop: Event) -> int:
        if self._transport is None:
            return 0
        domain = urlsplit(self._settings.public_url).hostname or "localhost"
        post = worker.Post(self._transport, self._settings.mail_from, domain, _gave_up)
        return worker.send_due(post, stopped=stop.is_set)


def _do(name: str, work: outbox.Work) -> None:
    try:
        work()
        db.session.commit()
    except Exception as error:  # noqa: BLE001 - one job's fault must not stop the mail
        release()
        log.error("%s failed: %s", name, type(error).__name__)  # noqa: TRY400 - no values in logs


def _is_over(since: datetime | None, span: timedelta) -> bool:
    return since is None or clock.now() - since >= span


def _gave_up(key: int) -> None:
    audit.record("mail_given_up", "outbox_mail", key, actor_id=None)
    db.session.commit()


COMMANDS = (worker_command,)
