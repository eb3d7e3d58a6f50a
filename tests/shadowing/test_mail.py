"""What the mails tell, and that none has a word of what two have agreed on."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from programme.commands.work import load_composers
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.shadowing import queries, services
from programme.shadowing.agreement import Agreement
from programme.shadowing.models import PairState, ShadowingPair
from tests.shadowing.conftest import DAY, TEXTS


@pytest.fixture
def letters(app, session):
    """Every mail that waits, as it would leave now: (template, person's key, letter or None)."""
    load_composers(app)

    def compose():
        session.commit()
        rows = session.execute(
            sa.select(OutboxMail.template, OutboxMail.person_id, OutboxMail.keys).order_by(
                OutboxMail.id
            )
        ).all()
        with app.app_context():
            return [(row[0], row[1], outbox.composers()[row[0]](row[1], row[2])) for row in rows]

    return compose


def agree(db, made, world, *, day=DAY):
    for person, other in ((world.mette, world.jonas),):
        pair = queries.find_pair(made.id)
        mette, jonas = db.get(Person, person.id), db.get(Person, other.id)
        new = Agreement(**TEXTS, day=day)
        services.write(pair, new, wording=pair.wording, by=mette, agrees=True, address="/")
        services.confirm(pair, wording=pair.wording, by=jonas)


def test_the_two_are_told_that_they_are_a_pair(world, in_app, offer, letters):
    offer(world, world.jonas)
    with in_app() as db:
        from programme.cohorts.models import Cohort

        cohort, karen = db.get(Cohort, world.cohort.id), db.get(Person, world.karen.id)
        services.pair(cohort, world.mette.id, world.jonas.id, by=karen)
    guest, host = (letter for _, _, letter in letters())
    assert guest.subject == "Skyggepraktik: Du følger Jonas Friis"
    assert host.subject == "Skyggepraktik: Mette Holm følger dig"
    assert "/skyggepraktik/aftale/" in guest.text
    assert "Personsager" not in guest.text + host.text


def test_agreed_asked_and_the_manager(world, in_app, pair, letters):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agree(db, made, world)
    found = {(template, who): letter for template, who, letter in letters()}
    assert found["shadowing/asked", world.jonas.id] is None  # has said yes meanwhile
    agreed = found["shadowing/agreed", world.mette.id]
    assert agreed.subject == "Aftalt: skyggepraktik torsdag den 26. november 2026"
    informed = found["shadowing/informed", world.middle.id]
    assert informed.subject == "Mette Holm er i skyggepraktik torsdag den 26. november 2026"
    assert "Jonas" not in informed.text
    for letter in filter(None, found.values()):
        assert not any(text in letter.text for text in TEXTS.values())


def test_who_is_asked_hears_of_it(world, in_app, pair, letters):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        found = queries.find_pair(made.id)
        mette = db.get(Person, world.mette.id)
        new = Agreement(purpose="Nyt.")
        services.write(found, new, wording=1, by=mette, agrees=False, address="/")
    [(template, who, letter)] = letters()
    assert (template, who) == ("shadowing/asked", world.jonas.id)
    assert "Mette Holm har skrevet i jeres aftale" in letter.text
    assert "Nyt." not in letter.text


def test_a_mail_that_has_lost_its_reason_is_not_sent(world, in_app, session, pair, letters):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agree(db, made, world)
        session_pair = db.get(ShadowingPair, made.id)
        session_pair.state = PairState.ENDED
    assert [letter for template, _, letter in letters() if template != "shadowing/ended"] == [
        None
    ] * 4


def test_the_end_is_told_to_both(world, in_app, pair, letters):
    made = pair(world, world.mette, world.jonas)
    with in_app():
        services.end(queries.find_pair(made.id), by=None)
    guest, host = (letter for _, _, letter in letters())
    assert "Jonas Friis er ikke længere et par" in guest.text
    assert "Du kan ønske en anden vært:" in guest.text
    assert "Du kan ønske" not in host.text


def test_feedback_is_announced_without_its_words(world, in_app, pair, letters, at):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agree(db, made, world)
    at(2026, 11, 27, 9)
    with in_app() as db:
        found, mette = queries.find_pair(made.id), db.get(Person, world.mette.id)
        services.give_feedback(found, "Du ventede.", version=found.version, by=mette, address="/")
    *_, (template, who, letter) = letters()
    assert (template, who) == ("shadowing/feedback", world.jonas.id)
    assert "Mette Holm" in letter.subject
    assert "Du ventede." not in letter.text


def test_a_pair_that_is_kept_is_not_told_of_as_ended(world, in_app, pair, letters):
    made = pair(world, world.mette, world.jonas)
    with in_app():
        outbox.queue("shadowing/ended", world.mette.id, {"pair": made.id})
        outbox.queue("shadowing/feedback", world.jonas.id, {"pair": made.id})
        outbox.queue("shadowing/made", world.ali.id, {"pair": made.id})
        outbox.queue("shadowing/informed", world.middle.id, {"pair": made.id + 99})
    assert [letter for _, _, letter in letters()] == [None] * 4


def test_leaving_is_seen_to_as_recurring_work(app):
    load_composers(app)
    assert "pairs left alone" in outbox.jobs()
