"""One rich world for the tests about the whole site: everybody, and everything one may ask for.

On 22 November 2026: Mette writes a log in Hold A. Around her stand a peer of her group, one of
another group, an appointed employee, somebody who has left, a facilitator, her line manager, a
director who takes part beside the cohort, coordinators of her organisation, of her programme and
of another cohort, an administrator, somebody of Hold B and somebody of nothing. Her private texts
carry CANARY, each its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from programme.activities.models import (
    ActivityChange,
    ActivityDay,
    ActivityLink,
    ChangeKind,
    DraftChange,
    FacilitatorRequest,
)
from programme.attendance.models import Attendance, CatchUpOffer, OfferState, Presence
from programme.calendars.models import FeedAddress
from programme.cohorts.models import CohortState, Participation, Role
from programme.contributions.models import ContentProposal, DialogueQuestion, ProposalState
from programme.conversations.models import (
    FeedbackRequest,
    ManagerTalk,
    SparringSession,
    SparringTopic,
    TalkTime,
)
from programme.facilitation.models import ExternalPartner
from programme.guideposts.models import DevelopmentFocus
from programme.inspiration.models import (
    KnowledgeItem,
    KnowledgeKind,
    PromptTime,
    ReflectionPrompt,
)
from programme.learning_logs.models import (
    EntryComment,
    EntryState,
    Evidence,
    EvidenceKind,
    Habit,
    LogTemplate,
    RemovedEntry,
    ShareWith,
    TrialAction,
    TrialOutcome,
)
from programme.outbox.models import OutboxMail
from programme.people.models import AccessLink, EmailChange, JobTitle, LinkPurpose
from programme.people.sessions import hashed
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import (
    PlanItem,
    PlanTemplate,
    ProgrammeObjective,
    ProgrammeState,
    StrategyLink,
)
from programme.reminders.models import FollowUp, FollowUpAnswer
from programme.shadowing.models import ShadowingOffer, ShadowingPair
from programme.standings.models import GoalStanding, RoleNote
from programme.venues.models import BusyTime, Room, Venue
from programme.visits.models import ColleagueVisit
from tests import factories as make

NOW = (2026, 11, 22, 9)
TODAY = date(2026, 11, 22)
JOINED = datetime(2026, 2, 2, 8, tzinfo=UTC)
SHARED = datetime(2026, 11, 1, 8, tzinfo=UTC)
LEFT = datetime(2026, 10, 1, 8, tzinfo=UTC)

CANARY = "kanariefugl"
COMMENT_CANARY = "blåmejse"
FOCUS_CANARY = "rødhals"
NOTE_CANARY = "gærdesmutte"
TALK_CANARY = "bogfinke"
DATA_CANARY = "musvit"
DATA_NAME_CANARY = "sumpmejse"
REPLY_CANARY = "havesanger"
ROLE_CANARY = "stillits"
AGREEMENT_CANARY = "gulspurv"
AGREED_PARTS = (
    "purpose", "goals", "focus_points", "confidentiality", "feedback_form", "feedback"
)  # fmt: skip
PARTS = ("action", "reflection", "new_knowledge", "next_action")
ANONYMOUS = "anonymous"


@dataclass
class World:
    """Persons by the name of their part, things by kind and name, secrets by what they open."""

    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def id(self, kind, name):
        """The key of a thing, such as `id("entry", "private")`."""
        return self.things[kind][name].id

    def ids(self, kind):
        return [thing.id for thing in self.things[kind].values()]

    def add(self, kind, **named):
        self.things.setdefault(kind, {}).update(named)

    @property
    def visitors(self):
        return [ANONYMOUS, *VISITORS]


# Everybody who may knock. The author's own password opens the author's own account.
VISITORS = (
    "author",
    "group_mate",
    "cohort_mate",
    "employee",
    "former",
    "facilitator",
    "manager",
    "director",
    "coordinator",
    "programme_coordinator",
    "other_coordinator",
    "administrator",
    "stranger",
    "outsider",
)


def canary(place):
    """A word that stands in one place of the private log and nowhere else in the world."""
    return f"{CANARY}-{place.replace('_', '-')}"


def build():
    """Everything, flushed to the session that the factories are bound to."""
    world = World()
    _people(world)
    _programmes(world)
    _cohorts(world)
    _activities(world)
    _attendance(world)
    _contributions(world)
    _venues(world)
    _shadowing(world)
    _log(world)
    _mine(world)
    _conversations(world)
    _secrets(world)
    _question(world)
    return world


def _session():
    return make.PersonFactory._meta.sqlalchemy_session


def _people(world):
    top = make.LevelFactory(code="leader_of_leaders", position=1)
    low = make.LevelFactory(code="leader_of_employees", position=2)
    own = make.OrganisationFactory(name="Birkevig Kommune")
    other = make.OrganisationFactory(name="Stormose Kommune")
    unit = make.UnitFactory(organisation=own, name="Nordbyens Skoler")
    world.add("level", top=top, low=low)
    world.add("organisation", own=own, other=other)
    world.add("unit", own=unit)
    world.add("title", own=JobTitle(name="skoleleder", default_level=low))
    _session().add(world.things["title"]["own"])
    manager = _person("manager", "Hanne Bach", own)
    names = {
        "author": ("Mette Holm", own, {"line_manager": manager, "level": top, "unit": unit}),
        "group_mate": ("Jonas Friis", own, {"level": top}),
        "cohort_mate": ("Ali Hosseini", own, {"level": low}),
        "employee": ("Amina Yildiz", own, {}),
        "former": ("Nadia Rahimi", own, {"level": top}),
        "director": ("Dorte Drost", own, {"level": top}),
        "facilitator": ("Søren Vang", own, {}),
        "coordinator": ("Karen Thorup", own, {}),
        "programme_coordinator": ("Lone Hjorth", own, {}),
        "other_coordinator": ("Palle Rosendal", other, {}),
        "administrator": ("Ditte Ravn", own, {"is_administrator": True}),
        "stranger": ("Peter Dam", other, {"level": top}),
        "outsider": ("Vibeke Storgaard", other, {}),
        "invited": ("Huda Salem", own, {"level": top}),
    }
    world.people["manager"] = manager
    for part, (name, organisation, more) in names.items():
        world.people[part] = _person(part, name, organisation, **more)
    world.add("person", **world.people)


def _person(part, name, organisation, **more):
    # The cheap hash of the tests would do, but nobody here signs in by password.
    hash_ = None if part == "invited" else "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAA"
    return make.PersonFactory(
        name=name,
        email=f"{part.replace('_', '-')}@test.example",
        organisation=organisation,
        password_hash=hash_,
        **more,
    )


def _programmes(world):
    top = world.things["level"]["top"]
    main = make.ProgrammeFactory(slug="ledere", name="Ledere af ledere", source_note="Om kilden.")
    draft = make.ProgrammeFactory(slug="kladde", name="Kladden", state=ProgrammeState.DRAFT)
    other = make.ProgrammeFactory(slug="andet", name="Et andet forløb")
    goals = make.GoalSetFactory(level=top)
    first, last = (make.GoalFactory(goal_set=goals, number=n) for n in (1, 2))
    main.levels = [top, world.things["level"]["low"]]
    main.goal_sets = [goals]
    track = make.TrackFactory(programme=main, position=1)
    strategy = StrategyLink(position=1, title="Strategien")
    main.strategies.append(strategy)
    objective = ProgrammeObjective(number=1, short_name="Fælles retning")
    main.objectives.append(objective)
    template = PlanTemplate(name="Planen", laid_on=date(2026, 2, 2))
    template.items = [_item(1, 0), _item(2, 60), _item(3, None)]
    main.templates.append(template)
    _session().flush()
    world.add("programme", main=main, draft=draft, other=other)
    world.add("goal", first=first, last=last)
    world.add("track", first=track)
    world.add("strategy", first=strategy)
    world.add("objective", first=objective)
    world.add("template", main=template)


def _item(position, offset):
    return PlanItem(
        position=position,
        key=f"seminar-{position}",
        kind=ActivityKind.SEMINAR,
        number=position,
        title=f"Tema {position}",
        offset_days=offset,
    )


def _cohorts(world):
    main, other = world.things["programme"]["main"], world.things["programme"]["other"]
    own, away = world.things["organisation"]["own"], world.things["organisation"]["other"]
    a = make.CohortFactory(programme=main, organisation=own, name="Hold A")
    b = make.CohortFactory(programme=other, organisation=away, name="Hold B")
    draft = make.CohortFactory(
        programme=main, organisation=own, name="Hold C", state=CohortState.DRAFT, published_at=None
    )
    closed = make.CohortFactory(
        programme=main, organisation=own, name="Hold D", state=CohortState.CLOSED
    )
    world.add("cohort", a=a, b=b, draft=draft, closed=closed)
    top, low = world.things["level"]["top"], world.things["level"]["low"]
    places = {
        "author": (a, Role.PARTICIPANT, top),
        "group_mate": (a, Role.PARTICIPANT, top),
        "cohort_mate": (a, Role.PARTICIPANT, low),
        "employee": (a, Role.APPOINTED_EMPLOYEE, None),
        "former": (a, Role.PARTICIPANT, top),
        "invited": (a, Role.PARTICIPANT, top),
        "facilitator": (a, Role.FACILITATOR, None),
        "director": (a, Role.OTHER_LEVEL, top),
        "stranger": (b, Role.PARTICIPANT, top),
    }
    for part, (cohort, role, level) in places.items():
        place = make.EnrolmentFactory(
            cohort=cohort, person=world.people[part], role=role, level=level, joined_at=JOINED
        )
        world.add("enrolment", **{part: place})
    world.things["enrolment"]["employee"].appointed_by = world.author
    world.things["enrolment"]["director"].participation = Participation.INVITED
    world.things["enrolment"]["former"].ended_at = LEFT
    make.GrantFactory(person=world.coordinator, organisation_id=own.id)
    make.GrantFactory(person=world.programme_coordinator, programme_id=main.id)
    world.add("grant", cohort=make.GrantFactory(person=world.other_coordinator, cohort_id=b.id))
    first, second = (make.GroupFactory(cohort=a, number=n) for n in (1, 2))
    away_group = make.GroupFactory(cohort=b, number=1)
    empty = make.GroupFactory(cohort=a, number=3)
    for part in ("author", "group_mate"):
        make.MembershipFactory(group=first, person=world.people[part], joined_at=JOINED)
    make.MembershipFactory(group=first, person=world.former, joined_at=JOINED, left_at=LEFT)
    make.MembershipFactory(group=second, person=world.cohort_mate, joined_at=JOINED)
    make.MembershipFactory(group=away_group, person=world.stranger, joined_at=JOINED)
    world.add("group", first=first, second=second, other=away_group, empty=empty)


def _activities(world):
    a, b = world.things["cohort"]["a"], world.things["cohort"]["b"]
    published = _activity(a, 1, date(2026, 12, 3), ends_on=date(2026, 12, 4))
    published.facilitators = [world.facilitator]
    published.goals = [world.things["goal"]["first"]]
    published.track = world.things["track"]["first"]
    published.preparation, published.bring = "Læs to sider.", "En sag fra dit bord."
    published.try_afterwards = "Spørg først."
    published.days = [ActivityDay(number=n, programme=f"Dag {n}") for n in (1, 2)]
    published.links = [ActivityLink(position=1, title="Artikel", url="https://example.org/a")]
    moved = ActivityChange(
        kind=ChangeKind.MOVED,
        at=datetime(2026, 11, 22, 8, 57, tzinfo=UTC),
        by_id=world.coordinator.id,
        reason="Lokalet var optaget.",
        old_starts_on=date(2026, 11, 26),
        old_ends_on=date(2026, 11, 27),
    )
    published.changes = [moved]
    published.moved_from = date(2026, 11, 26)
    world.add(
        "activity",
        published=published,
        held=_activity(a, 2, date(2026, 5, 7)),
        draft=_activity(a, 3, date(2027, 1, 14), published_at=None),
        cancelled=_activity(
            a, 4, date(2027, 1, 15), cancelled_at=datetime(2026, 11, 20, 8, tzinfo=UTC)
        ),
        low_level=_activity(a, 5, date(2027, 1, 20), levels=[world.things["level"]["low"]]),
        employees=_activity(a, 6, date(2027, 1, 21), audience=Audience.EMPLOYEES),
        timed=_activity(a, 7, date(2027, 1, 22), start_time=time(9), end_time=time(15, 30)),
        undated=_activity(
            a, 8, None, ends_on=None, window_from=date(2026, 12, 1), window_to=date(2027, 1, 31)
        ),
        other=_activity(b, 1, date(2026, 12, 10)),
        invited=_activity(a, 9, date(2027, 2, 11), named=[world.director]),
        unborn=_activity(world.things["cohort"]["draft"], 1, date(2027, 2, 4)),
        shadowing=_activity(
            a,
            None,
            None,
            ends_on=None,
            kind=ActivityKind.SHADOWING,
            window_from=date(2026, 11, 1),
            window_to=date(2027, 1, 31),
        ),
    )
    _session().flush()
    world.add("change", moved=moved)
    draft = DraftChange(
        activity=world.things["activity"]["timed"],
        kind=ChangeKind.MOVED,
        seen_version=world.things["activity"]["timed"].version,
        starts_on=date(2027, 1, 29),
        ends_on=date(2027, 1, 29),
        by_id=world.coordinator.id,
        at=SHARED,
    )
    _session().add(draft)
    _session().flush()
    world.add("draft_change", timed=draft)


def _attendance(world):
    """A day led and noted, two who missed it, and the same in a parallel cohort."""
    main, own = world.things["programme"]["main"], world.things["organisation"]["own"]
    parallel_cohort = make.CohortFactory(programme=main, organisation=own, name="Hold P")
    led = _activity(world.things["cohort"]["a"], 9, date(2026, 11, 19))
    led.facilitators = [world.facilitator]
    parallel = _activity(parallel_cohort, 9, date(2027, 3, 4))
    _session().flush()
    for part in ("author", "group_mate"):
        _session().add(
            Attendance(
                activity_id=led.id,
                day=led.starts_on,
                person_id=world.people[part].id,
                presence=Presence.ABSENT,
                at=SHARED,
            )
        )
    offer = CatchUpOffer(
        person=world.group_mate,
        missed=led,
        offered=parallel,
        state=OfferState.OFFERED,
        offered_at=SHARED,
    )
    _session().add(offer)
    _session().flush()
    world.add("cohort", parallel=parallel_cohort)
    world.add("activity", led=led, parallel=parallel)
    world.add("catch_up", group_mate=offer)


def _contributions(world):
    """A proposal that waits, one that is accepted, and a question before a dialogue."""
    cohort, published = world.things["cohort"]["a"], world.things["activity"]["published"]
    waiting, accepted = (
        ContentProposal(
            cohort=cohort,
            author=world.author,
            activity=activity,
            text=text,
            made_at=SHARED,
            state=state,
        )
        for text, activity, state in (
            ("Et emne.", None, ProposalState.NEW),
            ("En sag.", published, ProposalState.ACCEPTED),
        )
    )
    question = DialogueQuestion(
        activity=published,
        author=world.employee,
        role=Role.APPOINTED_EMPLOYEE,
        text="Hvem må sige nej?",
        asked_at=SHARED,
    )
    _session().add_all([waiting, accepted, question])
    _session().flush()
    world.add("proposal", waiting=waiting, accepted=accepted)
    world.add("question", employee=question)


def _activity(cohort, number, day, **more):
    return make.ActivityFactory(
        cohort=cohort, number=number, title=f"Tema {number}", starts_on=day, **more
    )


def _venues(world):
    own, away = world.things["organisation"]["own"], world.things["organisation"]["other"]
    strand = Venue(organisation=own, name="Nyborg Strand", address="Østersøvej 2", capacity=40)
    strand.rooms = [Room(name="Lokale 3", capacity=24), Room(name="Salen")]
    hotel = Venue(organisation=away, name="Hotel Øst")
    day = date(2027, 5, 3)
    times = [
        BusyTime(starts_on=day, ends_on=day, made_at=JOINED, **{of: thing})
        for of, thing in (("person", world.facilitator), ("venue", strand))
    ]
    activities = world.things["activity"]
    activities["published"].venue, activities["published"].room = strand, strand.rooms[0]
    activities["published"].place = "Nyborg Strand, Lokale 3"
    activities["published"].address = strand.address
    _session().add_all([strand, hotel, *times])
    _session().flush()
    world.add("venue", own=strand, other=hotel)
    world.add("room", used=strand.rooms[0], free=strand.rooms[1])
    world.add("busy", facilitator=times[0], venue=times[1])
    partners = [
        ExternalPartner(organisation=owner, name=name, workplace="Et sygehus")
        for owner, name in ((own, "Åse Kjær"), (away, "Bo Fremmed"))
    ]
    _session().add_all(partners)
    _session().flush()
    world.add("partner", own=partners[0], other=partners[1])


def _question(world):
    """The facilitator was asked about the days of the published activity."""
    activity = world.things["activity"]["published"]
    _session().add(
        FacilitatorRequest(
            activity=activity,
            person=world.facilitator,
            asked_by_id=world.coordinator.id,
            asked_at=datetime(*NOW, tzinfo=UTC) - timedelta(days=1),
            starts_on=activity.starts_on,
            ends_on=activity.ends_on,
            token_hash=hashed(world.tokens["answer"]),
            expires_at=datetime(2026, 12, 2, 23, tzinfo=UTC),
        )
    )
    _session().flush()


def _shadowing(world):
    """The author is to follow the group mate; every text of theirs is a canary."""
    a, session = world.things["cohort"]["a"], _session()
    offers = [
        ShadowingOffer(
            cohort_id=a.id, host_id=world.people[part].id, places=2, made_at=JOINED, about="Kom."
        )
        for part in ("author", "group_mate")
    ]
    pair = ShadowingPair(
        cohort_id=a.id,
        guest_id=world.author.id,
        host_id=world.group_mate.id,
        made_at=JOINED,
        **{part: f"Om {agreement_canary(part)}." for part in AGREED_PARTS},
    )
    session.add_all([*offers, pair])
    session.flush()
    world.add("pair", first=pair)


def agreement_canary(part):
    """A word that stands in one text of the agreement and nowhere else in the world."""
    return f"{AGREEMENT_CANARY}-{part.replace('_', '-')}"


def _log(world):
    secret_task = make.TaskFactory(
        owner_id=world.author.id,
        title=f"Opgaven {canary('task')}",
        description=f"Om {canary('task_description')}",
    )
    told_task = make.TaskFactory(owner_id=world.author.id, title="Ny mødeform")
    other_task = make.TaskFactory(owner_id=world.group_mate.id, title="Jonas’ opgave")
    world.add("task", secret=secret_task, told=told_task, other=other_task)
    _desk(world)
    private = _secret_entry(world, "private", state=EntryState.FINAL, task=secret_task)
    group = _entry(world, "Delt med gruppen", previous=private, task=told_task)
    taken_back = _secret_entry(world, "taken_back", state=EntryState.FINAL, previous=group)
    world.add(
        "entry",
        private=private,
        draft=_secret_entry(world, "draft", state=EntryState.DRAFT, finished_at=None),
        group=group,
        taken_back=taken_back,
        facilitators=_entry(world, "Delt med facilitatorer"),
        manager=_entry(world, "Delt med lederen"),
        cohort=_entry(world, "Delt med holdet"),
        colleague=_entry(world, "Delt med én kollega"),
        knowledge=_entry(world, "Delt i Videndeling"),
        peer=make.EntryFactory(author=world.group_mate, heading="Jonas’ eget"),
        foreign=make.EntryFactory(author=world.stranger, heading="Peters eget"),
    )
    entries = world.things["entry"]
    group_1, a = world.things["group"]["first"], world.things["cohort"]["a"]
    shares = {
        "group": {"audience": ShareWith.NETWORK_GROUP, "group": group_1},
        "facilitators": {"audience": ShareWith.FACILITATORS, "cohort": a},
        "manager": {"audience": ShareWith.LINE_MANAGER, "person": world.manager},
        "cohort": {"audience": ShareWith.COHORT, "cohort": a},
        "colleague": {"audience": ShareWith.COLLEAGUE, "person": world.employee, "cohort": a},
        "knowledge": {"audience": ShareWith.KNOWLEDGE},
    }
    for name, to in shares.items():
        share = make.ShareFactory(entry=entries[name], shared_at=SHARED, **to)
        world.add("share", **{name: share})
    for to in shares.values():  # with everybody, and taken back
        make.ShareFactory(
            entry=taken_back, shared_at=SHARED, stopped_at=SHARED + timedelta(days=1), **to
        )

    _evidence(world)
    _steering(world)
    _comments(world)


def _evidence(world):
    """Files behind a private entry and a shared one, words not added yet, and two templates."""
    private, group = (world.things["entry"][name] for name in ("private", "group"))
    private.new_habit, private.new_evidence = canary("new_habit"), canary("new_evidence")
    file = {"kind": EvidenceKind.FILE, "media_type": "text/plain", "size": 9, "created_at": SHARED}
    secret = Evidence(
        entry_id=private.id,
        file_name=f"{canary('evidence_name')}.txt",
        body=canary("evidence_file").encode(),
        **file,
    )
    told = Evidence(entry_id=group.id, file_name="Tal.txt", body=b"3 ud af 8", **file)
    named = Evidence(entry_id=group.id, file_name=f"{DATA_NAME_CANARY}.txt", body=b"9 af 9", **file)
    words, own_words = (
        Evidence(entry_id=entry.id, kind=EvidenceKind.TEXT, text=text, created_at=SHARED)
        for entry, text in (
            (group, f"Jeg talte tre. {DATA_CANARY}"), (private, canary("evidence_text"))
        )
    )  # fmt: skip
    templates = {
        name: LogTemplate(key=name, name=name.capitalize(), action="Hvad skete der?", position=at)
        for at, name in enumerate(("handling-refleksion", "proceslog"), start=1)
    }
    _session().add_all([secret, told, named, words, own_words, *templates.values()])
    _session().flush()
    world.add("evidence", secret=secret, told=told)
    world.add("template", standard=templates["handling-refleksion"], process=templates["proceslog"])


def _desk(world):
    """A habit and a trial of the author's, which nobody else may know of."""
    owner = {"owner_id": world.author.id, "created_at": SHARED}
    habit = Habit(text=f"Vanen {canary('habit')}", since=date(2026, 3, 2), **owner)
    trial = TrialAction(
        text=f"Prøven {canary('trial')}",
        who=canary("trial_who"),
        look_for=canary("trial_look_for"),
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 4, 2),
        outcome=TrialOutcome.ADJUST,
        outcome_note=canary("trial_note"),
        ended_at=SHARED,
        **owner,
    )
    running = TrialAction(
        text="I gang", starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 2), **owner
    )
    _session().add_all([habit, trial, running])
    _session().flush()
    world.add("habit", secret=habit)
    world.add("trial", secret=trial, running=running)


