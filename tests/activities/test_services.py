from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from programme.activities import services
from programme.activities.models import Activity, ActivityChange, ChangeKind
from programme.activities.plan import ActivityPlan, Details, Link, Texts, When
from programme.activities.services.telling import told
from programme.activities.services.writing import details_of
from programme.cohorts.models import Cohort
from programme.core.errors import ConflictError, RuleBrokenError
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make

ADDRESS = "/aktivitet/1/ret"
SEMINAR = Details(kind=ActivityKind.SEMINAR, number=4, title="Ledelse af PLF")


def days(first, last=None, **more):
    return When(starts_on=first, ends_on=last or first, **more)


@pytest.fixture
def act(in_app):
    """`act(activity.id, lambda activity, karen: …)` does something in a context of its own."""

    def run(activity, work, by):
        with in_app() as session:
            found = session.get(Activity, activity.id)
            return work(found, session.get(Person, by.id))

    return run


def waiting(session):
    return session.scalars(sa.select(OutboxMail).order_by(OutboxMail.person_id)).all()


def state(activity):
    return activity.sequence, activity.revised_at, activity.version


# Planning -----------------------------------------------------------------------------------


def test_a_new_activity_is_a_draft_with_everything_that_was_decided(world, in_app, session):
    plan = ActivityPlan(
        details=Details(
            kind=ActivityKind.SEMINAR,
            number=4,
            title="Ledelse af PLF",
            place="Kursuscenteret",
            level_ids=frozenset({world.leaders.id}),
            goal_ids=frozenset({world.goals[1].id}),
            facilitator_ids=frozenset({world.soren.id}),
        ),
        when=days(date(2026, 12, 3), date(2026, 12, 4)),
        texts=Texts(
            preparation="Læs\r\nkapitel 2",
            days=("Velkomst", "Øvelser", ""),
            links=(Link("", "https://emu.dk/plf"),),
        ),
    )
    with in_app() as db:
        services.plan(db.get(Cohort, world.cohort.id), plan, by=db.get(Person, world.karen.id))
    made = session.scalar(sa.select(Activity))
    assert (made.kind, made.number, made.title) == (ActivityKind.SEMINAR, 4, "Ledelse af PLF")
    assert (made.starts_on, made.ends_on) == (date(2026, 12, 3), date(2026, 12, 4))
    assert [level.id for level in made.levels] == [world.leaders.id]
    assert [goal.number for goal in made.goals] == [2]
    assert [person.id for person in made.facilitators] == [world.soren.id]
    assert made.preparation == "Læs\nkapitel 2"
    assert [(day.number, day.programme) for day in made.days] == [(1, "Velkomst"), (2, "Øvelser")]
    assert [(link.title, link.url) for link in made.links] == [("https://emu.dk/plf",) * 2]
    assert (made.published_at, made.sequence) == (None, 0)
    assert [change.kind for change in made.changes] == [ChangeKind.CREATED]
    assert world.cohort.plan_version == 2


def test_planning_without_days_keeps_the_window(world, in_app, session):
    window = When(window_from=date(2026, 8, 15), window_to=date(2026, 12, 2))
    shadowing = ActivityPlan(details=Details(kind=ActivityKind.SHADOWING), when=window)
    with in_app() as db:
        services.plan(db.get(Cohort, world.cohort.id), shadowing, by=None)
    made = session.scalar(sa.select(Activity))
    assert (made.starts_on, made.window_from) == (None, date(2026, 8, 15))
    assert made.changes[0].by is None


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"title": "to\nlinjer"}, "title"),
        ({"place": "nul\x00"}, "place"),
        ({"address": "klokke\x07"}, "address"),
        ({"number": 0}, "number"),
        ({"number": 100}, "number"),
        ({"track_id": 999}, "track_id"),
        ({"level_ids": frozenset({999})}, "level_ids"),
        ({"goal_ids": frozenset({999})}, "goal_ids"),
        ({"objective_ids": frozenset({999})}, "objective_ids"),
        ({"facilitator_ids": frozenset({999})}, "facilitator_ids"),
    ],
)
def test_details_that_no_activity_may_have(world, in_app, details, field):
    plan = ActivityPlan(details=Details(kind=ActivityKind.SEMINAR, **details))
    with in_app() as db, pytest.raises(RuleBrokenError) as refused:
        services.plan(db.get(Cohort, world.cohort.id), plan, by=None)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"ends_on": date(2026, 5, 1)}, "starts_on"),
        ({"starts_on": date(2026, 5, 1), "ends_on": date(2026, 6, 1)}, "ends_on"),
        ({"starts_on": date(1999, 5, 1)}, "starts_on"),
        ({"window_to": date(2101, 5, 1)}, "window_to"),
        ({"window_from": date(2026, 5, 2), "window_to": date(2026, 5, 1)}, "window_to"),
        ({"starts_on": date(2026, 5, 1), "end_time": time(9)}, "start_time"),
        (
            {"starts_on": date(2026, 5, 1), "start_time": time(9), "end_time": time(9)},
            "end_time",
        ),
    ],
)
def test_days_and_times_that_cannot_be(world, in_app, when, field):
    plan = ActivityPlan(details=SEMINAR, when=When(**when))
    with in_app() as db, pytest.raises(RuleBrokenError) as refused:
        services.plan(db.get(Cohort, world.cohort.id), plan, by=None)
    assert refused.value.field == field


