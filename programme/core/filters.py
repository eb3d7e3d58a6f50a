"""The date formats as template filters, in the language of the request; and formatted texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from programme.core import formats, language, markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

FILTERS = (
    "day", "short_day", "month", "weekday", "clock", "stamp", "days_count",
)  # fmt: skip
GLOBALS = ("days", "weekday_days", "times", "away")


def register(app: Flask) -> None:
    """Make the formats known to the templates."""
    for name in FILTERS:
        app.jinja_env.filters[name] = _localised(getattr(formats, name))
    for name in GLOBALS:
        app.jinja_env.globals[name] = _localised(getattr(formats, name))
    app.jinja_env.filters["iso_week"] = formats.iso_week
    app.jinja_env.filters["formatted"] = markup.formatted


def _localised(function: Callable[..., str]) -> Callable[..., str]:
    def formatted(*values: Any) -> str:  # noqa: ANN401 - as the format takes
        return function(*values, locale=language.short())

    return formatted
