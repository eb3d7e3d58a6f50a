"""Kept by key, the last used longest."""

from __future__ import annotations

from programme.core.kept import Kept, forget


def test_made_once_and_the_longest_unused_goes_first():
    kept, made = Kept(2), []

    def make(name):
        return lambda: made.append(name) or name

    assert [kept.get(name, make(name)) for name in "abacab"] == list("abacab")
    assert made == ["a", "b", "c", "b"]


def test_forgetting():
    kept = Kept(2)
    assert kept.get("a", lambda: 1) == 1
    assert kept.get("a", lambda: 2) == 1
    forget()
    assert kept.get("a", lambda: 2) == 2
