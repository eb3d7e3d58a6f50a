"""What the plan check can find, and how stern it is about it, as the settings page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from programme.activities.findings import FindingCode
from programme.activities.models import Severity
from programme.core.text import l_

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

SEVERITIES: Final = {
    Severity.BLOCK: l_("Stop"),
    Severity.WARN: l_("Warn"),
    Severity.REMARK: l_("Show"),
    Severity.IGNORE: l_("Ignore"),
}

# The findings in the groups in which they are set.
GROUPS: Final[tuple[tuple[LazyString, dict[FindingCode, LazyString]], ...]] = (
    (
        l_("Double-booked"),
        {
            FindingCode.FACILITATOR_BUSY: l_("A facilitator leads or attends something else"),
            FindingCode.FACILITATOR_AWAY: l_("A facilitator is away, or has said no"),
            FindingCode.PARTICIPANT_BUSY: l_("Participants have something else in their plan"),
            FindingCode.COHORT_BUSY: l_("The cohort has two activities at the same time"),
            FindingCode.VENUE_BUSY: l_("The venue or the room is taken"),
            FindingCode.VENUE_TOO_SMALL: l_("There are fewer seats than people"),
        },
    ),
    (
        l_("In the calendar"),
        {
            FindingCode.PUBLIC_HOLIDAY: l_("Public holiday"),
            FindingCode.WEEKEND: l_("Saturday or Sunday"),
            FindingCode.SCHOOL_HOLIDAY: l_("School holiday"),
            FindingCode.REMARKABLE_DAY: l_("A day on which many are off"),
        },
    ),
    (
        l_("Place in the course"),
        {
            FindingCode.OUTSIDE_PERIOD: l_("Outside the cohort's period"),
            FindingCode.BEFORE_OPENING: l_("Before the opening workshop"),
            FindingCode.AFTER_CLOSING: l_("After the closing workshop"),
            FindingCode.TOO_CLOSE: l_("Too few days since the last activity, or until the next"),
            FindingCode.WINDOW_MISSED: l_("Outside the period in which the activity may lie"),
            FindingCode.OBJECTIVE_UNSERVED: l_("An objective that no activity serves"),
        },
    ),
)
