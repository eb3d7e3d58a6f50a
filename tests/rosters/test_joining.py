"""A list of people is held against the plan, as every other change is."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from programme.activities.models import FindingOverride, FindingSetting, Severity
from programme.activities.placed import Seat
from programme.activities.services.joining import judge_joining
from programme.cohorts.models import Enrolment, Role
from programme.venues.models import Venue
from tests import factories as make
from tests.rosters.test_views import fields, said

DAY = date(2027, 3, 3)
WHY = "Hanne kommer kun til den ene."


@pytest.fixture
def karen(there, sign_in, at):
    at(2026, 11, 22, 11)
    return sign_in(there.karen)


@pytest.fixture
def days(there, session):
    """The cohort meets on a day on which another cohort, which Karen cannot see, does too."""
    make.ActivityFactory(cohort=there.cohort, starts_on=DAY, ends_on=DAY)
    secret = make.CohortFactory(name="Det hemmelige hold", organisation=there.away)
    make.ActivityFactory(cohort=secret, starts_on=DAY, ends_on=DAY, title="Hemmeligt tema")
    for person in (there.hanne, there.peter):
        make.EnrolmentFactory(cohort=secret, person=person, level=there.top)
    session.commit()
    return secret


def row(person):
    return f"E-mail\tNiveau\n{person.email}\tLeder af ledere"


def seal(answer):
    return {"accepted": re.search(r'name="accepted" value="([^"]*)"', answer.text)[1]}


def places_of(session, there, person):
    session.expire_all()
    return session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id == there.cohort.id, Enrolment.person_id == person.id
        )
    ).all()


def test_who_is_taken_elsewhere_asks_for_a_reason(there, karen, days, session):
    seen = karen.post(there.path, {"rows": row(there.hanne)})
    assert "Hanne Holm er optaget" in said(seen)
    assert "hemmelig" not in seen.text.lower()
    carried = fields(seen) | seal(seen)
    refused = karen.post(f"{there.path}/gem", carried)
    assert refused.status_code == 422
    assert places_of(session, there, there.hanne) == []
    done = karen.post(f"{there.path}/gem", carried | {"accept_reason": WHY})
    assert done.status_code == 303
    assert len(places_of(session, there, there.hanne)) == 1
    kept = session.scalars(select(FindingOverride)).one()
    assert (kept.code, kept.reason, kept.by_id) == ("participant_busy", WHY, there.karen.id)


def test_a_reason_given_unseen_is_none(there, karen, days, session):
    seen = karen.post(there.path, {"rows": row(there.hanne)})
    unseen = fields(seen) | {"accept_reason": WHY, "accepted": ""}
    assert karen.post(f"{there.path}/gem", unseen).status_code == 422
    assert places_of(session, there, there.hanne) == []


def test_what_the_cohort_blocks_is_refused(there, karen, days, session):
    session.add(
        FindingSetting(cohort_id=there.cohort.id, code="participant_busy", severity=Severity.BLOCK)
    )
    session.commit()
    seen = karen.post(there.path, {"rows": row(there.hanne)})
    carried = fields(seen) | seal(seen) | {"accept_reason": WHY}
    assert karen.post(f"{there.path}/gem", carried).status_code == 422
    assert places_of(session, there, there.hanne) == []


def test_a_guessed_address_tells_nothing_of_what_its_person_does(there, karen, days, session):
    seen = karen.post(there.path, {"rows": row(there.peter)})
    assert seen.status_code == 200
    assert "optaget" not in said(seen)
    assert karen.post(f"{there.path}/gem", fields(seen) | seal(seen)).status_code == 303
    assert len(places_of(session, there, there.peter)) == 1


def test_a_place_that_gets_too_small_asks(there, karen, session):
    hall = Venue(organisation_id=there.organisation.id, name="Salen", capacity=3)
    session.add(hall)
    session.flush()
    make.ActivityFactory(cohort=there.cohort, starts_on=DAY, ends_on=DAY, venue_id=hall.id)
    session.commit()
    new = "Navn\tE-mail\tNiveau\n" + "\n".join(
        f"Ny Nummer{n}\tny{n}@b.example\tLeder af ledere" for n in range(2)
    )
    seen = karen.post(there.path, {"rows": new})
    assert "Salen" in said(seen)
    assert seal(seen)["accepted"]


def test_days_gone_by_and_findings_that_stood_are_not_asked_about(there, karen, days, in_app):
    assert judge_joining_in(in_app, there, []).findings == ()
    other = [Seat(-1, Role.PARTICIPANT, there.top.id)]
    assert judge_joining_in(in_app, there, other).findings == ()
    busy = [Seat(there.hanne.id, Role.PARTICIPANT, there.top.id)]
    assert [f.code for f in judge_joining_in(in_app, there, busy).findings] == ["participant_busy"]


def judge_joining_in(in_app, there, seats):
    key = there.cohort.id
    with in_app():
        return judge_joining(key, seats)
