"""Changes far ahead: one mail a day later, and none of what every calendar has fetched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from programme.activities import queries as activities
from programme.activities import services
from programme.activities.models import Activity, ChangeKind
from programme.activities.plan import When
from programme.activities.services import Looked, Meant, drafting, later
from programme.activities.services.drafting import fingerprint
from programme.calendars import mail, queries
from programme.calendars.choices import EVERYTHING, Choice, Scope
from programme.calendars.models import FeedAddress
from programme.calendars.queries import Fetching
from programme.notifications.models import NoticeChoice
from programme.outbox import services as outbox
from programme.outbox.models import OutboxMail
from programme.people.models import Person
from tests import factories as make

assert mail.changed_later
# The day before the course begins; see conftest.
TODAY = date(2027, 2, 21)
NOON = datetime(2027, 2, 21, 9, tzinfo=UTC)
FAR = TODAY + timedelta(days=100)


@pytest.fixture
def two(course):
    """Two activities far ahead that all of the cohort have, and none else."""
    for each in course.activities:
        each.published_at = None
    course.first, course.second = (
        make.ActivityFactory(cohort=course.cohort, title=title, number=None, starts_on=day)
        for title, day in (("Ledelse", FAR), ("Data", FAR + timedelta(days=28)))
    )
    return course


@pytest.fixture
def act(in_app, two):
    """`act(activity, lambda activity, karen: …)` in a context of its own."""

    def run(activity, work):
        with in_app() as db:
            return work(db.get(Activity, activity.id), db.get(Person, two.karen.id))

    return run


@pytest.fixture
def move(act):
    def run(activity, day):
        when = When(starts_on=day, ends_on=day)
        act(
            activity,
            lambda a, karen: services.move(a, when, version=a.version, by=karen, reason="Flyttet"),
        )

    return run


@pytest.fixture
def undo(act):
    return lambda activity: act(
        activity, lambda a, karen: services.undo(services.undoable(a), by=karen)
    )


@pytest.fixture
def letters(in_app):
    """The letters that wait, composed as the worker composes them, by first name."""

    def compose():
        found = {}
        with in_app() as db:
            for row in db.scalars(sa.select(OutboxMail).where(OutboxMail.sent_at.is_(None))):
                letter = outbox.composers()[row.template](row.person_id, row.keys)
                if letter:
                    found.setdefault(db.get(Person, row.person_id).first_name, []).append(letter)
        return found

    return compose


def waiting(session):
    rows = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))
    return [(row.template, row.due_at) for row in rows]


def both(template, due_at):
    """One each for Mette and Jonas; Soren leads neither of the two."""
    return [(template, due_at)] * 2


@pytest.mark.parametrize(("days", "soon"), [(14, True), (15, False)])
def test_a_change_within_fourteen_days_is_told_at_once_and_a_later_one_waits_a_day(
    two, move, session, days, soon
):
    two.first.starts_on = two.first.ends_on = TODAY + timedelta(days=days)
    move(two.first, FAR)
    at_once = both("activities/changed", NOON + timedelta(minutes=10))
    assert waiting(session) == (
        at_once if soon else both(later.CHANGED_LATER, NOON + timedelta(hours=24))
    )


def test_the_new_day_counts_as_well_as_the_old(two, move, session):
    move(two.first, TODAY + timedelta(days=14))
    assert {template for template, _due in waiting(session)} == {"activities/changed"}


def test_how_near_that_is_is_set_for_the_cohort(two, move, session):
    two.cohort.notice_days = 200
    move(two.first, FAR + timedelta(days=1))
    assert {template for template, _due in waiting(session)} == {"activities/changed"}


def test_what_changes_within_the_day_comes_in_one_mail_a_person(two, move, at, letters, session):
    move(two.first, FAR + timedelta(days=1))
    at(2027, 2, 21, 20)
    move(two.second, FAR + timedelta(days=30))
    move(two.first, FAR + timedelta(days=2))
    assert waiting(session) == both(later.CHANGED_LATER, NOON + timedelta(hours=24))
    found = letters()
    assert {name: len(each) for name, each in found.items()} == {"Mette": 1, "Jonas": 1}
    (letter,) = found["Mette"]
    assert letter.subject == "2 ændringer i planen: Hold 2027"
    assert letter.text.count("Før:") == 2
    assert "1. juni 2027" in letter.text  # as people know it: FAR
    assert "3. juni 2027" in letter.text  # as it is now
    assert "2. juni 2027" not in letter.text
    assert "Flyttet" in letter.text


def test_moved_there_and_back_leaves_nothing_to_tell(two, move, letters):
    move(two.first, FAR + timedelta(days=1))
    move(two.first, FAR)
    assert letters() == {}


def test_what_comes_near_is_told_at_once_as_people_know_it_and_only_once(
    two, move, at, letters, session
):
    move(two.first, FAR + timedelta(days=1))
    move(two.second, FAR + timedelta(days=30))
    at(2027, 2, 21, 12)
    move(two.first, TODAY + timedelta(days=10))
    found = {row[0] for row in waiting(session)}
    assert found == {"activities/changed", later.CHANGED_LATER}
    soon, late = sorted(letters()["Mette"], key=lambda each: "ændring" in each.subject)
    assert "1. juni 2027" in soon.text
    assert "2. juni 2027" not in soon.text
    assert late.subject == "En ændring i planen: Hold 2027"


def test_a_mail_that_is_to_leave_soon_tells_a_later_change_too(two, move, letters, session):
    move(two.first, TODAY + timedelta(days=3))
    move(two.first, FAR + timedelta(days=200))
    move(two.first, FAR + timedelta(days=201))
    assert {template for template, _due in waiting(session)} == {"activities/changed"}
    assert len(letters()["Mette"]) == 1


def test_a_change_taken_back_in_time_leaves_no_mail(two, move, undo, session):
    move(two.first, FAR + timedelta(days=1))
    undo(two.first)
    assert waiting(session) == []


def test_a_change_taken_back_leaves_the_others_in_the_mail(two, move, undo, letters):
    move(two.first, FAR + timedelta(days=1))
    move(two.second, FAR + timedelta(days=30))
    move(two.second, FAR + timedelta(days=31))
    undo(two.second)
    undo(two.first)
    ((letter,), *_others) = letters().values()
    assert letter.text.count("Flyttet:") == 1
    assert "Data" in letter.text


def test_a_mail_that_a_worker_has_begun_takes_nothing_more(two, move, session):
    move(two.first, FAR + timedelta(days=1))
    session.execute(sa.update(OutboxMail).values(attempts=1))
    move(two.second, FAR + timedelta(days=30))
    assert len(waiting(session)) == 4


def test_of_what_is_cancelled_nothing_but_that_is_told(two, act, move, letters):
    move(two.first, FAR + timedelta(days=1))
    act(two.first, lambda a, karen: services.cancel(a, by=karen, reason="For få"))
    ((letter,), *_others) = letters().values()
    assert "Aflyst: Seminar | Ledelse" in letter.text
    assert "1. juni 2027" in letter.text
    assert "2. juni 2027" not in letter.text


def test_drafts_far_ahead_are_told_with_their_note_and_taken_back_together(
    two, in_app, letters, undo, session
):
    with in_app() as db:
        karen = db.get(Person, two.karen.id)
        for item, days in ((two.first, 1), (two.second, 30)):
            day = FAR + timedelta(days=days)
            meant = Meant(kind=ChangeKind.MOVED, when=When(starts_on=day, ends_on=day))
            found = db.get(Activity, item.id)
            drafting.draft(found, meant, Looked(version=found.version), by=karen)
    with in_app() as db:
        drafts = activities.drafts_of(two.cohort.id)
        karen = db.get(Person, two.karen.id)
        services.publish_together(
            two.cohort.id, seen=fingerprint(drafts), note="Nye lokaler", by=karen, address=""
        )
    assert waiting(session) == both(later.CHANGED_LATER, NOON + timedelta(hours=24))
    ((letter,), *_others) = letters().values()
    assert "Nye lokaler" in letter.text
    assert letter.text.count("Flyttet:") == 2
    undo(two.first)
    assert waiting(session) == []


# What calendars have fetched -------------------------------------------------------------------


@pytest.fixture
def choose(session):
    def run(person, **choices):
        session.add(NoticeChoice(person_id=person.id, **choices))
        session.flush()

    return run


@pytest.fixture
def address(session):
    """`address(person, fetched_at, choice)` is a calendar that asked last at that time."""
    count = iter(range(100))

    def make_one(person, fetched_at, choice=EVERYTHING, closed_at=None):
        session.add(
            FeedAddress(
                person_id=person.id,
                name="Telefon",
                variant=choice.variant,
                token_hash=str(next(count)),
                created_at=NOON,
                last_fetched_at=fetched_at,
                closed_at=closed_at,
            )
        )
        session.flush()

    return make_one


LATER = NOON + timedelta(hours=2)
EARLIER = NOON - timedelta(hours=2)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], True),
        ([LATER], False),
        ([EARLIER], True),
        ([LATER, EARLIER], True),
        ([LATER, None], False),  # an address that no program has ever used
        ([LATER, NOON - timedelta(days=31)], False),  # a phone long gone
    ],
)
def test_who_chose_so_is_spared_what_all_their_calendars_have_fetched(
    two, move, at, choose, address, letters, asked, told
):
    choose(two.mette, skip_when_fetched=True)
    for fetched_at in asked:
        address(two.mette, fetched_at)
    move(two.first, FAR + timedelta(days=1))
    at(2027, 2, 22, 9)
    found = letters()
    assert ("Mette" in found) is told
    assert "Jonas" in found


def test_who_did_not_choose_it_is_told_all_the_same(two, move, at, address, letters):
    address(two.mette, LATER)
    move(two.first, FAR + timedelta(days=1))
    assert "Mette" in letters()


def test_what_is_near_is_told_whatever_has_been_fetched(two, move, choose, address, letters):
    choose(two.mette, skip_when_fetched=True)
    address(two.mette, LATER)
    move(two.first, TODAY + timedelta(days=3))
    assert "Mette" in letters()


@pytest.mark.parametrize(
    ("choice", "counts"),
    [
        (EVERYTHING, True),
        (Choice(scope=Scope.SHADOWING), False),
        (Choice(scope=Scope.FACILITATED), False),
        (Choice(titles_only=True), True),
    ],
)
def test_only_calendars_that_show_the_activity_count(two, in_app, address, choice, counts):
    address(two.mette, EARLIER, choice)
    key, mette = two.first.id, two.mette.id
    with in_app() as db:
        found = queries.fetching(db.get(Activity, key), [mette], NOON)
    assert found == (Fetching(1, 1) if counts else Fetching(0, 0))


def test_calendars_of_one_cohort_and_of_what_one_leads_count_where_they_show_it(
    two, in_app, address
):
    address(two.mette, EARLIER, Choice(Scope.COHORT, two.cohort.id))
    address(two.mette, EARLIER, Choice(Scope.COHORT, two.cohort.id + 99))
    two.first.facilitators = [two.soren]
    address(two.soren, LATER, Choice(scope=Scope.FACILITATED))
    address(two.jonas, EARLIER, closed_at=NOON)
    people = [two.mette.id, two.soren.id, two.jonas.id]
    key = two.first.id
    with in_app() as db:
        assert queries.fetching(db.get(Activity, key), people, NOON) == Fetching(2, 1)


# What the coordinator sees --------------------------------------------------------------------


def test_the_activity_s_page_says_how_many_calendars_are_behind(two, move, at, address, sign_in):
    path = f"/aktivitet/{two.first.id}"
    address(two.mette, EARLIER)
    address(two.jonas, LATER)
    assert "I kalenderne" not in sign_in(two.karen).get(path).text
    move(two.first, FAR + timedelta(days=1))
    assert "1 af 2 kalendere viser stadig det, der stod før." in sign_in(two.karen).get(path).text
    assert "I kalenderne" not in sign_in(two.mette).get(path).text
    at(2027, 3, 8, 10)
    assert "I kalenderne" not in sign_in(two.karen).get(path).text


def test_when_all_have_asked_it_says_so(two, move, address, sign_in):
    address(two.mette, LATER)
    move(two.first, FAR + timedelta(days=1))
    page = sign_in(two.karen).get(f"/aktivitet/{two.first.id}").text
    assert "Kalenderen, der henter aktiviteten, viser det, der gælder nu." in page


def test_without_calendars_nothing_is_said(two, move, sign_in):
    move(two.first, FAR + timedelta(days=1))
    assert "I kalenderne" not in sign_in(two.karen).get(f"/aktivitet/{two.first.id}").text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2. juni 2027", "2 personer får besked på mail om et døgn"),
        ("2. marts 2027", "2 personer får besked på mail ti minutter efter"),
    ],
)
def test_before_a_move_it_says_who_is_told_when_and_how_many_calendars_lag(
    two, address, sign_in, day, said
):
    address(two.mette, NOON - timedelta(days=2))
    address(two.jonas, EARLIER)
    page = sign_in(two.karen).get(f"/aktivitet/{two.first.id}/flyt?day={day}").text
    assert said in page
    assert "1 kalender er ikke hentet siden i går" in page


def test_how_near_is_set_on_the_settings_page(two, sign_in, session):
    browser = sign_in(two.karen)
    path = f"/hold/{two.cohort.id}/indstillinger"
    data = {"version": two.cohort.version, "name": "Hold 2027", "starts_on": "22-02-2027"}
    assert browser.post(path, data | {"notice_days": "366"}).status_code == 422
    assert browser.post(path, data | {"notice_days": "0"}).status_code == 303
    session.refresh(two.cohort)
    assert two.cohort.notice_days == 0
