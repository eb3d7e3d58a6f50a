"""The blueprint, and how an address names a row."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _

from programme.learning_logs import policy, queries
from programme.learning_logs.forms import LARGEST_KEY, as_key
from programme.learning_logs.models import PracticeTask
from programme.people.viewer import viewer

blueprint = Blueprint("learning_logs", __name__)

KEY = f"int(max={LARGEST_KEY})"


def asked(name: str) -> int | None:
    """A row's key out of the address, or nothing; what is no key does not exist."""
    text = request.args.get(name)
    if not text:
        return None
    key = as_key(text)
    if key is None:
        abort(404)
    return key


def crumbs(*below: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the log down to a page, as (label, address)."""
    return [(_("Learning log"), url_for("learning_logs.index")), *below]


def page_number() -> int:
    """Which page of a list is asked for."""
    return as_key(request.args.get("side")) or 1


def own_task(key: int) -> PracticeTask:
    """The viewer's own task; another's does not exist."""
    task = queries.find_task(key)
    if task is None or not policy.can_use_task(viewer(), task):
        abort(404)
    return task
