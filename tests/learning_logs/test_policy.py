"""Who may read: case by case, and the predicate and its SQL held against each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programme.cohorts.models import Role
from programme.learning_logs import policy, queries
from programme.learning_logs.models import EntryShare, EntryState, ShareWith
from programme.learning_logs.queries import Reached
from programme.learning_logs.queries.knowledge import KnowledgeFilter
from programme.learning_logs.queries.reach import NOBODY, reached_ids
from programme.people.models import Person
from tests import factories as f
from tests.learning_logs.conftest import NOW

BEFORE = f.LONG_AGO - timedelta(days=30)
AFTER = f.LONG_AGO + timedelta(days=30)
AUDIENCES = {
    ShareWith.LINE_MANAGER: {"manager"},
    ShareWith.NETWORK_GROUP: {"mate"},
    ShareWith.FACILITATORS: {"facilitator"},
    ShareWith.COHORT: {"mate", "classmate", "facilitator"},
    ShareWith.COLLEAGUE: {"classmate"},
    ShareWith.KNOWLEDGE: {
        "mate", "classmate", "facilitator", "manager", "coordinator", "administrator", "stranger"
    },
}  # fmt: skip


@pytest.fixture
def readers(world, in_app):
    """`readers(entry)` names those who can read it; predicate and SQL must agree."""

    def names(entry, *, skip_counts=False):
        entry_id = entry.id
        ids = {name: person.id for name, person in world.others.items()}
        found = set()
        with in_app() as session:
            loaded = queries.find_entry(entry_id)
            shares = queries.open_shares(entry_id)
            reached = {reader.person_id for share in shares for reader in share.readers}
            for_all = any(share.is_for_all for share in shares)
            for_all = for_all and loaded.state is EntryState.FINAL
            for name, person_id in ids.items():
                person = session.get(Person, person_id)
                can = policy.can_read(person, loaded)
                assert can == (loaded in queries.readable_by(person)), name
                assert skip_counts or can == (for_all or person_id in reached), name
                if can:
                    found.add(name)
            count = queries.reader_counts([entry_id]).get(entry_id, NOBODY)
            assert skip_counts or count == Reached(len(reached), for_all)
        return found

    return names


def end(session, model, **which):
    """Close a place or a membership now."""
    row = session.query(model).filter_by(**which).one()
    column = "left_at" if hasattr(row, "left_at") else "ended_at"
    setattr(row, column, AFTER)
    session.flush()
    return row


def test_a_private_entry_is_its_authors_alone(world, readers):
    assert readers(world.entry()) == set()
    assert policy.can_read(world.author, world.entry())


@pytest.mark.parametrize("audience", ShareWith)
def test_a_share_reaches_its_audience_and_nobody_else(world, readers, audience):
    entry = world.entry()
    world.share(entry, audience)
    assert readers(entry) == AUDIENCES[audience]


@pytest.mark.parametrize("audience", ShareWith)
def test_a_stopped_share_reaches_nobody(world, readers, audience):
    entry = world.entry()
    world.share(entry, audience, stopped_at=AFTER)
    assert readers(entry) == set()


@pytest.mark.parametrize("audience", ShareWith)
def test_a_draft_is_its_authors_alone_whatever_its_shares_say(world, readers, audience):
    entry = world.entry(state=EntryState.DRAFT, finished_at=None)
    world.share(entry, audience)
    assert readers(entry) == set()


def test_who_joins_later_reads_only_what_is_shared_after_that(world, readers):
    f.EnrolmentFactory(cohort=world.cohort, person=world.stranger, joined_at=AFTER)
    f.MembershipFactory(group=world.group, person=world.stranger, joined_at=AFTER)
    old, new = world.entry(), world.entry()
    for audience in (ShareWith.NETWORK_GROUP, ShareWith.COHORT):
        world.share(old, audience)
        world.share(new, audience, shared_at=AFTER)
    assert "stranger" not in readers(old)
    assert "stranger" in readers(new)


def test_who_becomes_a_facilitator_today_does_not_read_last_months_entries(world, readers):
    f.EnrolmentFactory(
        cohort=world.cohort, person=world.mate, role=Role.FACILITATOR, joined_at=AFTER
    )
    entry = world.entry()
    world.share(entry, ShareWith.FACILITATORS)
    assert readers(entry) == {"facilitator"}


def test_leaving_ends_reading_and_coming_back_does_not_wake_it(session, world, readers):
    entry = world.entry()
    world.share(entry, ShareWith.NETWORK_GROUP)
    end(session, f.GroupMembership, person_id=world.mate.id)
    assert readers(entry) == set()
    f.MembershipFactory(group=world.group, person=world.mate, joined_at=AFTER)
    assert readers(entry) == set()


def test_leaving_the_cohort_ends_reading(session, world, readers):
    entry = world.entry()
    world.share(entry, ShareWith.COHORT)
    end(session, f.Enrolment, person_id=world.classmate.id)
    assert readers(entry) == {"mate", "facilitator"}


def test_when_the_author_leaves_the_share_is_over_for_good(session, world, readers):
    in_group, in_cohort = world.entry(), world.entry()
    world.share(in_group, ShareWith.NETWORK_GROUP)
    world.share(in_cohort, ShareWith.COHORT)
    end(session, f.GroupMembership, person_id=world.author.id)
    place = end(session, f.Enrolment, person_id=world.author.id)
    assert readers(in_group) == readers(in_cohort) == set()
    f.MembershipFactory(group=world.group, person=world.author, joined_at=AFTER)
    f.EnrolmentFactory(cohort=world.cohort, person=world.author, level=place.level, joined_at=AFTER)
    assert readers(in_group) == readers(in_cohort) == set()


def test_a_new_line_manager_reads_nothing_and_the_old_one_no_more(session, world, readers):
    entry = world.entry()
    world.share(entry, ShareWith.LINE_MANAGER)
    world.author.line_manager_id = world.stranger.id
    session.flush()
    assert readers(entry) == set()
    world.author.line_manager_id = world.manager.id
    session.flush()
    assert readers(entry) == set()
    world.share(entry, ShareWith.LINE_MANAGER, shared_at=NOW)
    assert readers(entry) == {"manager"}


@pytest.mark.parametrize("audience", [ShareWith.LINE_MANAGER, ShareWith.COLLEAGUE])
def test_a_share_with_one_person_is_for_that_person_alone(world, readers, audience):
    """Who is line manager now, or belongs to the cohort, is not let in by another's name."""
    entry = world.entry()
    world.share(entry, audience, person_id=world.stranger.id)
    assert readers(entry) == set()


