"""Words of a text as the search knows them: the same in Python, in SQLite and in PostgreSQL.

A word is a run of letters and digits in lower case. Nothing is folded: å is no a, ø no o. The
databases are given finished words and only compare them, so neither takes texts apart itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

LONGEST: Final = 40  # characters of a word that are compared
MOST: Final = 10  # words that are looked for at once
QUERY: Final = 200  # characters of a query that are read
# An entry's words in all, in bytes: PostgreSQL has room for a megabyte.
_ROOM: Final = 600_000
_WORD: Final = re.compile(r"[^\W_]+")


def of_text(text: str) -> list[str]:
    """The words in the order in which they stand."""
    return [_short(found) for found in _WORD.findall(normal(text))]


def of_query(query: str) -> tuple[str, ...]:
    """The words to look for, each once; an entry must have a word beginning with every one."""
    return tuple(dict.fromkeys(of_text(query[:QUERY])))[:MOST]


def scoped(author_id: int, texts: Iterable[str]) -> str:
    """The distinct words of an entry as the index holds them, each under its author's key.

    So a search looks at the words of those authors only whom it asks for, however many there are.
    """
    found = sorted({word for text in texts for word in of_text(text)})
    kept, room = [], _ROOM
    for word in found:
        entry = scope(author_id, word)
        room -= len(entry.encode()) + 1
        if room < 0:
            break
        kept.append(entry)
    return " ".join(kept)


def scope(author_id: int, word: str) -> str:
    """A word, or the beginning of one, as an author's."""
    return f"{author_id}x{word}"


def normal(text: str) -> str:
    """Composed characters: an å of two signs is an å."""
    return unicodedata.normalize("NFC", text)


def place(text: str, wanted: Sequence[str]) -> int:
    """Where in a normal text the first of the words looked for begins; -1 when none does."""
    first = _beginning(wanted).search(text) if wanted else None
    return first.start() if first else -1


def marked(text: str, wanted: Sequence[str]) -> list[tuple[str, bool]]:
    """A normal text in pieces: (piece, whether it is a word that was found)."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _WORD.finditer(text):
        if _short(found.group()).startswith(tuple(wanted)):
            pieces += [(text[end : found.start()], False), (found.group(), True)]
            end = found.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def _short(word: str) -> str:
    return word.lower()[:LONGEST]


def _beginning(wanted: Sequence[str]) -> re.Pattern[str]:
    """One of the words at the beginning of one, in letters of any case."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, wanted))})", re.IGNORECASE)
