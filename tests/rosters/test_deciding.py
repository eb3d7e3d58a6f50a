"""What a row means, cell by cell; no database is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.cohorts.models import Participation, Role
from programme.rosters.cells import CellError, looks_like_cpr, value_of
from programme.rosters.columns import HEADERS, Field, columns_of, field_named
from programme.rosters.deciding import decide
from programme.rosters.ground import Ground, GroupThere, Held, Known, Named, Title, Workplace
from programme.rosters.preview import Mark, State
from programme.rosters.tables import UnreadableTableError
from programme.rosters.texts import read_text
from tests.rosters.books import danish

TOP, LOW = Named(1, "Leder af ledere"), Named(2, "Leder af medarbejdere")
HALL, SCHOOL, FAR = Named(1, "Rådhuset"), Named(2, "Søndre Skole"), Named(3, "Sundhed")


def known(key, name, **more):
    values = {
        "phone": "",
        "organisation_id": 1,
        "organisation": "Birkevig Kommune",
        "unit": None,
        "title": "",
        "level_id": None,
        "manager": "",
        "is_open": True,
        "may_see": True,
        "may_edit": True,
    }
    return Known(key, name, **values | more)


def held(key, role=Role.PARTICIPANT, level=TOP, **more):
    values = {"appointed_by": "", "appointed_on": None, "reason": "", "participation": None}
    return Held(key, role, level if role is Role.PARTICIPANT else None, **values | more)


GROUND = Ground(
    organisation_id=1,
    organisations={
        "birkevig kommune": Workplace(
            1, "Birkevig Kommune", {"rådhuset": HALL, "søndre skole": SCHOOL}
        ),
        "stormose kommune": Workplace(2, "Stormose Kommune", {"sundhed": FAR}),
    },
    titles={"skoleleder": Title(1, "skoleleder", 1), "konsulent": Title(2, "konsulent", None)},
    levels={"leder af ledere": TOP, "leder af medarbejdere": LOW, "leader_of_leaders": TOP},
    taught={},
    proposed_level_id=None,
    people={
        "mette@b.dk": known(1, "Mette Madsen", phone="12 34 56 78", title="skoleleder", unit=HALL),
        "jonas@b.dk": known(2, "Jonas Juhl"),
        "peter@s.dk": known(3, "Peter P", organisation_id=2, may_see=False, may_edit=False),
        "sanne@b.dk": known(4, "Sanne S", title="konsulent", may_edit=False),
        "lukket@b.dk": known(5, "Lis Lukket", is_open=False),
        "ea@b.dk": known(6, "Ea Ege"),
    },
    held={
        1: (held(10), held(11, Role.FACILITATOR)),
        2: (held(12, level=LOW),),
        6: (held(13, Role.APPOINTED_EMPLOYEE, appointed_by="mette@b.dk"),),
    },
    groups=(GroupThere(1, 1, ""), GroupThere(2, 2, "De gode")),
    group_of={1: 1},
    capacity=None,
    is_closed=False,
)


def preview(text, ground=GROUND, formulas=frozenset()):
    return decide(columns_of(read_text(text), ground.vocabulary), ground, formulas)


def line(text, ground=GROUND):
    """The only row below the header."""
    (only,) = preview(text, ground).lines
    return only


def note(text, field, ground=GROUND):
    return danish(line(text, ground).cells[field].note)


class TestColumns:
    @pytest.mark.parametrize("field", HEADERS)
    def test_the_header_that_is_written_is_read(self, field):
        assert field_named(HEADERS[field]) is field
        assert field_named(f"  {HEADERS[field].upper()}: ") is field

    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("Mail", Field.EMAIL), ("E-post", Field.EMAIL), ("e-mailadresse", Field.EMAIL),
            ("Stilling", Field.TITLE), ("Niveau", Field.LEVEL), ("Nærmeste leder", Field.MANAGER),
            ("Leder (mail)", Field.MANAGER), ("Udpeget af", Field.APPOINTED_BY),
            ("Tlf.", Field.PHONE), ("Kommune", Field.ORGANISATION), ("Gruppe", Field.GROUP),
            ("CPR", None), ("", None),
        ],
    )  # fmt: skip
    def test_so_are_the_words_that_people_use(self, header, field):
        assert field_named(header) is field

    def test_first_and_last_name_are_one(self):
        found = line("Fornavn;Efternavn;E-mail\nAnne Marie;Bak;amb@b.dk")
        assert found.person[Field.NAME] == "Anne Marie Bak"
        assert Field.NAME in preview("Fornavn;Efternavn;E-mail\nA;B;ab@b.dk").fields

    def test_without_header_what_is_plain_is_guessed(self):
        text = "Bo Bro\tbo@b.dk\tskoleleder\tRådhuset\tLeder af ledere\t12345678\t"
        found = line(text + "\tBirkevig Kommune")
        assert (found.name, found.email) == ("Bo Bro", "bo@b.dk")
        assert found.person[Field.TITLE].name == "skoleleder"
        assert found.person[Field.UNIT] == HALL
        assert found.person[Field.LEVEL] == TOP
        assert found.person[Field.PHONE] == "12345678"

    @pytest.mark.parametrize(
        "text",
        [
            "Bo Bro\tAnne Bak\tbo@b.dk",  # two names
            "Bo Bro\tbo@b.dk\tib@b.dk",  # two addresses
            "Bo Bro\tbo@b.dk\tukendt",  # a word that may be anything
            "Bo Bro\tbo@b.dk\tskoleleder\nIb Ib\tib@b.dk\tukendt ting",  # a title and something
        ],
    )
    def test_what_is_not_plain_is_asked_about(self, text):
        with pytest.raises(UnreadableTableError) as error:
            preview(text)
        assert "Sæt en række øverst" in danish(error.value.message)

    def test_without_addresses_nobody_is_known(self):
        with pytest.raises(UnreadableTableError) as error:
            preview("Bo Bro\tLeder af ledere")
        assert "E-mail" in danish(error.value.message)


class TestCells:
    @pytest.mark.parametrize(
        ("field", "text", "value"),
        [
            (Field.EMAIL, "Bo Bro <Bo@B.dk>", "bo@b.dk"),
            (Field.EMAIL, "mailto:bo@b.dk", "bo@b.dk"),
            (Field.NAME, "  Bo\n Bro ", "Bo Bro"),
            (Field.TITLE, "Skoleleder", GROUND.titles["skoleleder"]),
            (Field.LEVEL, "LEDER AF LEDERE", TOP),
            (Field.LEVEL, "leader_of_leaders", TOP),
            (Field.ROLE, "Deltager og facilitator", {Role.PARTICIPANT, Role.FACILITATOR}),
            (Field.ROLE, "Facilitator", {Role.FACILITATOR}),
            (Field.ROLE, "Øvrigt ledelsesniveau", {Role.OTHER_LEVEL}),
            (Field.PARTICIPATION, "samtale", Participation.CONVERSATION),
            (Field.APPOINTED_ON, "20-01-2027", date(2027, 1, 20)),
            (Field.APPOINTED_ON, "20. januar 2027", date(2027, 1, 20)),
            (Field.APPOINTED_ON, "05/06/2027", date(2027, 6, 5)),
            (Field.REASON, "To\nlinjer", "To\nlinjer"),
        ],
    )
    def test_what_a_cell_means(self, field, text, value):
        assert value_of(field, text, GROUND) == value

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            (Field.EMAIL, "bo@", "e-mailadresse"),
            (Field.NAME, "\u202eoB", "navn"),
            (Field.TITLE, "skolelder", "Er det “skoleleder”?"),
            (Field.TITLE, "kejser", "Titlen “kejser” findes ikke"),
            (Field.ORGANISATION, "Birkevig Komune", "Er det “Birkevig Kommune”?"),
            (Field.LEVEL, "General", "Leder af ledere, Leder af medarbejdere"),
            (Field.ROLE, "gæst", "Deltager, Udpeget medarbejder"),
            (Field.ROLE, ";", "findes ikke"),
            (Field.ROLE, "Deltager, Udpeget medarbejder", "én måde ad gangen"),
            (Field.PARTICIPATION, "måske", "Samtaler, Udvalgte aktiviteter, Sponsor"),
            (Field.APPOINTED_ON, "31-02-2027", "findes ikke"),
            (Field.APPOINTED_ON, "05/22/2027", "har måneden først"),
            (Field.APPOINTED_ON, "5.22.27", "22-05"),
            (Field.APPOINTED_ON, "22. april", "årstal"),
            (Field.APPOINTED_ON, "mandag den 20. januar 2027", "Ugedag"),
            (Field.APPOINTED_ON, "snart", "20-01-2027"),
            (Field.PHONE, "1" * 41, "plads til 40"),
            (Field.PHONE, "1\x072", "ikke kan vises"),
            (Field.REASON, "x" * 2_001, "plads til 2000"),
            (Field.REASON, "x\x1b[2J", "ikke kan vises"),
        ],
    )
    def test_what_a_cell_does_not_mean(self, field, text, words):
        with pytest.raises(CellError) as error:
            value_of(field, text, GROUND)
        assert words.lower() in danish(error.value.message).lower()

    @pytest.mark.parametrize("text", ["010180-1234", "0101801234", "cpr: 311299 0001."])
    def test_what_looks_like_a_cpr_number_is_warned_of(self, text):
        assert looks_like_cpr(text)
        found = line(f"E-mail;Begrundelse\nea@b.dk;{text}")
        assert found.cells[Field.REASON].mark is Mark.WARNING
        assert "CPR" in danish(found.cells[Field.REASON].note)
        assert found.state is State.CHANGED

    @pytest.mark.parametrize("text", ["12345678", "+45 12 34 56 78", "3213801234", "01018012345"])
    def test_other_numbers_are_not(self, text):
        assert not looks_like_cpr(text)


class TestPersons:
    def test_somebody_new_belongs_to_the_cohorts_organisation(self):
        found = line("Navn;E-mail;Enhed;Niveau\nBo Bro;bo@b.dk;rådhuset;Leder af ledere")
        assert found.state is State.NEW
        assert found.person[Field.ORGANISATION].id == 1
        assert found.person[Field.UNIT] == HALL
        assert found.roles == {Role.PARTICIPANT}
        assert found.places[0].level_id == TOP.id

    def test_a_unit_is_sought_in_its_own_organisation(self):
        text = "Navn;E-mail;Organisation;Enhed\nBo Bro;bo@b.dk;Stormose Kommune;Rådhuset"
        assert "Stormose Kommune" in note(text, Field.UNIT)

    def test_a_name_is_needed_of_the_new_alone(self):
        assert "navnet" in note("E-mail\nbo@b.dk", Field.NAME)
        assert line("E-mail\nmette@b.dk").state is State.UNCHANGED

    def test_an_address_is_needed_of_all(self):
        assert "e-mailadressen" in note("Navn;E-mail\nBo Bro;", Field.EMAIL)

    def test_an_empty_cell_changes_nothing(self):
        text = "Navn;E-mail;Titel;Enhed;Telefon;Leder;Niveau;Rolle\n;mette@b.dk;;;;;;"
        assert line(text).state is State.UNCHANGED

    def test_what_is_the_same_in_other_words_is_unchanged(self):
        text = (
            "Navn;E-mail;Titel;Enhed;Telefon\nMette  Madsen;METTE@b.dk;Skoleleder;RÅDHUSET;12345678"
        )
        assert line(text).state is State.UNCHANGED

    def test_what_is_different_is_shown_beside_what_was(self):
        found = line("E-mail;Titel;Leder\nmette@b.dk;konsulent;jonas@b.dk")
        assert found.state is State.CHANGED
        assert found.cells[Field.TITLE].before == "skoleleder"
        assert (found.cells[Field.MANAGER].before, found.person[Field.MANAGER]) == (
            "–",
            "jonas@b.dk",
        )

    def test_who_is_not_ones_own_is_left_alone(self):
        found = line("E-mail;Titel;Niveau\nsanne@b.dk;skoleleder;Leder af ledere")
        assert found.cells[Field.TITLE].mark is Mark.KEPT
        assert (found.person, found.state) == ({}, State.NEW)
        same = line("E-mail;Titel;Niveau\nsanne@b.dk;konsulent;Leder af ledere")
        assert same.cells[Field.TITLE].mark is Mark.PLAIN

    @pytest.mark.parametrize("title", ["skoleleder", "konsulent"])
    def test_of_a_stranger_it_does_not_even_show_whether_it_is_different(self, title):
        found = line(f"Navn;E-mail;Titel;Niveau\nP;peter@s.dk;{title};Leder af ledere")
        assert found.cells[Field.TITLE].mark is found.cells[Field.NAME].mark is Mark.KEPT
        assert found.name == "P"

    def test_a_warning_stands_before_what_is_kept(self):
        found = line("E-mail;Telefon;Niveau\npeter@s.dk;0101801234;Leder af ledere")
        assert found.cells[Field.PHONE].mark is Mark.WARNING
        assert not found.person

    def test_nobody_moves_to_another_organisation(self):
        found = line("E-mail;Organisation;Enhed\nmette@b.dk;Stormose Kommune;Sundhed")
        assert found.cells[Field.ORGANISATION].mark is found.cells[Field.UNIT].mark is Mark.KEPT
        assert found.state is State.UNCHANGED
        assert line("E-mail;Organisation\nmette@b.dk;Birkevig Kommune").state is State.UNCHANGED

    def test_a_closed_account_takes_no_part(self):
        assert "lukket" in note("E-mail\nlukket@b.dk", Field.EMAIL)

    @pytest.mark.parametrize(
        ("manager", "words"), [("mette@b.dk", "egen"), ("ingen@b.dk", "Ingen her")]
    )
    def test_a_leader_is_somebody_else_and_known(self, manager, words):
        assert words.lower() in note(f"E-mail;Leder\nmette@b.dk;{manager}", Field.MANAGER).lower()

    def test_a_leader_whom_one_may_not_set_is_not_asked_about(self):
        found = line("E-mail;Leder;Niveau\npeter@s.dk;ingen@b.dk;Leder af ledere")
        assert found.cells[Field.MANAGER].mark is Mark.KEPT


class TestPlaces:
    def test_without_a_role_who_names_an_appointer_is_appointed(self):
        found = line("Navn;E-mail;Udpeget af\nBo Bro;bo@b.dk;mette@b.dk")
        assert found.roles == {Role.APPOINTED_EMPLOYEE}
        assert found.places[0].appointed_by == "mette@b.dk"

    @pytest.mark.parametrize("appointer", ["", "jonas", "ukendt@b.dk", "bo@b.dk", "ea@b.dk"])
    def test_an_employee_without_a_leader_of_the_cohort_is_refused(self, appointer):
        text = f"Navn;E-mail;Rolle;Udpeget af\nBo Bro;bo@b.dk;Udpeget medarbejder;{appointer}"
        found = line(text)
        assert found.state is State.ERROR
        assert found.cells[Field.APPOINTED_BY].mark is Mark.ERROR

    def test_the_appointer_may_be_made_a_participant_by_the_same_list(self):
        text = (
            "Navn;E-mail;Niveau;Udpeget af\nBo Bro;bo@b.dk;;ib@b.dk\nIb Ib;ib@b.dk;Leder af ledere;"
        )
        assert preview(text).is_good
        beside = text.replace("Leder af ledere;", ";mette@b.dk")
        assert not preview(beside).is_good

    def test_a_level_that_is_not_known_is_asked_for(self):
        assert "ledelsesniveauet" in note("Navn;E-mail\nBo Bro;bo@b.dk", Field.LEVEL)
        one = replace(GROUND, proposed_level_id=LOW.id)
        assert line("Navn;E-mail\nBo Bro;bo@b.dk", one).places[0].level_id == LOW.id

    def test_a_title_tells_the_level(self):
        assert line("Navn;E-mail;Titel\nBo Bro;bo@b.dk;skoleleder").places[0].level_id == TOP.id

    LOW_ONLY = replace(GROUND, taught={LOW.id: LOW.name}, proposed_level_id=LOW.id)

    def test_another_level_is_put_beside_the_course_with_a_warning(self):
        found = line("Navn;E-mail;Titel\nBo Bro;bo@b.dk;skoleleder", self.LOW_ONLY)
        assert found.roles == {Role.OTHER_LEVEL}
        assert found.places[0].participation is Participation.INVITED
        assert "Øvrigt ledelsesniveau" in danish(found.notes[0])
        assert found.state is State.NEW

    def test_and_cannot_be_put_in_it(self):
        text = "Navn;E-mail;Titel;Rolle\nBo Bro;bo@b.dk;skoleleder;Deltager"
        assert "Øvrigt ledelsesniveau" in note(text, Field.ROLE, self.LOW_ONLY)
        text = "Navn;E-mail;Niveau;Rolle\nBo Bro;bo@b.dk;Leder af ledere;Deltager"
        assert "Øvrigt ledelsesniveau" in note(text, Field.LEVEL, self.LOW_ONLY)

    def test_who_is_in_it_already_stays(self):
        assert line("E-mail;Niveau\nmette@b.dk;Leder af ledere").state is State.UNCHANGED
        assert line("E-mail;Rolle\nmette@b.dk;Deltager", self.LOW_ONLY).state is State.UNCHANGED

    def test_a_level_is_changed_in_place(self):
        found = line("E-mail;Niveau\njonas@b.dk;Leder af ledere")
        assert found.edits[0].level_id == TOP.id
        assert found.cells[Field.LEVEL].before == "Leder af medarbejdere"

    def test_a_role_more_is_a_place_more(self):
        found = line("E-mail;Rolle\njonas@b.dk;Deltager, Facilitator")
        assert [place.role for place in found.places] == [Role.FACILITATOR]
        assert found.seats == 0

    def test_a_role_instead_is_another_place(self):
        found = line("E-mail;Rolle;Udpeget af\njonas@b.dk;Udpeget medarbejder;mette@b.dk")
        assert found.places[0].instead_of == 12
        assert found.cells[Field.ROLE].before == "Deltager"
        assert (found.seats, found.state) == (0, State.CHANGED)

    def test_a_facilitator_who_is_to_learn_keeps_both(self):
        there = replace(GROUND, held={2: (held(20, Role.FACILITATOR),)})
        found = line("E-mail;Rolle;Niveau\njonas@b.dk;Deltager;Leder af ledere", there)
        assert found.roles == {Role.PARTICIPANT, Role.FACILITATOR}
        assert found.state is State.NEW

    def test_a_wrong_cell_of_another_role_stays_wrong(self):
        found = line("E-mail;Begrundelse\njonas@b.dk;0101801234")
        assert found.cells[Field.REASON].mark is Mark.WARNING

    def test_cells_of_other_roles_are_not_used(self):
        text = "E-mail;Udpeget af;Udpeget den;Begrundelse;Deltagelse"
        found = line(f"{text}\njonas@b.dk;mette@b.dk;01-01-2027;x;Sponsor")
        assert {found.cells[f].mark for f in list(found.cells)[1:]} == {Mark.KEPT}
        assert found.state is State.UNCHANGED

    def test_how_somebody_beside_takes_part_is_changed(self):
        there = replace(
            GROUND,
            held={2: (Held(30, Role.OTHER_LEVEL, None, "", None, "", None),)},
        )
        found = line("E-mail;Deltagelse;Niveau\njonas@b.dk;Sponsor;Leder af ledere", there)
        assert found.edits[0].participation is Participation.SPONSOR
        assert found.edits[0].level_id == TOP.id
        assert found.cells[Field.PARTICIPATION].before == "–"

    def test_an_appointment_is_corrected_in_place(self):
        found = line("E-mail;Udpeget den;Begrundelse;Udpeget af\nea@b.dk;01-02-2027;Mod;mette@b.dk")
        assert (found.edits[0].appointed_on, found.edits[0].reason) == (date(2027, 2, 1), "Mod")
        assert not found.places


class TestGroups:
    @pytest.mark.parametrize(
        ("words", "group"),
        [("2", 2), ("De  GODE", 2), ("Netværksgruppe 2", 2), ("7", "7"), ("Nye", "Nye")],
    )
    def test_a_group_is_known_by_name_or_number_or_made(self, words, group):
        assert line(f"E-mail;Gruppe\nmette@b.dk;{words}").group == group

    def test_the_group_one_is_in_is_no_change(self):
        assert line("E-mail;Gruppe\nmette@b.dk;gruppe 1").state is State.UNCHANGED

    def test_the_group_one_leaves_is_shown_beside_the_warning(self):
        found = line("E-mail;Gruppe\nmette@b.dk;0101801234")
        assert (found.cells[Field.GROUP].before, found.cells[Field.GROUP].mark) == (
            "1",
            Mark.WARNING,
        )

    def test_who_does_not_learn_is_in_none(self):
        text = "Navn;E-mail;Rolle;Gruppe\nBo Bro;bo@b.dk;Facilitator;1"
        assert "netværksgruppe" in note(text, Field.GROUP)


class TestAcross:
    def test_rows_that_say_the_same_are_one(self):
        text = "Navn;E-mail;Niveau\nBo Bro;bo@b.dk;Leder af ledere\nBo Bro;BO@b.dk;Leder af ledere"
        first, second = preview(text).lines
        assert (first.state, second.state, second.same_as) == (State.NEW, State.UNCHANGED, 2)

    def test_rows_that_differ_are_both_wrong(self):
        text = "Navn;E-mail;Niveau\nBo Bro;bo@b.dk;Leder af ledere\nBo Brå;bo@b.dk;Leder af ledere"
        first, second = preview(text).lines
        assert "Række 3" in danish(first.cells[Field.EMAIL].note)
        assert "Række 2" in danish(second.cells[Field.EMAIL].note)

    def test_seats_are_counted_over_the_list(self):
        full = replace(GROUND, capacity=4)
        text = "Navn;E-mail;Niveau\nBo Bro;bo@b.dk;Leder af ledere\nIb Ib;ib@b.dk;Leder af ledere"
        assert "5" in danish(preview(text, full).faults[0])
        assert not preview("E-mail;Telefon\nmette@b.dk;1", replace(GROUND, capacity=1)).faults

    def test_more_than_five_hundred_are_too_many(self):
        rows = "\n".join(f"Bo Bro;bo{n}@b.dk;Leder af ledere" for n in range(501))
        found = preview(f"Navn;E-mail;Niveau\n{rows}")
        assert len(found.lines) == 500
        assert "500" in danish(found.faults[0])

    def test_formulas_are_told_of_by_cell(self):
        text = "Fornavn;E-mail;Niveau;CPR\nBo;bo@b.dk;Leder af ledere;1"
        (found,) = preview(text, formulas=frozenset({(2, 0), (2, 3), (9, 9)})).lines
        assert "formel" in danish(found.cells[Field.NAME].note)

    def test_what_was_seen_has_its_own_print(self):
        text = "E-mail;Titel\nmette@b.dk;konsulent"
        seen = preview(text).fingerprint
        assert preview(text).fingerprint == seen
        mette = replace(GROUND.people["mette@b.dk"], title="")
        other = replace(GROUND, people=GROUND.people | {"mette@b.dk": mette})
        assert preview(text, other).fingerprint != seen
        assert preview(text.replace("konsulent", "skoleleder")).fingerprint != seen

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["mette@b.dk", "bo@b.dk", "x", "", "peter@s.dk", "ea@b.dk"]),
                st.sampled_from(["Deltager", "Udpeget medarbejder", "Facilitator", "øv", ""]),
                st.sampled_from(["mette@b.dk", "bo@b.dk", ""]),
                st.sampled_from(["1", "Nye", ""]),
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_no_list_is_without_an_answer(self, rows):
        text = "\n".join(";".join(["Bo Bro", *row]) for row in rows)
        found = preview(f"Navn;E-mail;Rolle;Udpeget af;Gruppe\n{text}")
        assert sum(found.counts.values()) == len(rows)
        assert found.is_good == (not found.counts[State.ERROR] and not found.faults)
