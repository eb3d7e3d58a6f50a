"""Who may read inspiration, attach it and put questions: as the activity's own policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities
from programme.cohorts import policy as cohorts

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.inspiration.models import KnowledgeItem, ReflectionPrompt
    from programme.people.models import Person


def can_see(person: Person, item: KnowledgeItem) -> bool:
    """Read a piece: all who see its activity, until it is withdrawn."""
    return item.withdrawn_at is None and activities.can_view(person, item.activity)


def can_attach(person: Person, activity: Activity) -> bool:
    """Attach inspiration and put questions: its facilitators, and who coordinates."""
    return activities.can_prepare(person, activity)


def can_change(person: Person, item: KnowledgeItem) -> bool:
    """Word a piece anew or take it away."""
    return can_see(person, item) and can_attach(person, item.activity)


def can_know_prompt(person: Person, prompt: ReflectionPrompt) -> bool:
    """Know of a question: who may ask, and those whom it is put to."""
    return can_ask(person, prompt) or is_asked(person, prompt)


def can_ask(person: Person, prompt: ReflectionPrompt) -> bool:
    """Word, put and withdraw a question."""
    return can_attach(person, prompt.activity)


def is_asked(person: Person, prompt: ReflectionPrompt) -> bool:
    """Whether a question that stands is put to the person: who learns, and is meant."""
    activity = prompt.activity
    return (
        prompt.published_at is not None
        and prompt.withdrawn_at is None
        and not activity.is_cancelled
        and activities.is_shown(activity)
        and cohorts.learns_in(person, activity.cohort)
        and activities.is_for(activity, person)
    )
