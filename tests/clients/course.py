"""A cohort that Karen plans and Mette follows, and what Mette's calendar has to show by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from programme.activities import services as activities
from programme.activities.models import Activity
from programme.activities.plan import ActivityPlan, Details, When
from programme.calendars import services as calendars
from programme.calendars.models import FeedAddress
from programme.cohorts import services as cohorts
from programme.cohorts.models import Cohort, Enrolment
from programme.people.models import Person
from programme.programmes.content import ActivityKind
from tests.clients.day import DAY
from tests.clients.seen import Seen

MEETING = ActivityPlan(
    details=Details(kind=ActivityKind.NETWORK_MEETING, number=1),
    when=When(starts_on=date(2026, 10, 23), start_time=time(9), end_time=time(12)),
)
SEMINAR = ActivityPlan(
    details=Details(kind=ActivityKind.SEMINAR, number=1, title="Æøå"),
    when=When(starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 25)),
)
# After the night in which the clocks go back.
LATER = When(starts_on=date(2026, 10, 26), start_time=time(9), end_time=time(15, 30))
NOTHING = Seen(
    "Ingen datoer i din plan lige nu",
    DAY.date(),
    DAY.date() + timedelta(days=1),
    "CONFIRMED",
    "Kommer der datoer, står de her af sig selv.",
)


class Course:
    """What is done to it is committed at once; `expected` follows, by UID."""

    def __init__(self, site) -> None:
        self._site = site
        self._ids = site.cohort()
        with site.work() as session:
            karen = session.get(Person, self._ids.karen)
            cohort = session.get(Cohort, self._ids.cohort)
            made = activities.plan_all(cohort, [MEETING, SEMINAR], by=karen)
            activities.publish(cohort.id, by=karen)
            self._keys = {activity.uid: activity.id for activity in made}
        self.meeting, self.seminar = self._keys
        self.address = site.subscription(self._ids.mette)
        self.expected = {
            self.meeting: Seen(
                "Netværksmøde 1",
                datetime(2026, 10, 23, 7, tzinfo=UTC),
                datetime(2026, 10, 23, 10, tzinfo=UTC),
                "CONFIRMED",
                self.link(self.meeting),
            ),
            self.seminar: Seen(
                "Seminar 1 | Æøå",
                date(2026, 11, 24),
                date(2026, 11, 26),
                "CONFIRMED",
                self.link(self.seminar),
            ),
        }

    def link(self, uid: str) -> str:
        """The activity's page, which stands at the end of each description."""
        return f"{self._site.url}/aktivitet/{self._keys[uid]}"

    def move(self) -> None:
        """Put the meeting on another day and let it last longer."""
        self._move(LATER)
        self._expect(
            start=datetime(2026, 10, 26, 8, tzinfo=UTC),
            end=datetime(2026, 10, 26, 14, 30, tzinfo=UTC),
        )

    def move_to_whole_days(self) -> None:
        """Let the meeting fill two days."""
        self._move(When(starts_on=date(2027, 3, 27), ends_on=date(2027, 3, 28)))
        self._expect(start=date(2027, 3, 27), end=date(2027, 3, 29))

    def rewrite(self) -> None:
        """Give the meeting a theme, and something to prepare."""
        self._edit(title="Ledelse; af, PLF", preparation="Læs kapitel 3.\nOg 4.")
        self._expect(
            title="Netværksmøde 1 | Ledelse; af, PLF",
            description=f"Forberedelse:\nLæs kapitel 3.\nOg 4.\n\n{self.link(self.meeting)}",
        )

    def cancel(self) -> None:
        """Call the meeting off."""
        self._change(lambda meeting, by: activities.cancel(meeting, reason="Sygdom", by=by))
        title = f"AFLYST: {self.expected[self.meeting].title}"
        self._expect(status="CANCELLED", title=title)

    def restore(self) -> None:
        """Let the meeting be after all."""
        self._change(lambda meeting, by: activities.restore(meeting, by=by))
        title = self.expected[self.meeting].title.removeprefix("AFLYST: ")
        self._expect(status="CONFIRMED", title=title)

    def take_away(self) -> None:
        """Let the meeting be for another level than Mette's."""
        self._edit(level_ids=frozenset({self._ids.other_level}))
        del self.expected[self.meeting]

    def replace_address(self) -> None:
        """Close Mette's address and open one that serves the same."""
        with self._site.work() as session:
            mette = session.get(Person, self._ids.mette)
            token = calendars.replace_address(session.scalars(self._open).one(), by=mette)
        self.address = f"{self._site.url}/kalender/{token}.ics"

    def let_go(self) -> None:
        """Take Mette out of the cohort."""
        with self._site.work() as session:
            place = session.get(Enrolment, self._ids.enrolment)
            cohorts.end_enrolment(place, by=session.get(Person, self._ids.karen))
        self.expected = {"ingen-datoer@lederforloeb": NOTHING}

    def fetched_by(self) -> str:
        """Which program the site says has fetched Mette's calendar."""
        with self._site.work() as session:
            return session.scalars(self._open).one().last_client

    @property
    def _open(self):
        return select(FeedAddress).where(
            FeedAddress.person_id == self._ids.mette, FeedAddress.closed_at.is_(None)
        )

    def _edit(self, preparation: str | None = None, **details) -> None:
        def edit(meeting, by):
            texts = activities.texts_of(meeting)
            if preparation is not None:
                texts = replace(texts, preparation=preparation)
            new = replace(activities.details_of(meeting), **details)
            activities.edit(meeting, new, texts, version=meeting.version, by=by, address="/")

        self._change(edit)

    def _move(self, when: When) -> None:
        self._change(
            lambda meeting, by: activities.move(meeting, when, version=meeting.version, by=by)
        )

    def _change(self, work: Callable[..., object]) -> None:
        with self._site.work() as session:
            karen = session.get(Person, self._ids.karen)
            work(session.get(Activity, self._keys[self.meeting]), by=karen)

    def _expect(self, **shown) -> None:
        self.expected[self.meeting] = self.expected[self.meeting]._replace(**shown)
