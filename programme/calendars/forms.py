"""What is asked for when a calendar address is made."""

from __future__ import annotations

from wtforms import HiddenField

from programme.calendars.clients import OTHER
from programme.calendars.services import NAME_CHARACTERS
from programme.core.forms import Form, line
from programme.core.text import l_


class AddressForm(Form):
    """One more address: for which program, and a name to know it by."""

    client = HiddenField(default=OTHER.key)
    name = line(l_("Where will you use the address?"), most=NAME_CHARACTERS)
