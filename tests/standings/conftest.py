"""The log's world: a cohort with goals, an author, and everybody who might want to look."""

from tests.learning_logs.conftest import here, world  # noqa: F401 - fixtures
