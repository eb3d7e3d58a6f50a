"""The moment at which the clock of the site under test stands.

So that its dates, which lie around real nights of summer time, never drop out of a calendar.
"""

from datetime import UTC, datetime

DAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
