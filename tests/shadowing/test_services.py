from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.activities.models import Activity
from programme.calendars import queries as calendars
from programme.calendars.choices import Choice
from programme.cohorts import services as cohort_services
from programme.cohorts.models import Cohort, CohortState, Enrolment
from programme.core.errors import ConflictError, RuleBrokenError
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from programme.programmes.content import Audience
from programme.shadowing import queries, services
from programme.shadowing.agreement import Agreement, agreement_of, is_agreed, is_held
from programme.shadowing.models import PairState, ShadowingOffer, ShadowingPair, ShadowingWish
from programme.shadowing.services.offering import OfferText, offer_text
from tests import factories as make
from tests.shadowing.conftest import DAY, TEXTS, WINDOW

OFFER = OfferText(places=2, about="Kom og se.", confidentiality="Personsager.")


def cohort_of(db, world):
    return db.get(Cohort, world.cohort.id)


def save_offer(db, world, host, text=OFFER, version=0):
    return services.save_offer(
        cohort_of(db, world), db.get(Person, host.id), text, version=version, address="/tilbud"
    )


def make_pair(db, world, guest, host):
    by = db.get(Person, world.karen.id)
    return services.pair(cohort_of(db, world), guest.id, host.id, by=by)


def write(db, pair, by, *, agrees=True, wording=None, **changes):
    found = queries.find_pair(pair.id)
    values = {**TEXTS, "day": DAY, **changes}
    services.write(
        found,
        Agreement(**values),
        wording=found.wording if wording is None else wording,
        by=db.get(Person, by.id),
        agrees=agrees,
        address="/aftale",
    )
    return found


def confirm(db, pair, by, wording=None):
    found = queries.find_pair(pair.id)
    wording = found.wording if wording is None else wording
    services.confirm(found, wording=wording, by=db.get(Person, by.id))
    return found


def mails(session, template=None):
    rows = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
    return [(m.template, m.person_id) for m in rows if template in {None, m.template}]


# --- Offers ------------------------------------------------------------------------------------


def test_an_offer_is_made_written_anew_and_withdrawn(world, in_app, session):
    blackouts = ((date(2026, 11, 30), date(2026, 12, 1)), (date(2026, 9, 1), date(2026, 9, 1)))
    with in_app() as db:
        made = save_offer(db, world, world.jonas, OfferText(places=2, blackouts=blackouts))
        assert offer_text(made).blackouts == tuple(sorted(blackouts))
        assert save_offer(db, world, world.jonas, offer_text(made)).version == made.version
        again = save_offer(db, world, world.jonas, OFFER, made.version)
        assert again.id == made.id
        assert offer_text(again) == OFFER
    with in_app() as db:
        found = queries.find_offer(world.cohort.id, world.jonas.id)
        jonas = db.get(Person, world.jonas.id)
        services.withdraw(found, by=jonas)
        withdrawn = found.withdrawn_at
        services.withdraw(found, by=jonas)
        assert found.withdrawn_at == withdrawn is not None
    with in_app() as db:
        offer = queries.find_offer(world.cohort.id, world.jonas.id)
        assert save_offer(db, world, world.jonas, OFFER, offer.version).withdrawn_at is None


def test_blackouts_alone_raise_the_version(world, in_app, session):
    with in_app() as db:
        before = save_offer(db, world, world.jonas).version
    with in_app() as db:
        days = ((DAY, DAY),)
        text = OfferText(
            places=2, about=OFFER.about, confidentiality=OFFER.confidentiality, blackouts=days
        )
        assert save_offer(db, world, world.jonas, text, before).version > before


def test_two_windows_with_an_offer_keep_both_texts(world, in_app):
    with in_app() as db:
        version = save_offer(db, world, world.jonas).version
    with in_app() as db:
        save_offer(db, world, world.jonas, OfferText(about="Nyt."), version)
    with in_app() as db, pytest.raises(ConflictError) as caught:
        save_offer(db, world, world.jonas, OfferText(about="Andet."), version)
    assert caught.value.mine == {"Om dagen": "Andet."}
    assert caught.value.theirs == {"Om dagen": "Nyt."}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (OfferText(places=0), "places"),
        (OfferText(places=11), "places"),
        (OfferText(about="x" * 10_000), "about"),
        (OfferText(confidentiality="x" * 5_001), "confidentiality"),
        (OfferText(blackouts=((DAY, DAY),) * 41), "blackouts"),
    ],
)
def test_an_offer_stays_within_bounds(world, in_app, text, field):
    with in_app() as db, pytest.raises(RuleBrokenError) as caught:
        save_offer(db, world, world.jonas, text)
    assert caught.value.field == field


