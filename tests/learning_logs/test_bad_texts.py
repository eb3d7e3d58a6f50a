"""Texts that would do harm, or are too much: cleaned or refused with a message, and never lost."""

from __future__ import annotations

import html5lib
import pytest
import sqlalchemy as sa

from programme.learning_logs import text
from programme.learning_logs.models import EntryState, LogEntry, ShareWith
from tests.learning_logs.test_views import autosave, form
from tests.xss import CORPUS

RUNS = {"script", "svg", "iframe", "object", "embed", "base", "style", "math", "template"}
OURS = {"link", "meta", "form", "input", "button", "a", "details", "img", "title", "textarea"}


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


def planted(page):
    """What in a page's main part would run, load or lead somewhere it should not."""
    root = html5lib.parse(page.text, namespaceHTMLElements=False)
    main = next(element for element in root.iter("main"))
    found = []
    for element in main.iter():
        if element.tag == "svg" and "icon-svg" in element.get("class", ""):
            continue
        if element.tag in RUNS and not _is_picture(element):
            found.append(element.tag)
        found += [name for name in element.attrib if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src", "action", "data", "formaction"):
            address = element.get(name, "")
            if not address.startswith(("/", "#", "https://a.example", "https://ondt.example")):
                found += [address] if address and not address.startswith("mailto:") else []
    return found


def _is_picture(element):
    return element.tag == "svg" and element.get("class", "").startswith("chain__")


@pytest.mark.parametrize("place", [0, 1], ids=["first half", "second half"])
def test_an_attack_is_text_wherever_it_is_shown(world, mette, sign_in, place):
    """In the entry, its heading, the lists, the page to write on, and for a reader."""
    attacks = CORPUS[place::2]
    whole = "\n\n".join(attacks)
    sent = {
        "heading": " ".join(attacks)[:200],
        **dict.fromkeys(("action", "reflection", "new_knowledge", "next_action"), whole),
        "new_habit": attacks[0],
        "new_evidence": whole,
        "no_goal": "y",
    }
    answer = mette.post("/log/ny", form(then="finish", **sent))
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    key = int(address.rpartition("/")[2])
    world.share(world_entry(world, key), ShareWith.COHORT)
    reader = sign_in(world.classmate)
    for page in (
        mette.get(address),
        mette.get(f"{address}/ret"),
        mette.get(f"/log/ny?efter={key}"),
        mette.get(f"{address}/del"),
        mette.get(f"{address}/slet"),
        mette.get("/log"),
        mette.get("/"),
        reader.get(address),
        reader.get("/log/delt"),
        reader.get("/"),
    ):
        assert page.status_code == 200
        assert planted(page) == []


def test_an_attack_in_a_comment_is_text(world, mette, sign_in):
    entry = world.entry()
    world.share(entry, ShareWith.COHORT)
    reader = sign_in(world.classmate)
    for number, attack in enumerate(CORPUS):
        sent = {"key": f"kommentar-{number}", "text": f"Her: {attack}", "to": "all"}
        answer = reader.post(f"/log/{entry.id}/kommentar", sent)
        assert answer.status_code in {303, 422}, attack
        assert answer.status_code == 303 or planted(answer) == []
    for page in (mette.get(f"/log/{entry.id}"), reader.get(f"/log/{entry.id}")):
        assert page.text.count("Her: ") > len(CORPUS) // 2
        assert planted(page) == []


def world_entry(world, key):
    session = sa.inspect(world.author).session
    return session.get(LogEntry, key)


def test_an_attack_is_text_in_every_title(world, mette):
    for attack in CORPUS:
        entry = world.entry(heading=text.clean_line(attack)[:200], action=text.clean(attack))
    for address in ("/log", "/log?side=2", f"/log/{entry.id}", f"/log/ny?efter={entry.id}"):
        assert planted(mette.get(address)) == []


def test_the_check_would_see_an_attack():
    class Page:
        text = "<main><p onclick=x><script></script><a href='javascript:x'>x</a></p></main>"

    assert planted(Page) == ["onclick", "script", "javascript:x"]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("rapport\u202efdp", "rapportfdp"),
        ("\u2066skjult\u2069", "skjult"),
        ("\u061cvendt", "vendt"),
        ("sam\u00adarbejde\u200b i\ufeff gang\u2060", "samarbejde i gang"),
        ("linje\u2028to", "linje\nto"),
        ("👩\u200d👧 og æøå", "👩\u200d👧 og æøå"),
        ("nul\u0000tegn\ud800", "nultegn"),
        ("tab\tbliver", "tab\tbliver"),
    ],
)
def test_what_cannot_be_seen_is_not_kept(typed, cleaned):
    assert text.clean(typed) == cleaned


def test_ten_thousand_lines_are_kept_and_shown(mette, session):
    lines = "\n".join(f"linje {n}" for n in range(10_000))
    assert len(lines) < 110_000
    lines = lines[:99_000]
    answer = mette.post("/log/ny", form(then="finish", action=lines, no_goal="y"))
    assert answer.status_code == 303
    assert session.scalars(sa.select(LogEntry.action)).one() == lines
    assert "linje 8999<br>" in mette.get(answer.headers["Location"]).text


@pytest.mark.parametrize("field", ["action", "reflection", "new_evidence", "new_habit", "heading"])
def test_two_megabytes_are_refused_and_given_back(world, mette, session, field):
    entry = world.entry(state=EntryState.DRAFT, finished_at=None, action="Før.")
    much = "ordet " * 340_000 + "slut"
    sent = form(version=entry.version, then="draft", action="Før.") | {field: much}
    answer = mette.post(f"/log/{entry.id}/ret", sent)
    assert answer.status_code == 422
    assert "ordet slut" in answer.text
    assert "tegn" in answer.text
    session.expire_all()
    assert entry.action == "Før."
    answer = autosave(mette, f"/log/{entry.id}/ret", **sent)
    assert answer.status_code == 422
    assert "tegn" in answer.json["message"]
