"""Network groups proposed: seen with their spread and reasons, changed by hand, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, request
from flask_babel import gettext as _

from programme.cohorts import policy, queries, services
from programme.cohorts.group_proposal import Learner, propose
from programme.cohorts.models import Cohort, Role
from programme.cohorts.views.head import blueprint, crumbs_of
from programme.core.access import load
from programme.core.db import db
from programme.core.forms import whole
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.queries import Member

USUAL_SIZE: Final = 6
MOST_GROUPS: Final = 100


@blueprint.get("/hold/<int:key>/grupper/forslag")
def propose_groups(key: int) -> Response:
    """As many groups as asked for, or as many as give about six people each."""
    cohort = _load(key)
    members = [member for member in queries.members_of(cohort.id) if member.learns]
    met = queries.company_before(cohort.id, [member.person_id for member in members])
    number = _number(len(members))
    groups = propose([_learner(member) for member in members], number, met)
    return page(
        "cohorts/group_proposal.html",
        cohort=cohort,
        number=number,
        groups=groups,
        most=min(len(members), MOST_GROUPS),
        levels=len({group.level for group in groups}),
        crumbs=crumbs_of(cohort, (_("Proposed groups"), None)),
    )


@blueprint.post("/hold/<int:key>/grupper/forslag")
def keep_groups(key: int) -> Response:
    """Put everybody where the proposal, or a hand after it, has them."""
    cohort = _load(key)
    services.put_in_groups(cohort, _places(), by=viewer())
    db.session.commit()
    flash(_("The groups are saved."), "success")
    return go("cohorts.groups", key=key)


def _load(key: int) -> Cohort:
    return load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)


def _learner(member: Member) -> Learner:
    """An appointed employee's level is nobody's: they are grouped by themselves."""
    level = member.level if member.role is Role.PARTICIPANT else ""
    return Learner(member.person_id, member.name, member.workplace, level)


def _number(people: int) -> int:
    asked = whole(request.args.get("antal")) or round(people / USUAL_SIZE)
    return max(1, min(asked, people, MOST_GROUPS))


def _places() -> dict[int, int]:
    """{person: place of the group in the proposal}, as the form has them."""
    found = {}
    for name, typed in request.form.items():
        person, number = whole(name.removeprefix("group-")), whole(typed)
        if name.startswith("group-") and person and number and number <= MOST_GROUPS:
            found[person] = number - 1
    return found
