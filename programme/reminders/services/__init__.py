"""Nudges and reminders for those who asked for them; questions when a course is over."""

from programme.reminders.services.follow_ups import (
    ASKED,
    MONTHS,
    QUESTIONS,
    answer,
    ask_due,
    note_answers,
    set_questions,
)
from programme.reminders.services.reminding import DUE, Due, due_for, remind

__all__ = [
    "ASKED",
    "DUE",
    "MONTHS",
    "QUESTIONS",
    "Due",
    "answer",
    "ask_due",
    "due_for",
    "note_answers",
    "remind",
    "set_questions",
]