def test_a_share_with_a_colleague_who_is_line_manager_too_is_no_manager_s(session, world, readers):
    world.author.line_manager_id = world.classmate.id
    session.flush()
    entry = world.entry()
    world.share(entry, ShareWith.COLLEAGUE, shared_at=NOW)
    assert readers(entry) == {"classmate"}
    end(session, f.Enrolment, person_id=world.classmate.id)
    assert readers(entry) == set()


@pytest.mark.parametrize(
    ("audience", "reach"),
    [
        (ShareWith.COHORT, {"mate", "classmate", "facilitator"}),
        (ShareWith.FACILITATORS, {"facilitator"}),
        (ShareWith.COLLEAGUE, set()),
    ],
)
def test_who_takes_part_beside_the_cohort_reads_nothing_of_it(world, readers, audience, reach):
    """Another leadership level is no member, whether it reads or writes."""
    other = f.PersonFactory()
    for person in (world.stranger, other):
        f.EnrolmentFactory(cohort=world.cohort, person=person, role=Role.OTHER_LEVEL)
    named = {"person_id": world.stranger.id} if audience is ShareWith.COLLEAGUE else {}
    entry, theirs = world.entry(), f.EntryFactory(author=other)
    world.share(entry, audience, **named)
    world.share(theirs, audience)
    assert readers(entry) == reach
    assert readers(theirs) == set()


def test_another_group_of_the_cohort_reads_nothing_of_this_one(world, readers):
    other = f.GroupFactory(cohort=world.cohort, number=3)
    f.MembershipFactory(group=other, person=world.classmate)
    entry = world.entry()
    world.share(entry, ShareWith.NETWORK_GROUP)
    world.share(entry, ShareWith.NETWORK_GROUP, group_id=other.id)
    assert readers(entry) == {"mate"}


@pytest.mark.parametrize("audience", ShareWith)
def test_no_share_lets_the_author_in(world, in_app, audience):
    f.EnrolmentFactory(cohort=world.cohort, person=world.author, role=Role.FACILITATOR)
    entry, author_id = world.entry(), world.author.id
    world.share(entry, audience)
    with in_app() as session:
        assert session.scalars(reached_ids(author_id)).all() == []


