"""Leaders and appointed employees take part in a set ratio: how many are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.cohorts.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


def employees_to_appoint(
    roles: Iterable[Role], leaders_each: int = 1, employees_each: int = 1, *, is_joint: bool = False
) -> int:
    """How many more employees can be appointed, of whole ratios of leaders.

    0 in a cohort for leaders alone: one that is not for both, and has no employee either.
    """
    held = list(roles)
    employees = held.count(Role.APPOINTED_EMPLOYEE)
    if not employees and not is_joint:
        return 0
    wanted = held.count(Role.PARTICIPANT) * employees_each // leaders_each
    return max(wanted - employees, 0)
