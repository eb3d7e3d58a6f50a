"""Runs privileged scripts in a Mozilla program, by the protocol that its own tests use.

A message is its length in digits, a colon, and JSON: [0, number, command, parameters] to the
program, [1, number, error, result] from it.
"""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

START_SECONDS = 60
SCRIPT_SECONDS = 30


class Marionette:
    """A connection to the port that the program wrote into its profile."""

    def __init__(self, profile: Path) -> None:
        self._socket = _connect(profile / "MarionetteActivePort")
        self._answers = self._socket.makefile("rb")
        self._sent = 0
        assert self._message()["marionetteProtocol"] == 3
        self.version = self("WebDriver:NewSession")["capabilities"]["browserVersion"]
        self("WebDriver:SetTimeouts", script=SCRIPT_SECONDS * 1000)
        self("Marionette:SetContext", value="chrome")

    def __call__(self, command: str, **parameters):
        self._sent += 1
        message = json.dumps([0, self._sent, command, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _kind, number, error, result = self._message()
        assert number == self._sent
        assert error is None, f"{command}: {error['error']}: {error['message']}"
        return result

    def run(self, script: str, *arguments):
        """What the body of an asynchronous function returns."""
        body = f"""const done = arguments[arguments.length - 1];
        (async () => {{ {script} }})().then(
          result => done({{ result }}),
          fault => done({{ fault: `${{fault}} ${{fault.stack}}` }})
        );"""
        answer = self("WebDriver:ExecuteAsyncScript", script=body, args=list(arguments))["value"]
        assert "fault" not in answer, answer["fault"]
        return answer.get("result")

    def quit(self) -> None:
        """Let the program end."""
        self("Marionette:Quit", flags=["eForceQuit"])
        self._answers.close()
        self._socket.close()

    def _message(self):
        digits = b""
        while (digit := self._answers.read(1)) != b":":
            assert digit, "the program has ended"
            digits += digit
        return json.loads(self._answers.read(int(digits)))


def _connect(port_file: Path) -> socket.socket:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            port = int(port_file.read_text())
            return socket.create_connection(("127.0.0.1", port), timeout=SCRIPT_SECONDS + 5)
        except (OSError, ValueError):
            assert time.monotonic() < deadline, f"no answer within {START_SECONDS} s"
            time.sleep(0.05)