def test_an_evening_may_end_earlier_on_a_later_day(world, in_app, session):
    when = days(date(2026, 5, 1), date(2026, 5, 2), start_time=time(17), end_time=time(12))
    with in_app() as db:
        plan = ActivityPlan(details=SEMINAR, when=when)
        services.plan(db.get(Cohort, world.cohort.id), plan, by=None)
    assert session.scalar(sa.select(Activity.end_time)) == time(12)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"preparation": "x" * 5001}, "preparation"),
        ({"bring": "\x1b[2J"}, "bring"),
        ({"days": ("en", "to")}, "days"),
        ({"links": (Link("Se", "javascript:alert(1)"),)}, "links"),
        ({"links": (Link("Se", "https://[::1"),)}, "links"),
        ({"links": (Link("Se", "https://a b.dk"),)}, "links"),
        ({"links": (Link("Se", "https:///sti"),)}, "links"),
        ({"links": (Link("Se", "https://emu.dk"),) * 11}, "links"),
    ],
)
def test_texts_that_are_refused(world, in_app, texts, field):
    plan = ActivityPlan(details=SEMINAR, when=days(date(2026, 5, 1)), texts=Texts(**texts))
    with in_app() as db, pytest.raises(RuleBrokenError) as refused:
        services.plan(db.get(Cohort, world.cohort.id), plan, by=None)
    assert refused.value.field == field


def test_what_word_processors_put_between_words_becomes_spaces(world, in_app, session):
    details = Details(kind=ActivityKind.SEMINAR, title="Ledelse\u00a0af PLF ")
    with in_app() as db:
        services.plan(db.get(Cohort, world.cohort.id), ActivityPlan(details=details), by=None)
    assert session.scalar(sa.select(Activity.title)) == "Ledelse af PLF"


# Editing ------------------------------------------------------------------------------------


def test_editing_what_is_published_counts_for_calendars(world, act, at, session):
    activity = make.ActivityFactory(cohort=world.cohort, number=4, title="Ledelse")
    moment = at(2026, 11, 22, 9)

    def work(activity, karen):
        services.edit(
            activity,
            Details(
                kind=ActivityKind.SEMINAR,
                number=4,
                title="Ledelse af PLF",
                goal_ids=frozenset({world.goals[0].id}),
            ),
            Texts(days=("Formiddag",), links=(Link("EMU", "https://emu.dk"),)),
            version=activity.version,
            by=karen,
            address=ADDRESS,
        )

    act(activity, work, world.karen)
    assert (activity.title, activity.sequence, activity.revised_at) == ("Ledelse af PLF", 1, moment)
    assert [goal.number for goal in activity.goals] == [1]
    assert [change.kind for change in activity.changes] == [ChangeKind.EDITED]
    assert activity.changes[0].by == world.karen
    assert world.cohort.plan_version == 2
    assert not waiting(session)


def test_saving_without_change_changes_nothing(world, act, session):
    activity = make.ActivityFactory(cohort=world.cohort)
    before = state(activity)

    def work(activity, karen):
        services.edit(
            activity,
            details_of(activity),
            services.texts_of(activity),
            version=activity.version - 1,  # a form sent twice is stale the second time
            by=karen,
            address=ADDRESS,
        )

    act(activity, work, world.karen)
    assert state(activity) == before
    assert world.cohort.plan_version == 1
    assert not activity.changes


