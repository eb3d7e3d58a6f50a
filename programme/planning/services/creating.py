"""Make a cohort with its plan: laid from a template, or copied from another cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from programme.activities import checks
from programme.activities import queries as activity_queries
from programme.activities import services as activities
from programme.activities.findings import Key
from programme.activities.plan import ActivityPlan
from programme.activities.services import Choices, judging
from programme.activities.suggestions import Ground
from programme.cohorts import policy as cohort_policy
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, Role
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.people.models import Organisation, Person
from programme.planning import policy, queries
from programme.planning.checking import check, span_of
from programme.planning.copying import Parts, cohort_source
from programme.planning.proposals import (
    Choice,
    Proposal,
    Row,
    Source,
    as_plan,
    lay_source,
    template_source,
)
from programme.planning.rules import Rules
from programme.programmes.models import Programme

LONGEST_NAME: Final = 120
CHANGED_SINCE: Final = l_("The plan is not the one you saw. Look at it once more.")
NOT_COPIED: Final = l_("You can only copy a cohort that you coordinate.")
NOT_YOURS: Final = l_("You cannot make a cohort of this programme for this organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlan:
    """A cohort to be made: of the programme's own plan, or of a `source` from a cohort `copied`.

    `moved` gives items of the plan by key another first day, `left_out` are not made. `shown`
    are the days that stood on the screen, and `seal` what was found about them: where either has
    become another since, nothing is made. `reason` is why it is made in spite of findings.
    `key` is the form's own: with the same one twice, one cohort is made.
    """

    programme: Programme
    organisation: Organisation
    name: str
    starts_on: date
    moved: Mapping[str, date]
    key: str
    copied: Cohort | None = None
    source: Source | None = None
    rules: Rules = field(default_factory=Rules)
    left_out: frozenset[str] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)
    seal: str | None = None
    reason: str = ""


def create(new: CohortPlan, *, by: Person) -> Cohort:
    """Make a draft of a cohort with all its activities, or find the one made a moment ago."""
    if not policy.can_create(by, new.programme.id, new.organisation.id):
        raise RuleBrokenError(NOT_YOURS, "organisation")
    if new.copied and not cohort_policy.can_edit(by, new.copied):
        raise RuleBrokenError(NOT_COPIED, "copied")
    made = queries.find_made(new.key)
    if made:
        return made
    try:
        with db.session.begin_nested():
            return _create(new, by)
    except IntegrityError:
        made = queries.find_made(new.key)
        if made is None:
            raise
        return made


def proposed(new: CohortPlan) -> Proposal:
    """The plan laid as chosen; nothing is saved."""
    choice = Choice(
        starts_on=new.starts_on,
        school_holidays=new.organisation.school_holidays,
        rules=new.rules,
        moved=new.moved,
        left_out=new.left_out,
    )
    return lay_source(new.source or template_source(new.programme), choice)


def checked(new: CohortPlan, proposal: Proposal, locale: str) -> tuple[Proposal, judging.Verdict]:
    """The proposal with all that is found about it among everything else that goes on."""
    first, last = span_of(proposal)
    details = [row.item.plan.details for row in proposal.taken]
    world = activity_queries.world_for(
        activity_queries.Asked(
            cohort_ids=[],
            person_ids=frozenset().union(*(each.facilitator_ids for each in details)),
            venue_ids={each.venue_id for each in details if each.venue_id},
            first=first,
            last=last,
            locale=locale,
        )
    )
    ground = Ground.of(new.starts_on, proposal.period_end, new.organisation.school_holidays)
    # A window that is over today is no fault of a plan that begins before.
    world = replace(world, today=min(world.today, new.starts_on))
    return check(proposal, world, ground, locale)


def copy_source(cohort: Cohort, parts: Parts) -> Source:
    """What a cohort's plan gives to be laid anew."""
    return cohort_source(cohort, queries.plan_to_copy(cohort.id), Choices.of(cohort), parts)


def _create(new: CohortPlan, by: Person) -> Cohort:
    name = checks.line(new.name, "name", LONGEST_NAME)
    if not name:
        raise RuleBrokenError(l_("Give the cohort a name."), "name")
    proposal = proposed(new)
    _check_shown(new, proposal)
    proposal, verdict = checked(new, proposal, by.locale.value)
    judging.check(verdict, reason=new.reason, seal=new.seal)
    cohort = cohorts.create_cohort(
        cohorts.NewCohort(
            new.programme, new.organisation, name, new.starts_on, ends_on=proposal.ends_on
        ),
        by=by,
    )
    cohort.creation_key = new.key
    db.session.flush()
    plans = _in_reach(cohort, [as_plan(row) for row in proposal.taken])
    _bring_facilitators(cohort, plans, by)
    made = activities.plan_all(cohort, plans, by=by)
    keys = [row.item.key for row in proposal.taken]
    numbers: dict[Key, int] = {key: activity.id for key, activity in zip(keys, made, strict=True)}
    judging.accept(cohort.id, verdict, numbers, reason=new.reason, by=by)
    return cohort


def _check_shown(new: CohortPlan, proposal: Proposal) -> None:
    """Make what stood on the screen, or nothing: rules or plan may have changed since."""
    if not new.shown:
        return
    gone = new.shown.keys() - {row.item.key for row in proposal.rows}
    now = {row.item.key: shown_day(row) for row in proposal.taken if row.item.key not in new.moved}
    if gone or any(new.shown.get(key) != day for key, day in now.items()):
        raise RuleBrokenError(CHANGED_SINCE, "shown")


def shown_day(row: Row) -> str:
    """The day of a row as the page carries it along."""
    return row.starts_on.isoformat() if row.starts_on else ""


def _in_reach(cohort: Cohort, plans: Iterable[ActivityPlan]) -> list[ActivityPlan]:
    """The plans in words where the cohort's organisation does not have the venue."""
    choices = Choices.of(cohort)
    return [replace(plan, details=choices.in_reach(plan.details)) for plan in plans]


def _bring_facilitators(cohort: Cohort, plans: Iterable[ActivityPlan], by: Person) -> None:
    """Give those who are to lead anything a place, so that they can."""
    keys = sorted({key for plan in plans for key in plan.details.facilitator_ids})
    for person in db.session.scalars(select(Person).where(Person.id.in_(keys)).order_by(Person.id)):
        cohorts.enrol(cohort, cohorts.NewEnrolment(person, Role.FACILITATOR), by=by)
