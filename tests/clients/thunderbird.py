"""Thunderbird itself, without a window, subscribing to calendars as it does for a user."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.clients.marionette import Marionette

END_SECONDS = 20
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
NOWHERE = 9
OPTIONS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
# Everything but this machine is behind a proxy that does not answer: no request leaves.
PREFERENCES = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": NOWHERE,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": NOWHERE,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.enabled": False,
    "mailnews.start_page.enabled": False,
    # An hour that is nobody's at home: what is right here is not right by chance.
    "calendar.timezone.useSystemTimezone": False,
    "calendar.timezone.local": "Pacific/Auckland",
}


def find() -> str | None:
    """The program's path, None where it is not installed."""
    return os.environ.get("THUNDERBIRD") or shutil.which("thunderbird")


class Thunderbird:
    """A running Thunderbird with the calendars that were subscribed to."""

    keeps_uids = True

    def __init__(self, connection: Marionette) -> None:
        self._connection = connection
        self._known: set[str] = set()

    def events(self, address: str) -> list[dict[str, str]]:
        """Subscribe, or fetch anew; then what the calendar shows."""
        answer = self._fetch(address)
        assert not answer["disabled"], "Thunderbird has given the calendar up"
        return answer["events"]

    def gives_up(self, address: str) -> bool:
        """Fetch; whether the calendar is switched off by what came."""
        return self._fetch(address)["disabled"]

    def _fetch(self, address: str) -> dict[str, Any]:
        what = "refresh" if address in self._known else "subscribe"
        self._known.add(address)
        return self._connection.run(SCRIPT, what, address)


@contextmanager
def running_thunderbird(folder: Path) -> Iterator[Thunderbird]:
    """Start with a new profile in `folder`."""
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(to)});" for key, to in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "thunderbird.log").open("wb") as log:
        process = subprocess.Popen(
            [find(), *OPTIONS, "--profile", folder],
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        connection = Marionette(folder)
        yield Thunderbird(connection)
        connection.quit()
        process.wait(END_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
