"""SQL's side of `policy.reaches`: one statement of who reads what by which share.

Every list of what others may read, and every list of who reads an entry, is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from programme.cohorts.models import (
    MEMBERS,
    Cohort,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.core.db import db
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, ShareWith
from programme.people.models import JobTitle, Person

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import CompoundSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute

    # A statement of who is reached, and which of its columns is that person.
    Branch = tuple[Select[Any], InstrumentedAttribute[Any]]

# Which entries a statement asks for, filled in when it is asked.
ENTRIES: Final = bindparam("entry_ids", type_=Integer(), expanding=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read now."""

    person_id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class OpenShare:
    """An audience that has not been taken back, and those whom it reaches now."""

    share_id: int
    audience: ShareWith
    target_id: int
    group_number: int | None
    name: str
    readers: tuple[Reader, ...]


def reach(
    *,
    reader_id: int | BindParameter[int] | None = None,
    entry_ids: BindParameter[Any] | None = None,
) -> CompoundSelect[int, int, int]:
    """Rows of (entry_id, share_id, person_id): this person reads that entry by that share now.

    Ask for one reader or for some entries; the author is nobody's audience.
    """
    branches = [_by_line_manager(), _by_group(), _by_cohort()]
    statements = []
    for statement, person in branches:
        narrowed = statement.where(
            EntryShare.stopped_at.is_(None),
            LogEntry.state == EntryState.FINAL,
            person != LogEntry.author_id,
        )
        if reader_id is not None:
            narrowed = narrowed.where(person == reader_id)
        if entry_ids is not None:
            narrowed = narrowed.where(EntryShare.entry_id.in_(entry_ids))
        statements.append(narrowed)
    return union_all(*statements)


def reached_ids(person_id: int) -> Select[int]:
    """The keys of others' entries that the person may read now."""
    found = reach(reader_id=person_id).subquery()
    return select(found.c.entry_id)


def _by_line_manager() -> Branch:
    author = aliased(Person)
    statement = (
        _rows(EntryShare.person_id)
        .join(author, author.id == LogEntry.author_id)
        .where(
            EntryShare.audience == ShareWith.LINE_MANAGER,
            author.line_manager_id == EntryShare.person_id,
        )
    )
    return statement, EntryShare.person_id


def _by_group() -> Branch:
    reader, author = aliased(GroupMembership), aliased(GroupMembership)
    statement = _rows(reader.person_id).where(
        EntryShare.audience == ShareWith.NETWORK_GROUP,
        author.person_id == LogEntry.author_id,
        *_member_since_shared(reader),
        *_member_since_shared(author),
    )
    return statement, reader.person_id


def _member_since_shared(member: type[GroupMembership]) -> tuple[ColumnElement[bool], ...]:
    return (
        member.group_id == EntryShare.group_id,
        member.left_at.is_(None),
        member.joined_at <= EntryShare.shared_at,
    )


def _by_cohort() -> Branch:
    reader, author = aliased(Enrolment), aliased(Enrolment)
    statement = _rows(reader.person_id).where(
        or_(
            EntryShare.audience == ShareWith.COHORT,
            and_(EntryShare.audience == ShareWith.FACILITATORS, reader.role == Role.FACILITATOR),
        ),
        author.person_id == LogEntry.author_id,
        *_enrolled_since_shared(reader),
        *_enrolled_since_shared(author),
    )
    return statement, reader.person_id


def _enrolled_since_shared(place: type[Enrolment]) -> tuple[ColumnElement[bool], ...]:
    return (
        place.cohort_id == EntryShare.cohort_id,
        place.ended_at.is_(None),
        place.joined_at <= EntryShare.shared_at,
        place.role.in_(MEMBERS),
    )


def _rows(person: Any) -> Select[Any]:  # noqa: ANN401 - a mapped column of any of the three
    return (
        select(
            EntryShare.entry_id.label("entry_id"),
            EntryShare.id.label("share_id"),
            person.label("person_id"),
        )
        .select_from(EntryShare)
        .join(LogEntry, LogEntry.id == EntryShare.entry_id)
    )


def reader_counts(entry_ids: Collection[int]) -> dict[int, int]:
    """How many persons can read each of these entries now, the author apart."""
    rows = db.session.execute(_counting(), {ENTRIES.key: list(entry_ids)})
    return {entry_id: count for entry_id, count in rows}  # noqa: C416 - rows are not pairs to mypy


@cache
def _counting() -> Select[Any]:
    """Put together once: that costs several times what it costs to ask."""
    found = reach(entry_ids=ENTRIES).subquery()
    return (
        select(found.c.entry_id, func.count(Person.id.distinct()))
        .join(Person, Person.id == found.c.person_id)
        .where(Person.disabled_at.is_(None))
        .group_by(found.c.entry_id)
    )


def open_shares(entry_id: int) -> list[OpenShare]:
    """The entry's open shares with those whom each reaches now, in two statements."""
    readers: dict[int, dict[int, Reader]] = {}
    for share_id, *person in _readers(entry_id):
        readers.setdefault(share_id, {})[person[0]] = Reader(*person)
    return [
        OpenShare(key, audience, target_id, number, name, tuple(readers.get(key, {}).values()))
        for key, audience, target_id, number, name in _targets(entry_id)
    ]


def _readers(entry_id: int) -> list[Any]:
    return list(db.session.execute(_naming(), {ENTRIES.key: [entry_id]}))


@cache
def _naming() -> Select[Any]:
    found = reach(entry_ids=ENTRIES).subquery()
    return (
        select(found.c.share_id, Person.id, Person.name, func.coalesce(JobTitle.name, ""))
        .join(Person, Person.id == found.c.person_id)
        .outerjoin(JobTitle, JobTitle.id == Person.job_title_id)
        .where(Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
    )


def _targets(entry_id: int) -> list[Any]:
    return list(
        db.session.execute(
            select(
                EntryShare.id,
                EntryShare.audience,
                func.coalesce(EntryShare.group_id, EntryShare.cohort_id, EntryShare.person_id),
                NetworkGroup.number,
                func.coalesce(NetworkGroup.name, Cohort.name, Person.name),
            )
            .outerjoin(NetworkGroup, NetworkGroup.id == EntryShare.group_id)
            .outerjoin(Cohort, Cohort.id == EntryShare.cohort_id)
            .outerjoin(Person, Person.id == EntryShare.person_id)
            .where(EntryShare.entry_id == entry_id, EntryShare.stopped_at.is_(None))
            .order_by(EntryShare.id)
        )
    )
