"""What the views of facilitation share: the blueprint, and how a facilitator's answer is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint
from flask_babel import gettext as _

from programme.activities.asking import Asked, Standing
from programme.core import language

if TYPE_CHECKING:
    from collections.abc import Iterable

blueprint = Blueprint("facilitation", __name__)

KINDS: Final = {
    Standing.ACCEPTED: ("success", "check"),
    Standing.DECLINED: ("error", "close"),
    Standing.WAITING: ("", "hourglass"),
    Standing.ASK_AGAIN: ("warning", "warning"),
    Standing.NOT_ASKED: ("", ""),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A facilitator's standing in words; `offers` says whether asking is the next thing to do."""

    person_id: int
    name: str
    word: str
    kind: str
    icon: str
    note: str
    offers: bool
    again: bool


def standings(asked: Iterable[Asked]) -> list[Shown]:
    """The facilitators of an activity as they stand."""
    locale = language.short()
    return [_shown(each, locale) for each in asked]


def _shown(each: Asked, locale: str) -> Shown:
    kind, icon = KINDS[each.standing]
    unasked = each.standing in {Standing.NOT_ASKED, Standing.ASK_AGAIN}
    ran_out = each.standing is Standing.WAITING and each.is_over
    return Shown(
        each.person_id,
        each.name,
        each.word(locale) or str(_("not asked")),
        kind,
        icon,
        each.note if each.standing in {Standing.ACCEPTED, Standing.DECLINED} else "",
        offers=unasked or ran_out,
        again=each.standing in {Standing.WAITING, Standing.DECLINED},
    )