def _steering(world):
    """A guidepost that the author steers by, one they do not, and where they stand on a goal."""
    found = make.GuidepostSetFactory(key="ledelse")
    first, last = (make.GuidepostFactory(guidepost_set=found, number=n) for n in (1, 2))
    focus = DevelopmentFocus(
        person_id=world.author.id, guidepost=first, started_on=date(2026, 9, 1)
    )
    standing = GoalStanding(
        person_id=world.author.id,
        goal_id=world.id("goal", "first"),
        stands_on=date(2026, 9, 1),
        step=2,
        note=canary("standing_note"),
        created_at=SHARED,
        entries=[world.things["entry"]["private"]],
    )
    _session().add_all([focus, standing])
    _session().flush()
    world.add("guidepost", first=first, last=last)
    world.add("focus", author=focus)
    world.add("standing", author=standing)


def _conversations(world):
    """A question that the manager is asked, a title on the group's list, a sheet, and a talk."""
    cohort, group = world.things["cohort"]["a"], world.things["group"]["first"]
    network = make.ActivityFactory(
        cohort=cohort,
        kind=ActivityKind.NETWORK_MEETING,
        number=1,
        title="",
        starts_on=date(2027, 3, 10),
    )
    world.add("activity", network=network)
    asked = FeedbackRequest(
        key="en-side",
        asker=world.author,
        asked=world.manager,
        focus=f"Hvordan leder jeg et møde? {FOCUS_CANARY}",
        created_at=SHARED,
    )
    answered = FeedbackRequest(
        key="en-anden-side",
        asker=world.author,
        asked=world.manager,
        focus="Taler jeg for meget?",
        created_at=SHARED,
        reply=f"Ja, somme tider. {REPLY_CANARY}",
        replied_at=SHARED,
    )
    topic = SparringTopic(
        entry_id=world.id("entry", "private"),
        person=world.author,
        group=group,
        title="Når ingen siger noget",
        created_at=SHARED,
    )
    sheet = SparringSession(
        activity=network,
        group=group,
        method="round",
        made_by_id=world.facilitator.id,
        focus_person=world.author,
        interviewer=world.group_mate,
        team=[],
        note=f"Mette vil vente. {NOTE_CANARY}",
        created_at=SHARED,
    )
    bare = SparringSession(
        activity=network,
        group=group,
        method="round",
        made_by_id=world.facilitator.id,
        focus_person=world.author,
        interviewer=world.group_mate,
        team=[],
        created_at=SHARED,
    )
    talk = ManagerTalk(
        participant=world.author,
        manager=world.manager,
        cohort=cohort,
        time=TalkTime.MIDWAY,
        preparation=f"Jeg vil gerne have tid. {TALK_CANARY}",
        created_at=SHARED,
        entries=[],
    )
    _session().add_all([asked, answered, topic, sheet, bare, talk])
    _session().flush()
    world.add("feedback", manager=asked, answered=answered)
    world.add("topic", author=topic)
    world.add("sheet", group=sheet, bare=bare)
    world.add("talk", midway=talk)


