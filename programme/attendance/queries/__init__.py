"""What is asked about answers, presence and what may be caught up."""

from programme.attendance.queries.answers import (
    Expected,
    Response,
    answerable_by,
    expected,
    find_answer,
    open_questions,
    responses,
)
from programme.attendance.queries.catching_up import (
    OfferRow,
    find_offer,
    fresh,
    has_missed,
    offers_in,
    offers_to,
    parallels,
    visits,
)
from programme.attendance.queries.presence import (
    OwnDay,
    apologies_in,
    marks_in,
    marks_of_day,
    open_apologies,
    own_days,
    own_marks,
    plan_of,
)

__all__ = [
    "Expected",
    "OfferRow",
    "OwnDay",
    "Response",
    "answerable_by",
    "apologies_in",
    "expected",
    "find_answer",
    "find_offer",
    "fresh",
    "has_missed",
    "marks_in",
    "marks_of_day",
    "offers_in",
    "offers_to",
    "open_apologies",
    "open_questions",
    "own_days",
    "own_marks",
    "parallels",
    "plan_of",
    "responses",
    "visits",
]
