"""Knowledge sharing: the entries that their authors have put out for everybody with an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from programme.core.web import page, wants_fragment
from programme.learning_logs import queries
from programme.learning_logs.queries import KnowledgeFilter
from programme.learning_logs.views.base import asked, blueprint, page_number
from programme.learning_logs.views.filters import DropDown
from programme.learning_logs.views.reading import by_month, pager

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/videndeling")
def knowledge() -> Response:
    """All of them by month, or those about a goal or from an organisation."""
    wanted = KnowledgeFilter(asked("maal"), asked("organisation"))
    found = queries.knowledge_page(wanted, page_number())
    return page(
        "learning_logs/knowledge.html",
        fragment="entry_list",
        is_filtered=wanted.is_set,
        drop_downs=() if wants_fragment() else _drop_downs(wanted),
        months=by_month(found),
        pager=pager(found),
    )


def _drop_downs(chosen: KnowledgeFilter) -> list[DropDown]:
    found = [
        DropDown("maal", _("Goal"), queries.knowledge_goals(), chosen.goal_id),
        DropDown(
            "organisation",
            _("Organisation"),
            queries.knowledge_organisations(),
            chosen.organisation_id,
        ),
    ]
    return [drop_down for drop_down in found if drop_down.lines]
