"""Feedback on one focus: asked of somebody, answered without the log, read by who asked."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from programme.conversations import mail, queries
from programme.conversations.models import FeedbackRequest
from programme.conversations.queries import may_be_asked
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from tests import factories as make

assert mail.asked
FOCUS = "Hvordan virker jeg, når jeg styrer et møde? Æøå"
ANSWER = "Du venter **tålmodigt** nu."


@pytest.fixture
def world(session, at):
    """Mette with a line manager, a peer of her cohort, one of her unit; and a stranger."""
    at(2026, 11, 22, 9)
    organisation = make.OrganisationFactory()
    unit = make.UnitFactory(organisation=organisation)
    hanne = make.PersonFactory(name="Hanne Bach", organisation=organisation)
    mette = make.PersonFactory(
        name="Mette Holm", organisation=organisation, unit=unit, line_manager=hanne
    )
    amina = make.PersonFactory(name="Amina Yildiz", organisation=organisation, unit=unit)
    jonas, left = make.PersonFactory(name="Jonas Friis"), make.PersonFactory(name="Nadia Rahimi")
    cohort = make.CohortFactory()
    for person in (mette, jonas, left):
        make.EnrolmentFactory(cohort=cohort, person=person)
    session.flush()
    stranger = make.PersonFactory(name="Peter Fremmed")
    return SimpleNamespace(
        cohort=cohort, hanne=hanne, mette=mette, amina=amina, jonas=jonas, stranger=stranger
    )


@pytest.fixture
def ask(sign_in):
    """`ask(person, [people])` sends the form and gives the answer."""

    def run(person, people, key="en-side", **more):
        data = {"key": key, "focus": FOCUS, "people": [getattr(one, "id", one) for one in people]}
        return sign_in(person).post("/feedback/ny", data | more)

    return run


@pytest.fixture
def asked(world, ask, session):
    """Mette has asked Hanne."""
    assert ask(world.mette, [world.hanne]).status_code == 303
    return session.scalar(sa.select(FeedbackRequest))


@pytest.fixture
def letters(in_app):
    """The mails that wait, by the name of who gets them."""

    def compose():
        with in_app() as db:
            rows = db.scalars(sa.select(OutboxMail).where(OutboxMail.sent_at.is_(None)))
            found = [outbox.composers()[row.template](row.person_id, row.keys) for row in rows]
        return {letter.name: letter for letter in found if letter}

    return compose


def path(request):
    return f"/feedback/{request.id}"


# Whom one may ask ---------------------------------------------------------------------------


def test_those_around_one_can_be_asked_and_nobody_else(world, in_app):
    with in_app():
        names = {one.name for one in queries.may_be_asked(world.mette)}
        assert {"Hanne Bach", "Jonas Friis", "Amina Yildiz"} <= names
        assert not {"Mette Holm", "Peter Fremmed"} & names
        assert "Mette Holm" in {one.name for one in queries.may_be_asked(world.hanne)}
        assert queries.may_be_asked(world.stranger) == []


def test_the_nearest_stand_first_under_headings(world, session, sign_in):
    bente = make.PersonFactory(name="Bente Bo")
    make.EnrolmentFactory(cohort=world.cohort, person=bente)
    group = make.GroupFactory(cohort=world.cohort)
    for person in (world.mette, world.jonas):
        make.MembershipFactory(group=group, person=person)
    session.flush()
    page = sign_in(world.mette).get("/feedback/ny").text
    order = (
        "<legend>Nærmeste leder<", "Hanne Bach", "<legend>Min netværksgruppe<", "Jonas Friis",
        "<legend>Mit hold<", "Bente Bo", "<legend>Andre<", "Amina Yildiz",
    )  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_the_nearness_costs_no_statement_more(world, in_app, queries):
    with in_app():
        mette = may_be_asked(world.hanne)[0]
        assert mette.name == world.mette.name
        with queries() as few:
            assert len(may_be_asked(world.mette)) > 2
    assert len(few) == 1


def test_who_has_no_unit_is_no_colleague_of_all_who_have_none(world, in_app):
    make.PersonFactory(name="Helt Uden Enhed")
    with in_app():
        assert queries.may_be_asked(world.stranger) == []


def test_a_closed_account_and_a_cohort_left_are_not_asked(world, in_app, session, at):
    world.amina.disabled_at = world.amina.created_at
    session.execute(
        sa.text("UPDATE enrolment SET ended_at = joined_at WHERE person_id = :key"),
        {"key": world.jonas.id},
    )
    with in_app():
        names = {one.name for one in queries.may_be_asked(world.mette)}
    assert not {"Amina Yildiz", "Jonas Friis"} & names


# Asking ---------------------------------------------------------------------------------------


def test_each_of_those_asked_gets_a_mail_without_the_words(world, ask, letters):
    answer = ask(world.mette, [world.hanne, world.amina], due_on="01-12-2026")
    assert answer.status_code == 303
    found = letters()
    assert set(found) == {"Hanne Bach", "Amina Yildiz"}
    letter = found["Hanne Bach"]
    assert letter.subject == "Mette Holm beder om din feedback"
    assert "tirsdag den 1. december 2026" in letter.text
    assert "møde" not in letter.text


def test_the_same_page_sent_twice_asks_once(world, ask, session):
    ask(world.mette, [world.hanne])
    ask(world.mette, [world.hanne, world.amina])
    assert session.scalar(sa.select(sa.func.count(FeedbackRequest.id))) == 2
    ask(world.mette, [world.hanne], key="en-anden-side")
    assert session.scalar(sa.select(sa.func.count(FeedbackRequest.id))) == 3


@pytest.mark.parametrize("key", ["", "nul\x00", "æ", "x" * 65])
def test_a_page_without_a_key_of_ours_is_a_page_of_its_own(world, ask, session, key):
    ask(world.mette, [world.hanne], key=key)
    ask(world.mette, [world.hanne], key=key)
    assert session.scalar(sa.select(sa.func.count(FeedbackRequest.id))) == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"people": []}, "Vælg, hvem du spørger."),
        ({"focus": " "}, "Udfyld"),
        ({"focus": "æ" * 501}, "500"),
        ({"due_on": "21-11-2026"}, "Dagen er gået."),
        ({"due_on": "31-02-2027"}, "Den dag findes ikke"),
        ({"people": ["99999999"]}, "Vælg blandt dem på listen."),
        ({"people": ["abc"]}, "Vælg blandt dem på listen."),
        ({"guidepost": "17"}, "Vælg"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_kept(world, ask, session, more, said):
    more = dict(more)
    answer = ask(world.mette, more.pop("people", [world.hanne]), **more)
    assert answer.status_code == 422
    assert said in answer.text
    if "focus" not in more:
        assert "når jeg styrer et møde" in answer.text
    assert session.scalar(sa.select(sa.func.count(FeedbackRequest.id))) == 0


def test_a_stranger_cannot_be_asked_nor_too_many(world, ask):
    assert ask(world.mette, [world.stranger]).status_code == 422
    many = [make.PersonFactory(unit=world.mette.unit) for _ in range(11)]
    answer = ask(world.mette, many)
    assert answer.status_code == 422
    assert "højst 10" in answer.text


# Answering ------------------------------------------------------------------------------------


def test_the_answer_is_read_by_who_asked_alone(world, asked, sign_in, letters):
    hanne = sign_in(world.hanne)
    page = hanne.get(path(asked))
    assert FOCUS.split("?", maxsplit=1)[0] in page.text
    assert hanne.post(path(asked), {"reply": ANSWER}).status_code == 303
    assert letters()["Mette Holm"].subject == "Hanne Bach har givet dig feedback"
    assert "tålmodigt" not in letters()["Mette Holm"].text
    assert "<strong>tålmodigt</strong>" in sign_in(world.mette).get(path(asked)).text
    assert "tålmodigt" not in sign_in(world.hanne).get(path(asked)).text
    for person in (world.amina, world.jonas, world.stranger):
        assert sign_in(person).get(path(asked)).status_code == 404


def test_one_answers_once(world, asked, sign_in, session):
    hanne = sign_in(world.hanne)
    hanne.post(path(asked), {"reply": ANSWER})
    assert hanne.post(path(asked), {"reply": "Noget andet"}).status_code == 403
    session.refresh(asked)
    assert asked.reply == ANSWER


def test_an_empty_answer_is_asked_for_again(world, asked, sign_in):
    answer = sign_in(world.hanne).post(path(asked), {"reply": " "})
    assert answer.status_code == 422
    assert "Skriv lidt" in answer.text


def test_who_is_asked_may_say_no_and_nobody_reminds(world, asked, sign_in, letters):
    assert sign_in(world.hanne).post(f"{path(asked)}/nej").status_code == 303
    assert letters() == {}
    assert "kan ikke svare nu" in sign_in(world.mette).get(path(asked)).text


def test_taken_back_it_is_gone_for_who_was_asked(world, asked, sign_in, letters):
    mette = sign_in(world.mette)
    assert mette.post(f"{path(asked)}/traek-tilbage").status_code == 303
    assert mette.post(f"{path(asked)}/traek-tilbage").status_code == 403
    assert letters() == {}
    assert sign_in(world.hanne).get(path(asked)).status_code == 404
    assert "Mette Holm" not in sign_in(world.hanne).get("/feedback").text


def test_nobody_answers_or_takes_back_for_another(world, asked, sign_in):
    assert sign_in(world.mette).post(path(asked), {"reply": "Ja"}).status_code == 403
    assert sign_in(world.mette).post(f"{path(asked)}/nej").status_code == 403
    assert sign_in(world.hanne).post(f"{path(asked)}/traek-tilbage").status_code == 403
    assert sign_in(world.stranger).post(f"{path(asked)}/nej").status_code == 404


def test_answered_in_another_window_meanwhile(world, asked, in_app, session):
    from programme.conversations import services
    from programme.core.errors import RuleBrokenError

    key = asked.id
    with in_app() as db:
        services.answer(db.get(FeedbackRequest, key), "Først")
    with in_app() as db:
        found = db.get(FeedbackRequest, key)
        with pytest.raises(RuleBrokenError):
            services.withdraw(found)
        found.withdrawn_at, found.replied_at = found.created_at, None
        db.flush()
        services.withdraw(found)
        with pytest.raises(RuleBrokenError):
            services.decline(found)


def test_the_list_says_how_far_each_has_come(world, ask, sign_in, session, queries):
    people = [make.PersonFactory(unit=world.mette.unit, name=f"Kollega {n}") for n in range(3)]
    ask(world.mette, people[:1], key="en")
    mette = sign_in(world.mette)
    with queries() as one:
        mette.get("/feedback")
    ask(world.mette, people[1:], key="to", due_on="01-12-2026")
    with queries() as three:
        page = mette.get("/feedback").text
    assert len(one) == len(three)
    assert page.count("Kollega") == 3
    assert "Svar senest" in page
    first = session.scalar(sa.select(FeedbackRequest).where(FeedbackRequest.key == "en"))
    sign_in(people[0]).post(path(first), {"reply": ANSWER})
    assert "Besvaret" in sign_in(world.mette).get("/feedback").text
    assert "Det, du har svaret på (1)" in sign_in(people[0]).get("/feedback").text


def test_a_mail_that_has_lost_its_reason_is_not_written(world, asked, letters, session):
    assert set(letters()) == {"Hanne Bach"}
    asked.declined_at = asked.created_at
    session.flush()
    assert letters() == {}


def test_answers_have_a_day_and_a_guidepost_when_one_is_chosen(world, ask, session, in_app):
    from programme.frameworks.models import Guidepost, GuidepostSet
    from programme.guideposts.models import DevelopmentFocus

    found = GuidepostSet(key="k", name="Sæt", edition=1, valid_from=date(2026, 1, 1))
    post = Guidepost(guidepost_set=found, number=1, text="Jeg lytter", example="Fx i møder")
    session.add_all([found, post])
    session.flush()
    session.add(
        DevelopmentFocus(
            person_id=world.mette.id, guidepost_id=post.id, started_on=date(2026, 11, 1)
        )
    )
    session.flush()
    assert ask(world.mette, [world.hanne], guidepost=post.id).status_code == 303
    assert session.scalar(sa.select(FeedbackRequest.guidepost_id)) == post.id


def test_no_mail_tells_of_an_answer_that_is_not_there(world, asked, letters, in_app):
    key, mette = asked.id, world.mette.id
    with in_app():
        outbox.queue("conversations/answered", mette, {"request": key})
    assert set(letters()) == {"Hanne Bach"}
