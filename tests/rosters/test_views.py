"""Lists pasted and sent by real requests: seen first, saved as a whole, fetched again."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from programme.audit.models import AuditRow
from programme.cohorts.models import CohortState, Enrolment, NetworkGroup, Participation, Role
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from tests import factories as make

HEADER = "Navn\tE-mail\tTitel\tEnhed\tNiveau"
NEW = f"{HEADER}\nÅse Ærø\tåse@b.example\tskoleleder\tSøndre Skole\tLeder af ledere"


def table(*rows):
    return "\n".join("\t".join(row) for row in rows)


def said(answer):
    """The page's words, without its tags."""
    main = answer.text.split("<main", 1)[1].partition(">")[2].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def fields(answer):
    """What the preview's form carries to the next step."""
    text = answer.text
    carried = re.search(r'<textarea[^>]*name="rows"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(first|seen)" value="([^"]*)">', text))
    # As a browser sends it.
    return hidden | {"rows": unescape(carried).replace("\n", "\r\n")}


def rows_in(session):
    return {
        kind: session.scalar(select(func.count()).select_from(kind))
        for kind in (Person, Enrolment, NetworkGroup, OutboxMail, AuditRow)
    }


@pytest.fixture
def karen(there, sign_in):
    return sign_in(there.karen)


@pytest.fixture
def look(there, karen):
    return lambda rows: karen.post(there.path, {"rows": rows})


@pytest.fixture
def save(there, karen):
    """See the list, then save what was seen."""

    def act(rows):
        seen = karen.post(there.path, {"rows": rows})
        assert seen.status_code == 200, said(seen)
        return karen.post(f"{there.path}/gem", fields(seen))

    return act


def find(session, email):
    return session.scalar(select(Person).where(Person.email == email))


def places(session, person):
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id == person.id, Enrolment.ended_at.is_(None))
        .order_by(Enrolment.id)
    ).all()


class TestWhoMay:
    def test_the_coordinator_may(self, there, karen):
        answer = karen.get(there.path)
        assert answer.status_code == 200
        assert "Nærmeste leder (e-mail)" in answer.text

    def test_others_may_not(self, there, sign_in):
        facilitator = make.PersonFactory()
        make.EnrolmentFactory(cohort=there.cohort, person=facilitator, role=Role.FACILITATOR)
        for person, status in (
            (there.jonas, 403),
            (facilitator, 403),
            (there.bente, 404),
            (there.stranger, 404),
        ):
            browser = sign_in(person)
            assert browser.get(there.path).status_code == status
            for path in ("", "/gem", ".csv", ".xlsx"):
                answer = browser.post(f"{there.path}{path}", {"rows": NEW})
                assert answer.status_code == status, path