def test_two_revisions_within_a_second_are_a_second_apart(world, act, at):
    moment = at(2026, 11, 22, 9)
    activity = make.ActivityFactory(cohort=world.cohort, revised_at=moment)

    def work(activity, karen):
        services.prepare(
            activity, Texts(bring="Blyant"), version=activity.version, by=karen, address=ADDRESS
        )

    act(activity, work, world.karen)
    assert activity.revised_at == moment + timedelta(seconds=1)


def test_editing_a_draft_leaves_no_trace_in_calendars(world, act):
    activity = make.ActivityFactory(cohort=world.cohort, published_at=None)

    def work(activity, karen):
        services.prepare(
            activity, Texts(bring="Blyant"), version=activity.version, by=karen, address=ADDRESS
        )

    act(activity, work, world.karen)
    assert (activity.bring, activity.sequence, activity.changes) == ("Blyant", 0, [])


def test_preparing_again_with_the_same_words_changes_nothing(world, act):
    activity = make.ActivityFactory(cohort=world.cohort, bring="Blyant")
    before = state(activity)

    def work(activity, soren):
        texts = Texts(bring=" Blyant ")
        services.prepare(activity, texts, version=0, by=soren, address=ADDRESS)

    act(activity, work, world.soren)
    assert state(activity) == before


def test_days_are_rewritten_in_their_places(world, act):
    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 5)
    )

    def write(*texts):
        def work(activity, soren):
            services.prepare(
                activity, Texts(days=texts), version=activity.version, by=soren, address=ADDRESS
            )

        act(activity, work, world.soren)
        return [(day.number, day.programme) for day in activity.days]

    assert write("a", "b", "c") == [(1, "a"), (2, "b"), (3, "c")]
    assert write("b", "", "x") == [(1, "b"), (3, "x")]
    assert write("b") == [(1, "b")]


def test_an_older_version_meets_the_newer_text(world, act):
    activity = make.ActivityFactory(cohort=world.cohort, bring="Kuglepen")

    def work(activity, soren):
        with pytest.raises(ConflictError) as met:
            services.prepare(
                activity,
                Texts(bring="Blyant"),
                version=activity.version - 1,
                by=soren,
                address=ADDRESS,
            )
        return met.value

    error = act(activity, work, world.soren)
    assert list(error.mine.values()) == ["Blyant"]
    assert list(error.theirs.values()) == ["Kuglepen"]
    assert error.address == ADDRESS
    assert activity.bring == "Kuglepen"


def test_who_has_left_the_cohort_may_stay_as_facilitator_but_nobody_new_from_outside(world, act):
    gone = make.PersonFactory(name="Gammel Facilitator")
    activity = make.ActivityFactory(cohort=world.cohort, facilitators=[gone])

    def work(keys):
        def edit(activity, karen):
            services.edit(
                activity,
                Details(kind=ActivityKind.SEMINAR, facilitator_ids=frozenset(keys)),
                Texts(),
                version=activity.version,
                by=karen,
                address=ADDRESS,
            )

        return edit

    act(activity, work({gone.id, world.soren.id}), world.karen)
    assert {person.id for person in activity.facilitators} == {gone.id, world.soren.id}
    with pytest.raises(RuleBrokenError):
        act(activity, work({world.peter.id}), world.karen)


# Moving -------------------------------------------------------------------------------------


@pytest.fixture
def seminar(world):
    """Published, for leaders of leaders, with a facilitator."""
    return make.ActivityFactory(
        cohort=world.cohort,
        starts_on=date(2026, 12, 3),
        ends_on=date(2026, 12, 4),
        levels=[world.leaders],
        audience=Audience.LEADERS,
        facilitators=[world.soren],
    )


def moved_to(when, reason=""):
    return lambda activity, by: services.move(
        activity, when, reason=reason, version=activity.version, by=by, address=ADDRESS
    )


def undone(activity, by):
    services.undo(services.undoable(activity), by=by)


