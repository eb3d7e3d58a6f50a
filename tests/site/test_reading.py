"""Every address with every thing of the world, read as everybody: what it tells, what it leaves.

The words of the log, of an agreement and of what is said between two are looked for in one reading.
"""

from __future__ import annotations

import logging
import re

import pytest

from tests.site.looking import differences
from tests.site.routes import every_get
from tests.site.world import (
    AGREED_PARTS,
    AGREEMENT_CANARY,
    ANONYMOUS,
    CANARY,
    COMMENT_CANARY,
    DATA_CANARY,
    DATA_NAME_CANARY,
    FOCUS_CANARY,
    NOTE_CANARY,
    REPLY_CANARY,
    ROLE_CANARY,
    TALK_CANARY,
    VISITORS,
    agreement_canary,
    canaries,
)

# What is said between some people, and by whom a page or a file tells it.
READERS = {
    **{f"{agreement_canary(part)}.": {"author", "group_mate"} for part in AGREED_PARTS},
    f"{agreement_canary('feedback')}.": set(),  # which is for afterwards
    COMMENT_CANARY: {"author", "cohort_mate"},
    FOCUS_CANARY: {"author", "manager"},
    TALK_CANARY: {"author", "manager"},
    NOTE_CANARY: {"author", "group_mate"},
    REPLY_CANARY: {"author"},  # who replied is not shown it again
    ROLE_CANARY: {"group_mate"},
    DATA_CANARY: {"author", "group_mate"},
    DATA_NAME_CANARY: {"author", "group_mate"},
}
# What a GET may note down (architecture.md section 7); everything else must stand still.
BOOKKEEPING = {
    "sign_in": {"last_seen_at"},
    "entry_reading": "all",
    "feed_address": {"last_fetched_at", "last_client"},
    "stored_calendar": "all",
    "stored_vevent": "all",
}
# Addresses that give htmx a part of their page.
FRAGMENTS = {
    "activities.cohort_plan",
    "activities.move",
    "cohorts.directory",
    "learning_logs.about_activity",
    "learning_logs.cohort_counts",
    "learning_logs.index",
    "learning_logs.knowledge",
    "learning_logs.share",
    "learning_logs.shared",
    "people.sign_in",
    "planning.preview",
    "planning.suggest_all",
}
LOADED = re.compile(r'<(?:script|img|link|iframe|source)[^>]*?(?:src|href)="([^"]*)')
FEW = ["group_mate"]
CASES = [
    pytest.param(v, marks=() if v in FEW else pytest.mark.slow) for v in (ANONYMOUS, *VISITORS)
]


@pytest.mark.parametrize("visitor", CASES)
def test_reading(site, visitor, everything, caplog):
    """Nothing is changed, nothing comes from another host, and everybody reads their own alone."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "factory")
    before, told, found = everything(), "", set()
    for where in every_get(site.app, site.world):
        text = site.read(visitor, where)
        assert all(one.startswith("/") for one in LOADED.findall(text)), where
        found |= {word for word in READERS if word in text}
        if visitor == "author":
            told += text
        else:
            assert CANARY not in text, where
    assert found == {word for word, people in READERS.items() if visitor in people}
    logged = [word for word in (CANARY, AGREEMENT_CANARY, *READERS) if word in caplog.text]
    assert logged == []
    # What the author does not find, the others' not finding it would not prove.
    assert [word for word in canaries() if visitor == "author" and word not in told] == []
    holds_still(before, everything())


def holds_still(before, after):
    changed = differences(before, after)
    for table, columns in BOOKKEEPING.items():
        rows = changed.pop(table, [])
        if columns != "all":
            assert all(kind == "changed" and set(new) <= columns for kind, _, new in rows), rows
    assert changed == {}


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("visitor", ["author", "coordinator"])
def test_where_htmx_is_given_a_part_of_the_page(site, visitor):
    for where, endpoint in every_get(site.app, site.world).items():
        text = site.read(visitor, where, htmx=True)
        is_part = text.lstrip().startswith("<") and not text.startswith("<!DOCTYPE")
        assert not is_part or endpoint in FRAGMENTS, where


@pytest.mark.slow
@pytest.mark.parametrize("visitor", [v for v in VISITORS if v != "author"])
def test_a_part_tells_no_more_than_the_page(site, visitor):
    for where, endpoint in every_get(site.app, site.world).items():
        if endpoint in FRAGMENTS:
            assert CANARY not in site.read(visitor, where, htmx=True), where
