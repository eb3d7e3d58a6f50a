"""Pages by real requests: whole, as fragments, with mistakes, and for those who may not."""

from __future__ import annotations

import json
import logging
import re
from datetime import date

import pytest
import sqlalchemy as sa

from programme.cohorts.models import Enrolment, Role
from programme.learning_logs.models import EntryState, LogEntry, PracticeTask, ShareWith
from tests import factories as f
from tests.learning_logs.conftest import CANARY, PARTS

JSON = {"Accept": "application/json", "HX-Request": "true"}
DRAFT = {"state": EntryState.DRAFT, "finished_at": None}
ADDRESSES = ("", "/ret", "/del", "/slet")


@pytest.fixture
def mette(world, sign_in):
    """The author's browser."""
    return sign_in(world.author)


def entries(session):
    return list(session.scalars(sa.select(LogEntry).order_by(LogEntry.id)))


def form(**values):
    key = "side" if values.get("version", "") == "" else ""
    return {"key": key, "version": "", "page": "", "number": "0", **values}


def autosave(browser, path, **values):
    """As the script sends it."""
    values.setdefault("page", "fane")
    token = {"X-CSRFToken": browser.csrf()}
    return browser.post(path, form(**values), csrf=False, headers=JSON | token)


def test_an_old_page_of_a_deleted_entry_touches_no_other(session, mette, world):
    """The next entry gets another id; and a page of another entry saves nothing in this one."""
    gone = world.entry(heading="Det gamle")
    old = gone.id
    assert mette.post(f"/log/{old}/slet", {}).status_code == 303
    autosave(mette, "/log/ny", key="ny-side", action="Det nye")
    [new] = entries(session)
    assert new.id > old
    share = {"act": "share", "audience": "knowledge", "target": "0"}
    assert mette.post(f"/log/{old}/del", share).status_code == 404
    assert mette.post(f"/log/{old}/slet", {}).status_code == 404
    for entry_id in (old, new.id):
        sent = {"key": "gammel-side", "action": "Det gamle", "version": "1"}
        assert autosave(mette, f"/log/{entry_id}/ret", **sent).status_code == 404
        assert mette.post(f"/log/{entry_id}/ret", form(**sent)).status_code == 404
    session.refresh(new)
    assert (new.action, new.shares) == ("Det nye", [])


# --- Reading ---------------------------------------------------------------------------------


def test_who_takes_part_in_nothing_is_told_whose_a_log_is(world, sign_in, mette):
    browser = sign_in(world.coordinator)
    page = browser.get("/log").text
    assert "En læringslog hører til dem, der deltager på et hold." in page
    assert "Skriv i loggen" not in page
    assert 'href="/log/delt"' in page
    for one, first, other in ((browser, "Forside", "Læringslog"), (mette, "Læringslog", "Forside")):
        way = re.search(r"<nav[^>]*breadcrumb.*?</nav>", one.get("/pejlemaerker").text, re.DOTALL)
        assert f">{first}</a>" in way[0]
        assert other not in way[0]


def test_an_empty_log_says_how_to_begin(mette):
    page = mette.get("/log")
    assert page.status_code == 200
    assert "Din log er tom. Begynd med én ting, du prøvede af i denne uge" in page.text
    assert "/log/ny" in page.text


def test_the_log_shows_months_titles_goals_and_who_reads(world, mette):
    first = world.entry(
        heading="Et møde uden drift", written_on=date(2026, 9, 27), goals=world.goals[:1]
    )
    second = world.entry(
        heading="En anden ved bordenden", written_on=date(2026, 10, 18), previous=first
    )
    world.share(second, ShareWith.NETWORK_GROUP)
    world.entry(heading="Et udkast", written_on=date(2026, 11, 21), **DRAFT)
    page = mette.get("/log")
    assert page.text.index("november 2026") < page.text.index("oktober 2026")
    assert "september 2026" not in page.text  # the chain stands where its newest step does
    for words in ("En anden ved bordenden", "Delt med 1", "Et udkast", "Kladde", "Trin 2"):
        assert words in page.text
    assert "Kun du kan læse det her" in page.text