class TestSeeing:
    def test_nothing_is_saved(self, look, session):
        before = rows_in(session)
        answer = look(NEW)
        assert answer.status_code == 200
        assert "Åse Ærø" in answer.text
        assert "1 person bliver inviteret på e-mail" in said(answer)
        assert rows_in(session) == before

    def test_each_row_says_what_becomes_of_it(self, look):
        answer = look(
            table(
                ("Navn", "E-mail", "Titel"),
                ("Ny Nielsen", "ny@b.example", "skoleleder"),
                ("Mette Madsen", "METTE@b.example", "afdelingsleder"),
                ("Jonas Juhl", "jonas@b.example", ""),
                ("Fejl Fejlsen", "ikke en adresse", ""),
            )
        )
        text = said(answer)
        assert "1 Skal rettes 1 Ny 1 Ændret 1 Uændret" in _stats(text)
        assert "skoleleder bliver til" not in text  # an icon's label, not a word
        assert "<del>skoleleder</del>" in answer.text
        assert "<ins>afdelingsleder</ins>" in answer.text
        assert "Skriv en e-mailadresse som" in text
        assert "Gem listen" not in text

    def test_rows_keep_the_numbers_they_have_in_the_spreadsheet(self, there, karen, look):
        answer = look(f"\n{HEADER}\n\n\nFejl\tforkert\n")
        assert re.search(r'data-title="Række"[^>]*>5<', answer.text)
        again = karen.post(there.path, fields(answer))
        assert re.search(r'data-title="Række"[^>]*>5<', again.text)

    def test_columns_that_nothing_is_made_of_are_named_and_not_carried(self, look):
        answer = look(
            table(("E-mail", "CPR", "Navn"), ("ny@b.example", "010180-1234", "Ny Nielsen"))
        )
        assert "Kolonner, der ikke bruges: CPR" in said(answer)
        assert "010180" not in answer.text

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ("", "Indsæt rækkerne, eller vælg en fil."),
            ("Navn\tTitel\nMette\tleder", "Der er ingen kolonne “E-mail”"),
            ("Navn\tE-mail", "Der står ingen under overskriften"),
            ("E-mail\tMail\na@b.dk\tb@b.dk", "Kolonne A og B er begge “Mail”"),
            ('Navn;E-mail\n"Mette;m@b.dk', "Række 2: Et anførselstegn er ikke lukket"),
            ("a@b.dk\tb@b.dk\nc@b.dk\td@b.dk", "kolonne B kan være flere ting"),
        ],
    )
    def test_a_list_that_cannot_be_read_is_refused_with_a_way_on(self, look, rows, words):
        answer = look(rows)
        assert answer.status_code == 422
        assert words in said(answer)

    def test_markup_is_text(self, look):
        answer = look(table(("Navn", "E-mail"), ("<b>Bo</b>", "<script>@b.example")))
        assert "<b>Bo</b>" not in answer.text
        assert "<script>@" not in answer.text

    def test_a_person_of_elsewhere_tells_nothing(self, look):
        """Peter's title is afdelingsleder: to try titles out must not tell that."""
        answers = [
            look(table(("Navn", "E-mail", "Titel", "Telefon"), ("P", "peter@s.example", t, "1")))
            for t in ("skoleleder", "afdelingsleder")
        ]
        first, second = (said(answer).replace("skoleleder", "afdelingsleder") for answer in answers)
        assert first == second
        assert "Findes allerede og kan ikke ændres af dig" in first
        for answer in answers:
            assert "Poulsen" not in answer.text
            assert "99 99" not in answer.text
            assert "Sundhed" not in answer.text

    def test_it_asks_as_much_for_thirty_rows_as_for_one(self, there, karen, queries):
        counts = []
        for number in (1, 3, 30):
            rows = [(f"Ny {n}", f"ny{n}@b.example", "mette@b.example") for n in range(number)]
            data = {"rows": table(("Navn", "E-mail", "Leder"), *rows)}
            data["csrf_token"] = karen.csrf()
            with queries() as asked:
                assert karen.post(there.path, data).status_code == 200
            counts.append(len(asked))
        assert counts == [15, 15, 15]


def _stats(text):
    """The figures above the list, in their order."""
    found = re.findall(r"(Skal rettes|Ny|Ændret|Uændret) ([0-9]+)", text)[:4]
    return " ".join(f"{number} {label}" for label, number in found)


