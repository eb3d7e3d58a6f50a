"""Meeting invitations: a calendar is told by mail of what is new in its owner's plan.

Nobody who changes a plan has to think of it. At intervals the plans whose versions have risen are
held against what was sent; what differs is queued, and held against it once more when the mail is
written. So a change that was taken back in time leaves no mail, and several leave one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from programme.activities.services.telling import GRACE
from programme.calendars import invitation_queries as queries
from programme.calendars.ical import CANCEL, REQUEST
from programme.calendars.invitation_rules import Known, due, is_told, next_sequence
from programme.calendars.models import InvitationLook, SentInvitation
from programme.core import clock
from programme.core.db import db, reading, upsert
from programme.notifications import queries as notifications
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from programme.calendars.invitation_queries import Holding
    from programme.calendars.invitation_rules import Present, Told

INVITATION: Final = "calendars/invitation"
# One activity is one mail; a whole plan does not fall into a mailbox in the same second.
_APART: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Place:
    """An activity in a calendar: in the person's own, or in that which gets the copy."""

    activity_id: int
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What leaves now. `before` is what stood in the calendar, None where nothing did."""

    method: str
    address: str
    is_copy: bool
    uid: str
    sequence: int
    told: Told
    before: Told | None
    is_cancelled: bool
    is_in_plan: bool
    reason: str


def look_at_plans() -> None:
    """Queue what has become due for everybody whose plan has changed; the worker's job."""
    with reading() as connection:
        waiting = queries.not_looked_at(connection)
    begun = {holding.person_id: turn for holding in waiting if (turn := _begin(holding))}
    for person_id, turn in begun.items():
        _queue(db.session.get_one(Person, person_id), turn)


def due_invitations(person: Person) -> list[Place]:
    """What the person's calendars, own and copy, have to be told, by date."""
    presents, sent = queries.presents(person.id), queries.sent(person.id)
    days = {key: known.told.starts_on for (key, _copy), known in sent.items()}
    days |= {key: present.told.starts_on for key, present in presents.items()}
    addresses = list(_addresses(person))
    return [
        Place(key, is_copy)
        for key in sorted(days, key=lambda key: (days[key], key))
        for is_copy, address in addresses
        if due(presents.get(key), sent.get((key, is_copy)), address, clock.today())
    ]


def take(person: Person, keys: Mapping[str, int]) -> Invitation | None:
    """What is to be told now, noted as sent; None when the calendar is right after all.

    A mail that could not be handed over says the same when it is tried again.
    """
    place = Place(keys["activity"], is_copy=bool(keys["copy"]))
    address = dict(_addresses(person)).get(place.is_copy)
    if address is None:
        return None
    known = _known(person, place)
    present = queries.presents(person.id, place.activity_id).get(place.activity_id)
    wanted = due(present, known, address, clock.today())
    if wanted is not None:
        method, told = wanted
        now = Known(
            address,
            told,
            is_cancelled=method == CANCEL,
            sequence=next_sequence(present, known),
            turn=keys["turn"],
            sent_at=clock.now(),
        )
        _note(person, place, now)
        return _invitation(person, place, present, now, known)
    is_again = known is not None and (known.turn, known.address) == (keys["turn"], address)
    return _invitation(person, place, present, known, None) if is_again and known else None


def tells(person_id: int, activity_id: int, since: datetime) -> bool:
    """Whether an invitation tells the person of a change made then: no other mail is needed."""
    person = db.session.get(Person, person_id)
    address = dict(_addresses(person)).get(False) if person else None
    if person is None or address is None:
        return False
    known = _known(person, Place(activity_id, is_copy=False))
    present = queries.presents(person_id, activity_id).get(activity_id)
    return is_told(present, known, address, since, clock.today())


def _addresses(person: Person) -> Iterator[tuple[bool, str]]:
    """Whether it is the copy, and where it goes; nothing for who has not chosen invitations."""
    choice = notifications.choice_of(person.id)
    if choice.invitations:
        yield False, person.email
        if choice.secretary_email and choice.secretary_email != person.email:
            yield True, choice.secretary_email


def _known(person: Person, place: Place) -> Known | None:
    row = queries.find_sent(person.id, place.activity_id, is_copy=place.is_copy)
    return queries.known(row) if row else None


def _invitation(
    person: Person, place: Place, present: Present | None, now: Known, known: Known | None
) -> Invitation:
    key = place.activity_id
    return Invitation(
        method=CANCEL if now.is_cancelled else REQUEST,
        address=now.address,
        is_copy=place.is_copy,
        uid=_uid(person, place),
        sequence=now.sequence,
        told=now.told,
        before=known.told if known and not known.is_cancelled else None,
        is_cancelled=present is not None and present.is_cancelled,
        is_in_plan=present is not None or queries.is_in_plan(person.id, key),
        reason=queries.reason_since(key, known.sent_at) if known else "",
    )


def _uid(person: Person, place: Place) -> str:
    """As in every feed; but a copy has its own, for who keeps the calendars of several."""
    uid = queries.uid_of(place.activity_id)
    name, _at, domain = uid.partition("@")
    return f"{name}-{person.id}@{domain}" if place.is_copy else uid


def _note(person: Person, place: Place, now: Known) -> None:
    values = asdict(now.told) | {
        name: getattr(now, name)
        for name in ("address", "is_cancelled", "sequence", "turn", "sent_at")
    }
    keys = {"person_id": person.id, "activity_id": place.activity_id, "is_copy": place.is_copy}
    db.session.execute(
        upsert(SentInvitation)
        .values(keys | values)
        .on_conflict_do_update(index_elements=list(keys), set_=values)
    )
    db.session.expire_all()


def _begin(holding: Holding) -> int | None:
    """Note what is looked at; the number of the look, None when another worker has begun it."""
    values = asdict(holding)
    del values["person_id"]
    statement = upsert(InvitationLook).values(asdict(holding) | {"turn": 1})
    turn: int | None = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id"],
            set_=values | {"turn": InvitationLook.turn + 1},
            where=or_(*(getattr(InvitationLook, name) != values[name] for name in values)),
        ).returning(InvitationLook.turn)
    ).scalar_one_or_none()
    return turn


def _queue(person: Person, turn: int) -> None:
    """What waits already waits as long as what is new; it is written when it leaves."""
    waiting = _waiting(person.id)
    for number, place in enumerate(due_invitations(person)):
        due_at = clock.now() + GRACE + number * _APART
        mail = waiting.get(place)
        if mail is not None:
            mail.due_at = due_at
            continue
        outbox.queue(
            INVITATION,
            person.id,
            {"activity": place.activity_id, "copy": int(place.is_copy), "turn": turn},
            dedupe=f"{INVITATION}:{person.id}:{place.activity_id}:{int(place.is_copy)}:{turn}",
            due_at=due_at,
        )


def _waiting(person_id: int) -> dict[Place, OutboxMail]:
    """The person's invitations that no worker has begun to send."""
    mails = db.session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.template == INVITATION,
            OutboxMail.person_id == person_id,
            OutboxMail.attempts == 0,
            OutboxMail.sent_at.is_(None),
            OutboxMail.given_up_at.is_(None),
        )
        .with_for_update()
    )
    return {Place(mail.keys["activity"], bool(mail.keys["copy"])): mail for mail in mails}
