"""Busy times that come with a calendar file: read, counted, and taken back all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from programme.core import clock, formats, language
from programme.core.db import db, release
from programme.core.errors import RuleBrokenError
from programme.people.viewer import viewer
from programme.venues import queries, services
from programme.venues.forms import BusyFileForm

if TYPE_CHECKING:
    from programme.people.models import Person
    from programme.venues.models import Venue
    from programme.venues.queries import FromFile
    from programme.venues.services import BusySpan

REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FileShown:
    """The part of a page about the file: where to send one, and what the last one brought."""

    address: str
    form: BusyFileForm
    brought: str = ""
    read_on: str = ""


def file_of(
    owner: Person | Venue, address: str, *, is_venue: bool, form: BusyFileForm | None = None
) -> FileShown:
    """What a file has brought of somebody or of a venue, and the form for the next."""
    find = queries.file_of_venue if is_venue else queries.file_of_person
    found, form = find(owner.id), form or BusyFileForm(formdata=None)
    if found is None:
        return FileShown(address, form)
    locale = language.short()
    day = formats.day(found.read_at.astimezone(clock.COPENHAGEN).date(), locale)
    return FileShown(address, form, _brought(found, locale), day)


def _brought(found: FromFile, locale: str) -> str:
    """Return "42 optagne perioder, 3. december 2026–1. juli 2027"."""
    times = ngettext("%(num)d busy time", "%(num)d busy times", found.count)
    return f"{times}, {formats.days(found.first, found.last, locale)}"


def take(form: BusyFileForm, *, person: Person | None = None, venue: Venue | None = None) -> bool:
    """Do what was asked for with the file; False when it is refused, and the form says why."""
    if REMOVE in request.form:
        services.forget_file(by=viewer(), person=person, venue=venue)
        db.session.commit()
        flash(_("All that came with the file is removed."), "success")
        return True
    spans = _read(form)
    if spans is None:
        return False
    services.take_file(spans, by=viewer(), person=person, venue=venue)
    db.session.commit()
    flash(
        ngettext("%(num)d busy time is read.", "%(num)d busy times are read.", len(spans)),
        "success",
    )
    return True


def _read(form: BusyFileForm) -> list[BusySpan] | None:
    """Reading takes a while: until it is done, nobody else waits for us to write."""
    if not form.validate():
        return None
    release()
    try:
        return form.spans()
    except RuleBrokenError as error:
        form.refuse(error)
        return None
