"""The people of a cohort: listed, added, given another role or level, seen off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from programme.cohorts import balance, chain, policy, queries, services
from programme.cohorts.forms import NewMemberForm, PlaceForm
from programme.cohorts.labels import ACCOUNTS, PARTICIPATIONS, ROLES, said
from programme.cohorts.models import Cohort, Enrolment, Participation, Role
from programme.cohorts.target import is_for, levels_of, own_level
from programme.cohorts.views.head import blueprint, crumbs_of, head_of
from programme.cohorts.views.persons import new_person, offer_persons
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people import services as people_services
from programme.people.accounts import AccountState
from programme.people.viewer import viewer
from programme.programmes.queries import leadership_levels

if TYPE_CHECKING:
    from flask import Response

    from programme.cohorts.queries import Member
    from programme.people.models import LeadershipLevel, Person


# Name, label, choices as (value, text), and the value chosen.
Filter = tuple[str, str, list[tuple[str, str]], str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; empty is everybody."""

    title: str
    level: str
    role: str

    def fits(self, member: Member) -> bool:
        """Whether a member is to be shown."""
        return (
            self.title in {"", member.title}
            and self.level in {"", member.level}
            and self.role in {"", member.role.value}
        )


@blueprint.get("/hold/<int:key>/deltagere")
def people(key: int) -> Response:
    """Everybody in the cohort as a table."""
    cohort = load(queries.find_cohort, key, policy.can_oversee, sees=policy.can_view)
    members = queries.members_of(cohort.id)
    chosen = Chosen(*(request.args.get(name, "") for name in ("title", "level", "role")))
    open_accounts = [m for m in members if m.account is not AccountState.CLOSED]
    return page(
        "cohorts/people.html",
        cohort=cohort,
        head=head_of(cohort, viewer(), "cohorts.people"),
        members=[member for member in members if chosen.fits(member)],
        total=len(members),
        filters=_filters(members, chosen),
        everybody=_addresses(open_accounts),
        learners=_addresses([member for member in open_accounts if member.learns]),
        to_appoint=_to_appoint(cohort, members),
        levels=chain.levels_in(members),
        ways=said(PARTICIPATIONS),
        may_edit=policy.can_edit(viewer(), cohort),
        roles=said(ROLES),
        accounts=said(ACCOUNTS),
        crumbs=crumbs_of(cohort, (_("Participants"), None)),
    )


@blueprint.route("/hold/<int:key>/deltagere/tilfoej", methods=["GET", "POST"])
def add_people(key: int) -> Response:
    """Find somebody the site knows, or add somebody new."""
    cohort = _load_to_edit(key)
    words = request.args.get("q", "").strip()[:200]
    levels = _levels(cohort)
    form = NewMemberForm(role=Role.PARTICIPANT.value)
    offer_persons(form)
    form.offer_places(levels, _participants(cohort))
    if form.validate_on_submit():
        try:
            person = people_services.add_person(new_person(form), actor_id=viewer().id)
            new = form.place(person, levels, _participants(cohort))
            services.enrol(cohort, new, by=viewer())
            db.session.commit()
            return _added(cohort, person)
        except RuleBrokenError as error:
            db.session.rollback()
            form.refuse(error)
            cohort = _load_to_edit(key)
    return page(
        "cohorts/add_people.html",
        status=422 if form.errors else 200,
        form=form,
        cohort=cohort,
        words=words,
        address=words.lower(),
        found=queries.find_candidates(viewer(), words) if words else [],
        crumbs=_crumbs(cohort, _("Add participants")),
    )


@blueprint.route("/hold/<int:key>/deltagere/tilfoej/<int:person>", methods=["GET", "POST"])
def enrol(key: int, person: int) -> Response:
    """Give somebody the site knows a place."""
    cohort = _load_to_edit(key)
    somebody = queries.find_person(person)
    address = request.args.get("address", "")
    if somebody is None or not somebody.is_active:
        abort(404)
    if not policy.can_enrol(viewer(), somebody, queries.cohorts_of(somebody), address):
        abort(404)  # by counting keys one would read who else is on the site
    levels = _levels(cohort)
    proposed = services.proposed_level(cohort, somebody)
    form = PlaceForm(
        role=services.role_for(cohort, somebody).value, level=proposed.id if proposed else None
    )
    form.offer_places(levels, _participants(cohort))
    if form.validate_on_submit():
        try:
            new = form.place(somebody, levels, _participants(cohort))
            services.enrol(cohort, new, by=viewer())
            db.session.commit()
            return _added(cohort, somebody)
        except RuleBrokenError as error:
            form.refuse(error)
    here = url_for("cohorts.enrol", key=key, person=person, address=address or None)
    return _place_page(cohort, form, somebody, here)


