"""Trust, proved: whatever is done in any order, each reads what a small model says, and no more.

Everything is done and looked at by real requests, everybody at their own browser; see trust_model.
"""

from __future__ import annotations

import io
import itertools
import os
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from programme.cohorts.models import Role
from programme.core import clock
from programme.learning_logs.models import EntryComment, Evidence, LogEntry, RemovedEntry
from tests import factories as f
from tests.client import HTMX, Client
from tests.conftest import _connection
from tests.site.trust_model import FACILITATOR, LEARNER, Comment, Entry, Model

IN_CI = os.environ.get("REQUIRE_ALL") == "1"
# A longer walk by hand: TRUST=200 .venv/bin/python -m pytest tests/site/test_trust.py
EXAMPLES = int(os.environ.get("TRUST", "4"))
STEPS = 12
MOST = 8  # entries that lie open at once
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
AUTHORS = ("mette", "jonas")
READERS = ("mette", "jonas", "ali", "soeren", "hanne", "peter", "karen")
MANAGERS = ("hanne", "peter", "")
LISTS = {"own": "/log?q=faelles", "shared": "/log/delt", "found": "/log/delt?q=faelles",
         "knowledge": "/videndeling", "home": "/"}  # fmt: skip
AUDIENCES = (
    ("network_group", "first"),
    ("network_group", "second"),
    ("facilitators", "a"),
    ("cohort", "a"),
    ("cohort", "b"),
    ("line_manager", "hanne"),
    ("line_manager", "peter"),
    ("colleague", "jonas"),
    ("colleague", "mette"),
    ("colleague", "ali"),
    ("colleague", "soeren"),
    ("colleague", "peter"),
    ("knowledge", "0"),
)
# Those that Mette stands in from the beginning.
FIRST = (
    ("network_group", "first"),
    ("facilitators", "a"),
    ("cohort", "a"),
    ("line_manager", "hanne"),
    ("colleague", "ali"),
    ("knowledge", "0"),
)
WORD = re.compile(r"(?:ord|svar|fil)\d+x")
ENTRY = re.compile(r"/log/(\d+)/")
MOMENT = re.compile(r'name="moment" value="([^"]+)"')


