"""What changes one's own notes on where one stands."""

from programme.standings.services.goals import StandingDraft, delete, edit, record

__all__ = ["StandingDraft", "delete", "edit", "record"]
