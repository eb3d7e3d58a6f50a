"""The part of a coordinator: what calls for action, the cohorts, the next 30 days, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import labels
from programme.activities.findings import FindingCode
from programme.activities.views.judged import found_in
from programme.attendance.queries import open_apologies
from programme.cohorts.labels import STATE_KINDS, STATES
from programme.core import formats
from programme.home import queries
from programme.home.cards import Item, Picture, Words, is_ahead, picture
from programme.home.queries import CohortFrame
from programme.home.todo import Call, Todo, is_closing, todos
from programme.programmes.policy import can_start_cohort
from programme.shadowing.queries import count_unagreed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.activities.plan_rows import PlanRow
    from programme.home.queries import ChangeRow, CohortCard
    from programme.people.models import Person

CARDS: Final = 9  # cohorts with a picture; the list of cohorts has them all
SOON: Final = timedelta(days=30)
ICONS: Final = {
    Call.CLASH: "warning",
    Call.HOLIDAY: "warning",
    Call.APOLOGY: "person-remove",
    Call.SHADOWING: "persons",
    Call.UNDATED: "calendar-month",
    Call.UNPUBLISHED: "visibility-off",
    Call.DRAFTS: "visibility-off",
    Call.INVITED: "email",
}


@dataclass(frozen=True, slots=True)
class TodoLine:
    """Something to see to, in words, and the very place where it is done."""

    text: str
    detail: str
    address: str
    icon: str


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort as a card."""

    name: str
    address: str
    state: str
    state_kind: str
    learners: str
    next: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Something that members were told."""

    label: str
    address: str
    cohort: str
    what: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coordinator:
    """All of it."""

    todos: list[TodoLine]
    cohorts: list[CohortLine]
    more_cohorts: int
    soon: list[Item]
    changes: list[ChangeLine]
    may_start: bool


def coordinator_part(words: Words, person: Person) -> Coordinator:
    """The part, over all cohorts that are not closed."""
    cohorts = queries.cohorts_of_coordinator(person.id)
    keys, holidays = [c.id for c in cohorts], tuple(c.school_holidays for c in cohorts)
    rows = queries.plans_of(keys)
    _stamp, found = found_in(keys, holidays)
    apologies = open_apologies(keys, words.today)
    closing = {row.cohort_id for row in rows if is_closing(row, words.today)}
    unagreed = count_unagreed(closing) if closing else {}
    calls = todos(cohorts, rows, found, words.today, apologies, unagreed=unagreed)
    return Coordinator(
        [_todo_line(todo, words) for todo in calls],
        [_cohort_line(cohort, rows, words) for cohort in cohorts[:CARDS]],
        max(0, len(cohorts) - CARDS),
        _soon(cohorts, rows, words),
        [_change_line(change, words) for change in queries.latest_changes(person.id)],
        can_start_cohort(person),
    )


def _soon(cohorts: Sequence[CohortCard], rows: Sequence[PlanRow], words: Words) -> list[Item]:
    names = {cohort.id: cohort.name for cohort in cohorts}
    last = words.today + SOON
    return [
        words.item(row, names[row.cohort_id])
        for row in rows
        if is_ahead(row, words.today) and row.starts_on and row.starts_on <= last
    ]


def _cohort_line(cohort: CohortCard, rows: Sequence[PlanRow], words: Words) -> CohortLine:
    own = [row for row in rows if row.cohort_id == cohort.id]
    frame = CohortFrame(cohort.id, cohort.name, cohort.starts_on, cohort.ends_on)
    nearest = next((row for row in own if is_ahead(row, words.today)), None)
    return CohortLine(
        cohort.name,
        url_for("activities.cohort_plan", key=cohort.id),
        str(STATES[cohort.state]),
        STATE_KINDS.get(cohort.state, ""),
        str(ngettext("%(num)d enrolled", "%(num)d enrolled", cohort.learners)),
        f"{words.label(nearest)} · {words.when(nearest)}" if nearest else "",
        picture(frame, own, words),
    )


def _change_line(change: ChangeRow, words: Words) -> ChangeLine:
    label = labels.label(change.kind, change.number, change.title, words.locale)
    at = formats.stamp(change.at, words.locale)
    return ChangeLine(
        label,
        f"{words.prefix}{change.activity_id}",
        change.cohort,
        change.what.value,
        at,
        change.by,
        change.reason,
    )


def _todo_line(todo: Todo, words: Words) -> TodoLine:
    return TodoLine(_said(todo, words), _detail(todo, words), _address(todo), ICONS[todo.call])


def _said(todo: Todo, words: Words) -> str:
    label = words.label(todo.row) if todo.row else ""
    if todo.finding:
        name = todo.finding.name(words.locale)
        if todo.finding.code is FindingCode.FACILITATOR_AWAY:
            return f"{label}: {name}"
        if todo.call is Call.CLASH:
            return str(_("%(activity)s clashes: %(found)s", activity=label, found=name))
        return str(_("%(activity)s lies on %(holiday)s", activity=label, holiday=name))
    if todo.call is Call.UNDATED:
        return str(_("%(activity)s has no date", activity=label))
    if todo.call is Call.UNPUBLISHED:
        return str(_("The plan is not published"))
    return _counted(todo, words)


def _counted(todo: Todo, words: Words) -> str:
    if todo.call is Call.APOLOGY and todo.row:
        text = ngettext(
            "%(num)d apology to %(activity)s",
            "%(num)d apologies to %(activity)s",
            todo.count,
            activity=words.label(todo.row),
        )
    elif todo.call is Call.SHADOWING and todo.row and todo.row.window_to:
        text = ngettext(
            "%(num)d has not agreed on shadowing, possible until %(day)s",
            "%(num)d have not agreed on shadowing, possible until %(day)s",
            todo.count,
            day=formats.day(todo.row.window_to, words.locale),
        )
    elif todo.call is Call.DRAFTS:
        text = ngettext(
            "%(num)d activity is not published", "%(num)d activities are not published", todo.count
        )
    else:
        text = ngettext(
            "%(num)d invited has no account yet",
            "%(num)d invited have no account yet",
            todo.count,
        )
    return str(text)


def _detail(todo: Todo, words: Words) -> str:
    when = words.when(todo.row) if todo.row else ""
    return f"{todo.cohort.name} · {when}" if when else todo.cohort.name


def _address(todo: Todo) -> str:
    """The row with its ready date, who missed what, the form for a date, the people, publishing."""
    key, row = todo.cohort.id, todo.row
    if todo.call in {Call.CLASH, Call.HOLIDAY} and row:
        return url_for("activities.cohort_plan", key=key, _anchor=f"activity-{row.id}")
    if todo.call is Call.UNDATED and row:
        return url_for("activities.move", key=row.id)
    if todo.call is Call.SHADOWING:
        return url_for("shadowing.cohort", key=key)
    if todo.call is Call.APOLOGY and row:
        return url_for("attendance.cohort", key=key, _anchor="missed")
    if todo.call is Call.INVITED:
        return url_for("cohorts.people", key=key)
    return url_for("planning.publish", key=key)
