"""Leaders and appointed employees in equal numbers."""

from __future__ import annotations

import pytest

from programme.cohorts.balance import employees_to_appoint
from programme.cohorts.models import Role


@pytest.mark.parametrize(
    ("leaders", "employees", "missing"),
    [(12, 11, 1), (12, 12, 0), (3, 5, 0), (12, 0, 0), (0, 0, 0)],
)
def test_one_employee_a_leader(leaders, employees, missing):
    roles = [Role.PARTICIPANT] * leaders + [Role.APPOINTED_EMPLOYEE] * employees
    assert employees_to_appoint([*roles, Role.FACILITATOR]) == missing
