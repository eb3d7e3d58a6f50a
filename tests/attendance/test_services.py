from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.attendance import queries, services
from programme.attendance.expected import expected_ids, places_left
from programme.attendance.models import (
    Answer,
    Attendance,
    CatchUpOffer,
    OfferState,
    Presence,
)
from programme.attendance.services.answering import NewAnswer
from programme.audit.models import AuditRow
from programme.cohorts.models import CohortState, Enrolment, Role
from programme.core.errors import ConflictError, RuleBrokenError
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from programme.venues.models import Room, Venue
from tests import factories as make

COMING = NewAnswer(is_coming=True)
AWAY = NewAnswer(is_coming=False, reason="Jeg skal til bisættelse.")
DAY = date(2026, 11, 21)


def person(db, key):
    return db.get(Person, key)


def activity(key):
    return activities.find_activity(key)


def answer(db, world, new, *, version=0, by="mette", what="seminar"):
    found = activity(getattr(world.key, what))
    return services.answer(found, new, version=version, by=person(db, getattr(world.key, by)))


# Answers ------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_may_be_changed_until_the_day(world, in_app, at, session):
    with in_app() as db:
        assert answer(db, world, COMING).version == 1
    with in_app() as db:
        assert answer(db, world, AWAY, version=1).reason == "Jeg skal til bisættelse."
    with in_app() as db:
        assert answer(db, world, COMING, version=2).reason == ""
    at(2026, 12, 2, 23)  # the day has begun in Copenhagen
    with in_app() as db, pytest.raises(RuleBrokenError, match="rule"):
        answer(db, world, AWAY, version=3)
    assert session.scalar(sa.select(Answer.is_coming)) is True
    assert session.scalars(sa.select(AuditRow.action)).all() == ["answered"] * 3


def test_no_more_is_kept_than_is_asked(world, in_app):
    told = NewAnswer(is_coming=True, reason="x", stays_overnight=True, diet="vegetar")
    with in_app() as db:
        kept = answer(db, world, told)
        assert (kept.reason, kept.stays_overnight, kept.diet) == ("", None, "")
    world.seminar.asks_overnight = world.seminar.asks_diet = True
    with in_app() as db:
        kept = answer(db, world, told, version=1)
        assert (kept.reason, kept.stays_overnight, kept.diet) == ("", True, "vegetar")
    with in_app() as db:
        kept = answer(db, world, AWAY, version=2)
        assert (kept.stays_overnight, kept.diet) == (None, "")


def test_the_same_twice_is_once_and_another_window_is_told(world, in_app):
    with in_app() as db:
        answer(db, world, AWAY)
        assert answer(db, world, AWAY).version == 1
        with pytest.raises(ConflictError) as raised:
            answer(db, world, COMING)
    assert raised.value.version == 1
    assert "Jeg skal til bisættelse." in raised.value.theirs.values()


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({}, NewAnswer(is_coming=False, reason="  ")),
        ({}, NewAnswer(is_coming=False, reason="x" * 501)),
        ({"asks_diet": True}, NewAnswer(is_coming=True, diet="x" * 10_000)),
        ({"cancelled_at": make.LONG_AGO}, COMING),
        ({"starts_on": None, "ends_on": None}, COMING),
        ({"starts_on": date(2026, 11, 22)}, AWAY),
    ],
)
def test_what_cannot_be_answered(world, in_app, session, change, new):
    for name, value in change.items():
        setattr(world.seminar, name, value)
    with in_app() as db, pytest.raises(RuleBrokenError):
        answer(db, world, new)
    assert session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 0


def test_needs_are_forgotten_thirty_days_after_and_twice_is_once(world, in_app, at, session):
    world.seminar.asks_overnight = world.seminar.asks_diet = True
    with in_app() as db:
        answer(db, world, NewAnswer(is_coming=True, stays_overnight=True, diet="vegetar"))
        answer(db, world, AWAY, by="jonas")
    at(2027, 1, 2, 12)  # 29 days after 4 December
    with in_app():
        services.forget_needs()
    assert set(session.scalars(sa.select(Answer.diet))) == {"vegetar", ""}
    at(2027, 1, 3, 12)
    for _ in range(2):
        with in_app():
            services.forget_needs()
    kept = session.execute(
        sa.select(Answer.is_coming, Answer.reason, Answer.stays_overnight, Answer.diet)
    )
    assert sorted(kept, key=str) == [(False, "", None, ""), (True, "", None, "")]


# Whom it expects ----------------------------------------------------------------------------


