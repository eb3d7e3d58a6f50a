"""Changes on their way: what has been drafted, what it would do together, and making it known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import policy, queries, services
from programme.activities.moving_forms import KeepForm, TogetherForm
from programme.activities.services import Meant, judging
from programme.activities.services.effects import effect_of
from programme.activities.views.base import blueprint, days_of, label_of, when_text
from programme.activities.views.effect_words import shown_effect
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.cohorts.views.head import crumbs_of, head_of
from programme.core import language
from programme.core.access import load
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from flask import Response

    from programme.activities.models import DraftChange
    from programme.activities.services.effects import Effect
    from programme.cohorts.models import Cohort


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """A draft as a row; `version` is the activity's as it is now, where that is another."""

    key: int
    kind: str
    label: str
    before: str
    after: str
    reason: str
    by: str
    version: int | None


@blueprint.route("/hold/<int:key>/aendringer/kladder", methods=["GET"])
def drafts(key: int) -> Response:
    """The drafts of a cohort with their effect together."""
    cohort = _load(key)
    found = queries.drafts_of(cohort.id)
    form = TogetherForm()
    form.seen.data = services.fingerprint(found)
    return _drafts(cohort, found, form)


@blueprint.post("/hold/<int:key>/aendringer/kladder")
def publish_together(key: int) -> Response:
    """Make all of them the plan; one mail a person tells what concerns them."""
    cohort = _load(key)
    form = TogetherForm()
    found = queries.drafts_of(cohort.id)
    if not form.validate():
        return _drafts(cohort, found, form)
    try:
        done = _published(cohort, found, form)
    except RuleBrokenError as error:
        form.refuse(error)
        return _drafts(cohort, queries.drafts_of(cohort.id), form)
    db.session.commit()
    if not done:
        flash(_("Nothing was waiting any more."), "info")
        return go("activities.drafts", key=key)
    return go("activities.cohort_plan", key=key)


@blueprint.post("/aktivitet/<int:key>/kladde/fjern")
def discard(key: int) -> Response:
    """Let the activity stay as it is. Twice is once."""
    activity = load(queries.find_activity, key, policy.can_edit, policy.can_view)
    found = queries.find_draft(activity.id)
    if found:
        services.discard(found)
    db.session.commit()
    flash(_("The draft for %(label)s is removed.", label=label_of(activity)), "success")
    return go("activities.drafts", key=activity.cohort_id)


@blueprint.post("/aktivitet/<int:key>/kladde/behold")
def keep(key: int) -> Response:
    """Stand by a draft, having seen how the activity has been changed since."""
    activity = load(queries.find_activity, key, policy.can_edit, policy.can_view)
    form, found = KeepForm(), queries.find_draft(activity.id)
    text = str(form.version.data or "")
    if found and form.validate() and text == str(activity.version):
        services.keep(found, version=activity.version)
    db.session.commit()
    return go("activities.drafts", key=activity.cohort_id)


def _load(key: int) -> Cohort:
    return load(cohorts.find_cohort, key, cohort_policy.can_edit, cohort_policy.can_view)


def _published(cohort: Cohort, found: list[DraftChange], form: TogetherForm) -> bool:
    """Judge them together, make them known, and write down who went on in spite of what."""
    address, verdict = url_for("activities.drafts", key=cohort.id), None
    reason = form.accept_reason.data or ""
    if found and services.fingerprint(found) == form.seen.data:
        effect = _effect(found)
        verdict = effect.verdict if effect else None
    if verdict:
        seen, form.accepted.data = form.accepted.data or "", verdict.seal
        judging.check(verdict, reason=reason, seal=seen)
    batch = services.publish_together(
        cohort.id,
        seen=form.seen.data or "",
        note=form.note.data or "",
        by=viewer(),
        address=address,
    )
    if batch and verdict:
        judging.accept(cohort.id, verdict, reason=reason, by=viewer())
    return batch is not None


def _effect(found: list[DraftChange]) -> Effect | None:
    """The effect of those whose activity is as it was."""
    turns = [
        (each.activity, Meant(kind=each.kind, when=services.drafted_when(each)))
        for each in found
        if not services.is_stale(each)
    ]
    return effect_of(turns, language.short()) if turns else None


def _drafts(cohort: Cohort, found: list[DraftChange], form: TogetherForm) -> Response:
    effect = _effect(found)
    shown = shown_effect(effect) if effect else None
    if shown:
        form.accepted.data = shown.seal
    stale = [each for each in found if services.is_stale(each)]
    return page(
        "activities/drafts.html",
        status=422 if form.errors else 200,
        head=head_of(cohort, viewer(), "activities.changes"),
        crumbs=crumbs_of(
            cohort,
            (_("Changes"), url_for("activities.changes", key=cohort.id)),
            (_("Changes on their way"), None),
        ),
        cohort=cohort,
        drafts=[_row(each) for each in found],
        effect=shown,
        stale=len(stale),
        form=form,
        button=ngettext("Publish the change", "Publish the %(num)d changes together", len(found)),
    )


def _row(found: DraftChange) -> DraftShown:
    when = services.drafted_when(found)
    return DraftShown(
        key=found.activity_id,
        kind=found.kind.value,
        label=label_of(found.activity),
        before=days_of(found.activity),
        after=when_text(when) if when else "",
        reason=found.reason,
        by=found.by.name if found.by else "",
        version=found.activity.version if services.is_stale(found) else None,
    )
