"""Light formatting: what it makes, and that nothing which is typed can do harm in a page."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.core.markup import ATTRIBUTES, SCHEMES, TAGS, formatted, unmarked
from tests.xss import CORPUS

XHTML = "{http://www.w3.org/1999/xhtml}"


def elements(html):
    """(tag, attributes) of all that a browser would make of it."""
    found = html5lib.parseFragment(str(html), namespaceHTMLElements=True)
    return [
        (str(element.tag).removeprefix(XHTML), dict(element.attrib))
        for element in found.iter()
        if element is not found
    ]


def is_harmless(html):
    for tag, attributes in elements(html):
        assert tag in TAGS, tag
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | {"rel"}
        if tag == "a":
            assert attributes["href"].partition(":")[0].lower() in SCHEMES
            assert attributes["rel"] == "noopener nofollow"
    return True


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Fed og <b> & ro", "<p>Fed og &lt;b&gt; &amp; ro</p>"),
        ("En linje\nog en til\n\n\nAfsnit", "<p>En linje<br>\nog en til</p>\n<p>Afsnit</p>"),
        ("**Fed** og *kursiv*", "<p><strong>Fed</strong> og <em>kursiv</em></p>"),
        ("Linje *et*\nlinje to", "<p>Linje <em>et</em><br>\nlinje to</p>"),
        ("- æbler\n- pærer", "<ul>\n<li>æbler</li>\n<li>pærer</li>\n</ul>"),
        ("1. spørg\n2. vent", "<ol>\n<li>spørg</li>\n<li>vent</li>\n</ol>"),
        ("3. december talte vi", "<p>3. december talte vi</p>"),
        ("> Det, de sagde", "<blockquote>\n<p>Det, de sagde</p>\n</blockquote>"),
        ("# Nej\n---\n    `kode`", "<p># Nej<br>\n---<br>\n`kode`</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](//ondt.example) [y](/log/1)", "<p>[x](//ondt.example) [y](/log/1)</p>"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes(text, html):
    assert str(formatted(text)).strip() == html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[bogen](https://eksempel.dk/a?b=1&c=2)", "https://eksempel.dk/a?b=1&c=2"),
        ("Se https://eksempel.dk/bog.", "https://eksempel.dk/bog"),
        ("Skriv til mette@eksempel.dk", "mailto:mette@eksempel.dk"),
        ("<http://eksempel.dk>", "http://eksempel.dk"),
    ],
)
def test_links_lead_out_and_say_nothing_of_us(text, address):
    links = [attributes for tag, attributes in elements(formatted(text)) if tag == "a"]
    assert links == [{"href": address, "rel": "noopener nofollow"}]


@pytest.mark.parametrize("attack", CORPUS)
def test_an_attack_stays_text(attack):
    assert is_harmless(formatted(attack))
    assert is_harmless(formatted(f"**fed** {attack}\n\n- {attack}"))


@given(st.text(alphabet="ab<>\"'&*_[]()!\\`#-+. \n1:/jvscript@htp", max_size=200))
def test_whatever_is_typed_is_harmless(text):
    assert is_harmless(formatted(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Helt almindelig", "Helt almindelig"),
        ("**Fed** og *kursiv* i snake_case_navn", "Fed og kursiv i snake_case_navn"),
        ("- [bogen](https://eksempel.dk)", "bogen"),
        ("3. december talte vi", "3. december talte vi"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_a_title_has_no_signs(text, plain):
    assert unmarked(text) == plain


def test_a_paste_of_ten_thousand_lines_keeps_them_all():
    text = "\n".join(f"linje {number} *her*" for number in range(10_000))
    assert len(re.findall(r"<br>", str(formatted(text)))) == 9_999
