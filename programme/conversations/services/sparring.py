"""Titles are brought to the group's sparring, and sheets made that say who has which part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from programme.audit import services as audit
from programme.conversations import policy, queries
from programme.conversations.methods import BY_KEY
from programme.conversations.models import SparringSession, SparringTopic
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.cohorts.models import NetworkGroup
    from programme.learning_logs.models import LogEntry
    from programme.people.models import Person

TITLE: Final = 200  # characters
NOTE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """Who has which part in a round, of the members of one group."""

    group: NetworkGroup
    method: str
    focus_id: int
    interviewer_id: int | None
    team_ids: frozenset[int]
    topic_id: int | None = None


def bring(entry: LogEntry, group: NetworkGroup, title: str, *, by: Person) -> SparringTopic:
    """Put a title on the list of the group's next meeting; of the entry nobody reads a word.

    An entry stands on one list: brought anew, the title there is the new one.
    """
    if not policy.is_in_group(by, group):
        raise RuleBrokenError(l_("Choose one of your own groups."), "group")
    if not title:
        raise RuleBrokenError(l_("Write a title for the list."), "title")
    topic = queries.topic_of(entry.id) or SparringTopic(entry_id=entry.id, person_id=by.id)
    topic.group, topic.title, topic.created_at = group, title, clock.now()
    db.session.add(topic)
    db.session.flush()
    audit.record("brought", "sparring_topic", topic.id, actor_id=by.id)
    return topic


def take_off(topic: SparringTopic, *, by: Person) -> None:
    """Take a title off the list. Twice is once."""
    topic.withdrawn_at = topic.withdrawn_at or clock.now()
    audit.record("took off", "sparring_topic", topic.id, actor_id=by.id)
    db.session.flush()


def make_session(activity: Activity, new: NewSession, *, by: Person) -> SparringSession:
    """Make a sheet for a round at a network meeting."""
    members = {person.id: person for person in queries.members_of(new.group)}
    _check(new, members)
    topics = {topic.id for topic in queries.topics_at(activity, [new.group])}
    session = SparringSession(
        activity_id=activity.id,
        group_id=new.group.id,
        topic_id=new.topic_id if new.topic_id in topics else None,
        method=new.method,
        made_by_id=by.id,
        focus_person_id=new.focus_id,
        interviewer_id=new.interviewer_id,
        team=[members[key] for key in sorted(_team(new))],
        created_at=clock.now(),
    )
    db.session.add(session)
    db.session.flush()
    audit.record("made", "sparring_session", session.id, actor_id=by.id)
    return session


def write_note(session: SparringSession, note: str, *, version: int, address: str) -> None:
    """Note what came of it, for those who took part."""
    if note == session.note:
        return
    if version != session.version:
        label = str(l_("What we note"))
        raise ConflictError({label: note}, {label: session.note}, address, session.version)
    session.note = note
    db.session.flush()


def remove_session(session: SparringSession, *, by: Person) -> None:
    """Throw a sheet away on which nothing is noted."""
    audit.record("removed", "sparring_session", session.id, actor_id=by.id)
    db.session.execute(delete(SparringSession).where(SparringSession.id == session.id))
    db.session.expunge(session)


def _check(new: NewSession, members: dict[int, Person]) -> None:
    if new.method not in BY_KEY:
        raise RuleBrokenError(l_("Choose one of those in the list."), "method")
    if new.focus_id not in members:
        raise RuleBrokenError(l_("Choose one of the group."), "focus")
    if new.interviewer_id is not None and new.interviewer_id not in members:
        raise RuleBrokenError(l_("Choose one of the group."), "interviewer")
    if new.interviewer_id == new.focus_id:
        raise RuleBrokenError(l_("The focus person cannot interview too."), "interviewer")
    if not new.team_ids <= members.keys():
        raise RuleBrokenError(l_("Choose among the group."), "team")


def _team(new: NewSession) -> frozenset[int]:
    """Those who have no other part."""
    return new.team_ids - {new.focus_id, new.interviewer_id}
