"""Modules that others import, and that are hardly ever used.

`dataclasses` imports `inspect`, and that six more, for the documentation of classes that have
none: a megabyte, and a twentieth of the time that a summary takes. Python 3.12 and 3.13 also ask
it for the annotations of every data class, which are at hand. `plotext` imports `unittest` for
tests of its own, and `httpx` imports `idna` for host names in other scripts.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def leave_unread(*names: str) -> None:
    """Let the modules be there at once, and each be read when anything in it is first asked for.

    Call it before there are threads, which might ask at the same time.
    """
    for name in names:
        if name not in sys.modules and (spec := find_spec(name)) is not None:
            sys.modules[name] = module = module_from_spec(spec)
            module.__class__ = _UnreadInspect if name == "inspect" else _Unread


class _Unread(ModuleType):
    def __getattr__(self, name: str) -> object:  # only for what is not there yet
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


class _UnreadInspect(_Unread):
    def get_annotations(self, of: object, **more: object) -> object:
        """As `inspect.get_annotations`, which from Python 3.14 on reads the module."""
        at_hand = vars(of).get("__annotations__", {}) if isinstance(of, type) else None
        if type(at_hand) is dict and not more and sys.version_info < (3, 14):
            return dict(at_hand)
        get_annotations = self.__getattr__("get_annotations")
        assert callable(get_annotations)
        return get_annotations(of, **more)
