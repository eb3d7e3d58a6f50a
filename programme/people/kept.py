"""Texts carried over an expired sign-in: in the page itself, sealed for the person who wrote them.

The seal's salt holds the person's key, so that nobody else can open it after signing in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from programme.core.access import local_path

if TYPE_CHECKING:
    from collections.abc import Iterable

HOURS = 12
SECRET = ("csrf_token", "password")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was on its way: to which address, with which fields."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> list[str]:
        """What the person typed, as far as it reads as text: not keys, dates or choices."""
        return [value for _name, value in self.fields if " " in value.strip()]


def typed(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields worth carrying: never a token or a password."""
    return tuple(
        (name, value) for name, value in fields if not any(word in name for word in SECRET)
    )


def sealed(person_id: int, kept: Kept) -> str:
    """The form as text that only this server can have made."""
    return str(_seal(person_id).dumps([kept.address, kept.fields]))


def opened(text: str | None, person_id: int) -> Kept | None:
    """The form again, if it is this person's and not older than a working day."""
    try:
        address, fields = _seal(person_id).loads(text or "", max_age=HOURS * 3600)
    except BadData:
        return None
    path = local_path(address)
    return Kept(path, tuple((name, value) for name, value in fields)) if path else None


def _seal(person_id: int) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"kept-for-{person_id}")
