"""Cohorts: their list, their people and groups, their frame, and the directory of people."""

from programme.cohorts.views import cohort, directory, groups, people, proposing
from programme.cohorts.views.head import blueprint

__all__ = ["blueprint", "cohort", "directory", "groups", "people", "proposing"]
