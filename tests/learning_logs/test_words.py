"""Words as the search knows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.learning_logs import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spørge først, svare sidst!", ["spørge", "først", "svare", "sidst"]),
        ("skole-hjem-samarbejde", ["skole", "hjem", "samarbejde"]),
        ("Mette’s O'Brien", ["mette", "s", "o", "brien"]),
        ("mette.madsen@skole.dk", ["mette", "madsen", "skole", "dk"]),
        ("PLF_2 3. klasse 1e5 0042", ["plf", "2", "3", "klasse", "1e5", "0042"]),
        ("🙂 godt 👍🏽møde", ["godt", "møde"]),
        ("A\u030aben ÅBEN", ["åben", "åben"]),
        ('"NEAR(" OR * ^ -a:b', ["near", "or", "a", "b"]),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text, found):
    assert words.of_text(text) == found


def test_a_query_has_each_word_once_and_not_too_many():
    assert words.of_query("møde MØDE på mødet") == ("møde", "på", "mødet")
    assert len(words.of_query(" ".join(f"ord{n}" for n in range(40)))) == words.MOST
    assert words.of_query("a" * 5_000) == ("a" * words.LONGEST,)


def test_the_index_holds_distinct_words_under_their_author():
    assert words.scoped(7, ["Møde om møder", "et møde"]) == "7xet 7xmøde 7xmøder 7xom"
    assert words.scoped(7, ["", "🙂"]) == ""


def test_more_words_than_postgresql_has_room_for_are_left_out():
    text = " ".join(f"æøåæøåæøåæøåæøåæøåæøåæøå{n}" for n in range(40_000))
    found = words.scoped(123_456, [text])
    assert 500_000 < len(found.encode()) <= 600_000


def test_where_a_word_begins():
    assert words.place("Et skolemøde om Mødet", ["møde"]) == 16
    assert words.place("Et skolemøde", ["møde"]) == -1
    assert words.place("Et møde", []) == -1


def test_what_was_found_is_marked_and_nothing_is_lost():
    assert words.marked("Mødet, et <b>møde</b>", ["møde"]) == [
        ("Mødet", True),
        (", et <b>", False),
        ("møde", True),
        ("</b>", False),
    ]
    assert words.marked("Intet", ["møde"]) == [("Intet", False)]


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_keeps_the_text(text, query):
    wanted = words.of_query(query) or ("a",)
    assert "".join(piece for piece, _ in words.marked(text, wanted)) == text


@given(st.text(max_size=60))
def test_what_databases_read_has_no_sign_that_means_anything_to_them(text):
    assert not any(sign in words.scoped(1, [text]) for sign in "\"'*()-:\\&|!<>")
