"""The talks of a participant and the line manager: prepared by the one, noted by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.audit import services as audit
from programme.conversations import queries
from programme.conversations.models import ManagerTalk
from programme.core import clock, formats
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import services as logs
from programme.learning_logs.models import ShareWith

if TYPE_CHECKING:
    from datetime import date

    from programme.cohorts.models import Cohort
    from programme.conversations.models import TalkTime
    from programme.learning_logs.models import LogEntry
    from programme.people.models import Person

LONGEST: Final = 10_000  # characters
MOST_PICKED: Final = 20  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What a participant brings to a talk; `version` is the preparation's on the screen.

    `shown_ids` are the entries that were ticked when the page was made: what has been taken back
    since is not shared again by saving something else.
    """

    version: int
    held_on: date | None
    text: str
    entry_ids: frozenset[int]
    shown_ids: frozenset[int] = frozenset()


def begin(participant: Person, cohort: Cohort, time: TalkTime) -> ManagerTalk:
    """Open the page of a talk with the line manager of now; begun twice, it is one."""
    manager_id = participant.line_manager_id
    if manager_id is None:
        raise RuleBrokenError(l_("You have no line manager here yet. Write to your coordinator."))
    found = queries.find_own(participant.id, cohort.id, manager_id, time)
    if found is not None:
        return found
    talk = ManagerTalk(
        participant_id=participant.id,
        manager_id=manager_id,
        cohort_id=cohort.id,
        time=time,
        created_at=clock.now(),
        entries=[],
    )
    db.session.add(talk)
    db.session.flush()
    audit.record("began", "manager_talk", talk.id, actor_id=participant.id)
    return talk


def prepare(talk: ManagerTalk, new: Preparation, *, by: Person, address: str) -> None:
    """Keep what the participant brings; each entry newly picked is shared with the manager."""
    if new.version != talk.preparation_version and not _says_the_same(talk, new):
        raise ConflictError(_mine(new), _theirs(talk), address, talk.preparation_version)
    picked = queries.own_entries(by.id, new.entry_ids)
    _check(talk, new, picked, by)
    for entry in picked:
        if entry.id not in new.shown_ids:
            logs.share(entry, ShareWith.LINE_MANAGER, talk.manager_id, by=by)
    talk.held_on, talk.preparation = new.held_on, new.text
    talk.entries = [entry for entry in picked if is_shared(entry, talk.manager_id)]
    talk.preparation_version += 1
    db.session.flush()


def is_shared(entry: LogEntry, manager_id: int) -> bool:
    """Whether the entry is shared with that manager now."""
    return any(
        share.stopped_at is None
        and share.audience is ShareWith.LINE_MANAGER
        and share.person_id == manager_id
        for share in entry.shares
    )


def write_note(talk: ManagerTalk, note: str, *, version: int, address: str) -> None:
    """Keep the joint note; either of the two may write."""
    if note == talk.note:
        return
    if version != talk.note_version:
        label = str(l_("What we note"))
        raise ConflictError({label: note}, {label: talk.note}, address, talk.note_version)
    talk.note = note
    talk.note_version += 1
    db.session.flush()


def _check(talk: ManagerTalk, new: Preparation, picked: list[LogEntry], by: Person) -> None:
    if len(new.entry_ids) > MOST_PICKED:
        message = l_("Pick at most %(number)d entries.", number=MOST_PICKED)
        raise RuleBrokenError(message, "entries")
    if len(picked) < len(new.entry_ids):
        raise RuleBrokenError(l_("Choose among your own finished entries."), "entries")
    if new.entry_ids - new.shown_ids and talk.manager_id != by.line_manager_id:
        message = l_("%(name)s is no longer your line manager.", name=talk.manager.name)
        raise RuleBrokenError(message, "entries")


def _says_the_same(talk: ManagerTalk, new: Preparation) -> bool:
    return (new.held_on, new.text, new.entry_ids) == (
        talk.held_on,
        talk.preparation,
        frozenset(entry.id for entry in talk.entries),
    )


def _mine(new: Preparation) -> dict[str, str]:
    return _shown(new.held_on, new.text, len(new.entry_ids))


def _theirs(talk: ManagerTalk) -> dict[str, str]:
    return _shown(talk.held_on, talk.preparation, len(talk.entries))


def _shown(held_on: date | None, text: str, entries: int) -> dict[str, str]:
    """The preparation as the two columns of the conflict page."""
    return {
        str(l_("When do you talk?")): formats.day(held_on) if held_on else "–",
        str(l_("What I bring")): text,
        str(l_("Entries I want to show")): str(entries),
    }