def test_it_expects_members_and_guests_but_not_who_leads_it(world, in_app, session):
    make.EnrolmentFactory(
        cohort=world.a, person=world.hanne, role=Role.PARTICIPANT, ended_at=make.LONG_AGO
    )
    make.EnrolmentFactory(cohort=world.a, person=world.soren, level=world.level)
    closed = make.PersonFactory(disabled_at=make.LONG_AGO)
    world.seminar.named = [world.peter, closed]
    with in_app():
        found = queries.expected(activity(world.key.seminar))
    assert [(each.name, each.is_guest) for each in found] == [
        ("Amina Yıldız", False),
        ("Jonas Åskov", False),
        ("Mette Holm", False),
        ("Peter Dam", True),
    ]
    assert {each.workplace for each in found} == {"Birkevig Kommune"}


@pytest.mark.parametrize(
    ("cohort", "room", "venue", "left"),
    [(None, None, None, None), (5, None, None, 2), (5, 4, 20, 1), (None, None, 4, 1), (2, 9, 9, 0)],
)
def test_places_left_are_the_fewest_seats_less_those_expected(
    world, in_app, cohort, room, venue, left
):
    world.a.capacity = cohort
    if room or venue:
        world.seminar.venue = Venue(
            organisation=world.organisation, name="Kursuscentret", capacity=venue
        )
        if room:
            world.seminar.room = Room(name="Salen", capacity=room, venue=world.seminar.venue)
    with in_app():
        assert places_left(activity(world.key.seminar)) == left


# Presence -----------------------------------------------------------------------------------


def sheet(*marks, day=DAY, version=0, fill=False):
    return services.Sheet(day, marks, version, fill)


def mark(db, world, sheet, *, by="soren", what="held"):
    found = activity(getattr(world.key, what))
    return services.mark(found, sheet, by=person(db, getattr(world.key, by)))


def stored(session, world):
    rows = session.execute(sa.select(Attendance.person_id, Attendance.presence, Attendance.note))
    names = {world.mette.id: "mette", world.jonas.id: "jonas", world.amina.id: "amina"}
    return {names[key]: (presence.value, note) for key, presence, note in rows}


def test_a_day_is_noted_for_all_and_the_rest_is_filled_in(world, in_app, session):
    late = services.NewMark(world.key.mette, Presence.LATE, "kl. 9.30")
    empty = [services.NewMark(key, None) for key in (world.key.jonas, world.key.amina)]
    with in_app() as db:
        assert mark(db, world, sheet(late, *empty)) == 1
    assert stored(session, world) == {"mette": ("late", "kl. 9.30")}
    untouched = services.NewMark(world.key.mette, None)
    with in_app() as db:
        assert mark(db, world, sheet(untouched, *empty, fill=True)) == 2
    assert stored(session, world) == {
        "mette": ("late", "kl. 9.30"),
        "jonas": ("present", ""),
        "amina": ("present", ""),
    }
    assert session.scalars(sa.select(AuditRow.action)).all() == ["marked attendance"] * 2


def test_sent_twice_is_noted_once(world, in_app, session):
    row = services.NewMark(world.key.mette, Presence.ABSENT)
    with in_app() as db:
        assert mark(db, world, sheet(row)) == 1
        assert mark(db, world, sheet(row)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditRow)) == 1


def test_two_windows_each_keep_the_rows_that_they_changed(world, in_app, at, session):
    """Both began with an empty page. Each has marked somebody else: both marks stand."""
    with in_app() as db:
        mark(db, world, sheet(services.NewMark(world.key.mette, Presence.LATE)))
    at(2026, 11, 22, 10)
    other = [
        services.NewMark(world.key.mette, None),
        services.NewMark(world.key.jonas, Presence.PRESENT),
    ]
    with in_app() as db:
        mark(db, world, sheet(*other), by="karen")
    assert stored(session, world) == {"mette": ("late", ""), "jonas": ("present", "")}


def test_the_same_row_changed_by_two_is_asked_about(world, in_app, at, session):
    first = services.NewMark(world.key.mette, Presence.LATE, "bus")
    second = services.NewMark(world.key.mette, Presence.ABSENT)
    with in_app() as db:
        mark(db, world, sheet(first))
    at(2026, 11, 22, 10)
    also = services.NewMark(world.key.jonas, Presence.PRESENT)
    with in_app() as db, pytest.raises(ConflictError) as raised:
        mark(db, world, sheet(second, also), by="karen")
    assert list(raised.value.mine) == ["Mette Holm"]
    assert raised.value.theirs["Mette Holm"].endswith("bus")
    assert stored(session, world) == {"mette": ("late", "bus")}, "nothing meanwhile"
    with in_app() as db:
        again = sheet(second, also, version=raised.value.version)
        assert mark(db, world, again, by="karen") == 2
    assert stored(session, world) == {"mette": ("absent", ""), "jonas": ("present", "")}


