"""What changes guideposts: a development focus chosen and ended, a set worded anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.frameworks import services as frameworks
from programme.guideposts import queries
from programme.guideposts.models import DevelopmentFocus
from programme.people.models import Person

if TYPE_CHECKING:
    from programme.frameworks.models import Guidepost, GuidepostSet


def choose(person: Person, guidepost: Guidepost) -> DevelopmentFocus:
    """Steer by a guidepost from today on; asked twice, it is chosen once."""
    _hold(person)
    found = queries.find_open_focus(person.id, guidepost.id)
    if found is not None:
        return found
    if not queries.has_room(person.id):
        raise RuleBrokenError(
            l_("You steer by three guideposts already. End one of them before you choose another.")
        )
    focus = DevelopmentFocus(
        person_id=person.id, guidepost=guidepost, started_on=clock.today(), ended_on=None
    )
    db.session.add(focus)
    db.session.flush()
    return focus


def end(focus: DevelopmentFocus) -> None:
    """Steer by it no longer; it stays in the history."""
    if focus.ended_on is None:
        focus.ended_on = clock.today()


def edit_set(newest: GuidepostSet, draft: frameworks.GuidepostSetDraft, *, by: Person) -> None:
    """Put an edition in the place of the newest one, where the words differ."""
    if frameworks.replace_guideposts(newest, draft) is not newest:
        audit.record("edited", "guidepost_set", newest.id, actor_id=by.id)


def _hold(person: Person) -> None:
    """Let no two of a person's windows choose at once: together they could choose too many."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
