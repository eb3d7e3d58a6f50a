"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import threading
import time

import pytest

from programme.core.errors import RuleBrokenError
from programme.people import passwords
from programme.people.demo import PASSWORD as DEMO_PASSWORD
from programme.people.passwords import Hasher, check_new, is_guessable

ABOUT = ["Mette Holm", "mette@odderup.example", "Odderup Kommune"]


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Adgangskode2026!",
        "lederlederleder",
        "Leder-Kommune-2026",
        "aaaaaaaaaaaa",
        "121212121212",
        "123456789012",
        "qwertyuiopas",
        "zxcvbnmzxcvbnm",
        "0987654321098",
        "MetteHolm1975",
        "Odderup 2026 Mette",
        "velkommen2026!",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert is_guessable(password, ABOUT)
    with pytest.raises(RuleBrokenError) as error:
        check_new(password.ljust(12, "1"), ABOUT)
    assert error.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [DEMO_PASSWORD, "correct horse battery staple", "syv stille ænder", " med mellemrum omkring ",
     "æøåæøåsolcykelbjerg", "x7$kQ9-vR2!mZ", "lederen spiser havregrød"],
)  # fmt: skip
def test_what_is_one_s_own_is_taken(password):
    check_new(password, ABOUT)


@pytest.mark.parametrize("length", [11, 257])
def test_too_short_and_too_long(length):
    with pytest.raises(RuleBrokenError):
        check_new(("kære bjerg 7! " * 30)[:length])


@pytest.mark.parametrize("length", [12, 128, 256])
def test_lengths_that_are_taken(length):
    check_new(("kære bjerg 7! " * 30)[:length])


def test_the_list_is_long_enough():
    assert len(passwords.common()) >= 3000


def test_nothing_is_trimmed():
    hasher = Hasher(fast=True)
    stored = hasher.make(" syv stille ænder ")
    assert hasher.fits(stored, " syv stille ænder ")
    assert not hasher.fits(stored, "syv stille ænder")


def test_both_ways_to_type_a_letter_are_one():
    hasher = Hasher(fast=True)
    assert hasher.fits(hasher.make("å-å-å-å-å-å-å"), "å-å-å-å-å-å-å".replace("å", "a\u030a"))


def test_nobody_s_password_fits_nothing():
    hasher = Hasher(fast=True)
    assert not hasher.fits(None, "nobody signs in with this one")
    assert not hasher.fits("broken", "syv stille ænder")


def test_what_production_uses():
    stored = Hasher().make("syv stille ænder")
    assert stored.startswith("$argon2id$v=19$m=47104,t=3,p=1$")
    assert Hasher(fast=True).is_old(stored)
    assert not Hasher().is_old(stored)


class Watched:
    """The argon2 library, noting how it is used."""

    def __init__(self, argon) -> None:
        self.argon = argon
        self.verified = 0
        self.running = 0
        self.most = 0

    def verify(self, stored, password):
        self.verified += 1
        return self.argon.verify(stored, password)

    def hash(self, password):
        self.running += 1
        self.most = max(self.most, self.running)
        time.sleep(0.005)
        self.running -= 1
        return self.argon.hash(password)


@pytest.fixture
def watched():
    hasher = Hasher(fast=True)
    hasher._argon = Watched(hasher._argon)
    return hasher


def test_unknown_and_known_cost_the_same_work(watched):
    stored = watched.make("syv stille ænder")
    watched.fits(None, "et forkert gæt")
    assert watched._argon.verified == 1
    watched.fits(stored, "et forkert gæt")
    assert watched._argon.verified == 2


def test_one_at_a_time(watched):
    threads = [threading.Thread(target=watched.make, args=("syv stille ænder",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert watched._argon.most == 1