def test_who_saw_the_mark_may_change_it(world, in_app, at, session):
    with in_app() as db:
        mark(db, world, sheet(services.NewMark(world.key.mette, Presence.ABSENT)))
        rows = queries.marks_of_day(world.key.held, DAY).values()
        seen = services.version_of(rows)
    at(2026, 11, 22, 10)
    changed = services.NewMark(world.key.mette, Presence.PART, "", Presence.ABSENT)
    with in_app() as db:
        assert mark(db, world, sheet(changed, version=seen), by="karen") == 1
    assert stored(session, world) == {"mette": ("part", "")}
    assert session.scalar(sa.select(Attendance.by_id)) == world.karen.id


def test_who_is_not_on_it_any_more_is_not_noted(world, in_app, session):
    place = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == world.mette.id))
    place.ended_at = datetime(2026, 11, 20, tzinfo=UTC)
    with in_app() as db:
        row = services.NewMark(world.key.mette, Presence.PRESENT)
        assert mark(db, world, sheet(row)) == 0


@pytest.mark.parametrize(
    "row",
    [
        {"presence": None, "note": "kom ikke"},
        {"presence": Presence.PRESENT, "note": "x" * 10_000},
        {"presence": Presence.PRESENT, "note": "a\x00b"},
    ],
)
def test_a_row_that_cannot_be_noted_names_the_person(world, in_app, session, row):
    with in_app() as db, pytest.raises(RuleBrokenError) as raised:
        mark(db, world, sheet(services.NewMark(world.key.mette, **row)))
    assert "Mette Holm" in str(raised.value.message)
    assert stored(session, world) == {}


@pytest.mark.parametrize(
    ("what", "change", "day"),
    [
        ("seminar", {}, date(2026, 12, 3)),
        ("held", {"cancelled_at": make.LONG_AGO}, DAY),
        ("held", {"published_at": None}, DAY),
        ("held", {"starts_on": None, "ends_on": None}, DAY),
        ("held", {}, date(2026, 11, 20)),
    ],
)
def test_no_day_is_noted_before_it_or_when_nothing_is_held(world, in_app, what, change, day):
    for name, value in change.items():
        setattr(getattr(world, what), name, value)
    with in_app() as db, pytest.raises(RuleBrokenError):
        mark(db, world, sheet(day=day), what=what)


# Catching up --------------------------------------------------------------------------------


@pytest.fixture
def absent(world, session):
    """Mette was absent from Seminar 3 and has sent an apology to Seminar 4."""
    session.add(
        Attendance(
            activity_id=world.held.id,
            day=DAY,
            person_id=world.mette.id,
            presence=Presence.ABSENT,
            at=make.LONG_AGO,
        )
    )
    session.add(
        Answer(
            activity_id=world.seminar.id,
            person_id=world.mette.id,
            is_coming=False,
            reason="Ferie",
            answered_at=make.LONG_AGO,
        )
    )
    session.flush()
    return world


def offer(db, world, number=3, *, who="mette", to=None, missed=None):
    found = activity(missed or (world.key.held if number == 3 else world.key.seminar))
    return services.offer(
        found,
        to or world.key.again[number],
        getattr(world.key, who),
        by=person(db, world.key.karen),
    )


def offers(session):
    return session.scalars(sa.select(CatchUpOffer).order_by(CatchUpOffer.id)).all()


def test_an_offer_goes_by_mail_and_the_yes_puts_it_in_the_plan(absent, in_app, session):
    before = absent.mette.plan_version
    with in_app() as db:
        row = offer(db, absent)
        assert offer(db, absent) is row
        key = row.id
    [mail] = session.scalars(sa.select(OutboxMail)).all()
    assert (mail.template, mail.person_id) == ("attendance/offered", absent.mette.id)
    for _ in range(2):
        with in_app() as db:
            services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    assert [p.id for p in session.get(Activity, absent.key.again[3]).named] == [absent.mette.id]
    assert session.get(Person, absent.mette.id).plan_version == before + 1
    assert offers(session)[0].state is OfferState.ACCEPTED
    with in_app():
        own = [each.id for each in activities.own_plan(absent.key.mette, absent.key.b)]
    assert own == [absent.key.again[3]]


def test_an_apology_before_the_day_is_enough(absent, in_app):
    with in_app() as db:
        assert offer(db, absent, 4).state is OfferState.OFFERED


