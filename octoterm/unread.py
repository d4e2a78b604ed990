"""Modules that others import, and that are hardly ever used.

`dataclasses` imports `inspect`, and that six more, for the documentation of classes that have
none: a megabyte, and a twentieth of the time that a summary takes. `plotext` imports `unittest`
for tests of its own, and `httpx` imports `idna` for host names in other scripts.
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
            module.__class__ = _Unread


class _Unread(ModuleType):
    def __getattr__(self, name: str) -> object:  # only for what is not there yet
        self.__class__ = ModuleType  # type: ignore[assignment]
        assert self.__spec__ is not None
        assert self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)
