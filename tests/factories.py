"""Rows for tests. No post_generation: what a test needs, it names."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import factory
from factory.alchemy import SQLAlchemyModelFactory

from programme.activities.models import Activity
from programme.cohorts.models import (
    Cohort,
    CohortState,
    Enrolment,
    GroupMembership,
    NetworkGroup,
    Role,
)
from programme.frameworks.models import CompetenceGoal, GoalSet, Guidepost, GuidepostSet
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, PracticeTask, ShareWith
from programme.people.models import CoordinatorGrant, LeadershipLevel, Organisation, Person, Unit
from programme.programmes.content import ActivityKind
from programme.programmes.models import Programme, Track

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_made: list[type[SQLAlchemyModelFactory]] = []
_numbers = itertools.count(1)


def bind(session) -> None:
    """Let every factory write to this session."""
    for made in _made:
        made._meta.sqlalchemy_session = session


class Made(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_persistence = "flush"

    def __init_subclass__(cls, **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        _made.append(cls)


class LevelFactory(Made):
    class Meta:
        model = LeadershipLevel
        sqlalchemy_get_or_create = ("code",)

    code = "leader_of_leaders"
    name = factory.LazyAttribute(lambda o: o.code.replace("_", " ").capitalize())
    position = 1


class OrganisationFactory(Made):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Kommune {n}")


class UnitFactory(Made):
    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Skole {n}")


class PersonFactory(Made):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person Nr{n}")
    email = factory.Sequence(lambda n: f"person{n}@test.example")
    organisation = factory.SubFactory(OrganisationFactory)
    created_at = LONG_AGO
    welcomed_at = LONG_AGO


class GrantFactory(Made):
    class Meta:
        model = CoordinatorGrant

    person = factory.SubFactory(PersonFactory)


class ProgrammeFactory(Made):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"forloeb-{n}")
    name = factory.Sequence(lambda n: f"Forløb {n}")


class TrackFactory(Made):
    class Meta:
        model = Track

    programme = factory.SubFactory(ProgrammeFactory)
    position = 1
    name = "Det personlige lederskab"


class GoalSetFactory(Made):
    class Meta:
        model = GoalSet

    key = factory.Sequence(lambda n: f"maal-{n}")
    name = "Kompetencemål"
    level = factory.SubFactory(LevelFactory)


class GoalFactory(Made):
    class Meta:
        model = CompetenceGoal

    goal_set = factory.SubFactory(GoalSetFactory)
    number = factory.Sequence(lambda n: n + 1)
    short_name = factory.LazyAttribute(lambda o: f"Mål nr. {o.number}")
    text = "Kan noget, der er værd at kunne."


class GuidepostSetFactory(Made):
    class Meta:
        model = GuidepostSet

    key = factory.Sequence(lambda n: f"pejlemaerker-{n}")
    name = "Pejlemærker for ledelse"
    audience = "For ledere"


class GuidepostFactory(Made):
    class Meta:
        model = Guidepost

    guidepost_set = factory.SubFactory(GuidepostSetFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Jeg spørger, før jeg svarer ({chr(97 + n % 26)}).")
    example = "Fx tæller jeg til ti."


class CohortFactory(Made):
    class Meta:
        model = Cohort

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Hold {n}")
    starts_on = date(2026, 2, 2)
    ends_on = date(2027, 2, 1)
    state = CohortState.PUBLISHED
    published_at = LONG_AGO


class EnrolmentFactory(Made):
    class Meta:
        model = Enrolment

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.PARTICIPANT
    joined_at = LONG_AGO


class GroupFactory(Made):
    class Meta:
        model = NetworkGroup

    cohort = factory.SubFactory(CohortFactory)
    number = factory.Sequence(lambda n: n + 1)


class MembershipFactory(Made):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    joined_at = LONG_AGO


class ActivityFactory(Made):
    class Meta:
        model = Activity

    cohort = factory.SubFactory(CohortFactory)
    uid = factory.Sequence(lambda n: f"00000000-0000-4000-8000-{n:012d}@lederforloeb")
    kind = ActivityKind.SEMINAR
    number = 1
    title = "Ledelse af ledelsesteams"
    starts_on = date(2026, 12, 3)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on)
    revised_at = LONG_AGO
    created_at = LONG_AGO
    published_at = LONG_AGO


class TaskFactory(Made):
    class Meta:
        model = PracticeTask

    title = "Ny mødeform i ledelsesteamet"
    created_at = LONG_AGO


class EntryFactory(Made):
    class Meta:
        model = LogEntry

    key = factory.LazyFunction(lambda: f"key-{next(_numbers)}")
    author = factory.SubFactory(PersonFactory)
    written_on = date(2026, 11, 13)
    action = "Jeg stillede ét spørgsmål og ventede."
    state = EntryState.FINAL
    created_at = LONG_AGO
    updated_at = LONG_AGO
    finished_at = LONG_AGO


class ShareFactory(Made):
    class Meta:
        model = EntryShare

    entry = factory.SubFactory(EntryFactory)
    audience = ShareWith.COHORT
    shared_at = LONG_AGO