def test_a_move_keeps_identity_and_remembers_the_first_day(world, seminar, act, at, session):
    uid, moment = seminar.uid, at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10)), "Sne"), world.karen)
    assert (seminar.uid, seminar.sequence, seminar.revised_at) == (uid, 1, moment)
    assert (seminar.starts_on, seminar.moved_from) == (date(2026, 12, 10), date(2026, 12, 3))
    change = seminar.changes[0]
    assert (change.kind, change.reason, change.by) == (ChangeKind.MOVED, "Sne", world.karen)
    assert (change.old_starts_on, change.old_ends_on) == (date(2026, 12, 3), date(2026, 12, 4))
    assert world.cohort.plan_version == 2
    act(seminar, moved_to(days(date(2026, 12, 17))), world.karen)
    assert seminar.moved_from == date(2026, 12, 3)
    act(seminar, moved_to(days(date(2026, 12, 3), date(2026, 12, 4))), world.karen)
    assert seminar.moved_from is None


def test_a_move_tells_those_who_have_it_in_their_plan_ten_minutes_later(
    world, seminar, act, at, session
):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    mails = waiting(session)
    assert {mail.person_id for mail in mails} == {world.soren.id, world.mette.id}
    assert {mail.due_at for mail in mails} == {datetime(2026, 11, 22, 9, 10, tzinfo=UTC)}
    assert {mail.template for mail in mails} == {"activities/changed"}


def test_several_changes_before_anybody_is_told_are_one_mail(world, seminar, act, at, session):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    first = waiting(session)[0].keys["change"]
    at(2026, 11, 22, 9, 5)
    act(seminar, lambda activity, by: services.cancel(activity, by=by), world.karen)
    mails = waiting(session)
    assert len(mails) == 2
    assert {mail.keys["change"] for mail in mails} == {first}
    assert {mail.due_at for mail in mails} == {datetime(2026, 11, 22, 9, 15, tzinfo=UTC)}


def test_after_the_mail_has_left_the_next_change_is_a_mail_of_its_own(
    world, seminar, act, at, session
):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    for mail in waiting(session):
        mail.sent_at = mail.due_at
    at(2026, 11, 22, 10)
    act(seminar, moved_to(days(date(2026, 12, 11))), world.karen)
    assert sorted(mail.sent_at is None for mail in waiting(session)) == [False, False, True, True]


def test_moving_to_where_it_is_changes_nothing(world, seminar, act, session):
    before = state(seminar)
    stay = days(date(2026, 12, 3), date(2026, 12, 4))
    assert act(seminar, moved_to(stay), world.karen) is None
    assert state(seminar) == before
    assert not waiting(session)


def test_moving_a_draft_tells_nobody_and_hides_that_it_lay_elsewhere(world, act, session):
    draft = make.ActivityFactory(cohort=world.cohort, published_at=None)
    act(draft, moved_to(days(date(2026, 12, 10))), world.karen)
    assert (draft.sequence, draft.moved_from) == (0, None)
    assert not waiting(session)


def test_giving_a_first_date_is_no_move_away_from_one(world, act):
    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=None, ends_on=None, window_from=date(2026, 8, 15)
    )
    act(activity, moved_to(days(date(2026, 9, 1))), world.karen)
    assert (activity.starts_on, activity.moved_from) == (date(2026, 9, 1), None)
    act(activity, moved_to(When()), world.karen)
    assert (activity.starts_on, activity.moved_from) == (None, None)


def test_moving_meets_a_newer_date(world, seminar, act):
    def work(activity, by):
        with pytest.raises(ConflictError) as met:
            services.move(activity, days(date(2026, 12, 10)), version=0, by=by, address=ADDRESS)
        return met.value

    error = act(seminar, work, world.karen)
    assert list(error.mine.values()) == ["torsdag den 10. december 2026"]
    assert list(error.theirs.values()) == ["torsdag den 3.–fredag den 4. december 2026"]


def test_a_conflict_about_times_shows_times(world, act):
    undated = make.ActivityFactory(cohort=world.cohort, starts_on=None, ends_on=None)

    def work(activity, by):
        when = days(date(2026, 12, 10), start_time=time(9), end_time=time(15, 30))
        with pytest.raises(ConflictError) as met:
            services.move(activity, when, version=0, by=by, address=ADDRESS)
        return met.value

    error = act(undated, work, world.karen)
    assert list(error.mine.values()) == ["torsdag den 10. december 2026", "kl. 9.00–15.30"]
    assert list(error.theirs.values()) == ["–", "–"]


