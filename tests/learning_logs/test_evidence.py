"""Data and observations: laid with an entry by its author, read by those who can read the entry."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from programme.core import files
from programme.learning_logs import links, queries, services
from programme.learning_logs.models import EntryState, Evidence, EvidenceKind, LogEntry, ShareWith
from programme.learning_logs.services import EntryContent, Seen
from tests.core.test_files import PDF, PNG, archive
from tests.learning_logs.test_views import autosave, form

DRAFT = {"state": EntryState.DRAFT, "finished_at": None}


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


def send(browser, entry, name="", body=b"", **values):
    sent = form(version=entry.version, then="attach", action=entry.action) | values
    if name:
        sent["file"] = FileStorage(io.BytesIO(body), name)
    sent["csrf_token"] = browser.csrf()
    boundary, whole = encode_multipart(sent)  # in memory: the client's own leaves a file open
    kind = f"multipart/form-data; boundary={boundary}"
    address = f"/log/{entry.id}/ret"
    return browser.post(address, csrf=False, input_stream=io.BytesIO(whole), content_type=kind)


def kept(session, entry):
    session.expire_all()
    return [(item.kind, item.text, item.url, item.file_name) for item in entry.evidence]


# --- Words and links ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "url", "text"),
    [
        ("Tre ud af otte", "", "Tre ud af otte"),
        ("https://eksempel.dk/tal", "https://eksempel.dk/tal", ""),
        ("https://eksempel.dk/tal\nTrivsel 2026", "https://eksempel.dk/tal", "Trivsel 2026"),
        ("HTTP://eksempel.dk trivsel\nmere", "HTTP://eksempel.dk", "trivsel\nmere"),
        ("javascript:alert(1)", "", "javascript:alert(1)"),
        ("https://", "", "https://"),
        ("https://[x", "", "https://[x"),
        ("https://mette:kode@eksempel.dk", "", "https://mette:kode@eksempel.dk"),
        ("https://eksempel.dk/" + "x" * 2_000, "", "https://eksempel.dk/" + "x" * 2_000),
        ('https://eksempel.dk/"onclick=x', "", 'https://eksempel.dk/"onclick=x'),
    ],
)
def test_an_address_on_the_first_line_is_a_link(words, url, text):
    assert links.split(words) == (url, text)


def test_words_become_evidence_when_the_entry_is_finished(world, here):
    wanted = EntryContent(action="a", no_goal=True, new_evidence="https://eksempel.dk\nTal")
    entry = services.start(world.author, "a", wanted, Seen())
    assert entry.evidence == []
    services.finish(entry, wanted, Seen(entry.version))
    assert [(item.kind, item.url, item.text) for item in entry.evidence] == [
        (EvidenceKind.LINK, "https://eksempel.dk", "Tal")
    ]
    assert entry.new_evidence == ""


def test_there_is_room_for_ten(world, here):
    entry = world.entry()
    for number in range(10):
        entry.new_evidence = f"Nummer {number}"
        services.gather(entry)
    assert queries.evidence_count(entry.id) == 10
    with pytest.raises(services.gathering.RuleBrokenError) as caught:
        services.attach(entry, "tal.pdf", PDF)
    assert caught.value.field == "file"
    services.remove_evidence(entry, entry.evidence[0].id)
    services.remove_evidence(entry, None)
    services.attach(entry, "tal.pdf", PDF)
    services.attach(entry, "tal.pdf", PDF)  # sent twice
    assert [item.file_name for item in entry.evidence][-2:] == ["", "tal.pdf"]


def test_a_corrected_file_of_the_same_name_and_size_is_kept(world, here):
    entry = world.entry()
    mended = PDF[:-1] + bytes([PDF[-1] ^ 1])
    for body in (PDF, mended, PDF, mended):
        services.attach(entry, "tal.pdf", body)
    found = [queries.find_file(entry.id, item.id) for item in entry.evidence]
    assert [file.body for file in found] == [PDF, mended]


# --- The page ----------------------------------------------------------------------------------


def test_a_text_is_added_and_taken_away(world, mette, session):
    entry = world.entry(**DRAFT)
    answer = send(mette, entry, new_evidence="Tre ud af otte æbler")
    assert answer.headers["Location"] == f"/log/{entry.id}/ret#data"
    assert kept(session, entry) == [(EvidenceKind.TEXT, "Tre ud af otte æbler", "", "")]
    page = mette.get(f"/log/{entry.id}/ret").text
    assert "Tre ud af otte æbler" in page
    assert "Nævn ikke elever eller borgere ved navn" in page
    send(mette, entry, then="", remove=entry.evidence[0].id)
    assert kept(session, entry) == []


def test_a_file_on_a_page_without_script_makes_the_entry(world, mette, session):
    sent = form(then="attach", action="Vi talte.", file=(io.BytesIO(PDF), "mappe/Måling.pdf"))
    answer = mette.post("/log/ny", sent)
    entry = session.scalars(sa.select(LogEntry)).one()
    assert answer.headers["Location"] == f"/log/{entry.id}/ret#data"
    assert kept(session, entry) == [(EvidenceKind.FILE, "", "", "Måling.pdf")]
    row = session.execute(sa.select(Evidence.media_type, Evidence.size, Evidence.body)).one()
    assert tuple(row) == ("application/pdf", len(PDF), PDF)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("tegning.svg", b"<svg onload='alert(1)'/>", "Vedhæft en pdf"),
        ("side.html", b"<script>alert(1)</script>", "Vedhæft en pdf"),
        ("foto.png", b"<svg onload='alert(1)'/>", "ikke det, navnet siger"),
        ("noter.txt", PNG, "ikke det, navnet siger"),
        ("ark.xlsx", archive("xl/workbook.xml", text="0" * 5_000_000), "pakker ud til langt mere"),
        ("ark.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "makroer"),
        ("tom.pdf", b"", "tom"),
        ("stor.pdf", PDF + b"x" * files.LARGEST, "for stor"),
    ],
)
def test_a_file_that_is_refused_costs_no_word(world, mette, session, name, body, why):
    entry = world.entry(**DRAFT)
    answer = send(mette, entry, name, body, action="Alt det, jeg skrev.", new_evidence="og det her")
    assert answer.status_code == 422
    for words in ("Alt det, jeg skrev.", "og det her", why, 'href="#file"'):
        assert words in answer.text, words
    assert kept(session, entry) == []


def test_autosave_takes_no_file(world, mette, session):
    entry = world.entry(**DRAFT)
    answer = autosave(
        mette,
        f"/log/{entry.id}/ret",
        version=entry.version,
        action="Nyt.",
        file=(io.BytesIO(PDF), "tal.pdf"),
    )
    assert answer.status_code == 200
    assert kept(session, entry) == []


# --- Who reads ---------------------------------------------------------------------------------


def test_a_file_is_given_to_be_saved_and_to_readers_only(world, mette, sign_in, session):
    entry = world.entry()
    send(mette, entry, "Måling.pdf", PDF)
    session.expire_all()
    address = f"/log/{entry.id}/data/{entry.evidence[0].id}"
    other = world.entry(**DRAFT)
    answer = mette.get(address)
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    assert mette.get(f"/log/{other.id}/data/{entry.evidence[0].id}").status_code == 404
    for person in world.others.values():
        assert sign_in(person).get(address).status_code == 404
    world.share(entry, ShareWith.NETWORK_GROUP)
    reader = sign_in(world.mate)
    assert reader.get(address).data == PDF
    assert "Måling.pdf" in reader.get(f"/log/{entry.id}").text
    assert sign_in(world.classmate).get(address).status_code == 404
    entry.shares[0].stopped_at = entry.shares[0].shared_at
    assert reader.get(address).status_code == 404


def test_an_entry_s_pages_show_what_lies_behind_it_and_behind_no_other(world, mette, sign_in):
    entry, other = world.entry(), world.entry()
    send(mette, entry, "Måling.pdf", PDF)
    world.share(other, ShareWith.NETWORK_GROUP)
    reader = sign_in(world.mate)
    for page in (
        mette.get(f"/log/{other.id}/ret"),
        mette.get(f"/log/{other.id}"),
        reader.get(f"/log/{other.id}"),
    ):
        assert (page.status_code, "Måling.pdf" in page.text) == (200, False)
    assert "Måling.pdf" in mette.get(f"/log/{entry.id}/ret").text


def test_what_is_not_added_yet_is_for_nobody_else(world, mette, sign_in):
    entry = world.entry(new_evidence="kanariefugl tekst", new_habit="kanariefugl vane")
    world.share(entry, ShareWith.NETWORK_GROUP)
    assert "kanariefugl" not in sign_in(world.mate).get(f"/log/{entry.id}").text
    assert "kanariefugl vane" in mette.get(f"/log/{entry.id}/ret").text


def test_deleting_the_entry_takes_its_data_along(world, mette, session):
    entry = world.entry(**DRAFT)
    send(mette, entry, "Måling.pdf", PDF)
    mette.post(f"/log/{entry.id}/slet")
    assert session.scalar(sa.select(sa.func.count(Evidence.id))) == 0
