"""Slows down whoever tries again and again: counted in the database, so for all processes alike.

Every attempt is counted before it is made and forgiven when it succeeds: attempts at the same
moment count too. The wait grows and ends: nobody is locked out for good.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, select, update

from programme.core import clock
from programme.core.db import upsert, writing
from programme.people.models import Throttle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts under one key are free before the waiting begins."""

    kind: str
    value: str
    free: int

    @property
    def key(self) -> str:
        """What stands in the table: no address of a person or machine can be read from it."""
        return hashlib.sha256(f"{self.kind}:{self.value}".encode()).hexdigest()


class TooOftenError(Exception):
    """Too many attempts; the next is heard after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def sign_in_limits(email: str, address: str) -> tuple[Limit, Limit]:
    """An account is guessed at from many places, and from one place many accounts.

    A school shares one address, hence the larger number.
    """
    return Limit("sign-in", email.strip().casefold(), 5), Limit("sign-in-from", address, 30)


def reset_limits(email: str, address: str) -> tuple[Limit, Limit]:
    """A mailbox is not to be filled by strangers."""
    return Limit("reset", email.strip().casefold(), 3), Limit("reset-from", address, 20)


def link_limits(token: str, address: str) -> tuple[Limit, Limit]:
    """An answer may be changed, but not all day."""
    return Limit("link", token, 20), Limit("link-from", address, 60)


def attempt(limits: Sequence[Limit]) -> None:
    """Count an attempt, or raise TooOftenError; in a transaction of its own."""
    with writing() as connection:
        for limit in limits:
            _begin(connection, limit)
        seconds = max(_wait(connection, limit) for limit in limits)
        if seconds:
            raise TooOftenError(seconds)
        for limit in limits:
            _count(connection, limit)


def forgive(account: Limit, place: Limit) -> None:
    """The last attempt succeeded: the account begins anew.

    The place gets back that one attempt only: an account of one's own must not open the others.
    """
    with writing() as connection:
        connection.execute(delete(Throttle).where(Throttle.key == account.key))
        connection.execute(
            update(Throttle).where(Throttle.key == place.key).values(failures=Throttle.failures - 1)
        )


def tidy() -> None:
    """Delete what no longer counts."""
    with writing() as connection:
        connection.execute(delete(Throttle).where(Throttle.last_at < _forgotten()))


def _begin(connection: Connection, limit: Limit) -> None:
    """Have a row to hold: all take them in one order, or two attempts wait for each other."""
    connection.execute(
        upsert(Throttle)
        .values(key=limit.key, failures=0, last_at=clock.now())
        .on_conflict_do_nothing(index_elements=["key"])
    )


def _wait(connection: Connection, limit: Limit) -> int:
    row = connection.execute(
        select(Throttle.failures, Throttle.last_at)
        .where(Throttle.key == limit.key)
        .with_for_update()
    ).one()
    if row.last_at < _forgotten() or row.failures < limit.free:
        return 0
    doublings = min(row.failures - limit.free, 10)
    over = row.last_at + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT) - clock.now()
    return max(0, int(over.total_seconds()) + 1) if over > timedelta() else 0


def _count(connection: Connection, limit: Limit) -> None:
    moment = clock.now()
    anew = Throttle.last_at < _forgotten()
    connection.execute(
        upsert(Throttle)
        .values(key=limit.key, failures=1, last_at=moment)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "failures": case((anew, 1), else_=Throttle.failures + 1),
                "last_at": moment,
            },
        )
    )


def _forgotten() -> datetime:
    return clock.now() - FORGOTTEN_AFTER
