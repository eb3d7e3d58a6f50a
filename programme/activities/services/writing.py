"""Plan new activities, and write what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from programme.activities import checks
from programme.activities.models import Activity, ActivityDay, ActivityLink, ChangeKind
from programme.activities.plan import ActivityPlan, Details, Link, Texts, When
from programme.activities.services.choices import Choices
from programme.activities.services.numbering import number_anew, part_of_series
from programme.activities.services.revising import note, revise
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.programmes.content import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from programme.activities.series import Part
    from programme.cohorts.models import Cohort
    from programme.people.models import Person

# The right half of every identity in a calendar: ours for good, whatever the site is called.
UID_DOMAIN: Final = "lederforloeb"
_PLAIN: Final = ("kind", "number", "title", "place", "address", "audience", "marker")
_ASKED: Final = ("answers_until", "asks_overnight", "asks_diet")
_PROSE: Final = ("preparation", "bring", "try_afterwards")


def plan(cohort: Cohort, new: ActivityPlan, *, by: Person | None) -> Activity:
    """Add a draft to the plan; members see it when it is published."""
    return plan_all(cohort, [new], by=by)[0]


def plan_all(cohort: Cohort, new: Iterable[ActivityPlan], *, by: Person | None) -> list[Activity]:
    """Add drafts at one moment; `by` is None when a command does it."""
    choices = Choices.of(cohort)
    made = [_make(cohort, checks.plan(each), choices) for each in new]
    db.session.flush()
    at = clock.now()
    for activity in made:
        note(activity, ChangeKind.CREATED, by=by, at=at)
    cohorts.plan_changed(cohort.id)
    number_anew(cohort.id, {each.kind for each in made}, counted=made)
    db.session.flush()
    return made


def edit(
    activity: Activity, details: Details, texts: Texts, *, version: int, by: Person, address: str
) -> None:
    """Write details and texts anew. What is as it was leaves no trace.

    `address` is where to go on when somebody else was faster.
    """
    choices = Choices.of(activity.cohort, activity)
    details = checks.details(details, named=activity.audience is Audience.NAMED)
    details = choices.placed(details, activity)
    texts = checks.texts(texts, when_of(activity))
    if (details, texts) == (details_of(activity), texts_of(activity)):
        return
    mine = _shown(texts, details)
    theirs = _shown(texts_of(activity), details_of(activity))
    check_version(activity, version, mine, theirs, address)
    was = part_of_series(activity, is_gone=True)
    _write_details(activity, details, choices)
    _write_texts(activity, texts)
    changed(activity, by)
    _keep_in_order(activity, details, was)


def prepare(activity: Activity, texts: Texts, *, version: int, by: Person, address: str) -> None:
    """Write the texts alone, as facilitators may on their own activities."""
    texts = checks.texts(texts, when_of(activity))
    if texts == texts_of(activity):
        return
    check_version(activity, version, _shown(texts), _shown(texts_of(activity)), address)
    _write_texts(activity, texts)
    changed(activity, by)


def when_of(activity: Activity) -> When:
    """The activity's days and times."""
    return When(
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        start_time=activity.start_time,
        end_time=activity.end_time,
        window_from=activity.window_from,
        window_to=activity.window_to,
    )


def details_of(activity: Activity) -> Details:
    """What the activity is now."""
    return Details(
        **{name: getattr(activity, name) for name in (*_PLAIN, *_ASKED)},
        venue_id=activity.venue_id,
        room_id=activity.room_id,
        track_id=activity.track_id,
        level_ids=frozenset(level.id for level in activity.levels),
        goal_ids=frozenset(goal.id for goal in activity.goals),
        objective_ids=frozenset(objective.id for objective in activity.objectives),
        facilitator_ids=frozenset(person.id for person in activity.facilitators),
    )


def texts_of(activity: Activity) -> Texts:
    """The activity's texts now."""
    programmes = {day.number: day.programme for day in activity.days}
    last = max(programmes, default=0)
    return Texts(
        **{name: getattr(activity, name) for name in _PROSE},
        days=tuple(programmes.get(number, "") for number in range(1, last + 1)),
        links=tuple(Link(link.title, link.url) for link in activity.links),
    )


