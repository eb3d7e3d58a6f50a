"""The talks of a participant and the line manager, seen from both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import abort, flash, url_for
from flask_babel import gettext as _

from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.conversations import policy, queries
from programme.conversations.forms import NoteForm, PrepareForm
from programme.conversations.models import TalkTime
from programme.conversations.services import talks as services
from programme.conversations.views.base import blueprint
from programme.core import formats, language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.core.web import go, page
from programme.learning_logs.views.reading import entry_title
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.conversations.models import ManagerTalk
    from programme.people.models import Person

TIMES: Final = {
    TalkTime.BEFORE: l_("Before the course"),
    TalkTime.MIDWAY: l_("Midway"),
    TalkTime.AFTER: l_("After the course"),
}
QUESTIONS: Final = {
    TalkTime.BEFORE: (
        l_("What should the course be good for, for you and for the place you lead?"),
        l_("Which task on your desk will you learn from?"),
        l_("What do you need from your manager: time, backing, somebody to think with?"),
    ),
    TalkTime.MIDWAY: (
        l_("What have you tried, and what came of it?"),
        l_("What is harder than you thought?"),
        l_("What should be adjusted, and what can your manager do?"),
    ),
    TalkTime.AFTER: (
        l_("What do you do otherwise now than before?"),
        l_("What do you two hold on to, and how will it be seen in daily work?"),
        l_("When do you talk about it next?"),
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three talks of a course, begun or not."""

    name: str
    time: str
    talk: ManagerTalk | None
    day: str


@blueprint.get("/samtaler")
def talks() -> Response:
    """One's own talks by course, and those one has as a line manager."""
    person = viewer()
    own = queries.talks_of(person.id)
    return page(
        "conversations/talks.html",
        courses=[
            (cohort.name, cohort.id, _steps(own, cohort.id, person))
            for cohort in queries.courses_of(person.id)
        ],
        manager=person.line_manager,
        led=[(talk, str(TIMES[talk.time]), _day(talk)) for talk in queries.talks_with(person.id)],
    )


@blueprint.post("/hold/<int:key>/samtaler/<time>")
def begin_talk(key: int, time: str) -> Response:
    """Open the page of a talk."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_view)
    if time not in {each.value for each in TalkTime} or not cohort_policy.learns_in(
        viewer(), cohort
    ):
        abort(404)
    try:
        talk = services.begin(viewer(), cohort, TalkTime(time))
    except RuleBrokenError as error:
        flash(str(error.message), "warning")
        return go("conversations.talks")
    db.session.commit()
    return go("conversations.talk", key=talk.id)


@blueprint.get("/samtaler/<int:key>")
def talk(key: int) -> Response:
    """What is brought, what is asked, and what the two have noted."""
    found = load(queries.find_talk, key, policy.can_see_talk)
    prepare_form, note_form = PrepareForm(formdata=None), NoteForm(formdata=None)
    prepare_form.show(found)
    note_form.note.data, note_form.version.data = found.note, str(found.note_version)
    return _shown(found, prepare_form, note_form)


@blueprint.post("/samtaler/<int:key>/forbered")
def prepare_talk(key: int) -> Response:
    """Keep what the participant brings."""
    found = load(queries.find_talk, key, policy.can_prepare_talk, policy.can_see_talk)
    form = PrepareForm()
    form.offer(_choices(found))
    if form.validate():
        try:
            services.prepare(found, form.new(), by=viewer(), address=_address(found))
        except RuleBrokenError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("It is saved. %(name)s can read it.", name=found.manager.name), "success")
            return go("conversations.talk", key=key)
    note_form = NoteForm(formdata=None)
    note_form.note.data, note_form.version.data = found.note, str(found.note_version)
    return _shown(found, form, note_form)


@blueprint.post("/samtaler/<int:key>/note")
def note_talk(key: int) -> Response:
    """Keep the joint note."""
    found = load(queries.find_talk, key, policy.can_see_talk)
    form = NoteForm()
    if form.validate():
        services.write_note(
            found, form.note.data or "", version=form.seen(), address=_address(found)
        )
        db.session.commit()
        flash(_("The note is saved."), "success")
        return go("conversations.talk", key=key)
    prepare_form = PrepareForm(formdata=None)
    prepare_form.show(found)
    return _shown(found, prepare_form, form)


def _shown(found: ManagerTalk, prepare_form: PrepareForm, note_form: NoteForm) -> Response:
    is_own = policy.can_prepare_talk(viewer(), found)
    prepare_form.offer(_choices(found) if is_own else [])
    failed = prepare_form.errors or note_form.errors
    other = found.manager if is_own else found.participant
    return page(
        "conversations/talk.html",
        status=422 if failed else 200,
        found=found,
        is_own=is_own,
        other=other,
        name=str(TIMES[found.time]),
        day=_day(found),
        questions=[str(question) for question in QUESTIONS[found.time]],
        picked=_picked(found, viewer()),
        prepare_form=prepare_form if is_own else None,
        note_form=note_form,
        crumbs=[
            (_("Talks with my manager") if is_own else _("Talks"), url_for("conversations.talks")),
            (str(TIMES[found.time]), None),
        ],
    )


def _steps(own: list[ManagerTalk], cohort_id: int, person: Person) -> list[Step]:
    """The three talks with the manager of now; those with former managers stay where begun."""
    begun = {
        talk.time: talk
        for talk in own
        if talk.cohort_id == cohort_id and talk.manager_id == person.line_manager_id
    }
    return [
        Step(str(name), time.value, begun.get(time), _day(begun[time]) if time in begun else "")
        for time, name in TIMES.items()
    ]


def _picked(found: ManagerTalk, person: Person) -> list[tuple[str, str]]:
    """The entries that the participant picked and this person may read now."""
    return [
        (entry_title(entry), url_for("learning_logs.show", key=entry.id))
        for entry in queries.picked_for(found, person.id)
    ]


def _choices(found: ManagerTalk) -> list[tuple[int, str]]:
    """One's own finished entries by day; those picked are among them however old."""
    recent = queries.entries_to_pick(found.participant_id)
    known = {entry.id for entry in recent}
    older = [entry for entry in found.entries if entry.id not in known]
    locale = language.short()
    return [
        (entry.id, f"{formats.short_day(entry.written_on, locale)}: {entry_title(entry)}")
        for entry in [*recent, *older]
    ]


def _day(found: ManagerTalk) -> str:
    return formats.day(found.held_on, language.short()) if found.held_on else ""


def _address(found: ManagerTalk) -> str:
    return url_for("conversations.talk", key=found.id)
