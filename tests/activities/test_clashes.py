"""The judge against a slow one that looks at every pair, and each kind of finding by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.activities.clashes import Busy, Frame, Judge, Placed, Seat, Space, World, judge
from programme.activities.findings import Accepted, FindingCode
from programme.activities.models import AUDIENCES, Severity
from programme.activities.placed import share_cohort, share_place, span
from programme.activities.suggestions import Ground
from programme.cohorts.models import Role
from programme.programmes.content import ActivityKind, Audience, Marker

TODAY = date(2026, 11, 23)
DAY = date(2026, 12, 1)  # a Tuesday without remarks
CLASHES = {
    FindingCode.FACILITATOR_BUSY,
    FindingCode.PARTICIPANT_BUSY,
    FindingCode.COHORT_BUSY,
    FindingCode.VENUE_BUSY,
}
_keys = count(1)


def placed(first=DAY, last=None, start=None, end=None, **changes) -> Placed:
    values = {
        "key": next(_keys),
        "cohort_id": 1,
        "label": "Seminar",
        "kind": ActivityKind.SEMINAR,
        "starts_on": first,
        "ends_on": last or first,
        "start_time": time(start) if start else None,
        "end_time": time(end) if end else None,
    } | changes
    return Placed(**values)


def around(**changes) -> World:
    frames = {
        1: Frame(name="Hold 1", ground=Ground()),
        2: Frame(name="Hold 2", ground=Ground()),
    }
    return World(
        **{
            "today": TODAY,
            "cohorts": frames,
            "names": {7: "Søren Holm", 8: "Mette Lund", 9: "Amina Aziz"},
        }
        | changes
    )


def found(one: Placed, *others: Placed, **changes):
    return judge([one, *others], around(**changes))[one.key]


def codes(one: Placed, *others: Placed, **changes) -> list[FindingCode]:
    return [each.code for each in found(one, *others, **changes)]


# The slow judge ----------------------------------------------------------------------------


def meant(one: Placed, world: World) -> set[int]:
    people = set(one.named_ids)
    for seat in world.seats.get(one.cohort_id, ()):
        if one.audience not in AUDIENCES[seat.role]:
            continue
        leader = seat.role is Role.PARTICIPANT
        if not leader or not one.level_ids or seat.level_id in one.level_ids:
            people.add(seat.person_id)
    return people


def together(one, other):
    if not (one.span and other.span):
        return False
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def slow(plan, world):
    """What clashes with what, by the definition: every pair is looked at."""
    everything = {each.key: each for each in (*world.others, *plan)}.values()
    clashes = set()
    for one in everything:
        for other in everything:
            if one.key == other.key or one.is_cancelled or other.is_cancelled:
                continue
            if not together(one, other):
                continue
            engaged = meant(other, world) | other.facilitator_ids
            pair = one.key, other.key
            clashes |= {
                (*pair, FindingCode.FACILITATOR_BUSY, key)
                for key in one.facilitator_ids
                if key in engaged
            }
            if share_cohort(one, other):
                clashes.add((*pair, FindingCode.COHORT_BUSY, None))
            elif both := (meant(one, world) & engaged) - one.facilitator_ids:
                clashes.add((*pair, FindingCode.PARTICIPANT_BUSY, len(both)))
            if share_place(one, other):
                clashes.add((*pair, FindingCode.VENUE_BUSY, None))
    keys = {each.key for each in plan}
    return {clash for clash in clashes if clash[0] in keys}


def quick(plan, world):
    numbers = {name: key for key, name in world.names.items()}
    return {
        (key, each.other.key, each.code, _which(each, numbers))
        for key, findings in judge(plan, world).items()
        for each in findings
        if each.code in CLASHES
    }


def _which(finding, numbers):
    if finding.code is FindingCode.FACILITATOR_BUSY:
        return numbers[finding.who]
    return finding.count if finding.code is FindingCode.PARTICIPANT_BUSY else None


PEOPLE = st.integers(1, 8)
HOURS = st.sampled_from([(None, None), (9, 12), (12, 15), (9, None), (13, 16)])


@st.composite
def plans(draw):
    def one(key):
        first = DAY + timedelta(days=draw(st.integers(0, 6)))
        start, end = draw(HOURS)
        return placed(
            None if draw(st.integers(0, 9)) == 0 else first,
            first + timedelta(days=draw(st.integers(0, 2))),
            start,
            end,
            key=key,
            cohort_id=draw(st.integers(1, 3)),
            audience=draw(st.sampled_from(list(Audience))),
            level_ids=draw(st.frozensets(st.integers(1, 2), max_size=2)),
            facilitator_ids=draw(st.frozensets(PEOPLE, max_size=2)),
            named_ids=draw(st.frozensets(PEOPLE, max_size=1)),
            venue_id=draw(st.sampled_from([None, 1, 2])),
            room_id=draw(st.sampled_from([None, 1, 2])),
            is_cancelled=draw(st.integers(0, 9)) == 0,
        )

    everything = [one(key) for key in range(1, draw(st.integers(1, 12)) + 1)]
    share = draw(st.integers(1, len(everything)))
    seats = {
        cohort: tuple(
            Seat(
                person,
                draw(st.sampled_from([Role.PARTICIPANT, Role.APPOINTED_EMPLOYEE])),
                draw(st.sampled_from([None, 1, 2])),
            )
            for person in draw(st.sets(PEOPLE, max_size=4))
        )
        for cohort in (1, 2, 3)
    }
    world = around(
        cohorts={number: Frame(ground=Ground()) for number in (1, 2, 3)},
        seats=seats,
        others=tuple(everything[share:]),
        names={number: f"Person {number}" for number in range(1, 9)},
    )
    return everything[:share], world


@given(plans())
@settings(max_examples=150)
def test_the_judge_finds_what_looking_at_every_pair_finds(made):
    plan, world = made
    assert quick(plan, world) == slow(plan, world)


@given(plans())
@settings(max_examples=50)
def test_who_clashes_is_clashed_with(made):
    plan, world = made
    everything = [*plan, *world.others]
    pairs = {(one, other) for one, other, _code, _which in quick(everything, world)}
    assert pairs == {(other, one) for one, other in pairs}


@given(plans(), st.integers(0, 6))
@settings(max_examples=50)
def test_trying_a_day_out_changes_nothing_and_finds_what_being_there_finds(made, days):
    plan, world = made
    bench = Judge(plan, world)
    before = {each.key: bench.findings(each) for each in plan}
    first = plan[0]
    tried = replace(first, starts_on=DAY + timedelta(days=days), ends_on=DAY + timedelta(days=days))
    there = bench.findings(tried)
    assert {each.key: bench.findings(each) for each in plan} == before
    assert there == judge([tried, *plan[1:]], world)[first.key]
    bench.place(tried)
    moved = {each.key: bench.findings(each) for each in (tried, *plan[1:])}
    assert moved == judge([tried, *plan[1:]], world)
    bench.place(first)
    assert {each.key: bench.findings(each) for each in plan} == before


def long_plan(size):
    """Cohorts of 120 activities side by side over three years, with 30 people and a leader each."""
    cohorts = size // 120 or 1
    activities = [
        placed(
            DAY + timedelta(days=9 * number),
            key=cohort * 1000 + number,
            cohort_id=cohort,
            facilitator_ids=frozenset({100_000 + cohort}),
            venue_id=cohort,
        )
        for cohort in range(cohorts)
        for number in range(min(size, 120))
    ]
    seats = {
        cohort: tuple(Seat(cohort * 30 + n, Role.PARTICIPANT) for n in range(30))
        for cohort in range(cohorts)
    }
    frames = {cohort: Frame(ground=Ground(), least_days=5) for cohort in range(cohorts)}
    return activities, around(cohorts=frames, seats=seats)


def compared(size):
    activities, world = long_plan(size)
    twice = [replace(each, key=f"twice-{each.key}") for each in activities]
    bench = Judge([*activities, *twice], world)
    assert all(bench.findings(each) for each in activities)
    return bench.compared / size


def test_an_activity_costs_the_same_however_many_there_are():
    assert [compared(size) for size in (30, 120, 480, 1920)] == [2, 2, 2, 2]


# Each kind by itself -----------------------------------------------------------------------


def test_one_facilitator_at_two_places():
    one = placed(facilitator_ids=frozenset({7}))
    other = placed(cohort_id=2, facilitator_ids=frozenset({7}), label="Netværksmøde 3")
    (clash,) = found(one, other)
    assert (clash.code, clash.day, clash.severity) == (
        FindingCode.FACILITATOR_BUSY,
        DAY,
        Severity.WARN,
    )
    assert (clash.name(), clash.name("en")) == ("Søren Holm er optaget", "Søren Holm is busy")
    assert (clash.other.label, clash.other.cohort) == ("Netværksmøde 3", "Hold 2")
    assert (
        codes(one, replace(other, starts_on=DAY + timedelta(1), ends_on=DAY + timedelta(1))) == []
    )


@pytest.mark.parametrize(
    ("hours", "clash"),
    [((9, 12), True), ((12, 15), False), ((8, 9), False), ((11, 13), True), ((11, None), True)],
)
def test_by_the_hour(hours, clash):
    one = placed(start=9, end=12, facilitator_ids=frozenset({7}))
    other = placed(start=hours[0], end=hours[1], cohort_id=2, facilitator_ids=frozenset({7}))
    assert bool(codes(one, other)) is clash


def test_days_run_on_overnight_and_whole_days_overlap_any_hour():
    two_days = placed(DAY, DAY + timedelta(1), 9, 15, facilitator_ids=frozenset({7}))
    evening = placed(start=19, end=21, cohort_id=2, facilitator_ids=frozenset({7}))
    assert codes(two_days, evening) == [FindingCode.FACILITATOR_BUSY]
    assert span(DAY, DAY, None, time(9)) == span(DAY, DAY, None, None)


def test_a_facilitator_here_who_takes_part_there():
    one = placed(facilitator_ids=frozenset({7}))
    other = placed(cohort_id=2)
    seats = {2: (Seat(7, Role.PARTICIPANT, 1),)}
    assert codes(one, other, seats=seats) == [FindingCode.FACILITATOR_BUSY]
    (clash,) = found(other, one, seats=seats)
    assert (clash.code, clash.name()) == (FindingCode.PARTICIPANT_BUSY, "Søren Holm er optaget")


def test_participants_of_two_cohorts_are_counted():
    seats = {
        1: (Seat(8, Role.PARTICIPANT), Seat(9, Role.PARTICIPANT), Seat(10, Role.PARTICIPANT)),
        2: (Seat(8, Role.PARTICIPANT), Seat(9, Role.PARTICIPANT)),
    }
    (clash,) = found(placed(), placed(cohort_id=2), seats=seats)
    assert (clash.name(), clash.name("en")) == (
        "2 deltagere er optaget",
        "2 participants are busy",
    )


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({}, {}, True),
        ({"audience": Audience.LEADERS}, {"audience": Audience.EMPLOYEES}, False),
        ({"audience": Audience.LEADERS}, {"audience": Audience.JOINT}, True),
        ({"audience": Audience.EMPLOYEES}, {"level_ids": frozenset({1})}, True),
        ({"level_ids": frozenset({1})}, {"level_ids": frozenset({2})}, False),
        ({"level_ids": frozenset({1})}, {"level_ids": frozenset({1, 2})}, True),
        ({"level_ids": frozenset({1})}, {}, True),
        ({"audience": Audience.NAMED}, {}, False),
    ],
)
def test_two_activities_of_one_cohort(one, other, clash):
    expected = [FindingCode.COHORT_BUSY] if clash else []
    assert codes(placed(**one), placed(**other)) == expected


def test_employees_join_what_is_for_a_level():
    seats = {1: (Seat(9, Role.APPOINTED_EMPLOYEE),)}
    one, other = placed(level_ids=frozenset({1})), placed(level_ids=frozenset({2}))
    assert codes(one, other, seats=seats) == [FindingCode.PARTICIPANT_BUSY]


def test_who_is_named_is_busy_and_a_part_does_not_clash_with_its_whole():
    whole = placed(key=1000)
    pair = placed(audience=Audience.NAMED, named_ids=frozenset({8}))
    seats = {1: (Seat(8, Role.PARTICIPANT),)}
    assert codes(pair, whole, seats=seats) == [FindingCode.PARTICIPANT_BUSY]
    assert codes(replace(pair, part_of_id=1000), whole, seats=seats) == []
    assert codes(whole, replace(pair, part_of_id=1000), seats=seats) == []


@pytest.mark.parametrize(
    ("rooms", "clash"), [((None, None), True), ((1, None), True), ((1, 1), True), ((1, 2), False)]
)
def test_one_venue_and_its_rooms(rooms, clash):
    one, other = (
        placed(cohort_id=number, venue_id=3, room_id=room) for number, room in enumerate(rooms, 1)
    )
    venues, spaces = {3: Space("Nyborg Strand")}, {1: Space("Sal A"), 2: Space("Sal B")}
    told = found(one, other, venues=venues, rooms=spaces)
    assert [each.code for each in told] == ([FindingCode.VENUE_BUSY] if clash else [])
    if clash and rooms[0]:
        assert told[0].name() == "Nyborg Strand, Sal A er optaget"
    assert codes(one, replace(other, venue_id=4)) == []


def test_a_venue_that_is_taken():
    one = placed(venue_id=3)
    taken = {3: (Busy(DAY, DAY, time(8), time(10)),)}
    (clash,) = found(one, venues={3: Space("Nyborg Strand")}, taken=taken)
    assert (clash.code, clash.other) == (FindingCode.VENUE_BUSY, None)
    assert codes(replace(one, start_time=time(10)), taken=taken) == []


def test_a_facilitator_who_is_away_or_has_said_no():
    one = placed(key=5, start=9, end=12, facilitator_ids=frozenset({7}))
    away = {7: (Busy(DAY - timedelta(2), DAY),)}
    (clash,) = found(one, away=away)
    assert (clash.code, clash.day) == (FindingCode.FACILITATOR_AWAY, DAY)
    assert clash.name() == "Søren Holm kan ikke"
    declined = {(5, 7): Busy(DAY, DAY, time(9), time(12))}
    assert codes(one, declined=declined) == [FindingCode.FACILITATOR_AWAY]
    assert codes(one, declined={(5, 7): Busy(DAY, DAY, time(9), time(13))}) == []


@pytest.mark.parametrize(
    ("room", "seats", "expected"),
    [
        (None, Space("Nyborg Strand", 3), None),
        (None, Space("Nyborg Strand", 2), "Nyborg Strand har plads til 2, ikke 3"),
        (Space("Sal A", 1), Space("Nyborg Strand", 90), "Sal A har plads til 1, ikke 3"),
        (Space("Sal A"), Space("Nyborg Strand", 2), "Nyborg Strand har plads til 2, ikke 3"),
        (Space("Sal A"), Space("Nyborg Strand"), None),
    ],
)
def test_seats_for_all_who_are_meant_and_lead(room, seats, expected):
    one = placed(venue_id=3, room_id=4, facilitator_ids=frozenset({7}))
    places = {1: (Seat(8, Role.PARTICIPANT), Seat(9, Role.APPOINTED_EMPLOYEE))}
    told = found(one, seats=places, venues={3: seats}, rooms={4: room} if room else {})
    assert [each.name() for each in told] == ([expected] if expected else [])


def test_days_order_and_window():
    opening = placed(date(2026, 12, 2), marker=Marker.OPENING)
    closing = placed(date(2027, 3, 9), date(2027, 3, 10), marker=Marker.CLOSING)
    plan = {
        "before": placed(date(2026, 12, 1)),
        "after": placed(date(2027, 3, 11)),
        "friday": placed(date(2027, 3, 26)),
        "shadowing": placed(
            date(2027, 2, 1), window_from=date(2026, 12, 3), window_to=date(2027, 1, 29)
        ),
        "missed": placed(None, window_to=date(2026, 11, 22)),
        "open": placed(None, window_from=date(2026, 11, 1), window_to=date(2026, 11, 23)),
    }
    told = judge([opening, closing, *plan.values()], around())
    said = {name: [each.name() for each in told[each.key]] for name, each in plan.items()}
    assert said == {
        "before": ["Før åbningen"],
        "after": ["Efter afslutningen"],
        "friday": ["Langfredag", "Efter afslutningen"],
        "shadowing": ["Skulle ligge 3. december 2026–29. januar 2027"],
        "missed": ["Skulle ligge 22. november 2026"],
        "open": [],
    }
    assert told[opening.key] == told[closing.key] == ()


def test_the_period_of_the_cohort():
    frame = Frame(ground=Ground((date(2026, 2, 2), date(2026, 11, 30))))
    assert codes(placed(), cohorts={1: frame}) == [FindingCode.OUTSIDE_PERIOD]


@pytest.mark.parametrize(
    ("distance", "least", "expected"),
    [
        (8, 7, []),
        (3, 7, ["Kun 2 dage imellem"]),
        (1, 3, ["Kun 0 dage imellem"]),
        (1, 0, []),
    ],
)
def test_the_least_distance(distance, least, expected):
    frames = {1: Frame(ground=Ground(), least_days=least)}
    one, other = placed(), placed(DAY + timedelta(days=distance))
    assert [each.name() for each in found(one, other, cohorts=frames)] == expected
    assert [each.name() for each in found(other, one, cohorts=frames)] == expected
    apart = replace(other, audience=Audience.NAMED)
    assert found(one, apart, cohorts=frames) == ()


def test_two_meetings_of_one_day_are_too_close():
    frames = {1: Frame(ground=Ground(), least_days=2)}
    one, other = placed(start=9, end=12), placed(start=13, end=15)
    assert codes(one, other, cohorts=frames) == [FindingCode.TOO_CLOSE]
    assert codes(one, replace(other, start_time=time(11)), cohorts=frames) == [
        FindingCode.COHORT_BUSY
    ]


def test_objectives_that_nothing_serves():
    aims = {1: "Fælles sprog", 2: "Rum til dialog", 3: "Ledelsesteamet"}
    frames = {1: Frame(ground=Ground(), objectives=aims)}
    plan = [
        placed(objective_ids=frozenset({1})),
        placed(objective_ids=frozenset({2}), is_cancelled=True),
    ]
    told = Judge(plan, around(cohorts=frames)).unserved(1, plan)
    assert [each.name() for each in told] == [
        "Ingen aktivitet tjener “Rum til dialog”",
        "Ingen aktivitet tjener “Ledelsesteamet”",
    ]
    silent = replace(frames[1], grades={FindingCode.OBJECTIVE_UNSERVED: Severity.IGNORE})
    assert Judge(plan, around(cohorts={1: silent})).unserved(1, plan) == ()


def test_the_cancelled_hinder_nobody_and_are_not_judged():
    one, off = placed(), placed(is_cancelled=True)
    assert codes(one, off) == codes(off, one) == []


# Grades, and what was accepted -------------------------------------------------------------


def test_every_kind_has_a_grade_and_none_blocks_by_itself():
    mild = {code for code in FindingCode if code.default is Severity.REMARK}
    assert mild == {
        FindingCode.SCHOOL_HOLIDAY,
        FindingCode.REMARKABLE_DAY,
        FindingCode.OBJECTIVE_UNSERVED,
    }
    assert {code.default for code in FindingCode} == {Severity.WARN, Severity.REMARK}


@pytest.mark.parametrize("severity", list(Severity))
def test_a_cohort_has_its_own_grades(severity):
    frame = Frame(ground=Ground(), grades={FindingCode.COHORT_BUSY: severity})
    told = found(placed(), placed(), cohorts={1: frame})
    assert [each.severity for each in told] == ([] if severity is Severity.IGNORE else [severity])


def test_what_was_accepted_on_one_counts_for_the_other_of_the_same_cohort():
    one, other = placed(key=1), placed(key=2)
    (clash,) = found(one, other)
    why = Accepted("Karen", datetime(2026, 11, 1, tzinfo=UTC), "Parallelle spor")
    known = {(1, clash.code.value, clash.subject): why}
    for first, second in ((one, other), (other, one)):
        (told,) = found(first, second, accepted=known)
        assert told.accepted == why
    moved = replace(other, starts_on=DAY + timedelta(1), ends_on=DAY + timedelta(1))
    longer = replace(one, starts_on=DAY + timedelta(1), ends_on=DAY + timedelta(1))
    (told,) = found(longer, moved, accepted=known)
    assert told.accepted is None


def test_what_was_accepted_elsewhere_says_nothing_here():
    one = placed(key=1, facilitator_ids=frozenset({7}))
    other = placed(key=2, cohort_id=2, facilitator_ids=frozenset({7}))
    (there,) = found(other, one)
    why = Accepted("Peter", datetime(2026, 11, 1, tzinfo=UTC), "Hemmeligt")
    (here,) = found(one, other, accepted={(2, there.code.value, there.subject): why})
    assert here.accepted is None
