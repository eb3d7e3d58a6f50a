"""Put the guideposts of a seed file into the database: once, and again without doubles.

A set that is there already is left alone, because the installation may have worded it anew; only
`refresh` puts the file's words in its place, as a new edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.frameworks import queries as frameworks_queries
from programme.frameworks import services as frameworks
from programme.programmes.seedtable import Reason, SeedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE: Final = "guideposts.toml"


@dataclass(frozen=True, slots=True)
class _File:
    sets: Sequence[_Set]


@dataclass(frozen=True, slots=True)
class _Set:
    key: str
    name: str
    audience: str
    guideposts: Sequence[_Guidepost]


@dataclass(frozen=True, slots=True)
class _Guidepost:
    text: str
    example: str


def read(content: bytes, file: str = FILE) -> list[frameworks.GuidepostSetDraft]:
    """Read a whole file, or refuse it at the first fault."""
    rows = SeedTable.parse(file, content, _File).tables("sets", _Set)
    drafts: list[frameworks.GuidepostSetDraft] = []
    for row in rows:
        draft = _draft(row)
        if draft.key in {other.key for other in drafts}:
            row.refuse("key", Reason.DUPLICATE, value=draft.key)
        drafts.append(draft)
    return drafts


def load(drafts: Sequence[frameworks.GuidepostSetDraft], *, refresh: bool = False) -> int:
    """Put the sets in place and say how many editions were made; the caller commits."""
    made = 0
    for draft in drafts:
        newest = frameworks_queries.find_guidepost_set(draft.key)
        if newest is None:
            frameworks.add_guideposts(draft)
            made += 1
        elif refresh:
            made += frameworks.replace_guideposts(newest, draft) is not newest
    return made


def _draft(row: SeedTable) -> frameworks.GuidepostSetDraft:
    return frameworks.GuidepostSetDraft(
        key=row.slug("key"),
        name=row.text("name"),
        audience=row.text_or_empty("audience"),
        guideposts=[
            frameworks.GuidepostDraft(number, post.text("text"), post.text("example"))
            for number, post in enumerate(row.tables("guideposts", _Guidepost), start=1)
        ],
    )