def _comments(world):
    """To the entry that the cohort reads: a word for its author alone, its answer, one for all."""
    said = {
        name: EntryComment(
            key=f"comment-{name}",
            entry=world.things["entry"]["cohort"],
            author=world.cohort_mate,
            text=text,
            is_private=name == "private",
            created_at=SHARED,
        )
        for name, text in {
            "private": f"Mellem os: {COMMENT_CANARY}.",
            "open": "Det prøver jeg også.",
        }.items()
    }
    said["answer"] = EntryComment(
        key="comment-answer",
        entry=world.things["entry"]["cohort"],
        author=world.author,
        text=f"Kun til dig: {COMMENT_CANARY}.",
        is_private=True,
        reader_id=world.cohort_mate.id,
        created_at=SHARED,
    )
    _session().add_all(said.values())
    _session().flush()
    world.add("comment", **said)


def _secret_entry(world, name, **more):
    """An entry whose every text is a canary of its own."""
    texts = {part: f"Jeg {canary(f'{name}_{part}')} i dag." for part in PARTS}
    return _entry(world, f"Overskrift {canary(f'{name}_heading')}", **texts, **more)


def _entry(world, heading, **more):
    return make.EntryFactory(
        author=world.author,
        heading=heading,
        cohort=world.things["cohort"]["a"],
        activity=world.things["activity"]["held"],
        goals=[world.things["goal"]["first"]],
        **more,
    )