def test_filters_and_the_list_alone(world, mette):
    world.entry(heading="Med mål", goals=world.goals[:1])
    undated = f.ActivityFactory(cohort=world.cohort, kind="shadowing", title="", starts_on=None)
    world.entry(heading="Uden mål", activity=undated)
    address = f"/log?maal={world.goals[0].id}"
    page = mette.get(address)
    assert "Med mål" in page.text
    assert "Uden mål" not in page.text
    part = mette.get(address, htmx=True)
    assert part.text.strip().startswith('<div id="entry-list">')
    assert "Med mål" in part.text
    by_activity = mette.get(f"/log?aktivitet={undated.id}")
    assert f'<option value="{undated.id}" selected>Skyggepraktik 1</option>' in by_activity.text
    nothing = mette.get("/log?vis=kladder")
    assert "Ingen af dine indlæg passer" in nothing.text
    assert mette.get("/log?maal=x").status_code == 404
    assert mette.get("/log?opgave=99999999999999999999").status_code == 404


def test_the_log_has_pages(world, mette):
    for day in range(31):
        world.entry(heading=f"Nummer {day:02}", written_on=date(2026, 10, 1 + day))
    assert "Nummer 00" not in mette.get("/log").text
    second = mette.get("/log?side=2&vis=")
    assert "Nummer 00" in second.text
    assert 'href="/log?side=1"' in second.text


def test_an_own_entry_shows_all_of_it_and_its_chain(world, mette):
    before = world.entry(heading="Før", written_on=date(2026, 11, 1), next_action="Tie.")
    entry = world.secret(previous=before, activity=world.activity)
    page = mette.get(f"/log/{entry.id}")
    for part in PARTS:
        assert f"{CANARY} {part}" in page.text
    for words in (
        "Kun du kan læse det her",
        "Handling",
        "Ny viden",
        f"{CANARY} task",
        "Seminar 3",
        "Mål nr. 1",
        "Kæden",
        "Før",
        "Fortsæt med næste handling",
        f"/log/ny?efter={entry.id}",
    ):
        assert words in page.text, words
    assert "Kæden" in mette.get(f"/log/{before.id}").text


def test_an_entry_that_stands_alone_has_no_chain(world, mette):
    alone = world.entry(no_goal=True)
    page = mette.get(f"/log/{alone.id}")
    assert "Kæden" not in page.text
    assert "Intet mål" in page.text
    draft = world.entry(next_action="Tie.", **DRAFT)
    page = mette.get(f"/log/{draft.id}")
    assert "Kæden" not in page.text
    assert "Kladde" in page.text


def test_an_entry_without_words_has_a_name_all_the_same(world, mette):
    entry = world.entry(action="", **DRAFT)
    world.entry(action="", previous=entry, **DRAFT)
    assert "<h1>Uden overskrift</h1>" in mette.get(f"/log/{entry.id}").text
    assert "Uden overskrift" in mette.get("/log").text


def test_a_reader_meets_the_text_and_nothing_beside_it(world, sign_in):
    before = world.entry(heading=f"{CANARY} før")
    entry = world.secret(previous=before, activity=world.activity, action="Jeg spurgte.")
    world.share(entry, ShareWith.NETWORK_GROUP)
    page = sign_in(world.mate).get(f"/log/{entry.id}")
    assert page.status_code == 200
    for words in ("Mette Madsen", "Jeg spurgte.", f"{CANARY} reflection", "Mål nr. 1"):
        assert words in page.text
    for words in (
        f"{CANARY} task",
        f"{CANARY} før",
        "Seminar 3",
        "/ret",
        f"{entry.id}/del",
        "/slet",
    ):
        assert words not in page.text, words


