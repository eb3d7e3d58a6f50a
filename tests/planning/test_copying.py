"""A cohort copied: what comes along, what never does, and who may."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa

from programme.activities.models import (
    Activity,
    ActivityChange,
    ActivityDay,
    ActivityLink,
    ChangeKind,
    FindingOverride,
)
from programme.cohorts.models import Cohort, CohortState, Enrolment, Role
from programme.core.errors import RuleBrokenError
from programme.people.models import Organisation, Person
from programme.planning import queries, services
from programme.planning.copying import EVERY_KIND, Parts
from programme.planning.rules import Rules
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import ProgrammeObjective, ProgrammeState
from programme.venues.models import Venue
from tests import factories as make

START = date(2026, 2, 2)  # a Monday
NOW = (2026, 11, 22, 9)


@pytest.fixture
def copied(world, session, at):
    """Hold A of Karen's organisation, with one of everything that may and may not come along."""
    at(*NOW)
    cohort = make.CohortFactory(
        programme=world.half_year,
        organisation=world.organisation,
        name="Hold A",
        starts_on=START,
        ends_on=date(2026, 12, 1),
    )
    soeren = make.PersonFactory(name="Søren Vang", organisation=world.organisation)
    mette = make.PersonFactory(name="Mette Holm", organisation=world.organisation)
    make.EnrolmentFactory(cohort=cohort, person=soeren, role=Role.FACILITATOR)
    level = make.LevelFactory()
    make.EnrolmentFactory(cohort=cohort, person=mette, level=level)
    venue = Venue(organisation=world.organisation, name="Æblegården", address="Nørregade 12")
    session.add(venue)
    goals = make.GoalSetFactory(level=level)
    goal = make.GoalFactory(goal_set=goals, number=1)
    objective = ProgrammeObjective(number=77, short_name="Fælles retning")
    world.half_year.goal_sets = [goals]
    world.half_year.objectives.append(objective)
    session.flush()

    def activity(number, day, **more):
        more = {"kind": ActivityKind.SEMINAR, "title": f"Tema {number}"} | more
        return make.ActivityFactory(cohort=cohort, number=number, starts_on=day, **more)

    full = activity(
        1, START, ends_on=date(2026, 2, 3), start_time=time(9), end_time=time(15),
        preparation="Læs to sider.", bring="En sag.", try_afterwards="Spørg først.",
        venue_id=venue.id, place="Æblegården", address="Nørregade 12",
        answers_until=date(2026, 1, 26), asks_diet=True, moved_from=date(2026, 1, 5),
    )  # fmt: skip
    full.facilitators, full.goals, full.objectives = [soeren], [goal], [objective]
    full.days = [ActivityDay(number=1, programme="Dag 1")]
    full.links = [ActivityLink(position=1, title="Artikel", url="https://example.org/a")]
    full.named = [mette]
    full.changes = [
        ActivityChange(kind=ChangeKind.MOVED, at=datetime(2026, 1, 1, tzinfo=UTC), reason="Sne")
    ]
    holiday = activity(2, date(2026, 6, 8), kind=ActivityKind.WORKSHOP)
    activity(3, date(2026, 3, 2), cancelled_at=datetime(2026, 2, 1, tzinfo=UTC))
    activity(
        None, None, ends_on=None, title="", kind=ActivityKind.SHADOWING,
        window_from=date(2026, 4, 1), window_to=date(2026, 5, 1),
    )  # fmt: skip
    activity(9, date(2026, 4, 8), audience=Audience.NAMED)
    session.flush()
    return {"cohort": cohort, "soeren": soeren, "mette": mette, "venue": venue, "second": holiday}


@pytest.fixture
def copy(world, copied, in_app):
    """`copy(parts=…, rules=…)` makes Hold B of Hold A as Karen and returns its key."""

    def run(by=None, parts=None, **changes):
        with in_app() as db:
            cohort = db.get(Cohort, copied["cohort"].id)
            values = {
                "name": "Hold B",
                "starts_on": date(2027, 2, 1),
                "moved": {},
                "key": "copy-1",
                "organisation": db.get(Organisation, world.organisation.id),
                "programme": cohort.programme,
                "reason": "Dagene er aftalt.",
                "rules": Rules(keep_weekday=True, keep_order=True),
            } | changes
            plan = services.CohortPlan(
                copied=cohort, source=services.copy_source(cohort, parts or Parts()), **values
            )
            return services.create(plan, by=db.get(Person, (by or world.karen).id)).id

    return run