def canaries():
    """Every canary of the world, so that a test may say what must be found by the author."""
    places = [
        f"{name}_{part}"
        for name in ("private", "draft", "taken_back")
        for part in ("heading", *PARTS)
    ]
    desk = ("task", "task_description", "habit", "trial", "trial_who", "trial_look_for")
    desk += ("standing_note", "removed", "role", "evidence_text", "evidence_name")
    return [canary(place) for place in (*places, *desk, "trial_note")]


def _mine(world):
    """Inspiration and questions; what the author has deleted, and says of their own role."""
    published, led = (world.things["activity"][name] for name in ("published", "led"))
    words, file = (
        KnowledgeItem(
            activity=published, added_by=world.facilitator, kind=kind, title=title,
            text="To sider.", created_at=SHARED, **more,
        )
        for kind, title, more in (
            (KnowledgeKind.TEXT, "Om spørgsmål", {}),
            (
                KnowledgeKind.FILE,
                "Om nærvær",
                {"file_name": "a.pdf", "media_type": "application/pdf", "size": 8,
                 "body": b"%PDF-1.7"},
            ),
        )
    )  # fmt: skip
    put, draft = (
        ReflectionPrompt(
            activity=led, asked_by=world.facilitator, time=PromptTime.AFTER, question=question,
            created_at=SHARED, published_at=at,
        )
        for question, at in (("Hvad tog du med?", SHARED), ("Hvad prøver du nu?", None))
    )  # fmt: skip
    removed = RemovedEntry(
        author_id=world.author.id, removed_at=SHARED, contents=_laid_away(canary("removed"))
    )
    note = RoleNote(person_id=world.author.id, text=canary("role"), written_at=SHARED)
    other_note = RoleNote(
        person_id=world.group_mate.id, text=f"Jonas’ rolle: {ROLE_CANARY}", written_at=SHARED
    )
    later = FollowUp(cohort=world.things["cohort"]["a"], months_after=6, question="Og så?")
    _session().add_all([words, file, put, draft, removed, note, other_note, later])
    _session().flush()
    _session().add(
        FollowUpAnswer(follow_up_id=later.id, person_id=world.author.id, asked_at=SHARED)
    )
    _session().flush()
    world.add("item", words=words, file=file)
    world.add("prompt", put=put, draft=draft)
    world.add("removed", author=removed)
    world.add("role_note", author=note)
    world.add("follow_up", author=later)
    visit = ColleagueVisit(
        key="visit", visitor_id=world.group_mate.id, host_id=world.author.id,
        visit_on=date(2026, 12, 9), focus="Dit møde.", created_at=SHARED,
    )  # fmt: skip
    _session().add(visit)
    _session().flush()
    world.add("visit", asked=visit)


