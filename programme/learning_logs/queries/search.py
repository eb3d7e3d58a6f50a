"""Entries found by their words: one's own, and what others let one read. Nothing else is asked.

The index holds each word under its author's key, so that no other author's word is even compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import Integer, Select, bindparam, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from programme.core.db import db
from programme.core.markup import unmarked
from programme.learning_logs import words
from programme.learning_logs.models import EntryWords, LogEntry
from programme.learning_logs.queries.lists import EntryRow, Filter, entry_rows, matching
from programme.learning_logs.queries.reach import reach, reader_counts
from programme.learning_logs.text import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

HITS: Final = 20  # on a page: each is looked through for the place that was found
PARTS: Final = ("heading", "action", "reflection", "new_knowledge", "next_action")
_AROUND: Final = 160  # characters shown of the part that was found
_BEFORE: Final = 50  # of them before the word
_MATCH: Final = "match"
_READER: Final = bindparam("reader_id", type_=Integer())

Piece = tuple[str, bool]
"""A piece of a text, and whether it is a word that was looked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: in which part of it, and the words around, in pieces."""

    entry: EntryRow
    title: tuple[Piece, ...]
    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the newest first, and how many there are in all."""

    hits: Sequence[Hit]
    total: int
    number: int

    @property
    def has_later(self) -> bool:
        """Whether there are more behind this page."""
        return self.total > self.number * HITS


def search_own(author_id: int, query: str, wanted: Filter, number: int = 1) -> Found:
    """One's own entries and drafts that have all words of the query and fit the filter."""
    asked = words.of_query(query)
    if not asked:
        return Found((), 0, number)
    entries = select(LogEntry.id).where(LogEntry.author_id == author_id, matching(wanted))
    values = {_MATCH: _expression([author_id], asked)}
    ids = list(db.session.scalars(_with_words(entries), values))
    return Found(_hits(_page(ids, number), asked, own=True), len(ids), number)


def search_shared(reader_id: int, query: str, number: int = 1) -> Found:
    """What others share with this person now and has all words of the query."""
    asked = words.of_query(query)
    authors = list(db.session.scalars(_sharing(), {_READER.key: reader_id})) if asked else ()
    if not authors:
        return Found((), 0, number)
    values = {_MATCH: _expression(authors, asked), _READER.key: reader_id}
    ids = list(db.session.scalars(_shared(db.engine.dialect.name), values))
    return Found(_hits(_page(ids, number), asked, own=False), len(ids), number)


@cache
def _sharing() -> Select[int]:
    """Whose entries the reader may read: put together once, which costs more than to ask."""
    return select(LogEntry.author_id).where(LogEntry.id.in_(_reached())).distinct()


@cache
def _shared(dialect: str) -> Select[int]:
    del dialect  # for which it is put together
    return _with_words(select(LogEntry.id).where(LogEntry.id.in_(_reached())))


def _reached() -> Select[int]:
    return select(reach(reader_id=_READER, knowledge=False).subquery().c.entry_id)


def _page(ids: Sequence[int], number: int) -> Sequence[int]:
    return ids[(number - 1) * HITS : number * HITS]


def _with_words(entries: Select[int]) -> Select[int]:
    """The entries that the database's own index says have the words, the newest first."""
    if _is_postgresql():
        indexed = func.array_to_tsvector(func.string_to_array(EntryWords.words, " "))
        query = cast(bindparam(_MATCH), TSQUERY)
        having = select(EntryWords.entry_id).where(indexed.op("@@")(query))
    else:
        index = table("entry_search", column("rowid"), column("entry_search"))
        having = select(index.c.rowid).where(index.c.entry_search.match(bindparam(_MATCH)))
    newest = (LogEntry.written_on.desc(), LogEntry.id.desc())
    return entries.where(LogEntry.id.in_(having)).order_by(*newest)


def _expression(authors: Collection[int], wanted: Iterable[str]) -> str:
    """Every word at the beginning of one of an author's; words hold letters and digits only."""
    one, either, both = ("'%s':*", " | ", " & ") if _is_postgresql() else ('"%s"*', " OR ", " AND ")
    return both.join(
        f"({either.join(one % words.scope(author, word) for author in sorted(authors))})"
        for word in wanted
    )


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _hits(ids: Sequence[int], wanted: Sequence[str], *, own: bool) -> list[Hit]:
    texts = {
        row.id: row[1:]
        for row in db.session.execute(
            select(LogEntry.id, *(getattr(LogEntry, part) for part in PARTS)).where(
                LogEntry.id.in_(ids)
            )
        )
    }
    readers = reader_counts(ids) if own else None
    return [_hit(row, texts[row.id], wanted) for row in entry_rows(ids, readers)]


def _hit(entry: EntryRow, texts: Sequence[str], wanted: Sequence[str]) -> Hit:
    """The first part that has one of the words; the heading stands above in any case."""
    title = tuple(words.marked(words.normal(entry.title), wanted))
    for part, written in zip(PARTS[1:], texts[1:], strict=True):
        whole = words.normal(written)
        place = words.place(whole, wanted)
        if place >= 0:
            shown = unmarked(_around(whole, place))
            return Hit(entry, title, part, tuple(words.marked(shown, wanted)))
    return Hit(entry, title, PARTS[0], ())


def _around(whole: str, place: int) -> str:
    """The words round a place, on one line."""
    early = max(place - _BEFORE, 0)
    start = _word_after(whole, early, place) if early else 0
    shown = shorten(whole[start:], _AROUND)
    return f"… {shown}" if start else shown


def _word_after(whole: str, start: int, place: int) -> int:
    """Where the first whole word from a place on begins, if that is before the other place."""
    space = next((i for i in range(start, place) if whole[i].isspace()), None)
    return start if space is None else space + 1
