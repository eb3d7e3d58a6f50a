"""Said beside one's choice of notices: dates that stand twice, or are put right no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from programme.calendars import invitations, queries
from programme.core.db import db
from programme.notifications.remarks import Remark, register
from programme.people.models import Person

if TYPE_CHECKING:
    from programme.notifications.queries import Choice


def _twice(person_id: int, choice: Choice) -> Remark | None:
    """Who has both a subscription and invitations is told that every date stands twice."""
    if not choice.invitations or not queries.addresses_of(person_id):
        return None
    return Remark(
        _("You get invitations, and a calendar fetches your dates too: every date stands twice."),
        _("Close the address you do not need"),
        url_for("calendars.index"),
    )


def _standing(person_id: int, choice: Choice) -> Remark | None:
    """Who has turned invitations off, or the copy, may have the dates taken out there."""
    is_told_all = choice.invitations and choice.secretary_email
    if not choice.version or is_told_all:
        return None
    if not invitations.left_standing(db.session.get_one(Person, person_id)):
        return None
    return Remark(
        _("Dates from earlier invitations stand in a calendar that gets no more of them."),
        _("Take the dates out of the calendar"),
        url_for("calendars.standing"),
    )


register("calendars", _twice)
register("calendars_standing", _standing)