def plan_of(session, key):
    found = session.scalars(sa.select(Activity).where(Activity.cohort_id == key)).all()
    return {(activity.kind, activity.number): activity for activity in found}


# Venues -------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["closed", "of another organisation", "none"])
def test_a_venue_comes_along_or_its_words_do(world, copied, copy, session, why):
    venue = session.scalar(sa.select(Venue))
    kept = None
    if why == "closed":
        venue.closed_at = datetime(2026, 11, 1, tzinfo=UTC)
    elif why == "of another organisation":
        away = make.OrganisationFactory()
        make.GrantFactory(person=world.karen, organisation_id=away.id)
        world.organisation = away
    else:
        kept = venue.id
    session.flush()
    made = plan_of(session, copy())[ActivityKind.SEMINAR, 1]
    assert (made.venue_id, made.room_id) == (kept, None)
    assert (made.place, made.address) == ("Æblegården", "Nørregade 12")


# What comes along ---------------------------------------------------------------------------


def test_the_plan_comes_along_on_the_same_weekdays(copied, copy, session):
    key = copy()
    cohort, plan = session.get(Cohort, key), plan_of(session, key)
    assert (cohort.state, cohort.starts_on) == (CohortState.DRAFT, date(2027, 2, 1))
    assert cohort.ends_on == date(2026, 12, 1) + (date(2027, 2, 1) - START)
    assert set(plan) == {
        (ActivityKind.SEMINAR, 1),
        (ActivityKind.WORKSHOP, 2),
        (ActivityKind.SHADOWING, None),
    }
    full = plan[ActivityKind.SEMINAR, 1]
    assert (full.starts_on, full.ends_on) == (date(2027, 2, 1), date(2027, 2, 2))
    assert (full.start_time, full.end_time) == (time(9), time(15))
    assert full.answers_until == date(2027, 1, 25)
    assert (full.preparation, full.bring, full.asks_diet) == ("Læs to sider.", "En sag.", True)
    assert [day.programme for day in full.days] == ["Dag 1"]
    assert [link.url for link in full.links] == ["https://example.org/a"]
    assert [goal.number for goal in full.goals] == [1]
    assert [objective.number for objective in full.objectives] == [77]
    assert (full.venue_id, full.place) == (copied["venue"].id, "Æblegården")
    assert full.facilitators == [copied["soeren"]]
    shadowing = plan[ActivityKind.SHADOWING, None]
    assert (shadowing.starts_on, shadowing.window_from) == (None, date(2027, 3, 31))


def test_what_happened_in_the_cohort_stays_behind(copied, copy, session):
    key = copy()
    full = plan_of(session, key)[ActivityKind.SEMINAR, 1]
    assert (full.named, full.moved_from, full.published_at, full.cancelled_at) == (
        [], None, None, None,
    )  # fmt: skip
    assert [change.kind for change in full.changes] == [ChangeKind.CREATED]
    places = session.scalars(sa.select(Enrolment).where(Enrolment.cohort_id == key)).all()
    assert [(place.person_id, place.role) for place in places] == [
        (copied["soeren"].id, Role.FACILITATOR)
    ]


def test_only_what_is_asked_for(copied, copy, session):
    parts = Parts(
        kinds=frozenset({ActivityKind.SEMINAR}), texts=False, goals=False, venues=False,
        facilitators=False, cancelled=True,
    )  # fmt: skip
    key = copy(parts=parts)
    plan = plan_of(session, key)
    assert set(plan) == {(ActivityKind.SEMINAR, 1), (ActivityKind.SEMINAR, 3)}
    full = plan[ActivityKind.SEMINAR, 1]
    assert (full.preparation, full.days, full.links) == ("", [], [])
    assert (full.goals, full.objectives, full.facilitators) == ([], [], [])
    assert (full.venue_id, full.place, full.address) == (None, "", "")
    assert plan[ActivityKind.SEMINAR, 3].cancelled_at is None
    assert not session.scalars(sa.select(Enrolment).where(Enrolment.cohort_id == key)).all()