def test_no_fewer_places_than_guests(world, in_app, offer, pair):
    offered = offer(world, world.jonas, places=2)
    pair(world, world.mette, world.jonas)
    pair(world, world.tove, world.jonas)
    with in_app() as db, pytest.raises(RuleBrokenError) as caught:
        save_offer(db, world, world.jonas, OfferText(places=1), offered.version)
    assert caught.value.field == "places"


def test_a_closed_cohort_is_for_reading(world, in_app, session, offer, written):
    offer(world, world.jonas)
    made = written(world, world.mette, world.jonas)
    session.get(Cohort, world.cohort.id).state = CohortState.CLOSED
    with in_app() as db:
        for act in (
            lambda: save_offer(db, world, world.ali),
            lambda: make_pair(db, world, world.tove, world.jonas),
            lambda: write(db, made, world.mette),
            lambda: confirm(db, made, world.mette),
        ):
            with pytest.raises(RuleBrokenError):
                act()


# --- Wishes ------------------------------------------------------------------------------------


def save_wishes(db, world, guest, hosts, seen=()):
    services.save_wishes(
        cohort_of(db, world),
        db.get(Person, guest.id),
        [host.id for host in hosts],
        seen=[host.id for host in seen],
        address="/skyggepraktik",
    )


def wishes_of(session, guest):
    return session.scalars(
        sa.select(ShadowingWish.host_id)
        .where(ShadowingWish.guest_id == guest.id)
        .order_by(ShadowingWish.rank)
    ).all()


def test_wishes_are_kept_in_their_order_and_replaced(world, in_app, session, offer):
    for host in (world.jonas, world.ali, world.rikke):
        offer(world, host)
    with in_app() as db:
        save_wishes(db, world, world.mette, [world.rikke, world.jonas])
    assert wishes_of(session, world.mette) == [world.rikke.id, world.jonas.id]
    with in_app() as db:
        save_wishes(db, world, world.mette, [world.rikke, world.jonas])  # sent twice
        save_wishes(db, world, world.mette, [world.ali], seen=[world.rikke, world.jonas])
    assert wishes_of(session, world.mette) == [world.ali.id]
    with in_app() as db, pytest.raises(ConflictError) as caught:
        save_wishes(db, world, world.mette, [world.rikke], seen=[world.jonas])
    assert caught.value.theirs == {"Ønsker": "Ali Hosseini"}


def test_only_hosts_on_the_list_can_be_wished_for(world, in_app, offer):
    for host in (world.jonas, world.tove, world.hanne):
        offer(world, host)
    offer(world, world.ali, withdrawn_at=make.LONG_AGO)
    offer(world, world.frida)  # has left
    with in_app() as db:
        for hosts in (
            [world.tove],  # of the own unit
            [world.hanne],  # the leader's leader
            [world.ali],
            [world.frida],
            [world.rikke],  # offers nothing
            [world.mette],
            [world.peter],
            [world.jonas, world.jonas],
        ):
            with pytest.raises(RuleBrokenError):
                save_wishes(db, world, world.mette, hosts)


def test_who_does_not_take_part_wishes_for_nobody(world, in_app, offer):
    offer(world, world.jonas)
    with in_app() as db, pytest.raises(RuleBrokenError):
        save_wishes(db, world, world.frida, [world.jonas])


# --- Pairs -------------------------------------------------------------------------------------


def test_a_pair_takes_the_hosts_note_and_tells_both(world, in_app, session, offer):
    offer(world, world.jonas)
    version = session.get(Person, world.mette.id).plan_version
    with in_app() as db:
        made = make_pair(db, world, world.mette, world.jonas)
        assert make_pair(db, world, world.mette, world.jonas).id == made.id
    found = session.scalars(sa.select(ShadowingPair)).one()
    assert (found.state, found.confidentiality) == (PairState.MATCHED, "Personsager")
    assert mails(session) == [
        ("shadowing/made", world.mette.id),
        ("shadowing/made", world.jonas.id),
    ]
    assert session.get(Person, world.mette.id).plan_version > version


@pytest.mark.parametrize(
    ("guest", "host", "field"),
    [
        ("mette", "mette", "host"),
        ("mette", "tove", "host"),
        ("mette", "hanne", "host"),
        ("hanne", "mette", "host"),
        ("mette", "rikke", "host"),  # has no offer
        ("ali", "mette", "guest"),  # has a host already
        ("jonas", "rikke", "host"),
        ("frida", "mette", "guest"),
        ("mette", "peter", "guest"),
    ],
)
def test_what_no_hand_can_pair(world, in_app, session, offer, pair, guest, host, field):
    for name in ("mette", "tove", "hanne"):
        offer(world, getattr(world, name))
    pair(world, world.ali, world.rikke)
    with in_app() as db, pytest.raises(RuleBrokenError) as caught:
        make_pair(db, world, getattr(world, guest), getattr(world, host))
    assert caught.value.field == field