class Town:
    """The people at their browsers, the places they stand in, and a clock that only we wind."""

    def __init__(self, app, session):
        self.app, self.session = app, session
        self.clock, self.words, self.is_new = START, itertools.count(1), True
        self.changed = None
        own = f.OrganisationFactory(name="Birkevig Kommune")
        self.level = f.LevelFactory(code="leader_of_leaders")
        programme = f.ProgrammeFactory(levels=[self.level])
        names = (*READERS, "ditte")
        self.people = {
            name: f.PersonFactory(
                name=name.capitalize(),
                email=f"{name}@trust.example",
                organisation=own,
                is_administrator=name == "ditte",
            )
            for name in names
        }
        self.cohorts = {
            name: f.CohortFactory(name=f"Hold {name}", programme=programme, organisation=own)
            for name in ("a", "b")
        }
        self.groups = {
            name: f.GroupFactory(cohort=self.cohorts["a"], number=number)
            for number, name in enumerate(("first", "second"), start=1)
        }
        f.GrantFactory(person=self.people["karen"], organisation_id=own.id)
        self.model = Model(list(READERS))
        self._fill()
        session.commit()
        self.keys = {name: person.id for name, person in self.people.items()}
        self.cohort_keys = {name: cohort.id for name, cohort in self.cohorts.items()}
        self.group_keys = {name: group.id for name, group in self.groups.items()}
        self.browsers = {name: Client(app, session) for name in names}
        for name in names:
            self.sign_in(name)

    def _fill(self):
        since = -1
        places = {"mette": LEARNER, "jonas": LEARNER, "ali": LEARNER, "soeren": FACILITATOR}
        for name, role in places.items():
            self._place("a", name, role, since)
        self._place("b", "peter", LEARNER, since)
        for name in AUTHORS:
            f.MembershipFactory(group=self.groups["first"], person=self.people[name])
        self.model.groups = {"first": dict.fromkeys(AUTHORS, since), "second": {}}
        self.people["mette"].line_manager_id = self.people["hanne"].id
        self.model.managers, self.model.since = {"mette": "hanne"}, {"mette": 0}

    def _place(self, cohort, name, role, since):
        learns = role == LEARNER
        f.EnrolmentFactory(
            cohort=self.cohorts[cohort],
            person=self.people[name],
            role=Role.PARTICIPANT if learns else Role.FACILITATOR,
            level=self.level if learns else None,
        )
        self.model.cohorts.setdefault(cohort, {})[name] = since
        self.model.cohorts.setdefault("b", {})
        self.model.roles[cohort, name] = role

    @property
    def tick(self):
        """The moment as the model counts it."""
        return (self.clock - START) // timedelta(minutes=1)

    def sign_in(self, name):
        self.browsers[name].sign_in(self.people[name])

    def send(self, name, where, data, *, then=303):
        """Post, and hold the answer to what the model expects."""
        self.clock, self.is_new = self.clock + timedelta(minutes=1), True
        entry = ENTRY.match(where)
        self.changed = int(entry[1]) if entry else None
        answer = self.browsers[name].post(where, data, unchecked=True)
        assert answer.status_code == then, (name, where, data, answer.status_code)
        return answer

    def read(self, name, where, *, htmx=False):
        """(status, the words of entries, files and comments in it)."""
        http, headers = self.browsers[name].http, HTMX if htmx else {}
        with http.get(where, base_url=Client.base, headers=headers) as answer:
            return answer.status_code, set(WORD.findall(answer.get_data(as_text=True)))

    def target(self, audience, target):
        if audience in {"colleague", "line_manager"}:
            return self.keys[target]
        if audience == "knowledge":
            return 0
        return (self.group_keys if audience == "network_group" else self.cohort_keys)[target]


