"""What changes partners: contacts without a sign-in. Nothing is mailed to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert

from programme.audit import services as audit
from programme.core import clock
from programme.core.db import db
from programme.core.errors import RuleBrokenError
from programme.core.text import l_
from programme.facilitation import queries
from programme.facilitation.models import ExternalPartner, activity_partner

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.people.models import Person

LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class PartnerText:
    """Somebody's name, and where they work."""

    name: str
    workplace: str = ""


def add_partner(organisation_id: int, text: PartnerText, *, by: Person | None) -> ExternalPartner:
    """Let somebody be named on the organisation's activities."""
    partner = ExternalPartner(organisation_id=organisation_id)
    _write(partner, text)
    db.session.add(partner)
    _kept(partner, "added", by)
    return partner


def edit_partner(partner: ExternalPartner, text: PartnerText, *, by: Person) -> None:
    """Correct the name or the workplace."""
    _write(partner, text)
    _kept(partner, "edited", by)


def close_partner(partner: ExternalPartner, *, by: Person) -> None:
    """Offer the partner no more; where one is named, one stays."""
    partner.closed_at = partner.closed_at or clock.now()
    _kept(partner, "closed", by)


def reopen_partner(partner: ExternalPartner, *, by: Person) -> None:
    """Offer the partner again."""
    partner.closed_at = None
    _kept(partner, "reopened", by)


def name_partners(activity: Activity, partner_ids: frozenset[int], *, by: Person | None) -> None:
    """Name exactly these on the activity: the organisation's own, or who stands there already."""
    named = {partner.id for partner in queries.partners_on(activity.id)}
    known = queries.partners_of([activity.cohort.organisation_id])
    if not partner_ids <= named | {partner.id for partner in known if partner.closed_at is None}:
        raise RuleBrokenError(l_("Choose among what stands in the list."), "partners")
    if partner_ids == named:
        return
    table = activity_partner
    db.session.execute(delete(table).where(table.c.activity_id == activity.id))
    rows = [{"activity_id": activity.id, "external_partner_id": key} for key in sorted(partner_ids)]
    if rows:
        db.session.execute(insert(table), rows)
    actor_id = by.id if by else None
    audit.record("partners_named", "activity", activity.id, actor_id=actor_id)


def _write(partner: ExternalPartner, text: PartnerText) -> None:
    partner.name = _line(text.name, "name")
    partner.workplace = _line(text.workplace, "workplace")
    if not partner.name:
        raise RuleBrokenError(l_("Give it a name."), "name")


def _line(text: str, field: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        message = l_("The text is too long. There is room for %(most)d characters.", most=LONGEST)
        raise RuleBrokenError(message, field)
    return text


def _kept(partner: ExternalPartner, action: str, by: Person | None) -> None:
    db.session.flush()
    audit.record(action, "partner", partner.id, actor_id=by.id if by else None)