def test_a_reason_has_a_length(world, seminar, act):
    with pytest.raises(RuleBrokenError) as refused:
        act(seminar, moved_to(days(date(2026, 12, 10)), "x" * 501), world.karen)
    assert refused.value.field == "reason"


def test_what_is_cancelled_is_restored_before_it_is_moved(world, seminar, act):
    act(seminar, lambda activity, by: services.cancel(activity, by=by), world.karen)
    with pytest.raises(RuleBrokenError):
        act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)


def test_moving_a_session_numbers_the_series_anew(world, act, session):
    sessions = [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            title=title,
            starts_on=date(2026, month, 2),
        )
        for number, title, month in ((1, "Åbning", 2), (2, "Aflære", 3), (3, "Slut", 4))
    ]
    other = make.ActivityFactory(cohort=world.cohort, number=2, starts_on=date(2026, 3, 20))
    act(sessions[0], moved_to(days(date(2026, 3, 16))), world.karen)
    assert [each.number for each in sessions] == [2, 1, 3]
    assert [each.sequence for each in sessions] == [1, 1, 0]
    assert other.number == 2
    assert len(session.scalars(sa.select(ActivityChange)).all()) == 1
    act(sessions[0], undone, world.karen)
    assert [each.number for each in sessions] == [1, 2, 3]


def test_a_session_without_number_stays_without(world, act):
    activity = make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.COURSE_SESSION, number=None
    )
    act(activity, moved_to(days(date(2026, 3, 16))), world.karen)
    assert activity.number is None


# Cancelling and restoring -------------------------------------------------------------------


def test_cancelling_and_restoring_keep_the_activity(world, seminar, act, at, session):
    moment = at(2026, 11, 22, 9)

    def cancelled(activity, by):
        return services.cancel(activity, reason="Sygdom", by=by)

    act(seminar, cancelled, world.karen)
    assert (seminar.cancelled_at, seminar.sequence) == (moment, 1)
    assert seminar.changes[0].reason == "Sygdom"
    act(seminar, lambda activity, by: services.restore(activity, by=by), world.karen)
    assert (seminar.cancelled_at, seminar.sequence) == (None, 2)
    assert len(waiting(session)) == 2


def test_twice_is_once(world, seminar, act, session):
    def cancelled(activity, by):
        return services.cancel(activity, by=by)

    assert act(seminar, cancelled, world.karen)
    before = state(seminar)
    assert act(seminar, cancelled, world.karen) is None
    assert state(seminar) == before
    act(seminar, lambda activity, by: services.restore(activity, by=by), world.karen)
    assert act(seminar, lambda activity, by: services.restore(activity, by=by), world.karen) is None
    assert seminar.sequence == 2


def test_a_draft_is_not_cancelled_but_deleted(world, act, session):
    draft = make.ActivityFactory(cohort=world.cohort, published_at=None, levels=[world.leaders])
    with pytest.raises(RuleBrokenError):
        act(draft, lambda activity, by: services.cancel(activity, by=by), world.karen)
    act(draft, moved_to(days(date(2026, 12, 10))), world.karen)
    act(draft, lambda activity, by: services.delete_draft(activity, by=by), world.karen)
    assert session.scalar(sa.select(sa.func.count()).select_from(Activity)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(ActivityChange)) == 0


def test_what_members_have_seen_is_not_deleted(world, seminar, act):
    with pytest.raises(RuleBrokenError):
        act(seminar, lambda activity, by: services.delete_draft(activity, by=by), world.karen)


# Undoing ------------------------------------------------------------------------------------


def test_undoing_a_move_puts_all_back_and_withdraws_the_mail(world, seminar, act, at, session):
    at(2026, 11, 22, 9)
    before = services.when_of(seminar)
    act(seminar, moved_to(days(date(2026, 12, 10), start_time=time(9))), world.karen)
    moment = at(2026, 11, 22, 9, 9)
    act(seminar, undone, world.karen)
    assert services.when_of(seminar) == before
    assert (seminar.moved_from, seminar.sequence) == (None, 2)
    assert seminar.changes[0].undone_at == moment
    assert seminar.changes[0].undone_by == world.karen
    assert not waiting(session)


