"""Fremmøde of a cohort: who was there when, and who may catch something up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from programme.activities import labels as activity_labels
from programme.activities.views.base import label_of
from programme.attendance import queries, standing
from programme.attendance.expected import expected_ids
from programme.attendance.labels import MARKS, OFFERS, SIGNS
from programme.attendance.models import OfferState
from programme.attendance.standing import Elsewhere, Facts, Held, Line, Mark
from programme.attendance.views.base import blueprint
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.labels import said
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import clock, formats, language
from programme.core.access import load
from programme.core.web import page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask import Response

    from programme.activities.models import Activity
    from programme.attendance.queries import OfferRow
    from programme.cohorts.queries import Member


@dataclass(frozen=True, slots=True)
class Column:
    """A held day: what it is called, and where it is noted."""

    label: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class ToCatchUp:
    """Something that somebody missed, and what has been offered for it."""

    name: str
    label: str
    days: str
    offer: OfferRow | None
    offered_days: str
    offered_href: str
    href: str

    @property
    def is_settled(self) -> bool:
        """Whether an offer stands."""
        stands = (OfferState.OFFERED, OfferState.ACCEPTED)
        return self.offer is not None and self.offer.state in stands


@blueprint.get("/hold/<int:key>/fremmoede")
def cohort(key: int) -> Response:
    """Persons × held days; and below it who missed what."""
    found = load(cohorts.find_cohort, key, cohort_policy.can_oversee, sees=cohort_policy.can_view)
    people = [member for member in cohorts.members_of(found.id) if member.learns]
    plan = queries.plan_of(found.id)
    held = _held(plan)
    facts = _facts(plan)
    lines = standing.lines((member.person_id for member in people), held, facts)
    may_offer = cohort_policy.can_edit(viewer(), found)
    return page(
        "attendance/cohort.html",
        crumbs=crumbs_of(found, (_("Attendance"), None)),
        head=head_of(found, viewer(), "attendance.cohort"),
        columns=_columns(plan, held),
        rows=list(zip(people, lines, strict=True)),
        marks=said(MARKS),
        signs=SIGNS,
        legend=[mark for mark in Mark if any(mark in line.cells for line in lines)],
        missed=_missed(plan, people, lines, facts) if may_offer else [],
        may_offer=may_offer,
        offers=said(OFFERS),
    )


def _held(plan: Iterable[Activity]) -> list[Held]:
    today = clock.today()
    days = (standing.held_days(each.id, each.starts_on, each.ends_on, today) for each in plan)
    return sorted(chain.from_iterable(days), key=lambda day: (day.day, day.activity_id))


def _facts(plan: Sequence[Activity]) -> Facts:
    keys = [each.id for each in plan]
    return Facts(
        marks=queries.marks_in(keys),
        apologies=queries.apologies_in(keys),
        meant=frozenset((each.id, person) for each in plan for person in expected_ids(each)),
        elsewhere=_elsewhere(keys),
    )


def _elsewhere(missed_ids: Sequence[int]) -> list[Elsewhere]:
    """The days spent in other cohorts, put together by person and what was missed."""
    days: dict[tuple[int, int, int], set[int]] = {}
    for person, missed, first, last, day in queries.visits(missed_ids):
        length = (last - first).days + 1
        days.setdefault((person, missed, length), set()).add((day - first).days + 1)
    return [Elsewhere(*key, frozenset(present)) for key, present in days.items()]


def _columns(plan: Iterable[Activity], held: Iterable[Held]) -> list[Column]:
    by_key, locale = {each.id: each for each in plan}, language.short()
    prefix = url_for("attendance.presence", key=0)
    return [
        Column(
            _short(by_key[day.activity_id], locale),
            formats.short_day(day.day, locale),
            f"{prefix.replace('/0/', f'/{day.activity_id}/')}?dag={day.day}",
        )
        for day in held
    ]


def _short(activity: Activity, locale: str) -> str:
    if activity.number is None and activity.title:
        return activity.title
    return activity_labels.short_label(activity.kind, activity.number, locale)


def _missed(
    plan: Sequence[Activity], people: Sequence[Member], lines: Sequence[Line], facts: Facts
) -> list[ToCatchUp]:
    """What was missed on held days, and what an apology says will be; by activity and name."""
    held = _held(plan)
    missed = [standing.missed(line, held) for line in lines]
    offers = {(o.person_id, o.missed_id): o for o in queries.offers_in([a.id for a in plan])}
    return [
        _line(member, each, gone.get(each.id, []), offers.get((member.person_id, each.id)))
        for each in plan
        for member, gone in zip(people, missed, strict=True)
        if each.id in gone or _is_excused(each, member, facts)
    ]


def _is_excused(activity: Activity, member: Member, facts: Facts) -> bool:
    """Whether an apology tells of days that have not come yet."""
    ahead = activity.starts_on is not None and activity.starts_on > clock.today()
    return ahead and (activity.id, member.person_id) in facts.apologies


def _line(
    member: Member, activity: Activity, days: list[date], offer: OfferRow | None
) -> ToCatchUp:
    locale = language.short()
    first, last = activity.starts_on, activity.ends_on
    whole = formats.days(first, last or first, locale) if first else ""
    return ToCatchUp(
        member.name,
        label_of(activity),
        ", ".join(formats.short_day(day, locale) for day in days) or whole,
        offer,
        _offered_days(offer, locale),
        url_for("activities.show", key=offer.offered_id) if offer else "",
        url_for("attendance.parallels", key=activity.id, person=member.person_id),
    )


def _offered_days(offer: OfferRow | None, locale: str) -> str:
    if offer is None or offer.starts_on is None:
        return ""
    return formats.days(offer.starts_on, offer.ends_on or offer.starts_on, locale)