def test_who_facilitates_no_more_and_what_the_programme_has_no_more_stay_behind(
    copied, copy, session, world
):
    place = session.scalar(sa.select(Enrolment).where(Enrolment.role == Role.FACILITATOR))
    place.ended_at = make.LONG_AGO
    world.half_year.goal_sets = []
    full = plan_of(session, copy())[ActivityKind.SEMINAR, 1]
    assert (full.facilitators, full.goals) == ([], [])


def test_a_finding_is_accepted_with_a_reason_once_for_the_plan(copied, copy, session):
    copied["second"].starts_on = copied["second"].ends_on = date(2026, 5, 25)
    with pytest.raises(RuleBrokenError) as refused:  # 2. pinsedag, 17 May 2027
        copy(starts_on=date(2027, 1, 25), reason="")
    assert refused.value.field == "accept_reason"
    key = copy(starts_on=date(2027, 1, 25))
    kept = session.scalars(sa.select(FindingOverride)).all()
    assert {(each.cohort_id, each.reason) for each in kept} == {(key, "Dagene er aftalt.")}
    plan = plan_of(session, key)
    assert {each.activity_id for each in kept} <= {activity.id for activity in plan.values()}


# Who may ------------------------------------------------------------------------------------


def test_the_service_refuses_a_cohort_that_one_does_not_coordinate(copied, copy, world, session):
    copied["cohort"].organisation_id = world.other.id
    with pytest.raises(RuleBrokenError) as refused:
        copy()
    assert refused.value.field == "copied"


def test_foreign_cohorts_are_nobody_s_business(copied, world, sign_in, session):
    foreign = make.CohortFactory(organisation=world.other, name="Deres hold")
    browser = sign_in(world.karen)
    assert "Hold A" in browser.get("/hold/nyt").text
    assert "Deres hold" not in browser.get("/hold/nyt").text
    asked = {"copied": foreign.id, "name": "X", "starts_on": "1-2-2027", "organisation": 1}
    for answer in (
        browser.get(f"/hold/nyt?copied={foreign.id}"),
        browser.get("/hold/nyt/forslag", query_string=asked),
        browser.post("/hold/nyt/opret", asked),
        browser.get("/hold/nyt?copied=2000000"),
    ):
        assert answer.status_code == 404


def test_who_facilitates_a_cohort_may_not_copy_it(copied, world, sign_in, session):
    facilitated = make.CohortFactory(organisation=world.other)
    make.EnrolmentFactory(cohort=facilitated, person=world.karen, role=Role.FACILITATOR)
    assert sign_in(world.karen).get(f"/hold/nyt?copied={facilitated.id}").status_code == 403


def test_what_may_be_copied_is_what_is_offered(copied, world, in_app, session):
    archived = make.ProgrammeFactory(state=ProgrammeState.ARCHIVED)
    make.CohortFactory(organisation=world.organisation, programme=archived)
    rikkes = make.CohortFactory(programme=world.long, organisation=world.other, name="Rikkes")
    only = make.CohortFactory(programme=world.bare, organisation=world.other)
    make.GrantFactory(person=world.peter, cohort_id=only.id)
    with in_app() as db:
        for name, expected in (("karen", {"Hold A"}), ("rikke", {"Rikkes"}), ("peter", set())):
            person = db.get(Person, getattr(world, name).id)
            assert {each.name for each in queries.cohorts_to_copy(person)} == expected
        assert rikkes.id in queries.overseen(world.rikke.id)
        assert copied["cohort"].id in queries.overseen(world.karen.id)
        assert rikkes.id not in queries.overseen(world.karen.id)


def test_a_programme_that_is_no_more_is_told_of(copied, world, sign_in, session):
    world.half_year.state = ProgrammeState.ARCHIVED
    asked = {
        "copied": copied["cohort"].id, "name": "X", "starts_on": "1-2-2027",
        "organisation": world.organisation.id,
    }  # fmt: skip
    assert sign_in(world.karen).post("/hold/nyt/opret", asked).status_code == 422


# The pages ----------------------------------------------------------------------------------


@pytest.fixture
def karen(world, sign_in):
    return sign_in(world.karen)


