"""Judge a change before it is made: what is blocked, what asks for a reason, who went on anyway.

A view asks for the verdict, shows it, and when it has a reason: `check`, then change, then
`accept`. What was accepted once is not asked about again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from programme.activities import checks, labels, queries
from programme.activities.clashes import Judge
from programme.activities.findings import Grade
from programme.activities.models import Activity, FindingOverride, Severity
from programme.activities.placed import Placed, cohort_key, of_activity
from programme.activities.plan import When
from programme.activities.services.choices import Choices
from programme.audit import services as audit
from programme.cohorts import services as cohorts
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from programme.activities.findings import Finding, Key
    from programme.activities.placed import World
    from programme.activities.plan import Details
    from programme.cohorts.models import Cohort
    from programme.people.models import Person

    _Mark = tuple[Key, str, str]  # activity, code, fingerprint

NEW: Final = "new"  # the key of an activity that is not made yet
REASON: Final = "accept_reason"  # the field of the forms that asks for a reason
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found about a change, by activity; `before` stood already and is not asked about.

    `labels` are those of the activities that nobody has changed, but that something follows for.
    """

    found: Mapping[Any, tuple[Finding, ...]]
    before: frozenset[_Mark] = frozenset()
    labels: Mapping[Key, str] = field(default_factory=dict)
    locale: str = "da"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return tuple(each for findings in self.found.values() for each in findings)

    @property
    def blocked(self) -> tuple[Finding, ...]:
        """What stops the change."""
        return tuple(each for _key, each in self.stopping)

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What asks for a reason."""
        return tuple(each for _key, each in self.asked)

    @property
    def quiet(self) -> tuple[Finding, ...]:
        """What is shown, and neither stops nor asks."""
        return tuple(each for _key, each in self.shown)

    @property
    def stopping(self) -> list[tuple[Key, Finding]]:
        """What stops the change, each with the key of what it is found about."""
        return self._fresh(Severity.BLOCK)

    @property
    def asked(self) -> list[tuple[Key, Finding]]:
        """What asks for a reason, likewise."""
        return self._fresh(Severity.WARN)

    @property
    def shown(self) -> list[tuple[Key, Finding]]:
        """What is shown only, likewise."""
        pairs = ((key, each) for key, findings in self.found.items() for each in findings)
        return [pair for pair in pairs if not self._is_loud(*pair)]

    @property
    def seal(self) -> str:
        """What the person has seen, so that nothing else is confirmed; tells nothing by itself."""
        seen = sorted(f"{key}|{each.code}|{each.subject}" for key, each in self.asked)
        return sha256("\n".join(seen).encode()).hexdigest()[:16] if seen else ""

    def news(self) -> Verdict:
        """The same without what stood already."""
        found = {
            key: tuple(each for each in findings if _mark(key, each) not in self.before)
            for key, findings in self.found.items()
        }
        return replace(self, found={key: fresh for key, fresh in found.items() if fresh})

    def _fresh(self, severity: Severity) -> list[tuple[Key, Finding]]:
        return [
            (key, each)
            for key, findings in self.found.items()
            for each in findings
            if each.severity is severity and self._is_loud(key, each)
        ]

    def _is_loud(self, key: Key, found: Finding) -> bool:
        stern = found.grade is Grade.FINDING and not found.accepted
        return stern and _mark(key, found) not in self.before


def placed_of(activity: Activity, locale: str = "da") -> Placed:
    """The activity where it stands."""
    return Placed(
        key=activity.id,
        cohort_id=activity.cohort_id,
        label=labels.label(activity.kind, activity.number, activity.title, locale),
        kind=activity.kind,
        marker=activity.marker,
        audience=activity.audience,
        level_ids=frozenset(level.id for level in activity.levels),
        facilitator_ids=frozenset(person.id for person in activity.facilitators),
        venue_id=activity.venue_id,
        room_id=activity.room_id,
        part_of_id=activity.part_of_id,
        named_ids=frozenset(person.id for person in activity.named),
        objective_ids=frozenset(objective.id for objective in activity.objectives),
        is_cancelled=activity.is_cancelled,
        **{each.name: getattr(activity, each.name) for each in fields(When)},
    )


def as_placed(key: Key, cohort_id: int, details: Details, when: When, locale: str = "da") -> Placed:
    """An activity that is to be, as decided."""
    return Placed(
        key=key,
        cohort_id=cohort_id,
        label=labels.label(details.kind, details.number, details.title, locale),
        kind=details.kind,
        marker=details.marker,
        audience=details.audience,
        level_ids=details.level_ids,
        facilitator_ids=details.facilitator_ids,
        venue_id=details.venue_id,
        room_id=details.room_id,
        objective_ids=details.objective_ids,
        **{each.name: getattr(when, each.name) for each in fields(When)},
    )


def judge_new(cohort: Cohort, details: Details, when: When, locale: str = "da") -> Verdict:
    """What would be found about a new activity of the cohort, tied to what it may be tied to."""
    Choices.of(cohort).check(details)
    new = as_placed(NEW, cohort.id, details, when, locale)
    judge = Judge([new], _world([new], cohort.id, locale))
    return Verdict({NEW: judge.findings(new)}, locale=locale)


def judge_change(
    activity: Activity,
    *,
    when: When | None = None,
    details: Details | None = None,
    locale: str = "da",
) -> Verdict:
    """What would be found about the activity with other days or details; restored, if it is off.

    What the change does to the order of the others of its cohort is found about these.
    """
    old = placed_of(activity, locale)
    new = replace(old, is_cancelled=False)
    if when:
        new = replace(new, **{each.name: getattr(when, each.name) for each in fields(When)})
    if details:
        Choices.of(activity.cohort, activity).check(details)
        decided = as_placed(old.key, old.cohort_id, details, When(), locale)
        new = replace(
            new,
            **{
                name: getattr(decided, name)
                for name in ("kind", "marker", "audience", "level_ids", "facilitator_ids")
            },
            venue_id=details.venue_id,
            room_id=details.room_id,
            objective_ids=details.objective_ids,
        )
    return judge_moved([new], _world([new], activity.cohort_id, locale), locale)


def judge_moved(moved: Iterable[Placed], world: World, locale: str = "da") -> Verdict:
    """What would be found if activities of `world` stood otherwise: they, and what follows them.

    What is found in `world` as it is was found before, and is not asked about.
    """
    changed = {each.key: each for each in moved}
    was, will = Judge((), world), Judge(changed.values(), world)
    before: set[_Mark] = set()
    labels: dict[Key, str] = {}
    found = {key: will.findings(each) for key, each in changed.items()}
    for cohort in sorted({each.cohort_id for each in changed.values()}):
        old = {each.key: each for each in world.plan_of(cohort)}
        new = old | {key: each for key, each in changed.items() if each.cohort_id == cohort}
        labels |= {key: each.label for key, each in old.items() if key not in changed}
        before |= marks({key: was.findings(each) for key, each in old.items()})
        before |= marks({cohort_key(cohort): was.unserved(cohort, old.values())})
        follows = {key: will.findings(each) for key, each in old.items() if key not in changed}
        follows[cohort_key(cohort)] = will.unserved(cohort, new.values())
        found |= _fresh(follows, before, changed.keys())
    return Verdict(found, frozenset(before), labels, locale)


def marks(found: Mapping[Key, Iterable[Finding]]) -> frozenset[_Mark]:
    """What tells each of these findings from every other."""
    return frozenset(_mark(key, each) for key, findings in found.items() for each in findings)


def _mark(key: Key, found: Finding) -> _Mark:
    return key, found.code.value, found.subject


def _fresh(
    found: Mapping[Key, Iterable[Finding]], before: set[_Mark], told: Collection[Key]
) -> dict[Key, tuple[Finding, ...]]:
    """What was not found before; a clash is told once, about those in `told`."""
    fresh = {
        key: tuple(
            each
            for each in findings
            if _mark(key, each) not in before and not (each.other and each.other.key in told)
        )
        for key, findings in found.items()
    }
    return {key: findings for key, findings in fresh.items() if findings}


def judge_drafts(cohort_id: int, locale: str = "da") -> Verdict:
    """What is found about the cohort's drafts as they stand, and about its objectives."""
    keys = set(
        db.session.scalars(
            select(Activity.id).where(
                Activity.cohort_id == cohort_id, Activity.published_at.is_(None)
            )
        )
    )
    return judge_plan(cohort_id, keys, locale) if keys else Verdict({}, locale=locale)


