"""The cases of text, on what the feed's address gives for what people wrote into a plan.

What is cleaned, cut and escaped how, is shown in test_ical_text for any text at all.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from programme.calendars.choices import Choice, Scope
from programme.calendars.ical import calendar_bytes, clean_url
from programme.cohorts.models import Cohort
from tests.calendars.ics import EMPTY, a_file, an_event, blocks, lines, only, text

ROOT = Path(__file__).parents[2]
FAMILY = "Æøå 😀👩\u200d👩\u200d👧 中文"


def of(body: bytes, name: str) -> str:
    """The value as a program shows it; of a title what follows the kind and number."""
    shown = text(only(body)[name])
    return shown.removeprefix("Seminar 1 | ") if name == "SUMMARY" else shown


def prepared(body: bytes) -> str:
    """What stands in the description under "Forberedelse", without the link."""
    return of(body, "DESCRIPTION").removeprefix("Forberedelse:\n").rsplit("\n\n", 1)[0]


def test_danish_emoji_and_chinese_come_back_and_lines_are_short_and_whole(served):
    body = served(title=FAMILY, preparation=FAMILY * 9, place=FAMILY)
    lines(body)  # each at most 75 octets, each by itself UTF-8
    assert of(body, "SUMMARY") == FAMILY
    assert prepared(body) == FAMILY * 9
    assert of(body, "LOCATION") == FAMILY
    assert str(Calendar.from_ical(body).events[0]["SUMMARY"]).endswith(FAMILY)


@pytest.mark.parametrize(("character", "escaped"), [("\n", "\\n"), (",", "\\,")])
def test_fold_never_falls_between_a_backslash_and_what_follows(served, character, escaped):
    filler = (str(number % 10) for number in range(400))
    body = served(preparation=character.join(f"{'x' * 9}{each}" for each in filler))
    lines(body)
    for physical in body.split(b"\r\n"):
        ends = len(physical) - len(physical.rstrip(b"\\"))
        assert ends % 2 == 0
    assert body.count(escaped.encode()) >= 300


def test_semicolon_comma_and_backslash_are_escaped_and_nothing_else(served):
    body = served(title='a;b,c\\d "e": ^n %2C')
    assert only(body)["SUMMARY"].value == 'Seminar 1 | a\\;b\\,c\\\\d "e": ^n %2C'


def test_backslash_n_in_a_path_is_no_line_break(served):
    assert of(served(title=r"C:\Noter"), "SUMMARY") == r"C:\Noter"
    assert Calendar.from_ical(served(title=r"C:\Noter")).events[0]["SUMMARY"].endswith(r"C:\Noter")


def test_line_breaks_of_every_kind_are_one_kind_in_a_description(served):
    assert prepared(served(preparation="a\r\nb\rc\nd")) == "a\nb\nc\nd"


def test_summary_and_location_with_a_line_break_have_one_space(served):
    body = served(title="To\r\nlinjer", place="Lokale\n3")
    assert of(body, "SUMMARY") == "To linjer"
    assert of(body, "LOCATION") == "Lokale 3"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A\r\nX-EVIL:1", "Lederforløb – A X-EVIL:1"),
        ("Hold 7, efterår; \\ ", "Lederforløb – Hold 7 efterår"),
    ],
)
def test_cohort_name_is_one_clean_line(course, opened, poll, session, name, shown):
    token = opened(course.mette, choice=Choice(Scope.COHORT, course.ids.cohort))
    session.execute(sa.update(Cohort).where(Cohort.id == course.ids.cohort).values(name=name))
    found = lines(poll(token).data)
    assert [(line.name, line.value) for line in found if "NAME" in line.name][:2] == [
        ("NAME", shown),
        ("X-WR-CALNAME", shown),
    ]
    assert "X-EVIL" not in {line.name for line in found}


def test_cohort_name_is_clean_under_python_o_too():
    """There the library's guards, which are asserts, are gone."""
    program = (
        "import sys; from programme.calendars.ical import calendar_bytes\n"
        "sys.stdout.buffer.write(calendar_bytes('A\\r\\nX-EVIL:1\\rB', [], if_empty=b''))"
    )
    plain, optimised = (
        subprocess.run(
            [sys.executable, *options, "-c", program], capture_output=True, check=True, cwd=ROOT
        ).stdout
        for options in ([], ["-O"])
    )
    assert plain == optimised == calendar_bytes("A\r\nX-EVIL:1\rB", [], if_empty=b"")
    assert b"\r\nX-EVIL" not in optimised
    assert optimised.count(b"\r") == optimised.count(b"\r\n")


