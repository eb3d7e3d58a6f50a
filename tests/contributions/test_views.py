from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from programme.contributions.models import ContentProposal, DialogueQuestion, ProposalState
from tests import factories as make

TEXT = "En sag om, hvordan vi får møderne væk fra drift – også på Ærø."


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def proposal(world, session):
    made = ContentProposal(
        cohort=world.cohort,
        author=world.mette,
        text=TEXT,
        made_at=make.LONG_AGO,
        state=ProposalState.NEW,
    )
    session.add(made)
    session.flush()
    return made


PAGES = {
    "/forslag": {"karen": 200, "mette": 200, "peter": 200, "hanne": 200},
    "/hold/{cohort}/forslag": {"karen": 200, "soren": 200, "mette": 403, "peter": 404},
    "/forslag/{key}": {"karen": 200, "lone": 200, "mette": 403, "jonas": 404, "peter": 404},
    "/aktivitet/{joint}/spoergsmaal": {
        "karen": 200, "soren": 200, "mette": 200, "amina": 200, "peter": 404, "hanne": 404,
    },
    "/aktivitet/{leaders}/spoergsmaal": {"karen": 403, "mette": 403, "amina": 404},
}  # fmt: skip


@pytest.mark.parametrize("template", PAGES)
def test_each_visitor_gets_the_page_the_refusal_or_nothing(world, proposal, sign_in, template):
    keys = {"cohort": world.key.cohort, "joint": world.key.joint, "leaders": world.key.leaders}
    path = template.format(key=proposal.id, **keys)
    for name, status in PAGES[template].items():
        assert sign_in(getattr(world, name)).get(path).status_code == status, name


def test_a_proposal_goes_from_the_activity_to_its_programme(world, sign_in, session):
    mette, soren = sign_in(world.mette), sign_in(world.soren)
    page = mette.get(f"/aktivitet/{world.key.joint}").text
    assert f"/forslag?aktivitet={world.key.joint}" in page
    form = mette.get(f"/forslag?aktivitet={world.key.joint}").text
    assert re.search(rf'<option selected value="{world.key.joint}"', form)
    sent = {"text": TEXT, "activity": world.key.joint, "cohort": world.key.cohort}
    assert mette.post("/forslag", sent).status_code == 303
    assert mette.post("/forslag", sent).status_code == 303
    [key] = session.scalars(sa.select(ContentProposal.id)).all()
    assert "1 nyt forslag" in text_of(soren.get(f"/aktivitet/{world.key.joint}"))
    told = text_of(soren.get(f"/hold/{world.key.cohort}/forslag"))
    assert TEXT in told
    assert "Mette Åtest" in told
    decision = {"state": "accepted", "activity": world.key.joint, "version": 1, "answer": "Ja."}
    assert soren.post(f"/forslag/{key}", decision).status_code == 303
    for browser in (sign_in(world.amina), sign_in(world.jonas)):
        seen = text_of(browser.get(f"/aktivitet/{world.key.joint}"))
        assert f"{TEXT} – Mette Åtest" in seen
    own = mette.get("/forslag")
    assert "Med på programmet" in text_of(own)
    assert f'href="/aktivitet/{world.key.joint}"' in own.text
    assert f"/forslag/{key}/traek-tilbage" not in own.text


def test_the_author_withdraws_and_nobody_sees_it_any_more(world, proposal, sign_in):
    mette = sign_in(world.mette)
    path = f"/forslag/{proposal.id}/traek-tilbage"
    assert sign_in(world.jonas).post(path, {"version": 1}).status_code == 404
    assert sign_in(world.soren).post(path, {"version": 1}).status_code == 403
    assert mette.post(path, {"version": 1}).status_code == 303
    assert TEXT not in text_of(sign_in(world.soren).get(f"/hold/{world.key.cohort}/forslag"))
    assert "Trukket tilbage" in text_of(mette.get("/forslag"))
    assert sign_in(world.soren).get(f"/forslag/{proposal.id}").status_code == 404


def test_two_planners_at_once_one_wins_and_the_other_sees_both(world, proposal, sign_in):
    path = f"/forslag/{proposal.id}"
    first = sign_in(world.soren).post(path, {"state": "later", "version": 1, "answer": "Forår."})
    second = sign_in(world.karen).post(path, {"state": "declined", "version": 1, "answer": "Nej."})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Forår." in second.text
    assert "Nej." in second.text


