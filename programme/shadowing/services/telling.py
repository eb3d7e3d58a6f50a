"""Which mails tell of a pair. None has a word of what the two have agreed on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from programme.core import clock
from programme.outbox import services as outbox

if TYPE_CHECKING:
    from programme.shadowing.models import ShadowingPair

MADE: Final = "shadowing/made"
ASKED: Final = "shadowing/asked"
AGREED: Final = "shadowing/agreed"
ENDED: Final = "shadowing/ended"
INFORMED: Final = "shadowing/informed"
FEEDBACK: Final = "shadowing/feedback"
# So long a change may be followed by another before anybody is asked to read it.
PAUSE: Final = timedelta(minutes=10)


def both(template: str, pair: ShadowingPair) -> None:
    """Tell guest and host."""
    for person_id in (pair.guest_id, pair.host_id):
        outbox.queue(template, person_id, {"pair": pair.id})


def ask(pair: ShadowingPair, person_id: int) -> None:
    """Ask the other of the two to read and say yes; changes that follow at once are one mail."""
    for either in (pair.guest_id, pair.host_id):
        outbox.withdraw(_asking(pair, either, pair.wording - 1))
    outbox.queue(
        ASKED,
        person_id,
        {"pair": pair.id},
        dedupe=_asking(pair, person_id, pair.wording),
        due_at=clock.now() + PAUSE,
    )


def inform_manager(pair: ShadowingPair) -> None:
    """Tell the guest's line manager the date, once."""
    manager = pair.guest.line_manager_id
    if manager is not None:
        dedupe = f"shadowing:{pair.id}:informed"
        outbox.queue(INFORMED, manager, {"pair": pair.id}, dedupe=dedupe)


def tell_host(pair: ShadowingPair) -> None:
    """Tell the host that the guest has written something."""
    outbox.queue(FEEDBACK, pair.host_id, {"pair": pair.id}, dedupe=f"shadowing:{pair.id}:feedback")


def _asking(pair: ShadowingPair, person_id: int, wording: int) -> str:
    return f"shadowing:{pair.id}:ask:{person_id}:{wording}"
