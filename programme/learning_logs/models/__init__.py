"""A person's learning log: what was tried, what came of it, who may read it."""

from programme.learning_logs.models.desk import Habit, PracticeTask, TrialAction, TrialOutcome
from programme.learning_logs.models.entries import (
    EntryKind,
    EntryState,
    Evidence,
    EvidenceKind,
    LogEntry,
    entry_goal,
    entry_guidepost,
    entry_knowledge,
)
from programme.learning_logs.models.removal import RemovedEntry
from programme.learning_logs.models.sharing import (
    EntryComment,
    EntryReading,
    EntryShare,
    ShareWith,
)
from programme.learning_logs.models.templates import LogTemplate
from programme.learning_logs.models.words import EntryWords

__all__ = [
    "EntryComment",
    "EntryKind",
    "EntryReading",
    "EntryShare",
    "EntryState",
    "EntryWords",
    "Evidence",
    "EvidenceKind",
    "Habit",
    "LogEntry",
    "LogTemplate",
    "PracticeTask",
    "RemovedEntry",
    "ShareWith",
    "TrialAction",
    "TrialOutcome",
    "entry_goal",
    "entry_guidepost",
    "entry_knowledge",
]