@pytest.mark.parametrize(
    "unfit",
    [
        pytest.param("\x07", id="BEL"),
        pytest.param("\x1c", id="FS"),
        pytest.param("\ufeff", id="BOM"),
        pytest.param("\uffff", id="U_FFFF"),
        pytest.param("\x7f", id="DEL"),
    ],
)
def test_control_characters_are_removed_and_the_feed_is_200(served, unfit):
    body = served(title=f"Se{unfit}s", preparation=f"Se{unfit}s", place=f"Se{unfit}s")
    assert {of(body, "SUMMARY"), prepared(body), of(body, "LOCATION")} == {"Ses"}


@pytest.mark.parametrize(
    "breaking",
    [
        pytest.param("\x0b", id="VT"),
        pytest.param("\x85", id="NEL"),
        pytest.param("\u2028", id="LS"),
    ],
)
def test_odd_line_breaks_are_normalised(served, breaking):
    body = served(title=f"a{breaking}b", preparation=f"a{breaking}b")
    assert of(body, "SUMMARY") == "a b"
    assert prepared(body) == "a\nb"


@pytest.mark.parametrize("unfit", ["\x00", "\ud83d"], ids=["NUL", "lone_surrogate"])
def test_what_no_database_keeps_is_removed_before_it_is_written(unfit):
    """PostgreSQL keeps no NUL, and neither keeps a surrogate: these can come from a file only."""
    assert text(only(a_file(an_event(title=f"Se{unfit}s")))["SUMMARY"]) == "Ses"


def test_description_of_10_000_characters_is_cut_with_the_link_and_others_are_whole(
    course, feed, session
):
    course.seminar.preparation = "Læs, og tænk; skriv. " * 480
    found = {block["UID"].value: text(block["DESCRIPTION"]) for block in blocks(feed().data)}
    link = f"https://lederforloeb.test/aktivitet/{course.ids.seminar}"
    long = found.pop(course.seminar.uid)
    assert len(course.seminar.preparation) > 10_000
    assert long.endswith(f"…\n\n{link}")
    assert 4000 < len(long.encode()) <= 4096
    assert {each.split("\n\nhttps")[0] for each in found.values()} == {
        "Forberedelse:\nLæs kapitel 3.\n\nTag med:\nDin log"
    }


def test_blank_title_leaves_the_kind_and_none_at_all_is_uden_titel(served):
    assert text(only(served(title="  \t"))["SUMMARY"]) == "Seminar 1"
    assert text(only(a_file(an_event(title=" ")))["SUMMARY"]) == "(uden titel)"


def test_no_place_has_no_location_line(served):
    block = only(served(place="", address=""))
    assert "LOCATION" not in block


def test_spaces_and_tabs_at_the_ends_of_a_title_are_trimmed(served):
    assert of(served(title=" \t Seminar\t1 \n"), "SUMMARY") == "Seminar 1"


def test_a_space_at_a_fold_is_kept(served):
    title = "ord " * 40
    assert of(served(title=title), "SUMMARY") == title.strip()


def test_url_with_ae_space_and_cr_is_encoded_or_left_out():
    assert clean_url("https://x.example/forløb æ") == "https://x.example/forl%C3%B8b%20%C3%A6"
    forged = a_file(an_event(url="https://x.example/a\rATTENDEE:mailto:e@x"))
    assert "URL" not in only(forged)
    assert b"ATTENDEE" not in forged


def test_url_in_the_feed_is_ascii_without_a_token(course, feed, token):
    for block in blocks(feed().data):
        assert block["URL"].value.isascii()
        assert token not in block["URL"].value


def test_an_information_event_is_text_like_any_other(course, opened, poll):
    block = only(poll(opened(course.karen)).data)
    assert text(block["SUMMARY"]) == "Ingen datoer i din plan lige nu"
    assert lines(calendar_bytes("Tom", [], if_empty=EMPTY))
    assert block["DTSTART"].value == date(2026, 1, 5).strftime("%Y%m%d")
