"""Appointed employees: by whom, when and why; and that the employee has said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.audit import services as audit
from programme.core import clock

if TYPE_CHECKING:
    from datetime import date

    from programme.cohorts.models import Enrolment
    from programme.people.models import Person


def edit_appointment(
    enrolment: Enrolment, appointed_on: date | None, reason: str, *, by: Person
) -> None:
    """Correct when and why somebody was appointed; another appointer is another place."""
    if (enrolment.appointed_on, enrolment.appointment_reason) == (appointed_on, reason):
        return
    enrolment.appointed_on = appointed_on
    enrolment.appointment_reason = reason
    audit.record("edited appointment", "enrolment", enrolment.id, actor_id=by.id)


def accept_appointment(enrolment: Enrolment, *, by: Person) -> None:
    """The employee says yes. Twice is once."""
    if enrolment.accepted_at is not None:
        return
    enrolment.accepted_at = clock.now()
    audit.record("accepted appointment", "enrolment", enrolment.id, actor_id=by.id)
