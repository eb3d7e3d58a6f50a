"""Two windows have changed the same: the fields of a conflict called what the page calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.core.errors import ConflictError

if TYPE_CHECKING:
    from programme.core.forms import Form


def named(conflict: ConflictError, form: Form, address: str) -> ConflictError:
    """The same conflict in the page's own words."""
    labels = {name: str(form[name].label.text) for name in conflict.mine}
    return ConflictError(
        {labels[name]: words for name, words in conflict.mine.items()},
        {labels[name]: words for name, words in conflict.theirs.items()},
        address,
    )
