"""Questions before and after: who is asked, when, and what those who ask get to know."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from programme.activities.models import Activity
from programme.cohorts.models import Cohort
from programme.core.errors import ConflictError, RuleBrokenError
from programme.inspiration import policy, services
from programme.inspiration.models import PromptSkipped, PromptTime, ReflectionPrompt
from programme.inspiration.queries import find_prompt, put_to
from programme.learning_logs.models import EntryState
from programme.learning_logs.queries.prompts import answer_counts, open_prompts
from tests import factories as make

BEFORE, AFTER = PromptTime.BEFORE, PromptTime.AFTER
WORDS = "Hvad prøver du på dit næste møde – også på Ærø?"


def put(world, activity, time=AFTER, words=WORDS):
    prompt = services.write_prompt(activity, time, words, by=world.soren)
    services.publish(prompt, by=world.soren)
    return prompt


def asked(world, name, activity=None):
    return [each.id for each in open_prompts(world.key[name], activity and activity.id)]


def test_a_question_after_is_put_to_each_for_whom_it_is_meant_and_to_nobody_else(world, here):
    joint, leaders = put(world, world.held), put(world, world.leaders)
    told = {name: asked(world, name) for name in world.key}
    assert told.pop("mette") == told.pop("jonas") == [leaders.id, joint.id]
    assert told.pop("amina") == [joint.id]
    assert not any(told.values()), told


def test_the_question_in_sql_and_the_policy_agree(world, here):
    prompts = [
        put(world, world.held), put(world, world.ahead, BEFORE), put(world, world.leaders),
        services.write_prompt(world.held, AFTER, "Kladde?", by=world.soren),
        put(world, world.draft, BEFORE),
    ]  # fmt: skip
    services.withdraw_prompt(prompts[2], by=world.soren)
    for name, key in world.key.items():
        rows = here.scalars(
            select(ReflectionPrompt.id).join(Activity).join(Cohort).where(put_to(key))
        )
        person = here.get(type(world.mette), key)
        said = {p.id for p in prompts if policy.is_asked(person, find_prompt(p.id))}
        assert set(rows) == said, name


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ((2026, 12, 2, 12), True, False),
        ((2026, 12, 3, 7, 30), True, False),
        ((2026, 12, 3, 8, 30), False, False),
        ((2026, 12, 3, 22), False, False),
        ((2026, 12, 4, 6), False, True),
    ],
)
def test_before_is_until_it_begins_and_after_is_from_its_end(
    world, here, at, moment, before, after
):
    first, last = put(world, world.ahead, BEFORE), put(world, world.ahead)
    at(*moment)
    assert asked(world, "mette") == [last.id] * after + [first.id] * before


def test_with_a_time_of_day_after_is_at_once(world, here, at):
    world.ahead.end_time = time(15)
    here.flush()
    prompt = put(world, world.ahead)
    at(2026, 12, 3, 14, 30)
    assert asked(world, "mette") == [prompt.id]


def test_before_what_has_no_date_is_asked_and_after_it_is_not(world, here):
    world.ahead.starts_on = world.ahead.ends_on = world.ahead.start_time = None
    here.flush()
    first, _last = put(world, world.ahead, BEFORE), put(world, world.ahead)
    assert asked(world, "mette") == [first.id]


def test_nobody_is_asked_of_what_is_cancelled_withdrawn_or_still_a_draft(world, here):
    prompt = put(world, world.held)
    services.write_prompt(world.held, AFTER, "Kladde?", by=world.soren)
    assert asked(world, "mette") == [prompt.id]
    services.withdraw_prompt(prompt, by=world.soren)
    services.withdraw_prompt(prompt, by=world.soren)
    assert asked(world, "mette") == []
    again = put(world, world.held)
    assert asked(world, "mette") == [again.id]
    world.held.cancelled_at = make.LONG_AGO
    here.flush()
    assert asked(world, "mette") == []


def test_a_finished_answer_closes_it_and_a_draft_is_gone_on_with(world, here):
    prompt = put(world, world.held)
    entry = make.EntryFactory(author=world.mette, prompt=prompt, state=EntryState.DRAFT)
    assert open_prompts(world.key["mette"])[0].draft_id == entry.id
    assert open_prompts(world.key["jonas"])[0].draft_id is None
    entry.state = EntryState.FINAL
    here.flush()
    assert asked(world, "mette") == []
    assert asked(world, "jonas", world.held) == [prompt.id]
    assert asked(world, "jonas", world.ahead) == []


def test_not_now_is_for_one_alone(world, here):
    prompt = put(world, world.held)
    for _twice in range(2):
        services.put_aside(prompt, world.mette)
    assert asked(world, "mette") == []
    assert asked(world, "jonas") == [prompt.id]


def test_answers_are_counted_from_five_authors_up(world, here):
    prompt = put(world, world.held)
    for number in range(4):
        make.EntryFactory(prompt=prompt)
        assert answer_counts([prompt.id]) == {prompt.id: None}, number
    twice = make.EntryFactory(prompt=prompt, state=EntryState.DRAFT)
    assert answer_counts([prompt.id]) == {prompt.id: None}
    twice.state = EntryState.FINAL
    here.flush()
    make.EntryFactory(prompt=prompt, author=twice.author)
    assert answer_counts([prompt.id]) == {prompt.id: 5}
    for rounded in (5, 5, 5, 5, 10):  # one answer more does not show
        make.EntryFactory(prompt=prompt)
        assert answer_counts([prompt.id]) == {prompt.id: rounded}


@pytest.mark.parametrize("words", ["  ", "x" * 501])
def test_a_question_has_some_words_and_not_too_many(world, here, words):
    with pytest.raises(RuleBrokenError) as error:
        services.write_prompt(world.held, AFTER, words, by=world.soren)
    assert error.value.field == "question"


def test_a_question_is_worded_anew_until_it_is_put(world, here):
    prompt = services.write_prompt(world.ahead, BEFORE, WORDS, by=world.soren)
    assert services.write_prompt(world.ahead, BEFORE, WORDS, by=world.soren) is prompt
    how = {"version": prompt.version, "by": world.soren, "address": ""}
    services.edit_prompt(prompt, BEFORE, WORDS, **how)
    services.edit_prompt(prompt, AFTER, "Nyt?", **how)
    with pytest.raises(ConflictError):
        services.edit_prompt(prompt, AFTER, "Andet?", **how)
    services.publish(prompt, by=world.soren)
    first = prompt.published_at
    services.publish(prompt, by=world.soren)
    assert prompt.published_at == first
    with pytest.raises(RuleBrokenError):
        services.edit_prompt(prompt, AFTER, "Andet?", **how)


def test_before_what_has_begun_is_too_late_and_what_is_withdrawn_stays_so(world, here, at):
    for activity, late in ((world.held, True), (world.ahead, False)):
        prompt = services.write_prompt(activity, BEFORE, WORDS, by=world.soren)
        if late:
            with pytest.raises(RuleBrokenError):
                services.publish(prompt, by=world.soren)
    at(2026, 12, 3, 8, 1)
    with pytest.raises(RuleBrokenError):
        services.publish(prompt, by=world.soren)
    world.ahead.starts_on = world.ahead.ends_on = None
    services.publish(prompt, by=world.soren)
    gone = services.write_prompt(world.held, AFTER, "Væk?", by=world.soren)
    services.withdraw_prompt(gone, by=world.soren)
    with pytest.raises(RuleBrokenError):
        services.publish(gone, by=world.soren)


def test_a_facilitator_asks_and_a_participant_answers_or_puts_it_aside(world, sign_in, session):
    soren, mette, jonas = (sign_in(world.people[name]) for name in ("soren", "mette", "jonas"))
    path = f"/aktivitet/{world.held.id}/refleksion"
    assert soren.post(path, {"question": "", "time": "after"}).status_code == 422
    late = {"question": WORDS, "time": "before", "then": "put"}
    assert soren.post(path, late).status_code == 422
    assert session.query(ReflectionPrompt).count() == 0
    assert soren.post(path, {"question": WORDS, "time": "after"}).status_code == 303
    key = session.query(ReflectionPrompt.id).scalar()
    assert WORDS not in mette.get("/").text
    assert soren.post(f"/refleksion/{key}/stil").status_code == 303
    for address in ("/", f"/aktivitet/{world.held.id}", "/log"):
        page = mette.get(address).text
        assert WORDS in page, address
        assert f"/log/ny?spoergsmaal={key}" in page, address
    assert "færre end fem svar" in soren.get(path).text
    assert mette.post(f"/refleksion/{key}/ikke-nu").status_code == 303
    assert WORDS not in mette.get("/").text
    assert WORDS in jonas.get("/").text
    assert "Mette" not in soren.get(path).text
    assert session.query(PromptSkipped).count() == 1
    assert soren.post(f"/refleksion/{key}/traek-tilbage").status_code == 303
    assert WORDS not in jonas.get("/").text


def test_a_draft_is_corrected_on_the_page(world, sign_in, session):
    karen = sign_in(world.karen)
    karen.post(f"/aktivitet/{world.ahead.id}/refleksion", {"question": WORDS, "time": "before"})
    key = session.query(ReflectionPrompt.id).scalar()
    page = karen.get(f"/refleksion/{key}/ret")
    assert WORDS in page.text
    typed = {"question": "Nyt?", "time": "after", "version": "1"}
    assert karen.post(f"/refleksion/{key}/ret", typed).status_code == 303
    assert karen.post(f"/refleksion/{key}/ret", typed | {"question": "X?"}).status_code == 409
    assert karen.post(f"/refleksion/{key}/ret", typed | {"question": ""}).status_code == 422
    karen.post(f"/refleksion/{key}/stil")
    typed = typed | {"question": "For sent?"}
    assert karen.post(f"/refleksion/{key}/ret", typed).status_code == 422


@pytest.mark.parametrize(
    ("act", "status"),
    [
        ("stil", {"lone": 404, "mette": 403, "peter": 404, "nadia": 404}),
        ("traek-tilbage", {"lone": 404, "amina": 403, "dorte": 404}),
        ("ikke-nu", {"soren": 403, "karen": 403, "peter": 404, "dorte": 404}),
    ],
)
def test_the_wrong_hands_are_refused(world, sign_in, session, act, status):
    prompt = ReflectionPrompt(
        activity=world.held, asked_by=world.soren, time=AFTER, question=WORDS,
        created_at=make.LONG_AGO, published_at=make.LONG_AGO,
    )  # fmt: skip
    session.add(prompt)
    session.flush()
    for name, code in status.items():
        answer = sign_in(world.people[name]).post(f"/refleksion/{prompt.id}/{act}")
        assert answer.status_code == code, name
