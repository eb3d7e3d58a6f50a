"""Proposed dates as a coordinator meets them: asked for, said yes to, taken meanwhile."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.activities.models import ActivityChange, ChangeKind, DraftChange
from programme.cohorts.models import CohortState, Role
from programme.outbox.models import OutboxMail
from programme.programmes.content import ActivityKind, Audience
from tests import factories as make

GOOD_FRIDAY = date(2027, 3, 26)


@pytest.fixture
def plan(world, session, at):
    """A published cohort: fine, on Langfredag, undated, shadowing, past, cancelled, for a pair."""
    at(2026, 11, 22, 9)
    cohort = make.CohortFactory(
        organisation=world.organisation, name="Hold A", starts_on=date(2026, 2, 2),
        ends_on=date(2027, 12, 31),
    )  # fmt: skip
    mette = make.PersonFactory(name="Mette Holm")
    make.EnrolmentFactory(cohort=cohort, person=mette, level=make.LevelFactory())

    def activity(number, day, **more):
        more = {"title": f"Tema {number}"} | more
        return make.ActivityFactory(cohort=cohort, number=number, starts_on=day, **more)

    made = SimpleNamespace(
        cohort=cohort,
        mette=mette,
        fine=activity(1, date(2027, 2, 5)),
        friday=activity(2, GOOD_FRIDAY),
        undated=activity(
            3, None, ends_on=None, window_from=date(2027, 5, 1), window_to=date(2027, 6, 30)
        ),
        shadowing=activity(None, None, ends_on=None, title="", kind=ActivityKind.SHADOWING),
        past=activity(None, date(2026, 5, 2), title="Tema 4"),
        cancelled=activity(5, date(2027, 5, 16), cancelled_at=make.LONG_AGO),
        pair=activity(6, date(2027, 5, 17), audience=Audience.NAMED),
    )
    session.flush()
    return made


@pytest.fixture
def karen(world, sign_in, plan):
    return sign_in(world.karen)


def text_of(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def address(plan):
    return f"/hold/{plan.cohort.id}/datoforslag"


def sent(answer):
    """What the page's form would send."""
    form = re.search(r'<form method="post" action="/hold/.*?</form>', answer.text, re.DOTALL)[0]
    found = {}
    for each in re.findall(r"<input[^>]*>", form):
        if 'type="checkbox"' in each and " checked" not in each:
            continue
        name, value = (re.search(rf'{what}="([^"]*)"', each) for what in ("name", "value"))
        found[name[1]] = value[1] if value else ""
    return found


# One activity -------------------------------------------------------------------------------


def test_three_dates_with_reasons_lead_to_the_move(karen, plan):
    answer = karen.get(f"/aktivitet/{plan.friday.id}/datoforslag")
    text = text_of(answer)
    assert "Foreslå datoer til Seminar 2 | Tema 2" in text
    assert "Langfredag" in text
    assert answer.text.count('class="suggestion"') == 3
    links = re.findall(rf'href="(/aktivitet/{plan.friday.id}/flyt\?day=[^"]+)"', answer.text)
    assert len(links) == 3
    shown = karen.get(links[0])
    assert shown.status_code == 200
    assert "error-summary" not in shown.text


def test_the_way_back_is_kept_and_nothing_foreign_is(karen, plan):
    local = karen.get(f"/aktivitet/{plan.friday.id}/datoforslag?next=/hold")
    assert "flyt?next=/hold&amp;day=" in local.text
    away = karen.get(f"/aktivitet/{plan.friday.id}/datoforslag?next=https://example.org")
    assert "example.org" not in away.text


def test_other_weekdays_can_be_asked_for(karen, plan):
    answer = karen.get(f"/aktivitet/{plan.friday.id}/datoforslag?weekdays=1")
    days = re.findall(r"day=(\d{4}-\d{2}-\d{2})", answer.text)
    assert {date.fromisoformat(day).weekday() for day in days} == {1}


