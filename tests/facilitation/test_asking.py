"""Asking and answering below the web: the rules, the mails, the tokens."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from programme.activities.asking import Standing, standing
from programme.activities.models import FacilitatorAnswer, FacilitatorRequest
from programme.activities.queries.asking import asked_about, asked_of
from programme.audit.models import AuditRow
from programme.core import clock
from programme.core.errors import RuleBrokenError
from programme.facilitation import services
from programme.people.models import Locale
from programme.people.sessions import hashed
from tests import factories as make

ACCEPTED, DECLINED = FacilitatorAnswer.ACCEPTED, FacilitatorAnswer.DECLINED
ASKED, TOLD = services.ASKED, services.DECLINED


@pytest.fixture
def answer(in_app, world, request_of):
    """`answer("vera", DECLINED)` answers signed in."""

    def run(name, given, note=""):
        key = request_of(name).id
        with in_app() as db:
            services.answer(db.get(FacilitatorRequest, key), given, note)

    return run


@pytest.fixture
def stands(app, session, world):
    """`stands()` is how it stands with each facilitator of the seminar, by first name."""

    def look():
        session.commit()
        with app.app_context():
            asked = asked_of(world.cohort.id, clock.today()).get(world.activity.id, ())
            assert asked == asked_about([world.activity.id]).get(world.activity.id, ())
        return {each.name.split()[0]: each.standing for each in asked}

    return look


# Asking ---------------------------------------------------------------------------------------


def test_asking_queues_a_mail_without_a_token(world, ask, request_of, queued, session):
    version = world.cohort.plan_version
    assert ask("soren", "vera") == 2
    assert [row.person_id for row in queued(ASKED)] == [world.soren.id, world.vera.id]
    request = request_of("vera")
    assert (request.starts_on, request.ends_on) == (date(2026, 12, 17), date(2026, 12, 18))
    assert (request.token_hash, request.answer, request.asked_by_id) == (None, None, world.karen.id)
    assert request.expires_at == datetime(2026, 12, 16, 23, tzinfo=UTC)  # Danish midnight
    assert world.cohort.plan_version > version
    assert session.scalars(sa.select(AuditRow.action)).all() == ["asked", "asked"]


def test_a_question_stands_thirty_days_at_most(world, ask, request_of, now):
    world.activity.starts_on = world.activity.ends_on = date(2027, 12, 17)
    ask("vera")
    assert request_of("vera").expires_at == now + timedelta(days=30)


def _end_place(world, now):
    """Vera facilitates the cohort no more, and stands on the activity still."""
    for place in world.cohort.enrolments:
        if place.person_id == world.vera.id:
            place.ended_at = now


def test_only_the_activitys_facilitators_with_an_open_account_are_asked(world, ask, queued, now):
    world.soren.disabled_at = now
    _end_place(world, now)
    version = world.cohort.plan_version
    assert ask("mette", "soren", "vera") == 0
    assert queued(ASKED) == []
    assert world.cohort.plan_version == version


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled_at": make.LONG_AGO},
        {"starts_on": None, "ends_on": None, "start_time": None, "end_time": None},
        {"starts_on": date(2026, 11, 22), "ends_on": date(2026, 11, 22)},
    ],
    ids=["cancelled", "undated", "begun"],
)
def test_there_must_be_days_to_come(world, ask, change):
    for name, value in change.items():
        setattr(world.activity, name, value)
    with pytest.raises(RuleBrokenError):
        ask("vera")


def test_a_button_pressed_twice_is_one_question(world, ask, queued, link, request_of):
    path = link("vera")
    kept = request_of("vera").token_hash
    ask("vera")
    assert len(queued(ASKED)) == 1
    assert request_of("vera").token_hash == kept == hashed(path.removeprefix("/svar/"))


def test_asking_again_later_voids_the_old_question(world, ask, at, queued, request_of, answer):
    ask("vera")
    answer("vera", DECLINED, "Ferie")
    at(2026, 11, 23, 9)
    ask("vera", by=None)
    request = request_of("vera")
    assert (request.answer, request.note, request.answered_at) == (None, "", None)
    assert (request.token_hash, request.asked_by_id) == (None, None)
    assert len(queued(ASKED)) == 1  # the one that had not left is withdrawn
    assert queued(TOLD) == []


# Standing -------------------------------------------------------------------------------------


def test_answers_hold_for_the_very_days(world, ask, answer, stands):
    assert stands() == {"Soren": Standing.NOT_ASKED, "Vera": Standing.NOT_ASKED}
    ask("soren", "vera")
    answer("soren", ACCEPTED)
    assert stands() == {"Soren": Standing.ACCEPTED, "Vera": Standing.WAITING}
    answer("vera", DECLINED)
    assert stands()["Vera"] is Standing.DECLINED
    world.activity.start_time = time(10)
    assert stands() == {"Soren": Standing.ASK_AGAIN, "Vera": Standing.ASK_AGAIN}
    world.activity.start_time = time(9)
    assert stands()["Soren"] is Standing.ACCEPTED  # moved back: the answer counts again
    world.activity.cancelled_at = make.LONG_AGO
    assert stands() == {}


def test_the_words_of_a_standing(world, ask, app, session, at):
    ask("vera")
    at(2026, 12, 17, 9)
    session.commit()
    with app.app_context():
        soren, vera = asked_about([world.activity.id])[world.activity.id]
    assert (soren.word("da"), vera.word("da"), vera.word("en")) == (
        "",
        "ikke svaret",
        "no answer yet",
    )
    assert (soren.is_over, vera.is_over) == (False, True)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(None, Standing.WAITING), (ACCEPTED, Standing.ACCEPTED), (DECLINED, Standing.DECLINED)],
)
def test_standing_is_pure(answer, expected):
    days = (date(2026, 12, 17), date(2026, 12, 17), None, None)
    assert standing(answer, days, days) is expected
    assert standing(answer, None, days) is Standing.NOT_ASKED
    assert standing(answer, (date(2026, 12, 16), *days[1:]), days) is Standing.ASK_AGAIN


# Answering ------------------------------------------------------------------------------------


def test_an_answer_changes_the_plan_and_is_written_down(world, ask, answer, request_of, session):
    ask("vera")
    version = world.cohort.plan_version
    answer("vera", ACCEPTED, "  Jeg kommer 8.30  ")
    request = request_of("vera")
    assert (request.answer, request.note) == (ACCEPTED, "Jeg kommer 8.30")
    assert world.cohort.plan_version > version
    last = session.scalars(sa.select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert (last.action, last.thing, last.actor_id) == (
        "accepted",
        "facilitator_request",
        world.vera.id,
    )
    version = world.cohort.plan_version
    answer("vera", ACCEPTED, "Jeg kommer 8.30")
    assert world.cohort.plan_version == version


def test_a_coordinator_hears_once_of_a_no_and_not_of_one_taken_back(world, ask, answer, queued):
    ask("vera")
    answer("vera", DECLINED)
    answer("vera", DECLINED, "Jeg er i Bergen")
    assert [row.person_id for row in queued(TOLD)] == [world.karen.id]
    answer("vera", ACCEPTED)
    assert queued(TOLD) == []


def test_who_asked_and_left_is_not_told_but_who_coordinates_now(world, ask, answer, queued, now):
    ask("vera")
    world.karen.disabled_at = now
    answer("vera", DECLINED)
    assert [row.person_id for row in queued(TOLD)] == [world.lone.id]


def test_with_nobody_to_tell_nobody_is_told(world, ask, answer, queued, now):
    ask("vera", by=None)
    world.karen.disabled_at = world.lone.disabled_at = now
    answer("vera", DECLINED)
    assert queued(TOLD) == []


def test_a_long_note_is_refused(world, ask, answer):
    ask("vera")
    with pytest.raises(RuleBrokenError) as refused:
        answer("vera", ACCEPTED, "x" * 10_000)
    assert refused.value.field == "note"


VOIDED = {
    "moved": lambda w, _now: setattr(w.activity, "ends_on", date(2026, 12, 19)),
    "cancelled": lambda w, now: setattr(w.activity, "cancelled_at", now),
    "replaced as facilitator": lambda w, _now: setattr(w.activity, "facilitators", [w.soren]),
    "account closed": lambda w, now: setattr(w.vera, "disabled_at", now),
    "left the cohort": _end_place,
}


@pytest.mark.parametrize("what", VOIDED)
def test_what_voids_a_question(world, ask, answer, now, what, in_app, link):
    token = link("vera").removeprefix("/svar/")
    VOIDED[what](world, now)
    with pytest.raises(RuleBrokenError):
        answer("vera", ACCEPTED)
    with in_app():
        assert services.answer_by_link(token, ACCEPTED, "") is None


def test_time_voids_a_question(world, ask, answer, at):
    ask("vera")
    at(2026, 12, 16, 22, 59)
    answer("vera", ACCEPTED)
    at(2026, 12, 16, 23)
    with pytest.raises(RuleBrokenError):
        answer("vera", DECLINED)


# Mails ----------------------------------------------------------------------------------------


def test_the_question_as_a_mail(world, ask, queued, written, request_of):
    ask("vera")
    row = queued(ASKED)[0]
    assert set(row.keys) == {"request", "asked"}
    letter = written(row)
    assert letter.subject == (
        "Kan du til Seminar 4 | Ledelse af PLF torsdag den 17.–fredag den 18. december 2026?"
    )
    for words in (
        "Karen Testsen spørger, om du kan være facilitator:",
        "Hold Æblerød",
        "torsdag den 17.–fredag den 18. december 2026 kl. 9.00–15.00",
        "Nyborg Strand, Lokale 3, Østersøvej 2",
        "Du behøver ikke at logge ind",
    ):
        assert words in letter.text
    token = re.search(r"/svar/(\S+)", letter.text)[1]
    assert len(token) >= 43
    assert request_of("vera").token_hash == hashed(token)


def test_the_token_stands_nowhere_in_the_database(world, link, session, app):
    token = link("vera").removeprefix("/svar/")
    session.commit()
    with app.app_context():
        for table in sa.inspect(session.connection()).get_table_names():
            for row in session.execute(sa.select(sa.text("*")).select_from(sa.table(table))):
                assert token not in repr(tuple(row)), table


def test_a_later_mail_voids_the_link_of_an_earlier_one(world, ask, queued, written, in_app):
    ask("vera")
    row = queued(ASKED)[0]
    tokens = [re.search(r"/svar/(\S+)", written(row).text)[1] for _ in range(2)]
    with in_app():
        assert services.answer_by_link(tokens[0], ACCEPTED, "") is None
        assert services.answer_by_link(tokens[1], ACCEPTED, "") is not None


def test_a_question_that_has_lost_its_reason_is_not_mailed(
    world, ask, queued, written, answer, at, session
):
    ask("vera")
    row = queued(ASKED)[0]
    answer("vera", ACCEPTED)
    assert written(row) is None  # answered on the page
    at(2026, 11, 23, 9)
    stale = type(row)(template=row.template, person_id=row.person_id, keys=dict(row.keys))
    ask("vera")
    assert written(stale) is None  # asked anew since
    fresh = queued(ASKED)[0]
    world.activity.starts_on = date(2026, 12, 16)
    assert written(fresh) is None  # moved
    session.delete(row_of(session))
    assert written(fresh) is None  # gone


def row_of(session):
    return session.scalar(sa.select(FacilitatorRequest))


def test_a_question_is_for_the_one_who_was_asked(world, ask, queued, written):
    ask("vera", by=None)
    row = queued(ASKED)[0]
    wrong = type(row)(template=row.template, person_id=world.soren.id, keys=dict(row.keys))
    assert written(wrong) is None
    world.activity.place = world.activity.address = ""
    world.activity.start_time = world.activity.end_time = None
    assert written(row) is None
    world.activity.start_time, world.activity.end_time = time(9), time(15)
    letter = written(row)
    assert "Du bliver spurgt, om du kan være facilitator:" in letter.text
    assert "Nyborg" not in letter.text


def test_the_mail_about_a_no(world, ask, answer, queued, written):
    ask("vera")
    answer("vera", DECLINED, "Jeg er i Bergen")
    row = queued(TOLD)[0]
    letter = written(row)
    assert letter.subject == "Vera Testsen kan ikke til Seminar 4 | Ledelse af PLF"
    assert "Bemærkning:\nJeg er i Bergen" in letter.text
    assert f"https://lederforloeb.test/aktivitet/{world.activity.id}" in letter.text
    assert "/svar/" not in letter.text
    taken = type(row)(template=row.template, person_id=row.person_id, keys=dict(row.keys))
    answer("vera", ACCEPTED)
    assert written(taken) is None  # taken by the worker before it was withdrawn


def test_in_english(world, ask, queued, written, answer):
    world.vera.locale = world.karen.locale = Locale.ENGLISH
    ask("vera")
    letter = written(queued(ASKED)[0])
    assert letter.subject.startswith("Can you do Seminar 4")
    assert "until 17 December 2026" in letter.text
    answer("vera", DECLINED)
    assert written(queued(TOLD)[0]).subject.startswith("Vera Testsen cannot do")
