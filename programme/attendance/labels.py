"""What presence and answers are called, and the sign beside the word: never a colour alone."""

from __future__ import annotations

from programme.attendance.models import OfferState, Presence
from programme.attendance.standing import Mark
from programme.core.text import l_

PRESENCES = {
    Presence.PRESENT: l_("Present"),
    Presence.LATE: l_("Late"),
    Presence.PART: l_("Part of the day"),
    Presence.ABSENT: l_("Absent"),
}
MARKS = {
    Mark.PRESENT: l_("Present"),
    Mark.LATE: l_("Late"),
    Mark.PART: l_("Part"),
    Mark.ABSENT: l_("Absent"),
    Mark.APOLOGY: l_("Apology"),
    Mark.CAUGHT_UP: l_("Caught up"),
    Mark.UNMARKED: l_("Not noted"),
    Mark.NOT_MEANT: l_("Not for this one"),
}
SIGNS = {
    Mark.PRESENT: "✓",
    Mark.LATE: "◔",
    Mark.PART: "◐",
    Mark.ABSENT: "✕",
    Mark.APOLOGY: "○",
    Mark.CAUGHT_UP: "↻",
    Mark.UNMARKED: "·",
    Mark.NOT_MEANT: "–",
}
OFFERS = {
    OfferState.OFFERED: l_("Offered, no answer yet"),
    OfferState.ACCEPTED: l_("Accepted"),
    OfferState.DECLINED: l_("Declined"),
    OfferState.WITHDRAWN: l_("Withdrawn"),
}
