"""Meeting invitations: a calendar is told by mail of what is new in its owner's plan.

Nobody who changes a plan has to think of it. At intervals the plans whose versions have risen are
held against what was sent; what differs is queued, and held against it once more when the mail is
written. So a change that was taken back in time leaves no mail, and several leave one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from programme.activities.services.telling import GRACE
from programme.calendars import invitation_queries as queries
from programme.calendars.ical import CANCEL, REQUEST
from programme.calendars.invitation_rules import Known, due, is_told, left_behind, next_sequence
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

    from sqlalchemy import Select

    from programme.calendars.invitation_queries import Holding
    from programme.calendars.invitation_rules import Present, Told

INVITATION: Final = "calendars/invitation"
# One activity is one mail; a whole plan does not fall into a mailbox in the same second.
_APART: Final = timedelta(seconds=5)
# The new address waits until the former one has been told: what was sent is noted of one alone.
_PATIENCE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """An activity in a calendar: in the person's own, or in that which gets the copy.

    `is_former`: in the one that was it until another address was chosen.
    """

    activity_id: int
    is_copy: bool
    is_former: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """What leaves now. `before` is what stood in the calendar, None where nothing did.

    `is_asked`: the person wants a calendar cleared that they have turned off.
    """

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
    is_former: bool = False
    is_asked: bool = False


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
    addresses, today = list(_addresses(person)), clock.today()
    places = [
        (key, is_copy, address, sent.get((key, is_copy)))
        for key in sorted(days, key=lambda key: (days[key], key))
        for is_copy, address in addresses
    ]
    former = [
        Place(key, is_copy, is_former=True)
        for key, is_copy, address, known in places
        if left_behind(known, address, today)
    ]
    return former + [
        Place(key, is_copy)
        for key, is_copy, address, known in places
        if due(presents.get(key), known, address, today)
    ]


def take(person: Person, keys: Mapping[str, int]) -> Invitation | None:
    """What is to be told now, noted as sent; None when the calendar is right after all.

    A mail that could not be handed over says the same when it is tried again.
    """
    place = Place(keys["activity"], is_copy=bool(keys["copy"]))
    address = dict(_addresses(person)).get(place.is_copy, "")
    if not address and not keys.get("asked"):
        return None
    known = _known(person, place)
    if keys.get("former"):
        taken = _taken_out(person, place, known, address, keys["turn"])
        return replace(taken, is_asked=True) if taken and keys.get("asked") else taken
    if known and known.address != address and _is_unsent(person.id, place):
        outbox.queue(INVITATION, person.id, keys, due_at=clock.now() + _PATIENCE)
        return None
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


def _taken_out(
    person: Person, place: Place, known: Known | None, address: str, turn: int
) -> Invitation | None:
    """What leaves for the calendar that is told no more: once, and the same when tried again."""
    if known is None:
        return None
    if left_behind(known, address, clock.today()):
        sequence = known.sequence + 1
        now = replace(known, is_cancelled=True, sequence=sequence, turn=turn, sent_at=clock.now())
        _note(person, place, now)
    elif known.is_cancelled and known.turn == turn and known.address != address:
        now = known
    else:
        return None
    return replace(_invitation(person, place, None, now, None), is_former=True)


def left_standing(person: Person) -> list[tuple[Place, str]]:
    """Coming dates in calendars that are told no more, and where these are; not what is on its way.

    Whoever turns invitations off, or takes a secretary's address away, has them stay: they may
    well be wanted there. A calendar that another one takes the place of is cleared unasked.
    """
    told, today = dict(_addresses(person)), clock.today()
    unsent = {_place(mail) for mail in db.session.scalars(_unsent(person.id))}
    standing = [
        (Place(key, is_copy, is_former=True), known.address)
        for (key, is_copy), known in sorted(queries.sent(person.id).items())
        if is_copy not in told and left_behind(known, "", today)
    ]
    return [(place, address) for place, address in standing if place not in unsent]


def clear(person: Person) -> int:
    """Have what is left standing taken out, one mail a date; returns how many."""
    look = db.session.get(InvitationLook, person.id)
    version = notifications.choice_of(person.id).version
    standing = left_standing(person)
    for number, (place, _address) in enumerate(standing):
        activity, copy = place.activity_id, int(place.is_copy)
        keys = {"activity": activity, "copy": copy, "turn": look.turn if look else 0}
        outbox.queue(
            INVITATION,
            person.id,
            keys | {"former": 1, "asked": 1},
            dedupe=f"{INVITATION}:{person.id}:{activity}:{copy}:asked:{version}",
            due_at=clock.now() + number * _APART,
        )
    return len(standing)


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
        _queue_one(person.id, place, turn, due_at)


def _queue_one(person_id: int, place: Place, turn: int, due_at: datetime) -> None:
    keys = {"activity": place.activity_id, "copy": int(place.is_copy), "turn": turn}
    dedupe = f"{INVITATION}:{person_id}:{place.activity_id}:{int(place.is_copy)}:{turn}"
    if place.is_former:
        keys, dedupe = keys | {"former": 1}, f"{dedupe}:former"
    outbox.queue(INVITATION, person_id, keys, dedupe=dedupe, due_at=due_at)


def _waiting(person_id: int) -> dict[Place, OutboxMail]:
    """The person's invitations that no worker has begun to send."""
    mails = db.session.scalars(_unsent(person_id).where(OutboxMail.attempts == 0).with_for_update())
    return {_place(mail): mail for mail in mails}


def _is_unsent(person_id: int, place: Place) -> bool:
    """Whether the calendar that was it before is still to hear of it."""
    former = replace(place, is_former=True)
    return any(_place(mail) == former for mail in db.session.scalars(_unsent(person_id)))


def _unsent(person_id: int) -> Select[OutboxMail]:
    return select(OutboxMail).where(
        OutboxMail.template == INVITATION,
        OutboxMail.person_id == person_id,
        OutboxMail.sent_at.is_(None),
        OutboxMail.given_up_at.is_(None),
    )


def _place(mail: OutboxMail) -> Place:
    keys = mail.keys
    return Place(keys["activity"], bool(keys["copy"]), is_former="former" in keys)
