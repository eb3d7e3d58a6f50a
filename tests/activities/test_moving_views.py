"""What stands on the pages of a change before it is made, and of those that wait."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme.activities.models import (
    Activity,
    ActivityChange,
    ChangeBatch,
    DraftChange,
    FacilitatorAnswer,
    FacilitatorRequest,
    FindingOverride,
    FindingSetting,
    Severity,
)
from programme.outbox.models import OutboxMail
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def seminar(world):
    return make.ActivityFactory(
        cohort=world.cohort,
        number=4,
        title="Ledelse af PLF",
        starts_on=date(2026, 12, 3),
        ends_on=date(2026, 12, 4),
        place="Kursuscentret",
        address="Strandengen 4",
        preparation="Skriv fem linjer.",
        facilitators=[world.soren],
    )


@pytest.fixture
def meeting(world):
    return make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.NETWORK_MEETING,
        number=4,
        title="",
        starts_on=date(2027, 1, 7),
    )


@pytest.fixture
def karen(world, sign_in):
    return sign_in(world.karen)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def flyt(activity):
    return f"/aktivitet/{activity.id}/flyt"


def kladder(world):
    return f"/hold/{world.cohort.id}/aendringer/kladder"


def move(browser, activity, day="10-12-2026", **more):
    data = {"version": activity.version, "day": day, "length": "2", "draft": "0"} | more
    return browser.post(flyt(activity), data)


def publish(browser, world, **more):
    page = browser.get(kladder(world)).text
    fields = dict(re.findall(r'<input type="hidden" name="(seen|accepted)" value="([^"]*)"', page))
    return browser.post(kladder(world), fields | more)


# What a change would do ---------------------------------------------------------------------


def test_a_day_alone_in_the_address_shows_at_once_what_happens(seminar, meeting, karen):
    shown = karen.get(flyt(seminar), query_string={"day": "2026-12-15", "next": "/hold/1"})
    text = text_of(shown)
    assert shown.status_code == 200
    assert "tirsdag den 15.–onsdag den 16. december 2026" in text
    assert "22 dage før Netværksmøde 4" in text
    assert 'name="next" value="/hold/1"' in shown.text


def test_the_people_are_named_by_what_they_are(seminar, meeting, karen):
    text = text_of(karen.get(flyt(seminar), query_string={"day": "2026-12-15"}))
    assert "4 personer" in text
    assert "Deltagere (2) Jonas Testsen, Mette Testsen" in text
    assert "Udpegede medarbejdere (1) Amina Testsen Facilitatorer (1) Soren Testsen" in text
    assert "Sted: Kursuscentret, Strandengen 4" in text
    assert "Forberedelsen følger med. Den skal være klar tirsdag den 15. december 2026." in text
    assert "4 personer får besked på mail" in text


def test_who_is_named_is_told_beside_the_cohort(world, karen, session):
    closed = make.PersonFactory(name="Lukket Konto", disabled_at=make.LONG_AGO)
    left = make.PersonFactory(name="Ude Afholdet")
    make.EnrolmentFactory(cohort=world.cohort, person=left, ended_at=make.LONG_AGO)
    pair = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.SHADOWING,
        audience=Audience.NAMED,
        named=[world.mette, world.peter, closed, left],
    )
    text = text_of(karen.get(flyt(pair), query_string={"day": "2026-12-15"}))
    assert "3 personer Udvalgte (3) Lukket Konto, Mette Testsen, Peter Testsen" in text
    assert "2 personer får besked på mail" in text


def test_what_hangs_on_the_days_is_told(world, seminar, karen, session):
    pair = make.ActivityFactory(
        cohort=world.cohort,
        kind=ActivityKind.SHADOWING,
        audience=Audience.NAMED,
        named=[world.mette, world.jonas],
        part_of_id=seminar.id,
        starts_on=date(2026, 12, 8),
    )
    seminar.answers_until = date(2026, 12, 1)
    for person, answer in ((world.soren, FacilitatorAnswer.ACCEPTED), (world.karen, None)):
        session.add(
            FacilitatorRequest(
                activity=seminar,
                person=person,
                asked_at=make.LONG_AGO,
                starts_on=seminar.starts_on,
                ends_on=seminar.ends_on,
                expires_at=datetime(2026, 12, 1, tzinfo=UTC),
                answer=answer,
            )
        )
    session.add(
        OutboxMail(
            template="attendance/reminder",
            person_id=world.mette.id,
            keys={"activity": seminar.id},
            created_at=make.LONG_AGO,
            due_at=make.LONG_AGO,
            attempts=0,
        )
    )
    session.flush()
    text = text_of(karen.get(flyt(seminar), query_string={"day": "2026-11-26"}))
    assert "Jonas Testsen, Mette Testsen har aftalt tirsdag den 8. december 2026." in text
    assert "Der kan svares til og med tirsdag den 1. december 2026, og det er for sent nu." in text
    assert "Soren Testsen har sagt ja til 3.–4. december 2026: spørg igen." in text
    assert "Karen Testsen er spurgt om 3.–4. december 2026: spørg igen." in text
    assert "1 anden mail om den venter" in text
    later = text_of(karen.get(flyt(seminar), query_string={"day": "2026-12-15"}))
    assert "Der kan svares til og med tirsdag den 1. december 2026 som hidtil." in later
    same_days = {"day": "2026-12-03", "start_time": "9"}
    assert "spørg igen" not in text_of(karen.get(flyt(seminar), query_string=same_days))
    assert pair.starts_on == date(2026, 12, 8)


def test_new_numbers_and_a_programme_that_is_too_long(world, karen, session):
    from programme.activities.models import ActivityDay

    parts = [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            title=f"Tema {number}",
            starts_on=date(2026, 12, number),
            ends_on=date(2026, 12, number),
        )
        for number in (1, 2)
    ]
    parts[0].ends_on = date(2026, 12, 1)
    parts[0].days = [ActivityDay(number=n, programme="Program") for n in (1, 2)]
    session.flush()
    text = text_of(karen.get(flyt(parts[0]), query_string={"day": "2026-12-09"}))
    assert "Seance 2 | Tema 2 bliver til Seance 1. Seance 1 | Tema 1 bliver til Seance 2." in text
    assert "Programmet har flere dage, end aktiviteten får." in text


def test_what_is_solved_and_what_stood_before_is_said(world, seminar, karen):
    seminar.starts_on = seminar.ends_on = date(2026, 12, 25)
    solved = karen.get(flyt(seminar), query_string={"day": "2026-12-15", "length": "1"})
    assert "Løst med ændringen Juledag" in text_of(solved)
    stands = {"day": "2026-12-25", "start_time": "9"}
    assert "Stod der i forvejen Juledag" in text_of(karen.get(flyt(seminar), query_string=stands))


def test_another_cohort_is_named_to_who_may_see_it_only(world, seminar, sign_in, session):
    theirs = make.CohortFactory(programme=world.programme)
    make.ActivityFactory(
        cohort=theirs,
        title="Hemmeligt tema",
        starts_on=date(2026, 12, 15),
        facilitators=[world.soren],
    )
    karen = sign_in(world.karen)
    text = text_of(karen.get(flyt(seminar), query_string={"day": "2026-12-15"}))
    assert "Soren Testsen er optaget" in text
    assert "Hemmeligt tema" not in text
    make.GrantFactory(person=world.karen, cohort_id=theirs.id)
    text = text_of(karen.get(flyt(seminar), query_string={"day": "2026-12-15"}))
    assert f"Soren Testsen er optaget – Seminar 1 | Hemmeligt tema · {theirs.name}" in text


def test_a_warning_needs_a_reason_which_is_kept(world, seminar, karen, session):
    shown = karen.get(flyt(seminar), query_string={"day": "2026-12-25", "length": "1"})
    assert "Hvorfor datoen er i orden" in shown.text
    seal = re.search(r'name="accepted" value="(\w+)"', shown.text)[1]
    unseen = move(karen, seminar, "2026-12-25", length="1", accept_reason="Det er aftalt.")
    assert unseen.status_code == 422
    without = move(karen, seminar, "2026-12-25", length="1", accepted=seal)
    assert without.status_code == 422
    assert "Det sker der" in without.text
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 3)
    done = move(
        karen, seminar, "2026-12-25", length="1", accepted=seal, accept_reason="Det er aftalt."
    )
    assert done.status_code == 303
    [kept] = session.scalars(sa.select(FindingOverride)).all()
    assert (kept.reason, kept.by_id, kept.activity_id) == (
        "Det er aftalt.",
        world.karen.id,
        seminar.id,
    )


def test_what_is_blocked_is_refused(world, seminar, karen, session):
    session.add(
        FindingSetting(cohort_id=world.cohort.id, code="public_holiday", severity=Severity.BLOCK)
    )
    shown = karen.get(flyt(seminar), query_string={"day": "2026-12-25", "length": "1"})
    assert "Det her skal ændres først: Juledag" in text_of(shown)
    answer = move(karen, seminar, "2026-12-25", length="1", accept_reason="Alligevel")
    assert answer.status_code == 422
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 3)


def test_cancelling_and_restoring_show_what_happens(seminar, karen, session):
    text = text_of(karen.get(f"/aktivitet/{seminar.id}/aflys"))
    assert "Det sker der" in text
    assert "Forberedelse og program bliver ved aktiviteten" in text
    assert "Aflys som kladde" in text
    karen.post(f"/aktivitet/{seminar.id}/aflys", {"reason": "Sygdom"})
    text = text_of(karen.get(f"/aktivitet/{seminar.id}/genopret"))
    assert "Genopret som kladde" in text
    assert "Forberedelsen følger med." in text


def test_an_undated_one_has_no_days_to_follow(world, karen):
    activity = make.ActivityFactory(
        cohort=world.cohort, starts_on=None, ends_on=None, preparation="Læs."
    )
    shown = karen.get(f"/aktivitet/{activity.id}/aflys")
    assert shown.status_code == 200
    assert "Det følger med" in text_of(shown)
    empty = karen.get(flyt(activity), query_string={"day": "", "window_from": "1-2-2027"})
    assert "Det sker der" in empty.text


def test_a_draft_that_nobody_has_seen_is_moved_at_once(world, karen):
    unseen = make.ActivityFactory(cohort=world.cohort, published_at=None)
    shown = karen.get(flyt(unseen), query_string={"day": "2026-12-15"})
    assert "Flyt som kladde" not in shown.text


def test_nobody_enrolled_is_said(world, session, sign_in):
    empty = make.CohortFactory(programme=world.programme, organisation=world.organisation)
    alone = make.ActivityFactory(cohort=empty)
    text = text_of(sign_in(world.karen).get(flyt(alone), query_string={"day": "2026-12-15"}))
    assert "Der er ingen tilmeldt endnu." in text or "Ingen" in text
    assert "Ingen får besked på mail." in text


def test_the_effect_asks_the_same_however_many_there_are(world, karen, queries):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            activity = make.ActivityFactory(
                cohort=world.cohort, facilitators=[world.soren], levels=[world.leaders]
            )
            make.EnrolmentFactory(cohort=world.cohort, level=world.leaders)
        with queries() as statements:
            assert karen.get(flyt(activity), query_string={"day": "2026-12-15"}).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


# Drafts -------------------------------------------------------------------------------------


def test_drafts_are_gathered_judged_together_and_published(world, seminar, meeting, karen, session):
    empty = karen.get(kladder(world))
    assert "Ingen ændringer venter." in empty.text
    kept = move(karen, seminar, later="1", reason="Optaget")
    assert (kept.status_code, kept.headers["Location"]) == (303, kladder(world))
    karen.post(
        f"/aktivitet/{meeting.id}/aflys",
        {"version": meeting.version, "draft": "0", "later": "1", "reason": "Slået sammen"},
    )
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 3)
    text = text_of(karen.get(kladder(world)))
    assert "Seminar 4 | Ledelse af PLF torsdag den 3.–fredag den 4. december 2026 Flyttet:" in text
    assert "Offentliggør de 2 ændringer samlet" in text
    assert "4 personer får besked" in text
    done = publish(karen, world, note="Vinterens plan")
    assert (done.status_code, done.headers["Location"]) == (303, f"/hold/{world.cohort.id}")
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 10)
    assert session.get(Activity, meeting.id).is_cancelled
    assert session.scalar(sa.select(ChangeBatch.note)) == "Vinterens plan"
    assert session.scalar(sa.select(sa.func.count(OutboxMail.id))) == 4
    plan = karen.get(f"/hold/{world.cohort.id}")
    assert "2 ændringer er offentliggjort samlet." in plan.text
    assert "kl. 10.10" in plan.text
    listed = text_of(karen.get(f"/hold/{world.cohort.id}/aendringer"))
    assert "2 aktiviteter Offentliggjort samlet : Vinterens plan" in listed.replace(":", " :")
    assert "Flyttet fra 3.–4. december 2026 til 10.–11. december 2026: Optaget" in listed


def test_undoing_on_the_plan_takes_the_batch_back(world, seminar, meeting, karen, session):
    move(karen, seminar, later="1")
    move(karen, meeting, "14-1-2027", length="1", later="1")
    publish(karen, world)
    page = karen.get(f"/hold/{world.cohort.id}").text
    assert page.count("/fortryd") == 1
    change = re.search(r'name="change" value="(\d+)"', page)[1]
    activity = re.search(r'action="(/aktivitet/\d+)/fortryd"', page)[1]
    answer = karen.post(f"{activity}/fortryd", {"change": change})
    assert answer.status_code == 303
    assert "2 ændringer er fortrudt." in karen.get(answer.headers["Location"]).text
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 3)
    assert session.get(Activity, meeting.id).starts_on == date(2027, 1, 7)
    assert session.scalar(sa.select(sa.func.count(OutboxMail.id))) == 0
    assert session.scalar(sa.select(sa.func.count(DraftChange.id))) == 2


def test_the_page_of_an_activity_offers_to_undo_the_batch(world, seminar, meeting, karen):
    move(karen, seminar, later="1")
    move(karen, meeting, "14-1-2027", length="1", later="1")
    publish(karen, world)
    assert "2 ændringer er offentliggjort samlet." in karen.get(f"/aktivitet/{seminar.id}").text
    move(karen, meeting, "15-1-2027", length="1", version=3)
    assert "offentliggjort samlet" not in karen.get(f"/aktivitet/{seminar.id}").text
    assert "offentliggjort samlet" not in karen.get(f"/hold/{world.cohort.id}").text


def test_who_plans_sees_the_draft_on_the_plan_and_nobody_else(world, seminar, karen, sign_in):
    move(karen, seminar, later="1")
    plan = karen.get(f"/hold/{world.cohort.id}")
    assert "Flyttes til 10.–11. december 2026 – kladde" in plan.text
    assert "1 ændring venter på at blive offentliggjort" in plan.text
    assert "kladde" not in sign_in(world.soren).get(f"/hold/{world.cohort.id}").text
    assert "10.–11. december" not in sign_in(world.mette).get("/min-plan").text
    again = karen.get(flyt(seminar)).text
    assert "torsdag den 10.–fredag den 11. december 2026" in again
    assert 'name="draft" value="1"' in again


def test_a_draft_is_removed_once_or_twice(world, seminar, karen, session):
    move(karen, seminar, later="1")
    for _ in range(2):
        answer = karen.post(f"/aktivitet/{seminar.id}/kladde/fjern", {})
        assert answer.headers["Location"] == kladder(world)
    assert session.scalar(sa.select(sa.func.count(DraftChange.id))) == 0
    karen.get("/min-plan")  # where the messages are read
    assert "kladde" not in karen.get(f"/hold/{world.cohort.id}").text


def test_publishing_twice_is_once(world, seminar, karen, session):
    move(karen, seminar, later="1")
    page = karen.get(kladder(world)).text
    fields = dict(re.findall(r'<input type="hidden" name="(seen|accepted)" value="([^"]*)"', page))
    first, second = (karen.post(kladder(world), fields) for _ in range(2))
    assert first.headers["Location"] == f"/hold/{world.cohort.id}"
    assert second.headers["Location"] == kladder(world)
    assert "Der ventede ikke noget længere." in karen.get(kladder(world)).text
    assert session.scalar(sa.select(sa.func.count(ActivityChange.id))) == 1


def test_drafts_together_need_a_reason_where_one_alone_would(world, seminar, karen, session):
    move(karen, seminar, "25-12-2026", length="1", later="1")
    assert publish(karen, world).status_code == 422
    assert publish(karen, world, note="x" * 600, accept_reason="Aftalt").status_code == 422
    assert publish(karen, world, accept_reason="Aftalt").status_code == 303
    assert session.scalar(sa.select(FindingOverride.reason)) == "Aftalt"


def test_a_changed_activity_stops_the_batch_with_both_versions(
    world, seminar, meeting, karen, session
):
    move(karen, seminar, later="1")
    move(karen, meeting, "14-1-2027", length="1", later="1")
    move(karen, seminar, "15-12-2026")
    page = karen.get(kladder(world)).text
    assert "Ændret siden" in page
    answer = publish(karen, world)
    assert answer.status_code == 409
    assert "torsdag den 10.–fredag den 11. december 2026" in answer.text
    assert "tirsdag den 15.–onsdag den 16. december 2026" in answer.text
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 15)
    stale = karen.post(f"/aktivitet/{seminar.id}/kladde/behold", {"version": "1"})
    assert stale.status_code == 303
    assert "Ændret siden" in karen.get(kladder(world)).text
    version = session.get(Activity, seminar.id).version
    karen.post(f"/aktivitet/{seminar.id}/kladde/behold", {"version": version})
    assert publish(karen, world).status_code == 303
    assert session.get(Activity, seminar.id).starts_on == date(2026, 12, 10)


def test_two_windows_draft_the_same_activity(world, seminar, karen):
    move(karen, seminar, later="1")
    answer = move(karen, seminar, "15-12-2026", later="1")
    assert answer.status_code == 409
    assert "torsdag den 10.–fredag den 11. december 2026" in answer.text
    assert "tirsdag den 15.–onsdag den 16. december 2026" in answer.text
    assert move(karen, seminar, "15-12-2026", later="1", draft="1").status_code == 303


def test_the_list_of_drafts_asks_the_same_however_long_it_is(world, karen, queries):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            activity = make.ActivityFactory(cohort=world.cohort, facilitators=[world.soren])
            move(karen, activity, later="1")
        with queries() as statements:
            assert karen.get(kladder(world)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


# The change list ----------------------------------------------------------------------------


def test_the_list_is_narrowed_to_a_kind(world, seminar, meeting, karen):
    move(karen, seminar, reason="Sne")
    karen.post(f"/aktivitet/{meeting.id}/aflys", {"reason": "Sygdom"})
    address = f"/hold/{world.cohort.id}/aendringer"
    moved = text_of(karen.get(address, query_string={"type": "flyttet"}))
    assert "Sne" in moved
    assert "Sygdom" not in moved
    assert "Ingen ændringer af den slags." in karen.get(f"{address}?type=nye").text
    assert "Sygdom" in karen.get(f"{address}?type=noget-andet").text


def test_each_move_says_to_where_it_led(world, seminar, karen, at):
    move(karen, seminar, reason="Sne")
    at(2026, 11, 22, 9, 1)
    move(karen, seminar, "17-12-2026", version=2, reason="Is")
    text = text_of(karen.get(f"/hold/{world.cohort.id}/aendringer"))
    assert "fra 3.–4. december 2026 til 10.–11. december 2026: Sne" in text
    assert "fra 10.–11. december 2026 til 17.–18. december 2026: Is" in text


# Series -------------------------------------------------------------------------------------


@pytest.fixture
def sessions(world):
    return [
        make.ActivityFactory(
            cohort=world.cohort,
            kind=ActivityKind.COURSE_SESSION,
            number=number,
            title=f"Tema {number}",
            starts_on=date(2026, 12, 2) + timedelta(weeks=number),
        )
        for number in (1, 2, 3)
    ]


def test_series_stand_in_order_with_the_days_between(world, sessions, seminar, karen, sign_in):
    address = f"/hold/{world.cohort.id}/serier"
    text = text_of(karen.get(address))
    assert "Seance 2 | Tema 2 onsdag den 16. december 2026 7 dage efter Seance 1" in text
    assert "Seminarer" in text
    assert karen.get(address).text.count("/byt") == 4
    assert "/byt" not in sign_in(world.soren).get(address).text
    assert sign_in(world.mette).get(address).status_code == 403
    assert sign_in(world.peter).get(address).status_code == 404


def test_a_plan_without_series_says_so(world, karen):
    assert "Planen har ingen serier" in karen.get(f"/hold/{world.cohort.id}/serier").text


def test_two_change_places_as_drafts(world, sessions, karen, session):
    first, second, _third = sessions
    answer = karen.post(f"/aktivitet/{second.id}/byt", {"with": first.id})
    assert (answer.status_code, answer.headers["Location"]) == (303, kladder(world))
    text = text_of(karen.get(kladder(world)))
    assert "Seance 1 | Tema 1 bliver til Seance 2." in text
    again = karen.post(f"/aktivitet/{second.id}/byt", {"with": first.id})
    assert again.status_code == 303
    publish(karen, world)
    found = session.get(Activity, second.id)
    assert (found.starts_on, found.number) == (date(2026, 12, 9), 1)
    assert session.get(Activity, first.id).number == 2


@pytest.mark.parametrize("wrong", ["seminar", "undated", "nothing"])
def test_only_two_dated_ones_of_a_series_change_places(world, sessions, seminar, karen, wrong):
    undated = make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.COURSE_SESSION, starts_on=None, ends_on=None
    )
    key = {"seminar": seminar.id, "undated": undated.id, "nothing": "x"}[wrong]
    assert karen.post(f"/aktivitet/{sessions[0].id}/byt", {"with": key}).status_code == 422
