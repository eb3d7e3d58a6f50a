from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from programme.attendance.models import (
    Answer,
    Attendance,
    CatchUpOffer,
    OfferState,
    Presence,
)
from programme.cohorts.models import Enrolment
from programme.people.models import Person
from tests import factories as make

DAY = date(2026, 11, 21)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


PAGES = {
    "/aktivitet/{seminar}": {"karen": 200, "soren": 200, "lone": 200, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/kommer": {"karen": 403, "soren": 403, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/afbud": {"karen": 403, "soren": 403, "mette": 200, "peter": 404},
    "/aktivitet/{seminar}/fremmoede": {
        "karen": 200, "soren": 200, "lone": 403, "mette": 403, "hanne": 404, "peter": 404,
    },
    "/aktivitet/{held}/fremmoede": {"karen": 200, "soren": 200, "lone": 403, "mette": 403},
    "/aktivitet/{seminar}/underskrifter": {"karen": 200, "soren": 200, "lone": 403, "mette": 403},
    "/aktivitet/{seminar}/stedliste": {"karen": 200, "soren": 403, "mette": 403, "hanne": 404},
    "/aktivitet/{seminar}/stedliste.csv": {"karen": 200, "soren": 403, "mette": 403},
    "/hold/{a}/fremmoede": {"karen": 200, "soren": 200, "mette": 403, "hanne": 404, "peter": 404},
    "/mit-fremmoede": {"karen": 200, "mette": 200, "hanne": 200},
}  # fmt: skip


def address(world, template):
    keys = {name: getattr(world, name).id for name in ("seminar", "held", "a")}
    return template.format(**keys)


@pytest.mark.parametrize("template", PAGES)
def test_each_visitor_gets_the_page_the_refusal_or_nothing(world, sign_in, template):
    for name, status in PAGES[template].items():
        answer = sign_in(getattr(world, name)).get(address(world, template))
        assert answer.status_code == status, name


# Answers ------------------------------------------------------------------------------------

REASON = "Jeg skal til undersøgelse på sygehuset."


def answer_of(session, person):
    return session.scalar(sa.select(Answer).where(Answer.person_id == person.id))


def test_a_member_answers_from_the_page_and_may_change_it(world, sign_in, session):
    mette, path = sign_in(world.mette), f"/aktivitet/{world.key.seminar}"
    page = mette.get(path)
    assert "Kan du ikke" in text_of(page) or "Du er ventet" in text_of(page)
    assert f'href="{path}/afbud"' in page.text
    assert mette.post(f"{path}/afbud", {"version": 0, "reason": REASON}).status_code == 303
    assert "Du har meldt afbud" in text_of(mette.get(path))
    form = mette.get(f"{path}/afbud").text
    assert REASON in form
    assert mette.post(f"{path}/kommer", {"version": 1}).status_code == 303
    kept = answer_of(session, world.mette)
    assert (kept.is_coming, kept.reason) == (True, "")
    assert "Du har svaret, at du kommer" in text_of(mette.get(path))


def test_what_is_asked_stands_in_the_form_and_nothing_else(world, sign_in, session):
    mette, path = sign_in(world.mette), f"/aktivitet/{world.key.seminar}/kommer"
    world.seminar.answers_until = date(2026, 11, 26)
    assert 'name="diet"' not in mette.get(path).text
    world.seminar.asks_overnight = world.seminar.asks_diet = True
    assert "Svar senest torsdag den 26. november 2026" in text_of(mette.get(path[:-7]))
    missing = mette.post(path, {"version": 0, "diet": "vegetar"})
    assert (missing.status_code, "vegetar" in missing.text) == (422, True)
    sent = {"version": 0, "stays_overnight": "yes", "diet": "vegetar"}
    assert mette.post(path, sent).status_code == 303
    kept = answer_of(session, world.mette)
    assert (kept.stays_overnight, kept.diet) == (True, "vegetar")
    again = mette.get(path).text
    assert re.search(r'checked[^>]*value="yes"|value="yes"[^>]*checked', again)
    assert ">vegetar</textarea>" in again.replace("\r\n", "")


@pytest.mark.parametrize("length", [501, 10_000])
def test_a_long_reason_stays_in_the_field(world, sign_in, session, length):
    path, long = f"/aktivitet/{world.key.seminar}/afbud", "å" * length
    answer = sign_in(world.mette).post(path, {"version": 0, "reason": long})
    assert (answer.status_code, long in answer.text) == (422, True)
    assert answer_of(session, world.mette) is None


def test_an_apology_comes_before_the_day(world, sign_in, at, session):
    at(2026, 12, 3, 6)
    mette, path = sign_in(world.mette), f"/aktivitet/{world.key.seminar}"
    assert f"{path}/afbud" not in mette.get(path).text
    assert "<textarea" not in mette.get(f"{path}/afbud").text
    late = mette.post(f"{path}/afbud", {"version": 0, "reason": REASON})
    assert (late.status_code, "Dagen er kommet" in late.text) == (422, True)
    assert answer_of(session, world.mette) is None


def test_two_windows_get_both_answers_and_mine_may_be_kept(world, sign_in, session):
    mette, path = sign_in(world.mette), f"/aktivitet/{world.key.seminar}/afbud"
    mette.post(path, {"version": 0, "reason": "Ferie"})
    other = mette.post(path, {"version": 0, "reason": "Kursus"})
    assert other.status_code == 409
    assert "Ferie" in other.text
    assert "Kursus" in other.text
    assert mette.post(path, {"version": 1, "reason": "Kursus"}).status_code == 303
    assert answer_of(session, world.mette).reason == "Kursus"


def test_reasons_and_needs_are_for_those_alone_who_need_them(world, sign_in):
    """Everybody who may open something of the cohort looks everywhere they may."""
    world.seminar.asks_overnight = world.seminar.asks_diet = True
    path, hold = f"/aktivitet/{world.key.seminar}", f"/hold/{world.key.a}"
    jonas, diet = sign_in(world.jonas), "glutenfri af lægelige grunde"
    jonas.post(f"{path}/afbud", {"version": 0, "reason": REASON})
    sent = {"version": 0, "stays_overnight": "no", "diet": diet}
    sign_in(world.mette).post(f"{path}/kommer", sent)
    pages = [
        path, f"{path}/fremmoede", f"{path}/stedliste", f"{path}/stedliste.csv",
        f"{path}/underskrifter", f"{hold}/fremmoede", "/mit-fremmoede", "/", "/min-plan",
        "/mit-hold", hold, f"{hold}/deltagere",
    ]  # fmt: skip
    for name in ("amina", "hanne", "peter", "lone"):
        browser = sign_in(getattr(world, name))
        told = " ".join(browser.get(page).get_data(as_text=True) for page in pages)
        assert REASON not in told, name
        assert diet not in told, name
    soren = sign_in(world.soren)
    told = [soren.get(page).get_data(as_text=True) for page in pages]
    assert REASON in told[0]
    assert REASON in told[1]
    assert diet not in " ".join(told)
    karen = sign_in(world.karen)
    assert diet.capitalize() in karen.get(f"{path}/stedliste").text
    assert "1 afbud til Seminar 4" in text_of(karen.get("/"))


# The list for the venue ---------------------------------------------------------------------


def test_the_venue_gets_counts_and_the_coordinator_names(world, sign_in, at):
    world.seminar.asks_overnight = world.seminar.asks_diet = True
    path = f"/aktivitet/{world.key.seminar}"
    for person, diet in ((world.mette, "vegetar"), (world.amina, "=2+5")):
        sent = {"version": 0, "stays_overnight": "yes", "diet": diet}
        sign_in(person).post(f"{path}/kommer", sent)
    sign_in(world.jonas).post(f"{path}/afbud", {"version": 0, "reason": REASON})
    karen = sign_in(world.karen)
    page = text_of(karen.get(f"{path}/stedliste"))
    assert "Vegetar 1" in page
    assert "Vegetar: Mette Holm" in page
    assert "slettes søndag den 3. januar 2027" in page
    file = karen.get(f"{path}/stedliste.csv")
    assert file.mimetype == "text/csv"
    assert "attachment" in file.headers["Content-Disposition"]
    rows = file.get_data().decode("utf-8-sig").splitlines()
    assert rows[1:] == [
        "Kommer;2;",
        "Overnatning;2;Amina Yıldız, Mette Holm",
        "'=2+5;1;",
        "Vegetar;1;",
    ]
    at(2027, 1, 3, 12)
    karen = sign_in(world.karen)
    assert "blev slettet" in text_of(karen.get(f"{path}/stedliste"))
    world.seminar.cancelled_at = make.LONG_AGO
    assert "Ingen kommer" in text_of(karen.get(f"{path}/stedliste"))
    assert "Overnatning;0;" in karen.get(f"{path}/stedliste.csv").get_data(as_text=True)


def test_the_sheet_has_a_line_for_those_expected(world, sign_in, session):
    place = session.scalar(sa.select(Enrolment).where(Enrolment.person_id == world.key.jonas))
    place.ended_at = make.LONG_AGO
    world.seminar.named = [world.peter]
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.seminar}/underskrifter"
    page = text_of(soren.get(path))
    assert page.count("Mette Holm") == 2, "one sheet a day"
    assert "Torsdag den 3. december 2026" in page
    assert "Fredag den 4. december 2026" in page
    assert "Kursuscentret" in page
    assert "Peter Dam (gæst)" in page
    assert "Jonas Åskov" not in page
    world.seminar.cancelled_at = make.LONG_AGO
    page = text_of(soren.get(path))
    assert "Der er intet ark" in page
    assert "Mette Holm" not in page