class TestSaving:
    def test_who_is_new_is_added_enrolled_and_invited_once(self, save, there, session):
        answer = save(NEW)
        assert answer.status_code == 303
        person = find(session, "åse@b.example")
        assert (person.name, person.unit_id, person.job_title_id) == (
            "Åse Ærø",
            there.school.id,
            there.head.id,
        )
        assert person.organisation_id == there.organisation.id
        (place,) = places(session, person)
        assert (place.role, place.level_id) == (Role.PARTICIPANT, there.top.id)
        mails = session.scalars(select(OutboxMail).where(OutboxMail.person_id == person.id)).all()
        assert [mail.template for mail in mails] == ["people/invitation"]
        assert "imported people" in session.scalars(select(AuditRow.action)).all()

    def test_the_same_list_twice_changes_nothing(self, save, session, look, there, karen):
        save(NEW)
        before = rows_in(session)
        again = look(NEW)
        assert "Det hele står der allerede" in said(again)
        assert "Gem listen" not in said(again)
        answer = karen.post(f"{there.path}/gem", fields(again))
        assert answer.status_code == 303
        assert rows_in(session) == before

    def test_sent_twice_saves_once(self, look, karen, there, session):
        data = fields(look(NEW))
        assert karen.post(f"{there.path}/gem", data).status_code == 303
        before = rows_in(session)
        assert karen.post(f"{there.path}/gem", data).status_code == 303
        assert rows_in(session) == before

    def test_what_would_do_something_else_by_now_is_shown_again(self, look, karen, there, session):
        data = fields(look(table(("E-mail", "Titel"), ("mette@b.example", "afdelingsleder"))))
        there.mette.job_title = None  # another coordinator was faster
        session.flush()
        answer = karen.post(f"{there.path}/gem", data)
        assert answer.status_code == 409
        assert "Noget er ændret, siden du så listen" in said(answer)
        assert find(session, "mette@b.example").job_title_id is None
        assert karen.post(f"{there.path}/gem", fields(answer)).status_code == 303
        assert find(session, "mette@b.example").job_title_id == there.deputy.id

    def test_what_was_never_seen_is_not_saved(self, karen, there, session):
        before = rows_in(session)
        for seen in ("", "x" * 32):
            answer = karen.post(f"{there.path}/gem", {"rows": NEW, "seen": seen})
            assert answer.status_code == 409
        assert rows_in(session) == before

    def test_a_changed_list_is_seen_again(self, look, karen, there, session):
        data = fields(look(NEW))
        data["rows"] = data["rows"].replace("skoleleder", "afdelingsleder")
        assert karen.post(f"{there.path}/gem", data).status_code == 409
        assert find(session, "åse@b.example") is None

    def test_one_wrong_row_keeps_all_of_them_out(self, look, karen, there, session):
        before = rows_in(session)
        seen = look(NEW + "\nBo Bro\tbo@b.example\tkejser\tRådhuset\tLeder af ledere")
        assert "Titlen “kejser” findes ikke" in said(seen)
        answer = karen.post(f"{there.path}/gem", fields(seen))
        assert answer.status_code == 422
        assert rows_in(session) == before

    def test_members_are_corrected_in_every_way_a_list_can_say(self, save, there, session):
        answer = save(
            table(
                ("Navn", "E-mail", "Telefon", "Titel", "Enhed", "Niveau", "Leder", "Gruppe"),
                (
                    "Mette Møller Madsen",
                    "mette@b.example",
                    "87654321",
                    "Afdelingsleder",
                    "rådhuset",
                    "Leder af medarbejdere",
                    "jonas@b.example",
                    "De gode",
                ),
            )
        )
        assert answer.status_code == 303
        mette = session.get(Person, there.mette.id)
        assert (mette.name, mette.phone) == ("Mette Møller Madsen", "87654321")
        assert (mette.job_title_id, mette.unit_id) == (there.deputy.id, there.hall.id)
        assert mette.line_manager_id == there.jonas.id
        assert mette.email == "mette@b.example"
        learner = next(p for p in places(session, mette) if p.role is Role.PARTICIPANT)
        assert (learner.id, learner.level_id) == (there.mettes.id, there.low.id)

    def test_leaders_and_those_they_appoint_come_in_one_list(self, save, session, at):
        at(2026, 11, 22, 9)
        answer = save(
            table(
                ("Navn", "E-mail", "Rolle", "Niveau", "Udpeget af", "Udpeget den", "Begrundelse"),
                ("Ida Iversen", "ida@b.example", "", "", "leo@b.example", "1. sep. 2026", "Mod."),
                ("Leo Lund", "leo@b.example", "Deltager", "Leder af ledere", "", "", ""),
                ("Ea Ege", "ea@b.example", "Udpeget medarbejder", "", "leo@b.example", "", ""),
            )
        )
        assert answer.status_code == 303
        (ida,) = places(session, find(session, "ida@b.example"))
        assert ida.role is Role.APPOINTED_EMPLOYEE
        assert ida.appointed_by_id == find(session, "leo@b.example").id
        assert (str(ida.appointed_on), ida.appointment_reason) == ("2026-09-01", "Mod.")
        (ea,) = places(session, find(session, "ea@b.example"))
        assert str(ea.appointed_on) == "2026-11-22"

    def test_a_new_leader_may_be_the_manager_of_others_in_the_list(self, save, session):
        save(
            table(
                ("Navn", "E-mail", "Niveau", "Nærmeste leder (e-mail)"),
                ("Bo Bro", "bo@b.example", "Leder af medarbejdere", "ib@b.example"),
                ("Ib Ibsen", "ib@b.example", "Leder af ledere", ""),
            )
        )
        assert find(session, "bo@b.example").line_manager_id == find(session, "ib@b.example").id

    def test_another_role_is_another_place(self, save, session, there):
        save(
            table(
                ("E-mail", "Rolle", "Udpeget af"),
                ("jonas@b.example", "Udpeget medarbejder", "mette@b.example"),
            )
        )
        (place,) = places(session, there.jonas)
        assert (place.role, place.appointed_by_id) == (Role.APPOINTED_EMPLOYEE, there.mette.id)
        assert session.get(Enrolment, there.jonases.id).ended_at is not None

    def test_another_appointer_is_another_appointment(self, save, session, there):
        save(table(("E-mail", "Udpeget af"), ("amina@b.example", "jonas@b.example")))
        (place,) = places(session, there.amina)
        assert place.appointed_by_id == there.jonas.id
        assert place.id != there.aminas.id

    def test_what_hangs_on_a_place_is_corrected_in_place(self, save, session, there):
        save(
            table(
                ("E-mail", "Udpeget den", "Begrundelse", "Deltagelse", "Niveau"),
                ("amina@b.example", "02-09-2026", "Ny grund", "", ""),
                ("bente@s.example", "", "", "Samtaler", "Leder af medarbejdere"),
            )
        )
        (amina,) = places(session, there.amina)
        assert (amina.id, str(amina.appointed_on)) == (there.aminas.id, "2026-09-02")
        assert amina.appointment_reason == "Ny grund"
        (bente,) = places(session, there.bente)
        assert (bente.id, bente.participation) == (there.bentes.id, Participation.CONVERSATION)
        assert bente.level_id == there.low.id

    def test_groups_that_are_not_there_are_made(self, save, session, there):
        save(
            table(
                ("E-mail", "Netværksgruppe"),
                ("mette@b.example", "Gruppe 4"),
                ("jonas@b.example", "Fjordholdet"),
                ("amina@b.example", "4"),
            )
        )
        groups = session.execute(
            select(NetworkGroup.number, NetworkGroup.name)
            .where(NetworkGroup.cohort_id == there.cohort.id)
            .order_by(NetworkGroup.number)
        ).all()
        assert [tuple(group) for group in groups] == [
            (1, ""),
            (2, "De gode"),
            (4, ""),
            (5, "Fjordholdet"),
        ]

    @pytest.mark.parametrize("name", ["0", "²", "٣", "12345", "9" * 80])
    def test_digits_that_are_no_number_of_a_group_are_its_name(self, save, session, name):
        rows = table(("E-mail", "Netværksgruppe"), ("mette@b.example", name))
        assert save(rows).status_code == 303
        made = session.scalars(select(NetworkGroup).order_by(NetworkGroup.id.desc())).first()
        assert (made.number, made.name) == (3, name)

    def test_who_is_of_elsewhere_is_enrolled_but_not_changed(self, save, session, there):
        rows = table(
            ("Navn", "E-mail", "Titel", "Organisation", "Enhed", "Niveau"),
            (
                "Peter Omdøbt",
                "peter@s.example",
                "skoleleder",
                "Birkevig Kommune",
                "Rådhuset",
                "Leder af medarbejdere",
            ),
        )
        assert save(rows).status_code == 303
        peter = find(session, "peter@s.example")
        assert (peter.name, peter.organisation_id) == ("Peter Poulsen", there.away.id)
        assert (peter.unit_id, peter.job_title_id) == (there.far.id, there.deputy.id)
        assert [place.role for place in places(session, peter)] == [Role.PARTICIPANT]

    def test_nobody_moves_between_organisations(self, look, save, session, there):
        rows = table(
            ("E-mail", "Organisation", "Enhed", "Telefon"),
            ("mette@b.example", "Stormose Kommune", "Sundhed & Omsorg", "1234"),
        )
        assert "flytter ingen til en anden organisation" in said(look(rows))
        save(rows)
        mette = find(session, "mette@b.example")
        assert (mette.organisation_id, mette.unit_id) == (there.organisation.id, there.school.id)
        assert mette.phone == "1234"

    def test_a_leader_of_another_level_takes_part_beside(self, look, save, session, there):
        there.programme.levels = [there.low]
        rows = table(("Navn", "E-mail", "Titel"), ("Ulla Ulv", "ulla@b.example", "skoleleder"))
        assert "Forløbets målgruppe er leder af medarbejdere" in said(look(rows))
        save(rows)
        (place,) = places(session, find(session, "ulla@b.example"))
        assert (place.role, place.participation) == (Role.OTHER_LEVEL, Participation.INVITED)
        wrong = look(
            rows.replace("Titel", "Titel\tRolle").replace("skoleleder", "skoleleder\tDeltager")
        )
        assert "Skal rettes" in said(wrong)
        assert "Gem listen" not in said(wrong)

    def test_a_full_or_closed_cohort_takes_nobody_in(self, look, there, session):
        there.cohort.capacity = 3
        assert "Holdet har 3 pladser, og med listen ville 4 deltage" in said(look(NEW))
        there.cohort.capacity = None
        there.cohort.state = CohortState.CLOSED
        session.flush()
        assert "Holdet er afsluttet" in said(look(NEW))
        correction = table(("E-mail", "Telefon"), ("mette@b.example", "1"))
        assert "Gem listen" in said(look(correction))

    def test_a_thousand_people_are_saved_by_few_questions_a_person(
        self, look, karen, there, queries
    ):
        counts = []
        for number in (10, 20):
            rows = [
                (f"Ny {n}", f"ny{number}-{n}@b.example", "Leder af ledere") for n in range(number)
            ]
            data = fields(look(table(("Navn", "E-mail", "Niveau"), *rows)))
            data["csrf_token"] = karen.csrf()
            with queries() as asked:
                assert karen.post(f"{there.path}/gem", data).status_code == 303
            counts.append(len(asked))
        assert counts[1] - counts[0] <= 12 * 10

    def test_what_cannot_be_read_is_not_saved(self, karen, there):
        answer = karen.post(f"{there.path}/gem", {"rows": "", "seen": "x"})
        assert answer.status_code == 422
        assert "Indsæt rækkerne" in said(answer)

    def test_a_rule_that_only_shows_when_it_is_done_keeps_all_out(
        self, look, karen, there, session
    ):
        """Sanne's new title would make her of another level than the place that she gets."""
        there.programme.levels = [there.low]
        sanne = make.PersonFactory(organisation=there.organisation, email="sanne@b.example")
        rows = table(
            ("E-mail", "Titel", "Niveau"),
            (sanne.email, "skoleleder", "Leder af medarbejdere"),
        )
        answer = karen.post(f"{there.path}/gem", fields(look(rows)))
        assert answer.status_code == 303
        assert answer.location.endswith("/liste")
        assert find(session, sanne.email).job_title_id is None
        assert places(session, sanne) == []


