"""Who of the demo has chosen what comes by mail: most have not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.notifications import services
from programme.notifications.queries import Choice

if TYPE_CHECKING:
    from programme.commands.demo_data.people import World

CHOSEN: Final = {
    # A busy facilitator, and a head of schools whose secretary keeps the calendar.
    "facilitator@demo.example": Choice(invitations=True),
    "palle.rosendal@birkevig.example": Choice(
        invitations=True, secretary_email="sekretariat@birkevig.example"
    ),
    "deltager2@demo.example": Choice(skip_when_fetched=True),
}


def write(world: World) -> None:
    """Choose for them."""
    for email, choice in CHOSEN.items():
        services.choose(world.people[email], choice)
