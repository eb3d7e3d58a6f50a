"""Texts over an expired sign-in: sealed for one person."""

from __future__ import annotations

import time_machine

from programme.people.kept import Kept, opened, sealed, typed

FORM = Kept("/log/ny?efter=3", (("action", "Jeg stillede ét spørgsmål."), ("goal", "4")))


def test_only_the_person_who_wrote_opens_it(app):
    with app.app_context():
        seal = sealed(7, FORM)
        assert opened(seal, 7) == FORM
        assert opened(seal, 8) is None
        assert opened("x" + seal[1:], 7) is None
        assert opened("", 7) is None
        assert opened(None, 7) is None


def test_it_does_not_wait_for_ever(app):
    with app.app_context(), time_machine.travel("2026-11-22 09:00Z", tick=False) as clock:
        seal = sealed(7, FORM)
        clock.shift(12 * 3600)
        assert opened(seal, 7)
        clock.shift(1)
        assert opened(seal, 7) is None


def test_never_back_to_another_site(app):
    with app.app_context():
        assert opened(sealed(7, Kept("//evil.example/", ())), 7) is None


def test_secrets_are_not_carried():
    fields = [
        ("csrf_token", "x"), ("password", "p"), ("current_password", "p"),
        ("goal", "4"), ("goal", "6"),
    ]  # fmt: skip
    assert typed(fields) == (("goal", "4"), ("goal", "6"))


def test_texts_are_told_from_keys():
    assert FORM.texts == ["Jeg stillede ét spørgsmål."]
