"""The subscribe page, calendar files, and what robots may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import segno
from flask import Blueprint, Response, current_app, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.activities import queries as activities
from programme.calendars import (
    clients,
    feed,
    invitations,
    policy,
    queries,
    remarks,  # noqa: F401 - it registers what it says
    services,
    showing,  # noqa: F401 - likewise
)
from programme.calendars.choices import Choice, Scope
from programme.calendars.forms import AddressForm
from programme.cohorts import policy as cohort_policy
from programme.cohorts import queries as cohorts
from programme.core import clock, formats, language
from programme.core.access import load, public
from programme.core.db import db, reading
from programme.core.errors import RuleBrokenError
from programme.core.web import go, page
from programme.notifications import queries as notifications
from programme.people.viewer import viewer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask import Flask

    from programme.calendars.clients import Client
    from programme.calendars.models import FeedAddress
    from programme.calendars.services import Calendar

blueprint = Blueprint("calendars", __name__)
blueprint.record_once(lambda state: feed.mount(cast("Flask", state.app)))
# For url_for alone: the feed itself is answered in front of Flask.
blueprint.add_url_rule(f"{feed.PREFIX}<token>{feed.SUFFIX}", endpoint="feed", build_only=True)


@blueprint.get("/kalender")
def index() -> Response:
    """Choose a calendar program; one's addresses."""
    return _index(_form())


@blueprint.post("/kalender")
def open_address() -> Response:
    """Make an address and show it, this once, with the steps of the program it is for.

    The answer to the POST is the page itself: a redirect would have to carry the secret along.
    """
    form = _form()
    client = clients.chosen(str(form.client.data))
    if not form.validate():
        return _index(form, 422)
    name = form.name.data or services.unused_name(viewer(), str(client.address_name))
    try:
        token = services.open_address(viewer(), name, form.decided())
    except RuleBrokenError as error:
        form.refuse(error)
        return _index(form, 422)
    db.session.commit()
    return _address(client, token)


@blueprint.post("/kalenderadresse/<int:key>/luk")
def close_address(key: int) -> Response:
    """Close one address; the others go on."""
    address = load(queries.find_address, key, policy.can_close)
    services.close_address(address, by=viewer())
    db.session.commit()
    return go("calendars.index")


@blueprint.post("/kalenderadresse/<int:key>/erstat")
def replace_address(key: int) -> Response:
    """Close one address and show its successor, which serves the same; the others go on."""
    address = load(queries.find_address, key, policy.can_close)
    try:
        token = services.replace_address(address, by=viewer())
    except RuleBrokenError as error:
        form = _form()
        form.refuse(error)
        return _index(form, 422)
    db.session.commit()
    return _address(clients.OTHER, token)


@blueprint.get("/konto/beskeder/datoer")
def standing() -> Response:
    """See which calendars keep dates without getting invitations any more."""
    found = Counter(address for _place, address in invitations.left_standing(viewer()))
    return page("calendars/clear.html", standing=sorted(found.items()))


@blueprint.post("/konto/beskeder/datoer")
def clear() -> Response:
    """Have the dates taken out of these calendars."""
    count = invitations.clear(viewer())
    db.session.commit()
    if count:
        flash(
            ngettext(
                "%(num)d mail is on its way and takes the date out.",
                "%(num)d mails are on their way and take the dates out.",
                count,
            ),
            "success",
        )
    return go("notifications.index")


@blueprint.get("/hold/<int:key>/plan.ics")
def cohort_file(key: int) -> Response:
    """A cohort's plan, as far as the viewer may see it."""
    cohort = load(cohorts.find_cohort, key, cohort_policy.can_view)
    with reading() as connection:
        calendar = services.cohort_calendar(
            connection, (cohort.id, cohort.name), viewer().id, _public_url()
        )
    return _download(calendar, "plan.ics")


@blueprint.get("/aktivitet/<int:key>/aktivitet.ics")
def activity_file(key: int) -> Response:
    """One activity."""
    activity = load(activities.find_activity, key, policy.can_download)
    with reading() as connection:
        calendar = services.activity_calendar(connection, activity.id, viewer().id, _public_url())
    return _download(calendar, "aktivitet.ics")


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Forbid nothing: Google fetches no feed that is denied here, and pages ask for a sign-in."""
    return Response("User-agent: *\nDisallow:\n", mimetype="text/plain")


def _form() -> AddressForm:
    form = AddressForm()
    key = viewer().id
    form.offer(queries.own_cohorts(key), leads=queries.leads(key))
    return form


def _index(form: AddressForm, status: int = 200) -> Response:
    cohorts = queries.own_cohorts(viewer().id)
    return page(
        "calendars/index.html",
        status=status,
        form=form,
        clients=clients.CLIENTS,
        addresses=[_row(address, cohorts) for address in queries.addresses_of(viewer().id)],
        invitations=notifications.choice_of(viewer().id).invitations,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An address as it stands in the list."""

    key: int
    name: str
    serves: str
    fetched: str
    program: str


def _row(address: FeedAddress, cohorts: Mapping[int, str]) -> Row:
    return Row(
        address.id,
        address.name,
        _serves(Choice.of(address.variant), cohorts),
        _fetched(address.last_fetched_at),
        address.last_client,
    )


def _serves(choice: Choice, cohorts: Mapping[int, str]) -> str:
    """Return "Kun skyggepraktik · kun titler", empty for what most people have."""
    scopes = {
        Scope.ALL: "",
        Scope.FACILITATED: _("What I facilitate"),
        Scope.SHADOWING: _("Shadowing only"),
        Scope.COHORT: cohorts.get(choice.cohort_id or 0) or _("A cohort you have left"),
    }
    marks = (
        (choice.titles_only, _("titles only")),
        (choice.alarms, _("reminder the day before")),
        (choice.drops_cancelled, _("without cancelled")),
    )
    return " · ".join(filter(None, (scopes[choice.scope], *(t for holds, t in marks if holds))))


def _fetched(moment: datetime | None) -> str:
    """Return "Sidst hentet i dag kl. 9.15"."""
    if moment is None:
        return str(_("Not fetched yet"))
    local, locale = moment.astimezone(clock.COPENHAGEN), language.short()
    if local.date() == clock.today():
        return str(_("Last fetched today at %(time)s", time=formats.clock(local.time(), locale)))
    return str(_("Last fetched %(moment)s", moment=formats.stamp(moment, locale)))


def _address(client: Client, token: str) -> Response:
    address = _public_url() + url_for("calendars.feed", token=token)
    link = client.link(address) if client.link else ""
    scanned = client.scanned(address)
    qr = segno.make(scanned, micro=False).svg_data_uri(scale=4, border=2) if scanned else ""
    return page("calendars/address.html", client=client, address=address, link=link, qr=qr)


def _download(calendar: Calendar, name: str) -> Response:
    services.keep(calendar, _public_url())
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(calendar.body, content_type=feed.MEDIA_TYPE, headers=headers)


def _public_url() -> str:
    url: str = current_app.config["SETTINGS"].public_url
    return url
