"""The views of a cohort's plan: filters, timeline, year wheel; what htmx gets of them, and who."""

from __future__ import annotations

import re
from datetime import date, time
from urllib.parse import parse_qs, urlsplit

import pytest

from programme.cohorts.models import CohortState
from programme.cohorts.policy import can_edit, can_oversee
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.services import Seen, Words, edit_track
from tests import factories as make


@pytest.fixture(autouse=True)
def _now(at):
    at(2026, 11, 22, 9)


@pytest.fixture
def plan(world):
    """Two seminars, a network meeting and an undated shadowing; a track, a venue, a leader."""
    track = make.TrackFactory(programme=world.programme, name="Refleksion")
    first = make.ActivityFactory(
        cohort=world.cohort, number=1, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4),
        start_time=time(9), end_time=time(15, 30), place="Kursuscentret", track=track,
        facilitators=[world.soren], levels=[world.leaders],
    )  # fmt: skip
    make.ActivityFactory(
        cohort=world.cohort, number=2, starts_on=date(2027, 1, 21), audience=Audience.LEADERS
    )
    make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.NETWORK_MEETING, number=1, title="",
        starts_on=date(2027, 1, 7), place="Skolen",
    )  # fmt: skip
    make.ActivityFactory(
        cohort=world.cohort, kind=ActivityKind.SHADOWING, number=None, title="", starts_on=None,
        ends_on=None, window_from=date(2026, 12, 10), window_to=date(2027, 1, 20),
    )  # fmt: skip
    first.track_key = track.id
    return first


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def titles(answer):
    """The activities of the list, as they stand below one another."""
    return re.findall(r'agenda-item__title"><a href="[^"]*">([^<]*)', answer.text)


# Filters ------------------------------------------------------------------------------------


def test_the_list_is_narrowed_down_and_says_how_much_is_left(world, plan, sign_in):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    every = browser.get(address)
    assert len(titles(every)) == 4
    assert "Ryd filtre" not in every.text
    cases = {
        "type=seminar": 2,
        f"spor={plan.track_key}": 1,
        f"niveau={world.leaders.id}": 4,
        "maalgruppe=leaders": 1,
        "sted=Skolen": 1,
        f"facilitator={world.soren.id}": 1,
        "type=seminar&sted=Kursuscentret": 1,
        "type=network_meeting&sted=Kursuscentret": 0,
    }
    for query, count in cases.items():
        answer = browser.get(f"{address}?{query}")
        assert len(titles(answer)) == count, query
        if count < 4:
            assert f"{count} af 4 aktiviteter" in text_of(answer)
    assert "Ingen aktiviteter passer." in text_of(answer)
    assert f'href="{address}">Ryd filtre' in answer.text


def test_unknown_filters_are_as_if_they_were_not_there(world, plan, sign_in):
    answer = sign_in(world.karen).get(
        f"/hold/{world.cohort.id}?type=fest&spor=999999999999&zoom=x&med=x&baner=x&vis=x"
    )
    assert len(titles(answer)) == 4
    assert "Ryd filtre" not in answer.text


def test_a_narrowed_plan_is_never_given_for_the_whole_one(world, plan, sign_in):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    browser.get(f"{address}?type=seminar")
    assert len(titles(browser.get(address))) == 4
    assert len(titles(browser.get(f"{address}?type=seminar"))) == 2
    assert len(titles(browser.get(address))) == 4


@pytest.mark.parametrize("view", ["aar", "maal", "tidslinje"])
def test_the_other_views_are_narrowed_down_too(world, plan, sign_in, view):
    browser = sign_in(world.karen)
    answer = browser.get(f"/hold/{world.cohort.id}?vis={view}&type=seminar")
    assert "2 af 4 aktiviteter" in text_of(answer)
    body = answer.text.partition('id="plan-body"')[2]
    assert "Seminar 1" in body
    assert "Netværksmøde 1" not in body
    (switch,) = re.findall(r'id="plan-switch">(.*?)</div>', answer.text, re.DOTALL)
    assert switch.count("type=seminar") == 4


def test_htmx_gets_the_view_alone_and_a_clean_address(world, plan, sign_in):
    answer = sign_in(world.karen).get(
        f"/hold/{world.cohort.id}?vis=tidslinje&type=seminar&spor=&sted=", htmx=True
    )
    assert "<h1" not in answer.text
    assert "filter-type" not in answer.text  # the form keeps its focus
    assert 'data-announce="2 af 4 aktiviteter"' in answer.text
    assert answer.text.count('hx-swap-oob="true"') == 2
    assert answer.headers["HX-Push-Url"] == (f"/hold/{world.cohort.id}?vis=tidslinje&type=seminar")
    assert answer.headers["Vary"] == "HX-Request, Cookie"


def test_the_first_paint_of_a_plan_without_differences_has_no_filters(world, sign_in):
    make.ActivityFactory(cohort=world.cohort)
    assert "Filtrér" not in sign_in(world.karen).get(f"/hold/{world.cohort.id}").text