class TestFiles:
    def send(self, browser, there, data, name):
        return browser.post(
            there.path,
            {"file": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
        )

    @pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_csv_is_read_in_every_usual_form(self, there, karen, code, separator):
        text = NEW.replace("\t", separator).replace("åse@", "aase@").replace("\n", "\r\n")
        answer = self.send(karen, there, text.encode(code), "liste.csv")
        assert answer.status_code == 200
        assert "Åse Ærø" in answer.text
        assert "Gem listen" in said(answer)

    def test_a_file_that_is_none_is_refused(self, there, karen, session):
        before = rows_in(session)
        for data, name, words in (
            (b"", "tom.csv", "Filen er tom"),
            (b"\xd0\xcf\x11\xe0 gammel", "gammel.xls", "ældre type"),
            (b"PK\x03\x04halv", "halv.xlsx", "ikke hel"),
            (b"Navn;E-mail", "liste.pdf", "Vælg en fil"),
            (NEW.encode(), "liste.xlsm", "makroer"),
            (b"Navn\x00", "liste.csv", "ikke en liste som tekst"),
        ):
            answer = self.send(karen, there, data, name)
            assert answer.status_code == 422
            assert words in said(answer), name
        assert rows_in(session) == before

    def test_a_file_too_large_is_not_read_at_all(self, there, karen):
        answer = karen.http.post(
            there.path,
            data=b"x" * 2_100_000,
            content_type="multipart/form-data; boundary=x",
            headers={"X-CSRFToken": karen.csrf()},
            base_url=karen.base,
        )
        assert answer.status_code == 413


class TestFetching:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_what_is_fetched_and_sent_back_changes_nothing(self, there, karen, kind):
        answer = karen.post(f"{there.path}.{kind}")
        assert answer.status_code == 200
        sent = karen.post(
            there.path,
            {"file": (io.BytesIO(answer.data), f"liste.{kind}")},
            content_type="multipart/form-data",
        )
        text = said(sent)
        assert "Det hele står der allerede" in text
        assert _stats(text) == "0 Skal rettes 0 Ny 0 Ændret 4 Uændret"

    def test_the_file_has_a_name_and_is_written_down(self, there, karen, session, at):
        at(2026, 11, 22, 9)
        there.cohort.name = "Hold «Ær» 1/2\r\nX: y"
        answer = karen.post(f"{there.path}.xlsx")
        header = answer.headers["Content-Disposition"]
        assert header.startswith("attachment; filename=")
        assert "filename*=UTF-8''Hold%20%C3%86r%201%202%20X%20y%202026-11-22.xlsx" in header
        assert "\n" not in header
        assert session.scalars(select(AuditRow.action)).all() == ["exported people"]

    def test_nothing_in_it_is_run(self, there, karen):
        there.jonas.name = "=cmd|' /C calc'!A0"
        there.mette.phone = "@SUM(A1)"
        workbook = load_workbook(io.BytesIO(karen.post(f"{there.path}.xlsx").data))
        kinds = {cell.data_type for row in workbook.active.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr"}
        text = karen.post(f"{there.path}.csv").data.decode("utf-8-sig")
        assert "'=cmd|" in text
        assert "'@SUM(A1)" in text
        cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
        assert len(cells) > 50
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]

    def test_other_kinds_are_none(self, there, karen):
        assert karen.post(f"{there.path}.pdf").status_code == 404

    def test_nobody_of_another_cohort_is_in_it(self, there, karen):
        other = make.CohortFactory(organisation=there.organisation)
        make.EnrolmentFactory(cohort=other, person=there.peter)
        assert b"peter" not in karen.post(f"{there.path}.csv").data
