"""Make a cohort: one form, then its plan to look at, then a draft. Nothing is saved before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities.findings import FindingCode
from programme.core import language
from programme.core.access import demand
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.planning import policy, queries, services
from programme.planning.forms import CohortForm
from programme.planning.proposal_lines import counts, proposal_lines
from programme.planning.views.base import blueprint
from programme.planning.views.reading import Asked, find_copied, offer, read

if TYPE_CHECKING:
    from flask import Response

    from programme.planning.proposals import Proposal
    from programme.planning.services import CohortPlan

_COUNTED: Final = (FindingCode.PUBLIC_HOLIDAY, FindingCode.WEEKEND, FindingCode.OUTSIDE_PERIOD)


@blueprint.get("/hold/nyt")
def new() -> Response:
    """Ask what the cohort is, and when it starts; filled in by the address."""
    demand(policy.can_plan(viewer()))
    copied = find_copied(request.args.get("copied", ""))
    form = CohortForm(formdata=None)
    offer(form)
    form.programme.data = copied.programme.slug if copied else request.args.get("programme")
    form.copied.data = copied.id if copied else None
    form.organisation.data = request.args.get("organisation", viewer().organisation_id, type=int)
    form.name.data = request.args.get("name")
    if request.args.get("starts_on"):
        form.starts_on.raw_data = [request.args["starts_on"]]
    form.key.data = request.args.get("key") or uuid4().hex
    return page("planning/new.html", form=form, copied=copied, crumbs=_crumbs())


@blueprint.route("/hold/nyt/forslag", methods=["GET", "POST"])
def preview() -> Response:
    """Lay the plan and show it; other days may be tried out as often as one likes."""
    asked = read()
    return _preview(asked, asked.wanted) if asked.wanted else _ask_again(asked)


@blueprint.post("/hold/nyt/opret")
def create() -> Response:
    """Make the cohort and its activities as drafts, in one go."""
    asked = read()
    form, wanted = asked.form, asked.wanted
    if wanted is None:
        return _ask_again(asked)
    if form.errors:
        return _preview(asked, wanted)
    try:
        cohort = services.create(wanted, by=viewer())
    except RuleBrokenError as error:
        form.refuse(error)
        return _ask_again(asked) if form.has_basic_errors() else _preview(asked, wanted)
    db.session.commit()
    text = _("%(name)s is made as a draft. Only you and the facilitators see it.", name=cohort.name)
    flash(text, "success")
    return go("activities.cohort_plan", key=cohort.id)


def _ask_again(asked: Asked) -> Response:
    return page(
        "planning/new.html", status=422, form=asked.form, copied=asked.copied, crumbs=_crumbs()
    )


def _preview(asked: Asked, wanted: CohortPlan) -> Response:
    form, locale = asked.form, language.short()
    proposal, verdict = services.checked(wanted, services.proposed(wanted), locale)
    form.accepted.data = verdict.seal
    return page(
        "planning/preview.html",
        "proposal",
        422 if form.errors else 200,
        form=form,
        wanted=wanted,
        copied=asked.copied,
        proposal=proposal,
        verdict=verdict,
        lines=proposal_lines(proposal, locale, queries.overseen(viewer().id)),
        summary=_summary(proposal),
        back=_back(wanted),
        crumbs=_crumbs(_("See the plan")),
        **_folds(),
    )


def _folds() -> dict[str, Any]:
    """Which of the two folds stands open: the one that was just used."""
    used = request.headers.get("HX-Trigger", "")
    return {"rules_open": used == "rules-chosen", "parts_open": used == "parts-chosen"}


def _back(wanted: CohortPlan) -> str:
    return url_for(
        "planning.new",
        programme=wanted.programme.slug,
        copied=wanted.copied.id if wanted.copied else None,
        organisation=wanted.organisation.id,
        name=wanted.name,
        starts_on=wanted.starts_on.isoformat(),
        key=wanted.key,
    )


def _summary(proposal: Proposal) -> str:
    """Return "13 aktiviteter · 12 med dato · 1 helligdag"."""
    total, found = len(proposal.taken), counts(proposal)
    parts = [
        ngettext("%(num)d activity", "%(num)d activities", total),
        _("%(number)d with a date", number=proposal.dated),
    ]
    if number := found[FindingCode.PUBLIC_HOLIDAY]:
        parts.append(ngettext("%(num)d public holiday", "%(num)d public holidays", number))
    if number := found[FindingCode.WEEKEND]:
        parts.append(_("%(number)d at a weekend", number=number))
    if number := found[FindingCode.OUTSIDE_PERIOD]:
        parts.append(_("%(number)d outside the period", number=number))
    if number := sum(any(f.other for f in row.findings) for row in proposal.taken):
        parts.append(ngettext("%(num)d clash", "%(num)d clashes", number))
    if number := len(proposal.rows) - total:
        parts.append(_("%(number)d left out", number=number))
    return " · ".join(parts)


def _crumbs(*further: str) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [(_("Cohorts"), url_for("cohorts.index"))]
    if not further:
        return [*steps, (_("New cohort"), None)]
    steps.append((_("New cohort"), url_for("planning.new")))
    return steps + [(text, None) for text in further]