@blueprint.route("/hold/<int:key>/deltagere/<int:place>", methods=["GET", "POST"])
def edit_place(key: int, place: int) -> Response:
    """Another role, another level, or the end of the place."""
    cohort = _load_to_edit(key)
    enrolment = queries.find_enrolment(cohort, place) or abort(404)
    levels = _levels(cohort)
    form = PlaceForm(
        role=enrolment.role.value,
        level=enrolment.level_id,
        appointed_by=enrolment.appointed_by_id,
        appointed_on=enrolment.appointed_on,
        appointment_reason=enrolment.appointment_reason,
        participation=enrolment.participation.value if enrolment.participation else None,
    )
    others = [p for p in _participants(cohort) if p.person_id != enrolment.person_id]
    form.offer_places(levels, others)
    if form.validate_on_submit():
        try:
            _change(enrolment, form, levels, others)
            db.session.commit()
            flash(_("The place is changed."), "success")
            return go("cohorts.people", key=key)
        except RuleBrokenError as error:
            db.session.rollback()
            form.refuse(error)
            cohort = _load_to_edit(key)
            enrolment = queries.find_enrolment(cohort, place) or abort(404)
    here = url_for("cohorts.edit_place", key=key, place=place)
    return _place_page(cohort, form, enrolment.person, here, enrolment)


@blueprint.post("/hold/<int:key>/deltagere/<int:place>/slut")
def end_place(key: int, place: int) -> Response:
    """End a place; what hung on it ends at once."""
    cohort = _load_to_edit(key)
    enrolment = queries.find_enrolment(cohort, place) or abort(404)
    services.end_enrolment(enrolment, by=viewer())
    db.session.commit()
    flash(_("%(name)s has left the cohort.", name=enrolment.person.name), "success")
    return go("cohorts.people", key=key)


@blueprint.post("/hold/<int:key>/deltagere/<int:place>/invitation")
def invite_again(key: int, place: int) -> Response:
    """Send the invitation once more; the older link is void then."""
    cohort = _load_to_edit(key)
    enrolment = queries.find_enrolment(cohort, place) or abort(404)
    try:
        people_services.invite(enrolment.person, actor_id=viewer().id)
        db.session.commit()
        flash(_("The invitation to %(name)s is on its way.", name=enrolment.person.name), "success")
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
    return go("cohorts.people", key=key)


def _to_appoint(cohort: Cohort, members: list[Member]) -> int:
    return balance.employees_to_appoint(
        (member.role for member in members),
        cohort.ratio_leaders,
        cohort.ratio_employees,
        is_joint=queries.is_joint(cohort.programme_id),
    )


def _filters(members: list[Member], chosen: Chosen) -> list[Filter]:
    titles = sorted({member.title for member in members if member.title})
    levels = sorted({member.level for member in members if member.level})
    roles = [(role.value, label) for role, label in said(ROLES).items()]
    return [
        ("title", _("Job title"), [(title, title) for title in titles], chosen.title),
        ("level", _("Leadership level"), [(level, level) for level in levels], chosen.level),
        ("role", _("Role"), roles, chosen.role),
    ]


def _load_to_edit(key: int) -> Cohort:
    return load(queries.find_cohort, key, policy.can_edit, sees=policy.can_view)


def _levels(cohort: Cohort) -> list[LeadershipLevel]:
    return list(levels_of(cohort.programme)) or leadership_levels()


def _participants(cohort: Cohort) -> list[Enrolment]:
    return [e for e in cohort.enrolments if e.is_open and e.role is Role.PARTICIPANT]


def _change(
    enrolment: Enrolment, form: PlaceForm, levels: list[LeadershipLevel], others: list[Enrolment]
) -> None:
    """What hangs on the place is changed in place; another role or appointer is another place."""
    new = form.place(enrolment.person, levels, others)
    appointer = new.appointed_by.id if new.appointed_by else None
    is_appointed = new.role is Role.APPOINTED_EMPLOYEE
    if new.role is not enrolment.role or (is_appointed and appointer != enrolment.appointed_by_id):
        services.change_role(enrolment, new, by=viewer())
    elif is_appointed:
        services.edit_appointment(enrolment, new.appointed_on, new.reason, by=viewer())
    elif new.role is Role.OTHER_LEVEL:
        how = new.participation or Participation.INVITED
        services.change_participation(enrolment, how, by=viewer())
    elif new.role is Role.PARTICIPANT and new.level is not None:
        services.change_level(enrolment, new.level, by=viewer())


def _added(cohort: Cohort, person: Person) -> Response:
    flash(_("%(name)s is in the cohort.", name=person.name), "success")
    return go("cohorts.people", key=cohort.id)


def _place_page(
    cohort: Cohort,
    form: PlaceForm,
    person: Person,
    action: str,
    enrolment: Enrolment | None = None,
) -> Response:
    return page(
        "cohorts/place.html",
        status=422 if form.errors else 200,
        form=form,
        cohort=cohort,
        person=person,
        action=action,
        enrolment=enrolment,
        roles=Role,
        own_level=own_level(person),
        is_target=is_for(cohort.programme, own_level(person)),
        taught=levels_of(cohort.programme),
        crumbs=_crumbs(cohort, person.name),
    )


def _crumbs(cohort: Cohort, last: str) -> list[tuple[str, str | None]]:
    above = (_("Participants"), url_for("cohorts.people", key=cohort.id))
    return crumbs_of(cohort, above, (last, None))


def _addresses(members: list[Member]) -> str:
    return "; ".join(dict.fromkeys(member.email for member in members))