def judge_plan(cohort_id: int, keys: Collection[Key], locale: str = "da") -> Verdict:
    """What is found about these of the cohort's activities as they stand, and its objectives."""
    world = queries.world_for(queries.Asked(cohort_ids=[cohort_id], locale=locale))
    judge, plan = Judge((), world), world.plan_of(cohort_id)
    found = {each.key: judge.findings(each) for each in plan if each.key in keys}
    found[cohort_key(cohort_id)] = judge.unserved(cohort_id, plan)
    return Verdict(found, labels={each.key: each.label for each in plan}, locale=locale)


def check(verdict: Verdict, *, reason: str, seal: str | None = None) -> None:
    """Refuse what is blocked, and what asks for a reason without one.

    With `seal`, that of the verdict that the person saw, only what was seen counts as confirmed.
    """
    if verdict.blocked:
        raise RuleBrokenError(
            l_(
                "The plan check stops this: %(found)s. Change it, or the cohort's plan check.",
                found=_said(verdict),
            )
        )
    if not verdict.asks:
        return
    if seal is not None and seal != verdict.seal:
        raise RuleBrokenError(l_("Look at what the plan check has found."), REASON)
    if not checks.line(reason, REASON, LONGEST_REASON):
        raise RuleBrokenError(l_("Write why it is all right all the same."), REASON)


