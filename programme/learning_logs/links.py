"""Addresses that an author writes down: to the web alone, and nothing that a browser would run."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 2_000
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)


def split(words: str) -> tuple[str, str]:
    """(address, what else is written) when the words begin with an address, else ("", words)."""
    first, _space, rest = (
        words.partition(" ") if " " in words.split("\n", 1)[0] else (words.partition("\n"))
    )
    return (first, rest.strip()) if is_address(first) else ("", words)


def is_address(text: str) -> bool:
    """Whether this is a web address with a host, and nothing else."""
    if len(text) > LONGEST or not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
