"""Leaders and appointed employees take part in equal numbers: how many are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


def employees_to_appoint(roles: Iterable[Role]) -> int:
    """How many more employees can be appointed; 0 in a cohort for leaders alone."""
    held = list(roles)
    employees = held.count(Role.APPOINTED_EMPLOYEE)
    return max(held.count(Role.PARTICIPANT) - employees, 0) if employees else 0
