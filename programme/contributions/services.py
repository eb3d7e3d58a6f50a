"""Propose content and say what becomes of it; put questions before a dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.activities import policy as activities
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still
from programme.contributions import policy, queries
from programme.contributions.labels import STATES
from programme.contributions.models import ContentProposal, DialogueQuestion, ProposalState
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.people.models import Person

LONGEST: Final = 1_000
FATES: Final = (ProposalState.ACCEPTED, ProposalState.LATER, ProposalState.DECLINED)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a proposal; one that is accepted goes on an activity's programme."""

    state: ProposalState
    activity: Activity | None = None
    answer: str = ""


def propose(
    cohort: Cohort, text: str, activity: Activity | None = None, *, by: Person
) -> ContentProposal:
    """Put a topic, a case or an item forward, for an activity or for none in particular."""
    text = written(text)
    if activity is not None:
        _check_ahead(activity, cohort.id)
        if not activities.can_view(by, activity):
            raise RuleBrokenError(l_("Choose among what stands in the list."), "activity")
    hold_still(cohort.id)
    again = queries.same_proposal(cohort.id, by.id, text)
    if again is not None:
        return again
    made = ContentProposal(
        cohort_id=cohort.id,
        author_id=by.id,
        activity_id=activity.id if activity else None,
        text=text,
        made_at=clock.now(),
        state=ProposalState.NEW,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("proposed", "content_proposal", made.id, actor_id=by.id)
    return made


def withdraw(proposal: ContentProposal, *, version: int, by: Person) -> None:
    """Take a proposal back while nobody has decided. Twice is once."""
    if proposal.state is ProposalState.WITHDRAWN:
        return
    if proposal.state is not ProposalState.NEW or version != proposal.version:
        raise RuleBrokenError(l_("It has been decided meanwhile. See what became of it."))
    proposal.state = ProposalState.WITHDRAWN
    db.session.flush()
    audit.record("withdrew", "content_proposal", proposal.id, actor_id=by.id)


def decide(
    proposal: ContentProposal, decision: Decision, *, version: int, by: Person, address: str = ""
) -> None:
    """Say what becomes of a proposal; it may be said anew."""
    answer = checks.prose(decision.answer, "answer")
    if len(answer) > LONGEST:
        raise RuleBrokenError(_too_long(answer), "answer")
    decision = Decision(decision.state, _where(proposal, decision, by), answer)
    if decision == _standing(proposal):
        return
    if version != proposal.version:
        mine, theirs = _shown(decision), _shown(_standing(proposal))
        raise ConflictError(mine, theirs, address, proposal.version)
    proposal.state, proposal.answer = decision.state, decision.answer
    if decision.activity is not None:
        proposal.activity = decision.activity
    proposal.decided_by_id, proposal.decided_at = by.id, clock.now()
    db.session.flush()
    audit.record("decided", "content_proposal", proposal.id, actor_id=by.id)


def ask(activity: Activity, text: str, *, by: Person) -> DialogueQuestion:
    """Put a question to the other group, under one's own name. Twice is once."""
    text = written(text)
    role = policy.asks_as(by, activity)
    if role is None or not is_open(activity):
        raise RuleBrokenError(l_("Questions are closed: the activity has begun or is cancelled."))
    hold_still(activity.cohort_id)
    again = queries.same_question(activity.id, by.id, text)
    if again is not None:
        return again
    made = DialogueQuestion(
        activity_id=activity.id, author_id=by.id, role=role, text=text, asked_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    audit.record("asked", "dialogue_question", made.id, actor_id=by.id)
    return made


def take_back(question: DialogueQuestion, *, by: Person) -> None:
    """Take a question back; it is shown to nobody any more."""
    question.withdrawn_at = clock.now()
    db.session.flush()
    audit.record("withdrew", "dialogue_question", question.id, actor_id=by.id)


def is_open(activity: Activity) -> bool:
    """Whether questions are taken: until the activity begins."""
    if activity.is_cancelled:
        return False
    if activity.starts_on is None:
        return True
    begins = datetime.combine(activity.starts_on, activity.start_time or time.min, clock.COPENHAGEN)
    return clock.now() < begins


def written(text: str) -> str:
    """The text as it is kept."""
    text = checks.prose(text, "text")
    if not text:
        raise RuleBrokenError(l_("Write something first."), "text")
    if len(text) > LONGEST:
        raise RuleBrokenError(_too_long(text), "text")
    return text


def _too_long(text: str) -> object:
    return l_(
        "The text is too long: %(length)d characters. There is room for %(longest)d.",
        length=len(text),
        longest=LONGEST,
    )


def _where(proposal: ContentProposal, decision: Decision, by: Person) -> Activity | None:
    """The activity that it goes on; a facilitator takes it on an own one."""
    if decision.state not in FATES:
        raise RuleBrokenError(l_("Choose what becomes of it."), "state")
    if decision.state is not ProposalState.ACCEPTED:
        return None
    activity = decision.activity
    if activity is None:
        raise RuleBrokenError(l_("Choose the activity that it goes on."), "activity")
    _check_ahead(activity, proposal.cohort_id)
    if not activities.can_prepare(by, activity):
        raise RuleBrokenError(l_("Choose an activity that you lead."), "activity")
    return activity


def _check_ahead(activity: Activity, cohort_id: int) -> None:
    held = activity.starts_on is not None and activity.starts_on <= clock.today()
    if activity.cohort_id != cohort_id or activity.is_cancelled or held:
        raise RuleBrokenError(l_("Choose among what stands in the list."), "activity")


def _standing(proposal: ContentProposal) -> Decision:
    accepted = proposal.state is ProposalState.ACCEPTED
    return Decision(proposal.state, proposal.activity if accepted else None, proposal.answer)


def _shown(decision: Decision) -> dict[str, str]:
    """A decision as the two columns of the conflict page."""
    return {
        str(l_("What becomes of it")): str(STATES[decision.state]),
        str(l_("Answer")): decision.answer,
    }
