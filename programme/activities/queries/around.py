"""The two statements that fetch what a plan is judged among: activities, and all around them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from programme.activities.models import (
    Activity,
    FacilitatorAnswer,
    FacilitatorRequest,
    FindingOverride,
    FindingSetting,
    activity_facilitator,
    activity_level,
    activity_objective,
    activity_person,
)
from programme.cohorts.models import LEARNERS, Cohort, Enrolment
from programme.people.models import Organisation, Person
from programme.programmes.models import ProgrammeObjective
from programme.venues.models import BusyTime, Room, Venue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, FromClause, Select

PLAIN: Final = (
    Activity.cohort_id,
    Activity.kind,
    Activity.marker,
    Activity.starts_on,
    Activity.ends_on,
    Activity.start_time,
    Activity.end_time,
    Activity.window_from,
    Activity.window_to,
    Activity.audience,
    Activity.venue_id,
    Activity.room_id,
    Activity.part_of_id,
)
NAMES: Final = tuple(str(column.key) for column in PLAIN)
_COHORTS: Final[BindParameter[int]] = bindparam("cohorts", expanding=True)
_PERSONS: Final[BindParameter[int]] = bindparam("persons", expanding=True)
_VENUES: Final[BindParameter[int]] = bindparam("venues", expanding=True)
TIES: Final = {
    "facilitator": activity_facilitator,
    "named": activity_person,
    "level": activity_level,
    "objective": activity_objective,
}
_COLUMNS: Final = {
    **dict.fromkeys(("a", "b", "c"), Activity.id.type),
    **dict.fromkeys(("name", "code", "subject", "reason"), Activity.title.type),
    **dict.fromkeys(("first", "last"), Activity.starts_on.type),
    **dict.fromkeys(("begins", "ends"), Activity.start_time.type),
    "at": FindingOverride.at.type,
}


@cache
def activities() -> Select[*tuple[Any, ...]]:
    return (
        select(Activity.id, Activity.number, Activity.title, *PLAIN, Cohort.name)
        .join(Activity.cohort)
        .where(Activity.id.in_(_wanted()))
        .order_by(Activity.id)
    )


@cache
def everything() -> CompoundSelect[*tuple[Any, ...]]:
    """All that stands around the wanted activities, as one list: a statement each would be ten."""
    wanted = _wanted().cte("wanted")
    venues = or_(
        Venue.id.in_(select(Activity.venue_id).join(wanted, wanted.c.id == Activity.id).distinct()),
        Venue.id.in_(_VENUES),
    )
    return union_all(
        *_tied(wanted), *_of_cohorts(wanted), *_of_venues(venues), *_times_of(wanted, venues)
    )


def _tied(wanted: FromClause) -> Iterator[Select[*tuple[Any, ...]]]:
    for kind, table in TIES.items():
        key = next(column for column in table.c if column.key != "activity_id")
        is_person = key.key == "person_id"
        arm = _arm(kind, a=table.c.activity_id, b=key, **{"name": Person.name} if is_person else {})
        arm = arm.select_from(table).join(wanted, wanted.c.id == table.c.activity_id)
        arm = arm.join(Person, Person.id == key) if is_person else arm
        yield arm.where(_stays(table)) if kind == "named" else arm
    yield _arm("person", b=Person.id, name=Person.name).where(Person.id.in_(_PERSONS))


def _of_cohorts(wanted: FromClause) -> Iterator[Select[*tuple[Any, ...]]]:
    """Places, frames and grades; whose places matter goes further than the cohorts asked about."""
    theirs = Cohort.id.in_(_COHORTS)
    also = select(Activity.cohort_id).join(wanted, wanted.c.id == Activity.id).distinct()
    yield (
        _arm(
            "seat",
            a=Enrolment.cohort_id,
            b=Enrolment.person_id,
            c=Enrolment.level_id,
            name=Person.name,
            code=type_coerce(Enrolment.role, String),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            or_(Enrolment.cohort_id.in_(_COHORTS), Enrolment.cohort_id.in_(also)),
            Enrolment.ended_at.is_(None),
        )
    )
    yield (
        _arm(
            "cohort",
            a=Cohort.id,
            b=Cohort.programme_id,
            c=Cohort.least_days_between,
            name=Cohort.name,
            code=Organisation.school_holidays,
            first=Cohort.starts_on,
            last=Cohort.ends_on,
        )
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .where(theirs)
    )
    setting = FindingSetting
    yield _arm(
        "grade",
        a=setting.cohort_id,
        name=setting.code,
        code=type_coerce(setting.severity, String),
    ).where(setting.cohort_id.in_(_COHORTS))
    aim = ProgrammeObjective
    yield _arm("aim", a=aim.programme_id, b=aim.id, c=aim.number, name=aim.short_name).where(
        aim.programme_id.in_(select(Cohort.programme_id).where(theirs))
    )
    override = FindingOverride
    yield (
        _arm(
            "accepted",
            a=override.activity_id,
            b=override.cohort_id,
            c=override.id,
            name=Person.name,
            code=override.code,
            subject=override.subject,
            reason=override.reason,
            at=override.at,
        )
        .outerjoin(Person, Person.id == override.by_id)
        .where(override.cohort_id.in_(_COHORTS))
    )


def _of_venues(venues: ColumnElement[bool]) -> Iterator[Select[*tuple[Any, ...]]]:
    yield _arm("venue", a=Venue.id, c=Venue.capacity, name=Venue.name).where(venues)
    yield (
        _arm("room", a=Room.id, c=Room.capacity, name=Room.name)
        .join(Venue, Venue.id == Room.venue_id)
        .where(venues)
    )


def _times_of(
    wanted: FromClause, venues: ColumnElement[bool]
) -> Iterator[Select[*tuple[Any, ...]]]:
    """Who and what cannot be had when, and who has said no to which days."""
    led = activity_facilitator
    busy = {
        "first": BusyTime.starts_on,
        "last": BusyTime.ends_on,
        "begins": BusyTime.start_time,
        "ends": BusyTime.end_time,
    }
    leaders = select(led.c.person_id).join(wanted, wanted.c.id == led.c.activity_id)
    yield _arm("away", b=BusyTime.person_id, **busy).where(
        or_(BusyTime.person_id.in_(leaders), BusyTime.person_id.in_(_PERSONS))
    )
    yield (
        _arm("taken", b=BusyTime.venue_id, **busy)
        .join(Venue, Venue.id == BusyTime.venue_id)
        .where(venues)
    )
    request = FacilitatorRequest
    yield (
        _arm(
            "declined",
            a=request.activity_id,
            b=request.person_id,
            first=request.starts_on,
            last=request.ends_on,
            begins=request.start_time,
            ends=request.end_time,
        )
        .join(wanted, wanted.c.id == request.activity_id)
        .where(request.answer == FacilitatorAnswer.DECLINED)
    )


def _arm(kind: str, **columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - of any type
    """One kind of row; what it has no use for is NULL."""
    return select(
        literal(kind).label("kind"),
        *(columns.get(name, cast(null(), of)).label(name) for name, of in _COLUMNS.items()),
    )


def _stays(table: FromClause) -> ColumnElement[bool]:
    """As `policy.is_named`: who has left the cohort is named in vain."""
    place = exists().where(
        Enrolment.cohort_id == Activity.cohort_id,
        Enrolment.person_id == table.c.person_id,
        Activity.id == table.c.activity_id,
    )
    here = place.where(Enrolment.ended_at.is_(None)).correlate(table)
    return or_(here, ~place.where(Enrolment.ended_at.is_not(None)).correlate(table))


def _wanted() -> Select[int]:
    """The keys of the cohorts' own activities, and of all that could get in their way."""
    own = aliased(Activity)
    theirs = (own.cohort_id.in_(_COHORTS), own.cancelled_at.is_(None))
    first = select(func.min(own.starts_on)).where(*theirs).scalar_subquery()
    last = select(func.max(own.ends_on)).where(*theirs).scalar_subquery()
    meanwhile = or_(
        and_(Activity.ends_on >= first, Activity.starts_on <= last),
        and_(Activity.ends_on >= bindparam("first"), Activity.starts_on <= bindparam("last")),
    )
    return select(Activity.id).where(
        Activity.cancelled_at.is_(None),
        or_(Activity.cohort_id.in_(_COHORTS), and_(meanwhile, _touches())),
    )


