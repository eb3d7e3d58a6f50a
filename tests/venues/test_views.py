from __future__ import annotations

import re
from datetime import date, time

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity
from programme.venues.models import BusyTime, Room, Venue
from tests import factories as make


def text_of(answer):
    """The page's words, without its marks."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def karen(world, sign_in):
    return sign_in(world.karen)


# Venues ---------------------------------------------------------------------------------------


def test_the_list_of_ones_organisations(world, held_at, sign_in, karen):
    held_at()
    held_at(room=world.room)
    text = text_of(karen.get("/steder"))
    assert "Nyborg Strand Østersøvej 2 40 2 2 aktiviteter" in text
    assert "Hotel Øst" not in text
    both = text_of(sign_in(world.ditte).get("/steder"))
    assert "Birkevig Kommune" in both
    assert "Hotel Øst – – – –" in both
    for name in ("soren", "mette"):
        assert sign_in(getattr(world, name)).get("/steder").status_code == 403


def test_an_organisation_without_venues_says_so(world, session, sign_in):
    session.delete(world.hotel)
    text = text_of(sign_in(world.berit).get("/steder"))
    assert "Ingen steder endnu. Tilføj det første, så kan det vælges på aktiviteterne." in text


def test_the_list_asks_no_more_for_more_venues(world, session, queries, karen):
    counts = []
    for number in range(2):
        with queries() as statements:
            assert karen.get("/steder").status_code == 200
        counts.append(len(statements))
        session.add_all(
            Venue(organisation=world.own, name=f"Sal {number}-{n}", rooms=[Room(name="A")])
            for n in range(2)
        )
        session.commit()
    assert counts == [6, 6]


def test_a_new_venue_with_a_room(world, session, karen):
    assert "Organisation" not in text_of(karen.get("/steder/nyt"))  # there is one only
    answer = karen.post("/steder/nyt", {"name": "Kulturhuset Æ", "capacity": "60"})
    made = session.scalar(sa.select(Venue).where(Venue.name == "Kulturhuset Æ"))
    assert (answer.status_code, answer.location) == (303, f"/steder/{made.id}")
    assert made.organisation_id == world.own.id
    answer = karen.post(f"/steder/{made.id}/lokale", {"room-name": "Salen", "room-capacity": "40"})
    assert answer.location == f"/steder/{made.id}#rooms"
    text = text_of(karen.get(f"/steder/{made.id}"))
    assert "Salen 40 pladser" in text
    assert "Der er ikke planlagt noget her fra i dag." in text


def test_who_keeps_several_organisations_says_whose_it_is(world, session, sign_in):
    browser = sign_in(world.ditte)
    page = browser.get(f"/steder/nyt?organisation={world.away.id}")
    assert f'<option selected value="{world.away.id}">' in page.text
    browser.post("/steder/nyt", {"name": "Laden", "organisation": str(world.away.id)})
    made = session.scalar(sa.select(Venue).where(Venue.name == "Laden"))
    assert made.organisation_id == world.away.id


def test_nobody_adds_to_an_organisation_of_others(world, session, karen):
    answer = karen.post("/steder/nyt", {"name": "Laden", "organisation": str(world.away.id)})
    assert answer.status_code == 422
    assert session.scalar(sa.select(sa.func.count(Venue.id))) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Udfyld “Navn”"),
        ("name", "Nyborg Strand", "Der er allerede et sted med det navn."),
        ("name", "x" * 10_000, "er for lang"),
        ("capacity", "mange", "et helt tal"),
    ],
)
def test_what_is_wrong_stands_at_its_field(karen, field, value, words):
    answer = karen.post("/steder/nyt", {"name": "Laden", field: value})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_the_page_of_a_venue_says_optaget_of_what_one_may_not_see(world, held_at, sign_in, karen):
    held_at(title="Ledelse af PLF", start_time=time(9), end_time=time(15))
    held_at(date(2026, 12, 9), world.room, title="Hemmeligt tema", cohort=world.other)
    held_at(date(2026, 5, 7), title="Det var før")
    address = f"/steder/{world.strand.id}"
    text = text_of(karen.get(address))
    assert "Ledelse af PLF torsdag den 3. december 2026 kl. 9.00–15.00 · Hold A" in text
    assert "Hemmeligt tema" in text  # an organisation's coordinator sees all its cohorts
    assert "Det var før" not in text
    palle = sign_in(world.palle).get(address)
    assert "Seminar 1 | Hemmeligt tema" in text_of(palle)
    assert "Optaget torsdag den 3. december 2026 kl. 9.00–15.00" in text_of(palle)
    for told in ("PLF", "Hold A"):
        assert told not in palle.text
    lone = sign_in(world.lone).get(address).text
    assert "Hemmeligt" not in lone
    assert "Hold B" not in lone
    ditte = sign_in(world.ditte).get(address).text  # administering opens no plan
    assert "Hemmeligt" not in ditte
    assert "PLF" not in ditte


def test_the_page_of_a_venue_asks_no_more_for_more_activities(world, held_at, queries, karen):
    counts = []
    for number in range(2):
        for n in range(1 + number):
            held_at(date(2027, 1, 7 + n), world.room)
        address = f"/steder/{world.strand.id}"
        karen.get(address)
        with queries() as statements:
            assert karen.get(address).status_code == 200
        counts.append(len(statements))
    assert counts == [11, 11]


@pytest.mark.parametrize("name", ["soren", "mette", "berit"])
def test_strangers_learn_of_no_venue(world, sign_in, name):
    browser = sign_in(getattr(world, name))
    key, room = world.strand.id, world.room.id
    assert browser.get(f"/steder/{key}").status_code == 404
    assert browser.get(f"/steder/{key}/ret").status_code == 404
    assert browser.get(f"/lokale/{room}").status_code == 404
    for path in ("ret", "luk", "aabn", "lokale", "optaget"):
        assert browser.post(f"/steder/{key}/{path}").status_code == 404
    assert browser.post(f"/lokale/{room}/fjern").status_code == 404


def test_editing_reaches_the_activity_and_its_calendar(world, held_at, karen, client):
    activity = held_at()
    address = f"/steder/{world.strand.id}/ret"
    assert 'value="Nyborg Strand"' in karen.get(address).text
    answer = karen.post(address, {"version": "1", "name": "Strandhotellet", "address": "Vej 9"})
    assert answer.location == f"/steder/{world.strand.id}"
    assert (activity.place, activity.address, activity.sequence) == ("Strandhotellet", "Vej 9", 1)
    file = karen.get(f"/aktivitet/{activity.id}/aktivitet.ics").text.replace("\r\n ", "")
    assert "LOCATION:Strandhotellet\\, Vej 9" in file


def test_two_windows_on_one_venue(world, karen):
    address = f"/steder/{world.strand.id}/ret"
    karen.post(address, {"version": "1", "name": "Det første"})
    answer = karen.post(address, {"version": "1", "name": "Det andet"})
    assert answer.status_code == 409
    assert "Det første" in answer.text
    assert "Det andet" in answer.text
    assert world.strand.name == "Det første"


def test_a_wrong_edit_is_shown_again(world, karen):
    answer = karen.post(f"/steder/{world.strand.id}/ret", {"version": "1", "name": ""})
    assert answer.status_code == 422
    assert world.strand.name == "Nyborg Strand"


def test_a_closed_venue_is_offered_no_more(world, held_at, karen):
    new = f"/hold/{world.cohort.id}/aktivitet/ny"
    assert "Nyborg Strand, Lokale 3 (24 pladser)" in karen.get(new).text
    karen.post(f"/steder/{world.strand.id}/luk")
    assert "Nyborg Strand" not in karen.get(new).text
    activity = held_at()
    assert "Nyborg Strand (40 pladser)" in karen.get(f"/aktivitet/{activity.id}/ret").text
    assert "Lukkede steder" in karen.get("/steder").text
    assert "Lukket" in text_of(karen.get(f"/steder/{world.strand.id}"))
    karen.post(f"/steder/{world.strand.id}/aabn")
    assert "Nyborg Strand" in karen.get(new).text


def test_a_room_is_changed_and_removed(world, held_at, karen):
    address = f"/lokale/{world.room.id}"
    assert 'value="Lokale 3"' in karen.get(address).text
    assert karen.post(address, {"room-name": "Ærø"}).status_code == 422
    karen.post(address, {"room-name": "Lokale 33", "room-capacity": "12"})
    assert (world.room.name, world.room.capacity) == ("Lokale 33", 12)
    coming = held_at(room=world.room)
    answer = karen.post(f"{address}/fjern")
    assert answer.status_code == 303
    assert "Kommende aktiviteter holdes i lokalet" in karen.get(answer.location).text
    coming.room = None
    karen.post(f"{address}/fjern")
    assert [room.name for room in world.strand.rooms] == ["Ærø"]


def test_a_room_without_a_name_is_refused_on_the_venues_page(world, karen):
    answer = karen.post(f"/steder/{world.strand.id}/lokale", {"room-capacity": "12"})
    assert answer.status_code == 422
    assert 'href="#room-name"' in answer.text


# On an activity -------------------------------------------------------------------------------


def test_a_venue_is_chosen_on_an_activity(world, karen, session):
    where = f"{world.strand.id}-{world.room.id}"
    answer = karen.post(
        f"/hold/{world.cohort.id}/aktivitet/ny",
        {"kind": "seminar", "audience": "joint", "day": "07-01-2027", "where": where},
    )
    assert answer.status_code == 303
    made = session.scalar(sa.select(Activity))
    assert (made.place, made.address) == ("Nyborg Strand, Lokale 3", "Østersøvej 2")
    page = karen.get(f"/aktivitet/{made.id}/ret").text
    assert f'<option selected value="{where}">' in page
    assert 'name="place" type="text" value=""' in page  # the venue's words are not edited here
    fields = {"version": str(made.version), "kind": "seminar", "audience": "joint"}
    karen.post(f"/aktivitet/{made.id}/ret", {**fields, "where": "", "place": "Hos Mette"})
    assert (made.venue_id, made.room_id, made.place) == (None, None, "Hos Mette")


@pytest.mark.parametrize("where", ["x", "0", "1-x", "99999-1", "1-1-1"])
def test_a_made_up_venue_is_refused(world, karen, where):
    fields = {"kind": "seminar", "audience": "joint", "where": where}
    answer = karen.post(f"/hold/{world.cohort.id}/aktivitet/ny", fields)
    assert answer.status_code == 422


def test_without_venues_there_is_nothing_to_choose(world, session, sign_in):
    session.delete(world.hotel)
    page = sign_in(world.berit).get(f"/hold/{world.elsewhere.id}/aktivitet/ny").text
    assert 'name="where"' not in page
    assert 'name="place"' in page


# Busy times -----------------------------------------------------------------------------------


def test_a_facilitator_notes_busy_days(world, session, sign_in):
    browser = sign_in(world.soren)
    assert "Intet er noteret fra i dag." in text_of(browser.get("/optaget"))
    answer = browser.post("/optaget", {"busy-days": "3.–5. maj 2027"})
    assert answer.location == "/optaget"
    text = text_of(browser.get("/optaget"))
    assert "mandag den 3.–onsdag den 5. maj 2027" in text
    browser.post(
        "/optaget",
        {"busy-days": "07-05-2027", "busy-start_time": "9", "busy-end_time": "12.30"},
    )
    assert "fredag den 7. maj 2027 kl. 9.00–12.30" in text_of(browser.get("/optaget"))
    key = session.scalar(sa.select(sa.func.min(BusyTime.id)))
    answer = browser.post(f"/optaget/{key}/fjern")
    assert answer.location == "/optaget"
    assert "3.–onsdag" not in text_of(browser.get("/optaget"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"busy-days": ""}, "Hvilke dage"),
        ({"busy-days": "31-02-2027"}, "Den dag findes ikke"),
        ({"busy-days": "03-05-2027", "busy-start_time": "9"}, "hvornår det slutter"),
        ({"busy-days": "3.–5. maj 2027", "busy-start_time": "9", "busy-end_time": "10"}, "enkelt"),
    ],
)
def test_what_is_wrong_with_a_busy_time_is_said(world, session, sign_in, fields, words):
    answer = sign_in(world.soren).post("/optaget", fields)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert session.scalar(sa.select(sa.func.count(BusyTime.id))) == 0


def test_a_coordinator_notes_for_a_facilitator(world, session, sign_in, karen):
    text = text_of(karen.get("/optaget"))
    assert "Soren Testsen" in text
    assert "Vera Testsen" not in text
    address = f"/personer/{world.soren.id}/optaget"
    assert karen.post(address, {"busy-days": "03-05-2027"}).location == address
    assert "mandag den 3. maj 2027" in text_of(sign_in(world.soren).get("/optaget"))
    key = session.scalar(sa.select(BusyTime.id))
    for name in ("palle", "berit", "mette", "vera", "ditte"):
        browser = sign_in(getattr(world, name))
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"busy-days": "04-05-2027"}).status_code == 404
        assert browser.post(f"/optaget/{key}/fjern").status_code == 404
    assert karen.post(f"/optaget/{key}/fjern").location == address


def test_a_coordinator_who_facilitates_has_both(world, session, sign_in):
    make.GrantFactory(person=world.soren, organisation_id=world.away.id)
    text = text_of(sign_in(world.soren).get("/optaget"))
    assert "Notér de dage, hvor du ikke kan." in text
    assert "Vera Testsen" in text


@pytest.mark.parametrize("name", ["mette", "ditte"])
def test_who_has_no_business_there(world, sign_in, name):
    assert sign_in(getattr(world, name)).get("/optaget").status_code == 403


def test_a_coordinator_without_facilitators_or_cohorts_is_told(world, sign_in):
    palle = sign_in(world.palle)
    assert "Dine hold har ingen facilitatorer endnu." in text_of(palle.get("/optaget"))
    assert palle.post("/optaget", {"busy-days": "03-05-2027"}).status_code == 403
    make.GrantFactory(person=world.mette, programme_id=make.ProgrammeFactory().id)
    mette = sign_in(world.mette)
    assert "Ingen steder endnu." in text_of(mette.get("/steder"))
    assert "Ingen aftagere endnu." in text_of(mette.get("/aftagere"))
    for address in ("/steder/nyt", "/aftagere/ny"):
        assert mette.get(address).status_code == 403


def test_a_venue_is_taken(world, session, karen):
    address = f"/steder/{world.strand.id}"
    assert karen.post(f"{address}/optaget", {"busy-days": ""}).status_code == 422
    answer = karen.post(f"{address}/optaget", {"busy-days": "3.–4. maj 2027"})
    assert answer.location == f"{address}#busy"
    assert "mandag den 3.–tirsdag den 4. maj 2027" in text_of(karen.get(address))
    key = session.scalar(sa.select(BusyTime.id))
    assert karen.post(f"/optaget/{key}/fjern").location == f"{address}#busy"
    assert session.scalar(sa.select(BusyTime.id)) is None
