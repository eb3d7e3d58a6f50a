"""Every template compiles, and every block that a view renders alone is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, nodes

pytestmark = pytest.mark.one_database  # compiled, not rendered

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))
PYTHON = sorted((ROOT / "programme").rglob("*.py"))


def constants(call):
    """Positional and named arguments of a call that are plain text."""
    named = {k.arg: k.value for k in call.keywords if k.arg}
    pairs = [*enumerate(call.args), *named.items()]
    return {
        at: node.value
        for at, node in pairs
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def calls(name):
    """(module, plain text arguments) of every call of a function of this name."""
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                yield path, constants(node)


PAGES = list(calls("page"))
FRAGMENTS = sorted(
    {
        (given[0], given.get("fragment") or given.get(1))
        for _path, given in PAGES
        if 0 in given and (given.get("fragment") or given.get(1))
    }
)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(app, name):
    app.jinja_env.get_template(name)


def test_a_word_that_nobody_defined_is_an_error(app):
    assert app.jinja_env.undefined is StrictUndefined


def test_every_page_that_a_view_names_is_there():
    named = {given[0] for _path, given in PAGES if 0 in given}
    assert len(named) > 20
    assert named <= set(NAMES)


@pytest.mark.parametrize(("template", "block"), FRAGMENTS)
def test_what_a_view_renders_alone_is_a_block_of_the_page_itself(app, template, block):
    assert block in app.jinja_env.get_template(template).blocks
    # Names agree: block entry_list, id entry-list.
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"{]+)"', text)) | set(
        re.findall(r'\bid="([^"{]+)"', included(text))
    )
    assert ids & {block.replace("_", "-"), block.replace("_form", "").replace("_", "-")}, ids


def included(text):
    """The text of what a template includes, one level down."""
    names = re.findall(r'{%-?\s*include "([^"]+)"', text)
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def test_no_template_lies_unused():
    """A file that nobody extends, includes, imports or renders is forgotten."""
    used = {given[0] for _path, given in PAGES if 0 in given}
    for name in NAMES:
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        used |= set(
            re.findall(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""", text)
        )
        for start in re.findall(r'{%-?\s*include\s+"([^"]+)"\s*~', text):
            used |= {other for other in NAMES if other.startswith(start)}
    code = "\n".join(path.read_text(encoding="utf-8") for path in PYTHON)
    mails = {f"{feature}/mail/{mail}.txt" for feature, mail in re.findall(r'"(\w+)/(\w+)"', code)}
    left = {
        name
        for name in NAMES
        if name not in used | mails and f'"{name}"' not in code and not name.startswith("errors/")
    }
    assert left == set()


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(".html")])
def test_macros_are_not_imported_where_a_block_cannot_see_them(app, name):
    """Pages get macros by the `ui` global; imports belong to the macro files themselves."""
    if name.startswith("ui/"):
        return
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    tree = app.jinja_env.parse(source)
    imports = [*tree.find_all(nodes.Import), *tree.find_all(nodes.FromImport)]
    extends = tree.find(nodes.Extends) is not None
    assert not (extends and imports), name
