"""The shipped guideposts, and a file of an organisation's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from programme.frameworks import services as frameworks
from programme.frameworks.queries import find_guidepost_set
from programme.guideposts import loading
from programme.programmes.seedtable import Reason, SeedError

SHIPPED = (Path(__file__).parents[2] / "seeds" / loading.FILE).read_bytes()
SET = """
[[sets]]
key = "ledelse"
name = "Ledelse"
[[sets.guideposts]]
text = "Jeg {word}."
example = "Fx nu."
"""


def file(word="lytter"):
    return SET.format(word=word).encode()


def test_three_sets_of_ten_each_with_an_example():
    sets = loading.read(SHIPPED)
    assert [(found.key, len(found.guideposts)) for found in sets] == [
        ("ledelse", 10),
        ("paedagogik", 10),
        ("administration", 10),
    ]
    posts = [post for found in sets for post in found.guideposts]
    assert all(post.example.startswith("Fx ") for post in posts)
    assert len({post.text for post in posts}) == 30
    words = " ".join(f"{post.text} {post.example}" for post in posts)
    assert not re.search(r"\d|%|\bniveau|\bscore|\bpoint|\brang", words, re.IGNORECASE)
    assert all(found.audience for found in sets)


@pytest.mark.usefixtures("here")
class TestLoading:
    def test_twice_changes_nothing(self):
        assert loading.load(loading.read(SHIPPED)) == 3
        assert loading.load(loading.read(SHIPPED)) == 0
        assert loading.load(loading.read(SHIPPED), refresh=True) == 0
        assert find_guidepost_set("paedagogik").edition == 1

    def test_an_installation_s_own_words_stay_until_they_are_put_back(self):
        loading.load(loading.read(file("lytter")))
        assert loading.load(loading.read(file("tier"))) == 0
        assert find_guidepost_set("ledelse").guideposts[0].text == "Jeg lytter."
        assert loading.load(loading.read(file("tier")), refresh=True) == 1
        newest = find_guidepost_set("ledelse")
        assert (newest.edition, newest.guideposts[0].text) == (2, "Jeg tier.")
        assert frameworks.draft_of_guideposts(newest).guideposts[0].number == 1


@pytest.mark.parametrize(
    ("content", "where", "code"),
    [
        (file() * 2, "sets[2].key", Reason.DUPLICATE),
        (file().replace(b"Fx nu.", b""), "sets[1].guideposts[1].example", Reason.EMPTY),
        (file() + b"number = 3", "sets[1].guideposts[1].number", Reason.UNKNOWN_KEY),
        (file().replace(b'"ledelse"', b'"Led else"'), "sets[1].key", Reason.NOT_A_SLUG),
    ],
)
def test_a_broken_file_is_refused_at_its_first_fault(content, where, code):
    with pytest.raises(SeedError) as error:
        loading.read(content)
    assert (error.value.where, error.value.code) == (where, code)
