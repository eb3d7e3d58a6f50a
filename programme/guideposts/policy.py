"""Who may do what with guideposts. The library is for everybody, a development focus for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programme.frameworks.models import Guidepost
    from programme.guideposts.models import DevelopmentFocus
    from programme.people.models import Person


def can_read(person: Person, guidepost: Guidepost) -> bool:
    """Read it and print its card: whoever is signed in, in any edition."""
    del person, guidepost
    return True


def can_choose(person: Person, guidepost: Guidepost) -> bool:
    """Steer by it for a while: whoever is signed in."""
    return can_read(person, guidepost)


def can_end(person: Person, focus: DevelopmentFocus) -> bool:
    """End a development focus: the person whose it is. For others there is none."""
    return focus.person_id == person.id


def can_edit_sets(person: Person) -> bool:
    """Word the sets anew; they belong to no programme."""
    return person.is_administrator
