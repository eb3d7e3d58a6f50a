"""A member says before the day whether they come; it may be changed until then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.attendance import queries
from programme.attendance.models import Answer
from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person

LONGEST: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """Coming, with what the venue has to know; or an apology with its reason."""

    is_coming: bool
    reason: str = ""
    stays_overnight: bool | None = None
    diet: str = ""


def answer(
    activity: Activity, new: NewAnswer, *, version: int, by: Person, address: str = ""
) -> Answer:
    """Keep the answer; `version` is that of the one on the screen, 0 where there was none."""
    check_open(activity)
    new = _checked(activity, new)
    old = queries.find_answer(activity.id, by.id)
    if old is None:
        return _first(activity, new, by)
    if new == _said(old):
        return old
    if version != old.version:
        raise ConflictError(_shown(new), _shown(_said(old)), address, old.version)
    _write(old, new)
    db.session.flush()
    audit.record("answered", "answer", old.id, actor_id=by.id)
    return old


def check_open(activity: Activity) -> None:
    """Answers are taken until the day; from then on presence is noted."""
    if activity.is_cancelled:
        raise RuleBrokenError(l_("The activity is cancelled. You need not answer."))
    if activity.starts_on is None:
        raise RuleBrokenError(l_("The activity has no date yet. Answer when it has one."))
    if activity.starts_on <= clock.today():
        raise RuleBrokenError(l_("The day has come. Tell the facilitator, who notes who is there."))


def _checked(activity: Activity, new: NewAnswer) -> NewAnswer:
    """No more is kept than what is asked: nothing of the night and the food of who stays away."""
    if not new.is_coming:
        reason = checks.prose(new.reason, "reason")
        if not reason:
            raise RuleBrokenError(l_("Write a reason. A few words are enough."), "reason")
        return NewAnswer(is_coming=False, reason=_no_longer(reason, "reason"))
    diet = checks.prose(new.diet, "diet") if activity.asks_diet else ""
    night = new.stays_overnight if activity.asks_overnight else None
    return replace(new, reason="", stays_overnight=night, diet=_no_longer(diet, "diet"))


def _no_longer(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise RuleBrokenError(
            l_(
                "The text is too long: %(length)d characters. There is room for %(longest)d.",
                length=len(text),
                longest=LONGEST,
            ),
            field,
        )
    return text


def _first(activity: Activity, new: NewAnswer, by: Person) -> Answer:
    made = Answer(activity_id=activity.id, person_id=by.id)
    _write(made, new)
    db.session.add(made)
    db.session.flush()
    audit.record("answered", "answer", made.id, actor_id=by.id)
    return made


def _write(row: Answer, new: NewAnswer) -> None:
    row.is_coming = new.is_coming
    row.reason = new.reason
    row.stays_overnight = new.stays_overnight
    row.diet = new.diet
    row.answered_at = clock.now()


def _said(row: Answer) -> NewAnswer:
    return NewAnswer(
        is_coming=row.is_coming,
        reason=row.reason,
        stays_overnight=row.stays_overnight,
        diet=row.diet,
    )


def _shown(said: NewAnswer) -> dict[str, str]:
    """The answer as the two columns of the conflict page."""
    nights = {None: "–", True: str(l_("Yes")), False: str(l_("No"))}
    return {
        str(l_("Answer")): str(l_("I am coming") if said.is_coming else l_("Apology")),
        str(l_("Reason")): said.reason,
        str(l_("Overnight stay")): nights[said.stays_overnight],
        str(l_("Dietary needs")): said.diet,
    }
