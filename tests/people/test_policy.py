"""Who may do what with accounts."""

from __future__ import annotations

from programme.people import policy
from programme.people.models import Person, SignIn


def test_who_administers():
    assert policy.can_administer(Person(is_administrator=True))
    assert not policy.can_administer(Person(is_administrator=False))


def test_nobody_changes_the_own_role():
    administrator, other = Person(id=1, is_administrator=True), Person(id=2, is_administrator=False)
    assert policy.can_change_role(administrator, other)
    assert not policy.can_change_role(administrator, administrator)
    assert not policy.can_change_role(other, administrator)


def test_only_own_sign_ins_are_ended():
    assert policy.can_end_sign_in(Person(id=1), SignIn(person_id=1))
    assert not policy.can_end_sign_in(Person(id=1), SignIn(person_id=2))