# Presence -----------------------------------------------------------------------------------


def noted(session):
    rows = session.execute(
        sa.select(Person.name, Attendance.presence, Attendance.note)
        .join(Person, Person.id == Attendance.person_id)
        .order_by(Person.name)
    )
    return [(name.split()[0], presence.value, note) for name, presence, note in rows]


def test_a_day_is_noted_for_all_in_one_form(world, sign_in, session):
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.held}/fremmoede"
    page = soren.get(path).text
    for person in (world.mette, world.jonas, world.amina):
        assert page.count(f'name="mark-{person.id}"') == 4
    sent = {"day": "2026-11-21", "version": "0", "all": "1"}
    sent |= {f"mark-{world.key.jonas}": "late", f"note-{world.key.jonas}": "bus"}
    for _ in range(2):
        assert soren.post(path, sent).status_code == 303
    assert noted(session) == [
        ("Amina", "present", ""),
        ("Jonas", "late", "bus"),
        ("Mette", "present", ""),
    ]
    assert "Dit fremmøde" in text_of(sign_in(world.jonas).get(f"/aktivitet/{world.key.held}"))
    own = text_of(sign_in(world.jonas).get("/mit-fremmoede"))
    assert "Forsinket · bus" in own
    assert "bus" not in text_of(sign_in(world.mette).get("/mit-fremmoede"))


