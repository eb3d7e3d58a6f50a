"""Why a date is proposed, or why there is none, in the words of the person who plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from programme.activities.calendar_days import WEEK
from programme.core import formats
from programme.planning.wishes import Hard, Reason, Why
from programme.programmes.content import ActivityKind

_NUMBERS: Final = {
    "da": ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
_UNITS: Final = {
    "da": {"week": ("uge", "uger"), "day": ("dag", "dage")},
    "en": {"week": ("week", "weeks"), "day": ("day", "days")},
}
_OTHERS: Final[dict[str, dict[ActivityKind, str]]] = {
    "da": {
        ActivityKind.WORKSHOP: "workshopper",
        ActivityKind.SEMINAR: "seminarer",
        ActivityKind.NETWORK_MEETING: "netværksmøder",
        ActivityKind.SHADOWING: "skyggepraktikker",
        ActivityKind.COURSE_SESSION: "seancer",
        ActivityKind.LEADERSHIP_MEETING: "ledelsesmøder",
        ActivityKind.COLLEAGUE_VISIT: "kollegabesøg",
    },
    "en": {
        ActivityKind.WORKSHOP: "workshops",
        ActivityKind.SEMINAR: "seminars",
        ActivityKind.NETWORK_MEETING: "network meetings",
        ActivityKind.SHADOWING: "shadowings",
        ActivityKind.COURSE_SESSION: "sessions",
        ActivityKind.LEADERSHIP_MEETING: "leadership meetings",
        ActivityKind.COLLEAGUE_VISIT: "colleague visits",
    },
}
_WHY: Final[dict[str, dict[Why, str]]] = {
    "da": {
        Why.USUAL_WEEKDAY: "{weekday} som de andre {others}",
        Why.SPREAD: "midt mellem {label} og {other}",
        Why.AFTER: "{length} efter {label}",
        Why.BEFORE: "{length} før {label}",
        Why.IN_WINDOW: "inden for {days}",
        Why.CALM_WEEK: "ingen andre aktiviteter i ugen",
        Why.BUSY_WEEK: "{count} i samme uge",
        Why.NO_HOLIDAY: "ingen helligdag i nærheden",
        Why.LATER: "{length} senere end nu",
        Why.EARLIER: "{length} tidligere end nu",
        Why.REMARK: "OBS: {finding}",
    },
    "en": {
        Why.USUAL_WEEKDAY: "{weekday} as the other {others}",
        Why.SPREAD: "midway between {label} and {other}",
        Why.AFTER: "{length} after {label}",
        Why.BEFORE: "{length} before {label}",
        Why.IN_WINDOW: "within {days}",
        Why.CALM_WEEK: "no other activities in the week",
        Why.BUSY_WEEK: "{count} in the same week",
        Why.NO_HOLIDAY: "no public holiday nearby",
        Why.LATER: "{length} later than now",
        Why.EARLIER: "{length} earlier than now",
        Why.REMARK: "Note: {finding}",
    },
}
_ELSEWHERE: Final = {
    "da": ("{number} anden aktivitet", "{number} andre aktiviteter"),
    "en": ("{number} other activity", "{number} other activities"),
}
_HARD: Final[dict[str, dict[Hard, str]]] = {
    "da": {
        Hard.DISTANCE: "afstanden til de andre aktiviteter",
        Hard.ORDER: "rækkefølgen i forløbet",
        Hard.WEEKDAYS: "de valgte ugedage",
        Hard.PERIOD: "holdets periode",
        Hard.WINDOW: "aktivitetens egen periode",
        Hard.HOLIDAYS: "fri for helligdage",
        Hard.VENUE: "et ledigt sted",
        Hard.CAPACITY: "plads til alle på stedet",
        Hard.PARTICIPANTS: "deltagernes tid",
        Hard.FACILITATORS: "facilitatorernes tid",
    },
    "en": {
        Hard.DISTANCE: "the distance to the other activities",
        Hard.ORDER: "the order of the course",
        Hard.WEEKDAYS: "the weekdays chosen",
        Hard.PERIOD: "the period of the cohort",
        Hard.WINDOW: "the activity’s own period",
        Hard.HOLIDAYS: "free of public holidays",
        Hard.VENUE: "a venue that is free",
        Hard.CAPACITY: "seats for everybody at the venue",
        Hard.PARTICIPANTS: "the participants’ time",
        Hard.FACILITATORS: "the facilitators’ time",
    },
}
_NONE: Final = {
    "da": (
        "Ingen dag kan overholde dette: {rules}.",
        "Ingen dag kan overholde alt dette på én gang: {rules} og {last}.",
    ),
    "en": (
        "No day keeps to this: {rules}.",
        "No day keeps to all of this at once: {rules} and {last}.",
    ),
}


def reason_text(reason: Reason, locale: str = "da") -> str:
    """Return "onsdag som de andre seancer", "to uger efter Seminar 1", "ingen helligdag …"."""
    return _WHY[locale][reason.why].format(**_values(reason, locale))


def reasons_text(reasons: Iterable[Reason], locale: str = "da") -> str:
    """All of them as one line that begins with a capital."""
    line = ", ".join(reason_text(reason, locale) for reason in reasons)
    return line[:1].upper() + line[1:]


def cannot_text(cannot: tuple[Hard, ...], locale: str = "da") -> str:
    """Which rules cannot all hold."""
    names = [_HARD[locale][rule] for rule in cannot]
    alone, together = _NONE[locale]
    if len(names) == 1:
        return alone.format(rules=names[0])
    return together.format(rules=", ".join(names[:-1]), last=names[-1])


def length_text(days: int, locale: str = "da") -> str:
    """Return "en uge", "to uger", "ti dage" or "45 dage"."""
    unit, number = ("week", days // WEEK) if days and days % WEEK == 0 else ("day", days)
    words = _NUMBERS[locale]
    return f"{words[number] if number < len(words) else number} {_UNITS[locale][unit][number != 1]}"


def _values(reason: Reason, locale: str) -> dict[str, str]:
    """What the sentence may name."""
    values = {
        "label": _short(reason.label),
        "other": _short(reason.other),
        "length": length_text(reason.days, locale),
        "count": _count(reason.days, locale),
    }
    if reason.kind:
        values["others"] = _OTHERS[locale][reason.kind]
    if reason.first:
        values["weekday"] = formats.weekday(reason.first, locale)
        values["days"] = formats.days(reason.first, reason.last or reason.first, locale)
    if reason.finding:
        values["finding"] = reason.finding.name(locale)
    return values


def _short(label: str) -> str:
    """Return the "Seminar 3" of "Seminar 3 | Ledelse af ledelsesteams"."""
    return label.partition(" | ")[0]


def _count(number: int, locale: str) -> str:
    one, more = _ELSEWHERE[locale]
    words = _NUMBERS[locale]
    return (one if number == 1 else more).format(
        number=words[number] if number < len(words) else number
    )
