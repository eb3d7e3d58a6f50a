"""Entries are begun, saved while they are typed, finished and deleted; all by their author."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries, text
from programme.learning_logs.models import EntryState, LogEntry
from programme.learning_logs.services.content import (
    PARTS,
    TEXTS,
    EntryContent,
    Seen,
    cleaned,
)
from programme.learning_logs.services.gathering import gather
from programme.learning_logs.services.ties import (
    NOTHING_TIED,
    choose_ones,
    choose_several,
    goal_ids,
    says_the_same,
    tie,
)

if TYPE_CHECKING:
    from programme.people.models import Person


def start(
    author: Person,
    key: str,
    content: EntryContent,
    seen: Seen,
    *,
    previous_id: int | None = None,
) -> LogEntry:
    """Keep the first save of a page as a new draft; a later one goes to the draft it has made.

    `previous_id` is the entry whose next action this one takes up.
    """
    try:  # without looking first: the script knows the draft's own address from then on
        with db.session.begin_nested():
            return _new(author, key, cleaned(content), seen, previous_id)
    except IntegrityError:  # the same page, sent twice
        entry = queries.find_own_entry_by_key(author.id, key)
        if entry is None:
            raise
    save(entry, content, seen)
    return entry


def _new(
    author: Person, key: str, content: EntryContent, seen: Seen, previous_id: int | None
) -> LogEntry:
    """Written at once with what it says: one statement where two would do the same."""
    moment = clock.now()
    previous = queries.find_own_entry(author.id, previous_id) if previous_id else None
    entry = LogEntry(
        key=key,
        author_id=author.id,
        cohort_id=queries.cohort_to_write_for(author.id),
        previous_id=previous.id if previous else None,
        written_on=content.written_on or clock.today(),
        no_goal=content.no_goal,
        saved_from=seen.page,
        save_number=seen.number,
        created_at=moment,
        updated_at=moment,
        goals=[],  # known to be none: looking would write the entry halfway
        **_texts(content),
    )
    choose_ones(entry, content)
    db.session.add(entry)
    db.session.flush()
    choose_several(entry, NOTHING_TIED, content)
    return entry


def save(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Keep what is typed, in a draft or in a finished entry. The same save twice is one.

    A finished entry keeps its goals until others are chosen, and never becomes empty.
    """
    wanted = cleaned(content)
    if entry.state is EntryState.FINAL:
        _must_have_text(wanted)
        if not _answers_goals(entry, wanted):
            wanted = replace(wanted, goal_ids=goal_ids(entry), no_goal=entry.no_goal)
    _take(entry, wanted, seen)


def finish(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Make it a whole entry: with some text, and a goal or the choice of none."""
    wanted = cleaned(content)
    _must_have_text(wanted)
    if not _answers_goals(entry, wanted):
        raise RuleBrokenError(l_("Choose a goal, or choose “No goal”."), "goals")
    _take(entry, wanted, seen)
    gather(entry)
    if entry.state is EntryState.DRAFT:
        entry.state = EntryState.FINAL
        entry.finished_at = clock.now()
    db.session.flush()


def quick_start(author: Person, words: str) -> LogEntry:
    """A draft with what is to be tried this week. The same words make the same draft."""
    tried = text.clean(words)
    if not tried:
        raise RuleBrokenError(l_("Write what you will try this week."), "action")
    key = "quick-" + hashlib.sha256(tried.encode()).hexdigest()[:32]
    found = queries.find_own_entry_by_key(author.id, key)
    return found or start(author, key, EntryContent(action=tried), Seen())


def _must_have_text(content: EntryContent) -> None:
    if not any(getattr(content, part) for part in PARTS):
        raise RuleBrokenError(l_("Write a little in one of the fields first."), "action")


def _answers_goals(entry: LogEntry, content: EntryContent) -> bool:
    """Whether the question of goals is answered; without goals to choose it is not put."""
    if content.no_goal or content.goal_ids & goal_ids(entry):
        return True
    offered = {goal.id for goals in queries.goal_sets(entry.author_id) for goal in goals.goals}
    return not offered or bool(content.goal_ids & offered)


def _take(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Write the content down unless the page has written something newer, or another has."""
    if _is_old(entry, seen):
        return
    if seen.version != entry.version and not _is_own_page(entry, seen):
        if _is_known(entry, content):
            return
        raise ConflictError(_texts(content), _texts(entry), "")
    with db.session.no_autoflush:  # one statement in the end, and one new version
        for name in TEXTS:
            setattr(entry, name, getattr(content, name))
        entry.written_on = content.written_on or entry.written_on
        entry.no_goal = content.no_goal
        tie(entry, content)
        entry.saved_from, entry.save_number = seen.page, seen.number
        entry.updated_at = clock.now()
    db.session.flush()


def _is_own_page(entry: LogEntry, seen: Seen) -> bool:
    """The last save came from this very page: its answer was lost, or it is still on its way."""
    return bool(seen.page) and seen.page == entry.saved_from


def _is_old(entry: LogEntry, seen: Seen) -> bool:
    return _is_own_page(entry, seen) and seen.number <= entry.save_number


def _is_known(entry: LogEntry, content: EntryContent) -> bool:
    return (
        _texts(entry) == _texts(content)
        and content.written_on in {None, entry.written_on}
        and says_the_same(entry, content)
    )


def _texts(source: LogEntry | EntryContent) -> dict[str, str]:
    return {name: str(getattr(source, name)) for name in TEXTS}