def test_an_apology_is_proposed_as_absent_and_not_saved(world, sign_in, session):
    session.add(
        Answer(
            activity_id=world.key.held,
            person_id=world.key.mette,
            is_coming=False,
            reason="Ferie",
            answered_at=make.LONG_AGO,
        )
    )
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.held}/fremmoede"
    page = soren.get(path).text
    assert re.search(rf'id="mark-{world.key.mette}-absent"[^>]*checked', page)
    assert len(re.findall(r'type="radio"[^>]*checked', page)) == 1
    assert noted(session) == []


def test_what_was_typed_stays_where_a_row_is_refused(world, sign_in, session):
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.held}/fremmoede"
    sent = {"day": "2026-11-21", "version": "0", f"note-{world.key.mette}": "kom ikke"}
    sent[f"mark-{world.key.jonas}"] = "part"
    answer = soren.post(path, sent)
    assert answer.status_code == 422
    assert "Vælg også for Mette Holm" in answer.text
    assert 'value="kom ikke"' in answer.text
    assert re.search(rf'id="mark-{world.key.jonas}-part"[^>]*checked', answer.text)
    assert noted(session) == []


def test_two_windows_are_told_of_the_row_that_both_changed(world, sign_in, at, session):
    soren, karen = sign_in(world.soren), sign_in(world.karen)
    path, row = f"/aktivitet/{world.key.held}/fremmoede", f"mark-{world.key.mette}"
    begun = {"day": "2026-11-21", "version": "0", f"was-{world.key.mette}": ":"}
    assert soren.post(path, begun | {row: "late"}).status_code == 303
    at(2026, 11, 22, 9, 30)
    second = karen.post(path, begun | {row: "absent"})
    assert second.status_code == 409
    assert "Mette Holm" in second.text
    kept = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', second.text.split("<main")[1]))
    assert kept["version"] != "0"
    again = {name: value for name, value in kept.items() if name != "csrf_token"}
    assert karen.post(path, again).status_code == 303
    assert noted(session) == [("Mette", "absent", "")]


