"""What an entry can be tied to beside goals: what its author may choose, kept once chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from programme.guideposts.models import DevelopmentFocus
from programme.inspiration.models import PromptTime
from programme.learning_logs import queries, services
from programme.learning_logs.models import EntryKind, EntryState, Habit, LogEntry
from programme.learning_logs.services import EntryContent, Seen
from tests import factories as f
from tests.learning_logs import made
from tests.learning_logs.test_views import autosave, form

THEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def own(world, session):
    """One of each kind, the author's own, and one of each that is somebody else's."""
    rows = {}
    for name, owner in (("own", world.author), ("other", world.mate)):
        rows[f"{name}_task"] = f.TaskFactory(owner_id=owner.id)
        rows[f"{name}_habit"] = made.HabitFactory(owner_id=owner.id, text=f"Vane {name}")
        rows[f"{name}_trial"] = made.TrialFactory(owner_id=owner.id, text=f"Prøve {name}")
    foreign = f.ActivityFactory(number=9, title="Et andet holds")
    for name, activity in (("own", world.activity), ("other", foreign)):
        at = {"activity": activity}
        rows[f"{name}_knowledge"] = made.KnowledgeFactory(
            added_by=world.facilitator, title=f"Bog {name}", **at
        )
        rows[f"{name}_prompt"] = made.PromptFactory(asked_by=world.facilitator, **at)
    rows["own_template"] = made.TemplateFactory(key="proceslog", reflection="Hvad følte du?")
    rows["other_template"] = made.TemplateFactory(is_active=False)
    guideposts = f.GuidepostSetFactory(key="ledelse", name="Ledere")
    rows["own_guidepost"] = f.GuidepostFactory(guidepost_set=guideposts, number=1)
    session.flush()
    return rows


def content(rows, name, **values):
    keys = {
        f"{kind}_id": rows[f"{name}_{kind}"].id
        for kind in ("task", "habit", "trial", "template", "prompt")
    }
    values = {"action": "Jeg spurgte."} | values
    return EntryContent(
        knowledge_ids=frozenset({rows[f"{name}_knowledge"].id}),
        guidepost_ids=frozenset({rows["own_guidepost"].id if name == "own" else 9_999}),
        kind=EntryKind.MISTAKE,
        **keys | values,
    )


def ties(entry):
    ones = [getattr(entry, f"{n}_id") for n in ("task", "habit", "trial", "template", "prompt")]
    return [*ones, [row.id for row in entry.knowledge], [row.id for row in entry.guideposts]]


def test_own_things_are_tied(world, own, here):
    entry = services.start(world.author, "a", content(own, "own"), Seen())
    kinds = ("task", "habit", "trial", "template", "prompt")
    assert ties(entry) == [
        *[own[f"own_{kind}"].id for kind in kinds],
        [own["own_knowledge"].id],
        [own["own_guidepost"].id],
    ]
    assert entry.kind is EntryKind.MISTAKE


def test_what_is_not_the_authors_is_left_out_and_the_text_is_kept(world, own, here):
    entry = services.start(world.author, "a", content(own, "other"), Seen())
    assert ties(entry) == [None, None, None, None, None, [], []]
    assert entry.action == "Jeg spurgte."


def test_what_is_tied_stays_when_it_is_offered_no_more(world, own, here):
    entry = services.start(world.author, "a", content(own, "own"), Seen())
    own["own_knowledge"].withdrawn_at = own["own_prompt"].withdrawn_at = THEN
    own["own_template"].is_active = False
    own["own_trial"].ended_at = THEN
    before = ties(entry)
    services.save(entry, content(own, "own", action="Nyt."), Seen(entry.version))
    assert ties(entry) == before
    services.save(entry, EntryContent(action="Nyt."), Seen(entry.version))
    assert ties(entry) == [None, None, None, None, None, [], []]
    services.save(entry, content(own, "own"), Seen(entry.version))
    assert ties(entry)[3:6] == [None, None, []]


def test_the_same_choices_from_another_page_are_no_conflict(world, own, here):
    entry = services.start(world.author, "a", content(own, "own"), Seen())
    services.save(entry, content(own, "own"), Seen(version=0, page="en anden"))
    with pytest.raises(services.writing.ConflictError):
        services.save(entry, content(own, "own", habit_id=None), Seen(0, "en anden"))


def test_a_new_habit_is_made_when_the_entry_is_finished_and_not_before(world, here):
    wanted = EntryContent(action="a", no_goal=True, new_habit="Jeg  taler først\u202e")
    entry = services.start(world.author, "a", wanted, Seen())
    assert (entry.new_habit, entry.habit_id) == ("Jeg taler først", None)
    services.finish(entry, wanted, Seen(entry.version))
    habit = here.scalars(sa.select(Habit)).one()
    assert (entry.new_habit, entry.habit_id, habit.text) == ("", habit.id, "Jeg taler først")
    again = services.start(world.author, "b", wanted, Seen())
    services.gather(again)
    assert again.habit_id == habit.id  # the same words, the same habit


@pytest.mark.parametrize(
    ("field", "words"), [("new_habit", "x" * 201), ("new_evidence", "x" * 10_001)]
)
def test_too_long_is_refused_by_name(world, here, field, words):
    with pytest.raises(services.writing.RuleBrokenError) as caught:
        services.start(world.author, "a", EntryContent(**{field: words}), Seen())
    assert caught.value.field == field


# --- The page ----------------------------------------------------------------------------------


@pytest.fixture
def mette(world, sign_in):
    return sign_in(world.author)


def test_the_page_offers_what_is_ones_own(world, own, mette, session):
    session.add(
        DevelopmentFocus(
            person_id=world.author.id,
            guidepost_id=own["own_guidepost"].id,
            started_on=world.activity.starts_on,
        )
    )
    page = mette.get("/log/ny").text
    for words in ("Vane own", "Prøve own", "Bog own", own["own_guidepost"].text, "Fejl og læring"):
        assert words in page, words
    for words in ("Vane other", "Prøve other", "Bog other", own["other_template"].name):
        assert words not in page, words


@pytest.mark.parametrize(
    ("name", "kind"),
    [("vane", "habit"), ("proeve", "trial"), ("spoergsmaal", "prompt"), ("skabelon", "template")],
)
def test_an_address_prepares_the_entry(own, mette, name, kind):
    page = mette.get(f"/log/ny?{name}={own[f'own_{kind}'].id}")
    assert page.status_code == 200
    assert mette.get(f"/log/ny?{name}={own[f'other_{kind}'].id}").status_code == 404
    assert mette.get(f"/log/ny?{name}=x").status_code == 404


def test_a_question_opens_an_entry_with_its_activity_and_template(world, own, mette):
    suits = made.TemplateFactory(key="efter-seance", action="Hvad tog du med derfra?")
    page = mette.get(f"/log/ny?spoergsmaal={own['own_prompt'].id}").text
    assert "Hvad tog du med hjem?" in page
    assert f'<option value="{world.activity.id}" selected>' in page
    assert "Hvad tog du med derfra?</label>" in page
    assert f'value="{suits.id}" checked' in page
    own["own_prompt"].time = PromptTime.BEFORE
    page = mette.get(f"/log/ny?spoergsmaal={own['own_prompt'].id}").text
    assert "Hvad tog du med derfra?</label>" not in page


def test_a_template_by_its_short_name(own, mette):
    page = mette.get("/log/ny?skabelon=proceslog").text
    assert "Hvad følte du?</label>" in page
    assert mette.get("/log/ny?skabelon=findes-ikke").status_code == 404


def test_changing_template_without_script_keeps_what_was_typed(world, own, mette, session):
    sent = form(
        then="template",
        template=own["own_template"].id,
        next_action="Tie, til alle har talt.",
        reflection="Æblegrød",
        habit=own["own_habit"].id,
    )
    answer = mette.post("/log/ny", sent)
    assert answer.status_code == 200
    for words in ("Hvad følte du?", "Æblegrød", "Tie, til alle har talt.", "selected>Vane own"):
        assert words in answer.text, words
    # A part that the template does not ask for is shown when it has text, and else left out.
    assert 'data-part="next_action" open>' in answer.text
    assert 'data-part="new_knowledge" hidden>' in answer.text
    assert session.scalar(sa.select(sa.func.count(LogEntry.id))) == 0


def test_a_finished_entry_shows_its_templates_questions(world, own, mette, sign_in):
    entry = world.entry(template=own["own_template"], reflection="Uro.", kind=EntryKind.CHALLENGE)
    page = mette.get(f"/log/{entry.id}").text
    assert '<h2 class="log-text__part">Hvad følte du?</h2>' in page
    assert "Udfordring" in page
    entry.next_action = "Vente."
    assert '<h2 class="log-text__part">Næste handling</h2>' in mette.get(f"/log/{entry.id}").text
    own["own_template"].key = "handling-refleksion"
    assert '<h2 class="log-text__part">Refleksion</h2>' in mette.get(f"/log/{entry.id}").text


def test_all_of_it_is_saved_by_script_and_comes_back(world, own, mette, session):
    sent = {
        "action": "Jeg spurgte.",
        "kind": "challenge",
        "template": own["own_template"].id,
        "habit": own["own_habit"].id,
        "trial": own["own_trial"].id,
        "knowledge": own["own_knowledge"].id,
        "guideposts": own["own_guidepost"].id,
        "prompt": own["own_prompt"].id,
        "new_habit": "Halvt skrev",
        "new_evidence": "Tre ud af otte",
    }
    answer = autosave(mette, "/log/ny", **sent)
    assert answer.status_code == 200, answer.json
    page = mette.get(answer.json["address"]).text
    for words in ("Halvt skrev", "Tre ud af otte", "selected>Vane own", "selected>Prøve own"):
        assert words in page, words
    entry = session.scalars(sa.select(LogEntry)).one()
    assert entry.state is EntryState.DRAFT
    assert entry.habit_id == own["own_habit"].id
    assert not session.scalars(sa.select(Habit.text).where(Habit.text == "Halvt skrev")).all()


def test_an_unknown_kind_is_an_ordinary_entry(mette, session):
    answer = autosave(mette, "/log/ny", action="a", kind="<script>")
    assert answer.status_code == 200
    assert session.scalars(sa.select(LogEntry.kind)).one() is EntryKind.ENTRY


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_no_more_for_more_choices(world, own, mette, queries, number):
    for place in range(number):
        made.HabitFactory(owner_id=world.author.id, text=f"Vane {place}")
        made.TrialFactory(owner_id=world.author.id)
        made.TemplateFactory()
        made.KnowledgeFactory(added_by=world.facilitator, activity=world.activity)
    mette.get("/log/ny")
    with queries() as statements:
        mette.get("/log/ny")
    assert len(statements) == 12, statements


def test_the_choices_nearest_stand_first(world, own, here):
    later = f.ActivityFactory(cohort=world.cohort, number=4)
    made.KnowledgeFactory(added_by=world.facilitator, activity=later, title="Senere")
    titles = [item.title for item in queries.citable(world.author.id, world.activity.id)]
    assert titles == ["Bog own", "Senere"]
    titles = [item.title for item in queries.citable(world.author.id, later.id)]
    assert titles == ["Senere", "Bog own"]


def test_two_windows_show_the_new_words_too(world, mette):
    entry = world.entry(state=EntryState.DRAFT, finished_at=None, new_habit="Vanen")
    answer = autosave(
        mette, f"/log/{entry.id}/ret", version=entry.version - 1, page="en anden", new_habit="Anden"
    )
    assert answer.status_code == 409
    assert answer.json["theirs"]["new_habit"] == "Vanen"
