"""The catalogue tool, on a small tree of its own."""

from __future__ import annotations

import pytest

from programme.core import catalogues


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "programme" / "translations")
    (tmp_path / "programme" / "cohorts").mkdir(parents=True)
    (tmp_path / "templates" / "cohorts").mkdir(parents=True)
    (tmp_path / "templates" / "ui").mkdir()
    (tmp_path / "programme" / "cohorts" / "views.py").write_text(
        '_("Cohorts")\nngettext("%(num)s day", "%(num)s days", n)\n', encoding="utf-8"
    )
    (tmp_path / "templates" / "cohorts" / "index.html").write_text(
        "{{ _('New cohort') }}{{ _('Cohorts') }}", encoding="utf-8"
    )
    (tmp_path / "templates" / "ui" / "macros.html").write_text("{{ _('Close') }}", encoding="utf-8")
    return tmp_path / "programme" / "translations"


def translate(path, **texts):
    content = path.read_text(encoding="utf-8")
    for english, danish in texts.items():
        content = content.replace(
            f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{danish}"'
        )
    path.write_text(content, encoding="utf-8")


def test_update_adds_once_and_by_feature(tree):
    assert catalogues.update("core") == 1
    assert catalogues.update() == 3
    assert catalogues.update() == 0
    assert 'msgid "Close"' in (tree / "da" / "core.po").read_text(encoding="utf-8")
    assert 'msgstr "Cohorts"' in (tree / "en" / "cohorts.po").read_text(encoding="utf-8")


def test_an_english_correction_is_kept(tree):
    catalogues.update()
    path = tree / "en" / "cohorts.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgstr "Cohorts"', 'msgstr "Groups"'),
        encoding="utf-8",
    )
    catalogues.update()
    assert 'msgstr "Groups"' in path.read_text(encoding="utf-8")


def test_faults(tree):
    catalogues.update()
    assert {f.what for f in catalogues.faults()} == {"untranslated"}
    translate(tree / "da" / "core.po", Close="Luk")
    (tree / "da" / "home.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Close"\nmsgstr "Luk"\n\nmsgid "Gone"\nmsgstr "Væk"\n',
        encoding="utf-8",
    )
    found = {(f.what, f.message) for f in catalogues.faults() if f.file == "da/home.po"}
    assert found == {("twice", "Close"), ("obsolete", "Gone")}
    (tree / "da" / "cohorts.po").unlink()
    missing = {f.message for f in catalogues.faults() if f.what == "missing"}
    assert missing == {"Cohorts", "New cohort", ("%(num)s day", "%(num)s days")}


def test_compile(tree):
    catalogues.update()
    assert catalogues.compile_all() == 8
    assert (tree / "da" / "LC_MESSAGES" / "messages.mo").exists()
