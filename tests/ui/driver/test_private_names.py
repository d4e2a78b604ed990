"""What octoterm uses of Textual that Textual does not promise to keep, all of it."""

from __future__ import annotations

import ast
import importlib
import inspect
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

import pytest

from octoterm.ui.driver.private_names import FALLBACKS, PRIVATE_NAMES, exists
from tests.support import REPOSITORY

PRIVATE = [name for names in PRIVATE_NAMES.values() for name in names]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def modules() -> dict[str, ast.Module]:
    """Those of octoterm, by name."""
    return {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): (
            ast.parse(path.read_text(encoding="utf-8"))
        )
        for path in sorted((REPOSITORY / "octoterm").rglob("*.py"))
        if path.name != "__main__.py"
    }


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """All that these modules consist of, each with the module's name."""
    return [(name, node) for name, tree in modules().items() for node in ast.walk(tree)]


@cache
def our_names() -> frozenset[str]:
    """Everything that octoterm itself defines or sets on an object of its own, and what named
    tuples have, which is documented in spite of its underscore."""
    names = {"_asdict", "_fields", "_make", "_replace"}
    for _, node in nodes():
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
                names.add(node.attr)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
    return frozenset(names)


@cache
def uses() -> dict[str, set[str]]:
    """Private names that are not ours, or are also a base class's, and the modules with them."""
    found = defaultdict[str, set[str]](set)
    for module, node in nodes():
        for name in _names_of_others(node, module):
            found[name].add(module)
    return found


def _names_of_others(node: ast.AST, module: str) -> Iterator[str]:
    match node:
        case ast.ImportFrom() if not (node.module or "").startswith("octoterm"):
            for alias in node.names:
                path = f"{node.module}.{alias.name}"
                if any(map(is_private, path.split("."))):
                    yield path
        case ast.Attribute() if is_private(node.attr) and node.attr not in our_names():
            yield node.attr
        case ast.ClassDef():
            made = getattr(importlib.import_module(module), node.name, None)
            if made is not None:  # else it is made in a function
                yield from _names_of_bases(node, made)


def _names_of_bases(definition: ast.ClassDef, made: type) -> Iterator[str]:
    """What it overrides or sets, knowing or not, that a class of Textual has as well."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.name
        for node in ast.walk(definition)
        if isinstance(node, ast.Attribute | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for base in made.__mro__:
        if base.__module__.startswith("textual"):
            yield from (name for name in names if is_private(name) and has(base, name))


def has(owner: type, name: str) -> bool:
    """Whether `owner` itself defines it, or sets it on its objects."""
    return name in vars(owner) or name in _set_by(owner)


@cache
def _set_by(owner: type) -> frozenset[str]:
    return frozenset(
        node.attr
        for node in ast.walk(_classes_of(owner.__module__)[owner.__qualname__])
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    )


@cache
def _classes_of(module: str) -> dict[str, ast.ClassDef]:
    """The classes that a module defines, also inside others (`App.Exit`)."""
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    found: dict[str, ast.ClassDef] = {}
    inside: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
    while inside:
        prefix, owner = inside.pop()
        for node in owner.body:
            if isinstance(node, ast.ClassDef):
                found[f"{prefix}{node.name}"] = node
                inside.append((f"{prefix}{node.name}.", node))
    return found


@pytest.mark.parametrize("path", PRIVATE)
def test_textual_still_has_it(path: str) -> None:
    assert exists(path), f"Textual {version('textual')} has no {path}, used by {users_of(path)}"


@pytest.mark.parametrize("path", PRIVATE)
def test_a_name_that_is_not_there_is_missed(path: str) -> None:
    assert not exists(f"{path}_of_another_release")
    assert not exists(path.replace("textual.", "textual.of_another_release."))


def users_of(path: str) -> str:
    return ", ".join(sorted(uses().get(path) or uses().get(path.rpartition(".")[2]) or ()))


def test_what_is_used_is_what_is_listed_and_in_the_driver_only() -> None:
    listed = {name for path in PRIVATE for name in (path, path.rpartition(".")[2])}
    assert {name: where for name, where in uses().items() if name not in listed} == {}
    assert [path for path in PRIVATE if not users_of(path)] == []
    elsewhere = {
        name: {module for module in where if not module.startswith("octoterm.ui.driver.")}
        for name, where in uses().items()
    }
    assert {name: where for name, where in elsewhere.items() if where} == {}


def test_it_is_known_what_the_dashboard_does_without() -> None:
    assert FALLBACKS.keys() == PRIVATE_NAMES.keys()


def test_no_other_minor_release_of_textual_is_installed_unseen() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    [textual] = [each for each in project["project"]["dependencies"] if "textual" in each]
    assert textual == "textual>=8.2,<8.3"
