from __future__ import annotations

import pytest

from programme.activities.queries import find_activity
from programme.cohorts.models import Role
from programme.core.db import db
from programme.facilitation import policy
from programme.people.models import Person
from tests import factories as make

MAY = {
    "karen": {"ask", "choose"},
    "lone": {"ask", "choose"},
    "palle": set(),
    "ditte": set(),
    "soren": {"answer"},
    "vera": {"answer"},
    "mette": set(),
}


@pytest.mark.parametrize(("name", "expected"), MAY.items(), ids=MAY)
def test_who_asks_who_answers_who_chooses(world, app, session, name, expected):
    session.commit()
    with app.app_context():
        person = db.session.get(Person, getattr(world, name).id)
        activity = find_activity(world.activity.id)
        may = {
            "ask": policy.can_ask(person, activity),
            "answer": policy.can_answer(person, activity),
            "choose": policy.can_choose_partners(person, activity),
        }
    assert {what for what, allowed in may.items() if allowed} == expected


def test_a_role_is_held_per_activity(world, app, session):
    """Facilitator of one activity, learner of another on the same day, in the same cohort."""
    make.EnrolmentFactory(cohort=world.cohort, person=world.mette, role=Role.FACILITATOR)
    led = make.ActivityFactory(
        cohort=world.cohort, starts_on=world.activity.starts_on, facilitators=[world.mette]
    )
    session.commit()
    with app.app_context():
        mette = db.session.get(Person, world.mette.id)
        assert policy.can_answer(mette, find_activity(led.id))
        assert not policy.can_answer(mette, find_activity(world.activity.id))