@pytest.fixture
def asked(copied, world):
    def values(**changes):
        return {
            "copied": copied["cohort"].id,
            "organisation": world.organisation.id,
            "name": "Hold B",
            "starts_on": "1-2-2027",
            "key": "copy-1",
        } | changes

    return values


def text_of(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def sent(answer):
    """What a browser would send of the preview's form, several of one name included."""
    form = re.search(
        r'<form method="post" action="/hold/nyt/opret".*?</form>', answer.text, re.DOTALL
    )[0]
    found = {}
    for each in re.findall(r"<input[^>]*>", form):
        if re.search(r'type="(checkbox|radio)"', each) and " checked" not in each:
            continue
        name = re.search(r'name="([^"]+)"', each)[1]
        value = re.search(r'value="([^"]*)"', each)
        found.setdefault(name, []).append(html.unescape(value[1]) if value else "")
    return found


def test_the_preview_shows_both_dates_and_saves_nothing(karen, asked, session):
    answer = karen.get("/hold/nyt/forslag", query_string=asked())
    text = text_of(answer)
    assert "Kopieret fra Hold A" in text
    assert "3 aktiviteter · 2 med dato" in text
    assert "Seminar 1 | Tema 1 man 2. feb. 2026 1.–2. februar 2027 mandag–tirsdag 5" in text
    assert "Det kommer med" in text
    assert "Regler for datoerne" in text
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 1


def test_a_copy_is_made_as_it_was_shown_and_once(karen, asked, session):
    fields = sent(karen.get("/hold/nyt/forslag", query_string=asked()))
    made = [karen.post("/hold/nyt/opret", fields) for _ in range(2)]
    assert {answer.status_code for answer in made} == {303}
    assert len({answer.headers["Location"] for answer in made}) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 2


def test_what_is_not_ticked_is_left_out(karen, asked, copied, session):
    fields = sent(karen.get("/hold/nyt/forslag", query_string=asked()))
    del fields[f"take_{copied['second'].id}"]
    shown = karen.post("/hold/nyt/forslag", fields)
    assert "2 aktiviteter · 1 med dato · 1 taget ud" in text_of(shown)
    assert 'class="is-left-out"' in shown.text
    karen.post("/hold/nyt/opret", sent(shown))
    new = session.scalar(sa.select(Cohort).where(Cohort.name == "Hold B"))
    assert (ActivityKind.WORKSHOP, 2) not in plan_of(session, new.id)


def test_the_rules_move_what_they_are_told_to(karen, asked, copied, session):
    copied["second"].starts_on = copied["second"].ends_on = date(2026, 5, 18)
    shown = karen.get("/hold/nyt/forslag", query_string=asked())
    assert "2. pinsedag" in text_of(shown)
    assert "1 helligdag" in text_of(shown)
    fields = sent(shown) | {"off_holidays": "y"}
    moved = karen.post("/hold/nyt/forslag", fields)
    assert "24. maj 2027 mandag" in text_of(moved)
    assert "Rykket fra mandag den 17. maj 2027" in text_of(moved)
    assert "is-flagged" not in moved.text
    back = karen.post("/hold/nyt/forslag", fields | {"direction": "previous"})
    assert "10. maj 2027 mandag" in text_of(back)


def test_the_period_goes_as_far_as_the_rules_move_the_plan(karen, asked, copied, session):
    copied["cohort"].ends_on = date(2026, 5, 18)
    copied["second"].starts_on = copied["second"].ends_on = date(2026, 5, 18)
    moved = karen.get("/hold/nyt/forslag", query_string=asked())
    assert "1. februar–17. maj 2027" in text_of(moved)
    fields = sent(moved) | {"off_holidays": "y"}
    assert "1. februar–24. maj 2027" in text_of(karen.post("/hold/nyt/forslag", fields))
    by_hand = fields | {f"move_{copied['second'].id}": "1-6-2027"}
    assert "1 uden for perioden" in text_of(karen.post("/hold/nyt/forslag", by_hand))


def test_rules_changed_after_the_look_make_nothing(karen, asked, copied, session):
    copied["second"].starts_on = copied["second"].ends_on = date(2026, 5, 18)
    fields = sent(karen.get("/hold/nyt/forslag", query_string=asked()))
    answer = karen.post(
        "/hold/nyt/opret", fields | {"off_holidays": "y", "accept_reason": "Det går."}
    )
    assert answer.status_code == 422
    assert "Planen er ikke længere den, du så." in text_of(answer)
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 1


def test_another_coordinator_s_change_meanwhile_is_seen_first(karen, asked, copied, session):
    fields = sent(karen.get("/hold/nyt/forslag", query_string=asked()))
    copied["second"].starts_on = copied["second"].ends_on = date(2026, 6, 9)
    session.flush()
    answer = karen.post("/hold/nyt/opret", fields)
    assert answer.status_code == 422
    assert "15. juni 2027" in text_of(answer) or "8. juni 2027" in text_of(answer)
    session.delete(copied["second"])
    session.flush()
    assert karen.post("/hold/nyt/opret", fields).status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Cohort)) == 1


