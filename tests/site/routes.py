"""Every address of the site × method: what each visitor of the world gets. See test_access.py.

A thing somebody may not know of is a 404, a known thing that is not theirs to act on a 403.
`"cohort:a"` stands for that thing's key, `"@version/entry:private"` for its version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

from programme.activities.findings import FindingCode
from tests.site.world import ANONYMOUS, VISITORS

ALL = frozenset(VISITORS)
NOBODY = frozenset()
AUTHOR = frozenset({"author"})
COORDINATORS = frozenset({"coordinator", "programme_coordinator"})
OVERSEERS = COORDINATORS | {"facilitator"}
LEARNERS = frozenset({"author", "group_mate", "cohort_mate", "employee"})
LEADERS = LEARNERS - {"employee"}
MEMBERS = LEARNERS | {"facilitator"}
ADMINISTRATOR = frozenset({"administrator"})
BROWSERS = COORDINATORS | ADMINISTRATOR | {"other_coordinator"}
PROGRAMME_EDITORS = ADMINISTRATOR | {"programme_coordinator"}

SIGN_IN = 302
SIGN_IN_AGAIN = 401


@dataclass(frozen=True)
class Row:
    """One request, and who gets which answer.

    `ok` get `then`; who of the others is in `sees` knows of the thing and gets 403; the `rest`
    is told that there is nothing. `own` are names in test_access.EXTRAS that the form reads.
    """

    method: str
    endpoint: str
    args: dict
    ok: frozenset
    then: int = 200
    sees: frozenset = NOBODY
    rest: int = 404
    anonymous: int = SIGN_IN
    data: dict = field(default_factory=dict)
    own: frozenset = NOBODY

    @property
    def name(self):
        things = " ".join(f"{name}={value}" for name, value in self.args.items())
        return f"{self.method} {self.endpoint} {things}".strip()

    def expected(self, visitor):
        if visitor == ANONYMOUS:
            return self.anonymous
        if visitor in self.ok:
            return self.then
        return 403 if visitor in self.sees else self.rest


def resolved(world, value):
    """The key, version or secret that a word of the table stands for."""
    if isinstance(value, list):
        return [resolved(world, one) for one in value]
    if not isinstance(value, str):
        return value
    kind, colon, name = value.removeprefix("@version/").partition(":")
    if kind == "token" and name in world.tokens:
        return world.tokens[name]
    if not colon or name not in world.things.get(kind, {}):
        return value
    thing = world.things[kind][name]
    return thing.version if value.startswith("@version/") else thing.id


def address(app, world, row):
    args = {name: resolved(world, value) for name, value in row.args.items()}
    return app.url_map.bind("lederforloeb.test", url_scheme="https").build(row.endpoint, args)


def fields(world, row):
    return {name: resolved(world, value) for name, value in row.data.items()}


def get(endpoint, ok=ALL, *, sees=NOBODY, rest=404, anonymous=SIGN_IN, then=200, **args):
    return Row("GET", endpoint, args, ok, then, sees, rest, anonymous)


def post(
    endpoint, ok=ALL, *, data=None, then=303, sees=NOBODY, rest=404, own=(),
    anonymous=SIGN_IN_AGAIN, **args,
):  # fmt: skip
    return Row("POST", endpoint, args, ok, then, sees, rest, anonymous, data or {}, frozenset(own))


def public(endpoint, **args):
    return get(endpoint, anonymous=200, **args)


PEOPLE = [
    public("people.health"),
    get("people.sign_in", then=303, anonymous=200),
    post("people.sign_in_now", then=422, anonymous=422, data={"email": "a@b.example"}),
    post("people.sign_in_demo", NOBODY, anonymous=404, data={"email": "person:author"}),
    post("people.sign_out", anonymous=303),
    public("people.forgotten"),
    post(
        "people.send_reset", then=200, anonymous=200, data={"email": "outsider@test.example"}
    ),
    public("people.invitation", token="token:invitation"),
    get("people.invitation", NOBODY, token="no-such-token", anonymous=404),
    post(
        "people.accept_invitation", token="token:invitation", anonymous=303,
        data={"password": "fire glade svaner"},
    ),
    public("people.reset", token="token:reset"),
    get("people.reset", NOBODY, token="token:invitation", anonymous=404),
    post(
        "people.reset_now", token="token:reset", anonymous=303,
        data={"password": "fire glade svaner"},
    ),
    public("people.answer_email_change", token="token:email"),
    post(
        "people.settle_email_change", token="token:email", then=200, anonymous=200,
        data={"answer": "yes"},
    ),
    get("people.welcome"),
    get("people.account"),
    post("people.choose_language", anonymous=303, data={"locale": "en"}),
    get("people.password"),
    post("people.change_password", then=422, data={"password": "fire glade svaner"}),
    get("people.email"),
    post("people.change_email", then=422, data={"email": "ny@test.example"}, own={"email"}),
    post("people.withdraw_email_change"),
    get("notifications.index"),
    post(
        "notifications.choose",
        data={"invitations": "y", "secretary_email": "kontor@test.example", "version": "0"},
    ),
    post("people.end_sign_in", AUTHOR, key="sign_in:author"),
]  # fmt: skip

CALENDARS = [
    get("calendars.feed", token="token:feed", anonymous=200),
    get("calendars.feed", NOBODY, token="wrong", anonymous=404),
    get("calendars.robots", anonymous=200),
    get("calendars.index"),
    post("calendars.open_address", then=200, data={"client": "outlook"}, own={"name"}),
    post("calendars.close_address", AUTHOR, key="address:author"),
    post("calendars.replace_address", AUTHOR, key="address:author", then=200),
    get("calendars.standing"),
    post("calendars.clear"),
    get("calendars.cohort_file", MEMBERS | COORDINATORS, key="cohort:a"),
    get("calendars.cohort_file", COORDINATORS, key="cohort:draft"),
    get("calendars.cohort_file", frozenset({"stranger", "other_coordinator"}), key="cohort:b"),
    get("calendars.activity_file", MEMBERS | COORDINATORS, key="activity:published"),
    get("calendars.activity_file", NOBODY, key="activity:draft"),
    get("calendars.activity_file", NOBODY, key="activity:undated"),
    get(
        "calendars.activity_file", OVERSEERS | {"cohort_mate", "employee"}, key="activity:low_level"
    ),
    get("calendars.activity_file", OVERSEERS | {"employee"}, key="activity:employees"),
]

WORDS = {"version": "@version/programme:main", "name": "Nyt navn", "text": "Nye ord."}
GOAL = {**WORDS, "objective": ""}
LEVEL = {"slug": "ledere", "code": "leader_of_leaders"}


def programme(endpoint, method=get, **args):
    """A page of the main programme that only its editors may use; other browsers know of it."""
    args = {"slug": "ledere"} | args
    return method(endpoint, PROGRAMME_EDITORS, rest=403, **args)


PROGRAMMES = [
    get("programmes.index", BROWSERS, rest=403),
    get("programmes.show", BROWSERS, rest=403, slug="ledere"),
    Row("GET", "programmes.show", {"slug": "kladde"}, ADMINISTRATOR, 200, ALL - BROWSERS, 404),
    Row("GET", "programmes.show", {"slug": "findes-ikke"}, NOBODY, 200, ALL - BROWSERS, 404),
    get("programmes.new", ADMINISTRATOR, rest=403),
    post("programmes.new", ADMINISTRATOR, rest=403, data={"name": "Nyt"}, own={"name"}),
    programme("programmes.edit"),
    programme("programmes.edit", post, data=WORDS, own={"name", "version"}),
    programme("programmes.set_state", post, data={"state": "archived"}, own={"state"}),
    programme("programmes.new_part", part="spor"),
    programme("programmes.new_part", post, part="spor", data=WORDS, own={"name", "version"}),
    programme("programmes.edit_part", part="spor", key="track:first"),
    programme(
        "programmes.edit_part", post, part="spor", key="track:first", data=WORDS,
        own={"name", "version"},
    ),
    programme("programmes.remove_strategy", post, key="strategy:first"),
    programme("programmes.goals", **LEVEL),
    programme("programmes.goals", post, **LEVEL, data=GOAL, own={"name", "version"}),
    programme(
        "programmes.edit_aim", post, **LEVEL, data=WORDS | {"aim": "Sigtet."}, own={"version"}
    ),
    programme("programmes.remove_goal", post, **LEVEL),
    programme("programmes.edit_goal", **LEVEL, number=1),
    programme("programmes.edit_goal", post, **LEVEL, number=1, data=GOAL, own={"name", "version"}),
]  # fmt: skip

ENTRY = {
    "version": "@version/entry:private",
    "action": "Jeg prøvede igen.",
    "goals": ["goal:first"],
    "then": "finish",
}
BESIDES = {
    "key": "0123456789abcdef", "action": "Jeg prøvede noget nyt.", "no_goal": "y", "then": "finish"
}  # fmt: skip
SHARE = {"act": "share", "audience": "network_group", "target": "group:first"}
COMMENT = {"key": "0123456789abcdef", "text": "Det vil jeg også prøve.", "to": "all"}
COMMENTERS = AUTHOR | {"cohort_mate"}
STOP = {"act": "stop", "audience": "network_group", "target": "group:first"}
GROUP = AUTHOR | {"group_mate"}


def authors_own(endpoint, entry="private", readers=NOBODY, method=get, **more):
    """Something only the author does; who reads the entry knows of it."""
    return method(endpoint, AUTHOR, sees=readers, key=f"entry:{entry}", **more)


LOG_TEMPLATE = {"name": "Ny", "action": "Hvad?", "version": "@version/template:process"}
LOG = [
    get("learning_logs.index"),
    get("learning_logs.new"),
    post("learning_logs.begin", data=BESIDES, own={"action"}),
    post("learning_logs.quick_start", data={"action": "Spørge først."}, own={"action"}),
    get("learning_logs.shared"),
    get("learning_logs.show", AUTHOR, key="entry:private"),
    get("learning_logs.show", AUTHOR, key="entry:draft"),
    get("learning_logs.show", AUTHOR, key="entry:taken_back"),
    get("learning_logs.show", GROUP, key="entry:group"),
    get("learning_logs.show", AUTHOR | {"facilitator"}, key="entry:facilitators"),
    get("learning_logs.show", AUTHOR | {"manager"}, key="entry:manager"),
    get("learning_logs.show", MEMBERS, key="entry:cohort"),
    get("learning_logs.show", AUTHOR | {"employee"}, key="entry:colleague"),
    get("learning_logs.show", key="entry:knowledge"),
    get("learning_logs.show", frozenset({"group_mate"}), key="entry:peer"),
    get("learning_logs.knowledge"),
    post("learning_logs.comment", MEMBERS, key="entry:cohort", data=COMMENT),
    post("learning_logs.comment", AUTHOR, key="entry:private", data=COMMENT),
    post("learning_logs.comment", frozenset({"stranger"}), key="entry:foreign", data=COMMENT),
    post("learning_logs.remove_comment", COMMENTERS, key="comment:private"),
    post("learning_logs.remove_comment", COMMENTERS, sees=MEMBERS, key="comment:open"),
    post("learning_logs.remove_comment", AUTHOR, sees=COMMENTERS, key="comment:answer"),
    get("learning_logs.show", frozenset({"stranger"}), key="entry:foreign"),
    authors_own("learning_logs.edit"),
    authors_own("learning_logs.edit", "group", GROUP),
    authors_own("learning_logs.write", method=post, data=ENTRY, own={"action", "version"}),
    authors_own(
        "learning_logs.write", "group", GROUP, post, own={"action", "version"},
        data=ENTRY | {"version": "@version/entry:group"},
    ),
    authors_own("learning_logs.delete"),
    authors_own("learning_logs.delete", "cohort", MEMBERS),
    authors_own("learning_logs.delete", method=post),
    authors_own("learning_logs.delete", "manager", frozenset({"manager"}), post),
    authors_own("learning_logs.share"),
    authors_own("learning_logs.share", "facilitators", frozenset({"facilitator"})),
    authors_own("learning_logs.change_sharing", method=post, data=SHARE),
    authors_own("learning_logs.change_sharing", "group", GROUP, post, data=STOP),
    authors_own("learning_logs.change_sharing", "draft", method=post, data=SHARE, then=422),
    get("learning_logs.tasks"),
    post("learning_logs.tasks", data={"title": "En ny opgave"}, own={"title"}),
    get("learning_logs.task", AUTHOR, key="task:secret"),
    post(
        "learning_logs.task", AUTHOR, key="task:secret", own={"title", "version"},
        data={"title": "Et andet navn", "version": "@version/task:secret"},
    ),
    post("learning_logs.close_task", AUTHOR, key="task:secret"),
    post("learning_logs.reopen_task", AUTHOR, key="task:secret"),
    get("learning_logs.habits"),
    post("learning_logs.habits", data={"text": "En ny vane"}, own={"text"}),
    get("learning_logs.habit", AUTHOR, key="habit:secret"),
    post(
        "learning_logs.habit", AUTHOR, key="habit:secret", own={"text", "version"},
        data={"text": "En anden vane", "version": "@version/habit:secret"},
    ),
    post("learning_logs.let_go", AUTHOR, key="habit:secret"),
    post("learning_logs.take_up_again", AUTHOR, key="habit:secret"),
    get("learning_logs.trials"),
    get("learning_logs.new_trial"),
    post("learning_logs.new_trial", data={"text": "En prøve"}, own={"text"}),
    get("learning_logs.trial", AUTHOR, key="trial:secret"),
    get("learning_logs.edit_trial", AUTHOR, key="trial:running"),
    post(
        "learning_logs.edit_trial", AUTHOR, key="trial:running", own={"text", "version"},
        data={"text": "En anden prøve", "version": "@version/trial:running"},
    ),
    post("learning_logs.edit_trial", AUTHOR, key="trial:secret", then=422, data={"text": "Ny"}),
    post(
        "learning_logs.decide_trial", AUTHOR, key="trial:running", own={"version"},
        data={"outcome": "keep", "version": "@version/trial:running"},
    ),
    post("learning_logs.resume_trial", AUTHOR, key="trial:secret"),
    get("learning_logs.year", year=2026),
    get("learning_logs.evidence", AUTHOR, key="entry:private", evidence="evidence:secret"),
    get("learning_logs.evidence", GROUP, key="entry:group", evidence="evidence:told"),
    get("learning_logs.evidence", NOBODY, key="entry:group", evidence="evidence:secret"),
    get("learning_logs.templates", ADMINISTRATOR, rest=403),
    get("learning_logs.template", ADMINISTRATOR, rest=403, key="template:process"),
    post(
        "learning_logs.template", ADMINISTRATOR, rest=403, key="template:process",
        data=LOG_TEMPLATE, own={"name", "version", "action"},
    ),
    post(
        "learning_logs.move_template", ADMINISTRATOR, rest=403, key="template:process",
        data={"way": "up"}, own={"way"},
    ),
    get("learning_logs.goals"),
    get("learning_logs.goal", GROUP | OVERSEERS, key="goal:first"),
    get("learning_logs.about_activity", MEMBERS, key="activity:published"),
    get("learning_logs.about_activity", frozenset({"stranger"}), key="activity:other"),
    get("learning_logs.cohort_counts", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("learning_logs.cohort_counts", COORDINATORS, key="cohort:draft"),
]  # fmt: skip

SETTINGS = {"version": "@version/cohort:a", "name": "Hold A", "starts_on": "02-02-2026"}
PLACE = {"role": "participant", "level": "level:top"}
SOMEBODY = {"name": "Ny Nielsen", "email": "ny@test.example", "workplace": "organisation:own"}
LOOKERS = COORDINATORS | ADMINISTRATOR | {"other_coordinator"}
KNOWS_MEMBERS = COORDINATORS | ADMINISTRATOR
AWAY = frozenset({"other_coordinator"})


def coordinators_own(endpoint, method=get, sees=MEMBERS, **more):
    """Something that the coordinators of cohort A do; its members know of the cohort."""
    return method(endpoint, COORDINATORS, sees=sees, **{"key": "cohort:a"} | more)


COHORTS = [
    get("cohorts.index", OVERSEERS | AWAY, rest=403),
    get("cohorts.mine"),
    post("cohorts.accept", frozenset({"employee"}), place="enrolment:employee"),
    post("cohorts.accept", NOBODY, place="enrolment:author"),
    get("cohorts.about", MEMBERS | COORDINATORS, key="cohort:a"),
    get("cohorts.about", COORDINATORS, key="cohort:draft"),
    coordinators_own("cohorts.settings"),
    coordinators_own("cohorts.settings", post, data=SETTINGS, own={"name", "version"}),
    coordinators_own("cohorts.close", post),
    coordinators_own("cohorts.reopen", post, NOBODY, key="cohort:closed"),
    get("cohorts.people", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("cohorts.people", COORDINATORS, key="cohort:draft"),
    coordinators_own("cohorts.add_people"),
    coordinators_own(
        "cohorts.add_people", post, data=PLACE | SOMEBODY,
        own={"name", "email", "role", "version"},
    ),
    coordinators_own("cohorts.enrol", person="person:former"),
    # Somebody from elsewhere is found by the whole address, never by counting keys.
    get("cohorts.enrol", NOBODY, sees=MEMBERS, key="cohort:a", person="person:outsider"),
    coordinators_own(
        "cohorts.enrol", person="person:outsider", address="outsider@test.example"
    ),
    coordinators_own(
        "cohorts.enrol", post, person="person:outsider", address="outsider@test.example",
        data=PLACE, own={"role"},
    ),
    coordinators_own("cohorts.edit_place", place="enrolment:author"),
    get(
        "cohorts.edit_place", NOBODY, sees=MEMBERS, key="cohort:a", place="enrolment:stranger"
    ),
    coordinators_own(
        "cohorts.edit_place", post, place="enrolment:author", own={"role"},
        data=PLACE | {"level": "level:low"},
    ),
    coordinators_own("cohorts.end_place", post, place="enrolment:author"),
    coordinators_own("cohorts.invite_again", post, place="enrolment:invited"),
    get("cohorts.groups", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    coordinators_own("cohorts.add_group", post, data={"name": "Nye"}, own={"name"}),
    coordinators_own("cohorts.distribute", post, data={"group-2": "group:second"}),
    coordinators_own("cohorts.propose_groups"),
    coordinators_own("cohorts.keep_groups", post, data={"group-2": "1"}),
    coordinators_own("cohorts.rename_group", group="group:first"),
    coordinators_own(
        "cohorts.rename_group", post, group="group:first", data={"name": "De første"},
        own={"name"},
    ),
    coordinators_own("cohorts.delete_group", post, group="group:empty"),
    get("cohorts.directory", LOOKERS, rest=403),
    get("cohorts.new_somebody", LOOKERS, rest=403),
    post(
        "cohorts.new_somebody", LOOKERS, rest=403, data=SOMEBODY,
        own={"name", "email", "version"},
    ),
    Row("GET", "cohorts.person", {"key": "person:author"}, KNOWS_MEMBERS, 200, ALL - LOOKERS),
    Row(
        "GET", "cohorts.person", {"key": "person:stranger"}, AWAY | ADMINISTRATOR, 200,
        ALL - LOOKERS,
    ),
    Row("GET", "cohorts.edit_person", {"key": "person:author"}, KNOWS_MEMBERS, 200, ALL - LOOKERS),
    Row(
        "POST", "cohorts.edit_person", {"key": "person:author"}, KNOWS_MEMBERS, 303, ALL - LOOKERS,
        anonymous=SIGN_IN_AGAIN, own=frozenset({"name", "version"}),
        data={
            "version": "@version/person:author", "name": "Mette Nyholm",
            "workplace": "organisation:own",
        },
    ),
    Row(
        "POST", "cohorts.invite", {"key": "person:invited"}, KNOWS_MEMBERS, 303, ALL - LOOKERS,
        anonymous=SIGN_IN_AGAIN,
    ),
    Row(
        "POST", "cohorts.grant", {"key": "person:author"}, ADMINISTRATOR, 303,
        ALL - ADMINISTRATOR - AWAY, anonymous=SIGN_IN_AGAIN, data={"scope": "cohort-1"},
    ),
    Row(
        "POST", "cohorts.withdraw", {"key": "person:other_coordinator", "grant": "grant:cohort"},
        ADMINISTRATOR, 303, ALL - LOOKERS, anonymous=SIGN_IN_AGAIN,
    ),
    Row(
        "POST", "cohorts.set_administrator", {"key": "person:author"}, ADMINISTRATOR, 303,
        ALL - ADMINISTRATOR - AWAY, anonymous=SIGN_IN_AGAIN, data={"holds": "yes"},
    ),
    Row(
        "POST", "cohorts.set_administrator", {"key": "person:administrator"}, NOBODY, 303,
        ALL - AWAY - {"programme_coordinator"}, anonymous=SIGN_IN_AGAIN, data={"holds": "no"},
    ),
    Row(
        "POST", "cohorts.set_account", {"key": "person:author"}, ADMINISTRATOR, 303,
        ALL - ADMINISTRATOR - AWAY, anonymous=SIGN_IN_AGAIN,
    ),
]  # fmt: skip

LIST = {
    "rows": "Navn\tE-mail\tNiveau\nNy Nielsen\tny@test.example\tleader_of_leaders",
    "seen": "0123456789abcdef",
}

ROSTERS = [
    coordinators_own("rosters.paste"),
    coordinators_own("rosters.preview", post, data=LIST, then=200),
    coordinators_own("rosters.preview", post, then=422),
    coordinators_own("rosters.save", post, data=LIST, then=409),
    coordinators_own("rosters.export", post, kind="csv", then=200),
    coordinators_own("rosters.export", post, kind="xlsx", then=200),
    coordinators_own("rosters.export", post, kind="pdf", then=404),
]

DETAILS = {
    "version": "@version/activity:published",
    "kind": "seminar",
    "audience": "joint",
    "title": "Et nyt tema",
}
MOVE = {"version": "@version/activity:published", "day": "10-12-2026", "length": "2"}


def planners(endpoint, activity="published", sees=MEMBERS, method=get, ok=COORDINATORS, **more):
    """Something that who plans does to an activity; who has it in the plan knows of it."""
    return method(endpoint, ok, sees=sees, key=f"activity:{activity}", **more)


ACTIVITIES = [
    get("activities.my_plan"),
    get("activities.cohort_plan", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("activities.cohort_plan", COORDINATORS, key="cohort:draft"),
    get("activities.cohort_plan", AWAY, sees=frozenset({"stranger"}), key="cohort:b"),
    get("activities.changes", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("activities.year_wheel_of", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("activities.year_wheel_of", COORDINATORS, key="cohort:draft"),
    get("activities.year_wheels", COORDINATORS | AWAY, rest=403),
    get("reports.load", COORDINATORS | AWAY, rest=403),
    get("activities.show", MEMBERS | COORDINATORS, key="activity:published"),
    get("activities.show", MEMBERS | COORDINATORS, key="activity:cancelled"),
    get("activities.show", OVERSEERS, key="activity:draft"),
    get("activities.show", OVERSEERS | {"cohort_mate", "employee"}, key="activity:low_level"),
    get("activities.show", OVERSEERS | {"employee"}, key="activity:employees"),
    get("activities.show", AWAY | {"stranger"}, key="activity:other"),
    get("activities.show", MEMBERS | COORDINATORS | {"director"}, key="activity:invited"),
    get("calendars.activity_file", MEMBERS | COORDINATORS | {"director"}, key="activity:invited"),
    coordinators_own("activities.invitations", place="enrolment:director"),
    get(
        "activities.invitations", NOBODY, sees=MEMBERS, key="cohort:a", place="enrolment:author"
    ),
    coordinators_own(
        "activities.invite", post, place="enrolment:director",
        data={"activity": ["activity:published"]},
    ),
    get("activities.show", COORDINATORS, key="activity:unborn"),
    coordinators_own("activities.plan_check"),
    coordinators_own(
        "activities.plan_check", post,
        data={code.value: "warn" for code in FindingCode} | {"least_days": "7"},
    ),
    coordinators_own("activities.new"),
    coordinators_own(
        "activities.new", post, own={"title", "version"},
        data={"kind": "seminar", "audience": "joint", "title": "Nyt", "day": "10-12-2026"},
    ),
    planners("activities.edit", ok=OVERSEERS),
    planners("activities.edit", "draft", {"facilitator"}),
    planners(
        "activities.edit", ok=OVERSEERS, method=post, data=DETAILS, own={"title", "version"}
    ),
    planners("activities.move"),
    planners("activities.move_now", method=post, data=MOVE, own={"version"}),
    planners(
        "activities.move_now", "draft", {"facilitator"}, post, own={"version"},
        data=MOVE | {"version": "@version/activity:draft"},
    ),
    planners("activities.cancel"),
    planners("activities.cancel", method=post, data={"reason": "Sygdom."}),
    planners("activities.restore", "cancelled"),
    planners("activities.restore", "cancelled", method=post),
    planners("activities.undo", method=post, data={"change": "change:moved"}),
    get("activities.drafts", COORDINATORS, sees=MEMBERS, key="cohort:a"),
    get("activities.drafts", COORDINATORS, key="cohort:draft"),
    # The drafts that are there are not those that stood on the screen.
    post(
        "activities.publish_together", COORDINATORS, sees=MEMBERS, key="cohort:a", then=409,
        data={"seen": "0:1", "note": "Vinterens plan."},
    ),
    post("activities.publish_together", COORDINATORS, key="cohort:draft", data={"seen": ""}),
    planners("activities.discard", "timed", method=post),
    planners("activities.keep", "timed", method=post, data={"version": "@version/activity:timed"}),
    get("activities.series", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("activities.series", COORDINATORS, key="cohort:draft"),
    planners("activities.swap", method=post, data={"with": "activity:held"}),
    planners("activities.swap", method=post, then=422, data={"with": "activity:other"}),
    planners("activities.delete", "draft", {"facilitator"}, post),
    planners("activities.delete", then=422, method=post),
]  # fmt: skip

VENUE = {"version": "@version/venue:own", "name": "Strandhotellet", "capacity": "30"}
KEEPERS = COORDINATORS | ADMINISTRATOR


def keepers(endpoint, method=get, **more):
    """Something about a venue of the own organisation, which nobody else knows of."""
    return method(endpoint, KEEPERS, **{"key": "venue:own"} | more)


VENUES = [
    get("activities.venues", LOOKERS, rest=403),
    get("activities.new_venue", LOOKERS, rest=403),
    post("activities.new_venue", LOOKERS, rest=403, data={"name": "Laden"}, own={"name"}),
    keepers("activities.venue"),
    # Who coordinates one cohort of an organisation keeps what that organisation meets in.
    get("activities.venue", AWAY | ADMINISTRATOR, key="venue:other"),
    keepers("activities.edit_venue"),
    keepers("activities.edit_venue", post, data=VENUE, own={"name", "version"}),
    keepers("activities.close_venue", post),
    keepers("activities.reopen_venue", post),
    keepers("activities.add_room", post, data={"room-name": "Kælderen"}),
    keepers("activities.venue_busy", post, data={"busy-days": "4. maj 2027"}),
    keepers("activities.venue_busy_file", post, data={"remove": "1"}),
    keepers("activities.room", key="room:used"),
    keepers("activities.room", post, key="room:used", data={"room-name": "Lokale 30"}),
    keepers("activities.remove_room", post, key="room:free"),
    get("venues.busy", OVERSEERS | AWAY, rest=403),
    post("venues.busy", frozenset({"facilitator"}), rest=403, data={"busy-days": "5. maj 2027"}),
    get("venues.busy_of", OVERSEERS, key="person:facilitator"),
    get("venues.busy_of", NOBODY, key="person:author"),
    post(
        "venues.busy_of", OVERSEERS, key="person:facilitator", data={"busy-days": "6. maj 2027"}
    ),
    post("venues.busy_file", frozenset({"facilitator"}), rest=403, data={"remove": "1"}),
    post("venues.busy_file_of", OVERSEERS, key="person:facilitator", data={"remove": "1"}),
    post("venues.remove_busy", OVERSEERS, key="busy:facilitator"),
    post("venues.remove_busy", KEEPERS, key="busy:venue"),
]  # fmt: skip

FACILITATOR = frozenset({"facilitator"})

FACILITATION = [
    public("facilitation.link", token="token:answer"),
    get("facilitation.link", NOBODY, token="no-such-token", anonymous=404),
    post("facilitation.answer_link", token="token:answer", anonymous=303, data={"answer": "yes"}),
    post("facilitation.answer_link", NOBODY, token="no-such-token", anonymous=404,
         data={"answer": "yes"}),
    planners("facilitation.ask", method=post, data={"person": "person:facilitator"}),
    planners(
        "facilitation.answer", sees=LEARNERS | COORDINATORS, method=post, ok=FACILITATOR,
        data={"answer": "yes"},
    ),
    planners("facilitation.answer", "other", AWAY | {"stranger"}, post, NOBODY),
    planners("facilitation.name_partners", method=post, data={"partners": "partner:own"}),
    coordinators_own("facilitation.cohort"),
    coordinators_own("facilitation.ask_cohort", post, data={"who": "1-1"}),
    get("facilitation.partners", LOOKERS, rest=403),
    get("facilitation.new_partner", LOOKERS, rest=403),
    post("facilitation.new_partner", LOOKERS, rest=403, data={"name": "Ib"}, own={"name"}),
    keepers("facilitation.partner", key="partner:own"),
    get("facilitation.partner", AWAY | ADMINISTRATOR, key="partner:other"),
    keepers("facilitation.partner", post, key="partner:own", data={"name": "Ib"}, own={"name"}),
    keepers("facilitation.close_partner", post, key="partner:own"),
    keepers("facilitation.reopen_partner", post, key="partner:own"),
]  # fmt: skip

COHORT = {
    "programme": "ledere",
    "organisation": "organisation:own",
    "name": "Hold E",
    "starts_on": "01-02-2027",
    "key": "0123456789abcdef",
}
COPY = COHORT | {"programme": "", "copied": "cohort:a", "accept_reason": "Dagen er aftalt."}
PLANNERS = COORDINATORS

PLANNING = [
    get("planning.new", PLANNERS, rest=403),
    get("planning.preview", PLANNERS, rest=403, then=422),
    get("planning.new", PLANNERS, rest=403, copied="cohort:closed"),
    get("planning.new", NOBODY, sees=ALL - PLANNERS, copied="cohort:b"),
    post("planning.preview", PLANNERS, rest=403, then=200, data=COHORT, own={"name"}),
    post("planning.preview", PLANNERS, rest=403, then=200, data=COPY, own={"name"}),
    post("planning.create", PLANNERS, rest=403, data=COHORT, own={"name"}),
    post("planning.create", PLANNERS, rest=403, data=COPY, own={"name"}),
    post(
        "planning.create",
        NOBODY,
        sees=ALL - PLANNERS,
        data=COPY | {"copied": "cohort:b"},
        own={"name"},
    ),
    planners("planning.suggest"),
    planners("planning.suggest", "undated"),
    get("planning.suggest", AWAY, sees=frozenset({"stranger"}), key="activity:other"),
    coordinators_own("planning.suggest_all"),
    coordinators_own("planning.accept_suggestions", post, then=422),
    coordinators_own("planning.publish"),
    coordinators_own("planning.publish", post),
    coordinators_own("planning.publish", post, NOBODY, key="cohort:draft"),
]

BOTH = frozenset({"author", "group_mate"})
AGREED = {"version": "1", "purpose": "At se møder.", "then": "save"}


def of_two(endpoint, ok=BOTH, method=get, **more):
    """Something of guest and host; who oversees the cohort knows that they are a pair."""
    return method(endpoint, ok, sees=OVERSEERS | BOTH, key="pair:first", **more)


SHADOWING = [
    get("shadowing.mine"),
    post("shadowing.wish", LEARNERS, key="cohort:a", data={"first": "", "seen": ""}),
    post("shadowing.wish", NOBODY, key="cohort:b", data={"first": "", "seen": ""}),
    get("shadowing.offer", LEARNERS, key="cohort:a"),
    post(
        "shadowing.offer", LEARNERS, key="cohort:a", own={"version"},
        data={"version": "1", "places": "3", "about": "Kom og se.", "blackouts": "24-12-2026"},
    ),
    post("shadowing.withdraw", BOTH, key="cohort:a"),
    of_two("shadowing.agreement"),
    of_two("shadowing.edit_agreement"),
    of_two("shadowing.edit_agreement", method=post, data=AGREED, own={"version"}),
    of_two("shadowing.agree", method=post, data={"version": "1"}, own={"version"}),
    of_two(
        "shadowing.give_feedback", AUTHOR, post, then=422, own={"version"},
        data={"version": "1", "feedback": "Tak."},
    ),
    post(
        "shadowing.end", BOTH | COORDINATORS, sees=frozenset({"facilitator"}), key="pair:first"
    ),
    get("shadowing.cohort", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("shadowing.cohort", COORDINATORS, key="cohort:draft"),
    coordinators_own(
        "shadowing.pair", post, data={"guest": "person:cohort_mate", "host": "person:author"}
    ),
    coordinators_own("shadowing.proposal"),
    coordinators_own("shadowing.accept", post, data={"pair": ""}, then=422),
]  # fmt: skip

ORGANISATION = {"name": "Havrelund Kommune", "school_holidays": "7-8, 27-32, 42, jul"}


def administration(endpoint, method=get, **more):
    return method(endpoint, ADMINISTRATOR, rest=403, **more)


HOME = [
    public("home.confidentiality"),
    public("home.privacy"),
    public("home.accessibility"),
    public("home.style_guide"),
    get("home.index"),
    get("home.contact"),
    administration("home.administration"),
    administration("home.new_organisation"),
    administration("home.new_organisation", post, data=ORGANISATION, own={"name"}),
    administration("home.organisation", key="organisation:own"),
    administration(
        "home.organisation", post, key="organisation:own", data=ORGANISATION, own={"name"}
    ),
    administration("home.new_unit", post, key="organisation:own", data={"unit-name": "Ny enhed"}),
    administration("home.unit", key="unit:own"),
    administration("home.unit", post, key="unit:own", data={"unit-name": "Nyt navn"}),
    administration("home.new_title"),
    administration("home.new_title", post, data={"name": "teamleder"}, own={"name"}),
    administration("home.title", key="title:own"),
    administration("home.title", post, key="title:own", data={"name": "rektor"}, own={"name"}),
]


def led(endpoint, activity="published", ok=OVERSEERS, method=get, **more):
    """What the facilitators of an activity and the coordinators do; members know of it."""
    return method(endpoint, ok, sees=MEMBERS - ok, key=f"activity:{activity}", **more)


ATTENDANCE = [
    get(
        "attendance.coming", LEARNERS, sees=COORDINATORS | {"facilitator"},
        key="activity:published",
    ),
    post(
        "attendance.coming", LEARNERS, sees=COORDINATORS | {"facilitator"},
        key="activity:published", data={"version": "0"}, own={"version"},
    ),
    get(
        "attendance.apology", LEARNERS, sees=COORDINATORS | {"facilitator"},
        key="activity:published",
    ),
    post(
        "attendance.apology", LEARNERS, sees=COORDINATORS | {"facilitator"},
        key="activity:published", data={"version": "0", "reason": "Ferie."},
        own={"version"},
    ),
    led("attendance.presence"),
    led("attendance.presence", "led"),
    led(
        "attendance.presence", "led", method=post, own={"version"},
        data={"day": "2026-11-19", "version": "0", "all": "1"},
    ),
    led("attendance.presence", method=post, data={"day": "2026-12-03", "all": "1"}, then=422),
    led("attendance.sign_in_sheet"),
    led("attendance.venue_list", ok=COORDINATORS),
    led("attendance.venue_file", ok=COORDINATORS),
    get("attendance.cohort", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("attendance.cohort", COORDINATORS, key="cohort:draft"),
    get("attendance.mine"),
    led("attendance.parallels", "led", ok=COORDINATORS, person="person:author"),
    led(
        "attendance.offer", "led", ok=COORDINATORS, method=post, person="person:author",
        data={"offered": "activity:parallel"},
    ),
    post("attendance.withdraw_offer", COORDINATORS, key="catch_up:group_mate"),
    post("attendance.accept_offer", frozenset({"group_mate"}), key="catch_up:group_mate"),
    post("attendance.decline_offer", frozenset({"group_mate"}), key="catch_up:group_mate"),
]  # fmt: skip

PROPOSAL = {"text": "Et nyt emne.", "cohort": "cohort:a"}
DECISION = {"version": "@version/proposal:waiting", "state": "later", "answer": "Til foråret."}

CONTRIBUTIONS = [
    get("contributions.mine"),
    post("contributions.mine", LEARNERS | {"stranger"}, data=PROPOSAL, own={"cohort"}, rest=200),
    post(
        "contributions.withdraw", AUTHOR, sees=OVERSEERS, key="proposal:waiting",
        data={"version": "@version/proposal:waiting"}, own={"version"},
    ),
    get("contributions.cohort", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("contributions.cohort", COORDINATORS, key="cohort:draft"),
    get("contributions.decide", OVERSEERS, sees=AUTHOR, key="proposal:waiting"),
    get("contributions.decide", OVERSEERS, sees=LEARNERS, key="proposal:accepted"),
    post(
        "contributions.decide", OVERSEERS, sees=AUTHOR, key="proposal:waiting", data=DECISION,
        own={"version", "state"},
    ),
    get("contributions.questions", MEMBERS | COORDINATORS, key="activity:published"),
    post(
        "contributions.ask", LEARNERS, sees=OVERSEERS, key="activity:published",
        data={"text": "Hvad nu?"},
    ),
    post("contributions.take_back", frozenset({"employee"}), key="question:employee"),
]  # fmt: skip

NEW_WORDS = {
    "edition": "1",
    "name": "Pejlemærker for ledelse",
    "guideposts-0-sentence": "Jeg lytter.",
    "guideposts-0-example": "Fx helt til ende.",
}
GUIDEPOSTS = [
    get("guideposts.index"),
    get("guideposts.card", key="guidepost:first"),
    get("learning_logs.guidepost", key="guidepost:first"),
    post("guideposts.choose", key="guidepost:last"),
    post("guideposts.end", AUTHOR, key="focus:author"),
    get("guideposts.edit_set", ADMINISTRATOR, rest=403, saet="ledelse"),
    post(
        "guideposts.edit_set", ADMINISTRATOR, rest=403, saet="ledelse", data=NEW_WORDS,
        own={"name"},
    ),
]  # fmt: skip
STANDING = {"stands_on": "01-11-2026", "step": "2", "note": "Jeg tør spørge."}
STANDINGS = [
    get("learning_logs.coverage", OVERSEERS, sees=LEARNERS, key="cohort:a"),
    get("learning_logs.coverage", COORDINATORS, key="cohort:draft"),
    get("standings.goal", GROUP, key="goal:first"),
    post("standings.goal", GROUP, key="goal:first", data=STANDING),
    get("standings.edit", AUTHOR, key="standing:author"),
    post(
        "standings.edit", AUTHOR, key="standing:author",
        data=STANDING | {"version": "@version/standing:author"}, own={"version"},
    ),
    post("standings.delete", AUTHOR, key="standing:author"),
]  # fmt: skip

LEADS = COORDINATORS | {"facilitator"}
MINE = [
    get("inspiration.add", LEADS, sees=LEARNERS, key="activity:published"),
    post(
        "inspiration.add", LEADS, sees=LEARNERS, key="activity:published",
        data={"title": "Spørg først", "text": "To sider."}, own={"title", "text"},
    ),
    get("inspiration.show", MEMBERS | COORDINATORS, key="item:file"),
    get("inspiration.download", MEMBERS | COORDINATORS, key="item:file"),
    get("inspiration.download", NOBODY, key="item:words"),
    get("inspiration.edit", LEADS, sees=LEARNERS, key="item:words"),
    post(
        "inspiration.edit", LEADS, sees=LEARNERS, key="item:words",
        data={"title": "Nyt", "text": "Tre sider.", "version": "@version/item:words"},
        own={"title", "text", "version"},
    ),
    post("inspiration.withdraw", LEADS, sees=LEARNERS, key="item:words"),
    get("learning_logs.prompts", LEADS, sees=LEARNERS, key="activity:led"),
    post(
        "learning_logs.prompts", LEADS, sees=LEARNERS, key="activity:led",
        data={"question": "Hvad nu?", "time": "after"},
    ),
    get("learning_logs.edit_prompt", LEADS, key="prompt:draft"),
    post(
        "learning_logs.edit_prompt", LEADS, key="prompt:draft",
        data={"question": "Nyt?", "time": "after", "version": "@version/prompt:draft"},
        own={"version"},
    ),
    post("learning_logs.put_prompt", LEADS, key="prompt:draft"),
    post("learning_logs.withdraw_prompt", LEADS, sees=LEARNERS, key="prompt:put"),
    post("learning_logs.skip_prompt", LEARNERS, sees=LEADS, key="prompt:put"),
    get("learning_logs.removed"),
    post("learning_logs.restore", AUTHOR, key="removed:author"),
    post("learning_logs.forget", AUTHOR, key="removed:author"),
    get("learning_logs.delete_all"),
    post("learning_logs.delete_all", data={"sure": "slet alt"}),
    get("reports.own_log"),
    post("reports.fetch_own_log", then=422, data={"what": "json"}),
    get("reports.log_access"),
    get("standings.role_note"),
    post(  # Jonas has a note of his own, which the page that is sent does not know
        "standings.role_note", ALL - {"group_mate"}, rest=409, own={"text"},
        data={"text": "Min rolle nu.", "seen": "role_note:author"},
    ),
    post("standings.share_role_note", AUTHOR, rest=422),
    post("standings.stop_role_note"),
    get("standings.read_role_note", AUTHOR, key="person:author"),
    get("reminders.questions", COORDINATORS, sees=MEMBERS, key="cohort:a"),
    post(
        "reminders.questions", COORDINATORS, key="cohort:closed",
        data={"after_3": "Hvad bruger du nu?", "after_6": "", "after_12": ""},
    ),
    get("reminders.show", AUTHOR, key="follow_up:author"),
    post("reminders.answer", AUTHOR, key="follow_up:author"),
    get("visits.index"),
    post(
        "visits.index", LEARNERS - {"author"}, rest=422,
        data={"host": "person:author", "visit_on": "09-12-2026", "focus": "Et møde.", "key": "k"},
    ),
    post("visits.accept", AUTHOR, sees=frozenset({"group_mate"}), key="visit:asked"),
    post("visits.decline", AUTHOR, sees=frozenset({"group_mate"}), key="visit:asked"),
    post("visits.call_off", frozenset({"author", "group_mate"}), key="visit:asked"),
]  # fmt: skip

NOTED = {"note": "Prøv igen.", "version": "@version/sheet:group"}
TALK = {"version": "1"}
THE_TWO = frozenset({"author", "manager"})
MANAGER = frozenset({"manager"})
FACILITATOR = frozenset({"facilitator"})
IN_GROUP = frozenset({"author", "group_mate"})
MEETS = IN_GROUP | {"cohort_mate", "facilitator"}

CONVERSATIONS = [
    get("conversations.feedback"),
    get("conversations.ask"),
    post(
        "conversations.ask",
        AUTHOR,
        own={"key"},
        rest=422,
        data={"key": "side", "focus": "Mine møder", "people": "person:manager"},
    ),
    get("conversations.request_for_feedback", THE_TWO, key="feedback:manager"),
    post(
        "conversations.request_for_feedback",
        MANAGER,
        sees=AUTHOR,
        key="feedback:manager",
        data={"reply": "Du lytter."},
    ),
    post("conversations.decline", MANAGER, sees=AUTHOR, key="feedback:manager"),
    post("conversations.withdraw", AUTHOR, sees=MANAGER, key="feedback:manager"),
    get("conversations.bring", AUTHOR, key="entry:private"),
    post(
        "conversations.bring",
        AUTHOR,
        key="entry:private",
        own={"title"},
        data={"group": "group:first", "title": "Stilheden"},
    ),
    post("conversations.take_off", AUTHOR, key="topic:author"),
    get(
        "conversations.make_sheet",
        IN_GROUP | {"cohort_mate", "facilitator"},
        key="activity:network",
    ),
    post("conversations.make_sheet", MEETS, then=422, key="activity:network"),
    get("conversations.sheet", IN_GROUP | FACILITATOR, key="sheet:group"),
    post("conversations.sheet", IN_GROUP, sees=FACILITATOR, key="sheet:group", data=NOTED),
    post("conversations.remove_sheet", FACILITATOR, sees=IN_GROUP, key="sheet:bare"),
    get("conversations.talks"),
    post("conversations.begin_talk", LEARNERS, key="cohort:a", time="before"),
    get("conversations.talk", THE_TWO, key="talk:midway"),
    post("conversations.prepare_talk", AUTHOR, sees=MANAGER, key="talk:midway", data=TALK),
    post(
        "conversations.note_talk",
        THE_TWO,
        key="talk:midway",
        data=TALK | {"note": "Aftalt."},
    ),
]

ROWS = [
    *PEOPLE,
    *CALENDARS,
    *PROGRAMMES,
    *COHORTS,
    *ROSTERS,
    *ACTIVITIES,
    *VENUES,
    *FACILITATION,
    *ATTENDANCE,
    *CONTRIBUTIONS,
    *CONVERSATIONS,
    *PLANNING,
    *SHADOWING,
    *LOG,
    *GUIDEPOSTS,
    *STANDINGS,
    *HOME,
    *MINE,
]


def every_get(app, world):
    """Every address that can be read, with every thing of the world in the place of its own kind.

    As {address: endpoint}: what stands in the table as `entry:private` is asked for all entries.
    """
    bound = app.url_map.bind("lederforloeb.test", url_scheme="https")
    found = {}
    for row in ROWS:
        if row.method != "GET":
            continue
        choices = {name: _all_of(world, value) for name, value in row.args.items()}
        for values in product(*choices.values()):
            found[bound.build(row.endpoint, dict(zip(choices, values, strict=True)))] = row.endpoint
    return found


def _all_of(world, word):
    kind = word.partition(":")[0] if isinstance(word, str) else None
    return world.ids(kind) if kind in world.things else [resolved(world, word)]