def _laid_away(words):
    moment = SHARED.isoformat()
    entry = {
        "key": "laid-away", "state": "final", "kind": "entry", "written_on": "2026-10-01",
        "heading": words, "action": words, "reflection": "", "new_knowledge": "",
        "next_action": "", "created_at": moment, "updated_at": moment, "finished_at": moment,
    }  # fmt: skip
    nothing = ("followers", "goals", "guideposts", "knowledge", "evidence", "comments")
    return {"entry": entry, "previous": None} | {name: [] for name in nothing}


def _secrets(world):
    now = datetime(*NOW, tzinfo=UTC)
    world.tokens = {
        "feed": "feed-" + "f" * 38,
        "invitation": "invitation-" + "i" * 32,
        "reset": "reset-" + "r" * 37,
        "email": "email-" + "e" * 37,
        "answer": "answer-" + "a" * 36,
    }
    session = _session()
    address = FeedAddress(
        person_id=world.author.id,
        name="Telefon",
        token_hash=hashed(world.tokens["feed"]),
        created_at=now,
    )
    session.add(address)
    for part, purpose in (("invited", LinkPurpose.INVITATION), ("outsider", LinkPurpose.RESET)):
        session.add(
            AccessLink(
                person=world.people[part],
                purpose=purpose,
                token_hash=hashed(world.tokens[purpose.value]),
                created_at=now,
                expires_at=now + timedelta(hours=1),
            )
        )
    session.add(
        EmailChange(
            person=world.author,
            new_email="mette.ny@test.example",
            token_hash=hashed(world.tokens["email"]),
            requested_at=now,
        )
    )
    mail = OutboxMail(
        template="planning/published",
        person_id=world.author.id,
        keys={"cohort": world.id("cohort", "a")},
        created_at=now,
        due_at=now + timedelta(hours=1),
    )
    session.add(mail)
    session.flush()
    world.add("address", author=address)
    world.add("mail", waiting=mail)
