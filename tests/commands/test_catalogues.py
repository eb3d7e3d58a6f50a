"""`flask translations …`, on catalogues of the test's own."""

from __future__ import annotations

import shutil

import pytest

from programme.core import catalogues

pytestmark = pytest.mark.one_database  # the site is there for its command alone


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the catalogues, so that the repository's stay as they are."""
    copy = tmp_path / "translations"
    shutil.copytree(catalogues.FOLDER, copy)
    monkeypatch.setattr(catalogues, "FOLDER", copy)
    return copy


def test_a_new_message_is_added_and_missed_until_it_is_translated(make_site, run, folder):
    app = make_site(migrated=False)
    (folder / "da" / "people.po").unlink()
    assert "missing: Sign in" in run(app, "translations", "check").output
    assert run(app, "translations", "update", "--feature", "people").output.endswith(" new\n")
    checked = run(app, "translations", "check")
    assert checked.exit_code == 1
    assert "da/people.po: untranslated: Sign in" in checked.output
    assert run(app, "translations", "compile").output.endswith(" messages\n")
    assert (folder / "da" / "LC_MESSAGES" / "messages.mo").exists()


def test_nothing_to_say(make_site, run, folder, monkeypatch):
    monkeypatch.setattr(catalogues, "faults", list)
    done = run(make_site(migrated=False), "translations", "check")
    assert (done.exit_code, done.output) == (0, "")
