"""Texts as people type them: cleaned without loss, and cut to a title where none was given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from programme.core.markup import unmarked

TITLE: Final = 64  # characters of a title made from the first words
EXCERPT: Final = 160
# Line break and tab stay; a lone surrogate cannot be stored. What cannot be seen is not written:
# soft hyphens and spaces without width come with a paste, marks that turn the order of letters
# make a text say something else. The joiners of emojis and scripts stay.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?:…])\s")


def clean(text: str) -> str:
    """The text without what cannot be seen and outer space; line breaks are single characters."""
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean_line(text: str) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(text).split())


def title(heading: str, parts: Sequence[str]) -> str:
    """The heading, else the first words of the first part that has any, else nothing."""
    return heading or shorten(_opening(_written(parts)), TITLE)


def excerpt(heading: str, parts: Sequence[str]) -> str:
    """A line to show under the title, which it does not repeat."""
    text = _written(parts)
    if not heading:
        rest = text[len(_opening(text)) :].strip()
        others = [part for part in parts if part.strip()][1:]
        text = rest or (unmarked(others[0].strip()) if others else "")
    return shorten(text, EXCERPT)


def shorten(text: str, length: int) -> str:
    """The text on one line, cut between words with "…" when it is longer."""
    line = " ".join(text[: length * 4].split())
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    if " " in kept and line[length - 1] != " ":
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,.;:–-") + "…"


def _written(parts: Sequence[str]) -> str:
    return next((unmarked(part.strip()) for part in parts if part.strip()), "")


def _opening(text: str) -> str:
    """The first sentence or line, whichever is shorter."""
    line = text.split("\n", 1)[0]
    return _SENTENCE.split(line, maxsplit=1)[0]
