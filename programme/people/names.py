"""What is made of a name."""

from __future__ import annotations


def initials_of(name: str) -> str:
    """First letters of first and last name: stands where others put photos."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
