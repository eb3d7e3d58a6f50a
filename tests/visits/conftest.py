"""The cohort that features around activities are tried in."""

from tests.around import here, world

__all__ = ["here", "world"]