def test_what_is_shared_stands_under_its_own_tab(world, sign_in):
    entry = world.entry(heading="En anden ved bordenden", goals=world.goals[:1])
    world.share(entry, ShareWith.NETWORK_GROUP)
    world.entry(heading=CANARY)
    page = sign_in(world.mate).get("/log/delt")
    for words in ("En anden ved bordenden", "Mette Madsen", "Mål nr. 1"):
        assert words in page.text
    assert CANARY not in page.text
    assert "Delt med 1" not in page.text
    part = sign_in(world.mate).get("/log/delt", htmx=True)
    assert "En anden ved bordenden" in part.text
    empty = sign_in(world.classmate).get("/log/delt")
    assert "Det, du selv deler, står under Mine." in empty.text
    nothing = sign_in(world.stranger).get("/log/delt")
    assert "Ingen har delt noget med dig endnu." in nothing.text


# --- Writing ---------------------------------------------------------------------------------


def test_the_page_to_write_on_asks_the_four_questions(world, mette, session):
    page = mette.get("/log/ny")
    for words in (
        "Kun du kan læse det her",
        "Handling – Hvad prøvede du af?",
        "Refleksion – Hvad tænker du om det?",
        "Ny viden – Hvad lærte eller læste du, som hjælper?",
        "Næste handling – Hvad prøver du næste gang?",
        "Intet mål",
        "Vis alle tre",
        "Gør færdig",
        "Gem kladde",
        "22-11-2026",
    ):
        assert words in page.text, words
    assert entries(session) == []


def test_the_next_action_opens_the_next_entry(world, mette):
    task = f.TaskFactory(owner_id=world.author.id)
    previous = world.entry(
        action="Jeg samlede driften.", next_action="Tie, til alle har talt.", task=task
    )
    page = mette.get(f"/log/ny?efter={previous.id}")
    assert "Tie, til alle har talt.</textarea>" in page.text
    assert f'name="previous" value="{previous.id}"' in page.text
    assert f'<option value="{task.id}" selected>' in page.text
    assert "Jeg samlede driften." in page.text  # to be read while writing


def test_a_page_is_prepared_with_activity_or_task(world, mette):
    task = f.TaskFactory(owner_id=world.author.id)
    page = mette.get(f"/log/ny?aktivitet={world.activity.id}&opgave={task.id}")
    assert f'<option value="{world.activity.id}" selected>' in page.text
    assert f'<option value="{task.id}" selected>' in page.text


@pytest.mark.parametrize("name", ["efter", "aktivitet", "opgave"])
def test_what_is_not_ones_own_prepares_nothing(world, mette, name):
    foreign = {
        "efter": f.EntryFactory(author=world.mate, next_action=CANARY),
        "aktivitet": f.ActivityFactory(title=CANARY),
        "opgave": f.TaskFactory(owner_id=world.mate.id, title=CANARY),
    }[name]
    for key in (foreign.id, 999_999, "x", "-1"):
        page = mette.get(f"/log/ny?{name}={key}")
        assert page.status_code == 404
        assert CANARY not in page.text


def test_a_leader_without_goals_reads_so_and_can_finish(world, sign_in, session):
    session.execute(sa.update(Enrolment).values(level_id=None))
    browser = sign_in(world.author)
    page = browser.get("/log/ny")
    assert "Ingen kompetencemål er lagt ind endnu. Du kan sagtens skrive" in page.text
    assert "Intet mål" not in page.text
    answer = browser.post("/log/ny", form(action="Jeg tav.", then="finish"))
    assert answer.status_code == 303
    [entry] = entries(session)
    assert entry.state is EntryState.FINAL


def test_without_script_a_draft_is_saved_by_a_button(mette, session):
    answer = mette.post("/log/ny", form(action="Jeg tav.", then="draft"))
    [entry] = entries(session)
    assert (answer.status_code, answer.location) == (303, f"/log/{entry.id}/ret")
    page = mette.get(answer.location)
    assert "Kladden er gemt." in page.text
    assert "Jeg tav.</textarea>" in page.text
    again = mette.post(
        answer.location, form(version=entry.version, action="Jeg ventede.", then="draft")
    )
    assert again.status_code == 303
    assert entries(session)[0].action == "Jeg ventede."


