"""A visit: asked for, answered, in both plans and feeds, and one question afterwards."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from programme.activities.models import Activity
from programme.activities.queries import find_activity, in_plan_of
from programme.cohorts.models import Cohort, CohortState
from programme.core.errors import RuleBrokenError
from programme.inspiration.models import ReflectionPrompt
from programme.learning_logs.queries.prompts import open_prompts
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.visits import mail, policy, queries, services
from programme.visits.models import ColleagueVisit
from tests import factories as make

DAY = date(2026, 12, 9)
FOCUS = "Hvordan du holder møde uden dagsorden – også på Ærø."


def ask(world, host="jonas", day=DAY, focus=FOCUS, key="k"):
    services.ask(world.mette, world.key[host], day, focus, key)
    return queries.find_by_key(world.key["mette"], key)


def planned(here, person_id, activity_id):
    rows = here.scalars(
        sa.select(Activity.id).join(Cohort).where(in_plan_of(person_id), Activity.id == activity_id)
    )
    return bool(rows.all())


def letters(here):
    rows = here.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))
    return [(r.person_id, outbox.composers()[r.template](r.person_id, r.keys)) for r in rows]


def test_a_yes_stands_in_both_plans_and_asks_one_question(world, here, at):
    visit = ask(world)
    assert ask(world).id == visit.id
    for _twice in range(2):
        services.accept(visit)
    two = (world.key["mette"], world.key["jonas"])
    for key in world.key.values():
        assert planned(here, key, visit.activity_id) is (key in two)
    assert here.scalar(sa.select(sa.func.count(ReflectionPrompt.id))) == 1
    at(2026, 12, 10, 8)
    assert len(open_prompts(two[0], visit.activity_id)) == 1
    assert open_prompts(world.key["amina"], visit.activity_id) == []
    told = letters(here)
    assert [(key, letter.subject if letter else None) for key, letter in told] == [
        (two[1], None),  # settled before the mail left
        (two[0], "Besøget er aftalt: onsdag den 9. december 2026"),
    ]
    assert all(FOCUS not in letter.text for _key, letter in told if letter)


def test_a_no_and_a_change_of_mind_are_told(world, here):
    first = ask(world)
    assert letters(here)[0][1].subject == "Mette Åtest vil gerne besøge dig"
    for _twice in range(2):
        services.decline(first)
    services.call_off(first, by=world.mette)
    with pytest.raises(RuleBrokenError):
        services.accept(first)
    assert first.withdrawn_at is None
    second = ask(world, key="l")
    services.call_off(second, by=world.mette)
    with pytest.raises(RuleBrokenError):
        services.decline(second)
    subjects = [letter.subject for _key, letter in letters(here) if letter]
    assert subjects == [
        "Intet besøg onsdag den 9. december 2026",
        "Besøget onsdag den 9. december 2026 er aflyst",
    ]


def test_an_agreed_visit_is_cancelled_in_both_plans(world, here, at):
    visit = ask(world)
    services.accept(visit)
    services.call_off(visit, by=world.jonas)
    assert find_activity(visit.activity_id).is_cancelled
    held = ask(world, key="l")
    services.accept(held)
    at(2026, 12, 10, 8)
    with pytest.raises(RuleBrokenError):
        services.call_off(held, by=world.mette)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"focus": " "}, "focus"),
        ({"focus": "x" * 501}, "focus"),
        ({"day": date(2026, 11, 21)}, "visit_on"),
        ({"day": date(2027, 12, 1)}, "visit_on"),
        ({"host": "mette"}, "host"),
        ({"host": "soren"}, "host"),
        ({"host": "nadia"}, "host"),
        ({"host": "peter"}, "host"),
    ],
)
def test_one_visits_those_one_learns_with_on_a_day_to_come(world, here, values, field):
    with pytest.raises(RuleBrokenError) as error:
        ask(world, **values)
    assert error.value.field == field
    assert [name for _near, (_key, name) in queries.colleagues(world.key["mette"])] == [
        "Amina Åtest", "Jonas Åtest",
    ]  # fmt: skip


def test_a_yes_comes_too_late_when_the_day_or_the_cohort_is_over(world, here, at):
    visit = ask(world)
    at(2026, 12, 10, 8)
    with pytest.raises(RuleBrokenError):
        services.accept(visit)
    at(2026, 11, 22, 9)
    world.cohort.state = CohortState.CLOSED
    here.flush()
    with pytest.raises(RuleBrokenError):
        services.accept(visit)


def test_the_two_alone_know_of_it(world, here):
    visit = ask(world)
    for name, person in world.people.items():
        assert policy.can_see(person, visit) is (name in {"mette", "jonas"})
        assert policy.can_answer(person, visit) is (name == "jonas")
        assert policy.can_call_off(person, visit) is (name in {"mette", "jonas"})
    assert mail.asked(world.amina, {"visit": visit.id}) is None
    assert mail.answered(world.amina, {"visit": visit.id}) is None


def test_it_is_asked_answered_and_called_off_on_pages(world, sign_in, session):
    mette, jonas = sign_in(world.mette), sign_in(world.jonas)
    form = {"host": world.jonas.id, "visit_on": "09-12-2026", "focus": FOCUS, "key": "k" * 22}
    assert mette.post("/besoeg", form | {"focus": ""}).status_code == 422
    assert mette.post("/besoeg", form | {"visit_on": "01-01-2020"}).status_code == 422
    assert mette.post("/besoeg", form | {"key": "<>"}).status_code == 400
    for _twice in range(2):
        assert mette.post("/besoeg", form).status_code == 303
    key = session.scalars(sa.select(ColleagueVisit.id)).one()
    assert FOCUS in jonas.get("/besoeg").text
    for name in ("karen", "soren", "amina", "peter"):
        browser = sign_in(world.people[name])
        assert FOCUS not in browser.get("/besoeg").text
        for act in ("ja", "nej", "aflys"):
            assert browser.post(f"/besoeg/{key}/{act}").status_code == 404
    assert mette.post(f"/besoeg/{key}/ja").status_code == 403
    assert jonas.post(f"/besoeg/{key}/ja").status_code == 303
    activity = session.scalar(sa.select(ColleagueVisit.activity_id))
    for browser in (mette, jonas):
        assert "Hos Jonas Åtest" in browser.get("/min-plan").text
        assert browser.get(f"/aktivitet/{activity}").status_code == 200
    assert sign_in(world.amina).get(f"/aktivitet/{activity}").status_code == 404
    assert mette.post(f"/besoeg/{key}/aflys").status_code == 303
    assert jonas.post(f"/besoeg/{key}/nej").status_code == 422
    again = form | {"key": "l" * 22}
    mette.post("/besoeg", again)
    assert jonas.post(f"/besoeg/{key + 1}/nej").status_code == 303
    assert "Har sagt nej" in mette.get("/besoeg").text


def test_the_list_costs_the_same_with_three(world, sign_in, session, queries):
    mette, counts = sign_in(world.mette), []
    for number in range(3):
        visit = ColleagueVisit(
            key=f"{number}", visitor_id=world.mette.id, host_id=world.jonas.id, visit_on=DAY,
            focus="x", created_at=make.LONG_AGO,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        mette.get("/besoeg")
        with queries() as asked:
            mette.get("/besoeg")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_same_question_sent_twice_at_the_same_moment_is_one(world, here, monkeypatch):
    """The second looks before the first is there; then its insert is refused."""
    ask(world)
    monkeypatch.setattr(services.queries, "find_by_key", lambda *_: None)
    services.ask(world.mette, world.key["jonas"], DAY, FOCUS, "k")
    assert here.scalar(sa.select(sa.func.count(ColleagueVisit.id))) == 1


def test_those_of_ones_own_group_stand_first_among_whom_one_can_visit(world, session, sign_in):
    group = make.GroupFactory(cohort=world.cohort)
    for person in (world.mette, world.jonas):
        make.MembershipFactory(group=group, person=person)
    make.MembershipFactory(group=group, person=world.amina, left_at=make.LONG_AGO)
    session.flush()
    page = sign_in(world.mette).get("/besoeg").text
    order = ('label="Min netværksgruppe"', "Jonas Åtest</o", 'label="Mit hold"', "Amina Åtest</o")
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
