"""What tests of the feed do to plans, and how they read what a calendar program got."""

from __future__ import annotations

from dataclasses import replace

from programme.activities import services as activities
from programme.activities.plan import When
from programme.activities.services.writing import details_of, texts_of
from tests.calendars.ics import blocks


def uids(answer):
    return [block["UID"].value for block in blocks(answer.data)]


def event(answer, activity):
    (found,) = [block for block in blocks(answer.data) if block["UID"].value == activity.uid]
    return found


def revision(answer, activity):
    block = event(answer, activity)
    assert block["DTSTAMP"].value == block["LAST-MODIFIED"].value
    return int(block["SEQUENCE"].value), block["LAST-MODIFIED"].value


def mover(first, last=None):
    def move(activity, by):
        when = When(starts_on=first, ends_on=last or first)
        activities.move(activity, when, version=activity.version, by=by)

    return move


def cancel(activity, by):
    activities.cancel(activity, reason="Sygdom", by=by)


def restore(activity, by):
    activities.restore(activity, by=by)


def edited(**changes):
    """A change of details or texts: `edited(place="Rådhuset")`."""

    def edit(activity, by):
        texts = {name: changes[name] for name in changes.keys() & {"preparation", "bring"}}
        details = {name: changes[name] for name in changes.keys() - texts.keys()}
        activities.edit(
            activity,
            replace(details_of(activity), **details),
            replace(texts_of(activity), **texts),
            version=activity.version,
            by=by,
            address="/",
        )

    return edit