def write_when(activity: Activity, when: When) -> None:
    """Give the activity days and times that have been checked."""
    for name in When.__dataclass_fields__:
        setattr(activity, name, getattr(when, name))


def _make(cohort: Cohort, new: ActivityPlan, choices: Choices) -> Activity:
    now = clock.now()
    activity = Activity(
        cohort=cohort,
        uid=f"{uuid4()}@{UID_DOMAIN}",
        created_at=now,
        revised_at=now,
        changes=[],
        levels=[],
        goals=[],
        objectives=[],
        facilitators=[],
    )
    write_when(activity, new.when)
    _write_details(activity, choices.placed(new.details), choices)
    _write_texts(activity, new.texts)
    db.session.add(activity)
    return activity


def _write_details(activity: Activity, details: Details, choices: Choices) -> None:
    for name in (*_PLAIN, *_ASKED):
        setattr(activity, name, getattr(details, name))
    choices.tie(activity, details)


def _write_texts(activity: Activity, texts: Texts) -> None:
    for name in _PROSE:
        setattr(activity, name, getattr(texts, name))
    _write_days(activity, texts.days)
    if texts.links != tuple(Link(link.title, link.url) for link in activity.links):
        activity.links = [
            ActivityLink(position=position, title=link.title, url=link.url)
            for position, link in enumerate(texts.links, 1)
        ]


def _write_days(activity: Activity, texts: tuple[str, ...]) -> None:
    """Keep the rows of days that remain: their number is unique while both old and new stand."""
    old = {day.number: day for day in activity.days}
    kept = []
    for number, text in enumerate(texts, 1):
        if text:
            day = old.get(number) or ActivityDay(number=number)
            day.programme = text
            kept.append(day)
    activity.days = kept


def _keep_in_order(activity: Activity, details: Details, was: Part | None) -> None:
    """Number the series anew that the activity has come to, or left. Days decide, not wishes."""
    now = part_of_series(activity)
    if was == part_of_series(activity, is_gone=True):
        return
    stays = was is not None and now is not None and was.kind is now.kind
    kinds = {part.kind for part in (was, now) if part}
    gone = [was] if was and not stays else []
    number_anew(activity.cohort_id, kinds, counted=[activity], gone=gone)
    wished = was is not None and details.number != was.number
    if stays and wished and activity.number != details.number:
        raise RuleBrokenError(
            l_("The numbers follow the days. Move the activity to give it another one."), "number"
        )


def changed(activity: Activity, by: Person) -> None:
    """Note an edit that has just been written, where members can see it."""
    if activity.is_published:
        note(activity, ChangeKind.EDITED, by=by)
    revise(activity)
    db.session.flush()


def check_version(
    activity: Activity,
    version: int,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    address: str,
) -> None:
    """Refuse to write over what somebody else has saved since; both texts are kept."""
    if version == activity.version:
        return
    differing = [label for label in mine if mine[label] != theirs.get(label, "")]
    raise ConflictError(
        {label: mine[label] for label in differing},
        {label: theirs.get(label, "") for label in differing},
        address,
        activity.version,
    )


def _shown(texts: Texts, details: Details | None = None) -> dict[str, str]:
    """The texts as the two columns of the conflict page."""
    shown = {str(l_("Preparation")): texts.preparation}
    shown |= {
        str(l_("Day %(number)d", number=number)): text for number, text in enumerate(texts.days, 1)
    }
    shown |= {
        str(l_("Bring along")): texts.bring,
        str(l_("Links")): "\n".join(f"{link.title} {link.url}" for link in texts.links),
        str(l_("Try afterwards")): texts.try_afterwards,
    }
    if details is None:
        return shown
    return {
        str(l_("Theme")): details.title,
        str(l_("Place")): details.place,
        str(l_("Address")): details.address,
    } | shown
