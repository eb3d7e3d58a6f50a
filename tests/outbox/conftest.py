"""A person to write to, and a way to send that keeps what left."""

from __future__ import annotations

import pytest

from programme.outbox import services, worker
from programme.outbox.services import Letter


class Kept:
    """A transport that keeps the mails, or raises what it is told to."""

    def __init__(self) -> None:
        self.mails = []
        self.trouble = None

    def send(self, message):
        if self.trouble:
            raise self.trouble
        self.mails.append(message)


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def given_up():
    return []


@pytest.fixture
def post(kept, given_up):
    return worker.Post(
        kept, "Lederforløb <post@odderup.example>", "odderup.example", given_up.append
    )


@pytest.fixture
def composer(monkeypatch):
    """`composer(function)` writes the mails of the template "test/mail"."""

    def register(compose):
        monkeypatch.setitem(services._composers, "test/mail", compose)

    register(lambda key, keys: Letter("Søren Ø", f"p{key}@test.example", "Emne", f"{dict(keys)}\n"))
    return register
