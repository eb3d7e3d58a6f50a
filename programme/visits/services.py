"""A visit is asked for, answered, called off. With a yes it is a day in both persons' plans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from programme.activities import checks
from programme.activities import services as activities
from programme.activities.plan import ActivityPlan, Details, When
from programme.activities.queries import find_activity
from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.inspiration import services as inspiration
from programme.inspiration.models import PromptTime
from programme.outbox import services as outbox
from programme.programmes.content import ActivityKind
from programme.visits import queries
from programme.visits.models import ColleagueVisit

if TYPE_CHECKING:
    from programme.people.models import Person

ASKED: Final = "visits/asked"
ANSWERED: Final = "visits/answered"
LONGEST: Final = 500
FURTHEST: Final = timedelta(days=366)
# What both are asked afterwards: data like any question, so in the programme's own language.
QUESTION: Final = "Hvad tog du med fra besøget, som du vil prøve af?"


def ask(visitor: Person, host_id: int | None, visit_on: date, focus: str, key: str) -> None:
    """Ask a colleague of one's own cohort. The same page sent twice asks once."""
    if queries.find_by_key(visitor.id, key) is not None:
        return
    focus = _checked(visitor, host_id, visit_on, focus)
    visit = ColleagueVisit(
        key=key, visitor_id=visitor.id, host_id=host_id, visit_on=visit_on, focus=focus,
        created_at=clock.now(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(visit)
            db.session.flush()
    except IntegrityError:  # the same page, sent twice at the same moment
        return
    outbox.queue(ASKED, visit.host_id, {"visit": visit.id}, dedupe=f"{ASKED}:{visit.id}")
    audit.record("asked for a visit", "colleague_visit", visit.id, actor_id=visitor.id)


def accept(visit: ColleagueVisit) -> None:
    """Yes: the day stands in both plans, and one question waits for its end. Twice is once."""
    if visit.accepted_at is not None and visit.withdrawn_at is None:
        return
    _check_open(visit)
    cohort = queries.common_cohort(visit.visitor_id, visit.host_id)
    if cohort is None:
        raise RuleBrokenError(l_("You two are in no cohort together any more."))
    if visit.visit_on < clock.today():
        raise RuleBrokenError(l_("The day is over."))
    host = visit.host
    details = Details(
        kind=ActivityKind.COLLEAGUE_VISIT,
        title=f"Hos {host.name}"[: checks.LONGEST_LINE],
        place=host.unit.name if host.unit else host.organisation.name,
    )
    when = When(starts_on=visit.visit_on, ends_on=visit.visit_on)
    persons = [visit.visitor, host]
    plan = ActivityPlan(details=details, when=when)
    activity = activities.plan_for(cohort, plan, persons, part_of=None, by=host)
    visit.activity_id, visit.accepted_at = activity.id, clock.now()
    prompt = inspiration.write_prompt(activity, PromptTime.AFTER, QUESTION, by=host)
    inspiration.publish(prompt, by=host)
    _tell(visit, visit.visitor_id, "accepted")


def decline(visit: ColleagueVisit) -> None:
    """No. Twice is once."""
    if visit.declined_at is None:
        _check_open(visit)
        visit.declined_at = clock.now()
        _tell(visit, visit.visitor_id, "declined")


def call_off(visit: ColleagueVisit, *, by: Person) -> None:
    """Take the request back, or call an agreed visit off: its day is cancelled in both plans."""
    if visit.withdrawn_at is not None or visit.declined_at is not None:
        return
    if visit.accepted_at is not None and visit.visit_on < clock.today():
        raise RuleBrokenError(l_("The day is over."))
    visit.withdrawn_at = clock.now()
    activity = find_activity(visit.activity_id) if visit.activity_id else None
    if activity is not None:
        activities.cancel(activity, by=by)
    other = visit.host_id if by.id == visit.visitor_id else visit.visitor_id
    _tell(visit, other, "withdrawn")


def _checked(visitor: Person, host_id: int | None, visit_on: date, focus: str) -> str:
    focus = checks.prose(focus, "focus")
    if not focus:
        raise RuleBrokenError(l_("Write what you would like to see."), "focus")
    if len(focus) > LONGEST:
        message = l_("A focus has at most %(number)d characters.", number=LONGEST)
        raise RuleBrokenError(message, "focus")
    today = clock.today()
    if not today <= visit_on <= today + FURTHEST:
        raise RuleBrokenError(l_("Choose a day from today and within a year."), "visit_on")
    if host_id is None or queries.common_cohort(visitor.id, host_id) is None:
        raise RuleBrokenError(l_("Choose among what stands in the list."), "host")
    return focus


def _check_open(visit: ColleagueVisit) -> None:
    if visit.declined_at or visit.withdrawn_at or visit.accepted_at:
        raise RuleBrokenError(l_("The request has been settled already."))


def _tell(visit: ColleagueVisit, person_id: int, what: str) -> None:
    db.session.flush()
    dedupe = f"{ANSWERED}:{visit.id}:{what}"
    outbox.queue(ANSWERED, person_id, {"visit": visit.id}, dedupe=dedupe)
    audit.record(f"visit {what}", "colleague_visit", visit.id, actor_id=None)