def test_a_clash_with_another_cohort_is_told_with_its_name_to_who_may_see_it(
    karen, asked, copied, world, session
):
    for organisation, title in ((world.organisation, "Vores"), (world.other, "Deres")):
        other = make.CohortFactory(
            organisation=organisation, programme=world.bare, name=f"Hold {title}"
        )
        make.EnrolmentFactory(cohort=other, person=copied["soeren"], role=Role.FACILITATOR)
        busy = make.ActivityFactory(cohort=other, title=title, starts_on=date(2027, 2, 2))
        busy.facilitators = [copied["soeren"]]
    session.flush()
    answer = karen.get("/hold/nyt/forslag", query_string=asked())
    text = text_of(answer)
    assert "Søren Vang er optaget: Seminar 1 | Vores (Hold Vores)" in text
    assert "Deres" not in text
    assert "1 sammenfald" in text
    assert "Hvorfor det er i orden alligevel" in text
    fields = sent(answer)
    assert karen.post("/hold/nyt/opret", fields).status_code == 422
    made = karen.post("/hold/nyt/opret", fields | {"accept_reason": "Søren kommer senere."})
    assert made.status_code == 303
    assert session.scalars(sa.select(FindingOverride.reason)).all() == ["Søren kommer senere."] * 2


def test_without_any_kind_the_cohort_is_made_empty(karen, asked):
    answer = karen.post("/hold/nyt/forslag", asked(chosen="1"))
    assert "Intet fra planen kommer med" in text_of(answer)
    assert karen.post("/hold/nyt/opret", sent(answer)).status_code == 303


def test_a_distance_that_is_none_stands_at_its_field(karen, asked):
    answer = karen.post("/hold/nyt/forslag", asked(chosen="1", distance="mange"))
    assert answer.status_code == 422
    assert '<details class="fold fold--boxed" id="rules" open>' in answer.text


def test_the_fold_that_was_used_stays_open(karen, asked):
    for fold in ("rules", "parts"):
        answer = karen.post(
            "/hold/nyt/forslag", asked(), htmx=True, headers={"HX-Trigger": f"{fold}-chosen"}
        )
        assert f'id="{fold}" open' in answer.text
        assert answer.text.count(" open>") == 1


def test_the_form_comes_filled_in_from_a_cohort_s_settings(karen, copied):
    key = copied["cohort"].id
    settings = karen.get(f"/hold/{key}/indstillinger")
    assert f'href="/hold/nyt?copied={key}"' in settings.text
    assert (
        f'<option selected value="{key}">Hold A</option>'
        in karen.get(f"/hold/nyt?copied={key}").text
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_questions_of_a_preview_do_not_grow_with_the_rows(
    karen, asked, copied, session, queries, number
):
    for n in range(number):
        extra = make.ActivityFactory(
            cohort=copied["cohort"], number=20 + n, starts_on=date(2026, 9, 1 + n)
        )
        extra.facilitators = [copied["soeren"]]
    session.flush()
    values = asked()
    karen.get("/hold/nyt/forslag", query_string=values)
    with queries() as statements:
        assert karen.get("/hold/nyt/forslag", query_string=values).status_code == 200
    assert len(statements) == 26, "\n".join(statements)


def test_every_kind_is_meant_at_first():
    assert Parts().kinds == EVERY_KIND == frozenset(ActivityKind)