def test_the_same_form_sent_twice_makes_one_entry(world, mette, session):
    sent = form(action="Jeg tav.", goals=world.goals[0].id, then="finish")
    for _ in range(2):
        assert mette.post("/log/ny", sent).status_code == 303
    [entry] = entries(session)
    assert (entry.state, [g.number for g in entry.goals]) == (EntryState.FINAL, [1])


def test_finishing_leads_to_the_entry(world, mette, session):
    entry = world.entry(**DRAFT)
    answer = mette.post(
        f"/log/{entry.id}/ret",
        form(version=entry.version, action="Jeg tav.", no_goal="y", then="finish"),
    )
    assert (answer.status_code, answer.location) == (303, f"/log/{entry.id}")
    assert "Indlægget er gemt." in mette.get(answer.location).text
    assert entries(session)[0].no_goal


def test_a_finished_entry_is_saved_by_its_button_too(world, mette):
    entry = world.entry(no_goal=True)
    page = mette.get(f"/log/{entry.id}/ret")
    assert "Gem indlæg" in page.text
    assert "Gør færdig" not in page.text
    answer = mette.post(
        f"/log/{entry.id}/ret",
        form(version=entry.version, action="Nyt.", no_goal="y", then="draft"),
    )
    assert answer.location == f"/log/{entry.id}"


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"action": "Jeg tav."}, "goals", "Vælg et mål, eller vælg “Intet mål”."),
        ({"no_goal": "y", "reflection": ""}, "action", "Skriv lidt i et af felterne først."),
        ({"action": "a", "heading": "æ" * 10_000}, "heading", "højst have 200 tegn"),
        ({"action": "a" * 100_001}, "action", "højst have 100000 tegn"),
        ({"action": "a", "written_on": "31. april 2026"}, "written_on", ""),
        ({"action": "a", "written_on": "24-12-2026"}, "written_on", "Datoen ligger i fremtiden."),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_saves_nothing(mette, session, values, field, message):
    typed = "En tanke, der ikke må gå tabt – æøå 🙂"
    answer = mette.post("/log/ny", form(reflection=typed, then="finish") | values)
    assert message in answer.text
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert ("reflection" in values) or typed in answer.text
    assert "Fejl: Skriv i loggen" in answer.text
    assert entries(session) == []


def test_a_mistake_in_a_draft_that_exists_leaves_it_as_it_was(world, mette, session):
    entry = world.entry(action="før", goals=[world.goals[0]], **DRAFT)
    version = entry.version
    answer = mette.post(
        f"/log/{entry.id}/ret", form(version=version, action="efter", then="finish")
    )
    assert answer.status_code == 422
    assert "efter</textarea>" in answer.text
    [kept] = entries(session)
    assert (kept.action, kept.version, len(kept.goals)) == ("før", version, 1)


def test_control_characters_go_and_letters_stay(mette, session):
    mette.post("/log/ny", form(action="a\x00b\x07 æøå 🙂\r\nny linje", then="draft"))
    assert entries(session)[0].action == "ab æøå 🙂\nny linje"


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_a_page_without_a_proper_key_saves_nothing(mette, session, key):
    assert mette.post("/log/ny", form(key=key, action="a")).status_code == 400
    assert entries(session) == []


def test_unknown_fields_are_not_read(world, mette, session):
    mette.post(
        "/log/ny",
        form(
            action="a",
            author_id=world.mate.id,
            state="final",
            cohort_id=f.CohortFactory().id,
            then="draft",
        ),
    )
    [entry] = entries(session)
    assert (entry.author_id, entry.state) == (world.author.id, EntryState.DRAFT)
    assert entry.cohort_id == world.cohort.id


def test_anothers_keys_in_a_form_show_and_tie_nothing(world, mette, session):
    activity = f.ActivityFactory(title=CANARY, goals=[world.goals[0]])
    task = f.TaskFactory(owner_id=world.mate.id, title=CANARY)
    previous = f.EntryFactory(author=world.mate, action=CANARY)
    sent = form(action="a", activity=activity.id, task=task.id, previous=previous.id)
    refused = mette.post("/log/ny", sent | {"then": "finish"})
    assert refused.status_code == 422
    assert CANARY not in refused.text
    mette.post("/log/ny", sent | {"then": "draft"})
    [entry] = [one for one in entries(session) if one.author_id == world.author.id]
    assert (entry.activity_id, entry.task_id, entry.previous_id) == (None, None, None)


