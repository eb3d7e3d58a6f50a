"""The demo's talks: feedback that Mette asks for, titles brought to sparring, and Hanne's talk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.conversations import queries, services
from programme.conversations.models import TalkTime
from programme.conversations.services import NewRequest, sparring, talks
from programme.conversations.services.talks import Preparation
from programme.core.db import db
from programme.learning_logs.models import EntryShare, EntryState, LogEntry, ShareWith

if TYPE_CHECKING:
    from datetime import date

    from programme.commands.demo_data.people import World
    from programme.people.models import Person

METTE: Final = "deltager@demo.example"
JONAS: Final = "deltager2@demo.example"
HANNE: Final = "leder@demo.example"
DAY: Final = timedelta(days=1)
FOCUS: Final = (
    "Hvor længe går der, før jeg selv svarer, når jeg har stillet et spørgsmål på et møde?"
)
REPLY: Final = (
    "På mandagsmødet talte jeg til otte, før du sagde noget. Det føltes længe – og så tog Ali"
    " ordet. Prøv at skrive spørgsmålet på tavlen; så kigger vi derop i stedet for på dig."
)


def write(world: World, today: date) -> None:
    """Everything on the days it tells of."""
    mette, jonas, hanne = (world.people[name] for name in (METTE, JONAS, HANNE))
    _feedback(mette, jonas, hanne, today)
    for person, title in (
        (mette, "Når ingen siger noget"),
        (jonas, "At slippe det, jeg er god til"),
    ):
        _bring(person, title, today)
    _talk(mette, today)


def _feedback(mette: Person, jonas: Person, hanne: Person, today: date) -> None:
    asked = frozenset({jonas.id, hanne.id})
    with as_of(today - 6 * DAY):
        requests = services.ask(
            mette, NewRequest(key="demo", focus=FOCUS, asked_ids=asked, due_on=today + 7 * DAY)
        )
    with as_of(today - 4 * DAY):
        services.answer(next(one for one in requests if one.asked_id == jonas.id), REPLY)


def _bring(person: Person, title: str, today: date) -> None:
    entry = (
        db.session.scalars(
            select(LogEntry)
            .where(LogEntry.author_id == person.id, LogEntry.state == EntryState.FINAL)
            .order_by(LogEntry.written_on.desc(), LogEntry.id.desc())
            .limit(1)
        )
        .unique()
        .one()
    )
    with as_of(today - 3 * DAY):
        sparring.bring(entry, queries.groups_of(person.id)[0], title, by=person)


def _talk(mette: Person, today: date) -> None:
    """Before the course, held; midway, prepared with the entry that Hanne may read anyhow."""
    shared = set(
        db.session.scalars(
            select(LogEntry.id)
            .join(EntryShare, EntryShare.entry_id == LogEntry.id)
            .where(
                LogEntry.author_id == mette.id,
                EntryShare.audience == ShareWith.LINE_MANAGER,
                EntryShare.stopped_at.is_(None),
            )
        )
    )
    course = min(queries.courses_of(mette.id), key=lambda cohort: cohort.starts_on)
    with as_of(course.starts_on - 7 * DAY):
        before = talks.begin(mette, course, TalkTime.BEFORE)
        talks.write_note(
            before,
            "Mette bruger mandagsmødet som læringsopgave. Hanne holder fri for afbud de dage.",
            version=before.version,
            address="",
        )
    with as_of(today - 10 * DAY):
        midway = talks.begin(mette, course, TalkTime.MIDWAY)
        text = "Jeg øver mig i at spørge først. Jeg vil gerne tale om, hvad jeg skal slippe."
        new = Preparation(
            version=midway.version,
            held_on=today + 12 * DAY,
            text=text,
            entry_ids=frozenset(shared),
        )
        talks.prepare(midway, new, by=mette, address="")
