"""Make a cohort: one form, then its plan to look at, then a draft. Nothing is saved before."""

from __future__ import annotations

from typing import TYPE_CHECKING
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
from programme.planning.forms import CohortForm, ProposalForm, proposal_form
from programme.planning.proposal_lines import counts, proposal_lines
from programme.planning.proposals import Proposal, propose, template_of
from programme.planning.services import CohortPlan
from programme.planning.views.base import blueprint

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/hold/nyt")
def new() -> Response:
    """Ask what the cohort is, and when it starts; filled in by the address."""
    demand(policy.can_plan(viewer()))
    form = CohortForm(formdata=None)
    _offer(form)
    form.programme.data = request.args.get("programme")
    form.organisation.data = request.args.get("organisation", viewer().organisation_id, type=int)
    form.name.data = request.args.get("name")
    if request.args.get("starts_on"):
        form.starts_on.raw_data = [request.args["starts_on"]]
    form.key.data = request.args.get("key") or uuid4().hex
    return page("planning/new.html", form=form, crumbs=_crumbs())


@blueprint.route("/hold/nyt/forslag", methods=["GET", "POST"])
def preview() -> Response:
    """Lay the plan and show it; other days may be tried out as often as one likes."""
    form, wanted = _read()
    return _preview(form, wanted) if wanted else _ask_again(form)


@blueprint.post("/hold/nyt/opret")
def create() -> Response:
    """Make the cohort and its activities as drafts, in one go."""
    form, wanted = _read()
    if wanted is None:
        return _ask_again(form)
    if form.errors:
        return _preview(form, wanted)
    try:
        cohort = services.create(wanted, by=viewer())
    except RuleBrokenError as error:
        form.refuse(error)
        return _ask_again(form)
    db.session.commit()
    text = _("%(name)s is made as a draft. Only you and the facilitators see it.", name=cohort.name)
    flash(text, "success")
    return go("activities.cohort_plan", key=cohort.id)


def _read() -> tuple[ProposalForm, CohortPlan | None]:
    """The form, and the cohort it speaks of when that much of it can be read."""
    demand(policy.can_plan(viewer()))
    programme = queries.find_programme(request.values.get("programme", ""))
    template = template_of(programme) if programme else None
    made = proposal_form(template.items if template else [], language.short())
    form = made(request.values, meta={"csrf": False})  # CSRFProtect has looked at the request
    _offer(form)
    form.validate()
    form.use(request.values.get("use", ""))
    if programme is None or form.has_basic_errors():
        return form, None
    organisation = queries.find_organisation(form.organisation.data or 0)
    if organisation is None:
        return form, None
    if not policy.can_create(viewer(), programme.id, organisation.id):
        form.refuse(RuleBrokenError(services.NOT_YOURS, "organisation"))
        return form, None
    return form, form.cohort_plan(programme, organisation)


def _offer(form: CohortForm) -> None:
    person = viewer()
    form.offer(queries.programmes_for(person), queries.organisations_for(person))


def _ask_again(form: CohortForm) -> Response:
    return page("planning/new.html", status=422, form=form, crumbs=_crumbs())


def _preview(form: ProposalForm, wanted: CohortPlan) -> Response:
    holidays = wanted.organisation.school_holidays
    proposal = propose(wanted.programme, wanted.starts_on, holidays, wanted.moved)
    return page(
        "planning/preview.html",
        "proposal",
        422 if form.errors else 200,
        form=form,
        wanted=wanted,
        proposal=proposal,
        lines=proposal_lines(proposal, form.names, language.short()),
        summary=_summary(proposal),
        back=url_for(
            "planning.new",
            programme=wanted.programme.slug,
            organisation=wanted.organisation.id,
            name=wanted.name,
            starts_on=wanted.starts_on.isoformat(),
            key=wanted.key,
        ),
        crumbs=_crumbs(_("See the plan")),
    )


def _summary(proposal: Proposal) -> str:
    """Return "13 aktiviteter · 12 med dato · 1 helligdag"."""
    total, found = len(proposal.rows), counts(proposal)
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
    return " · ".join(parts)


def _crumbs(*further: str) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [(_("Cohorts"), url_for("cohorts.index"))]
    if not further:
        return [*steps, (_("New cohort"), None)]
    steps.append((_("New cohort"), url_for("planning.new")))
    return steps + [(text, None) for text in further]