# --- Saving by script ------------------------------------------------------------------------


def test_the_script_begins_an_entry_and_goes_on_with_it(mette, session):
    answer = autosave(mette, "/log/ny", number=1, action="Jeg ta")
    [entry] = entries(session)
    assert answer.json == {
        "version": entry.version,
        "saved": "Gemt kl. 10.30",
        "address": f"/log/{entry.id}/ret",
        "away": f"/log/{entry.id}/slet",
    }
    again = autosave(
        mette, answer.json["address"], version=answer.json["version"], number=2, action="Jeg tav."
    )
    assert again.status_code == 200
    assert "away" not in again.json
    assert entries(session)[0].action == "Jeg tav."


def test_a_lost_answer_is_no_conflict_and_a_late_save_changes_nothing(mette, session):
    autosave(mette, "/log/ny", number=1, action="Jeg")
    assert autosave(mette, "/log/ny", number=3, action="Jeg tav.").status_code == 200
    assert autosave(mette, "/log/ny", number=2, action="Jeg ta").status_code == 200
    [entry] = entries(session)
    assert entry.action == "Jeg tav."


def test_the_script_keeps_a_half_typed_date_out(world, mette, session):
    entry = world.entry(**DRAFT)
    autosave(
        mette, f"/log/{entry.id}/ret", version=entry.version, written_on="31. apr", action="Nyt."
    )
    [kept] = entries(session)
    assert (kept.action, kept.written_on) == ("Nyt.", date(2026, 11, 13))


def test_the_script_is_told_of_a_rule(world, mette, session):
    answer = autosave(mette, "/log/ny", action="a", heading="h" * 201)
    assert answer.status_code == 422
    assert answer.json == {"message": "En overskrift kan højst have 200 tegn."}
    assert entries(session) == []


def test_a_conflict_gives_the_script_both(world, mette, session):
    entry = world.entry(action="fra telefonen", **DRAFT)
    stale = {"version": entry.version - 1, "action": "fra kontoret", "key": entry.key}
    for path in (f"/log/{entry.id}/ret", "/log/ny"):
        answer = autosave(mette, path, **stale)
        assert answer.status_code == 409
        assert answer.json["theirs"]["action"] == "fra telefonen"
        assert answer.json["version"] == entry.version
        assert answer.json["address"] == f"/log/{entry.id}/ret"
    assert entries(session)[0].action == "fra telefonen"


def test_a_conflict_without_script_shows_both_texts(world, mette, session):
    entry = world.entry(action="fra telefonen", **DRAFT)
    sent = form(version=entry.version - 1, action="fra kontoret", key=entry.key, then="draft")
    for path in (f"/log/{entry.id}/ret", "/log/ny"):
        answer = mette.post(path, sent)
        assert answer.status_code == 409
        assert "Indlægget er rettet et andet sted imens" in answer.text
        assert "fra telefonen" in answer.text
        assert "fra kontoret</textarea>" in answer.text
        assert f'name="version" value="{entry.version}"' in answer.text
    assert mette.post(path, sent | {"version": entry.version}).status_code == 303
    assert entries(session)[0].action == "fra kontoret"


def test_an_entry_that_is_gone_is_gone_for_the_script_too(world, mette):
    assert autosave(mette, "/log/999/ret", action="a").status_code == 404


def test_a_script_that_is_signed_out_is_asked_to_sign_in(client, world):
    entry = world.entry(**DRAFT)
    answer = autosave(client, f"/log/{entry.id}/ret", action="a")
    assert answer.status_code == 401
    assert answer.headers["HX-Sign-In"]


