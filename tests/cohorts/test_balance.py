"""Leaders and appointed employees in a set ratio."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.cohorts.balance import employees_to_appoint
from programme.cohorts.models import Role


def roles(leaders, employees):
    return [Role.PARTICIPANT] * leaders + [Role.APPOINTED_EMPLOYEE] * employees


@pytest.mark.parametrize(
    ("leaders", "employees", "missing"),
    [(12, 11, 1), (12, 12, 0), (3, 5, 0), (12, 0, 0), (0, 0, 0)],
)
def test_one_employee_a_leader(leaders, employees, missing):
    assert employees_to_appoint([*roles(leaders, employees), Role.FACILITATOR]) == missing


def test_where_the_programme_is_for_both_the_first_employee_is_asked_for_too():
    assert employees_to_appoint(roles(12, 0)) == 0
    assert employees_to_appoint(roles(12, 0), is_joint=True) == 12


@pytest.mark.parametrize(
    ("leaders", "employees", "ratio", "missing"),
    [
        (12, 5, (2, 1), 1),
        (12, 6, (2, 1), 0),
        (11, 5, (2, 1), 0),  # the odd leader waits for a second one
        (4, 4, (1, 2), 4),
        (6, 3, (3, 2), 1),
    ],
)
def test_a_cohort_may_set_another_ratio(leaders, employees, ratio, missing):
    assert employees_to_appoint(roles(leaders, employees), *ratio) == missing


@given(
    st.integers(0, 60), st.integers(0, 60), st.integers(1, 20), st.integers(1, 20), st.booleans()
)
def test_who_is_appointed_as_asked_for_leaves_nothing_to_ask(leaders, employees, each, per, joint):
    missing = employees_to_appoint(roles(leaders, employees), each, per, is_joint=joint)
    then = roles(leaders, employees + missing)
    assert missing >= 0
    assert employees_to_appoint(then, each, per, is_joint=joint) == 0
