"""One file with every kind of event, and the octets it must come out as for ever.

If these change on purpose, raise SERIALISER_EPOCH: clients ignore an event whose SEQUENCE and
LAST-MODIFIED stand still.
"""

from __future__ import annotations

import sys
from datetime import date, time

from tests.calendars.ics import a_file, an_event, whole_days


def golden() -> bytes:
    return a_file(
        an_event(
            uid="1@lederforloeb.example",
            title=r"Seminar 1, del; C:\Noter 😀",
            description='Læs:\r\n- "Ledelse"\r- din log\x00',
            place="Rådhuspladsen 1,\n3. sal",
            url="https://lederforloeb.example/aktivitet/forløb 1",
            categories=("Seminar", "Spor A, leder"),
        ),
        whole_days(
            date(2026, 10, 24), date(2026, 10, 25), uid="2@lederforloeb.example", sequence=3
        ),
        an_event(
            uid="3@lederforloeb.example",
            starts_on=date(2027, 3, 28),
            ends_on=date(2027, 3, 28),
            start_time=time(2, 30),
            end_time=time(4),
            place=None,
            cancelled=True,
        ),
        an_event(
            uid="4@lederforloeb.example",
            starts_on=date(2026, 9, 30),
            ends_on=date(2026, 9, 30),
            start_time=None,
            end_time=time(23, 59),
            title="",
            description=None,
            url=None,
            kind="deadline",
        ),
        name="Hold 7, efterår\r\nX-EVIL:1",
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(golden())