def test_each_day_has_its_own_page_from_the_day_on(world, sign_in, at, session):
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.seminar}/fremmoede"
    before = soren.get(path)
    assert "Fremmøde kan noteres fra torsdag den 3. december 2026" in text_of(before)
    assert 'type="radio"' not in before.text
    early = soren.post(path, {"day": "2026-12-03", "version": "0", "all": "1"})
    assert (early.status_code, noted(session)) == (422, [])
    at(2026, 12, 4, 12)
    soren = sign_in(world.soren)
    second = soren.get(path).text
    assert 'name="day" value="2026-12-04"' in second, "today's comes first"
    assert f"{path}?dag=2026-12-03" in second
    first = soren.get(f"{path}?dag=2026-12-03").text
    assert 'name="day" value="2026-12-03"' in first
    for wrong in ("2026-12-05", "i går", "2026-13-40"):
        assert 'name="day" value="2026-12-04"' in soren.get(f"{path}?dag={wrong}").text
        assert soren.post(path, {"day": wrong, "all": "1"}).status_code == 422
    assert noted(session) == []


@pytest.mark.parametrize("change", ["cancelled", "undated", "draft"])
def test_nothing_is_noted_of_what_does_not_take_place(world, sign_in, change):
    if change == "cancelled":
        world.held.cancelled_at = make.LONG_AGO
    elif change == "undated":
        world.held.starts_on = world.held.ends_on = None
    else:
        world.held.published_at = None
    soren, path = sign_in(world.soren), f"/aktivitet/{world.key.held}"
    assert 'type="radio"' not in soren.get(f"{path}/fremmoede").text
    assert soren.post(f"{path}/fremmoede", {"day": "2026-11-21", "all": "1"}).status_code == 422
    assert soren.get(path).status_code == 200
    assert "Mette Holm" not in sign_in(world.karen).get(f"{path}/underskrifter").text


# The cohort's page, and catching up ---------------------------------------------------------


def absent(session, world, person, presence=Presence.ABSENT, *, activity=None, day=DAY):
    session.add(
        Attendance(
            activity_id=activity or world.key.held,
            day=day,
            person_id=person.id,
            presence=presence,
            at=make.LONG_AGO,
        )
    )


def test_who_missed_a_day_takes_it_in_another_cohort_and_has_caught_up(world, sign_in, at, session):
    absent(session, world, world.mette)
    absent(session, world, world.jonas, Presence.PRESENT)
    world.b.capacity = 2
    karen, mette = sign_in(world.karen), sign_in(world.mette)
    tab = karen.get(f"/hold/{world.key.a}/fremmoede")
    way = f"/aktivitet/{world.key.held}/indhent/{world.key.mette}"
    assert way in tab.text
    assert "Mette Holm 0 af 1 ✕ Fraværende" in text_of(tab)
    assert way not in sign_in(world.soren).get(f"/hold/{world.key.a}/fremmoede").text
    listed = karen.get(way)
    assert "Hold B onsdag den 3. marts 2027 – 1 Tilbyd plads" in text_of(listed)
    assert karen.post(way, {"offered": world.key.again[3]}).status_code == 303
    assert "Tilbudt, intet svar endnu: 3. marts 2027 · Hold B" in text_of(
        karen.get(f"/hold/{world.key.a}/fremmoede")
    )
    key = session.scalar(sa.select(CatchUpOffer.id))
    assert f"/indhentning/{key}/ja" in mette.get("/mit-fremmoede").text
    assert sign_in(world.jonas).post(f"/indhentning/{key}/ja").status_code == 404
    assert karen.post(f"/indhentning/{key}/ja").status_code == 404
    assert mette.post(f"/indhentning/{key}/ja").status_code == 303
    assert f"/aktivitet/{world.key.again[3]}" in mette.get("/min-plan").text
    assert mette.get(f"/aktivitet/{world.key.again[3]}").status_code == 200
    guests = text_of(karen.get(f"/aktivitet/{world.key.again[3]}"))
    assert "Gæster: Mette Holm" in guests
    at(2027, 3, 4, 9)
    karen = sign_in(world.karen)
    absent(
        session, world, world.mette, Presence.LATE,
        activity=world.key.again[3], day=date(2027, 3, 3),
    )  # fmt: skip
    tab = text_of(karen.get(f"/hold/{world.key.a}/fremmoede"))
    assert "Mette Holm 1 af 1 ↻ Indhentet" in tab
    assert "Kan indhentes" not in tab