def test_the_first_words_from_the_welcome_page(mette, session):
    answer = mette.post("/log/hurtigt", {"action": "Jeg prøver at tie."})
    [entry] = entries(session)
    assert answer.location == f"/log/{entry.id}/ret"
    assert entry.state is EntryState.DRAFT
    assert mette.post("/log/hurtigt", {"action": " "}).status_code == 422


# --- Deleting --------------------------------------------------------------------------------


def test_deleting_asks_first_and_says_who_loses_it(world, mette, session):
    entry = world.entry(heading="Et møde")
    world.share(entry, ShareWith.LINE_MANAGER)
    entry_id = entry.id
    address = f"/log/{entry_id}/slet"
    page = mette.get(address)
    assert "Slet “Et møde”?" in page.text
    assert "Hanne Holm (nærmeste leder) kan læse det. Når du sletter det" in page.text
    assert len(entries(session)) == 1
    answer = mette.post(address)
    assert (answer.status_code, answer.location) == (303, "/log")
    assert entries(session) == []
    assert mette.get(f"/log/{entry_id}").status_code == 404


# --- Tasks -----------------------------------------------------------------------------------


def test_tasks_are_made_renamed_closed_and_opened(world, mette, session):
    assert "Du har ingen åbne opgaver." in mette.get("/log/opgaver").text
    answer = mette.post("/log/opgaver", {"title": "Ny mødeform"})
    task = session.scalars(sa.select(PracticeTask)).one()
    assert answer.location == f"/log/opgaver/{task.id}"
    world.entry(heading="Et møde", task=task)
    page = mette.get(answer.location)
    assert "Et møde" in page.text
    assert f"/log/ny?opgave={task.id}" in page.text
    mette.post(answer.location, {"title": "Møder", "version": task.version})
    assert "Møder" in mette.get("/log/opgaver").text
    mette.post(f"{answer.location}/luk")
    page = mette.get(answer.location)
    assert "Lukket" in page.text
    assert "Et møde" in page.text
    assert "Vis 1 lukket opgave" in mette.get("/log/opgaver").text
    mette.post(f"{answer.location}/genoptag")
    assert "Lukket" not in mette.get(answer.location).text


@pytest.mark.parametrize("title", ["", "t" * 201])
def test_a_task_without_a_proper_title_is_refused(world, mette, session, title):
    task = f.TaskFactory(owner_id=world.author.id)
    for path in ("/log/opgaver", f"/log/opgaver/{task.id}"):
        answer = mette.post(path, {"title": title, "description": "Bliver stående"})
        assert answer.status_code == 422
        assert 'href="#title"' in answer.text
        assert "Bliver stående" in answer.text
    assert session.scalars(sa.select(PracticeTask)).one().title == "Ny mødeform i ledelsesteamet"


def test_a_stale_task_shows_both(world, mette):
    task = f.TaskFactory(owner_id=world.author.id, title="Fra telefonen")
    answer = mette.post(f"/log/opgaver/{task.id}", {"title": "Fra kontoret", "version": 9})
    assert answer.status_code == 409
    assert "Fra kontoret" in answer.text
    assert "Fra telefonen" in answer.text


def test_anothers_task_does_not_exist(world, sign_in, session):
    task = f.TaskFactory(owner_id=world.author.id, title=CANARY)
    for name, person in world.others.items():
        browser = sign_in(person)
        for path, method in (
            ("", browser.get),
            ("", browser.post),
            ("/luk", browser.post),
            ("/genoptag", browser.post),
        ):
            answer = method(f"/log/opgaver/{task.id}{path}")
            assert answer.status_code == 404, (name, path)
            assert CANARY not in answer.text
    assert session.get(PracticeTask, task.id).closed_at is None


# --- Goals -----------------------------------------------------------------------------------


def test_the_goals_with_what_stands_behind_each(world, mette):
    world.entry(heading="Et møde", goals=world.goals[:1])
    page = mette.get("/maal")
    for words in ("Du holder liv i en kultur.", "Mål nr. 1", "1 indlæg", "1 aktivitet"):
        assert words in page.text
    goal = mette.get(f"/maal/{world.goals[0].id}")
    assert "Et møde" in goal.text
    assert "Kan noget, der er værd at kunne." in goal.text
    assert "Seminar 3" in mette.get(f"/maal/{world.goals[2].id}").text


