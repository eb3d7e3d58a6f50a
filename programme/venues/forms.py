"""The forms of venues, their rooms, and busy times."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField

from programme.core.errors import RuleBrokenError
from programme.core.forms import DateSpanField, Form, NumberField, TimeField, choice, line, text
from programme.core.forms import whole as whole_number
from programme.core.text import l_
from programme.venues import busy_files
from programme.venues.services import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_ROOM,
    MOST_SEATS,
    BusySpan,
    RoomText,
    VenueText,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programme.people.models import Organisation


class VenueForm(Form):
    """A venue; for a new one also whose it is."""

    version = HiddenField()
    organisation = choice(l_("Organisation"), coerce=int)
    name = line(l_("Name"), needed=True, most=LONGEST_NAME)
    address = line(l_("Address"), most=LONGEST_ADDRESS)
    capacity = NumberField(l_("Seats"), least=1, most=MOST_SEATS)
    note = text(l_("Notes"), most=LONGEST_NOTE, rows=3)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Name whose venue it may be; the first, unless said."""
        self.organisation.choices = [(str(each.id), each.name) for each in organisations]

    def venue_text(self) -> VenueText:
        """What was typed, as the service takes it."""
        return VenueText(
            str(self.name.data), self.address.data or "", self.capacity.data, self.note.data or ""
        )

    def seen(self) -> int:
        """The version that stood on the screen."""
        return whole_number(self.version.data) or 0


class RoomForm(Form):
    """A room; it stands on the page of its venue."""

    name = line(l_("Room"), needed=True, most=LONGEST_ROOM)
    capacity = NumberField(l_("Seats"), least=1, most=MOST_SEATS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as every form
        super().__init__(*args, prefix="room-", **kwargs)

    def room_text(self) -> RoomText:
        """What was typed, as the service takes it."""
        return RoomText(str(self.name.data), self.capacity.data)


class BusyForm(Form):
    """Days, or hours of one day."""

    days = DateSpanField(l_("Which days"), needed=True)
    start_time = TimeField(l_("From"))
    end_time = TimeField(l_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as every form
        super().__init__(*args, prefix="busy-", **kwargs)

    def span(self) -> BusySpan:
        """What was typed, as the service takes it."""
        first, last = cast("tuple[date, date]", self.days.data)  # needed
        return BusySpan(first, last, self.start_time.data, self.end_time.data)


class BusyFileForm(Form):
    """A calendar file, of which only the busy times are taken."""

    file = FileField(l_("Calendar file"))  # type: ignore[arg-type] # a lazy text

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as every form
        super().__init__(*args, prefix="calendar-", **kwargs)

    def spans(self) -> list[BusySpan]:
        """What was sent, read; this may take two seconds."""
        sent = self.file.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            raise RuleBrokenError(l_("Choose a file."), busy_files.FIELD)
        with closing(sent):
            data = sent.read(busy_files.LARGEST + 1)
        return busy_files.read(data)
