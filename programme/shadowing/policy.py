"""Who may do what about shadowing: pure predicates over what is loaded.

The agreement and the feedback are for guest and host alone. Who oversees the cohort sees that
there is a pair, how far it has come and its date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts import policy as cohorts
from programme.cohorts.models import CohortState

if TYPE_CHECKING:
    from programme.cohorts.models import Cohort
    from programme.people.models import Person
    from programme.shadowing.models import ShadowingPair


def can_take_part(person: Person, cohort: Cohort) -> bool:
    """Offer and wish, and see what others offer."""
    return cohort.state is not CohortState.DRAFT and cohorts.learns_in(person, cohort)


def can_read(person: Person, pair: ShadowingPair) -> bool:
    """Read the agreement: guest and host, for as long as they take part."""
    return (
        person.id in {pair.guest_id, pair.host_id}
        and pair.is_open
        and cohorts.learns_in(person, pair.cohort)
    )


def can_write(person: Person, pair: ShadowingPair) -> bool:
    """Write the agreement and say yes to it: for as long as both take part."""
    return can_read(person, pair) and all(
        cohorts.learns_in(one, pair.cohort) for one in (pair.guest, pair.host)
    )


def can_give_feedback(person: Person, pair: ShadowingPair) -> bool:
    """Write to the host afterwards."""
    return can_read(person, pair) and person.id == pair.guest_id


def can_end(person: Person, pair: ShadowingPair) -> bool:
    """Let go of the pair: the two themselves, and who plans."""
    return can_read(person, pair) or (pair.is_open and cohorts.can_edit(person, pair.cohort))


def can_know(person: Person, pair: ShadowingPair) -> bool:
    """Know that the two are a pair, how far they have come and when."""
    return can_read(person, pair) or (pair.is_open and cohorts.can_oversee(person, pair.cohort))
