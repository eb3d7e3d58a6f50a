"""Who may read what, said once more: small, slow and with nothing of the program in it.

Places and groups are kept as the moment since when somebody has stood in them without a break;
a share as the moment it was made, and `since` says when authors got their line manager. Tests
hold the site against it, see test_trust.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

LEARNER, FACILITATOR = "learner", "facilitator"


@dataclass
class Entry:
    """`shares` are the open ones, {(audience, target): since}; `before` those until `changed`.

    `file` is the word in what lies behind it.
    """

    author: str
    word: str
    is_draft: bool = False
    shares: dict = field(default_factory=dict)
    before: dict | None = None
    changed: int = 0
    comments: list = field(default_factory=list)
    file: str = ""

    def change(self, shares, at):
        """Share otherwise, so that it can be undone once."""
        self.before, self.shares, self.changed = self.shares, shares, at

    def can_undo(self):
        """Not when it would let in again who has missed a word that was for the readers then."""
        missed = any(not c.is_private and c.at > self.changed for c in self.comments)
        return not (missed and self.before.keys() - self.shares.keys())


@dataclass
class Comment:
    author: str
    word: str
    is_private: bool
    at: int = 0
    to: str = ""


@dataclass
class Model:
    """`cohorts` and `groups`: {place: {person: since}}; a cohort's persons have a role besides."""

    people: list
    cohorts: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    since: dict = field(default_factory=dict)
    managers: dict = field(default_factory=dict)
    closed: set = field(default_factory=set)
    entries: dict = field(default_factory=dict)
    removed: dict = field(default_factory=dict)

    def reads(self, person, entry):
        """Whether this person's page of the entry shows it."""
        if person in self.closed:
            return False
        return person == entry.author or self.is_addressed(person, entry) or self.is_out(entry)

    def is_addressed(self, person, entry):
        """By a share that is for this person, and not for everybody."""
        if person in self.closed or person == entry.author or entry.is_draft:
            return False
        return any(
            self._reached(person, entry.author, audience, target, since)
            for (audience, target), since in entry.shares.items()
        )

    def is_out(self, entry):
        """Whether it stands in "Videndeling"."""
        is_chosen = ("knowledge", "0") in entry.shares
        return is_chosen and not entry.is_draft and entry.author not in self.closed

    def _reached(self, person, author, audience, target, since):
        if audience == "line_manager":
            return target == person == self.managers.get(author) and self.since[author] <= since
        if audience == "network_group":
            return self._both(self.groups[target], person, author, since)
        if audience == "colleague":
            return target == person and self._both(self.cohorts["a"], person, author, since)
        if audience not in {"facilitators", "cohort"}:
            return False
        is_meant = audience == "cohort" or self.roles.get((target, person)) == FACILITATOR
        return is_meant and self._both(self.cohorts[target], person, author, since)

    def _both(self, place, person, author, since):
        return all(one in place and place[one] <= since for one in (person, author))

    def may_share(self, entry, audience, target):
        """Whether the author stands where the audience is."""
        author = entry.author
        if entry.is_draft:
            return False
        if audience == "colleague":
            place = self.cohorts["a"]
            # Only who learns there has the cohort's people to choose among.
            learns = self.roles.get(("a", author)) == LEARNER and author in place
            return learns and target != author and target in place and target not in self.closed
        if audience == "line_manager":
            return self.managers.get(author) == target and target not in self.closed
        if audience == "network_group":
            return author in self.groups[target]
        if audience == "knowledge":
            return True
        return author in self.cohorts[target] and self.roles[target, author] == LEARNER

    def reads_comment(self, person, entry, comment):
        """Whether the entry's page shows this comment to the person."""
        if not self.reads(person, entry) or person in {entry.author, comment.author, comment.to}:
            return self.reads(person, entry)
        # Those who read by a share that was there when it was said.
        then = {which: since for which, since in entry.shares.items() if since <= comment.at}
        return not comment.is_private and self.reads(person, replace(entry, shares=then))

    def may_answer(self, entry, to):
        """Whether the author can answer this person alone."""
        said = any(c.is_private and c.author == to for c in entry.comments)
        return said and to != entry.author and self.reads(to, entry) and not entry.is_draft

    def may_remove(self, person, entry, comment):
        """303 for who said it and for the entry's author, 403 for who reads it, else 404."""
        if person in {comment.author, entry.author}:
            return 303
        return 403 if self.reads_comment(person, entry, comment) else 404

    def leave(self, cohort, person):
        """Leave a cohort, and with it its groups."""
        self.cohorts[cohort].pop(person, None)
        self.roles.pop((cohort, person), None)
        for group in self.groups.values():
            group.pop(person, None)
