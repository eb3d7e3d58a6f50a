"""Who may read or change an entry. The one place that decides; `queries.reach` says it in SQL.

A draft and a private entry are their author's alone. A share with the line manager names that
person, and holds while that person is the author's line manager without a break. A share with a
group, with facilitators or with the cohort reaches those who belonged when it was shared and
belong still; it is over as soon as the author has left, and coming back does not wake it. A share
with one colleague is such a share with the cohort that the two have in common, for that person
alone.
What stands in "Videndeling" is for everybody with an account, while its author has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import MEMBERS, Cohort, NetworkGroup, Role
from programme.learning_logs.models import (
    EntryComment,
    EntryShare,
    EntryState,
    Habit,
    LogEntry,
    PracticeTask,
    RemovedEntry,
    ShareWith,
    TrialAction,
)

if TYPE_CHECKING:
    from datetime import datetime

    from programme.people.models import Person

# Whom a share with a whole cohort is for.
ROLES = {
    ShareWith.FACILITATORS: frozenset({Role.FACILITATOR}),
    ShareWith.COHORT: MEMBERS,
    ShareWith.COLLEAGUE: MEMBERS,
}


def can_read(person: Person, entry: LogEntry) -> bool:
    """Read the text."""
    return can_edit(person, entry) or any(reaches(share, person) for share in entry.shares)


def can_edit(person: Person, entry: LogEntry) -> bool:
    """Write, share, take back, delete: the author alone, always."""
    return entry.author_id == person.id


def can_read_comment(person: Person, comment: EntryComment) -> bool:
    """Read what was said to an entry that one can read: a private word is for its author alone.

    The author's private answer is for the one whom it answers. A word for all is for those
    whom a share reaches that was there when it was said.
    """
    if comment.removed_at is not None or not can_read(person, comment.entry):
        return False
    if person.id in {comment.author_id, comment.entry.author_id, comment.reader_id}:
        return True
    return not comment.is_private and any(
        share.shared_at <= comment.created_at and reaches(share, person)
        for share in comment.entry.shares
    )


def can_remove_comment(person: Person, comment: EntryComment) -> bool:
    """One's own word, also when the entry has been taken back; any word to one's own entry."""
    both = {comment.author_id, comment.entry.author_id}
    return comment.removed_at is None and person.id in both


def can_restore(person: Person, removed: RemovedEntry) -> bool:
    """Know of a deleted entry and take it back: the author alone."""
    return removed.author_id == person.id


def can_use_task(person: Person, task: PracticeTask | Habit | TrialAction) -> bool:
    """See and change what lies on one's own desk: a task, a habit, a trial action."""
    return task.owner_id == person.id


def reaches(share: EntryShare, person: Person) -> bool:
    """Whether this share lets this person, who is not the author, read now."""
    entry = share.entry
    if share.stopped_at is not None or entry.state is not EntryState.FINAL:
        return False
    if share.audience is ShareWith.KNOWLEDGE:
        return entry.author.is_active and person.is_active
    if share.audience is ShareWith.LINE_MANAGER:
        is_manager = share.person_id == person.id == entry.author.line_manager_id
        return is_manager and entry.author.line_manager_since <= share.shared_at
    both = (entry.author_id, person.id)
    if share.audience is ShareWith.NETWORK_GROUP:
        return share.group is not None and all(
            _in_group(share.group, one, share.shared_at) for one in both
        )
    is_meant = share.audience is not ShareWith.COLLEAGUE or share.person_id == person.id
    return (
        is_meant
        and share.cohort is not None
        and _in_cohort(share.cohort, entry.author_id, share.shared_at, MEMBERS)
        and _in_cohort(share.cohort, person.id, share.shared_at, ROLES[share.audience])
    )


def _in_group(group: NetworkGroup, person_id: int, since: datetime) -> bool:
    return any(
        m.person_id == person_id and m.left_at is None and m.joined_at <= since
        for m in group.memberships
    )


def _in_cohort(cohort: Cohort, person_id: int, since: datetime, roles: frozenset[Role]) -> bool:
    return any(
        e.person_id == person_id and e.is_open and e.joined_at <= since and e.role in roles
        for e in cohort.enrolments
    )
