"""The part of a line manager: a card for each of their people who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import url_for

from programme.home import queries
from programme.learning_logs.queries import Glance
from programme.standings.role_queries import writers_read_by

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from programme.home.cards import Words
    from programme.home.queries import Report, ReportPlace

SHARED: Final = 3  # entries on a card; the rest stand under "Shared with me"


@dataclass(frozen=True, slots=True)
class ReportCard:
    """The course, its next date, and what has been shared. How much is written is not told."""

    name: str
    first_name: str
    places: list[tuple[str, str]]
    shared: list[Glance]
    role: str  # the address of the role note, if that is shared


def manager_part(shared: Sequence[Glance], words: Words, person_id: int) -> list[ReportCard]:
    """The cards, by name; `shared` is what others let the manager read."""
    roles = writers_read_by(person_id)
    return [_card(report, shared, words, roles) for report in queries.places_of_reports(person_id)]


def _card(
    report: Report, shared: Sequence[Glance], words: Words, roles: Collection[int]
) -> ReportCard:
    places = [(place.cohort, _next(place, words)) for place in report.places]
    own = [glance for glance in shared if glance.author_id == report.id]
    role = url_for("standings.read_role_note", key=report.id) if report.id in roles else ""
    return ReportCard(report.name, report.first_name, places, own[:SHARED], role)


def _next(place: ReportPlace, words: Words) -> str:
    if place.next is None:
        return ""
    return f"{words.label(place.next)} · {words.when(place.next)}"
