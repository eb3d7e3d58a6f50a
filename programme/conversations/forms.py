"""The forms of feedback, sparring and talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from programme.cohorts.labels import choices_by_nearness
from programme.conversations.methods import METHODS
from programme.conversations.services import FOCUS, REPLY, NewRequest
from programme.conversations.services.sparring import NOTE, TITLE, NewSession
from programme.conversations.services.talks import LONGEST, Preparation, is_shared
from programme.core.forms import DateField, Form, choice, line, page_key, text, whole
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.cohorts.models import NetworkGroup
    from programme.conversations.models import ManagerTalk, SparringTopic
    from programme.conversations.queries import Colleague
    from programme.guideposts.queries import Post
    from programme.people.models import Person


def several(label: Any) -> SelectMultipleField:  # noqa: ANN401 - a lazy text
    """Several of those offered, as boxes to tick; what is not offered is refused further down."""
    return SelectMultipleField(
        label,
        coerce=lambda typed: whole(typed) or 0,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )


class AskForm(Form):
    """One focus, and who is asked."""

    key = HiddenField()
    focus = text(l_("What do you want feedback on?"), needed=True, most=FOCUS, rows=3)
    people = several(l_("Whom do you ask?"))
    guidepost = choice(l_("Guidepost"), coerce=int)
    due_on = DateField(l_("Answer by"))

    def offer(self, people: Iterable[Colleague], posts: Iterable[Post]) -> None:
        """Name whom one may ask, and the guideposts one steers by."""
        self.people.choices = choices_by_nearness(
            (one.nearness, (one.id, f"{one.name}, {one.title}" if one.title else one.name))
            for one in people
        )
        self.guidepost.choices = [
            ("", str(l_("None in particular"))),
            *((str(post.id), post.text) for post in posts),
        ]

    def new(self) -> NewRequest:
        """What was filled in."""
        return NewRequest(
            key=page_key(self.key.data),
            focus=self.focus.data or "",
            asked_ids=frozenset(self.people.data or []),
            guidepost_id=self.guidepost.data,
            due_on=self.due_on.data,
        )


class AnswerForm(Form):
    """The answer."""

    reply = text(l_("Your feedback"), most=REPLY, rows=8)


class BringForm(Form):
    """A title for the group's list."""

    group = choice(l_("Network group"), coerce=int, needed=True)
    title = line(l_("Title on the list"), needed=True, most=TITLE)


class SheetForm(Form):
    """Who has which part in a round of sparring."""

    method = choice(l_("Method"), needed=True)
    topic = choice(l_("Title"), coerce=int)
    focus = choice(l_("Focus person"), coerce=int, needed=True)
    interviewer = choice(l_("Interviewer"), coerce=int)
    team = several(l_("Team"))

    def offer(self, members: Iterable[Person], topics: Iterable[SparringTopic]) -> None:
        """Name the group's members, and what they bring."""
        people = [(str(person.id), person.name) for person in members]
        self.method.choices = [(method.key, str(method.name)) for method in METHODS]
        self.topic.choices = [
            ("", str(l_("Without a title from the list"))),
            *((str(one.id), f"{one.title} ({one.person.name})") for one in topics),
        ]
        self.focus.choices = [("", str(l_("Choose"))), *people]
        self.interviewer.choices = [("", str(l_("Nobody"))), *people]
        self.team.choices = [(int(key), name) for key, name in people]

    def new(self, group: NetworkGroup) -> NewSession:
        """What was filled in."""
        return NewSession(
            group=group,
            method=self.method.data,
            focus_id=self.focus.data,
            interviewer_id=self.interviewer.data,
            team_ids=frozenset(self.team.data or []),
            topic_id=self.topic.data,
        )


class NoteForm(Form):
    """A note to which several may write."""

    version = HiddenField()
    note = text(l_("What we note"), most=NOTE, rows=6)

    def seen(self) -> int:
        """The version on the screen."""
        return whole(self.version.data) or 0


class PrepareForm(Form):
    """What a participant brings to a talk with the line manager."""

    version = HiddenField()
    held_on = DateField(l_("When do you talk?"))
    preparation = text(l_("What I bring"), most=LONGEST, rows=6)
    entries = several(l_("Entries I want to show"))
    shown = HiddenField()

    def offer(self, entries: Iterable[tuple[int, str]]) -> None:
        """Name the entries that can be picked."""
        self.entries.choices = list(entries)

    def show(self, talk: ManagerTalk) -> None:
        """Fill in what stands."""
        self.version.data = str(talk.preparation_version)
        self.held_on.data = talk.held_on
        self.preparation.data = talk.preparation
        self.entries.data = [e.id for e in talk.entries if is_shared(e, talk.manager_id)]
        self.shown.data = " ".join(map(str, self.entries.data))

    def new(self) -> Preparation:
        """What was filled in."""
        return Preparation(
            version=whole(self.version.data) or 0,
            held_on=self.held_on.data,
            text=self.preparation.data or "",
            entry_ids=frozenset(self.entries.data or []),
            shown_ids=frozenset(whole(key) or 0 for key in (self.shown.data or "").split()),
        )
