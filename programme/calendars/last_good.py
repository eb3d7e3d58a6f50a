"""What a process served of late, for the minute in which the database is gone.

A database that is started anew is back within the minute; some calendar programs give an address
up for the day when they meet a 503. Only what an open address was given within these sixty seconds
is given again, and nothing of an address that this process has since seen closed.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Final

SECONDS: Final = 60.0
MOST_ADDRESSES: Final = 2_000
MOST_BYTES: Final = 8 * 2**20


class LastGood:
    """Which version an address was served last, and the bytes of versions; the oldest go first.

    Noted at every poll, so it does nothing but put entries into two dictionaries.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._versions: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._bodies: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._size = 0

    def note(self, hashed: str, etag: str, body: bytes | None = None) -> None:
        """The address was served this version just now, with its bytes unless it had them."""
        now = time.monotonic()
        with self._lock:
            self._versions[hashed] = now, etag
            self._versions.move_to_end(hashed)
            if len(self._versions) > MOST_ADDRESSES:
                self._versions.popitem(last=False)
            if body is not None:
                self._keep(etag, now, body)

    def forget(self, hashed: str) -> None:
        """The address is closed, or there never was one."""
        with self._lock:
            self._versions.pop(hashed, None)

    def find(self, hashed: str) -> tuple[str, bytes | None] | None:
        """The version that the address was served within the last minute, and its bytes if kept."""
        since = time.monotonic() - SECONDS
        with self._lock:
            at, etag = self._versions.get(hashed, (since, ""))
            if at <= since:
                return None
            kept_at, body = self._bodies.get(etag, (since, b""))
        return etag, body if kept_at > since else None

    def _keep(self, etag: str, now: float, body: bytes) -> None:
        """Versions that several addresses were served stand there once."""
        if etag not in self._bodies:
            self._size += len(body)
        self._bodies[etag] = now, body
        self._bodies.move_to_end(etag)
        while self._size > MOST_BYTES:
            _etag, (_at, oldest) = self._bodies.popitem(last=False)
            self._size -= len(oldest)
