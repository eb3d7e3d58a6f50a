"""Propose content and follow what becomes of it; and what was accepted, on the activity's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _

from programme.activities import policy as activities
from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import label_of
from programme.cohorts import policy as cohorts
from programme.contributions import policy, queries, services
from programme.contributions.forms import ProposalForm
from programme.contributions.views.base import blueprint, lines
from programme.core import clock
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.people.models import Person


@blueprint.route("/forslag", methods=["GET", "POST"])
def mine() -> Response:
    """Propose, see one's own with their fate, and what others have put on the programme."""
    found = queries.cohorts_to_propose_in(viewer().id)
    ahead = queries.ahead_for(viewer().id, [each.id for each in found], clock.today())
    form = _form(found, ahead)
    if found and form.validate_on_submit():
        try:
            _propose(form, found, ahead)
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your proposal is sent. You see here what becomes of it."), "success")
            return go("contributions.mine")
    return page(
        "contributions/mine.html",
        status=422 if form.errors else 200,
        form=form if found else None,
        several=len(found) > 1,
        own=lines(queries.proposals_of(viewer().id)),
        others=lines(queries.accepted_beside(viewer().id, [each.id for each in found])),
    )


@blueprint.post("/forslag/<int:key>/traek-tilbage")
def withdraw(key: int) -> Response:
    """Take a proposal back while it is new."""
    proposal = load(queries.find_proposal, key, policy.can_withdraw, policy.can_see)
    version = whole(request.form.get("version")) or 0
    services.withdraw(proposal, version=version, by=viewer())
    db.session.commit()
    flash(_("The proposal is withdrawn."), "success")
    return go("contributions.mine")


def _form(found: Sequence[Cohort], ahead: Sequence[Activity]) -> ProposalForm:
    form = ProposalForm()
    names = {each.id: each.name for each in found}
    named = [
        (str(a.id), label_of(a) + (f" · {names[a.cohort_id]}" if len(found) > 1 else ""))
        for a in ahead
    ]
    form.offer([(str(key), name) for key, name in names.items()], named)
    if request.method == "GET":
        wanted = whole(request.args.get("aktivitet"))
        chosen = next((a for a in ahead if a.id == wanted), None)
        form.activity.data = chosen.id if chosen else None
        if chosen:
            form.cohort.data = chosen.cohort_id
    return form


def _propose(form: ProposalForm, found: Sequence[Cohort], ahead: Sequence[Activity]) -> None:
    activity = next((a for a in ahead if a.id == form.activity.data), None)
    cohort = next(each for each in found if each.id == form.cohort.data)
    services.propose(cohort, form.text.data, activity, by=viewer())


def _panel(activity: Activity, person: Person) -> Panel | None:
    """What participants have put on the programme, and the way to propose more."""
    accepted = queries.accepted_into(activity.id)
    ahead = activity.starts_on is None or activity.starts_on > clock.today()
    is_live = ahead and not activity.is_cancelled and activities.is_shown(activity)
    is_live = is_live and not activities.is_private(activity)
    proposes = is_live and policy.can_propose(person, activity.cohort)
    oversees = cohorts.can_oversee(person, activity.cohort)
    waiting = queries.count_new(activity.id) if oversees else 0
    if not (accepted or proposes or waiting):
        return None
    return Panel(
        Place.MAIN,
        "contributions/_accepted.html",
        {
            "accepted": accepted,
            "propose": url_for("contributions.mine", aktivitet=activity.id) if proposes else "",
            "waiting": waiting,
            "decide": url_for("contributions.cohort", key=activity.cohort_id),
        },
    )


register("contributions_accepted", _panel)
