"""Answers: a page or its fragment, a redirect that htmx understands too, and asset addresses."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import (
    Flask,
    Response,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from jinja2 import StrictUndefined
from jinja2_fragments.flask import render_block
from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from werkzeug.routing import Map

SEE_OTHER = 303
MANIFEST = Path("vendor") / "manifest.json"
LARGEST_KEY = 2**31 - 1  # of the databases' own integers
_KEY: Final = frozenset({"key"})
_STANDS_FOR_A_KEY: Final = str(LARGEST_KEY)


def wants_fragment() -> bool:
    """Whether htmx asks for a piece of the page and not for the page itself."""
    headers = request.headers
    return (
        "HX-Request" in headers
        and "HX-Boosted" not in headers
        and "HX-History-Restore-Request" not in headers
    )


def page(
    template: str,
    fragment: str | None = None,
    status: int = 200,
    **context: Any,  # noqa: ANN401 - template values
) -> Response:
    """The page, or for htmx its block `fragment` alone."""
    if fragment and wants_fragment():
        body = render_block(template, fragment, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def path_to(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - address values
    """As Flask's `url_for`, which goes through the whole map for each of a page's addresses.

    One without values, or with a key alone, is put together from what the map once said.
    """
    key = values.get("key", 0)
    is_plain = values.keys() <= _KEY and type(key) is int and 0 <= key < LARGEST_KEY
    if not is_plain or not has_request_context() or endpoint.startswith("."):
        return url_for(endpoint, **values)
    pattern = _pattern(endpoint, request.script_root, bool(values))
    return pattern.replace(_STANDS_FOR_A_KEY, str(key)) if values else pattern


@lru_cache(maxsize=2_000)
def _pattern(endpoint: str, root: str, has_key: bool) -> str:  # noqa: FBT001 - what it is kept by
    """An address, or one with the largest key; `root` is below what the site is mounted."""
    del root
    return url_for(endpoint, key=LARGEST_KEY) if has_key else url_for(endpoint)


def go(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - address values
    """See another page: 303 for a browser, HX-Redirect for htmx."""
    return go_to(url_for(endpoint, **values))


def go_to(address: str) -> Response:
    """As `go`, to a local address."""
    if "HX-Request" in request.headers:
        return Response(status=204, headers={"HX-Redirect": address})
    return make_response(redirect(address, SEE_OTHER))


def register(app: Flask) -> None:
    """Strict templates, the `ui` macros, hashed asset addresses, keys that a row can have."""
    app.url_map.converters["int"] = Key
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    assets = Assets(Path(app.static_folder or ""))
    app.jinja_env.globals["asset"] = assets
    app.jinja_env.globals["url_for"] = path_to
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui/macros.html").module


class Key(IntegerConverter):
    """A key in an address. A larger number than a row can have is no address at all: 404."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002, ANN401 - its own
        super().__init__(map, *args, **{"max": LARGEST_KEY} | kwargs)


class Assets:
    """Addresses of static files by the name that carries their hash, read once."""

    def __init__(self, folder: Path) -> None:
        self._manifest = folder / MANIFEST
        self._names: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if not self._names and self._manifest.exists():
            self._names = json.loads(self._manifest.read_text(encoding="utf-8"))
        return f"/static/vendor/{self._names.get(name, name)}"
