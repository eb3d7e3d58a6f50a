"""Ask for feedback on one focus, and answer it. The answer is read by who asked, alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.audit import services as audit
from programme.conversations import queries
from programme.conversations.models import FeedbackRequest
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.guideposts import queries as guideposts
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from datetime import date

    from programme.people.models import Person

FOCUS: Final = 500  # characters
REPLY: Final = 5000
MOST_AT_ONCE: Final = 10  # persons
ASKED: Final = "conversations/asked"
ANSWERED: Final = "conversations/answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """One focus, and who is asked. `key` is made with the page: sent twice, it asks once."""

    key: str
    focus: str
    asked_ids: frozenset[int]
    guidepost_id: int | None = None
    due_on: date | None = None


def ask(asker: Person, new: NewRequest) -> list[FeedbackRequest]:
    """Ask each of them; they get a mail that leads to the question."""
    _check(asker, new)
    known = set(
        db.session.scalars(
            select(FeedbackRequest.asked_id).where(
                FeedbackRequest.asker_id == asker.id, FeedbackRequest.key == new.key
            )
        )
    )
    return [_ask(asker, new, person_id) for person_id in sorted(new.asked_ids - known)]


def answer(request: FeedbackRequest, reply: str) -> None:
    """Give the answer, once and for all; who asked gets a mail that leads to it."""
    _hold_open(request)
    if not reply:
        raise RuleBrokenError(l_("Write a little, or say that you cannot answer now."), "reply")
    request.reply, request.replied_at = reply, clock.now()
    keys = {"request": request.id}
    outbox.queue(ANSWERED, request.asker_id, keys, dedupe=f"feedback answered:{request.id}")
    audit.record("answered", "feedback_request", request.id, actor_id=request.asked_id)
    db.session.flush()


def decline(request: FeedbackRequest) -> None:
    """Say that one cannot answer. Nobody has to say why."""
    _hold_open(request)
    request.declined_at = clock.now()
    audit.record("declined", "feedback_request", request.id, actor_id=request.asked_id)
    db.session.flush()


def withdraw(request: FeedbackRequest) -> None:
    """Take the question back, and the mail if it has not left. Twice is once."""
    if request.withdrawn_at:
        return
    _hold_open(request)
    request.withdrawn_at = clock.now()
    outbox.withdraw(_dedupe(request))
    audit.record("withdrew", "feedback_request", request.id, actor_id=request.asker_id)
    db.session.flush()


def _check(asker: Person, new: NewRequest) -> None:
    if not new.asked_ids:
        raise RuleBrokenError(l_("Choose whom you ask."), "people")
    if len(new.asked_ids) > MOST_AT_ONCE:
        message = l_("Ask at most %(number)d at a time.", number=MOST_AT_ONCE)
        raise RuleBrokenError(message, "people")
    if not new.asked_ids <= {one.id for one in queries.may_be_asked(asker)}:
        raise RuleBrokenError(l_("Choose among those in the list."), "people")
    if new.due_on is not None and new.due_on < clock.today():
        raise RuleBrokenError(l_("The day lies in the past."), "due_on")


def _ask(asker: Person, new: NewRequest, asked_id: int) -> FeedbackRequest:
    chosen = {guidepost.id for guidepost in guideposts.chosen(asker.id)}
    request = FeedbackRequest(
        key=new.key,
        asker_id=asker.id,
        asked_id=asked_id,
        focus=new.focus,
        guidepost_id=new.guidepost_id if new.guidepost_id in chosen else None,
        due_on=new.due_on,
        created_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    outbox.queue(ASKED, asked_id, {"request": request.id}, dedupe=_dedupe(request))
    audit.record("asked", "feedback_request", request.id, actor_id=asker.id)
    return request


def _dedupe(request: FeedbackRequest) -> str:
    return f"feedback asked:{request.id}"


def _hold_open(request: FeedbackRequest) -> None:
    """See what is true now: somebody may have answered or taken it back in another window."""
    db.session.refresh(request, with_for_update={"of": FeedbackRequest})
    if request.withdrawn_at:
        raise RuleBrokenError(l_("The question has been taken back."))
    if not request.is_open:
        raise RuleBrokenError(l_("The question has been answered already."))