def test_the_last_place_is_taken_once(world, in_app, offer):
    offer(world, world.jonas)
    with in_app() as db:
        make_pair(db, world, world.mette, world.jonas)
        with pytest.raises(RuleBrokenError) as caught:
            make_pair(db, world, world.tove, world.jonas)
    assert caught.value.field == "host"


def test_several_pairs_or_none(world, in_app, session, offer):
    offer(world, world.jonas)
    offer(world, world.mette)
    with in_app() as db:
        karen = db.get(Person, world.karen.id)
        wanted = [(world.mette.id, world.jonas.id), (world.tove.id, world.jonas.id)]
        with pytest.raises(RuleBrokenError):
            services.pair_all(cohort_of(db, world), wanted, by=karen)
        db.rollback()
    assert session.scalar(sa.select(sa.func.count(ShadowingPair.id))) == 0
    with in_app() as db:
        karen = db.get(Person, world.karen.id)
        wanted = [(world.mette.id, world.jonas.id), (world.jonas.id, world.mette.id)]
        assert len(services.pair_all(cohort_of(db, world), wanted, by=karen)) == 2


def test_an_ended_pair_frees_the_place_and_tells_both(world, in_app, session, offer, pair):
    offer(world, world.jonas)
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        found = queries.find_pair(made.id)
        services.end(found, by=db.get(Person, world.karen.id))
        services.end(found, by=db.get(Person, world.karen.id))
        make_pair(db, world, world.tove, world.jonas)
    assert [who for _, who in mails(session, "shadowing/ended")] == [
        world.mette.id,
        world.jonas.id,
    ]


# --- The agreement -----------------------------------------------------------------------------


def agreed(db, world, made):
    write(db, made, world.mette)
    return confirm(db, made, world.jonas)


def test_nothing_is_agreed_without_a_date_every_part_and_two_who_say_yes(
    world, in_app, session, pair
):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        for lacking in (*TEXTS, "day"):
            values = {lacking: None if lacking == "day" else ""}
            with pytest.raises(RuleBrokenError) as caught:
                write(db, made, world.mette, **values)
            assert caught.value.field == lacking
            db.rollback()
        write(db, made, world.mette, agrees=False, purpose="")
        with pytest.raises(RuleBrokenError):
            confirm(db, made, world.jonas)
        found = write(db, made, world.mette)
        assert (found.state, found.activity) == (PairState.MATCHED, None)
        found = confirm(db, made, world.mette)  # the same one twice is one
        assert found.state is PairState.MATCHED
        found = confirm(db, made, world.jonas)
        assert found.state is PairState.AGREED
        assert is_agreed(found)


def test_once_agreed_the_day_is_in_both_plans_and_feeds_and_in_nobody_elses(
    world, in_app, session, pair
):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        day = agreed(db, world, made).activity
        assert (day.audience, day.part_of_id) == (Audience.NAMED, world.item.id)
        assert (day.title, day.place) == ("Hos Jonas Friis", "Fjordskolerne")
        assert day.is_published
        key = day.id
    with in_app() as db:
        for person in (world.mette, world.jonas):
            assert key in {row.id for row in activities.own_rows(person.id)}
            entries = calendars.personal_entries(db.connection(), person.id, Choice(), epoch=0)
            assert [entry.activity_id for entry in entries] == [key]
        for person in (world.ali, world.tove, world.hanne, world.frida, world.soren):
            assert key not in {row.id for row in activities.own_rows(person.id)}
            assert not calendars.personal_entries(db.connection(), person.id, Choice(), epoch=0)
        assert key not in {row.id for row in activities.plan_rows(world.cohort.id)}
    assert mails(session, "shadowing/agreed") == [
        ("shadowing/agreed", world.mette.id),
        ("shadowing/agreed", world.jonas.id),
    ]
    assert mails(session, "shadowing/informed") == [("shadowing/informed", world.middle.id)]


def test_the_day_is_prepared_for_as_the_plan_says(world, in_app, session, pair):
    session.get(Activity, world.item.id).preparation = "Vælg to ting at holde øje med."
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        assert agreed(db, world, made).activity.preparation == "Vælg to ting at holde øje med."


