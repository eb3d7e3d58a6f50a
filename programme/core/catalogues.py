"""The translations: one catalogue a feature in the repository, one compiled file a language.

Message ids are English, so the English catalogue repeats them; it is there to be corrected.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "programme" / "translations"
LANGUAGES = ("da", "en")
KEYWORDS = {
    "_": None,
    "l_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "n_": (1, 2),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}

Id = str | tuple[str, ...]


class Fault(NamedTuple):
    """Something wrong with a catalogue."""

    file: str
    what: str
    message: Id


def extracted() -> dict[Id, str]:
    """Every message id in code and templates, and the feature whose files name it first."""
    found: dict[Id, str] = {}
    for folder in ("programme", "templates"):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, KEYWORDS
        ):
            identity = message if isinstance(message, str) else tuple(message)
            found.setdefault(identity, _feature(Path(folder) / name))
    return found


def _feature(path: Path) -> str:
    parts = path.parts
    named = parts[1] if len(parts) > 2 else "core"  # noqa: PLR2004 - folder/feature/file
    return "core" if named in {"ui", "errors"} else named


def catalogues(language: str) -> Iterator[tuple[Path, Catalog]]:
    """Each of a language's catalogues with its file."""
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=language)


def update(feature: str | None = None) -> int:
    """Add the ids that no Danish catalogue has yet, untranslated; say how many.

    The English catalogues are made anew from the Danish ones.
    """
    known = {_id(message) for _path, catalogue in catalogues("da") for message in _real(catalogue)}
    missing: dict[str, list[Id]] = {}
    for identity, owner in extracted().items():
        if identity not in known and feature in {None, owner}:
            missing.setdefault(owner, []).append(identity)
    for owner, ids in missing.items():
        _append(FOLDER / "da" / f"{owner}.po", ids)
    _repeat_english()
    return sum(map(len, missing.values()))


def _append(path: Path, ids: list[Id]) -> None:
    catalogue = Catalog(locale="da")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale="da")
    for identity in ids:
        catalogue.add(identity)
    _write(path, catalogue)


def _repeat_english() -> None:
    for path, danish in catalogues("da"):
        target = FOLDER / "en" / path.name
        kept = _kept(target)
        english = Catalog(locale="en")
        for message in _real(danish):
            identity = _id(message)
            english.add(identity, kept.get(identity, identity))
        _write(target, english)


def _kept(path: Path) -> dict[Id, Id]:
    """What an English catalogue says otherwise than its ids."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {_id(m): _text(m) for m in _real(catalogue) if m.string}


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, no_location=True, sort_output=True)
    text = path.read_text(encoding="utf-8")
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator")
    lines = [line for line in text.splitlines() if not any(word in line for word in dated)]
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def compile_all() -> int:
    """Write one messages.mo a language; says how many messages went in."""
    count = 0
    for language in LANGUAGES:
        whole = Catalog(locale=language)
        for _path, catalogue in catalogues(language):
            for message in _real(catalogue):
                whole.add(message.id, message.string)
        target = FOLDER / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, whole)
        count += len(whole)
    return count


def faults() -> list[Fault]:
    """What is missing, obsolete, untranslated or said twice."""
    wanted = extracted()
    found: list[Fault] = []
    for language in LANGUAGES:
        seen: set[Id] = set()
        for path, catalogue in catalogues(language):
            name = f"{language}/{path.name}"
            for message in _real(catalogue):
                identity = _id(message)
                if identity in seen:
                    found.append(Fault(name, "twice", identity))
                seen.add(identity)
                found += _message_faults(name, message, wanted=identity in wanted)
        found += [
            Fault(language, "missing", identity) for identity in wanted if identity not in seen
        ]
    return found


def _message_faults(name: str, message: Message, *, wanted: bool) -> Iterator[Fault]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not wanted:
        yield Fault(name, "obsolete", _id(message))
    if message.fuzzy or not all(strings):
        yield Fault(name, "untranslated", _id(message))
    for error in message.check():
        yield Fault(name, str(error), _id(message))


def _real(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _text(message: Message) -> Id:
    string = message.string
    return tuple(string) if isinstance(string, list | tuple) else string or ""
