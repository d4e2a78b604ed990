"""Every private name of Textual that octoterm uses, and whether this Textual has it.

A private name may be gone in any release. They are used only in this package, and each module
gives the reason. If one is missing, Textual's own code is used instead, and the log says so.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

PRIVATE_NAMES = {
    "terminal": (
        "textual._ansi_sequences.ANSI_SEQUENCES_KEYS",
        "textual._keyboard_protocol.FUNCTIONAL_KEYS",
        "textual._parser.ParseTimeout",
        "textual._xterm_parser.XTermParser",
    ),
    "compositor": (
        "textual._compositor.Compositor",
        "textual._compositor.Compositor._arrange_root",
        "textual._compositor.Compositor._dirty_regions",
        "textual._compositor.Compositor._full_map",
        "textual._compositor.Compositor._full_map_invalidated",
        "textual._compositor.Compositor._render_chops",
        "textual._compositor.CompositorUpdate",
        "textual._compositor.ReflowResult",
        "textual.screen.Screen._compositor",
    ),
    "pictures": ("textual.app.App._display",),
    "faults": (
        "textual.app.App._fatal_error",
        "textual.app.App._handle_exception",
    ),
}
"""The names, by the part of octoterm that needs them."""

FALLBACKS = {
    "terminal": "Textual's own driver, which waits for a terminal that does not read",
    "compositor": "Textual's own compositor, which sends more than has changed",
    "pictures": "Textual's own display, which draws all there is for a slow terminal",
    "faults": "a report of faults without details",
}
"""What the dashboard runs on if a name is missing, by the part that needs it; for the log."""


@cache
def missing(user: str) -> tuple[str, ...]:
    """The names for this part that the installed Textual does not have."""
    return tuple(name for name in PRIVATE_NAMES[user] if not exists(name))


def exists(name: str) -> bool:
    """Whether the dotted `name` exists in a module, a class or the objects of a class."""
    owner, _, last = name.rpartition(".")
    module, _, class_name = owner.rpartition(".")
    try:
        if not class_name[0].isupper():
            return hasattr(import_module(owner), last)
        kind = getattr(import_module(module), class_name)
    except (ImportError, AttributeError):
        return False
    # Attributes of objects are set in `__init__`, whose code lists their names.
    return hasattr(kind, last) or last in kind.__init__.__code__.co_names


def what_is_missing() -> str:
    """A line for each part that lacks a name in this Textual; empty if it has all names."""
    lines = [
        f"has no {', '.join(missing(user))}: octoterm runs on {FALLBACKS[user]}.\n"
        for user in PRIVATE_NAMES
        if missing(user)
    ]
    if not lines:
        return ""
    from importlib.metadata import version

    return "".join(f"Textual {version('textual')} {line}" for line in lines)
