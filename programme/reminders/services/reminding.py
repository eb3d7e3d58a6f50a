"""The worker's reminders: one mail a day at the most, in working hours, never into a meeting.

The mail itself is composed from what is due when it leaves, so that who has opted out since, or
has written meanwhile, hears nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from programme.core import clock
from programme.learning_logs.queries.prompts import open_prompts
from programme.notifications.queries import choice_of
from programme.outbox import services as outbox
from programme.reminders import queries
from programme.reminders.queries import Around
from programme.reminders.timing import (
    is_daytime,
    next_working_day,
    nudges_on,
    previous_working_day,
)

DUE: Final = "reminders/due"


@dataclass(frozen=True, slots=True)
class Due:
    """What one mail tells: activities just over or about to begin, or the weekly nudge.

    `prompts` are open questions by their activity.
    """

    nudge: bool
    around: list[Around]
    prompts: dict[int, int]

    @property
    def is_something(self) -> bool:
        """Whether there is any reason for a mail."""
        return self.nudge or bool(self.around)


def remind() -> None:
    """Queue a mail to each for whom something is due today, and who is in no meeting now."""
    moment = clock.now()
    if not is_daytime(moment):
        return
    today = clock.today()
    candidates = {
        *queries.asked_for_nudge(nudges_on(today)),
        *queries.asked_for(previous_working_day(today), next_working_day(today), today),
    }
    told = queries.told_already([_dedupe(key, today) for key in candidates])
    for person_id in sorted(candidates):
        dedupe = _dedupe(person_id, today)
        if dedupe in told or queries.is_in_meeting(person_id, moment):
            continue
        if due_for(person_id, today).is_something:
            outbox.queue(DUE, person_id, {"day": today.toordinal()}, dedupe=dedupe)


def due_for(person_id: int, day: date) -> Due:
    """What the person has asked to hear of on this day."""
    choice = choice_of(person_id)
    around = []
    if choice.reminders:
        around = queries.coming_and_held(
            person_id, previous_working_day(day), next_working_day(day), day
        )
    asked = {prompt.activity_id: prompt.id for prompt in open_prompts(person_id)} if around else {}
    return Due(choice.weekly_nudge and choice.nudge_weekday in nudges_on(day), around, asked)


def _dedupe(person_id: int, day: date) -> str:
    return f"{DUE}:{person_id}:{day.isoformat()}"
