from __future__ import annotations

import io
import zipfile

import pytest

from programme.core import files
from programme.core.errors import RuleBrokenError

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
PDF = b"%PDF-1.7\n\x00\x01"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def archive(*names, text="x", how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name in names:
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("Nærvær.PDF", PDF, "application/pdf"),
        ("billede.png", PNG, "image/png"),
        ("foto.jpeg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("foto.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("noter.txt", "Æblegrød på Ærø\r\n".encode(), "text/plain"),
        ("tal.csv", "Navn;Øl\n".encode("cp1252"), "text/plain"),
        ("brev.docx", archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (
            "brev.odt",
            archive("mimetype", text="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_a_file_is_what_it_holds(name, body, media_type):
    found = files.checked(name, body)
    assert (found.media_type, found.size) == (media_type, len(body))


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("tom.pdf", b"", "empty"),
        ("stor.pdf", PDF + b"x" * files.LARGEST, "too big"),
        ("tegning.svg", b"<svg onload='alert(1)'/>", "Attach a PDF"),
        ("side.html", b"<script>alert(1)</script>", "Attach a PDF"),
        ("program.exe", b"MZ\x90\x00", "Attach a PDF"),
        ("uden", PDF, "Attach a PDF"),
        ("billede.png", b"<svg/>", "not what its name says"),
        ("billede.png", PDF, "not what its name says"),
        ("noter.txt", b"MZ\x90\x00\x03", "not what its name says"),
        ("brev.docx", b"PK\x03\x04 in pieces", "not what its name says"),
        ("brev.docx", archive("noget.txt"), "not what its name says"),
        ("brev.odt", archive("mimetype", text="application/x-other"), "not what its name says"),
        ("brev.docx", archive("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("brev.docx", archive("word/document.xml", text="0" * 5_000_000), "unpacks"),
        ("brev.docx", archive(*(f"{n}" for n in range(2_001)), how=0), "unpacks"),
    ],
)
def test_what_may_not_be_kept_is_refused_with_a_reason(app, name, body, why):
    with app.test_request_context(), pytest.raises(RuleBrokenError) as error:
        files.checked(name, body, "evidence")
    assert why in str(error.value.message)
    assert error.value.field == "evidence"


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused_and_is_no_error_of_ours(app, how):
    whole = archive("mimetype", text="application/vnd.oasis.opendocument.text" * 3, how=how)
    start = whole.index(b"mimetype") + len(b"mimetype")
    damaged = whole[:start] + b"\xff" * 12 + whole[start + 12 :]
    with app.test_request_context(), pytest.raises(RuleBrokenError) as error:
        files.checked("brev.odt", damaged)
    assert "not what its name says" in str(error.value.message)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\fakepath\\Referat æøå.pdf", "Referat æøå.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("rapport\u202efdp.txt", "rapportfdp.txt"),
        ("\u061crapport\u2067.txt", "rapport.txt"),
        ("en\r\nlinje: to.pdf", "enlinje to.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x." + "y" * 300, "fil"),
    ],
)
def test_a_name_is_made_plain(sent, kept):
    assert files.plain_name(sent) == kept


def test_a_file_is_given_to_be_saved(app):
    with app.test_request_context():
        answer = files.attachment("Æble.pdf", "application/pdf", PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "filename*=UTF-8''%C3%86ble.pdf" in answer.headers["Content-Disposition"]


def test_only_views_that_take_files_have_room_for_them(app):
    with app.test_request_context("/log-ind", method="POST"):
        app.preprocess_request()
        assert files.largest_upload() == 2


@pytest.mark.parametrize(
    ("size", "words"), [(3, "1 kB"), (829_600, "830 kB"), (1_249_000, "1,2 MB")]
)
def test_a_size_is_said_in_danish(app, size, words):
    with app.test_request_context():
        assert files.size_words(size) == words