def test_a_track_that_is_renamed_is_renamed_in_every_view(world, plan, sign_in, in_app):
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}"
    addresses = [address, f"{address}?vis=aar", f"{address}?vis=tidslinje&baner=spor"]
    assert all("Refleksion" in browser.get(path).text for path in addresses)
    key, karen = plan.track_key, world.karen.id
    with in_app() as db:
        from programme.people.models import Person
        from programme.programmes.models import Track

        track = db.get(Track, key)
        seen = Seen(track.programme.version, "/")
        edit_track(
            track.programme, track, Words("Fælles praksis", ""), seen, by=db.get(Person, karen)
        )
    for path in addresses:
        text = browser.get(path).text
        assert "Fælles praksis" in text, path
        assert "Refleksion" not in text, path


# The timeline -------------------------------------------------------------------------------


def test_the_timeline_shows_what_has_days_and_a_form_for_each(world, plan, sign_in):
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje")
    assert answer.text.count('class="timeline__item') == 4
    assert "torsdag den 3.–fredag den 4. december 2026" in answer.text
    assert "kan ligge 10. december 2026–20. januar 2027" in answer.text
    assert answer.text.count('class="timeline-move"') == 4


def test_an_address_to_move_carries_all_but_the_day(world, plan, sign_in):
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje&zoom=kvartal")
    (move,) = re.findall(rf'id="tid-{plan.id}".*?data-move="([^"]*)"', answer.text)
    parts = urlsplit(move.replace("&amp;", "&"))
    assert parts.path == f"/aktivitet/{plan.id}/flyt"
    assert parse_qs(parts.query) == {
        "length": ["2"],
        "start_time": ["09:00"],
        "end_time": ["15:30"],
        "version": ["1"],
        "next": [f"/hold/{world.cohort.id}?vis=tidslinje&zoom=kvartal#tid-{plan.id}"],
    }
    shown = sign_in(world.karen).get(f"{parts.path}?{parts.query}&day=2026-12-10")
    assert shown.status_code == 200
    assert "torsdag den 10.–fredag den 11. december 2026 kl. 9.00–15.30" in shown.text


def test_who_may_not_move_gets_links_only(world, plan, sign_in):
    answer = sign_in(world.soren).get(f"/hold/{world.cohort.id}?vis=tidslinje")
    assert answer.text.count('class="timeline__item') == 4
    for means in ("data-move", "timeline-move", "/flyt", "timeline-hint"):
        assert means not in answer.text


def test_what_is_cancelled_is_not_moved(world, sign_in):
    make.ActivityFactory(cohort=world.cohort, cancelled_at=make.LONG_AGO)
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje")
    assert "timeline__item--cancelled" in answer.text
    assert "data-move" not in answer.text


def test_parallel_cohorts_stand_beside_it_and_strangers_do_not(world, plan, sign_in):
    beside = make.CohortFactory(organisation=world.organisation, name="Hold Øst")
    over = make.CohortFactory(
        organisation=world.organisation, name="Hold Før", starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
    )  # fmt: skip
    closed = make.CohortFactory(
        organisation=world.organisation, name="Hold Lukket", state=CohortState.CLOSED
    )
    foreign = make.CohortFactory(name="Hold Fjern")
    for cohort in (beside, over, closed, foreign):
        make.ActivityFactory(cohort=cohort, title=f"På {cohort.name}")
    browser, address = sign_in(world.karen), f"/hold/{world.cohort.id}?vis=tidslinje"
    answer = browser.get(address)
    assert "Hold Øst" in answer.text
    for name in ("Hold Før", "Hold Lukket", "Hold Fjern"):
        assert name not in answer.text
    both = browser.get(f"{address}&med={beside.id}&med={foreign.id}&med={closed.id}")
    assert "På Hold Øst" in both.text
    assert "Hold Fjern" not in both.text
    assert "Hold Lukket" not in both.text
    assert both.text.count("data-move") == 4
    assert f"med={beside.id}" in both.text
    old = browser.get(f"{address}&med={over.id}")
    assert "På Hold Før" in old.text


def test_lanes_by_track(world, plan, sign_in):
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje&baner=spor")
    lanes = re.findall(r'timeline__lane"[^>]*>([^<]*)', answer.text)
    assert list(dict.fromkeys(lanes)) == ["Refleksion", "Uden spor"]


def test_an_empty_plan_has_no_timeline(world, sign_in):
    text = text_of(sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje"))
    assert "Planen er tom." in text


def test_a_cohort_without_end_stands_beside_what_comes_later(world, sign_in):
    world.cohort.ends_on = None
    undated = {"starts_on": None, "ends_on": None}
    make.ActivityFactory(cohort=world.cohort, **undated)
    late = make.CohortFactory(
        organisation=world.organisation, name="Hold Sent", starts_on=date(2029, 1, 1), ends_on=None
    )
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}?vis=tidslinje&med={late.id}")
    assert "Hold Sent" in answer.text
    assert "Uden dato" in answer.text


