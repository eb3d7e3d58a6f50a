"""Who may do what with calendar addresses and files: pure predicates over what is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.activities import policy as activities

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.calendars.models import FeedAddress
    from programme.people.models import Person


def can_close(person: Person, address: FeedAddress) -> bool:
    """Close an address: its owner alone."""
    return address.person_id == person.id


def can_download(person: Person, activity: Activity) -> bool:
    """Take an activity along as a file.

    Only what is published has a number that rises with its changes, which a calendar program
    needs to know what is newer; without a date there is nothing to put into a calendar.
    """
    return (
        activity.starts_on is not None
        and activities.is_shown(activity)
        and activities.can_view(person, activity)
    )