def test_goals_of_another_level_do_not_exist(world, sign_in, session):
    level = f.LevelFactory(code="leader_of_employees")
    f.EnrolmentFactory(cohort=world.cohort, person=world.stranger, level=level)
    browser = sign_in(world.stranger)
    for path in ("/maal", "/log/ny"):
        page = browser.get(path)
        assert "Ingen kompetencemål er lagt ind endnu." in page.text
        assert "Mål nr. 1" not in page.text
    assert browser.get(f"/maal/{world.goals[0].id}").status_code == 404
    world.cohort.programme.goal_sets.append(f.GoalSetFactory(level=level, aim="Et sigte."))
    session.flush()
    assert "Et sigte." in browser.get("/maal").text


# --- Pieces for other pages ------------------------------------------------------------------


def writers(world, number):
    for _ in range(number):
        person = f.EnrolmentFactory(cohort=world.cohort).person
        f.EntryFactory(
            author=person, cohort=world.cohort, written_on=date(2026, 11, 20), heading=CANARY
        )


def test_counts_are_for_those_who_oversee_and_start_at_five(world, sign_in):
    address = f"/hold/{world.cohort.id}/tal"
    writers(world, 4)
    for person in (world.coordinator, world.facilitator):
        part = sign_in(person).get(address, htmx=True)
        assert "Vises, når mindst fem har skrevet" in part.text
    writers(world, 1)
    for person in (world.coordinator, world.facilitator):
        for htmx in (True, False):
            part = sign_in(person).get(address, htmx=htmx)
            assert "Mindst 5 af 8 har skrevet siden Seminar 3." in part.text
            assert CANARY not in part.text
    assert sign_in(world.mate).get(address).status_code == 403
    for person in (world.stranger, world.manager, world.administrator):
        assert sign_in(person).get(address).status_code == 404


def test_counts_before_the_first_gathering(world, sign_in, session):
    writers(world, 5)
    world.activity.cancelled_at = f.LONG_AGO
    session.flush()
    part = sign_in(world.coordinator).get(f"/hold/{world.cohort.id}/tal", htmx=True)
    assert "Mindst 5 af 8 har skrevet i loggen." in part.text


def test_own_entries_on_an_activity(world, sign_in, mette):
    address = f"/aktivitet/{world.activity.id}/indlaeg"
    assert "Du har ikke skrevet om det endnu." in mette.get(address, htmx=True).text
    world.entry(heading=CANARY, activity=world.activity, **DRAFT)
    assert CANARY in mette.get(address, htmx=True).text
    assert CANARY in mette.get(address).text
    assert CANARY not in sign_in(world.mate).get(address).text
    assert sign_in(world.stranger).get(address).status_code == 404


# --- Who may not -----------------------------------------------------------------------------


def everything(browser, entry):
    """Each address of an entry by each method, whole and as a fragment."""
    for path in ADDRESSES:
        address = f"/log/{entry.id}{path}"
        yield browser.get(address)
        yield browser.get(address, htmx=True)
        if path:
            yield browser.post(address, form(action="kapret", then="draft", act="share"))
            yield autosave(browser, address, action="kapret")


def test_a_private_entry_does_not_exist_for_anybody_else(world, sign_in, session, caplog):
    caplog.set_level(logging.DEBUG)
    entry = world.secret()
    lists = ("/", "/log", "/log/delt", "/log/opgaver", "/maal", f"/maal/{world.goals[0].id}")
    for name, person in world.others.items():
        browser = sign_in(person)
        for answer in everything(browser, entry):
            assert answer.status_code == 404, (name, answer.request.path)
            assert CANARY not in answer.text
        for path in lists:
            for htmx in (False, True):
                assert CANARY not in browser.get(path, htmx=htmx).text, (name, path)
    assert CANARY not in caplog.text
    [kept] = entries(session)
    assert kept.action == f"{CANARY} action"


