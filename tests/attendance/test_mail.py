from __future__ import annotations

import pytest

from programme.attendance import mail, services
from programme.attendance.models import CatchUpOffer, OfferState
from programme.outbox import services as outbox
from tests import factories as make


@pytest.fixture
def offered(world, session):
    made = CatchUpOffer(
        person=world.mette,
        missed=world.held,
        offered=world.again[3],
        state=OfferState.OFFERED,
        offered_at=make.LONG_AGO,
    )
    session.add(made)
    session.flush()
    return made


def letter(in_app, person, key):
    with in_app():
        return outbox.composers()["attendance/offered"](person, {"offer": key})


def test_the_offer_tells_where_when_and_how_to_answer(world, offered, in_app):
    found = letter(in_app, world.key.mette, offered.id)
    assert found.subject == "Du kan indhente: Seminar 3 | Et andet tema"
    assert "Hold B\nonsdag den 3. marts 2027" in found.text
    assert found.text.rstrip().endswith("https://lederforloeb.test/mit-fremmoede")


@pytest.mark.parametrize("state", [OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN])
def test_what_is_answered_or_withdrawn_is_not_told(world, offered, in_app, state):
    offered.state = state
    assert letter(in_app, world.key.mette, offered.id) is None


def test_nobody_else_is_told_and_what_is_gone_is_not(world, offered, in_app):
    assert letter(in_app, world.key.jonas, offered.id) is None
    assert letter(in_app, world.key.mette, 999) is None


def test_the_worker_forgets_needs_daily():
    every, work = outbox.jobs()["needs of past activities"]
    assert (every.days, work) == (1, services.forget_needs)
    assert mail.offered is not None