def test_a_no_or_taking_it_back_frees_the_place_and_it_may_be_offered_again(
    absent, in_app, session, at
):
    with in_app() as db:
        key = offer(db, absent).id
        services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    with in_app() as db:
        services.decline(queries.find_offer(key), by=person(db, absent.key.mette))
    assert session.get(Activity, absent.key.again[3]).named == []
    at(2026, 11, 22, 11)
    with in_app() as db:
        assert offer(db, absent).id == key
    with in_app() as db:
        services.withdraw(queries.find_offer(key), by=person(db, absent.key.karen))
        services.withdraw(queries.find_offer(key), by=person(db, absent.key.karen))
        with pytest.raises(RuleBrokenError):
            services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    assert offers(session)[0].state is OfferState.WITHDRAWN
    waiting = session.scalar(sa.select(sa.func.count()).select_from(OutboxMail))
    assert waiting == 0, "who has answered, or is offered nothing, gets no mail of it"


def test_who_leaves_the_cohort_is_no_guest_of_another_any_more(absent, in_app, session):
    """What has been held stays: only offers of what is ahead are taken back."""
    with in_app() as db:
        taken, asked = offer(db, absent).id, offer(db, absent, 4).id
        services.accept(queries.find_offer(taken), by=person(db, absent.key.mette))
    with in_app():
        services.withdraw_from_leavers()
    assert [each.state for each in offers(session)] == [OfferState.ACCEPTED, OfferState.OFFERED]
    place = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == absent.mette.id))
    place.ended_at = make.LONG_AGO
    with in_app():
        services.withdraw_from_leavers()
    assert {each.id for each in offers(session)} == {taken, asked}
    assert {each.state for each in offers(session)} == {OfferState.WITHDRAWN}
    assert session.get(Activity, absent.key.again[3]).named == []


def test_a_place_taken_for_two_that_were_missed_is_kept_for_the_other(absent, in_app, session):
    third = make.CohortFactory(programme=absent.programme, organisation=absent.organisation)
    make.EnrolmentFactory(cohort=third, person=absent.mette, level=absent.level)
    also = make.ActivityFactory(cohort=third, number=3, starts_on=date(2026, 11, 20)).id
    session.add(
        Attendance(
            activity_id=also,
            day=date(2026, 11, 20),
            person_id=absent.mette.id,
            presence=Presence.ABSENT,
            at=make.LONG_AGO,
        )
    )
    with in_app() as db:
        keys = [offer(db, absent).id, offer(db, absent, missed=also).id]
    for key in keys:
        with in_app() as db:
            services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    for key, named in zip(keys, ([absent.key.mette], []), strict=True):
        with in_app() as db:
            services.decline(queries.find_offer(key), by=person(db, absent.key.mette))
        assert [p.id for p in session.get(Activity, absent.key.again[3]).named] == named


def test_one_yes_takes_the_other_offers_back(absent, in_app, session):
    third = make.CohortFactory(programme=absent.programme, organisation=absent.organisation)
    later_key = make.ActivityFactory(cohort=third, number=3, starts_on=date(2027, 4, 1)).id
    with in_app() as db:
        first, second = offer(db, absent), offer(db, absent, to=later_key)
        services.accept(first, by=person(db, absent.key.mette))
        taken, _left = first.id, second.id
    assert [each.state for each in offers(session)] == [OfferState.ACCEPTED, OfferState.WITHDRAWN]
    assert session.scalars(sa.select(OutboxMail.keys)).all() == [{"offer": taken}]


def test_the_last_place_goes_to_who_comes_first(absent, in_app, session):
    absent.b.capacity = 2  # Peter has one
    session.add(
        Attendance(
            activity_id=absent.held.id,
            day=DAY,
            person_id=absent.jonas.id,
            presence=Presence.ABSENT,
            at=make.LONG_AGO,
        )
    )
    with in_app() as db:
        mine, theirs = offer(db, absent).id, offer(db, absent, who="jonas").id
    with in_app() as db:
        services.accept(queries.find_offer(theirs), by=person(db, absent.key.jonas))
    with in_app() as db, pytest.raises(RuleBrokenError) as raised:
        services.accept(queries.find_offer(mine), by=person(db, absent.key.mette))
    assert "last place" in str(raised.value.message) or "sidste plads" in str(raised.value.message)
    assert [p.id for p in session.get(Activity, absent.key.again[3]).named] == [absent.jonas.id]


def test_who_is_expected_there_meanwhile_says_yes_without_a_second_place(absent, in_app, session):
    with in_app() as db:
        key = offer(db, absent).id
    absent.b.capacity = 1
    make.EnrolmentFactory(cohort=absent.b, person=absent.mette, level=absent.level)
    with in_app() as db:
        services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    assert session.get(Activity, absent.key.again[3]).named == []
    assert offers(session)[0].state is OfferState.ACCEPTED


