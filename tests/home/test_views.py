"""The first page for each part that a person plays, contact, administration, pages for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from programme.calendars.models import FeedAddress
from programme.cohorts.models import CohortState, Role
from programme.learning_logs.models import EntryState, ShareWith
from programme.outbox.models import OutboxMail, WorkerBeat
from programme.people.models import JobTitle, Organisation, Unit
from programme.programmes.models import ProgrammeState
from programme.shadowing.models import PairState, ShadowingPair
from tests import factories as make

NOTHING_PLANNED = "Der er ikke meldt datoer ud endnu. Du får besked, når planen er klar."
TODAY, DAY = date(2026, 11, 22), timedelta(days=1)
CALENDAR = "Få datoerne i din kalender"


def home(sign_in, person):
    return sign_in(person).get("/").text


def in_order(text, *pieces):
    """Check that the pieces stand on the page one after the other."""
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        assert place >= 0, f"{piece!r} is not there, or not in its place"


def test_strangers_sign_in_first(client, session):
    answer = client.get("/")
    assert answer.status_code == 302
    assert "/log-ind" in answer.location


class TestParticipant:
    def test_what_comes_then_what_waits_then_the_calendar(self, world, sign_in):
        make.EntryFactory(
            author=world.mette, cohort=world.cohort, next_action="Spørge først, svare sidst"
        )
        text = home(sign_in, world.mette)
        in_order(
            text,
            "<h1",
            "Om 11 dage · torsdag den 3.–fredag den 4. december 2026",
            "Seminar 4 | Ledelse af PLF",
            "Kursuscentret ved fjorden",
            "Din næste handling:",
            "Spørge først, svare sidst",
            "Skriv, hvad der skete",
            CALENDAR,
            "Se hele planen",
            "Delt med dig",
        )
        assert text.count("button-primary") == 1

    def test_the_next_action_opens_the_next_entry(self, world, sign_in, session):
        entry = make.EntryFactory(author=world.mette, next_action="Tie, til alle har talt")
        session.flush()
        assert f"/log/ny?efter={entry.id}" in home(sign_in, world.mette)

    def test_the_preparation_is_counted(self, world, sign_in):
        world.seminar.preparation = "Skriv fem linjer."
        assert "Forberedelse: 1 opgave" in home(sign_in, world.mette)
        world.seminar.preparation = "Skriv fem linjer.\nLæs dem op."
        assert "Forberedelse: 2 opgaver" in home(sign_in, world.mette)

    def test_shadowing_stands_below_the_seminar_that_follows(self, world, sign_in):
        world.shadowing(4)
        text = home(sign_in, world.mette)
        in_order(text, "Seminar 4", "Inden da:", "Skyggepraktik", "torsdag den 26. november 2026")

    def test_shadowing_says_what_comes_next_until_it_is_agreed(self, world, sign_in, session):
        item = world.shadowing(None)
        item.window_from, item.window_to = TODAY, TODAY + 30 * DAY
        address = f'/skyggepraktik?hold={world.cohort.id}">'
        page = home(sign_in, world.mette)
        assert f"{address}Find en vært</a>, senest tirsdag den 22. december" in page
        pair = ShadowingPair(
            cohort_id=world.cohort.id,
            guest_id=world.mette.id,
            host_id=world.jonas.id,
            made_at=make.LONG_AGO,
        )
        session.add(pair)
        session.flush()
        text = home(sign_in, world.mette)
        assert f"{address}Lav en aftale med {world.jonas.name}" in text
        assert "Find en vært" in home(sign_in, world.jonas)
        item.window_from = item.window_to = TODAY - DAY
        pair.state = PairState.ENDED
        assert "Skyggepraktik:" not in home(sign_in, world.mette)

    def test_without_anything_waiting_one_can_write(self, world, sign_in):
        text = home(sign_in, world.mette)
        assert "Fortsæt" not in text
        in_order(text, "Seminar 4", "Skriv i loggen", CALENDAR)
        assert text.count("button-primary") == 1

    def test_a_draft_waits_and_stands_among_the_drafts(self, world, sign_in, session):
        draft = make.EntryFactory(
            author=world.mette, state=EntryState.DRAFT, action="To linjer er nok"
        )
        make.EntryFactory(author=world.mette, state=EntryState.DRAFT, action="")
        session.flush()
        text = home(sign_in, world.mette)
        in_order(text, "Din kladde:", "Skriv videre", "Kladder", f"/log/{draft.id}/ret")
        assert "Uden ord endnu" in text

    def test_the_calendar_link_goes_when_a_calendar_has_fetched(self, world, sign_in, session):
        session.add(
            FeedAddress(
                person=world.mette,
                name="Telefon",
                token_hash="x",
                created_at=make.LONG_AGO,
                last_fetched_at=make.LONG_AGO,
            )
        )
        assert CALENDAR not in home(sign_in, world.mette)

    def test_no_dates_yet(self, world, sign_in):
        make.EnrolmentFactory(cohort=world.draft_cohort(), person=world.stranger)
        text = home(sign_in, world.stranger)
        assert NOTHING_PLANNED in text
        assert "Skriv i loggen" in text
        assert "Hold Syd" not in text

    def test_nothing_more_ahead(self, world, sign_in):
        world.seminar.cancelled_at = make.LONG_AGO
        text = home(sign_in, world.mette)
        assert NOTHING_PLANNED not in text
        assert "Du har ikke flere aktiviteter foran dig." in text

    def test_two_cohorts_are_told_apart(self, world, sign_in):
        other = make.CohortFactory(name="Hold Syd")
        make.EnrolmentFactory(cohort=other, person=world.mette)
        world.plan(3, cohort=other, title="Kick Off")
        text = home(sign_in, world.mette)
        in_order(text, "Om 3 dage", "Kick Off", "Hold Syd", CALENDAR, "Hold Nord", "Hold Syd")

    def test_who_has_left_keeps_the_log(self, world, sign_in):
        make.EnrolmentFactory(cohort=world.cohort, person=world.stranger, ended_at=make.LONG_AGO)
        make.EntryFactory(author=world.stranger, next_action="Blive ved")
        text = home(sign_in, world.stranger)
        assert "Blive ved" in text
        assert "Seminar 4" not in text

    def test_what_is_shared_and_nothing_else(self, world, sign_in):
        shared = make.EntryFactory(
            author=world.jonas, heading="Fejlen, jeg fortalte om", cohort=world.cohort
        )
        make.ShareFactory(entry=shared, audience=ShareWith.COHORT, cohort=world.cohort)
        make.EntryFactory(author=world.jonas, heading="HEMMELIGT", next_action="HEMMELIGT")
        text = home(sign_in, world.mette)
        assert "Fejlen, jeg fortalte om" in text
        assert "Jonas Juhl" in text
        for person in (world.mette, world.manager, world.coordinator, world.administrator):
            assert "HEMMELIGT" not in home(sign_in, person)
        assert "Fejlen" not in home(sign_in, world.stranger)

    def test_nobody_has_shared_anything(self, world, sign_in):
        text = home(sign_in, world.mette)
        assert "Ingen har delt noget med dig endnu. Det, du selv deler, står under Mine." in text


class TestFacilitator:
    def test_the_next_own_activity_with_cohort_and_people(self, world, sign_in):
        world.plan(40, number=5, title="Brug af data")
        text = home(sign_in, world.facilitator)
        in_order(text, "Om 11 dage", "Seminar 4", "Hold Nord · 2 deltagere", "Delt med dig")
        in_order(text, "Dine aktiviteter", "Seminar 4", "Seminar 5 | Brug af data")
        assert "button-primary" not in text
        assert "Det, du selv deler" not in text

    def test_shadowing_comes_before_it(self, world, sign_in):
        world.shadowing(4)
        in_order(home(sign_in, world.facilitator), "Seminar 4", "Inden da:", "Skyggepraktik")

    def test_nothing_to_lead(self, world, sign_in):
        other = make.CohortFactory()
        world.lead(world.stranger, other)
        text = home(sign_in, world.stranger)
        assert "Du leder ingen aktivitet lige nu." in text
        assert "Dine aktiviteter" not in text


class TestManager:
    def test_dates_expectations_and_what_is_shared(self, world, sign_in):
        entry = make.EntryFactory(author=world.mette, heading="Hvad jeg gerne vil slippe")
        make.ShareFactory(entry=entry, audience=ShareWith.LINE_MANAGER, person_id=world.manager.id)
        text = home(sign_in, world.manager)
        in_order(
            text,
            "Mette Madsen",
            "Hold Nord",
            "Seminar 4 | Ledelse af PLF · torsdag den 3.–fredag den 4. december 2026",
            "Det forventes af dig",
            "Aftal med Mette",
            "Hvad jeg gerne vil slippe",
            "Du kan se datoer og det, Mette har valgt at dele. "
            "Antal indlæg og resten af loggen ser du ikke.",
        )
        assert "Jonas" not in text

    def test_nothing_shared_and_nothing_ahead(self, world, sign_in):
        world.seminar.cancelled_at = make.LONG_AGO
        text = home(sign_in, world.manager)
        assert "Mette har ikke delt noget med dig. Det er helt i orden" in text
        assert "Ingen datoer forude" in text

    def test_people_in_a_cohort_that_is_over(self, world, sign_in):
        world.cohort.state = CohortState.CLOSED
        text = home(sign_in, world.manager)
        assert "Ingen af dine medarbejdere er på et forløb lige nu." in text


class TestCoordinator:
    def test_each_thing_to_do_opens_the_very_place(self, world, sign_in, session):
        draft = world.draft_cohort()
        invited = make.PersonFactory(organisation=world.organisation)
        make.EnrolmentFactory(cohort=draft, person=invited)
        holiday = world.plan(33, number=7)
        undated = world.shadowing(None)
        unseen = world.plan(24, published_at=None)
        session.flush()
        text = home(sign_in, world.coordinator)
        in_order(
            text,
            "Kræver handling",
            f'/hold/{world.cohort.id}#activity-{holiday.id}">Seminar 7 | Ledelse',
            "ligger på Juledag",
            f'/aktivitet/{undated.id}/flyt">Skyggepraktik er uden dato',
            f'/hold/{draft.id}/offentliggoer">Planen er ikke offentliggjort',
            f'/hold/{world.cohort.id}/offentliggoer">1 aktivitet er ikke offentliggjort',
            f'/hold/{draft.id}/deltagere">1 inviteret har ingen konto endnu',
            "Mine hold",
        )
        assert unseen.title in text
        assert "Vis alle" not in text

    def test_who_has_not_agreed_on_shadowing_when_its_time_runs_out(self, world, sign_in):
        item = world.shadowing(None)
        item.window_from, item.window_to = TODAY, TODAY + 30 * DAY
        text = home(sign_in, world.coordinator)
        where = f'/hold/{world.cohort.id}/skyggepraktik">'
        late = "2 har ikke aftalt skyggepraktik endnu, senest tirsdag den 22. december"
        assert where + late in text
        assert "uden dato" not in text
        item.window_to = TODAY + 31 * DAY
        assert "skyggepraktik endnu" not in home(sign_in, world.coordinator)

    def test_more_than_five_fold_on_a_phone(self, world, sign_in):
        for _ in range(6):
            world.shadowing(None)
        text = home(sign_in, world.coordinator)
        assert 'href="#todo">Vis alle 6' in text
        assert text.count("Skyggepraktik er uden dato") == 6

    def test_cohorts_the_next_days_and_what_changed(self, world, sign_in):
        world.plan(31, number=8)
        world.change(world.seminar)
        text = home(sign_in, world.coordinator)
        in_order(
            text,
            "Alt er på plads. Næste gang du skal gøre noget, står det her.",
            "Mine hold",
            "Hold Nord",
            "2 tilmeldt",
            "<svg",
            "De næste 30 dage",
            "Seminar 4 | Ledelse af PLF",
            "Seneste ændringer",
            "Flyttet: Salen er optaget.",
            "Karen Krog",
        )
        assert "Seminar 8" not in text.split("De næste 30 dage")[1].split("Seneste")[0]
        assert text.count("button-primary") == 1

    def test_nothing_soon(self, world, sign_in):
        world.seminar.cancelled_at = make.LONG_AGO
        assert "Der sker ikke noget de næste 30 dage." in home(sign_in, world.coordinator)

    def test_the_first_cohort(self, world, sign_in):
        newcomer = world.person("Nina Ny")
        make.GrantFactory(
            person=newcomer,
            programme_id=make.ProgrammeFactory().id,
        )
        text = home(sign_in, newcomer)
        assert (
            "Opret dit første hold: vælg et forløb og en startdato, så foreslår vi datoerne."
            in text
        )
        assert text.count("/hold/nyt") == 1

    def test_only_so_many_cards(self, world, sign_in):
        for number in range(9):
            world.draft_cohort(f"Hold {number}")
        text = home(sign_in, world.coordinator)
        assert "Se 1 hold mere" in text


class TestManyParts:
    def test_they_follow_each_other_with_one_primary_button(self, world, sign_in, session):
        everything = world.person("Alma Alt")
        make.EnrolmentFactory(cohort=world.cohort, person=everything)
        world.lead(everything, world.cohort)
        world.plan(20, number=6, facilitators=[everything])
        make.GrantFactory(person=everything, organisation_id=world.organisation.id)
        world.mette.line_manager = everything
        session.flush()
        text = home(sign_in, everything)
        in_order(
            text,
            "Om 11 dage",
            CALENDAR,
            "Om 20 dage",
            "Dine medarbejdere på forløb",
            "Kræver handling",
        )
        assert text.count("button-primary") == 1
        assert text.count('id="shared-head"') == 1

    def test_who_plays_none(self, world, sign_in):
        assert "Her er ikke noget til dig endnu." in home(sign_in, world.stranger)


class TestContact:
    def test_mail_and_telephone(self, world, sign_in):
        text = sign_in(world.mette).get("/kontakt").text
        assert "Hold Nord" in text
        assert f'href="mailto:{world.coordinator.email}"' in text
        assert 'href="tel:00000001"' in text

    def test_nobody(self, world, sign_in):
        assert "Du har ingen koordinator her" in sign_in(world.stranger).get("/kontakt").text


class TestAdministration:
    PAGES = (
        "/administration",
        "/administration/organisation/ny",
        "/administration/organisation/{organisation}",
        "/administration/enhed/{unit}",
        "/administration/stilling/ny",
        "/administration/stilling/{title}",
    )

    @pytest.fixture
    def keys(self, world, session):
        unit = make.UnitFactory(organisation=world.organisation, name="Søndre Skole")
        title = world.title("rektor")
        session.flush()
        return {"organisation": world.organisation.id, "unit": unit.id, "title": title.id}

    @pytest.fixture
    def desk(self, world, sign_in):
        return sign_in(world.administrator)

    @pytest.mark.parametrize("page", PAGES)
    def test_for_administrators_alone(self, world, sign_in, desk, keys, page):
        path = page.format(**keys)
        assert desk.get(path).status_code == 200
        for person in (world.mette, world.coordinator, world.facilitator):
            other = sign_in(person)
            assert other.get(path).status_code == 403
            if page != "/administration":
                assert other.post(path, {"name": "Nyt navn"}).status_code == 403

    def test_units_are_added_by_administrators_alone(self, world, sign_in, keys):
        path = f"/administration/organisation/{keys['organisation']}/enhed"
        assert sign_in(world.coordinator).post(path, {"name": "Ny"}).status_code == 403

    @pytest.mark.parametrize("part", ["organisation", "enhed", "stilling"])
    def test_what_is_not_there(self, desk, part):
        assert desk.get(f"/administration/{part}/99999").status_code == 404

    def test_it_is_their_home_and_shows_no_log(self, world, desk):
        make.EntryFactory(author=world.mette, heading="HEMMELIGT")
        make.ProgrammeFactory(name="Nyt forløb", state=ProgrammeState.DRAFT)
        text = desk.get("/").text
        for piece in ("Administration", "Ny Kommune", "Nyt forløb", "Stillingsbetegnelser"):
            assert piece in text
        assert "HEMMELIGT" not in text

    def test_mail_and_a_worker_that_runs(self, desk, session):
        now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        session.add(WorkerBeat(name="w", started_at=now, seen_at=now - timedelta(minutes=2)))
        session.add(
            OutboxMail(template="x", person_id=1, keys={}, created_at=now, due_at=now, attempts=0)
        )
        text = desk.get("/administration").text
        assert "Workeren kører" in text
        assert "Den ældste skulle være sendt 22. november 2026 kl. 10.00." in text

    def test_a_worker_that_is_silent(self, desk, session):
        assert "Der har ikke været en worker i gang endnu." in desk.get("/administration").text
        long_ago = datetime(2026, 11, 22, 8, tzinfo=UTC)
        session.add(WorkerBeat(name="w", started_at=long_ago, seen_at=long_ago))
        text = desk.get("/administration").text
        assert "Workeren er sidst set 22. november 2026 kl. 9.00." in text

    def test_an_organisation_is_added_and_changed(self, desk, session):
        path = "/administration/organisation/ny"
        answer = desk.post(path, {"name": "Nabo Kommune", "school_holidays": "42"})
        made = session.scalars(
            select(Organisation).where(Organisation.name == "Nabo Kommune")
        ).one()
        assert answer.status_code == 303
        path = f"/administration/organisation/{made.id}"
        assert answer.location.endswith(path)
        answer = desk.post(path, {"name": "Nabo Kommune", "school_holidays": "7-8"})
        assert answer.status_code == 303
        assert made.school_holidays == "7-8"

    def test_weeks_that_are_none(self, desk, keys):
        path = f"/administration/organisation/{keys['organisation']}"
        answer = desk.post(path, {"name": "Ny Kommune", "school_holidays": "uge 42"})
        assert answer.status_code == 422
        assert "“uge 42” er ikke en uge." in answer.text
        assert 'value="uge 42"' in answer.text

    def test_a_unit_is_added_and_renamed(self, desk, keys, session):
        path = f"/administration/organisation/{keys['organisation']}"
        assert desk.post(f"{path}/enhed", {"unit-name": "Søndre Skole"}).status_code == 422
        assert desk.post(f"{path}/enhed", {"unit-name": "Nordre Skole"}).status_code == 303
        assert "Nordre Skole" in desk.get(path).text
        rename = f"/administration/enhed/{keys['unit']}"
        assert desk.post(rename, {"unit-name": ""}).status_code == 422
        assert desk.post(rename, {"unit-name": "Byens Skole"}).status_code == 303
        assert session.get(Unit, keys["unit"]).name == "Byens Skole"

    def test_a_title_is_added_and_changed(self, desk, keys, session):
        level = make.LevelFactory()
        session.flush()
        path = "/administration/stilling/ny"
        assert desk.post(path, {"name": "rektor"}).status_code == 422
        answer = desk.post(path, {"name": "dekan", "level": str(level.id)})
        assert answer.location.endswith("/administration#titles")
        change = f"/administration/stilling/{keys['title']}"
        assert desk.post(change, {"name": "rektor", "level": "999"}).status_code == 422
        assert desk.post(change, {"name": "vicerektor", "level": ""}).status_code == 303
        titles = {title.name: title.default_level_id for title in session.scalars(select(JobTitle))}
        assert titles == {"dekan": level.id, "vicerektor": None}


class TestPagesForAll:
    @pytest.mark.parametrize(
        "path", ["/fortrolighed", "/privatlivspolitik", "/tilgaengelighed", "/stil"]
    )
    def test_they_open_for_everybody(self, client, path):
        assert client.get(path).status_code == 200

    def test_who_can_read_says_it_plainly(self, client):
        text = client.get("/fortrolighed").text
        assert "Hvem kan læse min log?" in text
        assert "Koordinator og administrator kan ikke læse den her i systemet" in text
        assert "Den, der driver serveren, har teknisk adgang til databasen" in text
        for audience in (
            "Kun mig",
            "En kollega",
            "Netværksgruppen",
            "Facilitatorerne",
            "Nærmeste leder",
            "Holdet",
        ):
            assert audience in text

    def test_in_english(self, world, sign_in):
        from programme.people.models import Locale

        world.mette.locale = Locale.ENGLISH
        text = home(sign_in, world.mette)
        assert "In 11 days" in text
        assert "Get the dates in your calendar" in text


def test_an_employee_has_a_home_too(world, sign_in):
    employee = world.person("Amina Ali")
    make.EnrolmentFactory(cohort=world.cohort, person=employee, role=Role.APPOINTED_EMPLOYEE)
    assert "Seminar 4" in home(sign_in, employee)
