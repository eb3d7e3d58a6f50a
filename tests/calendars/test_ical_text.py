"""What people wrote: it comes back as it was, and never becomes a line of its own."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from programme.calendars.ical import calendar_bytes, clean, clean_url, event_bytes, one_line
from tests.calendars.ics import EMPTY, a_file, an_event, blocks, lines, only, text

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
BREAKERS = "\ud83d\t\n\r\0\x0b\x0c\x85\u2028\ufeff\uffff\\;,:'^\u037e"  # each has broken a client
WILD = st.text(st.sampled_from("aå😀\u200d nN" + BREAKERS), max_size=120)


def of_event(name: str, **changes) -> str:
    return text(only(a_file(an_event(**changes)))[name])


def test_danish_emoji_and_chinese_come_back_code_point_by_code_point():
    title = "Æøå 😀👩\u200d👩\u200d👧 中文 " * 5
    body = a_file(an_event(title=title))
    assert text(only(body)["SUMMARY"]) == title.strip()
    assert Calendar.from_ical(body).events[0]["SUMMARY"] == title.strip()


@pytest.mark.parametrize(("character", "escaped"), [("\n", "\\n"), (",", "\\,"), (";", "\\;")])
def test_a_fold_never_parts_a_backslash_from_what_it_escapes(character, escaped):
    folded = 0
    for length in range(30, 140):
        body = a_file(an_event(description="x" * length + character + "y" * 80, url=None))
        assert escaped.encode() in body
        folded += f"\r\n {escaped}y".encode() in body
        assert of_event("DESCRIPTION", description="x" * length + character + "y", url=None)
    assert folded  # the fold came just before the pair at least once


def test_only_what_the_format_asks_for_is_escaped():
    body = a_file(an_event(title='a;b,c\\d "e": ^n %2C'))
    assert only(body)["SUMMARY"].value == 'a\\;b\\,c\\\\d "e": ^n %2C'


@pytest.mark.parametrize("title", [r"C:\Noter", r"C:\noter", r"\\N", "\\"])
def test_a_backslash_before_n_is_no_line_break(title):
    body = a_file(an_event(title=title))
    assert text(only(body)["SUMMARY"]) == title
    assert Calendar.from_ical(body).events[0]["SUMMARY"] == title


def test_line_breaks_of_every_kind_are_one_kind_in_a_description():
    raw = "a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i"
    assert of_event("DESCRIPTION", description=raw, url=None) == "a\nb\nc\nd\ne\nf\ng\nh\ni"


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", " \n ", "\n\n", "\t", "\u2028"])
def test_title_place_and_category_have_one_line(gap):
    event = an_event(title=f"To{gap}linjer", place=f"Lokale{gap}3", categories=(f"A{gap}b",))
    block = only(a_file(event))
    assert block["SUMMARY"].value == "To linjer"
    assert block["LOCATION"].value == "Lokale 3"
    assert block["CATEGORIES"].value == "A b"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A\r\nX-EVIL:1", "A X-EVIL:1"),
        ("A\rX-EVIL:1", "A X-EVIL:1"),
        ("Hold 7, efterår; \\ ", "Hold 7 efterår"),
        ("Hold\u037e7", "Hold 7"),
        ("", "Lederforløb"),
        (" \x00,; ", "Lederforløb"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_cohort_name_is_one_harmless_line(name, shown):
    found = lines(a_file(an_event(), name=name))
    assert [(row.name, row.value) for row in found if row.name in ("NAME", "X-WR-CALNAME")] == [
        ("NAME", shown),
        ("X-WR-CALNAME", shown),
    ]
    assert "X-EVIL" not in {row.name for row in found}


@pytest.mark.parametrize(
    "unfit",
    [
        *("\x00", "\x07", "\x1b", "\x1f", "\x7f", "\x80", "\x9f", "\ufeff", "\ud83d", "\udc00"),
        *("\uffff", "\ufffe", "\ufdd0", "\U0001ffff", "\U0010fffe", "\u202e", "\u2066"),
    ],
)
def test_characters_that_break_clients_are_removed(unfit):
    event = an_event(title=f"Se{unfit}s", description=f"Se{unfit}s", place=f"Se{unfit}s", url=None)
    block = only(a_file(event, name=f"Se{unfit}s"))
    assert {text(block[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")} == {"Ses"}


@pytest.mark.parametrize("kept", ["\u200d", "\u00a0", "\ufe0f", "\U0001f469", "\ufffd", "\u2060"])
def test_characters_that_harm_nobody_stay(kept):
    assert of_event("SUMMARY", title=f"a{kept}b") == f"a{kept}b"


def test_what_is_left_when_something_is_removed_is_composed():
    assert of_event("SUMMARY", title="Ma\x00\u030anedsmøde") == "Månedsmøde"


LONG = "Medbring, læs; gør. " * 500
LINK = "https://lederforloeb.example/aktivitet/1"


def test_a_description_of_ten_thousand_characters_is_cut_and_keeps_its_link():
    body = a_file(an_event(uid="a@x", description=LONG, url=LINK), an_event(uid="b@x"))
    long, other = blocks(body)
    assert len(LONG) == 10_000
    assert text(long["DESCRIPTION"]).endswith(f"…\n\n{LINK}")
    assert 4000 < len(text(long["DESCRIPTION"]).encode()) <= 4096
    assert LONG.startswith(text(long["DESCRIPTION"]).split("…")[0])
    assert text(other["DESCRIPTION"]) == f"Medbring din log.\n\n{LINK}"


@pytest.mark.parametrize("lead", range(4))
def test_a_cut_falls_between_characters(lead):
    shown = of_event("DESCRIPTION", description="x" * lead + "😀" * 3000, url=None)
    assert re.fullmatch(f"x{{{lead}}}😀+…", shown)
    assert 4096 - len(shown.encode()) < 4


def test_a_cut_leaves_no_half_emoji_and_no_blank():
    families = of_event("DESCRIPTION", description="👩\u200d👩\u200d" * 2000, url=None)
    assert families.endswith("👩…")
    words = of_event("DESCRIPTION", description="x" * 4092 + " \n y" * 9, url=None)
    assert words == "x" * 4092 + "…"


def test_a_link_that_was_cut_off_is_put_back():
    shown = of_event("DESCRIPTION", description=LONG + LINK, url=LINK)
    assert shown.endswith(f"…\n\n{LINK}")


def test_a_description_of_exactly_4_kb_is_whole():
    assert of_event("DESCRIPTION", description="x" * 4096, url=None) == "x" * 4096
    assert of_event("DESCRIPTION", description="x" * 4097, url=None) == "x" * 4093 + "…"


def test_the_link_stands_in_the_description_once():
    assert of_event("DESCRIPTION", description=None, url=LINK) == LINK
    assert of_event("DESCRIPTION", description="  ", url=LINK) == LINK
    assert of_event("DESCRIPTION", description=f"Se {LINK}", url=LINK) == f"Se {LINK}"
    longer = f"Se {LINK}2"
    assert of_event("DESCRIPTION", description=longer, url=LINK) == f"{longer}\n\n{LINK}"


@pytest.mark.parametrize("title", ["", "   ", "\t\r\n", "\x00", "\ud83d"])
def test_an_empty_title_says_so(title):
    assert of_event("SUMMARY", title=title) == "(uden titel)"
    assert of_event("SUMMARY", title=title, cancelled=True) == "AFLYST: (uden titel)"


@pytest.mark.parametrize("nothing", [None, "", "  ", "\x00"])
def test_what_is_not_known_has_no_line(nothing):
    event = an_event(place=nothing, description=nothing, url=nothing, categories=(nothing or "",))
    absent = {"LOCATION", "DESCRIPTION", "URL", "CATEGORIES"}
    assert not only(a_file(event)).keys() & absent


def test_a_title_is_trimmed():
    assert of_event("SUMMARY", title=" \t Seminar\t1 \n") == "Seminar 1"


def test_a_space_at_a_fold_is_kept():
    for length in range(50, 80):
        title = "x" * length + " y" * 20
        assert of_event("SUMMARY", title=title) == title


def test_a_long_title_is_cut_with_and_without_prefix():
    assert of_event("SUMMARY", title="x" * 200) == "x" * 200
    assert of_event("SUMMARY", title="x" * 201) == "x" * 199 + "…"
    assert of_event("SUMMARY", title="x" * 200, cancelled=True) == "AFLYST: " + "x" * 191 + "…"
    assert of_event("LOCATION", place="x" * 251) == "x" * 249 + "…"


def test_categories_are_one_line_with_commas_between_and_escaped_within():
    event = an_event(categories=("Seminar", "a,b;c\\N", ""))
    assert only(a_file(event))["CATEGORIES"].value == r"Seminar,a\,b\;c\\N"
    assert Calendar.from_ical(a_file(event)).events[0].categories == ["Seminar", r"a,b;c\N"]


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.example/aktivitet/1", "https://x.example/aktivitet/1"),
        ("https://x.example/forløb å", "https://x.example/forl%C3%B8b%20%C3%A5"),
        ("https://x.example/a\u030a", "https://x.example/%C3%A5"),
        ("https://x.example:8000/a?b=c&d=%2C#e", "https://x.example:8000/a?b=c&d=%2C#e"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://x.example/50%", "https://x.example/50%25"),
        ('https://x.example/"<>\\^`', "https://x.example/%22%3C%3E%5C%5E%60"),
        (" https://x.example/a \n", "https://x.example/a"),
        ("https://x.example/a,b;c", "https://x.example/a,b;c"),
    ],
)
def test_a_web_address_is_percent_encoded(url, written):
    assert only(a_file(an_event(url=url)))["URL"].value == written
    assert clean_url(written) == written


@pytest.mark.parametrize(
    "url",
    [
        *("https://x.example/a\rATTENDEE:mailto:e@x", "https://x.example/a\r\nb"),
        *("https://x.example/\x00", "https://x.example/\ud83d", "https://x.example/\u2028a"),
        "https://x.example/a\nb",
        *("javascript:alert(1)", "/aktivitet/1", "https://", "https:///a", "https://bøf.example/"),
        *("https://me@x.example/", "https://x.example/" + "x" * 1000),
    ],
)
def test_what_is_no_plain_web_address_is_left_out(url):
    block = only(a_file(an_event(url=url)))
    assert "URL" not in block
    assert text(block["DESCRIPTION"]) == "Medbring din log."


def test_a_web_address_has_at_most_a_thousand_characters():
    longest = "https://x.example/".ljust(1000, "x")
    assert clean_url(longest) == longest
    assert clean_url(longest + "x") == ""


@pytest.mark.parametrize("uid", ["", " a@x", "a\nb@x", "a\x00@x"])
def test_an_event_without_a_usable_uid_is_left_out(uid, caplog):
    assert event_bytes(an_event(uid=uid, title="Hemmelig")) is None
    assert "no usable UID" in caplog.text
    assert "Hemmelig" not in caplog.text
    assert len(caplog.text.splitlines()) == 1


@given(title=ANY_TEXT | WILD, description=ANY_TEXT | WILD, place=ANY_TEXT | WILD)
def test_any_text_comes_back_and_one_event_stays_one(title, description, place):
    event = an_event(title=title, description=description, place=place, url=None)
    body = a_file(event)
    block = only(body)
    read = Calendar.from_ical(body).events[0]
    for name, expected in (
        ("SUMMARY", one_line(title, 200) or "(uden titel)"),
        ("DESCRIPTION", clean(description)),
        ("LOCATION", one_line(place, 250)),
    ):
        assert (text(block[name]) if name in block else "") == expected
        assert str(read.get(name, "")) == expected


@given(name=ANY_TEXT | WILD, category=ANY_TEXT | WILD, url=ANY_TEXT | WILD)
def test_any_name_category_and_address_leave_one_event(name, category, url):
    event = an_event(categories=(category,), url=f"https://x.example/{url}")
    body = calendar_bytes(name, [event_bytes(event)], if_empty=EMPTY)
    assert len(blocks(body)) == 1
    (shown,) = [row.value for row in lines(body) if row.name == "X-WR-CALNAME"]
    assert shown
    assert len(shown) < 255
    assert not set(shown) & set(",;\\\n")


@given(ANY_TEXT | WILD)
def test_clean_text_is_clean(raw):
    once = clean(raw)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert one_line(one_line(raw, 40), 40) == one_line(raw, 40)
    assert len(one_line(raw, 40)) <= 40