def test_who_has_left_the_cohort_takes_no_place(absent, in_app, session):
    with in_app() as db:
        key = offer(db, absent).id
    place = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == absent.mette.id))
    place.ended_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    with in_app() as db, pytest.raises(RuleBrokenError):
        services.accept(queries.find_offer(key), by=person(db, absent.key.mette))


@pytest.mark.parametrize("change", ["cancelled", "begun", "undated", "draft"])
def test_what_is_not_ahead_is_neither_taken_nor_given_up(absent, in_app, session, change):
    with in_app() as db:
        key = offer(db, absent).id
    with in_app() as db:
        services.accept(queries.find_offer(key), by=person(db, absent.key.mette))
    offered = absent.again[3]
    changes = {
        "cancelled": {"cancelled_at": make.LONG_AGO},
        "begun": {"starts_on": date(2026, 11, 22)},
        "undated": {"starts_on": None, "ends_on": None},
        "draft": {"published_at": None},
    }
    for name, value in changes[change].items():
        setattr(offered, name, value)
    with in_app() as db, pytest.raises(RuleBrokenError):
        services.decline(queries.find_offer(key), by=person(db, absent.key.mette))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": ActivityKind.WORKSHOP},
        {"number": 5},
        {"starts_on": date(2026, 11, 22), "ends_on": date(2026, 11, 22)},
        {"cancelled_at": make.LONG_AGO},
        {"published_at": None},
    ],
)
def test_only_the_same_later_on_is_offered(absent, in_app, change):
    for name, value in change.items():
        setattr(absent.again[3], name, value)
    with in_app() as db, pytest.raises(RuleBrokenError):
        offer(db, absent)


def test_a_cohort_of_another_programme_a_draft_or_elsewhere_is_not_offered(absent, in_app):
    def again(**more):
        cohort = make.CohortFactory(**{"programme": absent.programme} | more)
        return make.ActivityFactory(cohort=cohort, number=3, starts_on=date(2027, 5, 1))

    away = again()
    away_key = away.id
    own = again(organisation=absent.organisation).id
    make.ActivityFactory(cohort=absent.a, number=3, starts_on=date(2027, 5, 1))
    for more in (
        {"programme": make.ProgrammeFactory(), "organisation": absent.organisation},
        {"organisation": absent.organisation, "state": CohortState.DRAFT},
        {"organisation": absent.organisation, "state": CohortState.CLOSED},
    ):
        again(**more)
    with in_app():
        found = queries.parallels(activity(absent.key.held), absent.key.karen, DAY)
        assert {each.id for each in found} == {absent.key.again[3], own}
    make.GrantFactory(person=absent.karen, cohort_id=away.cohort_id)
    with in_app() as db:
        assert offer(db, absent, to=away_key).offered_id == away_key


def test_without_numbers_the_theme_tells_what_is_the_same(absent, in_app):
    for each, title in ((absent.held, "Kommunikation"), (absent.again[3], "Kommunikation")):
        each.number, each.title = None, title
    make.ActivityFactory(cohort=absent.b, number=None, title="Økonomi", starts_on=date(2027, 5, 1))
    with in_app():
        found = queries.parallels(activity(absent.key.held), absent.key.karen, DAY)
        assert [each.id for each in found] == [absent.key.again[3]]


@pytest.mark.parametrize("who", ["jonas", "hanne", "soren"])
def test_nothing_is_offered_to_who_missed_nothing(absent, in_app, who):
    with in_app() as db, pytest.raises(RuleBrokenError):
        offer(db, absent, who=who)


def test_a_full_cohort_and_one_where_one_is_already_offer_nothing(absent, in_app, session):
    absent.b.capacity = 1
    with in_app() as db, pytest.raises(RuleBrokenError):
        offer(db, absent)
    absent.b.capacity = None
    absent.again[3].named = [absent.mette]
    with in_app() as db, pytest.raises(RuleBrokenError):
        offer(db, absent)
    with in_app():
        assert absent.key.mette in expected_ids(activity(absent.key.again[3]))


def test_a_no_to_what_is_offered_only_takes_nobody_off(absent, in_app, session):
    absent.again[3].named = [absent.amina]
    with in_app() as db:
        key = offer(db, absent).id
        services.decline(queries.find_offer(key), by=person(db, absent.key.mette))
    assert [p.id for p in session.get(Activity, absent.key.again[3]).named] == [absent.amina.id]
    assert offers(session)[0].state is OfferState.DECLINED
