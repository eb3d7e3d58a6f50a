"""What is asked for when a cohort is made, read from an address or a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import MultiDict

from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.core import language
from programme.core.access import demand, load
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.people.viewer import viewer
from programme.planning import policy, queries, services
from programme.planning.copying import Parts
from programme.planning.forms import (
    CohortForm,
    PartsForm,
    ProposalForm,
    left_out,
    proposal_form,
    shown_days,
)
from programme.planning.proposals import Source, template_source
from programme.planning.rules import Rules
from programme.planning.services import CohortPlan

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort
    from programme.people.models import Organisation
    from programme.programmes.models import Programme

_UNCHECKED = {"csrf": False}  # CSRFProtect has looked at the request
COPY_RULES = Rules(keep_weekday=True, keep_order=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """The form, what it would lay, and the cohort it speaks of when that much can be read."""

    form: ProposalForm
    source: Source
    copied: Cohort | None
    wanted: CohortPlan | None


def read() -> Asked:
    """Read the request."""
    demand(policy.can_plan(viewer()))
    copied = find_copied(request.values.get("copied", ""))
    programme = copied.programme if copied else _programme()
    source = _source(programme, copied)
    form = _form(source, copied)
    wanted = None
    if programme is not None and not form.has_basic_errors():
        wanted = _wanted(form, programme, source, copied)
    return Asked(form, source, copied, wanted)


def find_copied(typed: str) -> Cohort | None:
    """The cohort to copy, if one is named: 404 for one that is not the viewer's to know of."""
    key = whole(typed)
    if key is None:
        return None
    return load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)


def offer(form: CohortForm) -> None:
    """Name what the viewer may choose among."""
    person = viewer()
    form.offer(
        queries.programmes_for(person),
        queries.organisations_for(person),
        queries.cohorts_to_copy(person),
    )


def _programme() -> Programme | None:
    return queries.find_programme(request.values.get("programme", ""))


def _source(programme: Programme | None, copied: Cohort | None) -> Source:
    if copied:
        form = PartsForm(request.values, meta=_UNCHECKED)
        parts = form.parts() if request.values.get("chosen") else Parts()
        return services.copy_source(copied, parts)
    return template_source(programme) if programme else Source(slots=())


def _form(source: Source, copied: Cohort | None) -> ProposalForm:
    values = MultiDict(request.values)
    if copied:
        values["programme"] = copied.programme.slug
    form = proposal_form(source.slots)(values, meta=_UNCHECKED)
    offer(form)
    locale = language.short()
    form.name_days(locale)
    form.name_kinds(locale)
    if not form.chosen.data:
        form.show_rules(COPY_RULES if copied else Rules())
        form.show_parts(Parts())
    form.validate()
    form.use(request.values.get("use", ""))
    return form


def _wanted(
    form: ProposalForm, programme: Programme, source: Source, copied: Cohort | None
) -> CohortPlan | None:
    organisation = queries.find_organisation(form.organisation.data or 0)
    if organisation is None:
        return None
    if not policy.can_create(viewer(), programme.id, organisation.id):
        form.refuse(RuleBrokenError(services.NOT_YOURS, "organisation"))
        return None
    return _plan(form, programme, organisation, source, copied)


def _plan(
    form: ProposalForm,
    programme: Programme,
    organisation: Organisation,
    source: Source,
    copied: Cohort | None,
) -> CohortPlan:
    values = request.values
    return CohortPlan(
        programme=programme,
        organisation=organisation,
        name=form.name.data,
        starts_on=form.start(),
        moved=form.moved(),
        key=form.own_key(),
        copied=copied,
        source=source,
        rules=form.rules(),
        left_out=left_out(source.slots, values),
        shown=shown_days(source.slots, values),
        seal=values.get("accepted"),
        reason=form.accept_reason.data or "",
    )