def test_a_closed_account_is_not_named_as_a_reader(session, world, in_app):
    entry = world.entry()
    world.share(entry, ShareWith.COHORT)
    world.classmate.disabled_at = AFTER
    session.flush()
    entry_id = entry.id
    with in_app():
        [share] = queries.open_shares(entry_id)
        assert [reader.name for reader in share.readers] == ["Jonas Juhl", "Søren Sand"]
        assert queries.reader_counts([entry_id]) == {entry_id: Reached(2)}


def test_a_colleague_reads_until_one_of_the_two_leaves_the_cohort(session, world, readers):
    entry = world.entry()
    world.share(entry, ShareWith.COLLEAGUE)
    end(session, f.GroupMembership, person_id=world.author.id)
    assert readers(entry) == {"classmate"}
    place = end(session, f.Enrolment, person_id=world.author.id)
    assert readers(entry) == set()
    f.EnrolmentFactory(cohort=world.cohort, person=world.author, level=place.level, joined_at=AFTER)
    assert readers(entry) == set()


def test_another_cohort_in_common_does_not_stand_in_for_the_one_that_is_left(
    session, world, readers
):
    other = f.CohortFactory()
    for person in (world.author, world.classmate):
        f.EnrolmentFactory(cohort=other, person=person)
    entry = world.entry()
    world.share(entry, ShareWith.COLLEAGUE)
    end(session, f.Enrolment, person_id=world.classmate.id, cohort_id=world.cohort.id)
    assert readers(entry) == set()


def test_what_is_for_all_is_so_while_both_have_an_account(session, world, readers):
    entry = world.entry()
    world.share(entry, ShareWith.KNOWLEDGE)
    world.stranger.disabled_at = AFTER
    session.flush()
    assert readers(entry, skip_counts=True) == AUDIENCES[ShareWith.KNOWLEDGE] - {"stranger"}
    world.author.disabled_at = AFTER
    session.flush()
    assert readers(entry, skip_counts=True) == set()


def test_only_the_author_may_write_and_use_the_task(world):
    entry, task = world.entry(), f.TaskFactory(owner_id=world.author.id)
    assert policy.can_edit(world.author, entry)
    assert policy.can_use_task(world.author, task)
    for person in world.others.values():
        assert not policy.can_edit(person, entry)
        assert not policy.can_use_task(person, task)


# --- Random worlds ---------------------------------------------------------------------------

PEOPLE = 4
HOURS = st.integers(0, 9)
# When somebody comes and goes, in turn: an odd number of times leaves them inside.
STAY = st.lists(HOURS, max_size=4, unique=True).map(sorted)
STAYS = st.lists(STAY, min_size=PEOPLE, max_size=PEOPLE)
SHARE = st.fixed_dictionaries(
    {
        "audience": st.sampled_from(list(ShareWith)),
        "place": st.integers(0, 1),
        "named": st.integers(0, PEOPLE - 1),
        "shared": HOURS,
        "stopped": st.booleans(),
    }
)
ENTRY = st.fixed_dictionaries(
    {
        "author": st.integers(0, PEOPLE - 1),
        "draft": st.sampled_from([False, False, True]),
        "shares": st.lists(SHARE, max_size=4),
    }
)


def hour(number):
    return datetime(2026, 3, 2, number, tzinfo=UTC)


def spans(times):
    """(from, to) of each stay; the last one may be open."""
    ends = [*times[1::2], None] if len(times) % 2 else times[1::2]
    return [
        (hour(a), None if b is None else hour(b)) for a, b in zip(times[::2], ends, strict=True)
    ]


def enrol(cohort, people, stays, roles):
    for person, times, role in zip(people, stays, roles, strict=True):
        for start, stop in spans(times):
            f.EnrolmentFactory(
                cohort=cohort, person=person, role=role, joined_at=start, ended_at=stop
            )


def gather(group, people, stays):
    for person, times in zip(people, stays, strict=True):
        for start, stop in spans(times):
            f.MembershipFactory(group=group, person=person, joined_at=start, left_at=stop)


