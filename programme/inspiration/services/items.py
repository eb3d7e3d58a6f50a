"""Inspiration is attached to an activity, worded anew, and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from programme.activities import checks
from programme.audit import services as audit
from programme.cohorts.services.versions import hold_still
from programme.core import clock
from programme.core.db import db
from programme.core.errors import ConflictError, RuleBrokenError
from programme.core.text import l_
from programme.inspiration import queries
from programme.inspiration.models import KnowledgeItem, KnowledgeKind

if TYPE_CHECKING:
    from programme.activities.models import Activity
    from programme.core.files import CheckedFile
    from programme.people.models import Person

LONGEST: Final = 3_000
MOST_ITEMS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A piece: words, an address or a file; words may go with either."""

    title: str
    text: str = ""
    url: str = ""
    file: CheckedFile | None = None


def add(activity: Activity, content: Content, *, by: Person) -> KnowledgeItem:
    """Attach a piece. The same words twice are one piece."""
    content = _checked(content)
    if not (content.text or content.url or content.file):
        raise RuleBrokenError(l_("Write something, give a link or attach a file."), "text")
    hold_still(activity.cohort_id)
    again = _same(activity, content)
    if again is not None:
        return again
    if queries.count_items(activity.id) >= MOST_ITEMS:
        raise RuleBrokenError(l_("There is room for %(number)d pieces.", number=MOST_ITEMS))
    made = _made(activity, content, by)
    db.session.add(made)
    db.session.flush()
    audit.record("attached", "knowledge_item", made.id, actor_id=by.id)
    return made


def edit(item: KnowledgeItem, content: Content, *, version: int, by: Person, address: str) -> None:
    """Word a piece anew; its file stays as it is."""
    content = _checked(content)
    mine, theirs = _shown(content.title, content.text, content.url), _shown_now(item)
    if mine == theirs:
        return
    if version != item.version:
        raise ConflictError(mine, theirs, address, item.version)
    if not (content.text or content.url or item.kind is KnowledgeKind.FILE):
        raise RuleBrokenError(l_("Write something, give a link or attach a file."), "text")
    item.title, item.text, item.url = content.title, content.text, content.url
    if item.kind is not KnowledgeKind.FILE:
        item.kind = KnowledgeKind.LINK if item.url else KnowledgeKind.TEXT
    db.session.flush()
    audit.record("edited", "knowledge_item", item.id, actor_id=by.id)


def withdraw(item: KnowledgeItem, *, by: Person) -> None:
    """Take a piece away. Entries that cite it keep its title. Twice is once."""
    if item.withdrawn_at is None:
        item.withdrawn_at = clock.now()
        db.session.flush()
        audit.record("withdrew", "knowledge_item", item.id, actor_id=by.id)


def _checked(content: Content) -> Content:
    title = checks.line(content.title, "title")
    text = checks.prose(content.text, "text")
    url = checks.web_address(content.url, "url") if content.url.strip() else ""
    if not title:
        raise RuleBrokenError(l_("Give it a title."), "title")
    if len(text) > LONGEST:
        message = l_("A text has at most %(number)d characters.", number=LONGEST)
        raise RuleBrokenError(message, "text")
    return Content(title=title, text=text, url=url, file=content.file)


def _same(activity: Activity, content: Content) -> KnowledgeItem | None:
    """What was attached already: a form may be sent twice. A file is the same by its bytes."""
    file = content.file
    found = queries.same_items(activity.id, content.title, content.text, content.url, file)
    return next((each for each in found if file is None or file.holds(each.body)), None)


def _made(activity: Activity, content: Content, by: Person) -> KnowledgeItem:
    kind = KnowledgeKind.LINK if content.url else KnowledgeKind.TEXT
    made = KnowledgeItem(
        activity_id=activity.id,
        added_by_id=by.id,
        kind=KnowledgeKind.FILE if content.file else kind,
        title=content.title,
        text=content.text,
        url=content.url,
        created_at=clock.now(),
    )
    if content.file:
        made.file_name, made.media_type = content.file.name, content.file.media_type
        made.size, made.body = content.file.size, content.file.body
    return made


def _shown(title: str, text: str, url: str) -> dict[str, str]:
    return {str(l_("Title")): title, str(l_("Text")): text, str(l_("Link")): url}


def _shown_now(item: KnowledgeItem) -> dict[str, str]:
    return _shown(item.title, item.text, item.url)
