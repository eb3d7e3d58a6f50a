"""One's own entries that carry a guidepost, in whichever edition they met it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from programme.frameworks.queries import same_guideposts
from programme.learning_logs.models import LogEntry, entry_guidepost
from programme.learning_logs.queries.lists import entry_rows

if TYPE_CHECKING:
    from programme.learning_logs.queries.lists import EntryRow


def of_guidepost(author_id: int, guidepost_id: int) -> list[EntryRow]:
    """One's own entries tied to it, the newest first."""
    carries = exists().where(
        entry_guidepost.c.entry_id == LogEntry.id,
        entry_guidepost.c.guidepost_id.in_(same_guideposts(guidepost_id)),
    )
    return entry_rows(select(LogEntry.id).where(LogEntry.author_id == author_id, carries))
