"""Passwords: argon2id, one at a time per process, and none that is easily guessed."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5
FEWEST_OWN_LETTERS = 4
MEBIBYTE = 1024
# Words that stand near this site: a password made of them is tried first.
SITE_WORDS = (
    *("lederforløb", "lederforloeb", "leder", "ledelse", "forløb", "kommune"),
    *("password", "adgangskode", "kodeord", "velkommen"),
    *("sommer", "vinter", "efterår", "forår"),
)
# Along the rows of the keyboard and of the alphabet, there and back.
ROWS = (
    "1234567890" * 3,
    "abcdefghijklmnopqrstuvwxyzæøå",
    "qwertyuiopåasdfghjklæøzxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
)
RUNS = tuple(row[::step] for row in ROWS for step in (1, -1))

_one_at_a_time = threading.Lock()  # each takes 46 MiB and 0.1 s of a core


class Hasher:
    """Makes and checks hashes. `fast` is for tests: the same algorithm, next to no work."""

    def __init__(self, *, fast: bool = False) -> None:
        memory = 8 if fast else 46 * MEBIBYTE
        self._argon = PasswordHasher(1 if fast else 3, memory, 1)
        self._nobodys = self._argon.hash("nobody signs in with this one")

    def make(self, password: str) -> str:
        """Hash a new password."""
        with _one_at_a_time:
            return self._argon.hash(_one_form(password))

    def fits(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one. Takes as long when nothing is stored."""
        with _one_at_a_time:
            try:
                self._argon.verify(stored or self._nobodys, _one_form(password))
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def is_old(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._argon.check_needs_rehash(stored)


_hasher = lru_cache(maxsize=2)(Hasher)


def hasher() -> Hasher:
    """The process's hasher, as costly as the settings ask."""
    return _hasher(fast=current_app.config["SETTINGS"].fast_hash)


def new_hash(password: str, about: Iterable[str] = ()) -> str:
    """Check a new password and hash it. Slow: the session must hold no transaction."""
    check_new(password, about)
    return hasher().make(password)


def check_new(password: str, about: Iterable[str] = ()) -> None:
    """Refuse what is too short, too long or easily guessed.

    `about` are texts an attacker knows: the person's name, address, organisation, unit.
    """
    if len(password) < SHORTEST:
        raise RuleBrokenError(
            l_("The password must have at least %(count)s characters.", count=SHORTEST), "password"
        )
    if len(password) > LONGEST:
        raise RuleBrokenError(
            l_("The password may have at most %(count)s characters.", count=LONGEST), "password"
        )
    if is_guessable(password, about):
        raise RuleBrokenError(
            l_(
                "That password is among the first that are tried."
                " Choose several words that do not belong together."
            ),
            "password",
        )


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Whether a password is common, repeats itself or says little but what is known anyway."""
    text = _one_form(password).casefold()
    core = _once(re.sub(r"[\W\d_]+", "", text))
    if len(set(text)) < FEWEST_DIFFERENT or not common().isdisjoint({text, core}):
        return True
    if any(text in run for run in RUNS):
        return True
    own = core
    for word in sorted(_words((*SITE_WORDS, *about)), key=len, reverse=True):
        own = own.replace(word, "")
    return own != core and len(own) < FEWEST_OWN_LETTERS


def _words(texts: Iterable[str]) -> set[str]:
    """Words of at least three letters; shorter ones would be found in everything."""
    return {
        word for text in texts for word in re.findall(r"[^\W\d_]{3,}", _one_form(text).casefold())
    }


def _once(text: str) -> str:
    """`abc` for `abcabcabc`."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text


def _one_form(text: str) -> str:
    """The same letters as the same bytes: some keyboards send å as one sign, some as two."""
    return unicodedata.normalize("NFC", text)


@cache
def common() -> frozenset[str]:
    """30,000 passwords from known leaks; read when the first new password is checked."""
    # 12 MB that few processes need, and that mypy need not read.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped] # noqa: PLC0415

    return frozenset(FREQUENCY_LISTS["passwords"])
