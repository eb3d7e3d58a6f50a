"""Finding the pages that a person can reach: by following links from the front page."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import parse_qsl, urlsplit

LINKS = """() => [...document.querySelectorAll("a[href]")]
    .filter(a => !a.hasAttribute("download"))
    .map(a => a.getAttribute("href"))"""
FILES = re.compile(r"\.(ics|txt|svg|css|js|csv|json)$")
MOST = 140
NUMBERS = re.compile(r"[0-9-]+")  # keys, years and days


def kind_of(address):
    """What pages of different things have in common: `/log/#`, `/hold/#?vis`."""
    parts = urlsplit(address)
    path = re.sub(r"/\d+(?=/|$)", "/#", parts.path)
    path = re.sub(r"^/forloeb/(?!nyt$)[^/]+", "/forloeb/#", path)
    words = [
        f"{name}={'#' if NUMBERS.fullmatch(value) else value}"
        for name, value in parse_qsl(parts.query)
    ]
    return path + ("?" + "&".join(sorted(words)) if words else "")


def pages_of(page, start="/"):
    """Go to one page of each kind, and give its kind when it is open."""
    waiting, seen = deque([start]), {kind_of(start)}
    while waiting:
        page.goto(waiting.popleft())
        kind = kind_of(page.url)
        yield kind
        for link in page.evaluate(LINKS):
            if (
                not link.startswith("/")
                or link.startswith("//")
                or FILES.search(urlsplit(link).path)
            ):
                continue
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
        assert len(seen) <= MOST, f"the site has no end: {sorted(seen)}"