def test_without_an_item_in_the_plan_the_day_stands_alone(world, in_app, session, pair):
    session.get(Activity, world.item.id).cancelled_at = make.LONG_AGO
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        day = agreed(db, world, made).activity
        assert (day.part_of_id, day.preparation) == (None, "")


def test_who_has_no_line_manager_has_nobody_informed(world, in_app, session, pair):
    made = pair(world, world.rikke, world.jonas)
    with in_app() as db:
        write(db, made, world.rikke)
        confirm(db, made, world.jonas)
    assert mails(session, "shadowing/informed") == []


def test_a_change_asks_the_other_again_and_moves_the_day_under_the_same_identity(
    world, in_app, session, pair
):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        uid = agreed(db, world, made).activity.uid
    later = DAY + timedelta(days=1)
    with in_app() as db:
        found = write(db, made, world.jonas, day=later)
        assert (found.state, found.guest_agreed_at) == (PairState.MATCHED, None)
        assert found.activity.starts_on == DAY  # until both have agreed
        found = confirm(db, made, world.mette)
        assert found.activity.starts_on == later
        assert (found.activity.uid, found.activity.sequence) == (uid, 1)
        assert is_agreed(found)
    assert session.scalar(sa.select(sa.func.count(Activity.id))) == 2
    assert len(mails(session, "shadowing/agreed")) == 2  # the move has a mail of its own
    assert len(mails(session, "activities/changed")) == 2
    assert len(mails(session, "shadowing/informed")) == 1


def test_other_words_on_the_same_day_are_told_of_without_a_move(world, in_app, session, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agreed(db, world, made)
        write(db, made, world.mette, purpose="Noget andet.")
        confirm(db, made, world.jonas)
    assert len(mails(session, "shadowing/agreed")) == 4
    assert mails(session, "activities/changed") == []


def test_each_change_leaves_one_question_to_the_other(world, in_app, session, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        write(db, made, world.mette)
        write(db, made, world.mette, purpose="Én.")
        write(db, made, world.jonas, purpose="To.")
        write(db, made, world.jonas, purpose="To.")  # nothing new
    assert mails(session, "shadowing/asked") == [("shadowing/asked", world.mette.id)]


def test_nobody_says_yes_to_a_wording_they_have_not_seen(world, in_app, written):
    made = written(world, world.mette, world.jonas)
    with in_app() as db:
        write(db, made, world.mette, purpose="Nyt.")
        with pytest.raises(RuleBrokenError):
            confirm(db, made, world.jonas, wording=1)


def test_two_windows_keep_both_texts(world, in_app, written):
    made = written(world, world.mette, world.jonas)
    with in_app() as db:
        write(db, made, world.jonas, goals="Jonas’ ord.")
        with pytest.raises(ConflictError) as caught:
            write(db, made, world.mette, wording=1, goals="Mettes ord.")
        assert caught.value.mine == {"Læringsmål": "Mettes ord."}
        assert caught.value.theirs == {"Læringsmål": "Jonas’ ord."}
        assert caught.value.version == 2
        write(db, made, world.mette, wording=1, goals="Jonas’ ord.")  # agrees on what stands


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (WINDOW[0] - timedelta(days=1), None),  # before the window, and past
        (date(2026, 11, 20), None),  # past
        (WINDOW[1], WINDOW[1] + timedelta(days=1)),
        (date(2026, 12, 3), None),
        (date(2026, 11, 24), DAY),  # runs into the host's days off
        (DAY, DAY - timedelta(days=1)),
    ],
)
def test_days_that_will_not_do(world, in_app, offer, pair, first, last):
    offer(world, world.jonas, blackouts=[(date(2026, 11, 25), date(2026, 11, 25))])
    made = pair(world, world.mette, world.jonas)
    with in_app() as db, pytest.raises(RuleBrokenError) as caught:
        write(db, made, world.mette, day=first, last_day=last)
    assert caught.value.field in {"day", "ends_on"}


