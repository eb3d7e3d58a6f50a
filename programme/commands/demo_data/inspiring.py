"""The demo's inspiration and questions, and how Mette sees her role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from programme.activities.queries import find_activity
from programme.commands.demo_data.dates import SEMINAR_4
from programme.commands.demo_data.past import as_of
from programme.commands.demo_data.people import FACILITATORS
from programme.core import files
from programme.inspiration import services
from programme.inspiration.models import PromptTime
from programme.inspiration.services import Content
from programme.programmes.content import ActivityKind
from programme.standings import role_queries, role_services

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.commands.demo_data.people import World

Plan = Mapping[str, "Activity"]
DAY: Final = timedelta(days=1)
METTE: Final = "deltager@demo.example"
BEFORE: Final = "Hvad vil du gerne kunne gå hjem og gøre anderledes dagen efter seminaret?"
AFTER: Final = "Hvilket spørgsmål fra seminaret har du brugt siden – og hvad skete der?"
LISTENING: Final = Content(
    title="Spørg først, svar sidst",
    text=(
        "To sider om at lade de andre tale ud. Læs dem sammen med en kollega, og aftal ét møde, "
        "hvor I prøver det."
    ),
)
SHEET: Final = """Fem spørgsmål til dit næste ledelsesmøde

1. Hvad ved vi, og hvad tror vi?
2. Hvem har ikke sagt noget endnu?
3. Hvad ville være det mindste, vi kunne prøve?
4. Hvordan ser vi, om det virker?
5. Hvornår taler vi om det igen?
"""
ROLE: Final = (
    (
        "Jeg leder tre skoleledere. Mit er retningen, rammerne og samtalen om kvalitet. "
        "Deres er hverdagen på skolerne."
    ),
    (
        "Jeg leder tre skoleledere. Mit er retningen, rammerne og samtalen om kvalitet – og at "
        "spørge, før jeg svarer. Deres er hverdagen på skolerne og de beslutninger, der "
        "hører til den.\n\n"
        "Imellem os ligger det svære: Hvornår griber jeg ind? Vi har aftalt, at jeg siger det "
        "højt, når jeg er ved at gøre det."
    ),
)


def write(world: World, built: Mapping[str, Plan], today: date) -> None:
    """Attach, ask and write, each on its day."""
    plan, facilitator = built["main"], world.people[FACILITATORS[0]]
    ahead, held = plan[SEMINAR_4], _last_held(plan, today)
    file = files.checked("Fem spørgsmål.txt", SHEET.encode())
    with as_of(today - 6 * DAY):
        for content in (LISTENING, Content(title="Fem spørgsmål til mødet", file=file)):
            services.add(_found(ahead), content, by=facilitator)
    for activity, time, question in (
        (ahead, PromptTime.BEFORE, BEFORE),
        (held, PromptTime.AFTER, AFTER),
    ):
        with as_of(today - 5 * DAY):
            prompt = services.write_prompt(_found(activity), time, question, by=facilitator)
            services.publish(prompt, by=facilitator)
    _role(world, today)


def _role(world: World, today: date) -> None:
    mette = world.people[METTE]
    for text, ago in zip(ROLE, (200, 12), strict=True):
        newest = role_queries.newest(mette.id)
        with as_of(today - ago * DAY, 16):
            role_services.write(mette, text, seen=newest.id if newest else 0, address="")


def _last_held(plan: Plan, today: date) -> Activity:
    held = [
        activity
        for activity in plan.values()
        if activity.kind is ActivityKind.SEMINAR and activity.ends_on and activity.ends_on < today
    ]
    return max(held, key=lambda activity: activity.ends_on or date.min)


def _found(activity: Activity) -> Activity:
    """The activity as services expect it."""
    found = find_activity(activity.id)
    if found is None:  # pragma: no cover - made a moment ago
        raise LookupError
    return found
