"""The mails of an activity's life, held against what libical knows of RFC 5546."""

from __future__ import annotations

from datetime import date, time

import pytest

from programme.activities.models import Activity
from programme.people.models import Person
from tests import factories as make
from tests.calendars.mailbox import Mailbox
from tests.calendars.polls import cancel, edited, mover, restore
from tests.clients import libical

pytestmark = pytest.mark.clients


@pytest.fixture
def activity(session, at):
    at(2027, 2, 21, 9)
    cohort = make.CohortFactory()
    return make.ActivityFactory(
        cohort=cohort,
        title="Æ; a,b\\c 😀 " * 9,
        place="Rådhuset",
        starts_on=date(2027, 3, 27),
        ends_on=date(2027, 3, 28),
        start_time=time(9),
        end_time=time(16),
    )


def test_libical_finds_no_fault_with_any_mail_of_an_activity_s_life(
    gnome, activity, in_app, monkeypatch, session
):
    mette = make.PersonFactory(name='Mette "M" Ø; x:y')
    karen = make.PersonFactory()
    make.EnrolmentFactory(cohort=activity.cohort, person=mette)
    mailbox = Mailbox(in_app, monkeypatch)
    mailbox.choose(mette, invitations=True, secretary_email="kontor@test.example")
    told = [mailbox.invitations()]
    for work in (edited(place="Torvet"), mover(date(2027, 6, 1)), cancel, restore):
        with in_app() as inner:
            work(inner.get(Activity, activity.id), by=inner.get(Person, karen.id))
        told.append(mailbox.invitations())
    assert [[got.method for got in mails] for mails in told] == [
        [method] * 2 for method in ("REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST")
    ]
    for mails in told:
        assert [libical.faults(got.ics) for got in mails] == [[], []]
    shown = [libical.events(mails[0].ics)[0] for mails in told]
    assert {each["uid"] for each in shown} == {activity.uid}
    assert [each["status"] for each in shown] == [
        "CANCELLED" if number == 3 else "CONFIRMED" for number in range(5)
    ]
    # It ends on the day on which summer time begins.
    assert (shown[0]["start"], shown[0]["end"]) == ("20270327T080000Z", "20270328T140000Z")
    numbers = [mails[0].sequence for mails in told]
    assert numbers == sorted(set(numbers))
