"""Sending by SMTP to a real server on this machine, and into a folder."""

from __future__ import annotations

import socket
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from programme.outbox.transport import DownError, Folder, RefusedError, Smtp, TryLaterError


def mail(to="mette@test.example"):
    message = EmailMessage()
    message["From"] = "Lederforløb <post@odderup.example>"
    message["To"] = to
    message["Subject"] = "Forløbet er på plads"
    message.set_content(
        "Kære Mette\n\nhttps://odderup.example/" + "x" * 90 + "\n", cte="quoted-printable"
    )
    return message


class Server:
    """Takes mail, or answers as it is told to."""

    def __init__(self) -> None:
        self.taken = []
        self.to = "250 OK"
        self.after = "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.after.startswith("250"):
            self.taken.append(envelope)
        return self.after


@pytest.fixture
def server():
    server = Server()

    def authenticate(_server, _session, _envelope, _mechanism, data):
        known = (data.login, data.password) == (b"post", b"p@ss/word")
        return AuthResult(success=known, handled=False)

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_require_tls=False,
        enable_SMTPUTF8=False,
    )
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    server.known = f"smtp://post:p%40ss%2Fword@127.0.0.1:{controller.port}"
    server.stranger = f"smtp://post:wrong@127.0.0.1:{controller.port}"
    yield server
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_delivery(server):
    Smtp(server.known).send(mail())
    (envelope,) = server.taken
    assert envelope.rcpt_tos == ["mette@test.example"]
    got = BytesParser(policy=default).parsebytes(envelope.content)
    assert got["Subject"] == "Forløbet er på plads"
    assert got.get_content().splitlines() == mail().get_content().splitlines()


@pytest.mark.parametrize(
    ("answer", "error"), [("550 no", RefusedError), ("450 later", TryLaterError)]
)
def test_the_address_is_refused(server, answer, error):
    server.to = answer
    with pytest.raises(error, match=f"SMTP {answer[:3]}"):
        Smtp(server.url).send(mail())


@pytest.mark.parametrize(
    ("answer", "error"), [("554 no", RefusedError), ("452 full", TryLaterError)]
)
def test_the_mail_is_refused(server, answer, error):
    server.after = answer
    with pytest.raises(error, match=f"SMTP {answer[:3]}"):
        Smtp(server.url).send(mail())


def test_an_address_that_the_server_cannot_take(server):
    with pytest.raises(RefusedError):
        Smtp(server.url).send(mail("møtte@test.example"))


@pytest.mark.parametrize("address", ["smtp://127.0.0.1:{port}", "smtps://127.0.0.1:{port}"])
def test_nobody_answers(address):
    with pytest.raises(DownError):
        Smtp(address.format(port=free_port())).send(mail())


def test_we_are_not_let_in(server):
    with pytest.raises(DownError):
        Smtp(server.stranger).send(mail())


def test_without_encryption_where_it_was_asked_for(server):
    with pytest.raises(DownError):
        Smtp(server.url + "?starttls=1").send(mail())
    assert server.taken == []


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.odderup.example"])
def test_an_address_that_is_none(url):
    with pytest.raises(ValueError, match="SMTP_URL"):
        Smtp(url)


def test_a_folder(tmp_path):
    folder = tmp_path / "outbox"
    for _ in range(2):
        Folder(folder).send(mail())
    (folder / "00001.eml").unlink()
    Folder(folder).send(mail())
    assert sorted(file.name for file in folder.iterdir()) == ["00002.eml", "00003.eml"]
    got = BytesParser(policy=default).parsebytes((folder / "00003.eml").read_bytes())
    assert got.get_content() == mail().get_content()
