"""SQL's side of `policy.reaches`: one statement of who reads what by which share.

Every list of what others may read, and every list of who reads an entry, is made from it. Where
readers are counted or named, "Videndeling" is one row without a person: it is for everybody, and
the cost of an author's page must not grow with the number of accounts.
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
    case,
    cast,
    func,
    null,
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
    """An audience that has not been taken back, and those whom it reaches now.

    `name` is the group's, the person's or the cohort's; `cohort` is named besides for a colleague.
    """

    share_id: int
    audience: ShareWith
    target_id: int
    group_number: int | None
    name: str
    cohort: str
    readers: tuple[Reader, ...]

    @property
    def is_for_all(self) -> bool:
        """Whether everybody with an account reads by it."""
        return self.audience is ShareWith.KNOWLEDGE

    @property
    def reaches(self) -> bool:
        """Whether it lets anybody read now."""
        return self.is_for_all or bool(self.readers)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many persons an entry reaches, or that it is for all."""

    count: int = 0
    all: bool = False

    def __bool__(self) -> bool:
        """Whether anybody but the author can read."""
        return self.all or self.count > 0


NOBODY: Final = Reached()


def reach(
    *,
    reader_id: int | BindParameter[int] | None = None,
    entry_ids: BindParameter[Any] | None = None,
    knowledge: bool = True,
) -> CompoundSelect[int, int, int | None]:
    """Rows of (entry_id, share_id, person_id): this person reads that entry by that share now.

    Ask for one reader or for some entries; the author is nobody's audience. Asked for entries,
    what is for all has no person. Without `knowledge` it is left out.
    """
    statements = [
        statement.where(person != LogEntry.author_id, *_asked(person, reader_id, entry_ids))
        for statement, person in (_by_line_manager(), _by_group(), _by_cohort())
    ]
    if knowledge:
        statements.append(_by_knowledge(reader_id, entry_ids))
    return union_all(*statements)


def reached_ids(person_id: int) -> Select[int]:
    """The keys of others' entries that the person may read now."""
    found = reach(reader_id=person_id).subquery()
    return select(found.c.entry_id)


def addressed_ids(person_id: int) -> Select[int]:
    """Of these, what was shared with the person, and not with everybody in "Videndeling"."""
    found = reach(reader_id=person_id, knowledge=False).subquery()
    return select(found.c.entry_id)


def knowledge_ids() -> Select[int]:
    """The keys of all entries that stand in "Videndeling" now, one's own among them."""
    return _knowledge(EntryShare.person_id).with_only_columns(EntryShare.entry_id)


def _asked(
    person: InstrumentedAttribute[Any],
    reader_id: int | BindParameter[int] | None,
    entry_ids: BindParameter[Any] | None,
) -> list[ColumnElement[bool]]:
    asked = [EntryShare.stopped_at.is_(None), LogEntry.state == EntryState.FINAL]
    if reader_id is not None:
        asked.append(person == reader_id)
    if entry_ids is not None:
        asked.append(EntryShare.entry_id.in_(entry_ids))
    return asked


def _by_knowledge(
    reader_id: int | BindParameter[int] | None, entry_ids: BindParameter[Any] | None
) -> Select[Any]:
    if entry_ids is not None:
        return _knowledge(cast(null(), Integer)).where(EntryShare.entry_id.in_(entry_ids))
    reader = aliased(Person)
    return (
        _knowledge(reader.id)
        .join(reader, reader.id == reader_id)
        .where(reader.id != LogEntry.author_id, reader.disabled_at.is_(None))
    )


def _knowledge(person: Any) -> Select[Any]:  # noqa: ANN401 - a mapped column, or nothing
    author = aliased(Person)
    return (
        _rows(person)
        .join(author, author.id == LogEntry.author_id)
        .where(
            EntryShare.audience == ShareWith.KNOWLEDGE,
            EntryShare.stopped_at.is_(None),
            LogEntry.state == EntryState.FINAL,
            author.disabled_at.is_(None),
        )
    )


def _by_line_manager() -> Branch:
    author = aliased(Person)
    statement = (
        _rows(EntryShare.person_id)
        .join(author, author.id == LogEntry.author_id)
        .where(
            EntryShare.audience == ShareWith.LINE_MANAGER,
            author.line_manager_id == EntryShare.person_id,
            author.line_manager_since <= EntryShare.shared_at,
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
            and_(
                EntryShare.audience == ShareWith.COLLEAGUE,
                reader.person_id == EntryShare.person_id,
            ),
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


def reader_counts(entry_ids: Collection[int]) -> dict[int, Reached]:
    """Whom each of these entries reaches now, the author apart; who reaches nobody is left out."""
    rows = db.session.execute(_counting(), {ENTRIES.key: list(entry_ids)})
    return {entry_id: Reached(count, bool(alls)) for entry_id, count, alls in rows}


@cache
def _counting() -> Select[Any]:
    """Put together once: that costs several times what it costs to ask."""
    found = reach(entry_ids=ENTRIES).subquery()
    is_for_all = case((found.c.person_id.is_(None), 1), else_=0)
    return (
        select(found.c.entry_id, func.count(Person.id.distinct()), func.max(is_for_all))
        .outerjoin(Person, Person.id == found.c.person_id)
        .where(Person.disabled_at.is_(None))
        .group_by(found.c.entry_id)
    )


def open_shares(entry_id: int) -> list[OpenShare]:
    """The entry's open shares with those whom each reaches now, in two statements."""
    readers: dict[int, dict[int, Reader]] = {}
    for share_id, *person in _readers(entry_id):
        readers.setdefault(share_id, {})[person[0]] = Reader(*person)
    return [
        OpenShare(key, audience, target, number, name, cohort, tuple(readers.get(key, {}).values()))
        for key, audience, target, number, name, cohort in _targets(entry_id)
    ]


def _readers(entry_id: int) -> list[Any]:
    return list(db.session.execute(_naming(), {ENTRIES.key: [entry_id]}))


@cache
def _naming() -> Select[Any]:
    found = reach(entry_ids=ENTRIES, knowledge=False).subquery()
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
                func.coalesce(EntryShare.group_id, EntryShare.person_id, EntryShare.cohort_id, 0),
                NetworkGroup.number,
                func.coalesce(NetworkGroup.name, Person.name, Cohort.name, ""),
                func.coalesce(Cohort.name, ""),
            )
            .outerjoin(NetworkGroup, NetworkGroup.id == EntryShare.group_id)
            .outerjoin(Cohort, Cohort.id == EntryShare.cohort_id)
            .outerjoin(Person, Person.id == EntryShare.person_id)
            .where(EntryShare.entry_id == entry_id, EntryShare.stopped_at.is_(None))
            .order_by(EntryShare.id)
        )
    )
