"""Judging against a real database: what is found, what asks, what was accepted, who may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.activities import clashes, policy, queries
from programme.activities.clashes import Judge
from programme.activities.findings import Finding, FindingCode
from programme.activities.models import (
    Activity,
    FacilitatorAnswer,
    FacilitatorRequest,
    FindingOverride,
    FindingSetting,
    Severity,
)
from programme.activities.plan import Details, When
from programme.activities.queries import Asked
from programme.activities.services import judging
from programme.activities.services.grading import grade
from programme.audit.models import AuditRow
from programme.cohorts import services as cohort_services
from programme.cohorts.models import Cohort, CohortState, Role
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.people.models import Person
from programme.programmes.content import ActivityKind, Audience, Marker
from programme.programmes.models import ProgrammeObjective
from programme.venues import services as venues
from programme.venues.models import BusyTime, Room, Venue
from tests import factories as make

DAY = date(2026, 12, 2)
SEMINAR = Details(kind=ActivityKind.SEMINAR, number=2)
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 11)


def codes(verdict) -> list[FindingCode]:
    return [each.code for each in verdict.findings]


def world_of(world, **changes):
    return queries.world_for(Asked(cohort_ids=[world.cohort.id], **changes))


@pytest.fixture
def elsewhere(world):
    """Another cohort, led by the same facilitator, with a seminar on the day."""
    cohort = make.CohortFactory(programme=world.programme, name="Det hemmelige hold")
    make.EnrolmentFactory(cohort=cohort, person=world.soren, role=Role.FACILITATOR)
    return make.ActivityFactory(
        cohort=cohort, number=7, title="Hemmeligt tema", starts_on=DAY, facilitators=[world.soren]
    )


@pytest.fixture
def here(world):
    return make.ActivityFactory(
        cohort=world.cohort, starts_on=DAY, facilitators=[world.soren], title="Her"
    )


def test_two_cohorts_with_one_facilitator_on_one_day(in_app, world, elsewhere, here, session):
    with in_app():
        found = world_of(world)
        (finding,) = judging.judge_plan(world.cohort.id, [here.id]).findings
    assert {each.key for each in found.others} == {here.id, elsewhere.id}
    assert finding.code is FindingCode.FACILITATOR_BUSY
    assert finding.name() == "Soren Testsen er optaget"
    assert (finding.other.label, finding.other.cohort) == (
        "Seminar 7 | Hemmeligt tema",
        "Det hemmelige hold",
    )
    session.get(Activity, elsewhere.id).starts_on = DAY + timedelta(days=1)
    session.get(Activity, elsewhere.id).ends_on = DAY + timedelta(days=1)
    with in_app():
        assert judging.judge_plan(world.cohort.id, [here.id]).findings == ()


def test_what_has_nothing_in_common_is_not_fetched(in_app, world, here):
    make.ActivityFactory(starts_on=DAY)
    make.ActivityFactory(cohort=world.cohort, cancelled_at=NOON)
    later = make.CohortFactory()
    make.ActivityFactory(cohort=later, starts_on=date(2027, 9, 1), facilitators=[world.soren])
    with in_app():
        assert [each.key for each in world_of(world).others] == [here.id]
        asked = world_of(world, first=date(2027, 9, 1), last=date(2027, 9, 2))
        assert len(asked.others) == 2


def test_learners_of_two_cohorts_and_persons_by_name_are_fetched(in_app, world, here):
    parallel = make.CohortFactory(programme=world.programme)
    make.EnrolmentFactory(cohort=parallel, person=world.mette, role=Role.PARTICIPANT)
    joint = make.ActivityFactory(cohort=parallel, starts_on=DAY)
    named = make.ActivityFactory(
        cohort=make.CohortFactory(), starts_on=DAY, audience=Audience.NAMED, named=[world.jonas]
    )
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
    assert [(each.other.key, each.name()) for each in verdict.findings] == [
        (joint.id, "Mette Testsen er optaget"),
        (named.id, "Jonas Testsen er optaget"),
    ]


def test_who_has_left_is_named_in_vain(in_app, world, here):
    make.EnrolmentFactory(cohort=world.cohort, person=world.peter, ended_at=NOON)
    pair = make.ActivityFactory(
        cohort=world.cohort,
        starts_on=None,
        ends_on=None,
        audience=Audience.NAMED,
        named=[world.peter, world.mette],
    )
    with in_app():
        found = {each.key: each for each in world_of(world).others}
    assert found[pair.id].named_ids == {world.mette.id}


def test_busy_times_answers_seats_and_rooms(in_app, world, here, session):
    venue = Venue(organisation=world.organisation, name="Nyborg Strand", capacity=90)
    room = Room(venue=venue, name="Sal A", capacity=3)
    session.add_all([venue, room])
    session.flush()
    here.venue_id, here.room_id = venue.id, room.id
    session.add_all(
        [
            BusyTime(venue_id=venue.id, starts_on=DAY, ends_on=DAY, made_at=NOON),
            BusyTime(
                person_id=world.soren.id,
                starts_on=DAY,
                ends_on=DAY,
                start_time=time(9),
                end_time=time(10),
                made_at=NOON,
            ),
        ]
    )
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
    assert [(each.code, each.name()) for each in verdict.findings] == [
        (FindingCode.FACILITATOR_AWAY, "Soren Testsen kan ikke"),
        (FindingCode.VENUE_BUSY, "Nyborg Strand, Sal A er optaget"),
        (FindingCode.VENUE_TOO_SMALL, "Sal A har plads til 3, ikke 4"),
    ]


@pytest.mark.parametrize(
    ("answer", "day", "away"),
    [
        (FacilitatorAnswer.DECLINED, DAY, True),
        (FacilitatorAnswer.DECLINED, DAY + timedelta(days=1), False),
        (FacilitatorAnswer.ACCEPTED, DAY, False),
        (None, DAY, False),
    ],
)
def test_a_no_to_these_very_days(in_app, world, here, session, answer, day, away):
    session.add(
        FacilitatorRequest(
            activity_id=here.id,
            person_id=world.soren.id,
            asked_at=NOON,
            starts_on=day,
            ends_on=day,
            expires_at=NOON,
            answer=answer,
        )
    )
    with in_app():
        found = codes(judging.judge_plan(world.cohort.id, [here.id]))
    assert found == ([FindingCode.FACILITATOR_AWAY] if away else [])


def fill(world, cohorts, activities):
    """Cohorts with people, venue, levels and objectives, side by side."""
    venue = make.VenueFactory() if hasattr(make, "VenueFactory") else None
    made = [world.cohort, *(make.CohortFactory(programme=world.programme) for _ in range(cohorts))]
    for cohort in made[1:]:
        make.EnrolmentFactory(cohort=cohort, person=world.soren, role=Role.FACILITATOR)
        make.EnrolmentFactory(cohort=cohort, person=world.mette)
    for cohort in made[:cohorts]:
        for number in range(activities):
            make.ActivityFactory(
                cohort=cohort,
                starts_on=DAY + timedelta(days=number),
                facilitators=[world.soren],
                levels=[world.leaders],
                venue=venue,
            )
    return [cohort.id for cohort in made[:cohorts]]


def test_it_asks_the_same_however_much_there_is(in_app, world, queries):
    from programme.activities.queries import world_for

    counts = []
    for cohorts, activities in ((1, 3), (1, 30), (3, 3), (3, 30)):
        keys = fill(world, cohorts, activities)
        with in_app(), queries() as statements:
            assert len(world_for(Asked(cohort_ids=keys)).others) >= cohorts * activities
        counts.append(len(statements))
    assert counts == [2, 2, 2, 2]


# Before and after a change -----------------------------------------------------------------


def test_a_new_activity_outside_the_period(in_app, world):
    with in_app():
        cohort = db.session.get(Cohort, world.cohort.id)
        verdict = judging.judge_new(cohort, SEMINAR, When(starts_on=DAY, ends_on=DAY))
        assert not verdict.findings
        late = date(2027, 8, 5)
        verdict = judging.judge_new(cohort, SEMINAR, When(starts_on=late, ends_on=late))
    assert [each.code for each in verdict.asks] == [FindingCode.OUTSIDE_PERIOD]
    assert [each.code for each in verdict.quiet] == [FindingCode.SCHOOL_HOLIDAY]
    assert not verdict.blocked


@pytest.mark.parametrize("field", ["facilitator_ids", "venue_id", "room_id"])
def test_nothing_is_told_of_foreign_persons_and_places(in_app, world, session, field):
    foreign = Venue(organisation=make.OrganisationFactory(), name="Fremmed")
    own = Venue(organisation=world.organisation, name="Eget")
    session.add_all([foreign, own, Room(venue=foreign, name="Sal")])
    session.flush()
    changes = {
        "facilitator_ids": {"facilitator_ids": frozenset({world.peter.id})},
        "venue_id": {"venue_id": foreign.id},
        "room_id": {"venue_id": own.id, "room_id": foreign.rooms[0].id},
    }[field]
    with in_app():
        cohort = db.session.get(Cohort, world.cohort.id)
        with pytest.raises(RuleBrokenError):
            judging.judge_new(cohort, replace(SEMINAR, **changes), When())


def test_what_stood_before_is_not_asked_about_again(in_app, world, elsewhere, here):
    with in_app():
        activity = queries.find_activity(here.id)
        details = replace(SEMINAR, facilitator_ids=frozenset({world.soren.id}))
        same = judging.judge_change(activity, details=details)
        assert codes(same) == [FindingCode.FACILITATOR_BUSY]
        assert (same.asks, same.blocked, same.seal) == ((), (), "")
        holiday = date(2026, 12, 25)
        moved = judging.judge_change(activity, when=When(starts_on=holiday, ends_on=holiday))
        assert [each.code for each in moved.asks] == [FindingCode.PUBLIC_HOLIDAY]
        alone = judging.judge_change(activity, details=SEMINAR)
        assert codes(alone) == []


def test_restoring_what_is_off_is_judged_as_if_it_were_on(in_app, world, elsewhere, here):
    here.cancelled_at = NOON
    with in_app():
        activity = queries.find_activity(here.id)
        assert codes(judging.judge_change(activity)) == [FindingCode.FACILITATOR_BUSY]


def test_what_lies_after_a_closing_that_is_moved_is_told_with_its_name(in_app, world, here):
    closing = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.WORKSHOP,
        marker=Marker.CLOSING,
        starts_on=date(2026, 12, 9),
    )
    early = date(2026, 12, 1)
    with in_app():
        activity = queries.find_activity(closing.id)
        verdict = judging.judge_change(activity, when=When(starts_on=early, ends_on=early))
    assert [(key, each.code) for key, each in verdict.asked] == [
        (here.id, FindingCode.AFTER_CLOSING)
    ]
    assert verdict.labels[here.id] == "Seminar 1 | Her"


def test_an_objective_that_is_lost_by_an_edit(in_app, world, here, session):
    aims = [
        ProgrammeObjective(
            programme_id=world.programme.id, number=number, short_name=f"Aim {number}", text="…"
        )
        for number in (1, 2)
    ]
    session.add_all(aims)
    session.flush()
    here.objectives = [aims[0]]
    session.add(
        FindingSetting(
            cohort_id=world.cohort.id,
            code=FindingCode.OBJECTIVE_UNSERVED.value,
            severity=Severity.WARN,
        )
    )
    with in_app():
        activity = queries.find_activity(here.id)
        verdict = judging.judge_change(activity, details=SEMINAR)
        drafts = judging.judge_plan(world.cohort.id, [here.id])
    assert [each.name("en") for each in verdict.asks] == ["No activity serves “Aim 1”"]
    assert [each.name("en") for each in drafts.asks] == ["No activity serves “Aim 2”"]


def test_several_that_are_moved_together(in_app, world, here):
    second = make.ActivityFactory(cohort=world.cohort, starts_on=date(2026, 12, 9))
    with in_app():
        around = world_of(world)
        there = {each.key: each for each in around.plan_of(world.cohort.id)}
        swapped = [
            replace(there[here.id], starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9)),
            replace(there[second.id], starts_on=DAY, ends_on=DAY),
        ]
        assert not judging.judge_moved(swapped, around).findings
        met = judging.judge_moved(swapped[:1], around)
    assert [(key, each.other.key) for key, each in met.asked] == [(here.id, second.id)]


def test_only_drafts_are_judged_when_they_are_published(in_app, world, elsewhere, here):
    with in_app():
        assert judging.judge_drafts(world.cohort.id).found == {}
    here.published_at = None
    with in_app():
        verdict = judging.judge_drafts(world.cohort.id)
    assert [key for key, _each in verdict.asked] == [here.id]


# Stopping, asking, going on ----------------------------------------------------------------


def go_on(world, verdict, reason="De to hold mødes", made=None):
    judging.accept(
        world.cohort.id, verdict, made, reason=reason, by=db.session.get(Person, world.karen.id)
    )


def test_what_is_accepted_once_is_not_asked_again_but_stays_shown(
    in_app, world, elsewhere, here, session
):
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
        go_on(world, verdict, "  De to hold mødes ")
    row = session.scalars(sa.select(FindingOverride)).one()
    assert (row.activity_id, row.code, row.reason, row.by_id, row.at) == (
        here.id,
        "facilitator_busy",
        "De to hold mødes",
        world.karen.id,
        NOON,
    )
    noted = session.scalars(sa.select(AuditRow).where(AuditRow.thing == "finding")).one()
    assert (noted.action, noted.thing_id, noted.actor_id) == ("accepted", row.id, world.karen.id)
    with in_app():
        again = judging.judge_plan(world.cohort.id, [here.id])
        judging.check(again, reason="", seal="")
        there = judging.judge_plan(elsewhere.cohort_id, [elsewhere.id])
    (quiet,) = again.quiet
    assert (quiet.accepted.by, quiet.accepted.reason) == ("Karen Testsen", "De to hold mødes")
    assert [each.accepted for each in there.asks] == [None]


def test_what_asks_wants_a_reason_for_what_has_been_seen(in_app, world, elsewhere, here):
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
    with pytest.raises(RuleBrokenError) as unseen:
        judging.check(verdict, reason="Ja", seal="noget andet")
    with pytest.raises(RuleBrokenError) as silent:
        judging.check(verdict, reason=" \t", seal=verdict.seal)
    with pytest.raises(RuleBrokenError) as long:
        judging.check(verdict, reason="æ" * 501)
    assert [e.value.field for e in (unseen, silent, long)] == ["accept_reason"] * 3
    judging.check(verdict, reason="De to hold mødes", seal=verdict.seal)
    judging.check(verdict, reason="De to hold mødes")
    assert str(elsewhere.id) != verdict.seal
    assert len(verdict.seal) == 16


def test_what_is_blocked_cannot_be_talked_away(in_app, world, elsewhere, here, session):
    session.add(
        FindingSetting(cohort_id=world.cohort.id, code="facilitator_busy", severity=Severity.BLOCK)
    )
    session.add(FindingSetting(cohort_id=world.cohort.id, code="of_old", severity=Severity.BLOCK))
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
        with pytest.raises(RuleBrokenError) as refused:
            judging.check(verdict, reason="Alligevel")
        assert "Soren Testsen er optaget" in str(refused.value.message)
    assert refused.value.field is None
    assert (len(verdict.blocked), verdict.asks, verdict.quiet) == (1, (), ())


def test_rows_that_are_made_together_are_accepted_under_their_keys(in_app, world, session):
    frames = ("row-1", "row-2")
    plan = [
        judging.as_placed(key, world.cohort.id, SEMINAR, When(starts_on=DAY, ends_on=DAY))
        for key in frames
    ]
    with in_app():
        verdict = judging.Verdict(clashes.judge(plan, world_of(world)))
        assert len(verdict.asks) == 2
        made = {key: make_activity(world) for key in frames}
        go_on(world, verdict, made=made)
    with in_app():
        after = judging.judge_plan(world.cohort.id, list(made.values()))
    assert (len(after.asks), len(after.quiet)) == (0, 2)


def make_activity(world):
    activity = Activity(
        cohort_id=world.cohort.id,
        uid=f"{len(db.session.scalars(sa.select(Activity)).all())}@x",
        kind=ActivityKind.SEMINAR,
        number=2,
        starts_on=DAY,
        ends_on=DAY,
        created_at=NOON,
        revised_at=NOON,
    )
    db.session.add(activity)
    db.session.flush()
    return activity.id


def test_an_objective_may_be_accepted_for_the_cohort_as_a_whole(in_app, world, here, session):
    session.add(
        ProgrammeObjective(
            programme_id=world.programme.id, number=1, short_name="Fælles sprog", text="…"
        )
    )
    session.add(
        FindingSetting(cohort_id=world.cohort.id, code="objective_unserved", severity=Severity.WARN)
    )
    with in_app():
        verdict = judging.judge_plan(world.cohort.id, [here.id])
        go_on(world, verdict)
    assert session.scalars(sa.select(FindingOverride.activity_id)).all() == [None]
    with in_app():
        assert judging.judge_plan(world.cohort.id, [here.id]).asks == ()


def test_an_activity_where_it_stands_is_as_the_world_has_it(in_app, world, here):
    here.levels, here.named = [world.leaders], [world.jonas]
    with in_app():
        (there,) = world_of(world).others
        assert judging.placed_of(queries.find_activity(here.id)) == there


# A cohort's own grades ---------------------------------------------------------------------


def test_grades_that_differ_are_kept_and_others_forgotten(in_app, world, session):
    before = world.cohort.plan_version
    chosen = {code: code.default for code in FindingCode}
    with in_app():
        cohort, karen = (
            db.session.get(Cohort, world.cohort.id),
            db.session.get(Person, world.karen.id),
        )
        grade(cohort, chosen | {FindingCode.WEEKEND: Severity.BLOCK}, 14, by=karen)
    assert session.get(Cohort, world.cohort.id).least_days_between == 14
    assert session.get(Cohort, world.cohort.id).plan_version == before + 1
    with in_app():
        assert queries.grades_of(world.cohort.id) == {"weekend": Severity.BLOCK}
        frame = world_of(world).cohorts[world.cohort.id]
        assert (frame.severity(FindingCode.WEEKEND), frame.least_days) == (Severity.BLOCK, 14)
        cohort, karen = (
            db.session.get(Cohort, world.cohort.id),
            db.session.get(Person, world.karen.id),
        )
        grade(cohort, chosen, 0, by=karen)
        assert queries.grades_of(world.cohort.id) == {}
        with pytest.raises(RuleBrokenError):
            grade(cohort, chosen, 61, by=karen)
    assert session.get(Cohort, world.cohort.id).least_days_between is None


# Who may read what -------------------------------------------------------------------------


def test_who_sees_which_of_the_others_is_what_policy_says(in_app, world, elsewhere, here):
    draft = make.ActivityFactory(
        cohort=make.CohortFactory(state=CohortState.DRAFT), published_at=None
    )
    pair = make.ActivityFactory(
        cohort=world.cohort, audience=Audience.NAMED, named=[world.amina], number=9
    )
    keys = [elsewhere.id, here.id, draft.id, pair.id, "row-1"]
    people = [world.karen, world.soren, world.mette, world.jonas, world.amina, world.peter]
    with in_app():
        for key in [person.id for person in people]:
            person = db.session.get(Person, key)
            allowed = {
                each for each in keys[:-1] if policy.can_view(person, queries.find_activity(each))
            }
            assert queries.seen_among(key, keys) == allowed, person.name
        assert queries.seen_among(world.karen.id, ["row-1"]) == frozenset()


def test_the_world_has_another_version_after_each_change(in_app, world, here, session):
    venue = Venue(organisation=world.organisation, name="Nyborg Strand")
    session.add(venue)
    session.commit()
    here_id = here.id
    keys = SimpleNamespace(
        venue=venue.id, cohort=world.cohort.id, karen=world.karen.id, soren=world.soren.id
    )

    def place(inner):
        return inner.get(Venue, keys.venue)

    def edited(inner, karen):
        text = venues.VenueText("Nyborg Strand", capacity=12)
        venues.edit_venue(place(inner), text, version=1, by=karen, address="/")

    def accepted(inner, karen):
        finding = Finding(FindingCode.WEEKEND, DAY, graded=Severity.WARN)
        verdict = judging.Verdict({here_id: (finding,)})
        judging.accept(keys.cohort, verdict, reason="Det passer", by=karen)

    changes = [
        lambda *_: None,
        lambda *_: cohort_services.plan_changed(keys.cohort),
        lambda *_: cohort_services.people_changed([keys.soren]),
        lambda *_: cohort_services.name_changed(keys.soren),
        edited,
        lambda inner, karen: venues.add_room(place(inner), venues.RoomText("A", 3), by=karen),
        lambda inner, karen: venues.edit_room(
            place(inner).rooms[0], venues.RoomText("A", 4), by=karen
        ),
        lambda inner, karen: venues.remove_room(place(inner).rooms[0], by=karen),
        lambda inner, karen: venues.close_venue(place(inner), by=karen),
        lambda inner, karen: venues.reopen_venue(place(inner), by=karen),
        lambda inner, karen: venues.note_busy(
            venues.BusySpan(DAY, DAY), by=karen, person=inner.get(Person, keys.soren)
        ),
        lambda inner, _karen: venues.remove_busy(inner.scalar(sa.select(BusyTime))),
        accepted,
    ]
    versions = []
    for change in changes:
        with in_app() as inner:
            change(inner, inner.get(Person, keys.karen))
        with in_app():
            versions.append(queries.world_version())
    assert versions == list(range(versions[0], versions[0] + len(changes)))


def test_a_plan_of_a_cohort_that_is_not_made_yet(in_app, world, elsewhere):
    with in_app():
        around = queries.world_for(
            Asked(cohort_ids=[], person_ids=[world.soren.id], first=DAY, last=DAY)
        )
        new = judging.as_placed(
            "row-1",
            -1,
            replace(SEMINAR, facilitator_ids=frozenset({world.soren.id})),
            When(starts_on=DAY, ends_on=DAY),
        )
        (clash,) = Judge([new], around).findings(new)
    assert (clash.code, clash.name()) == (
        FindingCode.FACILITATOR_BUSY,
        "Soren Testsen er optaget",
    )