@pytest.mark.parametrize("length", [1_001, 10_000])
def test_what_is_too_long_stays_in_the_field(world, proposal, sign_in, session, length):
    long = "æ" * length
    asked = {
        "/forslag": ({"text": long, "cohort": world.key.cohort}, "mette"),
        f"/forslag/{proposal.id}": ({"state": "later", "version": 1, "answer": long}, "soren"),
        f"/aktivitet/{world.key.joint}/spoergsmaal": ({"text": long}, "amina"),
    }
    for path, (data, name) in asked.items():
        answer = sign_in(getattr(world, name)).post(path, data)
        assert answer.status_code == 422, path
        assert long in answer.text, path
    assert session.scalars(sa.select(ContentProposal.text)).all() == [TEXT]


def test_who_learns_nowhere_proposes_nothing(world, sign_in, session):
    for person in (world.karen, world.hanne):
        browser = sign_in(person)
        assert "<textarea" not in browser.get("/forslag").text
        browser.post("/forslag", {"text": TEXT, "cohort": world.key.cohort})
    assert session.scalar(sa.select(sa.func.count()).select_from(ContentProposal)) == 0


def test_a_foreign_cohort_or_activity_is_not_proposed_for(world, sign_in, session):
    mette = sign_in(world.mette)
    elsewhere = {"text": TEXT, "cohort": world.other.id}
    mette.post("/forslag", elsewhere)
    assert session.scalars(sa.select(ContentProposal.cohort_id)).all() in ([], [world.key.cohort])
    answer = sign_in(world.amina).post(
        "/forslag", {"text": TEXT, "cohort": world.key.cohort, "activity": world.key.leaders}
    )
    assert answer.status_code == 422


def test_in_two_cohorts_one_chooses(world, sign_in, session):
    make.EnrolmentFactory(cohort=world.other, person=world.mette)
    mette = sign_in(world.mette)
    assert mette.post("/forslag", {"text": TEXT}).status_code == 422
    assert mette.post("/forslag", {"text": TEXT, "cohort": world.other.id}).status_code == 303
    assert session.scalar(sa.select(ContentProposal.cohort_id)) == world.other.id


def test_questions_of_both_groups_stand_in_one_list(world, sign_in, session):
    path = f"/aktivitet/{world.key.joint}"
    mette, amina = sign_in(world.mette), sign_in(world.amina)
    for browser, text in ((mette, "Hvad skal vi lade ligge?"), (amina, "Hvem må sige nej?")):
        assert browser.post(f"{path}/spoergsmaal", {"text": text}).status_code == 303
    for browser in (mette, amina, sign_in(world.soren)):
        for page in (path, f"{path}/spoergsmaal"):
            told = text_of(browser.get(page))
            assert "Hvad skal vi lade ligge? Mette Åtest, fra ledere" in told
            assert "Hvem må sige nej? Amina Åtest, fra medarbejdere" in told
    assert "/spoergsmaal" not in sign_in(world.hanne).get("/min-plan").text
    key = session.scalar(
        sa.select(DialogueQuestion.id).where(DialogueQuestion.author_id == world.key.amina)
    )
    assert mette.post(f"/spoergsmaal/{key}/traek-tilbage").status_code == 404
    assert amina.post(f"/spoergsmaal/{key}/traek-tilbage").status_code == 303
    assert "Hvem må sige nej?" not in mette.get(path).text


def test_questions_close_when_the_day_begins(world, sign_in, at, session):
    at(2026, 12, 3, 8)
    amina = sign_in(world.amina)
    page = amina.get(f"/aktivitet/{world.key.joint}/spoergsmaal")
    assert "<textarea" not in page.text
    assert "Der er lukket for spørgsmål" in text_of(page)
    late = amina.post(f"/aktivitet/{world.key.joint}/spoergsmaal", {"text": "For sent?"})
    assert (late.status_code, "lukket" in late.text) == (422, True)
    assert session.scalar(sa.select(sa.func.count()).select_from(DialogueQuestion)) == 0


def test_the_lists_ask_as_much_for_three_as_for_one(world, proposal, sign_in, session, queries):
    karen, mette = sign_in(world.karen), sign_in(world.mette)
    paths = {karen: f"/hold/{world.key.cohort}/forslag", mette: "/forslag"}

    def asked(browser):
        browser.get(paths[browser])
        with queries() as statements:
            browser.get(paths[browser])
        return len(statements)

    before = {browser: asked(browser) for browser in paths}
    for author in (world.jonas, world.amina):
        for state in (ProposalState.NEW, ProposalState.ACCEPTED):
            session.add(
                ContentProposal(
                    cohort=world.cohort,
                    author=author,
                    activity=world.joint,
                    text=f"{TEXT} {state.value}",
                    made_at=make.LONG_AGO,
                    state=state,
                )
            )
    assert {browser: asked(browser) for browser in paths} == before
    assert sorted(before.values()) == [6, 7]