def accept(
    cohort_id: int,
    verdict: Verdict,
    made: Mapping[Any, int] | None = None,
    *,
    reason: str,
    by: Person | None,
) -> None:
    """Write down who went on, when and why; `made` has the keys of what was not made yet."""
    made = made or {}
    text, at = checks.line(reason, REASON, LONGEST_REASON), clock.now()
    if verdict.asked:
        cohorts.judged_otherwise()
    for key, each in verdict.asked:
        row = FindingOverride(
            cohort_id=cohort_id,
            activity_id=_made(key, made),
            code=each.code.value,
            subject=_subject(each, made),
            reason=text,
            by_id=by.id if by else None,
            at=at,
        )
        db.session.add(row)
        db.session.flush()
        audit.record("accepted", "finding", row.id, actor_id=by.id if by else None)


def _world(changed: list[Placed], cohort_id: int, locale: str) -> World:
    days = [day for each in changed for day in (each.starts_on, each.ends_on) if day]
    return queries.world_for(
        queries.Asked(
            cohort_ids=[cohort_id],
            person_ids={key for each in changed for key in each.facilitator_ids},
            venue_ids={each.venue_id for each in changed if each.venue_id},
            first=min(days, default=None),
            last=max(days, default=None),
            locale=locale,
        )
    )


def _made(key: Key, made: Mapping[Any, int]) -> int | None:
    known = made.get(key, key)
    return known if isinstance(known, int) else None


def _subject(found: Finding, made: Mapping[Any, int]) -> str:
    other = found.other
    if other is None or other.key not in made:
        return found.subject
    return found.subject.replace(of_activity(other.key), of_activity(made[other.key]))


def _said(verdict: Verdict) -> str:
    return ", ".join(dict.fromkeys(each.name(verdict.locale) for each in verdict.blocked))
