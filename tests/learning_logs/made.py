"""Rows that an entry can be tied to, beside those of tests.factories."""

from __future__ import annotations

from datetime import date

import factory

from programme.inspiration.models import (
    KnowledgeItem,
    KnowledgeKind,
    PromptTime,
    ReflectionPrompt,
)
from programme.learning_logs.models import Habit, LogTemplate, TrialAction
from tests.factories import LONG_AGO, Made


class HabitFactory(Made):
    class Meta:
        model = Habit

    text = "Jeg svarer, før jeg spørger"
    since = date(2026, 9, 1)
    created_at = LONG_AGO


class TrialFactory(Made):
    class Meta:
        model = TrialAction

    text = "En runde før beslutningen"
    starts_on = date(2026, 11, 16)
    ends_on = date(2026, 11, 30)
    created_at = LONG_AGO


class TemplateFactory(Made):
    class Meta:
        model = LogTemplate

    key = factory.Sequence(lambda n: f"skabelon-{n}")
    name = factory.LazyAttribute(lambda o: o.key.capitalize())
    position = factory.Sequence(lambda n: n + 1)
    action = "Hvad skete der?"


class KnowledgeFactory(Made):
    class Meta:
        model = KnowledgeItem

    kind = KnowledgeKind.TEXT
    title = "Om at spørge åbent"
    created_at = LONG_AGO


class PromptFactory(Made):
    class Meta:
        model = ReflectionPrompt

    time = PromptTime.AFTER
    question = "Hvad tog du med hjem?"
    created_at = LONG_AGO
    published_at = LONG_AGO