def test_undoing_the_later_of_two_changes_keeps_the_mail_of_the_first(
    world, seminar, act, at, session
):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    act(seminar, lambda activity, by: services.cancel(activity, by=by), world.karen)
    act(seminar, undone, world.karen)
    assert not seminar.is_cancelled
    assert len(waiting(session)) == 2
    act(seminar, undone, world.karen)
    assert seminar.starts_on == date(2026, 12, 3)
    assert not waiting(session)


def test_undoing_a_restoring_cancels_again(world, seminar, act, at):
    at(2026, 11, 22, 9)
    act(seminar, lambda activity, by: services.cancel(activity, by=by), world.karen)
    act(seminar, lambda activity, by: services.restore(activity, by=by), world.karen)
    act(seminar, undone, world.karen)
    assert seminar.is_cancelled


def test_undoing_the_window_of_an_undated_activity(world, act):
    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=None, ends_on=None, window_from=date(2026, 8, 15)
    )
    act(activity, moved_to(When(window_from=date(2026, 9, 1))), world.karen)
    act(activity, undone, world.karen)
    assert activity.window_from == date(2026, 8, 15)


def test_after_ten_minutes_it_is_too_late(world, seminar, act, at):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    at(2026, 11, 22, 9, 10)
    change = seminar.changes[0]

    def late(activity, by):
        assert services.undoable(activity) is None
        services.undo(activity.changes[0], by=by)

    with pytest.raises(RuleBrokenError):
        act(seminar, late, world.karen)
    assert change.undone_at is None
    assert seminar.starts_on == date(2026, 12, 10)


def test_undoing_twice_is_once(world, seminar, act, at):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    act(seminar, undone, world.karen)
    act(seminar, lambda a, by: services.undo(a.changes[0], by=by), world.karen)
    assert seminar.sequence == 2
    assert services.undoable(seminar) is None


def test_a_command_undoes_in_nobodys_name(world, seminar, act, at):
    at(2026, 11, 22, 9)
    act(seminar, moved_to(days(date(2026, 12, 10))), world.karen)
    act(seminar, lambda a, _karen: services.undo(services.undoable(a), by=None), world.karen)
    assert seminar.changes[0].undone_at is not None
    assert seminar.changes[0].undone_by is None


# Publishing and telling ---------------------------------------------------------------------


def test_publishing_takes_all_drafts_of_the_cohort_and_no_other(world, in_app, at):
    moment = at(2026, 11, 22, 9)
    drafts = [make.ActivityFactory(cohort=world.cohort, published_at=None) for _ in range(2)]
    old = make.ActivityFactory(cohort=world.cohort)
    other = make.ActivityFactory(published_at=None)
    before = state(old)
    with in_app():
        assert len(services.publish(world.cohort.id, by=None)) == 2
    assert [draft.published_at for draft in drafts] == [moment] * 2
    assert [draft.revised_at for draft in drafts] == [moment] * 2
    assert [draft.changes[0].kind for draft in drafts] == [ChangeKind.PUBLISHED] * 2
    assert (state(old), other.published_at) == (before, None)
    with in_app():
        assert services.publish(world.cohort.id, by=None) == []


@pytest.mark.parametrize(
    ("audience", "levelled", "expected"),
    [
        (Audience.JOINT, False, {"mette", "jonas", "amina"}),
        (Audience.JOINT, True, {"mette", "amina"}),
        (Audience.LEADERS, False, {"mette", "jonas"}),
        (Audience.LEADERS, True, {"mette"}),
        (Audience.EMPLOYEES, True, {"amina"}),
    ],
)
def test_told_are_those_whose_plan_has_it(world, in_app, audience, levelled, expected):
    activity = make.ActivityFactory(
        cohort=world.cohort, audience=audience, levels=[world.leaders] if levelled else []
    )
    with in_app() as db:
        found = told(db.get(Activity, activity.id))
    assert found == sorted(getattr(world, name).id for name in expected)


def test_nobody_with_a_closed_account_or_an_ended_place_is_told(world, in_app):
    activity = make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren])
    world.mette.disabled_at = make.LONG_AGO
    for enrolment in world.cohort.enrolments:
        if enrolment.person_id == world.jonas.id:
            enrolment.ended_at = make.LONG_AGO
    with in_app() as db:
        assert told(db.get(Activity, activity.id)) == [world.soren.id, world.amina.id]
