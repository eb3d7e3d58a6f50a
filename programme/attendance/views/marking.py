"""Who was there: one form for all on one day; before the day, who has said what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities.panels import Panel, Place, register
from programme.activities.views.base import crumbs, label_of
from programme.activities.views.base import days_of as when_of
from programme.attendance import policy, queries, services
from programme.attendance.forms import SheetForm, day_of, row_of
from programme.attendance.labels import PRESENCES
from programme.attendance.models import Presence
from programme.attendance.views.base import blueprint, days_of, load_activity
from programme.core import clock, formats, language
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Response

    from programme.activities.models import Activity
    from programme.attendance.models import Attendance
    from programme.attendance.queries import Response as Answered
    from programme.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """A person's row of the form; `was` is what stood there when it was made."""

    person_id: int
    name: str
    workplace: str
    is_guest: bool
    apology: str | None
    presence: str
    note: str
    was: str


@blueprint.route("/aktivitet/<int:key>/fremmoede", methods=["GET", "POST"])
def presence(key: int) -> Response:
    """Note a day, or see what people have answered before it."""
    activity = load_activity(key, policy.can_mark)
    form = SheetForm()
    day = day_of(form.day.data if request.method == "POST" else request.args.get("dag"), activity)
    if form.validate_on_submit():
        try:
            return _noted(activity, form, day)
        except RuleBrokenError as error:
            form.refuse(error)
    return _page(activity, form, day or _first_day(activity))


def _noted(activity: Activity, form: SheetForm, day: date | None) -> Response:
    if day is None:
        raise RuleBrokenError(_("The activity is not held on that day."))
    people = [person.person_id for person in queries.expected(activity)]
    address = url_for("attendance.presence", key=activity.id, dag=day)
    sheet = form.sheet(day, people, request.form)
    count = services.mark(activity, sheet, by=viewer(), address=address)
    db.session.commit()
    said = ngettext("Noted for %(num)d person.", "Noted for %(num)d people.", count)
    flash(said if count else _("Nothing was changed."), "success")
    return go("attendance.presence", key=activity.id, dag=day)


def _page(activity: Activity, form: SheetForm, day: date | None) -> Response:
    answered = queries.responses(activity)
    stored = queries.marks_of_day(activity.id, day) if day else {}
    typed = request.form if request.method == "POST" else None
    if typed is None:
        form.version.data = str(services.version_of(stored.values()))
    form.day.data = day.isoformat() if day else ""
    may_note = bool(day and day <= clock.today() and _takes_place(activity))
    return page(
        "attendance/presence.html",
        status=422 if form.errors else 200,
        crumbs=crumbs(activity, _("Attendance")),
        activity=activity,
        label=label_of(activity),
        when=when_of(activity),
        form=form,
        day=day,
        days=_tabs(activity, day),
        rows=[_row(each, stored, typed) for each in answered] if may_note else [],
        choices=[(each.value, str(word)) for each, word in PRESENCES.items()],
        may_note=may_note,
        is_noted=bool(stored),
        answered=answered,
        counts=counts(answered),
        may_see_needs=policy.can_see_needs(viewer(), activity),
    )


def _takes_place(activity: Activity) -> bool:
    return activity.is_published and not activity.is_cancelled


def _first_day(activity: Activity) -> date | None:
    """Today's if it is one, else the first."""
    days = days_of(activity)
    today = clock.today()
    return today if today in days else next(iter(days), None)


def _tabs(activity: Activity, current: date | None) -> list[tuple[str, str, bool]]:
    days = days_of(activity)
    if len(days) < 2:  # noqa: PLR2004 - one day needs no choice
        return []
    locale = language.short()
    return [
        (
            _("Day %(number)d", number=number) + f" · {formats.short_day(day, locale)}",
            url_for("attendance.presence", key=activity.id, dag=day),
            day == current,
        )
        for number, day in enumerate(days, 1)
    ]


def _row(
    answered: Answered, stored: Mapping[int, Attendance], typed: Mapping[str, str] | None
) -> Row:
    """As typed, else as noted; an apology proposes absence, and saves nothing."""
    person = answered.person
    old = stored.get(person.person_id)
    was = f"{old.presence.value}:{old.note}" if old else ":"
    proposed = Presence.ABSENT if answered.is_coming is False else None
    presence, note = (old.presence, old.note) if old else (proposed, "")
    if typed is not None:
        sent = row_of(person.person_id, typed)
        presence, note = sent.presence, sent.note
        was = typed.get(f"was-{person.person_id}", was)
    return Row(
        person.person_id,
        person.name,
        person.workplace,
        person.is_guest,
        answered.reason if answered.is_coming is False else None,
        presence.value if presence else "",
        note,
        was,
    )


def counts(answered: Sequence[Answered]) -> dict[str, int]:
    """How many come, do not, and have not said."""
    return {
        "coming": sum(each.is_coming is True for each in answered),
        "apologies": sum(each.is_coming is False for each in answered),
        "silent": sum(each.is_coming is None for each in answered),
    }


def _panel(activity: Activity, person: Person) -> Panel | None:
    """For who leads or plans it: the answers in figures, the apologies, the lists."""
    if activity.starts_on is None or not policy.can_mark(person, activity):
        return None
    answered = queries.responses(activity)
    if not _takes_place(activity) or not answered:
        return None
    return Panel(
        Place.ASIDE,
        "attendance/_around.html",
        {
            "counts": counts(answered),
            "is_asked": activity.answers_until is not None,
            "apologies": [each for each in answered if each.is_coming is False],
            "guests": [each.person.name for each in answered if each.person.is_guest],
            "has_begun": activity.starts_on <= clock.today(),
            "may_see_needs": policy.can_see_needs(person, activity),
        },
    )


register("attendance_around", _panel)
