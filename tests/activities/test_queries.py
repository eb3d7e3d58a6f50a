from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from programme.activities import queries as asked
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.cohorts.models import Cohort
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import ProgrammeObjective
from tests import factories as make


def test_rows_of_a_plan_carry_their_facilitators_by_name(world, in_app, queries):
    other = make.PersonFactory(name="Anne Berg")
    make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren, other])
    make.ActivityFactory(cohort=world.cohort, published_at=None, cancelled_at=make.LONG_AGO)
    make.ActivityFactory()
    key = world.cohort.id
    with in_app(), queries() as statements:
        rows = asked.plan_rows(key)
    assert [row.facilitators for row in rows] == [("Anne Berg", "Soren Testsen"), ()]
    assert [(row.is_published, row.is_cancelled) for row in rows] == [(True, False), (False, True)]
    assert len(statements) == 1


def test_own_rows_are_one_statement_however_many(world, in_app, queries):
    for count in (1, 3):
        for _ in range(count):
            make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren])
        key = world.mette.id
        with in_app(), queries() as statements:
            asked.own_rows(key)
        assert len(statements) == 1


def test_own_cohorts_say_whether_one_learns_there(world, in_app):
    make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren])
    with in_app():
        (mine,) = asked.own_cohorts(world.mette.id)
        (led,) = asked.own_cohorts(world.soren.id)
        assert asked.own_cohorts(world.peter.id) == []
    assert (mine.name, mine.is_learner, led.is_learner) == (world.cohort.name, True, False)


def test_objectives_that_no_activity_serves(world, session, in_app):
    wanted = [
        ProgrammeObjective(programme_id=world.programme.id, number=n, short_name=name)
        for n, name in ((1, "Fælles sprog"), (2, "Rammer og rum"), (3, "Ledelsesteamet"))
    ]
    session.add_all(wanted)
    session.flush()
    make.ActivityFactory(cohort=world.cohort, objectives=[wanted[0]])
    make.ActivityFactory(cohort=world.cohort, objectives=[wanted[1]], cancelled_at=make.LONG_AGO)
    make.ActivityFactory(objectives=[wanted[2]])
    with in_app() as db:
        found = asked.unserved_objectives(db.get(Cohort, world.cohort.id))
    assert found == ["Rammer og rum", "Ledelsesteamet"]


def note(session, activity, kind, at, **more):
    change = ActivityChange(activity_id=activity.id, kind=kind, at=at, **more)
    session.add(change)
    session.flush()
    return change.id


def test_what_can_be_taken_back_is_the_latest_that_stands(world, session, in_app, at):
    now = at(2026, 11, 22, 9)
    one, two, three = (make.ActivityFactory(cohort=world.cohort) for _ in range(3))
    note(session, one, ChangeKind.MOVED, now)
    later = note(session, one, ChangeKind.CANCELLED, now)
    note(session, one, ChangeKind.EDITED, now)
    stands = note(session, two, ChangeKind.MOVED, now)
    note(session, two, ChangeKind.CANCELLED, now, undone_at=now)
    note(session, three, ChangeKind.MOVED, now - timedelta(minutes=11))
    note(session, make.ActivityFactory(), ChangeKind.MOVED, now)
    with in_app():
        offers = asked.undo_offers([world.cohort.id], now - timedelta(minutes=10))
        assert [offer.id for offer in offers] == [stands, later]


def test_the_change_list_goes_on_below_where_it_ended(world, session, in_app, at):
    activity = make.ActivityFactory(cohort=world.cohort)
    keys = [note(session, activity, ChangeKind.EDITED, make.LONG_AGO) for _ in range(3)]
    note(session, make.ActivityFactory(), ChangeKind.EDITED, make.LONG_AGO)
    with in_app():
        first = [change.id for change in asked.changes_of(world.cohort.id, 2)]
        rest = [change.id for change in asked.changes_of(world.cohort.id, 2, first[-1])]
    assert (first, rest) == (keys[:0:-1], keys[:1])


def test_the_seminar_before_a_meeting(world, in_app):
    plan = [
        make.ActivityFactory(cohort=world.cohort, number=1, starts_on=date(2026, 3, 2)),
        make.ActivityFactory(cohort=world.cohort, number=2, starts_on=date(2026, 4, 2)),
        make.ActivityFactory(
            cohort=world.cohort, starts_on=date(2026, 5, 2), cancelled_at=make.LONG_AGO
        ),
        make.ActivityFactory(cohort=world.cohort, starts_on=date(2026, 5, 3), published_at=None),
        make.ActivityFactory(starts_on=date(2026, 5, 4)),
    ]
    meeting = make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.NETWORK_MEETING, starts_on=date(2026, 6, 2)
    )
    with in_app() as db:
        found = db.get(Activity, meeting.id)
        assert asked.find_before(found, ActivityKind.SEMINAR).id == plan[1].id
        assert asked.find_before(found, ActivityKind.WORKSHOP) is None


# Named persons ------------------------------------------------------------------------------


@pytest.fixture
def pair(world):
    """The plan's undated shadowing, and a day on which Mette follows Jonas."""
    item = make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.SHADOWING, number=None, starts_on=None, ends_on=None
    )
    day = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.SHADOWING,
        number=None,
        audience=Audience.NAMED,
        named=[world.mette, world.jonas],
        part_of_id=item.id,
        goals=world.goals[:1],
    )
    return SimpleNamespace(item=item, day=day)


def rows_of(person):
    return {row.id for row in asked.own_rows(person.id)}


def test_a_pair_stands_in_its_own_plans_instead_of_the_item(world, pair, in_app):
    with in_app():
        assert {row.id for row in asked.plan_rows(world.cohort.id)} == {pair.item.id}
        assert rows_of(world.mette) == rows_of(world.jonas) == {pair.day.id}
        assert rows_of(world.amina) == {pair.item.id}
        plans = {
            name: [a.id for a in asked.own_plan(getattr(world, name).id, world.cohort.id)]
            for name in ("mette", "jonas", "amina")
        }
    assert plans == {"mette": [pair.day.id], "jonas": [pair.day.id], "amina": [pair.item.id]}


@pytest.mark.parametrize("lost", ["starts_on", "cancelled_at", "published_at"])
def test_the_item_stands_until_the_pair_has_a_day(world, pair, in_app, session, lost):
    pair.day.ends_on = None if lost == "starts_on" else pair.day.ends_on
    setattr(pair.day, lost, make.LONG_AGO if lost == "cancelled_at" else None)
    session.flush()
    with in_app():
        assert pair.item.id in rows_of(world.mette)


def test_the_goals_of_a_pair_are_not_the_cohort_s(world, pair, in_app):
    with in_app() as db:
        goals = asked.goals_of(db.get(Cohort, world.cohort.id))
    assert [goal.activity_ids for goal in goals] == [frozenset(), frozenset()]
