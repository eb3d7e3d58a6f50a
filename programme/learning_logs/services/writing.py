"""Entries are begun, saved while they are typed, finished and deleted; all by their author.

What an author may not choose (another's task, a goal of another level) is left out and not
refused: it can only come from a page that is out of date, and the text must be saved.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete as sql_delete
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import queries, text
from programme.learning_logs.models import EntryState, LogEntry, entry_goal

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person

HEADING: Final = 200  # characters
PART: Final = 100_000
PARTS: Final = ("action", "reflection", "new_knowledge", "next_action")
TEXTS: Final = ("heading", *PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """All that an author writes and chooses. Without `written_on` the date stays as it is."""

    heading: str = ""
    action: str = ""
    reflection: str = ""
    new_knowledge: str = ""
    next_action: str = ""
    goal_ids: frozenset[int] = frozenset()
    no_goal: bool = False
    activity_id: int | None = None
    task_id: int | None = None
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page knew that is saving: the entry's version, and which save of its own this is.

    A page without script has no name and numbers nothing; then the version alone counts.
    """

    version: int | None = None
    page: str = ""
    number: int = 0


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
    entry = queries.find_own_entry_by_key(author.id, key)
    if entry is None:
        try:
            with db.session.begin_nested():
                return _new(author, key, _cleaned(content), seen, previous_id)
        except IntegrityError:  # the same page, sent twice at the same moment
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
    db.session.add(entry)
    db.session.flush()
    _tie(entry, content)
    db.session.flush()
    return entry


