"""All proposals of a cohort, and what becomes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import policy as activities
from programme.activities.views.base import label_of
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.contributions import policy, queries, services
from programme.contributions.forms import DecisionForm
from programme.contributions.labels import STATES
from programme.contributions.models import ProposalState
from programme.contributions.views.base import blueprint, lines
from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import Activity
    from programme.contributions.models import ContentProposal

ORDER = (
    ProposalState.NEW,
    ProposalState.ACCEPTED,
    ProposalState.LATER,
    ProposalState.DECLINED,
)


@blueprint.get("/hold/<int:key>/forslag")
def cohort(key: int) -> Response:
    """Those that wait first."""
    found = load(cohorts.find_cohort, key, cohort_policy.can_oversee, sees=cohort_policy.can_view)
    told = lines(queries.proposals_in(found.id))
    return page(
        "contributions/cohort.html",
        crumbs=crumbs_of(found, (_("Proposals"), None)),
        head=head_of(found, viewer(), "contributions.cohort"),
        parts=[
            (str(STATES[state]), [line for line in told if line.row.state is state])
            for state in ORDER
        ],
        total=len(told),
    )


@blueprint.route("/forslag/<int:key>", methods=["GET", "POST"])
def decide(key: int) -> Response:
    """Say what becomes of one."""
    proposal = load(queries.find_proposal, key, policy.can_decide, policy.can_see)
    ahead = _ahead(proposal)
    form = DecisionForm()
    form.offer((each.id, label_of(each)) for each in ahead)
    if request.method == "GET":
        form.show(proposal)
    if form.validate_on_submit():
        try:
            services.decide(
                proposal,
                form.decision(ahead),
                version=form.seen(),
                by=viewer(),
                address=url_for("contributions.decide", key=key),
            )
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The answer stands with the proposal."), "success")
            return go("contributions.cohort", key=proposal.cohort_id)
    return page(
        "contributions/decide.html",
        status=422 if form.errors else 200,
        crumbs=crumbs_of(
            proposal.cohort,
            (_("Proposals"), url_for("contributions.cohort", key=proposal.cohort_id)),
            (proposal.author.name, None),
        ),
        proposal=proposal,
        form=form,
        may_place=bool(ahead),
    )


def _ahead(proposal: ContentProposal) -> list[Activity]:
    """What lies ahead and is the viewer's to prepare."""
    found = queries.ahead_in(proposal.cohort_id, clock.today())
    return [each for each in found if activities.can_prepare(viewer(), each)]
