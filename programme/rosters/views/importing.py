"""A list of people: read, shown as what it would do, and saved all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities.placed import Seat
from programme.activities.services import judging
from programme.activities.services.joining import judge_joining
from programme.activities.views.judged import Shown
from programme.cohorts.labels import ROLES, said
from programme.cohorts.models import LEARNERS
from programme.core import language
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.core.web import go, page
from programme.people.viewer import viewer
from programme.rosters import deciding, queries, services
from programme.rosters.columns import HEADERS, LABELS, Columns, Field, columns_of
from programme.rosters.exports import as_tabs
from programme.rosters.forms import ListForm
from programme.rosters.preview import Mark, State
from programme.rosters.views.base import blueprint, crumbs, load_to_edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from programme.activities.services.judging import Verdict
    from programme.cohorts.models import Cohort
    from programme.rosters.ground import Known
    from programme.rosters.preview import Preview
    from programme.rosters.tables import Table

_ADDRESSES = (Field.EMAIL, Field.MANAGER, Field.APPOINTED_BY)
_STATES = {
    State.ERROR: l_("Has to be mended"),
    State.NEW: l_("New"),
    State.CHANGED: l_("Changed"),
    State.UNCHANGED: l_("Unchanged"),
}
_KINDS = {State.ERROR: "error", State.NEW: "success", State.CHANGED: "accent"}


@dataclass(frozen=True, slots=True)
class Read:
    """A list as it was read, and what it would do."""

    columns: Columns
    preview: Preview
    verdict: Verdict


@blueprint.get("/hold/<int:key>/deltagere/liste")
def paste(key: int) -> Response:
    """Where a list is pasted or chosen."""
    return _ask(load_to_edit(key), ListForm(), 200)


@blueprint.post("/hold/<int:key>/deltagere/liste")
def preview(key: int) -> Response:
    """What the list would do. Nothing is saved."""
    cohort, form = load_to_edit(key), ListForm()
    try:
        read = _read(cohort, form.table())
    except RuleBrokenError as error:
        form.refuse(error)
        return _ask(cohort, form, 422)
    return _show(cohort, read, form)


@blueprint.post("/hold/<int:key>/deltagere/liste/gem")
def save(key: int) -> Response:
    """Save the list, if it would still do what was shown."""
    cohort, form = load_to_edit(key), ListForm()
    try:
        table = form.table()
        services.begin(cohort.id)
        read = _read(cohort, table)
    except RuleBrokenError as error:
        form.refuse(error)
        return _ask(cohort, form, 422)
    if read.preview.does_nothing:
        flash(_("All of it stands already. Nothing is changed."), "info")
        return go("cohorts.people", key=key)
    if not read.preview.is_good:
        return _show(cohort, read, form, 422)
    if read.preview.fingerprint != form.seen.data:
        return _show(cohort, read, form, 409, is_news=True)
    reason, seen = form.accept_reason.data or "", form.accepted.data or ""
    try:
        judging.check(read.verdict, reason=reason, seal=seen)
    except RuleBrokenError as error:
        form.refuse(error)
        return _show(cohort, read, form, 422)
    return _save(cohort, read, reason)


def _save(cohort: Cohort, read: Read, reason: str) -> Response:
    key, counts = cohort.id, read.preview.counts
    try:
        judging.accept(cohort.id, read.verdict, reason=reason, by=viewer())
        services.save(cohort, read.preview, by=viewer())
        db.session.commit()
    except RuleBrokenError as error:
        db.session.rollback()
        flash(str(error.message), "warning")
        return go("rosters.paste", key=key)
    flash(
        ngettext("%(num)d person is new", "%(num)d people are new", counts[State.NEW])
        + ", "
        + ngettext("%(num)d is changed.", "%(num)d are changed.", counts[State.CHANGED]),
        "success",
    )
    return go("cohorts.people", key=key)


def _read(cohort: Cohort, table: Table) -> Read:
    """Hold the list against what is there now."""
    ground = queries.ground_of(cohort)
    columns = columns_of(table, ground.vocabulary)
    known = queries.people_known(viewer(), _addresses(columns))
    ground = replace(ground, people=known)
    decided = deciding.decide(columns, ground, table.formulas)
    joining = _joining(decided, known) if decided.is_good else []
    return Read(columns, decided, judge_joining(cohort.id, joining, language.short()))


def _joining(decided: Preview, known: Mapping[str, Known]) -> list[Seat]:
    """Who would come to the cohort's days.

    Of whom one may not look up, only that it is one more: what else they are at is not to be
    learnt by guessing an address.
    """
    seats = []
    for number, line in enumerate(decided.lines, 1):
        there = known.get(line.email)
        key = there.id if there and there.may_see else -number
        seats += [
            Seat(key, place.role, place.level_id)
            for place in line.places
            if place.role in LEARNERS and place.instead_of is None and line.same_as is None
        ]
    return seats


def _addresses(columns: Columns) -> set[str]:
    """Everything that looks like an address where one is asked for, as addresses are kept."""
    texts = (
        columns.texts(row).get(name, "")
        for row in columns.rows[: deciding.MOST_PEOPLE]
        for name in _ADDRESSES
    )
    parts = (part for text in texts if "@" in text for part in text.split()[-5:])
    return {part.strip("<>").removeprefix("mailto:").lower() for part in parts if "@" in part}


def _ask(cohort: Cohort, form: ListForm, status: int) -> Response:
    return page(
        "rosters/paste.html",
        status=status,
        cohort=cohort,
        form=form,
        headers=list(HEADERS.values()),
        example=as_tabs([list(HEADERS.values())]).strip("\n"),
        crumbs=crumbs(cohort, _("Add from a list")),
    )


def _show(
    cohort: Cohort, read: Read, form: ListForm, status: int = 200, *, is_news: bool = False
) -> Response:
    seen, form.accepted.data = read.preview, read.verdict.seal
    by_state = {state: [x for x in seen.lines if x.state is state] for state in State}
    return page(
        "rosters/preview.html",
        status=status,
        cohort=cohort,
        preview=seen,
        form=form,
        verdict=Shown(read.verdict, cohort.id),
        parts=[(by_state[state], state is State.UNCHANGED) for state in State if by_state[state]],
        states={state: str(label) for state, label in _STATES.items()},
        kinds=_KINDS,
        roles=said(ROLES),
        State=State,
        Mark=Mark,
        labels={name: str(LABELS[name]) for name in seen.fields},
        all_labels={name: str(label) for name, label in LABELS.items()},
        carried=_carried(read.columns),
        first=_first(read.columns),
        invited=sum(line.known_id is None and line.same_as is None for line in seen.lines),
        is_news=is_news,
        crumbs=crumbs(cohort, _("See the list before it is saved")),
    )


def _first(columns: Columns) -> int:
    """The header's row: one above the first of the people, so that all numbers stay."""
    return max(columns.rows[0].number - 1, 0)


def _carried(columns: Columns) -> str:
    """The list with its own row numbers and without the columns that nothing is made of."""
    fields = columns.fields
    rows: list[list[str]] = [[HEADERS[name] for name in fields]]
    for row in columns.rows:
        rows += [[]] * (row.number - _first(columns) - len(rows))
        texts = columns.texts(row)
        rows.append([texts.get(name, "") for name in fields])
    return as_tabs(rows)
