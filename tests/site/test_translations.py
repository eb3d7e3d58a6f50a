"""Both catalogues are complete."""

from __future__ import annotations

from programme.core import catalogues


def test_nothing_is_missing_obsolete_or_said_twice():
    assert catalogues.faults() == []
