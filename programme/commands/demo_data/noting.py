"""What stands on some of the demo's entries: a kind, a template, data behind the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from programme.commands.demo_data.past import as_of
from programme.core.db import db
from programme.learning_logs import queries, services
from programme.learning_logs.models import EntryKind, LogEntry

if TYPE_CHECKING:
    from programme.commands.demo_data.people import World

EVENING: Final = 17
CURVE: Final = "Uge;Fravær i procent\n40;6,1\n41;6,8\n43;7,4\n44;5,9\n45;5,2\n"


@dataclass(frozen=True, slots=True)
class Note:
    """What is added to the entry with this heading."""

    kind: EntryKind = EntryKind.ENTRY
    template: str = ""
    evidence: str = ""
    file: str = ""


NOTES: Final = {
    "Det, der gik i vasken": Note(EntryKind.MISTAKE, "praksisfortaelling"),
    "151 minutter ud af 180": Note(
        EntryKind.CHALLENGE,
        evidence="Målt med ur på mødet:\n\n- **151 minutter** drift\n- 29 minutter om at lære",
    ),
    "Hjem uden telefon i øret": Note(template="efter-seance"),
    "Kurven, som alle kendte og ingen brugte": Note(file="Fravær uge for uge.csv"),
    "Fejlen, jeg fortalte om": Note(EntryKind.MISTAKE),
}


def write(world: World) -> None:
    """Put the notes on the entries of those two who show the log."""
    authors = [world.people[f"{name}@demo.example"].id for name in ("deltager", "deltager2")]
    entries = db.session.scalars(
        select(LogEntry).where(LogEntry.author_id.in_(authors), LogEntry.heading.in_(NOTES))
    )
    for entry in entries.all():
        with as_of(entry.written_on, EVENING):
            _write(entry, NOTES[entry.heading])


def _write(entry: LogEntry, note: Note) -> None:
    template = queries.find_template_by_name(note.template) if note.template else None
    content = services.EntryContent(
        **{name: getattr(entry, name) for name in services.TEXTS if name != "new_evidence"},
        new_evidence=note.evidence,
        goal_ids=frozenset(goal.id for goal in entry.goals),
        no_goal=entry.no_goal,
        activity_id=entry.activity_id,
        task_id=entry.task_id,
        habit_id=entry.habit_id,
        trial_id=entry.trial_id,
        kind=note.kind,
        template_id=template.id if template else None,
    )
    services.save(entry, content, services.Seen(entry.version))
    services.gather(entry)
    if note.file:
        services.attach(entry, note.file, CURVE.encode())