def test_an_offer_may_be_withdrawn_and_declined(world, sign_in, session):
    absent(session, world, world.mette)
    karen, mette = sign_in(world.karen), sign_in(world.mette)
    way = f"/aktivitet/{world.key.held}/indhent/{world.key.mette}"
    karen.post(way, {"offered": world.key.again[3]})
    key = session.scalar(sa.select(CatchUpOffer.id))
    assert mette.post(f"/indhentning/{key}/nej").status_code == 303
    assert "Har sagt nej" in text_of(karen.get(f"/hold/{world.key.a}/fremmoede"))
    karen.post(way, {"offered": world.key.again[3]})
    for browser, status in ((mette, 404), (sign_in(world.peter), 404), (karen, 303)):
        assert browser.post(f"/indhentning/{key}/traek-tilbage").status_code == status
    assert "Trukket tilbage" in text_of(karen.get(f"/hold/{world.key.a}/fremmoede"))
    gone = mette.post(f"/indhentning/{key}/ja")
    assert (gone.status_code, "gælder ikke længere" in gone.text) == (422, True)


def test_there_is_no_page_for_who_missed_nothing(world, sign_in, session):
    karen = sign_in(world.karen)
    absent(session, world, world.peter)
    for person in (world.mette, world.peter):
        way = f"/aktivitet/{world.key.held}/indhent/{person.id}"
        assert karen.get(way).status_code == 404
        assert karen.post(way, {"offered": world.key.again[3]}).status_code == 404


def test_a_cohort_without_people_or_days_says_so(world, sign_in, session):
    karen = sign_in(world.karen)
    assert "Der er ikke holdt noget endnu" in text_of(karen.get(f"/hold/{world.key.b}/fremmoede"))
    empty = make.CohortFactory(programme=world.programme, organisation=world.organisation)
    session.flush()
    assert "ingen deltagere" in text_of(karen.get(f"/hold/{empty.id}/fremmoede"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_three_as_for_one(world, sign_in, session, queries, count):
    for number in range(count):
        person = make.PersonFactory(organisation=world.organisation)
        make.EnrolmentFactory(cohort=world.a, person=person, level=world.level)
        held = make.ActivityFactory(
            cohort=world.a, number=10 + number, starts_on=date(2026, 6, 1 + number)
        )
        session.flush()
        absent(session, world, person, activity=held.id, day=held.starts_on)
        again = make.ActivityFactory(
            cohort=world.b, number=10 + number, starts_on=date(2027, 6, 1 + number)
        )
        session.add(
            CatchUpOffer(
                person=person,
                missed=held,
                offered=again,
                state=OfferState.ACCEPTED,
                offered_at=make.LONG_AGO,
            )
        )
    karen = sign_in(world.karen)
    for path, most in {
        f"/hold/{world.key.a}/fremmoede": 15,
        f"/aktivitet/{world.key.held}/fremmoede": 11,
        f"/aktivitet/{world.key.seminar}/stedliste": 10,
    }.items():
        karen.get(path)
        with queries() as statements:
            assert karen.get(path).status_code == 200
        assert len(statements) == most, path