class Trust(RuleBasedStateMachine):
    """What anybody may do to a log, its audiences and the accounts."""

    entries = Bundle("entries")
    removed = Bundle("removed")
    made = None  # set by the test: makes a town

    @initialize(target=entries)
    def begin(self):
        """An author with an entry for each way in which one can share."""
        self.town = type(self).made()
        self.model = self.town.model
        keys = [self._write("mette", with_file=audience == FIRST[0]) for audience in FIRST]
        for key, audience in zip(keys, FIRST, strict=True):
            self._share(key, audience)
        return multiple(*keys)

    def _write(self, author, *, is_draft=False, with_file=False):
        word = f"ord{next(self.town.words)}x"
        file = f"fil{next(self.town.words)}x" if with_file else ""
        data = {
            "key": f"side-{word}",
            "action": f"{word} faelles",
            "no_goal": "y",
            "then": "draft" if is_draft else "finish",
        }
        if file:
            data["file"] = (io.BytesIO(file.encode()), "data.txt")
        self.town.send(author, "/log/ny", data)
        found = self.town.session.query(LogEntry.id).filter_by(key=data["key"]).scalar()
        self.model.entries[found] = Entry(author, word, is_draft, file=file)
        return found

    def _share(self, key, audience, act="share"):
        entry = self.model.entries[key]
        kind, target = audience
        allowed = act == "stop" or self.model.may_share(entry, kind, target)
        data = {"act": act, "audience": kind, "target": self.town.target(kind, target)}
        self.town.send(entry.author, f"/log/{key}/del", data, then=303 if allowed else 422)
        if not allowed:
            return
        shares = dict(entry.shares)
        if act == "stop":
            shares.pop(audience, None)
        elif act == "extend" or audience not in shares:
            shares[audience] = self.town.tick
        if shares != entry.shares:
            entry.change(shares, self.town.tick)

    def _can_act(self, name):
        return name not in self.model.closed

    def _has(self, key):
        return key in self.model.entries and self._can_act(self.model.entries[key].author)

    @rule(target=entries, author=st.sampled_from(AUTHORS), is_draft=st.booleans())
    def write(self, author, is_draft):
        if not self._can_act(author) or len(self.model.entries) >= MOST:
            return multiple()
        return self._write(author, is_draft=is_draft)

    @rule(key=entries)
    def finish(self, key):
        if not self._has(key):
            return
        entry = self.model.entries[key]
        version = self.town.session.get(LogEntry, key).version
        text = {"action": f"{entry.word} faelles", "no_goal": "y", "version": version}
        self.town.send(entry.author, f"/log/{key}/ret", text | {"then": "finish"})
        entry.is_draft = False

    @rule(key=entries, audience=st.sampled_from(AUDIENCES))
    def share(self, key, audience):
        if self._has(key):
            self._share(key, audience)

    @rule(key=entries, data=st.data(), act=st.sampled_from(["stop", "extend"]))
    def change(self, key, data, act):
        """Of an audience that reads now: a random one would seldom be shared with."""
        if self._has(key) and (shares := self.model.entries[key].shares):
            self._share(key, data.draw(st.sampled_from(sorted(shares))), act)

    @rule(key=entries)
    def take_back_from_all(self, key):
        if self._has(key):
            entry = self.model.entries[key]
            self.town.send(entry.author, f"/log/{key}/del", {"act": "stop_all"})
            if entry.shares:
                entry.change({}, self.town.tick)

    @rule(key=entries)
    def undo(self, key):
        if not self._has(key):
            return
        entry = self.model.entries[key]
        page = self.town.browsers[entry.author].get(f"/log/{key}/del?aendret=1", unchecked=True)
        moment = MOMENT.search(page.text)
        if moment is None or entry.before is None:
            return
        data = {"act": "undo", "moment": moment[1].replace("&#43;", "+")}
        can = entry.can_undo()
        self.town.send(entry.author, f"/log/{key}/del", data, then=303 if can else 422)
        if can:
            entry.shares, entry.before = entry.before, None

    @rule(key=entries, name=st.sampled_from(READERS), is_private=st.booleans())
    def comment(self, key, name, is_private):
        if key not in self.model.entries or not self._can_act(name):
            return
        entry, word = self.model.entries[key], f"svar{next(self.town.words)}x"
        is_private = is_private and name != entry.author
        data = {"key": word, "text": word, "to": "author" if is_private else "all"}
        then = 404 if not self.model.reads(name, entry) else 422 if entry.is_draft else 303
        self.town.send(name, f"/log/{key}/kommentar", data, then=then)
        if then == 303:
            entry.comments.append(Comment(name, word, is_private, self.town.tick))

    @rule(key=entries, to=st.sampled_from(READERS))
    def answer_in_private(self, key, to):
        """To whom has said something to the author alone, and reads the entry still."""
        if not self._has(key):
            return
        entry, word = self.model.entries[key], f"svar{next(self.town.words)}x"
        then = 303 if self.model.may_answer(entry, to) else 422
        data = {"key": word, "text": word, "to": self.town.keys[to]}
        self.town.send(entry.author, f"/log/{key}/kommentar", data, then=then)
        if then == 303:
            entry.comments.append(Comment(entry.author, word, True, self.town.tick, to))

    @rule(key=entries, data=st.data(), name=st.sampled_from(READERS))
    def remove_comment(self, key, data, name):
        """By whoever tries; often by those who may."""
        entry = self.model.entries.get(key)
        if entry is None or not entry.comments or not self._can_act(name):
            return
        said = data.draw(st.sampled_from(entry.comments))
        then = self.model.may_remove(name, entry, said)
        found = self.town.session.query(EntryComment.id).filter_by(text=said.word).scalar()
        self.town.send(name, f"/log/kommentar/{found}/fjern", {}, then=then)
        self.town.changed = key
        if then == 303:
            entry.comments.remove(said)

    @rule(name=st.sampled_from(["mette", "jonas", "ali", "soeren"]))
    def leave(self, name):
        place = self._place_of("a", name)
        if place is not None:
            self.town.send(
                "karen", f"/hold/{self.town.cohort_keys['a']}/deltagere/{place}/slut", {}
            )
            self.model.leave("a", name)

    @rule(
        name=st.sampled_from(["mette", "jonas", "ali"]),
        role=st.sampled_from([LEARNER, FACILITATOR]),
    )
    def join(self, name, role):
        if name in self.model.cohorts["a"] or not self._can_act(name):
            return
        where = f"/hold/{self.town.cohort_keys['a']}/deltagere/tilfoej/{self.town.keys[name]}"
        value = "participant" if role == LEARNER else "facilitator"
        level = self.town.level.id if role == LEARNER else ""
        self.town.send("karen", where, {"role": value, "level": level})
        self.model.cohorts["a"][name] = self.town.tick
        self.model.roles["a", name] = role

    @rule(name=st.sampled_from(["mette", "jonas", "ali"]))
    def leave_and_come_back(self, name):
        """What was shared before does not wake."""
        role, group = self.model.roles.get(("a", name), LEARNER), self._group_of(name)
        self.leave(name)
        self.join(name, role)
        if group:
            self.move_to_group(name, group)

    @rule(
        name=st.sampled_from(["mette", "jonas", "ali"]), to=st.sampled_from(["first", "second", ""])
    )
    def move_to_group(self, name, to):
        if self.model.roles.get(("a", name)) != LEARNER:
            return
        where = f"/hold/{self.town.cohort_keys['a']}/grupper/fordel"
        key = self.town.group_keys.get(to, "")
        self.town.send("karen", where, {f"group-{self.town.keys[name]}": key})
        if to and name in self.model.groups[to]:
            return
        for group in self.model.groups.values():
            group.pop(name, None)
        if to:
            self.model.groups[to][name] = self.town.tick

    @rule(name=st.sampled_from(AUTHORS), to=st.sampled_from(MANAGERS))
    def get_another_manager(self, name, to):
        if to and not self._can_act(to):
            return
        person = self.town.session.get(type(self.town.people[name]), self.town.keys[name])
        data = {
            "version": person.version,
            "name": person.name,
            "workplace": person.organisation_id,
            "manager": f"{to}@trust.example" if to else "",
        }
        self.town.send("ditte", f"/personer/{person.id}/ret", data)
        if self.model.managers.get(name) != (to or None):
            self.model.since[name] = self.town.tick
        self.model.managers[name] = to or None

    @rule(name=st.sampled_from(AUTHORS), between=st.sampled_from(MANAGERS))
    def get_the_old_manager_back(self, name, between):
        """What was shared before does not wake."""
        old = self.model.managers.get(name) or ""
        self.get_another_manager(name, between)
        self.get_another_manager(name, old)

    @rule(name=st.sampled_from(["mette", "jonas", "ali", "hanne", "peter"]))
    def close_or_open_an_account(self, name):
        self.town.send("ditte", f"/personer/{self.town.keys[name]}/kontotilstand", {})
        if name in self.model.closed:
            self.model.closed.remove(name)
            self.town.sign_in(name)
        else:
            self.model.closed.add(name)

    @rule(target=removed, key=consumes(entries))
    def delete(self, key):
        if not self._has(key):
            return multiple()
        entry = self.model.entries.pop(key)
        file = self._file_of(key)
        self.town.send(entry.author, f"/log/{key}/slet", {})
        found = self.town.session.query(sa.func.max(RemovedEntry.id)).scalar()
        self.model.removed[found] = entry
        for name in READERS:
            assert self.town.read(name, f"/log/{key}")[1] == set()
            assert self.town.read(name, f"/log/{key}/data/{file}")[1] == set()
            words = {e.word for e in self.model.removed.values() if e.author == name}
            expected = words if self._can_act(name) else set()
            assert self.town.read(name, "/log/slettede")[1] == expected
        return found

    @rule(target=entries, key=consumes(removed), other=st.sampled_from(READERS))
    def restore(self, key, other):
        """By its author, who alone reads it then; for anybody else it does not exist."""
        entry, where = self.model.removed[key], f"/log/slettede/{key}/fortryd"
        if not self._can_act(entry.author):
            return multiple()
        if other != entry.author and self._can_act(other):
            self.town.send(other, where, {}, then=404)
        address = self.town.send(entry.author, where, {}).headers["Location"]
        found = int(re.search(r"/log/(\d+)", address)[1])
        entry.shares, entry.before = {}, None
        self.model.entries[found] = self.model.removed.pop(key)
        return found

    @invariant()
    def each_reads_what_the_model_says(self):
        if not hasattr(self, "town") or not self.town.is_new:
            return
        self.town.is_new = False
        for name in READERS:
            self._look_at_an_entry(name)
            self._look_at_lists(name)

    def _look_at_an_entry(self, name):
        """The one that was changed last, or each in its turn: the lists have them all."""
        model, is_in, entries = self.model, self._can_act(name), self.model.entries
        if not entries:
            return
        key = self.town.changed
        if key not in entries:
            key = sorted(entries)[self.town.tick % len(entries)]
        entry = entries[key]
        status, words = self.town.read(name, f"/log/{key}")
        reads = model.reads(name, entry)
        assert status == (200 if reads else 404 if is_in else 302), (name, key)
        told = {c.word for c in entry.comments if model.reads_comment(name, entry, c)}
        assert words - {e.word for e in entries.values() if e.author == name} == (
            told | ({entry.word} if reads and entry.author != name else set())
        ), (name, key)
        if entry.file:
            found = self.town.read(name, f"/log/{key}/data/{self._file_of(key)}")
            assert found == (status, {entry.file} if reads else set()), (name, key)

    def _look_at_lists(self, name):
        model, entries = self.model, self.model.entries.values()
        mine = {e.word for e in entries if e.author == name and self._can_act(name)}
        for_me = {e.word for e in entries if model.is_addressed(name, e)}
        out = {e.word for e in entries if model.is_out(e) and self._can_act(name)}
        expected = {"own": mine, "shared": for_me, "found": for_me, "knowledge": out}
        # Mostly the lists alone, which cost half of their pages.
        whole = self.town.tick % 3 == 0
        for which, where in LISTS.items() if self._can_act(name) else ():
            if which == "home":
                assert not whole or self.town.read(name, where)[1] <= mine | for_me, name
            else:
                words = self.town.read(name, where, htmx=not whole)[1]
                assert words == expected[which], (name, which)

    def _file_of(self, key):
        """The key of the entry's file; one of no row where it has none."""
        found = self.town.session.query(Evidence.id).filter_by(entry_id=key).scalar()
        return found or 1_000_000

    def _group_of(self, name):
        return next((key for key, group in self.model.groups.items() if name in group), "")

    def _place_of(self, cohort, name):
        if name not in self.model.cohorts[cohort]:
            return None
        rows = self.town.session.query(f.Enrolment.id)
        which = {"cohort_id": self.town.cohort_keys[cohort], "person_id": self.town.keys[name]}
        return rows.filter_by(**which, ended_at=None).scalar()


@pytest.fixture
def trust(app, session, monkeypatch):
    """The machine, each of whose walks begins in a town of its own and leaves nothing behind."""
    state = {}
    monkeypatch.setattr(clock, "now", lambda: state["town"].clock if "town" in state else START)

    class Here(Trust):
        def teardown(self):
            session.rollback()
            state.pop("nested").rollback()
            state.pop("town", None)
            session.expire_all()

    def make():
        session.commit()
        state["nested"] = _connection(app).begin_nested()
        state["town"] = Town(app, session)
        return state["town"]

    Here.made = staticmethod(make)
    return Here


@pytest.mark.slow
def test_each_reads_what_was_shared_with_them_and_nothing_else(trust):
    run_state_machine_as_test(
        trust,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=IN_CI,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