def share(entry, wish, people, cohorts, groups):
    target = {
        ShareWith.LINE_MANAGER: {"person_id": people[wish["named"]].id},
        ShareWith.NETWORK_GROUP: {"group_id": groups[wish["place"]].id},
        ShareWith.FACILITATORS: {"cohort_id": cohorts[wish["place"]].id},
        ShareWith.COHORT: {"cohort_id": cohorts[wish["place"]].id},
        ShareWith.COLLEAGUE: {
            "person_id": people[wish["named"]].id,
            "cohort_id": cohorts[wish["place"]].id,
        },
        ShareWith.KNOWLEDGE: {},
    }[wish["audience"]]
    f.ShareFactory(
        entry=entry,
        audience=wish["audience"],
        shared_at=hour(wish["shared"]),
        stopped_at=hour(9) if wish["stopped"] else None,
        **target,
    )


def persons(organisation, managers, since):
    people = [f.PersonFactory(organisation=organisation) for _ in range(PEOPLE)]
    for person, manager, number in zip(people, managers, since, strict=True):
        person.line_manager_id = None if manager is None else people[manager].id
        sa.orm.object_session(person).flush()
        person.line_manager_since = hour(number)
    return people


def written(wish, people, cohorts, groups):
    state = EntryState.DRAFT if wish["draft"] else EntryState.FINAL
    entry = f.EntryFactory(author=people[wish["author"]], state=state)
    for one in wish["shares"]:
        share(entry, one, people, cohorts, groups)
    return entry


def addressed(entry, person):
    """By a share that is for this person, and not for everybody."""
    mine = (s for s in entry.shares if s.audience is not ShareWith.KNOWLEDGE)
    return person.id != entry.author_id and any(policy.reaches(s, person) for s in mine)


def listed(page):
    return {item.entry.id for item in page.items}


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    managers=st.lists(st.none() | st.integers(0, PEOPLE - 1), min_size=PEOPLE, max_size=PEOPLE),
    since=st.lists(HOURS, min_size=PEOPLE, max_size=PEOPLE),
    enrolled=st.lists(STAYS, min_size=2, max_size=2),
    roles=st.lists(st.sampled_from(list(Role)), min_size=PEOPLE, max_size=PEOPLE),
    grouped=st.lists(STAYS, min_size=2, max_size=2),
    entries=st.lists(ENTRY, min_size=1, max_size=3),
)
def test_the_list_and_the_predicate_agree_in_any_world(
    session, in_app, managers, since, enrolled, roles, grouped, entries
):
    session.execute(sa.update(EntryShare).values(stopped_at=hour(9)))  # of the examples before
    organisation = f.OrganisationFactory()
    people = persons(organisation, managers, since)
    programme = f.ProgrammeFactory()
    cohorts = [f.CohortFactory(programme=programme, organisation=organisation) for _ in range(2)]
    groups = [f.GroupFactory(cohort=cohort) for cohort in cohorts]
    for cohort, stays in zip(cohorts, enrolled, strict=True):
        enrol(cohort, people, stays, roles)
    for group, stays in zip(groups, grouped, strict=True):
        gather(group, people, stays)
    ids = [written(wish, people, cohorts, groups).id for wish in entries]
    person_ids = [person.id for person in people]
    with in_app() as here:
        loaded = [queries.find_entry(key) for key in ids]
        for person in [here.get(Person, key) for key in person_ids]:
            by_rule = [e.id for e in loaded if policy.can_read(person, e)]
            foreign = {e.id for e in loaded if e.id in by_rule and e.author_id != person.id}
            for_me = {e.id for e in loaded if addressed(e, person)}
            for_all = listed(queries.knowledge_page(KnowledgeFilter()))
            assert [e.id for e in queries.readable_by(person)] == by_rule
            assert {e.id for e in here.scalars(queries.shared_with(person.id))} == for_me
            assert listed(queries.shared_page(person.id)) == for_me
            assert {row.id for row in queries.newest_shared_with(person.id, 9)} == for_me
            own = {e.id for e in loaded if e.author_id == person.id}
            assert for_me | (for_all - own) == foreign
        counts = queries.reader_counts(ids)
        for entry in loaded:
            by_rule = {
                key
                for key in person_ids
                if key != entry.author_id and policy.can_read(here.get(Person, key), entry)
            }
            shares = queries.open_shares(entry.id)
            named = {r.person_id for s in shares for r in s.readers}
            reached = counts.get(entry.id, NOBODY)
            assert reached.count == len(named)
            assert by_rule == (set(person_ids) - {entry.author_id} if reached.all else named)
