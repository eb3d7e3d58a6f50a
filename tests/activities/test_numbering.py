"""Sessions and network meetings keep the order of their days, whatever is done to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.activities import services
from programme.activities.models import Activity
from programme.activities.plan import ActivityPlan, Details, When
from programme.activities.services import details_of, texts_of
from programme.core.errors import RuleBrokenError
from programme.learning_logs.models import LogEntry
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from tests import factories as make

START = date(2027, 1, 6)


def week(number):
    return START + timedelta(weeks=number)


@pytest.fixture
def six(world):
    """Six sessions, four weeks apart, that members see."""
    return [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            title=f"Tema {number}",
            starts_on=week(4 * number),
        )
        for number in range(1, 7)
    ]


@pytest.fixture
def act(in_app, world):
    """`act(activity, lambda activity, karen: …)` does something in a context of its own."""

    def run(activity, work):
        with in_app() as db:
            return work(db.get(Activity, activity.id), db.get(Person, world.karen.id))

    return run


def numbers(activities):
    return [activity.number for activity in activities]


def moved_to(day):
    when = When(starts_on=day, ends_on=day)
    return lambda a, karen: services.move(a, when, version=a.version, by=karen)


def edited(**changes):
    def edit(activity, karen):
        details = replace(details_of(activity), **changes)
        version = activity.version
        services.edit(activity, details, texts_of(activity), version=version, by=karen, address="/")

    return edit


def test_moving_one_renumbers_the_rest_and_leaves_their_logs(world, six, act, session):
    entry = make.EntryFactory(author=world.mette, activity=six[2])
    act(six[1], moved_to(week(21)))
    assert numbers(six) == [1, 5, 2, 3, 4, 6]
    assert [activity.title for activity in six] == [f"Tema {n}" for n in range(1, 7)]
    assert session.get(LogEntry, entry.id).activity_id == six[2].id
    # What got another number is a change to calendars: once each; the others stand still.
    assert [activity.sequence for activity in six] == [0, 1, 1, 1, 1, 0]


def test_undoing_gives_the_numbers_back(six, act):
    act(six[1], moved_to(week(21)))
    act(six[1], lambda a, karen: services.undo(services.undoable(a), by=karen))
    assert numbers(six) == [1, 2, 3, 4, 5, 6]
    assert [activity.sequence for activity in six] == [0, 2, 2, 2, 2, 0]


def test_a_cancelled_one_keeps_its_number_and_its_place_in_the_count(six, act):
    act(six[2], lambda a, karen: services.cancel(a, by=karen))
    assert numbers(six) == [1, 2, 3, 4, 5, 6]
    act(six[1], moved_to(week(21)))
    assert numbers(six) == [1, 5, 3, 2, 4, 6]
    act(six[2], lambda a, karen: services.restore(a, by=karen))
    assert numbers(six) == [1, 5, 2, 3, 4, 6]


def planned(world, in_app, day, number, kind=ActivityKind.COURSE_SESSION):
    with in_app() as db:
        cohort = db.get(type(world.cohort), world.cohort.id)
        when = When(starts_on=day, ends_on=day)
        new = ActivityPlan(details=Details(kind=kind, number=number), when=when)
        return services.plan(cohort, new, by=None).id


def test_a_new_one_takes_its_place(world, six, in_app, session):
    key = planned(world, in_app, week(14), 7)
    assert session.get(Activity, key).number == 4
    assert numbers(six) == [1, 2, 3, 5, 6, 7]


def test_a_new_one_with_a_number_that_stands_takes_its_place_too(world, six, in_app, session):
    key = planned(world, in_app, week(30), 2)
    assert session.get(Activity, key).number == 7
    assert numbers(six) == [1, 2, 3, 4, 5, 6]


def test_deleting_the_draft_closes_the_gap(world, six, in_app, session, act):
    key = planned(world, in_app, week(14), 7)
    act(session.get(Activity, key), lambda a, karen: services.delete_draft(a, by=karen))
    assert numbers(six) == [1, 2, 3, 4, 5, 6]


def test_deleting_what_is_in_no_series_numbers_nothing(world, six, in_app, session, act):
    key = planned(world, in_app, week(14), None)
    act(session.get(Activity, key), lambda a, karen: services.delete_draft(a, by=karen))
    assert [activity.sequence for activity in six] == [0] * 6


def test_what_leaves_the_series_lets_the_rest_close_up(six, act):
    act(six[1], edited(number=None))
    assert numbers(six) == [1, None, 2, 3, 4, 5]
    act(six[1], edited(number=9))
    assert numbers(six) == [1, 2, 3, 4, 5, 9]


def test_what_becomes_something_else_leaves_the_series(six, act):
    act(six[1], edited(kind=ActivityKind.SEMINAR))
    assert numbers(six) == [1, 2, 2, 3, 4, 5]


def test_another_number_than_the_days_give_is_refused(six, act, session):
    with pytest.raises(RuleBrokenError) as refused:
        act(six[1], edited(number=5))
    assert refused.value.field == "number"
    session.rollback()


def test_the_last_may_have_a_higher_number(six, act):
    act(six[5], edited(number=8))
    assert numbers(six) == [1, 2, 3, 4, 5, 8]


def test_another_theme_numbers_nothing(six, act):
    act(six[1], edited(title="Et andet tema"))
    assert [activity.sequence for activity in six] == [0, 1, 0, 0, 0, 0]


def test_network_meetings_are_numbered_by_day_and_seminars_keep_theirs(world, act):
    meetings, seminars = (
        [
            make.ActivityFactory(
                cohort=world.cohort, kind=kind, number=number, starts_on=week(4 * number)
            )
            for number in range(1, 6)
        ]
        for kind in (ActivityKind.NETWORK_MEETING, ActivityKind.SEMINAR)
    )
    act(meetings[0], moved_to(week(10)))
    act(seminars[0], moved_to(week(10)))
    assert numbers(meetings) == [2, 1, 3, 4, 5]
    assert numbers(seminars) == [1, 2, 3, 4, 5]


def test_tracks_that_count_for_themselves_do_not_meet(world, act):
    tracks = [make.TrackFactory(programme=world.programme, position=n) for n in (1, 2)]
    parts = [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            track=track,
            starts_on=week(4 * number),
        )
        for track in tracks
        for number in (1, 2)
    ]
    act(parts[0], moved_to(week(20)))
    assert numbers(parts) == [2, 1, 1, 2]