def _touches() -> ColumnElement[bool]:
    """Whether an activity has a person or a place in common with the cohorts."""
    own = aliased(Activity)
    led, named = activity_facilitator.alias(), activity_person.alias()
    people = union(
        select(Enrolment.person_id).where(
            Enrolment.cohort_id.in_(_COHORTS), Enrolment.ended_at.is_(None)
        ),
        select(led.c.person_id)
        .join(own, own.id == led.c.activity_id)
        .where(own.cohort_id.in_(_COHORTS)),
        select(named.c.person_id)
        .join(own, own.id == named.c.activity_id)
        .where(own.cohort_id.in_(_COHORTS)),
        select(Person.id).where(Person.id.in_(_PERSONS)),
    ).cte("people")
    keys = select(people.c[0])
    other = aliased(Enrolment)
    return or_(
        Activity.id.in_(
            select(activity_facilitator.c.activity_id).where(
                activity_facilitator.c.person_id.in_(keys)
            )
        ),
        Activity.id.in_(
            select(activity_person.c.activity_id).where(activity_person.c.person_id.in_(keys))
        ),
        Activity.cohort_id.in_(
            select(other.cohort_id).where(
                other.person_id.in_(keys), other.ended_at.is_(None), other.role.in_(LEARNERS)
            )
        ),
        Activity.venue_id.in_(select(own.venue_id).where(own.cohort_id.in_(_COHORTS))),
        Activity.venue_id.in_(_VENUES),
    )
