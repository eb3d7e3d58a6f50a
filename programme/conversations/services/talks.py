"""The talks of a participant and the line manager: prepared by the one, noted by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.audit import services as audit
from programme.conversations import queries
from programme.conversations.models import ManagerTalk
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.learning_logs import services as logs
from programme.learning_logs.models import ShareWith

if TYPE_CHECKING:
    from datetime import date

    from programme.cohorts.models import Cohort
    from programme.conversations.models import TalkTime
    from programme.people.models import Person

LONGEST: Final = 10_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What a participant brings to a talk; `version` is the talk's on the screen."""

    version: int
    held_on: date | None
    text: str
    entry_ids: frozenset[int]


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
    """Keep what the participant brings; each entry picked is shared with the manager."""
    if new.version != talk.version and new.text != talk.preparation:
        raise _conflict(str(l_("What I bring")), new.text, talk.preparation, talk, address)
    picked = queries.own_entries(by.id, new.entry_ids)
    if len(picked) < len(new.entry_ids):
        raise RuleBrokenError(l_("Choose among your own finished entries."), "entries")
    if picked and talk.manager_id != by.line_manager_id:
        message = l_("%(name)s is no longer your line manager.", name=talk.manager.name)
        raise RuleBrokenError(message, "entries")
    for entry in picked:
        logs.share(entry, ShareWith.LINE_MANAGER, talk.manager_id, by=by)
    talk.held_on, talk.preparation, talk.entries = new.held_on, new.text, picked
    db.session.flush()


def write_note(talk: ManagerTalk, note: str, *, version: int, address: str) -> None:
    """Keep the joint note; either of the two may write."""
    if note == talk.note:
        return
    if version != talk.version:
        raise _conflict(str(l_("Our note")), note, talk.note, talk, address)
    talk.note = note
    db.session.flush()


def _conflict(label: str, mine: str, theirs: str, talk: ManagerTalk, address: str) -> ConflictError:
    return ConflictError({label: mine}, {label: theirs}, address, talk.version)
