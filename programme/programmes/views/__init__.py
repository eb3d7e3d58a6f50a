"""The programmes: five cards, a page for each, and where they are edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _

from programme.core import language
from programme.core.access import demand
from programme.core.web import page
from programme.people.viewer import viewer
from programme.programmes import policy, queries, template_table
from programme.programmes.models import Programme, ProgrammeState

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from programme.people.models import Person

blueprint = Blueprint("programmes", __name__)


@blueprint.get("/")
def index() -> Response:
    """Every programme as a card."""
    demand(policy.can_browse(viewer()))
    cards = queries.visible_to(viewer())
    return page(
        "programmes/index.html",
        cards=[card for card in cards if card.state is not ProgrammeState.ARCHIVED],
        archived=[card for card in cards if card.state is ProgrammeState.ARCHIVED],
        may_create=policy.can_create(viewer()),
    )


@blueprint.get("/<slug>")
def show(slug: str) -> Response:
    """A programme: purpose, tracks, goals, plan template, and where it comes from."""
    programme = load_programme(slug, policy.can_view)
    return page(
        "programmes/show.html",
        programme=programme,
        templates=[
            (template, template_table.rows(template.items, language.short()))
            for template in programme.templates
        ],
        may_edit=policy.can_edit(viewer(), programme),
        may_start=policy.can_start_cohort(viewer()) and programme.state is ProgrammeState.PUBLISHED,
        crumbs=crumbs_of(programme, None),
    )


def load_programme(slug: str, can: Callable[[Person, Programme], bool]) -> Programme:
    """The programme under this address; 403 for who has no business here, 404 if unknown."""
    demand(policy.can_browse(viewer()))
    programme = queries.find_programme(slug)
    if programme is None or not policy.can_view(viewer(), programme):
        abort(404)
    demand(can(viewer(), programme))
    return programme


def crumbs_of(programme: Programme, last: str | None) -> list[tuple[str, str | None]]:
    """The way down to a page of a programme."""
    root = (_("Programmes"), url_for("programmes.index"))
    if last is None:
        return [root, (programme.name, None)]
    return [root, (programme.name, url_for("programmes.show", slug=programme.slug)), (last, None)]


from programme.programmes.views import editing  # noqa: E402, F401 - its views join the blueprint
