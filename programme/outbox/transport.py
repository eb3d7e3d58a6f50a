"""How a mail leaves: by SMTP, or in a demo as a file in a folder."""

from __future__ import annotations

import smtplib
import ssl
from email import policy
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

SECONDS = 20
PERMANENT = 500


class RefusedError(Exception):
    """This mail will never be taken; the code says why."""


class TryLaterError(Exception):
    """This mail is not taken now."""


class DownError(Exception):
    """Nothing can be sent at all: the server does not answer or does not let us in."""


class Transport(Protocol):
    """Something that takes a mail, or raises one of the three errors above."""

    def send(self, message: EmailMessage) -> None:
        """Hand the mail over."""


class Folder:
    """Writes each mail into a folder, under a name made of nothing from the mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the mail as the next file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self._folder.glob("*.eml"))) + 1
        while True:
            try:
                with (self._folder / f"{number:05}.eml").open("xb") as file:
                    file.write(message.as_bytes(policy=policy.default))
            except FileExistsError:
                number += 1
            else:
                return


class Smtp:
    """Sends through smtp://user:password@host:port?starttls=1 or smtps://…."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._direct = parts.scheme == "smtps"
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            message = "SMTP_URL must read smtp://user:password@host:port?starttls=1 or smtps://…"
            raise ValueError(message)
        self._host = parts.hostname
        self._port = parts.port or (465 if self._direct else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._starttls = parse_qs(parts.query).get("starttls") == ["1"]

    def send(self, message: EmailMessage) -> None:
        """Hand the mail to the server, on a connection of its own."""
        try:
            with self._connect() as server:
                self._hand_over(server, message)
        except (smtplib.SMTPException, OSError) as error:
            raise DownError(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        """A connection on which we are known; closed again when we do not get that far."""
        context = ssl.create_default_context()
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=context)
            if self._direct
            else smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        )
        try:
            if self._starttls:
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    @staticmethod
    def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise _verdict(max(codes)) from None
        except smtplib.SMTPDataError as error:
            raise _verdict(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise RefusedError("the server takes no such address") from None


def _verdict(code: int) -> RefusedError | TryLaterError:
    """Codes only: a server's words may repeat the address."""
    kind = RefusedError if code >= PERMANENT else TryLaterError
    return kind(f"SMTP {code}")
