"""The agreement: written by either, confirmed by both, and then a day in both persons' plans."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from programme.activities import checks
from programme.activities import services as activities
from programme.activities.plan import ActivityPlan, Details, Texts, When
from programme.audit import services as audit
from programme.cohorts.services import people_changed
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.programmes.content import ActivityKind
from programme.shadowing import queries
from programme.shadowing.agreement import (
    LABELS,
    Agreement,
    Bounds,
    Days,
    agreement_of,
    checked,
    is_agreed,
    is_held,
    shown,
)
from programme.shadowing.models import PairState, ShadowingPair
from programme.shadowing.services import telling
from programme.shadowing.services.offering import check_open

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person


def write(
    pair: ShadowingPair, new: Agreement, *, wording: int, by: Person, agrees: bool, address: str
) -> None:
    """Write the agreement anew, and say yes to it if `agrees`. A change asks the other again."""
    _check_writable(pair)
    old = agreement_of(pair)
    new = checked(new, old, bounds_of(pair))
    if new != old:
        if wording != pair.wording:
            raise _conflict(pair, new, old, address)
        if agrees:
            _check_whole(new)
        _write(pair, new)
        other = pair.host_id if by.id == pair.guest_id else pair.guest_id
        telling.ask(pair, other)
    if agrees:
        confirm(pair, wording=pair.wording, by=by)
    db.session.flush()


def confirm(pair: ShadowingPair, *, wording: int, by: Person) -> None:
    """Say yes to the wording that one has seen. With both, the pair is agreed. Twice is once."""
    _check_writable(pair)
    if wording != pair.wording:
        raise RuleBrokenError(l_("The agreement has been changed meanwhile. Read it once more."))
    _check_whole(agreement_of(pair))
    mine = "guest_agreed_at" if by.id == pair.guest_id else "host_agreed_at"
    if getattr(pair, mine) is None:
        setattr(pair, mine, clock.now())
        audit.record("agreed", "shadowing_pair", pair.id, actor_id=by.id)
    days = agreement_of(pair).days
    if days and pair.guest_agreed_at and pair.host_agreed_at and not is_agreed(pair):
        _settle(pair, days, by)
    db.session.flush()


def give_feedback(
    pair: ShadowingPair, text: str, *, version: int, by: Person, address: str
) -> None:
    """Tell the host afterwards what one has taken along."""
    if not is_held(pair, clock.today()):
        raise RuleBrokenError(l_("Give feedback when the day has been."), "feedback")
    text = checks.prose(text, "feedback")
    if text == pair.feedback:
        return
    if version != pair.version:
        label = str(l_("Feedback to the host"))
        raise ConflictError({label: text}, {label: pair.feedback}, address, pair.version)
    pair.feedback, pair.feedback_at = text, clock.now()
    db.session.flush()
    telling.tell_host(pair)
    audit.record("gave feedback", "shadowing_pair", pair.id, actor_id=by.id)


def bounds_of(pair: ShadowingPair) -> Bounds:
    """Where the date of a pair may lie."""
    offer = queries.find_offer(pair.cohort_id, pair.host_id)
    return Bounds(
        window=queries.window_of(queries.find_item(pair), pair.cohort),
        blackouts=tuple((off.starts_on, off.ends_on) for off in offer.blackouts) if offer else (),
        today=clock.today(),
    )


def _check_writable(pair: ShadowingPair) -> None:
    check_open(pair.cohort)
    if is_held(pair, clock.today()):
        raise RuleBrokenError(l_("The day has been held. The agreement stays as it was."))


def _check_whole(agreement: Agreement) -> None:
    if agreement.open_fields:
        names = ", ".join(str(LABELS[name]) for name in agreement.open_fields)
        raise RuleBrokenError(
            l_("Write this before you agree: %(names)s.", names=names), agreement.open_fields[0]
        )


def _write(pair: ShadowingPair, new: Agreement) -> None:
    for field in fields(new):
        setattr(pair, field.name, getattr(new, field.name))
    pair.wording += 1
    pair.guest_agreed_at = pair.host_agreed_at = None
    pair.state = PairState.MATCHED
    people_changed([pair.guest_id, pair.host_id])
    db.session.flush()


def _conflict(pair: ShadowingPair, new: Agreement, old: Agreement, address: str) -> ConflictError:
    mine, theirs = shown(new), shown(old)
    differing = [label for label in mine if mine[label] != theirs[label]]
    return ConflictError(
        {label: mine[label] for label in differing},
        {label: theirs[label] for label in differing},
        address,
        pair.wording,
    )


def _settle(pair: ShadowingPair, days: Days, by: Person) -> None:
    """Agreed: the day goes into both plans, or moves there under the same identity."""
    when = When(starts_on=days[0], ends_on=days[1])
    pair.state = PairState.AGREED
    if pair.activity is None:
        _plan(pair, when, by)
    told = pair.activity is not None and _move(pair.activity, when, by)
    if not told:
        telling.both(telling.AGREED, pair)
    telling.inform_manager(pair)
    people_changed([pair.guest_id, pair.host_id])


def _move(activity: Activity, when: When, by: Person) -> bool:
    """Whether it was elsewhere or cancelled, so that the activity's own mail tells of it."""
    restored = activities.restore(activity, by=by)
    moved = activities.move(activity, when, version=activity.version, by=by)
    return restored is not None or moved is not None


def _plan(pair: ShadowingPair, when: When, by: Person) -> None:
    """The day is prepared for, and worked on the goals of, as the plan's own item says."""
    host, item = pair.host, queries.find_item(pair)
    goals = frozenset(goal.id for goal in item.goals) if item else frozenset()
    details = Details(
        kind=ActivityKind.SHADOWING,
        title=f"Hos {host.name}"[: checks.LONGEST_LINE],
        place=host.unit.name if host.unit else host.organisation.name,
        goal_ids=goals,
    )
    texts = replace(activities.texts_of(item), days=()) if item else Texts()
    pair.activity = activities.plan_for(
        pair.cohort,
        ActivityPlan(details=details, when=when, texts=texts),
        [pair.guest, host],
        part_of=item,
        by=by,
    )