def test_who_may_read_may_not_change(world, sign_in, session):
    entry = world.entry(action="Jeg spurgte.")
    world.share(entry, ShareWith.COHORT)
    for person in (world.mate, world.classmate, world.facilitator):
        first, fragment, *rest = everything(sign_in(person), entry)
        assert first.status_code == fragment.status_code == 200
        assert {answer.status_code for answer in rest} == {403}
    [kept] = entries(session)
    assert (kept.action, len(kept.shares)) == ("Jeg spurgte.", 1)


def test_what_was_taken_back_is_gone_at_once(world, mette, sign_in):
    entry = world.secret()
    world.share(entry, ShareWith.NETWORK_GROUP)
    mate = sign_in(world.mate)
    assert CANARY in mate.get("/log/delt").text
    mette.post(
        f"/log/{entry.id}/del",
        {"act": "stop", "audience": "network_group", "target": world.group.id},
    )
    assert CANARY not in mate.get("/log/delt").text
    for answer in everything(mate, entry):
        assert answer.status_code == 404
        assert CANARY not in answer.text


def test_a_failure_says_nothing_of_the_text(world, mette, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)

    def fail(*_args):
        raise ValueError(CANARY)

    monkeypatch.setattr("programme.learning_logs.services.save", fail)
    entry = world.secret(**DRAFT)
    answer = autosave(mette, f"/log/{entry.id}/ret", key=entry.key, action=CANARY)
    assert answer.status_code == 500
    assert CANARY not in answer.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("path", ["/log/0", "/log/99999999999", "/log/x", "/maal/0"])
def test_what_is_no_key_is_not_there(mette, path):
    assert mette.get(path).status_code == 404


def test_an_appointed_employee_has_a_log_too(world, sign_in, session):
    person = f.PersonFactory(name="Amina Ali")
    f.EnrolmentFactory(cohort=world.cohort, person=person, role=Role.APPOINTED_EMPLOYEE)
    browser = sign_in(person)
    assert browser.post("/log/ny", form(action="Jeg spurgte.", then="finish")).status_code == 303
    [entry] = entries(session)
    assert "Kun du kan læse det her" in browser.get(f"/log/{entry.id}").text


# --- Questions to the database ---------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_no_more_for_more_rows(world, mette, sign_in, queries, number):
    for _ in range(number):
        entry = world.entry(goals=world.goals, activity=world.activity)
        world.entry(previous=entry)
        world.share(entry, ShareWith.NETWORK_GROUP)
    mate = sign_in(world.mate)
    for browser, path, htmx, most in (
        (mette, "/log", True, 5),
        (mette, "/log", False, 11),
        (mate, "/log/delt", False, 5),
        (mette, f"/log/{entry.id}", False, 16),
        (mette, f"/log/{entry.id}/ret", False, 19),
        (mette, f"/log/{entry.id}/del", False, 13),
        (mette, "/maal", False, 5),
        (mette, f"/maal/{world.goals[0].id}", False, 9),
    ):
        browser.get(path, htmx=htmx)
        with queries() as statements:
            browser.get(path, htmx=htmx)
        assert len(statements) == most, (path, htmx, statements)


@pytest.mark.parametrize("number", [1, 3])
def test_a_save_is_few_statements(world, mette, queries, number):
    entry = world.entry(goals=world.goals[:number], **DRAFT)
    sent = {"goals": [goal.id for goal in world.goals[:number]], "action": "Nyt."}
    autosave(mette, f"/log/{entry.id}/ret", version=entry.version, number=1, **sent)
    sent |= {"action": "Nyere.", "number": 2, "version": entry.version}
    mette.csrf()
    with queries() as statements:
        answer = autosave(mette, f"/log/{entry.id}/ret", **sent)
    assert answer.status_code == 200
    assert [line.split()[0] for line in statements] == [
        *("SELECT", "SELECT", "SELECT"),  # who, the entry, what it is tied to
        *("UPDATE", "INSERT"),  # the entry, its words
    ]
    assert len(json.dumps(answer.json)) < 200