def test_the_timeline_asks_the_same_however_many(world, plan, sign_in, queries):
    counts, keys = [], []
    browser = sign_in(world.karen)
    for number in (1, 3):
        for _ in range(number):
            cohort = make.CohortFactory(organisation=world.organisation)
            make.ActivityFactory(cohort=cohort, facilitators=[world.soren])
            keys.append(cohort.id)
        beside = "".join(f"&med={key}" for key in keys[:5])
        with queries() as statements:
            answer = browser.get(f"/hold/{world.cohort.id}?vis=tidslinje{beside}")
        assert answer.text.count('class="timeline__cohort"') >= len(keys)
        counts.append(len(statements))
    assert counts == [9, 9]


def test_cohorts_that_may_stand_beside_are_those_one_oversees(world, in_app):
    from programme.activities.queries import cohorts_beside, cohorts_coordinated
    from programme.cohorts.models import Cohort
    from programme.people.models import Person

    make.CohortFactory(organisation=world.organisation)
    make.CohortFactory(organisation=world.organisation, state=CohortState.DRAFT)
    make.CohortFactory(organisation=world.organisation, state=CohortState.CLOSED)
    keys = [person.id for person in (world.karen, world.soren, world.mette, world.peter)]
    with in_app() as db:
        for key in keys:
            person = db.get(Person, key)
            every = db.query(Cohort).all()
            found = {each.id: each.may_edit for each in cohorts_beside(key)}
            assert found == {
                c.id: can_edit(person, c)
                for c in every
                if can_oversee(person, c) and c.state is not CohortState.CLOSED
            }
            own = {each.id for each in cohorts_coordinated(key)}
            assert own == {c.id for c in every if can_edit(person, c)}


# The year wheel -----------------------------------------------------------------------------


def test_a_year_wheel_of_a_cohort(world, plan, sign_in):
    browser = sign_in(world.soren)
    answer = browser.get(f"/hold/{world.cohort.id}/aarshjul")
    assert "Årshjul 2026" in text_of(answer)
    table = answer.text.partition("<tbody>")[2]
    assert "Seminar 1" in table
    assert "Seminar 2" not in table
    assert "kan ligge 10. december 2026–20. januar 2027" in table
    following = browser.get(f"/hold/{world.cohort.id}/aarshjul?aar=2027")
    assert "Årshjul 2027" in text_of(following)
    assert "Netværksmøde 1" in following.text
    for odd in ("2150", "x", "-1"):
        assert "Årshjul 2026" in text_of(browser.get(f"/hold/{world.cohort.id}/aarshjul?aar={odd}"))


@pytest.mark.parametrize(("name", "status"), [("mette", 403), ("peter", 404), ("karen", 200)])
def test_a_year_wheel_is_for_who_sees_the_plan(world, plan, sign_in, name, status):
    browser = sign_in(getattr(world, name))
    assert browser.get(f"/hold/{world.cohort.id}/aarshjul").status_code == status
    assert browser.get("/aarshjul").status_code == (200 if name == "karen" else 403)


def test_a_year_wheel_without_dates_says_so(world, sign_in):
    answer = sign_in(world.karen).get(f"/hold/{world.cohort.id}/aarshjul")
    assert "Der er intet med dato i 2026." in answer.text


def test_the_year_of_all_own_cohorts_and_of_those_picked(world, plan, sign_in):
    keys = []
    for number in range(7):
        cohort = make.CohortFactory(organisation=world.organisation, name=f"Hold nr. {number}")
        make.ActivityFactory(cohort=cohort, title=f"Tema {number}")
        keys.append(cohort.id)
    foreign = make.CohortFactory(name="Hold Fjern")
    make.ActivityFactory(cohort=foreign, title="Fjernt")
    browser = sign_in(world.karen)
    every = browser.get("/aarshjul")
    assert "Der er plads til seks hold ad gangen." in every.text
    assert "Fjern" not in every.text
    some = browser.get(f"/aarshjul?aar=2026&hold={keys[0]}&hold={keys[1]}&hold={foreign.id}")
    assert "Der er plads" not in some.text
    table = some.text.partition("<tbody>")[2]
    assert "Tema 0" in table
    assert "Tema 1" in table
    assert "Tema 2" not in table
    assert "Fjernt" not in some.text


def test_year_wheels_ask_the_same_however_many(world, plan, sign_in, queries):
    counts = []
    browser = sign_in(world.karen)
    for number in (1, 3):
        for _ in range(number):
            make.ActivityFactory(cohort=make.CohortFactory(organisation=world.organisation))
        with queries() as statements:
            assert browser.get("/aarshjul").status_code == 200
        counts.append(len(statements))
    assert counts == [5, 5]
