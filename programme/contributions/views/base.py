"""What the views of contributions share: the blueprint, and proposals as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, url_for

from programme.activities import labels
from programme.contributions.labels import STATE_KINDS, STATES
from programme.contributions.models import ProposalState
from programme.core import formats, language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.contributions.queries import ProposalRow

blueprint = Blueprint("contributions", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as lists show it; `href` is its activity's address."""

    row: ProposalRow
    made_on: str
    state: str
    state_kind: str
    label: str
    href: str

    @property
    def is_new(self) -> bool:
        """Whether nobody has decided yet."""
        return self.row.state is ProposalState.NEW


def lines(rows: Iterable[ProposalRow]) -> list[Line]:
    """The rows in words."""
    locale = language.short()
    prefix = url_for("activities.show", key=0)[:-1]
    words = {state: str(word) for state, word in STATES.items()}
    return [
        Line(
            row,
            formats.stamp(row.made_at, locale),
            words[row.state],
            STATE_KINDS.get(row.state, ""),
            labels.label(row.kind, row.number, row.title or "", locale) if row.kind else "",
            f"{prefix}{row.activity_id}" if row.activity_id else "",
        )
        for row in rows
    ]
