"""Ask facilitators whether the days will do, and take their answers.

The worker makes a link's token when it sends the mail; only the token's hash is stored. Asking
again makes the old link void, and so does moving the activity: an answer is for certain days.
"""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from programme.activities.models import FacilitatorAnswer, FacilitatorRequest
from programme.audit import services as audit
from programme.cohorts import policy as cohort_policy
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.facilitation import policy, queries
from programme.outbox import services as outbox
from programme.people import sessions
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.activities.models import Activity

ASKED: Final = "facilitation/asked"
DECLINED: Final = "facilitation/declined"
LIFETIME: Final = timedelta(days=30)
AT_ONCE: Final = timedelta(minutes=1)
LONGEST_NOTE: Final = 500
ANSWERS: Final = {"yes": FacilitatorAnswer.ACCEPTED, "no": FacilitatorAnswer.DECLINED}


def ask(activity: Activity, person_ids: Iterable[int], *, by: Person | None) -> int:
    """Mail the question to these of the activity's facilitators; says to how many."""
    if activity.is_cancelled:
        raise RuleBrokenError(l_("The activity is cancelled."))
    expires_at = _expiry(activity)
    wanted = set(person_ids)
    asked = [
        each
        for each in activity.facilitators
        if each.id in wanted and each.is_active and policy.can_answer(each, activity)
    ]
    for person in asked:
        _ask(activity, person, by, expires_at)
    if asked:
        cohorts.plan_changed(activity.cohort_id)
    return len(asked)


def mint_token(request: FacilitatorRequest) -> str:
    """Make the token of a request's link; an older one is void from now on."""
    token = secrets.token_urlsafe(32)
    request.token_hash = sessions.hashed(token)
    return token


def answer_by_link(token: str, given: FacilitatorAnswer, note: str) -> FacilitatorRequest | None:
    """Answer by a mailed link; None when it opens nothing any more."""
    request = queries.find_request_by_token(token)
    if request is None or not policy.is_open(request, clock.now()):
        return None
    answer(request, given, note)
    return request


def answer(request: FacilitatorRequest, given: FacilitatorAnswer, note: str = "") -> None:
    """Take an answer, the first or another one; the same again leaves no trace."""
    if not policy.is_open(request, clock.now()):
        raise RuleBrokenError(l_("The question does not stand any more."))
    note = _checked(note)
    if (request.answer, request.note) == (given, note):
        return
    request.answer, request.note, request.answered_at = given, note, clock.now()
    cohorts.plan_changed(request.activity.cohort_id)
    audit.record(given.value, "facilitator_request", request.id, actor_id=request.person_id)
    if given is FacilitatorAnswer.DECLINED:
        _tell(request)
    else:
        outbox.withdraw(_declined_key(request))
    db.session.flush()


def stamp(request: FacilitatorRequest) -> int:
    """Which asking it is: a mail queued for an earlier one has lost its reason."""
    return int(request.asked_at.timestamp() * 1000)


def _expiry(activity: Activity) -> datetime:
    """Until the day before it begins, thirty days at most."""
    today = clock.today()
    if activity.starts_on is None:
        raise RuleBrokenError(l_("Give the activity a date first."))
    if activity.starts_on <= today:
        raise RuleBrokenError(l_("The activity has begun."))
    begins = datetime.combine(activity.starts_on, time(), clock.COPENHAGEN)
    return min(begins, clock.now() + LIFETIME)


def _ask(activity: Activity, person: Person, by: Person | None, expires_at: datetime) -> None:
    request = queries.find_request(activity.id, person.id)
    if request and _was_just_asked(request, activity):
        return
    if request is None:
        request = FacilitatorRequest(activity=activity, person=person)
        db.session.add(request)
    else:
        outbox.withdraw(_asked_key(request))
        outbox.withdraw(_declined_key(request))
    _write(request, activity, by, expires_at)
    db.session.flush()
    keys = {"request": request.id, "asked": stamp(request)}
    outbox.queue(ASKED, person.id, keys, dedupe=_asked_key(request))
    actor_id = by.id if by else None
    audit.record("asked", "facilitator_request", request.id, actor_id=actor_id)


def _was_just_asked(request: FacilitatorRequest, activity: Activity) -> bool:
    """Whether a button was pressed twice: the link that is on its way stays good."""
    same = policy.days_of(request) == policy.days_of(activity)
    return same and request.answer is None and clock.now() - request.asked_at < AT_ONCE


def _write(
    request: FacilitatorRequest, activity: Activity, by: Person | None, expires_at: datetime
) -> None:
    request.asked_at = clock.now()
    request.asked_by_id = by.id if by else None
    # Dated: `_expiry` has refused the others.
    request.starts_on, request.ends_on = activity.starts_on, activity.ends_on  # type: ignore[assignment]
    request.start_time, request.end_time = activity.start_time, activity.end_time
    request.expires_at = expires_at
    request.token_hash = request.answer = request.answered_at = None
    request.note = ""


def _tell(request: FacilitatorRequest) -> None:
    """One mail for each asking, to who asked or to who coordinates now."""
    told = _told(request)
    if told:
        keys = {"request": request.id, "asked": stamp(request)}
        outbox.queue(DECLINED, told, keys, dedupe=_declined_key(request))


def _told(request: FacilitatorRequest) -> int | None:
    cohort = request.activity.cohort
    asker = db.session.get(Person, request.asked_by_id) if request.asked_by_id else None
    if asker and asker.is_active and cohort_policy.coordinates(asker, cohort):
        return asker.id
    return queries.nearest_coordinator(cohort)


def _asked_key(request: FacilitatorRequest) -> str:
    return f"facilitator-asked:{request.id}:{stamp(request)}"


def _declined_key(request: FacilitatorRequest) -> str:
    return f"facilitator-declined:{request.id}:{stamp(request)}"


def _checked(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        message = l_("The text is too long. There is room for %(most)d characters.", most=500)
        raise RuleBrokenError(message, "note")
    return note
