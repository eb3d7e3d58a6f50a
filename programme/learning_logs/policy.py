"""Who may read or change an entry. The one place that decides; `queries` says the same in SQL.

A private entry is its author's alone. A share with the line manager names that person, and
holds while that person is the author's line manager. A share with a group, with facilitators
or with the cohort reaches those who belonged when it was shared and belong still; it rests as
soon as the author has left too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import Cohort, NetworkGroup, Role
from programme.learning_logs.models import EntryShare, LogEntry, PracticeTask, ShareWith

if TYPE_CHECKING:
    from datetime import datetime

    from programme.people.models import Person


def can_read(person: Person, entry: LogEntry) -> bool:
    """Read the text."""
    return can_edit(person, entry) or any(reaches(share, person) for share in entry.shares)


def can_edit(person: Person, entry: LogEntry) -> bool:
    """Write, share, take back, delete: the author alone, always."""
    return entry.author_id == person.id


def can_use_task(person: Person, task: PracticeTask) -> bool:
    """See and change a task on one's own desk."""
    return task.owner_id == person.id


def reaches(share: EntryShare, person: Person) -> bool:
    """Whether this share lets this person read now."""
    if share.stopped_at is not None:
        return False
    if share.audience is ShareWith.LINE_MANAGER:
        return share.person_id == person.id == share.entry.author.line_manager_id
    author = share.entry.author_id
    if share.group is not None:
        return _in_group(share.group, author) and _in_group(
            share.group, person.id, share.shared_at
        )
    if share.cohort is None:
        return False
    roles = frozenset({Role.FACILITATOR}) if share.audience is ShareWith.FACILITATORS else None
    return _in_cohort(share.cohort, author) and _in_cohort(
        share.cohort, person.id, share.shared_at, roles
    )


def _in_group(group: NetworkGroup, person_id: int, by: datetime | None = None) -> bool:
    return any(
        m.person_id == person_id and m.left_at is None and (by is None or m.joined_at <= by)
        for m in group.memberships
    )


def _in_cohort(
    cohort: Cohort,
    person_id: int,
    by: datetime | None = None,
    roles: frozenset[Role] | None = None,
) -> bool:
    return any(
        e.person_id == person_id
        and e.is_open
        and (by is None or e.joined_at <= by)
        and (roles is None or e.role in roles)
        for e in cohort.enrolments
    )
