"""The demo's organisations and people, each there since their cohort was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.core import clock
from programme.core.db import db
from programme.people import services
from programme.people.models import JobTitle, LeadershipLevel, Organisation, Person, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from programme.commands.demo_data.content import DemoContent, PersonText

ADMINISTRATOR = "admin@demo.example"
COORDINATOR = "koordinator@demo.example"
FACILITATORS = ("facilitator@demo.example", "lone.hjorth@stormose.example")
BEGINNING = date(2019, 11, 4)  # before the oldest cohort


@dataclass(frozen=True, slots=True)
class World:
    """Who and what is there by name or address; `password_hash` opens all accounts."""

    content: DemoContent
    password_hash: str
    organisations: dict[str, Organisation]
    units: dict[str, Unit]
    titles: dict[str, JobTitle]
    levels: dict[str, LeadershipLevel]
    people: dict[str, Person]

    @property
    def coordinator(self) -> Person:
        """Karen."""
        return self.people[COORDINATOR]


def populate(content: DemoContent, password_hash: str) -> World:
    """Make the organisations, and those who are there from the beginning."""
    organisations, units = _organisations(content)
    world = World(
        content,
        password_hash,
        organisations,
        units,
        titles={title.name: title for title in db.session.scalars(select(JobTitle))},
        levels={level.code: level for level in db.session.scalars(select(LeadershipLevel))},
        people={},
    )
    add(world, content.people_of(""), BEGINNING)
    with as_of(BEGINNING):
        for organisation in organisations.values():
            scope = services.Scope(organisation_id=organisation.id)
            services.grant_coordination(world.coordinator, scope, actor_id=None)
    return world


def add(world: World, people: Iterable[PersonText], day: date) -> list[Person]:
    """Add people as of a day; managers stand before those they manage."""
    with as_of(day):
        return [_add(world, text) for text in people]


def _organisations(content: DemoContent) -> tuple[dict[str, Organisation], dict[str, Unit]]:
    organisations, units = {}, {}
    for text in content.organisations:
        organisation = organisations[text.name] = Organisation(name=text.name, units=[])
        for name in text.units:
            units[name] = Unit(name=name)
            organisation.units.append(units[name])
    db.session.add_all(organisations.values())
    db.session.flush()
    return organisations, units


def _add(world: World, text: PersonText) -> Person:
    unit = world.units[text.unit]
    title = world.titles.get(text.title)
    manager = world.people.get(text.manager)
    level = world.levels.get(text.level)
    new = services.NewPerson(
        name=text.name,
        email=text.email,
        organisation_id=unit.organisation_id,
        unit_id=unit.id,
        job_title_id=title.id if title else None,
        level_id=level.id if level else None,
        line_manager_id=manager.id if manager else None,
        phone=text.phone,
        is_administrator=text.email == ADMINISTRATOR,
    )
    person = services.add_person(new, actor_id=None, invited=text.invited)
    if not text.invited:
        person.password_hash = world.password_hash
        person.welcomed_at = clock.now()
    world.people[text.email] = person
    return person
