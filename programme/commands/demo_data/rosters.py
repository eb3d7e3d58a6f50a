"""Beside the courses of the demo: directors who are invited, and employees who have been asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.activities import services as activities
from programme.cohorts import services as cohorts
from programme.cohorts.models import Enrolment, Participation, Role
from programme.cohorts.services import NewEnrolment
from programme.commands.demo_data.past import as_of
from programme.core.db import db

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from programme.activities.models import Activity
    from programme.cohorts.models import Cohort
    from programme.commands.demo_data.people import World

BESIDE: Final = {
    "palle.rosendal@birkevig.example": Participation.INVITED,
    "vibeke.storgaard@stormose.example": Participation.SPONSOR,
}
INVITED_TO: Final = 2  # the last two seances: the way on is everybody's
# The demo's own employee has still to answer.
ASKED: Final = "medarbejder@demo.example"
REASONS: Final = {
    ASKED: "Du stiller de spørgsmål, vi andre først får bagefter, og kender hovedforløbet indefra.",
    "bo.rytter@sosu-birkevig.example": "Har lyst til at prøve nyt og kan få andre med.",
    "carlos.moreno@sosu-birkevig.example": "Kender både skolen og praktikstederne.",
    "maja.lykke@sosu-birkevig.example": "Ny hos os, og ser det, vi er blevet vant til.",
}


def write(world: World, built: Mapping[str, Mapping[str, Activity]], today: date) -> None:
    """Other levels beside the half year, and the answers of the appointed employees."""
    _invite(world, list(built["half-year"].values()), today - timedelta(days=12))
    _answer(world, next(iter(built["joint"].values())).cohort, today - timedelta(days=9))


def _invite(world: World, plan: list[Activity], day: date) -> None:
    with as_of(day, 10):
        for email, how in BESIDE.items():
            new = NewEnrolment(world.people[email], Role.OTHER_LEVEL, participation=how)
            place = cohorts.enrol(plan[0].cohort, new, by=world.coordinator)
            if how is Participation.INVITED:
                keys = {activity.id for activity in plan[-INVITED_TO:]}
                activities.invite(place, keys, by=world.coordinator)


def _answer(world: World, cohort: Cohort, day: date) -> None:
    places = db.session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort.id, Enrolment.role == Role.APPOINTED_EMPLOYEE
        )
    )
    for place in places:
        reason = REASONS.get(place.person.email, "")
        cohorts.edit_appointment(place, place.appointed_on, reason, by=world.coordinator)
        if place.person.email != ASKED:
            with as_of(day, 14):
                cohorts.accept_appointment(place, by=place.person)
