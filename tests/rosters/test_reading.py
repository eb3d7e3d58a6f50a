"""Files and pasted rows become a table, or are refused before they cost anything."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rosters import archives, tables, texts, uploads, workbooks
from programme.rosters.exports import as_csv, as_tabs, as_xlsx
from programme.rosters.guard import guarded, guarded_typed, unguarded
from programme.rosters.tables import UnreadableTableError
from tests.rosters.books import PEOPLE, SHEET, SPACE, book, changed, danish, part, sheet

SMALL = book(PEOPLE)


def cells(table):
    return [list(row.cells) for row in table.rows]


def refused(act, *args, words, monkeypatch=None):
    """Refused with these words; and, with monkeypatch, before openpyxl has seen anything."""
    if monkeypatch is not None:
        monkeypatch.setattr(workbooks, "load_workbook", None)
    with pytest.raises(UnreadableTableError) as error:
        act(*args)
    assert words in danish(error.value.message)


class TestGuard:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+45",
            "-2",
            "@SUM",
            "\tx",
            "\rx",
            "\nx",
            "  =1",
            "\u00a0=1",
            "＝1",
            "＋",
            "－",
            "＠",
        ],
    )
    def test_what_could_be_run_is_guarded(self, text):
        assert guarded(text) == f"'{text}"
        assert unguarded(guarded(text)) == text

    @pytest.mark.parametrize("text", ["", "Mette", "1=1", "O'Hara", "'citat'", "a@b.dk"])
    def test_the_rest_stays(self, text):
        assert guarded(text) == guarded_typed(text) == unguarded(text) == text

    @given(st.text(alphabet=" '=+-@ab\t\n＝", max_size=12))
    def test_every_text_comes_back_from_both(self, text):
        assert unguarded(guarded(text)) == text
        assert unguarded(guarded_typed(text)) == text


# As texts are kept: no space around them, one kind of line end, nothing that cannot be shown.
KEPT = (
    st.text(
        alphabet=st.one_of(
            st.sampled_from("æøåÆØÅéü;,\t\"'\n =+-@abcXYZ019–“”"),
            st.characters(exclude_categories=("C", "Z")),
        ),
        max_size=40,
    )
    .map(lambda text: text.strip())
    .map(lambda text: text if text.isprintable() or "\n" in text or "\t" in text else "x")
)
ROWS = st.lists(st.lists(KEPT, min_size=1, max_size=6), min_size=1, max_size=8).filter(
    lambda rows: any(any(row) for row in rows)
)


def trimmed(rows):
    """As a table keeps them: without blank rows and without nothing behind the last cell."""
    found = []
    for row in rows:
        kept = list(row)
        while kept and not kept[-1]:
            kept.pop()
        found += [kept] if kept else []
    return found


class TestRoundTrip:
    @given(ROWS)
    def test_csv_gives_back_what_it_was_given(self, rows):
        # Something that tells the separator, as the header does in a real file.
        header = ["Navn", "E-mail", "Telefon"]
        table = texts.read_text(texts.decoded(as_csv([header, *rows])))
        assert cells(table) == [header, *trimmed(rows)]

    @given(ROWS)
    def test_what_a_page_carries_comes_back_from_a_browser(self, rows):
        header = ["Navn", "E-mail", "Telefon"]
        sent = as_tabs([header, *rows]).replace("\n", "\r\n")
        assert cells(texts.read_text(sent)) == [header, *trimmed(rows)]

    @given(st.lists(st.lists(KEPT, min_size=1, max_size=6), min_size=1, max_size=4))
    def test_xlsx_gives_back_what_it_was_given(self, rows):
        header = ["Navn", "E-mail", "Telefon"]
        table = workbooks.read_workbook(as_xlsx([header, *rows]))
        assert cells(table) == [header, *trimmed(rows)]
        assert not table.formulas


class TestText:
    def test_excel_may_name_the_separator(self):
        table = texts.read_text("sep=;\r\nNavn;E-mail\r\nBo, jr.;bo@b.example\r\n")
        assert cells(table) == [["Navn", "E-mail"], ["Bo, jr.", "bo@b.example"]]
        assert [row.number for row in table.rows] == [2, 3]

    def test_cells_may_hold_separators_lines_and_quotes(self):
        table = texts.read_text('Navn;E-mail\n"Bo ""Bo"" Bro;\nog søn";bo@b.example')
        assert cells(table)[1] == ['Bo "Bo" Bro;\nog søn', "bo@b.example"]

    def test_what_is_no_text_is_refused(self):
        for data, words in (
            (b"\xff\xfeM\x00e", "bogstaver"),
            (b"Navn\x00", "ikke en liste som tekst"),
            (b"Navn \x81", "bogstaver"),
        ):
            refused(texts.decoded, data, words=words)

    def test_a_nul_that_was_pasted_is_refused(self):
        refused(texts.read_text, "Navn\x00", words="tegn, der ikke kan læses")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("\n" * 1_900_000, "flere end 5000 rækker"),
            ("a;b\n" * 5_001, "flere end 5000 rækker"),
            ("a;" * 950_000, "flere end 50 kolonner"),
            ('"' + "a" * 1_900_000, "anførselstegn"),
            ("Navn;E-mail\n" + "a" * 100_000 + ";b", "kolonne A"),
            ("\n".join(["a" * 9_000] * 150), "for meget tekst"),
            ("\t" * 1_900_000, "tom"),
        ],
    )
    def test_what_is_too_much_or_nothing_is_refused(self, text, words):
        refused(texts.read_text, text, words=words)

    def test_columns_have_their_letters(self):
        assert [tables.column_letter(n) for n in (0, 25, 26, 51, 701, 702)] == [
            "A", "Z", "AA", "AZ", "ZZ", "AAA",
        ]  # fmt: skip


class TestWorkbook:
    def test_cells_are_what_a_dane_would_type(self):
        rows = [
            ["Navn", "E-mail", "Udpeget den"],
            ["Mette", "m@b.example", date(2027, 1, 20)],
            [12345678, 0.5, datetime(2027, 2, 3, 4, 5)],  # noqa: DTZ001 - a cell has no zone
            [7.0, time(9, 30), True],
        ]
        assert cells(workbooks.read_workbook(book(rows))) == [
            ["Navn", "E-mail", "Udpeget den"],
            ["Mette", "m@b.example", "20-01-2027"],
            ["12345678", "0.5", "03-02-2027"],
            ["7", "09.30", "True"],
        ]

    def test_the_first_sheet_that_is_shown_is_read(self):
        data = book(PEOPLE, hidden=[["Hemmeligt", "ark"]])
        assert cells(workbooks.read_workbook(data)) == PEOPLE

    def test_formulas_are_told_of_and_their_results_read(self):
        inner = (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c></row>'
            '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><v>5</v></c></row>'
        )
        table = workbooks.read_workbook(changed(SMALL, {SHEET: sheet(inner)}))
        assert table.formulas == {(3, 0)}
        assert cells(table) == [["Navn"], ["2", "5"]]

    def test_a_whole_number_has_no_point(self):
        inner = '<row r="1"><c r="A1"><v>12345678.0</v></c></row>'
        assert cells(workbooks.read_workbook(changed(SMALL, {SHEET: sheet(inner)}))) == [
            ["12345678"]
        ]

    def test_a_prefix_of_the_namespace_hides_no_formula(self):
        inner = f'<x:worksheet xmlns:x="{SPACE.split(chr(34))[1]}"><x:sheetData><x:row r="1">'
        inner += '<x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        assert workbooks.read_workbook(changed(SMALL, {SHEET: inner})).formulas == {(1, 0)}


class TestBombs:
    """Refused by size and number, before openpyxl is asked at all."""

    def test_144_kb_that_unpack_to_46_mb(self, monkeypatch):
        inner = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 46_000_000}</t></is></c></row>'
        data = changed(SMALL, {SHEET: sheet(inner)}, padding=95_000)
        assert len(data) < 150_000
        monkeypatch.setattr(archives, "_read", None)  # not even unpacked
        refused(workbooks.read_workbook, data, words="udpakket", monkeypatch=monkeypatch)

    def test_a_hundredfold_of_its_size(self, monkeypatch):
        data = changed(SMALL, {SHEET: sheet("<row/>" * 400_000)}, padding=0)
        monkeypatch.setattr(archives, "_read", None)
        refused(workbooks.read_workbook, data, words="udpakket", monkeypatch=monkeypatch)

    @pytest.mark.parametrize(
        "parts",
        [
            {SHEET: sheet('<row r="1">' + "<c/>" * 61_000 + "</row>")},
            {SHEET: sheet("<row/>" * 131_000)},
            {
                SHEET: sheet(
                    "", "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 11_000 + "</mergeCells>"
                )
            },
            {"xl/sharedStrings.xml": f"<sst {SPACE}>" + "<si><t>a</t></si>" * 70_000 + "</sst>"},
            {"xl/styles.xml": f"<styleSheet {SPACE}>" + "<xf/>" * 11_000 + "</styleSheet>"},
            {"xl/styles.xml": f"<styleSheet {SPACE}><n formatCode='{'[' * 5_000}'/></styleSheet>"},
            {
                "xl/styles.xml": f"<styleSheet {SPACE}>"
                + '<n formatCode="0"/>' * 501
                + "</styleSheet>"
            },
            {SHEET: sheet(f"<row><c><is><t>{'ab c' * 40_000}</t></is></c></row>")},
            {SHEET: sheet("<c r='A1'><f>1</f></c>" * 2_001)},
        ],
        ids=[
            "cells",
            "tags",
            "merged",
            "strings",
            "styles",
            "format",
            "formats",
            "text",
            "formulas",
        ],
    )
    def test_more_than_a_list_can_have(self, parts, monkeypatch):
        data = changed(SMALL, parts)
        refused(workbooks.read_workbook, data, words="udpakket", monkeypatch=monkeypatch)

    def test_a_hundred_thousand_rows(self, monkeypatch):
        inner = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
        data = changed(SMALL, {SHEET: sheet(inner)})
        refused(workbooks.read_workbook, data, words="udpakket", monkeypatch=monkeypatch)

    def test_a_row_far_down_and_a_cell_far_out(self):
        far = sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
        refused(workbooks.read_workbook, changed(SMALL, {SHEET: far}), words="5000 rækker")
        out = sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>')
        refused(workbooks.read_workbook, changed(SMALL, {SHEET: out}), words="50 kolonner")
        unnamed = sheet("<row>" + "<c><v>1</v></c>" * 51 + "</row>")
        refused(workbooks.read_workbook, changed(SMALL, {SHEET: unnamed}), words="50 kolonner")

    def test_formatted_cells_far_out_are_nothing(self):
        inner = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
        assert cells(workbooks.read_workbook(changed(SMALL, {SHEET: sheet(inner)}))) == [["1"]]

    def test_many_members(self, monkeypatch):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for number in range(201):
                archive.writestr(f"{number}", "")
        monkeypatch.setattr(archives.zipfile, "ZipFile", None)
        refused(workbooks.read_workbook, out.getvalue(), words="udpakket", monkeypatch=monkeypatch)

    def test_many_members_that_say_they_are_few(self, monkeypatch):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for number in range(300):
                archive.writestr(f"{number}", "")
        data = bytearray(out.getvalue())
        at = data.rindex(b"PK\x05\x06")
        struct.pack_into("<H", data, at + 10, 3)
        refused(workbooks.read_workbook, bytes(data), words="udpakket", monkeypatch=monkeypatch)


class TestForeign:
    def test_macros_are_refused_by_name_and_by_content(self, monkeypatch):
        refused(uploads.read_file, SMALL, "liste.xlsm", words="makroer", monkeypatch=monkeypatch)
        for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"):
            data = changed(SMALL, {name: b"x"})
            refused(uploads.read_file, data, "liste.xlsx", words="makroer")

    def test_locked_and_old_ones_are_told_apart(self):
        old = b"\xd0\xcf\x11\xe0" + b"\x00" * 100
        refused(uploads.read_file, old, "liste.xls", words="ældre type")
        locked = old + "EncryptedPackage".encode("utf-16-le")
        refused(uploads.read_file, locked, "liste.xlsx", words="adgangskode")

    def test_a_locked_member_is_refused(self):
        data = bytearray(SMALL)
        at = data.index(b"PK\x01\x02")
        data[at + 8] |= 1
        refused(workbooks.read_workbook, bytes(data), words="adgangskode")

    @pytest.mark.parametrize("end", [4, 30, "middle", -3])  # two processes write other lengths
    def test_half_a_file_is_refused(self, end):
        end = len(SMALL) // 2 if end == "middle" else end
        refused(uploads.read_file, SMALL[:end], "liste.xlsx", words="ikke hel")

    def test_broken_bytes_are_refused(self):
        data = bytearray(SMALL)
        data[60:90] = b"x" * 30
        refused(uploads.read_file, bytes(data), "liste.xlsx", words="ikke hel")

    @pytest.mark.parametrize(
        "parts",
        [
            {SHEET: b'<!DOCTYPE l [<!ENTITY a "aaa">]>' + sheet("")},
            {SHEET: b'<?xml version="1.0" encoding="cp037"?>' + "<a/>".encode("cp037")},
            {SHEET: sheet("<row>\x00</row>")},
            {SHEET: b"<worksheet"},
            {"xl/workbook.xml": b"<workbook/>"},
        ],
        ids=["entities", "code", "nul", "half", "empty"],
    )
    def test_what_only_looks_like_a_workbook_is_refused(self, parts):
        refused(workbooks.read_workbook, changed(SMALL, parts), words="ikke hel")

    def test_a_zip_that_is_no_workbook_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", "<a/>")
        refused(uploads.read_file, out.getvalue(), "brev.xlsx", words="ikke hel")

    def test_another_packing_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
            archive.writestr("xl/workbook.xml", part(SMALL, "xl/workbook.xml"))
        refused(workbooks.read_workbook, out.getvalue(), words="ikke hel")

    def test_without_a_sheet_that_is_shown_there_is_nothing(self):
        hidden = part(SMALL, "xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
        refused(
            workbooks.read_workbook, changed(SMALL, {"xl/workbook.xml": hidden}), words="ikke hel"
        )

    @pytest.mark.parametrize(
        ("data", "name"), [(SMALL, "liste.csv"), (b"a;b", "liste.xlsx"), (b"%PDF-1.7", "liste.pdf")]
    )
    def test_a_name_that_says_otherwise_is_refused(self, data, name):
        refused(uploads.read_file, data, name, words="Vælg en fil")
