"""Cleaning loses nothing that can be read; titles come from what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.learning_logs import text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("  æøå ÆØÅ – “citat” 🙂 👩‍🏫 \n", "æøå ÆØÅ – “citat” 🙂 👩‍🏫"),
        ("en\r\nto\rtre\tfire", "en\nto\ntre\tfire"),
        ("\ud800", ""),
        ("\x85\x9f", ""),
    ],
)
def test_clean_takes_away_what_nobody_can_read(typed, kept):
    assert text.clean(typed) == kept


def test_a_line_is_one_line():
    assert text.clean_line(" en\n  to\tord ") == "en to ord"


@given(st.text())
def test_cleaning_twice_changes_nothing(typed):
    once = text.clean(typed)
    assert text.clean(once) == once
    once.encode()


@pytest.mark.parametrize(
    ("heading", "parts", "title", "excerpt"),
    [
        ("Et møde", ["Jeg prøvede.", "", "", ""], "Et møde", "Jeg prøvede."),
        ("", ["Jeg tav. Det var svært.", "", "", ""], "Jeg tav.", "Det var svært."),
        ("", ["Jeg tav", "Det var svært.", "", ""], "Jeg tav", "Det var svært."),
        ("", ["", "Kun en tanke", "", ""], "Kun en tanke", ""),
        ("", ["Første linje\nanden linje"], "Første linje", "anden linje"),
        ("", ["", " ", "", ""], "", ""),
    ],
)
def test_title_and_excerpt(heading, parts, title, excerpt):
    assert text.title(heading, parts) == title
    assert text.excerpt(heading, parts) == excerpt


@pytest.mark.parametrize(
    ("words", "length", "short"),
    [
        ("kort", 10, "kort"),
        ("et lidt længere stykke", 12, "et lidt…"),
        ("et lidt længere stykke", 8, "et lidt…"),
        ("langtordudenmellemrum", 8, "langtor…"),
        ("slut, og mere", 6, "slut…"),
    ],
)
def test_a_text_is_cut_between_words(words, length, short):
    assert text.shorten(words, length) == short


@given(st.text(), st.integers(2, 80))
def test_a_short_text_is_no_longer_than_asked_for(words, length):
    assert len(text.shorten(words, length)) <= length