def test_no_date_is_told_with_the_rules_that_stand_against_each_other(karen, plan):
    plan.undated.window_to = date(2026, 11, 1)
    plan.undated.window_from = None
    text = text_of(karen.get(f"/aktivitet/{plan.undated.id}/datoforslag"))
    assert "Ingen dag kan overholde dette: aktivitetens egen periode." in text


def test_a_cancelled_one_gets_no_dates(karen, plan):
    assert "Aktiviteten er aflyst." in text_of(
        karen.get(f"/aktivitet/{plan.cancelled.id}/datoforslag")
    )


# A cohort -----------------------------------------------------------------------------------


def test_what_is_flagged_or_undated_has_a_row(karen, plan):
    answer = karen.get(address(plan))
    text = text_of(answer)
    for label in ("Seminar 2 | Tema 2", "Seminar 3 | Tema 3", "Skyggepraktik"):
        assert label in text
    for label in ("Tema 1", "Tema 4", "Tema 5", "Tema 6"):
        assert f"| {label}" not in text
    assert "inden for 1. maj–30. juni 2027" in text
    assert f'name="accept_{plan.friday.id}" value="1" checked' in answer.text
    assert f'name="accept_{plan.shadowing.id}" value="1">' in answer.text


def test_yes_moves_those_at_once_and_tells_people(karen, plan, session):
    fields = sent(karen.get(address(plan)))
    answer = karen.post(address(plan), fields | {"reason": "Helligdag."})
    assert answer.headers["Location"] == f"/hold/{plan.cohort.id}"
    assert plan.friday.starts_on != GOOD_FRIDAY
    assert date(2027, 5, 1) <= plan.undated.starts_on <= date(2027, 6, 30)
    assert plan.shadowing.starts_on is None
    moved = session.scalars(
        sa.select(ActivityChange).where(ActivityChange.kind == ChangeKind.MOVED)
    ).all()
    assert {change.reason for change in moved} == {"Helligdag."}
    assert {mail.person_id for mail in session.scalars(sa.select(OutboxMail))} == {plan.mette.id}
    assert "2 aktiviteter har fået ny dato." in karen.get(f"/hold/{plan.cohort.id}").text


def test_the_same_form_twice_meets_the_new_versions(karen, plan):
    fields = sent(karen.get(address(plan)))
    assert karen.post(address(plan), fields).status_code == 303
    again = karen.post(address(plan), fields)
    assert again.status_code == 303  # the days are what they are: nothing is new
    assert "0 aktiviteter" in karen.get(f"/hold/{plan.cohort.id}").text


def test_moves_may_wait_as_drafts(karen, plan, session):
    fields = sent(karen.get(address(plan)))
    karen.post(address(plan), fields | {"later": "1"})
    assert plan.friday.starts_on == GOOD_FRIDAY
    drafts = session.scalars(sa.select(DraftChange)).all()
    assert {draft.activity_id for draft in drafts} == {plan.friday.id, plan.undated.id}
    karen.post(address(plan), fields | {"later": "1"})
    assert len(session.scalars(sa.select(DraftChange)).all()) == 2


def test_somebody_else_was_faster(karen, plan, session):
    fields = sent(karen.get(address(plan)))
    plan.friday.starts_on = plan.friday.ends_on = date(2027, 2, 26)
    session.flush()
    answer = karen.post(address(plan), fields)
    assert answer.status_code == 409
    assert plan.undated.starts_on is None


def test_what_is_taken_meanwhile_is_not_taken_twice(karen, plan, session, world):
    fields = sent(karen.get(address(plan)))
    day = date.fromisoformat(fields[f"day_{plan.friday.id}"])
    make.ActivityFactory(cohort=plan.cohort, number=7, title="Ny", starts_on=day)
    answer = karen.post(address(plan), fields)
    assert answer.status_code == 422
    assert "Noget er kommet i vejen imens." in text_of(answer)
    assert plan.friday.starts_on == GOOD_FRIDAY


