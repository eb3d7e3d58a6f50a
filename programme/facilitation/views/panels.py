"""What facilitation puts on an activity's page: the question, the answers, the partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities.panels import Panel, Place, register
from programme.activities.queries.asking import asked_about
from programme.core import clock
from programme.facilitation import policy, queries
from programme.facilitation.forms import AnswerForm
from programme.facilitation.views.base import standings

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person


def _question(activity: Activity, person: Person) -> Panel | None:
    """To a facilitator who is asked."""
    if not policy.can_answer(person, activity):
        return None
    request = queries.find_request(activity.id, person.id)
    if request is None or not policy.is_open(request, clock.now()):
        return None
    form = AnswerForm(formdata=None, note=request.note)
    values = {"asked": request, "form": form, "key": activity.id}
    return Panel(Place.TOP, "facilitation/_question.html", values)


def _answers(activity: Activity, person: Person) -> Panel | None:
    """To those who plan."""
    if not policy.can_ask(person, activity) or not activity.facilitators:
        return None
    asked = standings(asked_about([activity.id]).get(activity.id, ()))
    may_ask = activity.starts_on is not None and activity.starts_on > clock.today()
    values = {"asked": asked, "key": activity.id, "may_ask": may_ask}
    return Panel(Place.ASIDE, "facilitation/_answers.html", values)


def _partners(activity: Activity, person: Person) -> Panel | None:
    """To all who see the activity; who plans chooses."""
    named = queries.partners_on(activity.id)
    may_choose = policy.can_choose_partners(person, activity)
    known = queries.partners_of([activity.cohort.organisation_id]) if may_choose else []
    offered = [each for each in known if each.closed_at is None and each not in named]
    if not named and not may_choose:
        return None
    values = {
        "named": named, "offered": [*named, *offered], "may_choose": may_choose, "key": activity.id
    }  # fmt: skip
    return Panel(Place.ASIDE, "facilitation/_partners.html", values)


register("facilitation_answers", _answers)
register("facilitation_question", _question)
register("partners", _partners)
