"""`flask serve`: the site through its WSGI server; a demo brings its worker along."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from programme.config import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.config import Settings

BLOCKING_THREADS = 2
SECONDS_TO_END = 10


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve on HOST and PORT with WORKERS processes."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.demo and not is_loopback(settings.host):
        message = f"HOST={settings.host}: demo mode listens on the loopback address only"
        raise click.ClickException(message)
    demand_free_port(settings.host.strip("[]"), settings.port)
    from granian import Granian  # noqa: PLC0415 - only this command needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    server = Granian(
        "wsgi:app",
        address=settings.host.strip("[]"),
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
    )
    with _demo_worker(settings):
        server.serve()


def demand_free_port(host: str, port: int) -> None:
    """Granian shares a port with whoever listens there: every other click would go astray."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            message = f"PORT={port}: cannot listen on {host} ({fault.strerror})"
            raise click.ClickException(message) from None


@contextmanager
def _demo_worker(settings: Settings) -> Iterator[None]:
    """The demo's mails become files in its outbox folder while one looks around."""
    if not settings.demo:
        yield
        return
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    worker = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(SECONDS_TO_END)


COMMANDS = (serve_command,)