def test_what_was_cancelled_meanwhile_is_not_moved(karen, plan, session):
    fields = sent(karen.get(address(plan)))
    plan.friday.cancelled_at = make.LONG_AGO
    assert karen.post(address(plan), fields).status_code == 422


@pytest.mark.parametrize("day", ["", "2027-02-31", "igår"])
def test_nothing_ticked_or_no_day_is_asked_for_again(karen, plan, day):
    fields = {f"accept_{plan.friday.id}": "1", f"day_{plan.friday.id}": day}
    for sent_fields in ({}, fields):
        answer = karen.post(address(plan), sent_fields)
        assert answer.status_code == 422
        assert "Sæt kryds ved mindst én af datoerne." in text_of(answer)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2101-01-03"])
def test_a_day_of_another_age_is_refused(karen, plan, day):
    fields = {f"accept_{plan.friday.id}": "1", f"day_{plan.friday.id}": day}
    assert karen.post(address(plan), fields).status_code == 422
    assert plan.friday.starts_on == GOOD_FRIDAY


def test_a_reason_that_is_too_long_leaves_the_ticks(karen, plan):
    fields = sent(karen.get(address(plan)))
    del fields[f"accept_{plan.undated.id}"]
    answer = karen.post(address(plan), fields | {"reason": "x" * 10_000})
    assert answer.status_code == 422
    assert f'name="accept_{plan.friday.id}" value="1" checked' in answer.text
    assert f'name="accept_{plan.undated.id}" value="1">' in answer.text


def test_another_cohort_s_activities_are_not_moved(karen, plan, session):
    foreign = make.ActivityFactory(starts_on=date(2027, 4, 5))
    fields = {f"accept_{foreign.id}": "1", f"day_{foreign.id}": "2027-04-06"}
    assert karen.post(address(plan), fields).status_code == 422
    assert foreign.starts_on == date(2027, 4, 5)


def test_all_is_well(karen, plan, session):
    for activity in (plan.friday, plan.undated, plan.shadowing):
        session.delete(activity)
    session.flush()
    assert "Alt har en dato, og intet taler imod nogen af dem." in text_of(karen.get(address(plan)))


def test_a_draft_cohort_has_nobody_to_tell(karen, plan):
    plan.cohort.state = CohortState.DRAFT
    text = text_of(karen.get(address(plan)))
    assert "Sæt datoerne" in text
    assert "Flyt som kladde" not in text


def test_the_fragment_is_the_proposals_alone(karen, plan):
    answer = karen.get(address(plan) + "?weekdays=0", htmx=True)
    assert answer.text.strip().startswith('<div class="stack" id="suggestions">')


def test_only_who_plans_is_asked(plan, sign_in, world, session):
    soeren = make.PersonFactory(name="Søren Vang")
    make.EnrolmentFactory(cohort=plan.cohort, person=soeren, role=Role.FACILITATOR)
    for person, status in ((plan.mette, 403), (soeren, 403), (world.peter, 404)):
        browser = sign_in(person)
        assert browser.get(address(plan)).status_code == status
        assert browser.post(address(plan)).status_code == status
        assert browser.get(f"/aktivitet/{plan.friday.id}/datoforslag").status_code == status


def test_the_plan_leads_here(karen, plan):
    assert f'href="{address(plan)}"' in karen.get(f"/hold/{plan.cohort.id}").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_questions_do_not_grow_with_the_rows(karen, plan, session, queries, number):
    for n in range(number):
        make.ActivityFactory(
            cohort=plan.cohort, number=20 + n, starts_on=date(2027, 8, 7) + timedelta(weeks=n)
        )
    session.flush()
    where = address(plan)
    karen.get(where)
    with queries() as statements:
        assert karen.get(where).status_code == 200
    assert len(statements) == 10, "\n".join(statements)
