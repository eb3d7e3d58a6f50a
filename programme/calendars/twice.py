"""Who has both a subscription and invitations is told that every date stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from programme.calendars import queries
from programme.notifications.remarks import Remark, register

if TYPE_CHECKING:
    from programme.notifications.queries import Choice


def _remark(person_id: int, choice: Choice) -> Remark | None:
    if not choice.invitations or not queries.addresses_of(person_id):
        return None
    return Remark(
        _("You get invitations, and a calendar fetches your dates too: every date stands twice."),
        _("Close the address you do not need"),
        url_for("calendars.index"),
    )


register("calendars", _remark)