def save(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Keep what is typed, in a draft or in a finished entry. The same save twice is one.

    A finished entry keeps its goals until others are chosen, and never becomes empty.
    """
    cleaned = _cleaned(content)
    if entry.state is EntryState.FINAL:
        _must_have_text(cleaned)
        if not _answers_goals(entry, cleaned):
            cleaned = _with_goals_of(entry, cleaned)
    _take(entry, cleaned, seen)


def finish(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Make it a whole entry: with some text, and a goal or the choice of none."""
    cleaned = _cleaned(content)
    _must_have_text(cleaned)
    if not _answers_goals(entry, cleaned):
        raise RuleBrokenError(l_("Choose a goal, or choose “No goal”."), "goals")
    _take(entry, cleaned, seen)
    if entry.state is EntryState.DRAFT:
        entry.state = EntryState.FINAL
        entry.finished_at = clock.now()
    db.session.flush()


def delete(entry: LogEntry, *, by: Person) -> None:
    """Delete an entry and with it every share; those that followed it stand on their own."""
    db.session.execute(
        update(LogEntry)
        .where(LogEntry.previous_id == entry.id)
        .values(previous_id=None)
        .execution_options(synchronize_session=False)
    )
    audit.record("deleted", "log_entry", entry.id, actor_id=by.id)
    db.session.delete(entry)
    db.session.flush()


def quick_start(author: Person, words: str) -> LogEntry:
    """A draft with what is to be tried this week. The same words make the same draft."""
    tried = text.clean(words)
    if not tried:
        raise RuleBrokenError(l_("Write what you will try this week."), "action")
    key = "quick-" + hashlib.sha256(tried.encode()).hexdigest()[:32]
    found = queries.find_own_entry_by_key(author.id, key)
    return found or start(author, key, EntryContent(action=tried), Seen())


def _cleaned(content: EntryContent) -> EntryContent:
    """The content without control characters; too long a text is refused, naming its field."""
    heading = text.clean_line(content.heading)
    if len(heading) > HEADING:
        message = l_("A heading has at most %(number)d characters.", number=HEADING)
        raise RuleBrokenError(message, "heading")
    parts = {part: text.clean(getattr(content, part)) for part in PARTS}
    for part, words in parts.items():
        if len(words) > PART:
            message = l_("A text has at most %(number)d characters.", number=PART)
            raise RuleBrokenError(message, part)
    if content.written_on and content.written_on > clock.today():
        raise RuleBrokenError(l_("The date lies in the future."), "written_on")
    return EntryContent(
        heading=heading,
        **parts,
        goal_ids=content.goal_ids,
        no_goal=content.no_goal and not content.goal_ids,
        activity_id=content.activity_id,
        task_id=content.task_id,
        written_on=content.written_on,
    )


def _must_have_text(content: EntryContent) -> None:
    if not any(getattr(content, part) for part in PARTS):
        raise RuleBrokenError(l_("Write a little in one of the fields first."), "action")


def _answers_goals(entry: LogEntry, content: EntryContent) -> bool:
    """Whether the question of goals is answered; without goals to choose it is not put."""
    if content.no_goal or content.goal_ids & _goal_ids(entry):
        return True
    offered = {goal.id for goals in queries.goal_sets(entry.author_id) for goal in goals.goals}
    return not offered or bool(content.goal_ids & offered)


def _with_goals_of(entry: LogEntry, content: EntryContent) -> EntryContent:
    fields = {name: getattr(content, name) for name in EntryContent.__dataclass_fields__}
    return EntryContent(**fields | {"goal_ids": _goal_ids(entry), "no_goal": entry.no_goal})


def _take(entry: LogEntry, content: EntryContent, seen: Seen) -> None:
    """Write the content down unless the page has written something newer, or another has."""
    if _is_old(entry, seen):
        return
    if seen.version != entry.version and not _is_own_page(entry, seen):
        if _says_the_same(entry, content):
            return
        raise ConflictError(_texts(content), _texts(entry), "")
    for name in TEXTS:
        setattr(entry, name, getattr(content, name))
    entry.written_on = content.written_on or entry.written_on
    entry.no_goal = content.no_goal
    _tie(entry, content)
    entry.saved_from, entry.save_number = seen.page, seen.number
    entry.updated_at = clock.now()
    db.session.flush()


def _is_own_page(entry: LogEntry, seen: Seen) -> bool:
    """The last save came from this very page: its answer was lost, or it is still on its way."""
    return bool(seen.page) and seen.page == entry.saved_from


def _is_old(entry: LogEntry, seen: Seen) -> bool:
    return _is_own_page(entry, seen) and seen.number <= entry.save_number


def _says_the_same(entry: LogEntry, content: EntryContent) -> bool:
    return (
        _texts(entry) == _texts(content)
        and content.goal_ids == _goal_ids(entry)
        and content.no_goal == entry.no_goal
        and (content.activity_id, content.task_id) == (entry.activity_id, entry.task_id)
        and content.written_on in {None, entry.written_on}
    )


def _texts(source: LogEntry | EntryContent) -> dict[str, str]:
    return {name: str(getattr(source, name)) for name in TEXTS}


def _goal_ids(entry: LogEntry) -> frozenset[int]:
    return frozenset(goal.id for goal in entry.goals)


def _tie(entry: LogEntry, content: EntryContent) -> None:
    """Tie the entry to activity, task and goals; only what has changed is looked up."""
    if content.activity_id != entry.activity_id:
        activity = queries.allowed_activity(entry.author_id, content.activity_id)
        entry.activity_id = activity.id if activity else None
        entry.cohort_id = activity.cohort_id if activity else entry.cohort_id
    if content.task_id != entry.task_id:
        task = queries.find_own_task(entry.author_id, content.task_id)
        entry.task_id = task.id if task else None
    if content.goal_ids != _goal_ids(entry):
        _choose_goals(entry, content.goal_ids)


def _choose_goals(entry: LogEntry, wanted: frozenset[int]) -> None:
    """Goals that the entry has may stay, though its author has moved to another level since."""
    present = _goal_ids(entry)
    added = queries.chosen_goal_ids(entry.author_id, wanted - present)
    db.session.execute(
        sql_delete(entry_goal).where(
            entry_goal.c.entry_id == entry.id,
            entry_goal.c.competence_goal_id.in_(present - wanted),
        )
    )
    if added:
        rows = [{"entry_id": entry.id, "competence_goal_id": goal_id} for goal_id in added]
        db.session.execute(insert(entry_goal), rows)
    db.session.expire(entry, ["goals"])