def test_several_days_may_be_agreed_on(world, in_app, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        write(db, made, world.mette, last_day=DAY + timedelta(days=2))
        found = confirm(db, made, world.jonas)
        assert agreement_of(found).days == (DAY, DAY + timedelta(days=2))
        assert found.activity.ends_on == DAY + timedelta(days=2)


def test_texts_of_ten_thousand_signs_are_refused_with_a_word_of_why(world, in_app, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db, pytest.raises(RuleBrokenError) as caught:
        write(db, made, world.mette, goals="æ" * 10_000)
    assert caught.value.field == "goals"


def test_the_day_a_coordinator_moved_is_the_day(world, in_app, pair):
    made = pair(world, world.mette, world.jonas)
    moved = DAY + timedelta(days=4)
    with in_app() as db:
        found = agreed(db, world, made)
        found.activity.starts_on = found.activity.ends_on = moved
        assert agreement_of(found).days == (moved, moved)


def test_a_cancelled_day_is_agreed_on_anew_under_the_same_identity(world, in_app, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        found = agreed(db, world, made)
        uid = found.activity.uid
        from programme.activities import services as activity_services

        activity_services.cancel(found.activity, by=None)
        assert not is_agreed(found)
        write(db, made, world.mette, day=DAY + timedelta(days=1))
        found = confirm(db, made, world.jonas)
        assert is_agreed(found)
        assert found.activity.uid == uid


def test_ending_cancels_the_day(world, in_app, session, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agreed(db, world, made)
        found = queries.find_pair(made.id)
        services.end(found, by=db.get(Person, world.jonas.id))
        assert found.activity.is_cancelled
    assert mails(session, "shadowing/ended") == []  # the cancelled day has a mail of its own
    assert len(mails(session, "activities/changed")) == 2


# --- Afterwards --------------------------------------------------------------------------------


def test_what_has_been_held_stays(world, in_app, at, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agreed(db, world, made)
    at(2026, 11, 27, 9)
    with in_app() as db:
        found = queries.find_pair(made.id)
        assert is_held(found, DAY + timedelta(days=1))
        for act in (
            lambda: services.end(found, by=None),
            lambda: write(db, made, world.mette, purpose="Nyt."),
            lambda: confirm(db, made, world.mette),
        ):
            with pytest.raises(RuleBrokenError):
                act()


def test_feedback_is_given_afterwards_and_the_host_is_told_once(world, in_app, session, at, pair):
    made = pair(world, world.mette, world.jonas)

    def give(db, text, version=None):
        found = queries.find_pair(made.id)
        version = found.version if version is None else version
        mette = db.get(Person, world.mette.id)
        services.give_feedback(found, text, version=version, by=mette, address="/aftale")
        return found

    with in_app() as db:
        agreed(db, world, made)
        with pytest.raises(RuleBrokenError):
            give(db, "For tidligt.")
    at(2026, 11, 27, 9)
    with in_app() as db:
        version = give(db, "Du ventede på svaret.").version
        give(db, "Du ventede på svaret.", 0)
        found = give(db, "Du ventede længe på svaret.")
        assert found.feedback_at is not None
        with pytest.raises(ConflictError) as caught:
            give(db, "Noget andet.", version)
        assert list(caught.value.theirs.values()) == ["Du ventede længe på svaret."]
    assert mails(session, "shadowing/feedback") == [("shadowing/feedback", world.jonas.id)]


# --- Who leaves --------------------------------------------------------------------------------


def leave(db, world, name):
    place = db.get(Enrolment, world.places[name].id)
    cohort_services.end_enrolment(place, by=db.get(Person, world.karen.id))


@pytest.mark.parametrize("leaver", ["mette", "jonas"])
def test_who_leaves_loses_the_day_at_once_and_the_pair_ends(world, in_app, session, pair, leaver):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        key = agreed(db, world, made).activity.id
        leave(db, world, leaver)
    gone = getattr(world, leaver)
    with in_app() as db:
        assert key not in {row.id for row in activities.own_rows(gone.id)}
        assert not queries.own_pairs(gone.id)
    with in_app() as db:
        services.end_left_alone()
    with in_app() as db:
        services.end_left_alone()
        found = db.get(ShadowingPair, made.id)
        assert found.state is PairState.ENDED
        assert found.activity.is_cancelled


def test_what_was_held_before_somebody_left_stays(world, in_app, at, pair):
    made = pair(world, world.mette, world.jonas)
    with in_app() as db:
        agreed(db, world, made)
    at(2026, 12, 1, 9)
    with in_app() as db:
        leave(db, world, "jonas")
        services.end_left_alone()
    with in_app() as db:
        assert db.get(ShadowingPair, made.id).state is PairState.AGREED
        assert [p.id for p in queries.own_pairs(world.mette.id)] == [made.id]


def test_a_place_of_who_left_is_free_for_others(world, in_app, session, offer, pair):
    offer(world, world.jonas)
    pair(world, world.mette, world.jonas)
    with in_app() as db:
        leave(db, world, "mette")
        make_pair(db, world, world.tove, world.jonas)


def test_an_offer_knows_when_it_was_made(world, in_app, session, at):
    at(2026, 11, 22, 10)
    with in_app() as db:
        save_offer(db, world, world.jonas)
    made = session.scalars(sa.select(ShadowingOffer)).one().made_at
    assert isinstance(made, datetime)
    assert made.hour == 10
