"""A disk that is watched: what a power cut could leave on it, and calls to it that fail.

While a folder is `watched`, every call that reads or changes files below it goes through here.
A power cut follows the rules of POSIX, which promise little: what was written to a file since its
last fsync is there in part or not at all, and each name that was added, removed or moved since
its folder's last fsync may or may not have been. This applies to each file and each name
separately, so after one call the disk may be in many different states.
"""

# ruff: noqa: PTH100, PTH118, PTH119, PTH120

from __future__ import annotations

import _pyio
import fcntl
import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, combinations
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

Files: TypeAlias = Mapping[str, bytes]
"""Content by path, below the folder that was watched."""

FOLDER = -1
"""Used instead of a file's number if a name is that of a folder."""


@dataclass
class _File:
    """What is sure to be on the disk, and each change since: offset and bytes, or a size."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def contents(self) -> list[bytes]:
        """What may be found after a power cut, from nothing new to everything."""
        found = [self.durable]
        for offset, data in self.pending:
            before, after = found[-1], _changed(found[-1], offset, data)
            if data:
                found.append(_changed(before, offset, data[: len(data) // 2]))
                found.append(bytes(len(after)))  # the length was written, the bytes were not
            found.append(after)
        return found


@dataclass
class _Folder:
    """Which names are sure to be on the disk, and each change since."""

    durable: dict[str, int] = field(default_factory=dict)
    pending: list[dict[str, int | None]] = field(default_factory=list)

    def listings(self) -> Iterator[dict[str, int]]:
        """What may be found after a power cut: any of the changes, in their order."""
        changes = self.pending
        sizes = range(len(changes) + 1)
        for chosen in chain.from_iterable(combinations(changes, size) for size in sizes):
            names = dict(self.durable)
            for change in chosen:
                for name, number in change.items():
                    names.pop(name, None) if number is None else names.update({name: number})
            yield names


class Disk:
    """A folder while it is watched."""

    def __init__(self, root: Path, fails: Callable[[int, str], OSError | None]) -> None:
        self.root = os.path.realpath(root)
        self.calls: list[str] = []
        """What was called, and on which name."""
        self.after_call: Callable[[], None] = lambda: None
        """Called after each call."""
        self._fails = fails
        self._files: list[_File] = []
        self._folders: dict[str, _Folder] = {}
        self._names: dict[str, int] = {}
        self._open: dict[int, str] = {}
        self._numbers: dict[int, int] = {}
        for folder, folders, files in os.walk(self.root):
            listing = self._folders.setdefault(folder, _Folder())
            for name in folders:
                listing.durable[name] = self._names[os.path.join(folder, name)] = FOLDER
            for name in files:
                path = os.path.join(folder, name)
                listing.durable[name] = self._names[path] = len(self._files)
                self._files.append(_File(Path(path).read_bytes()))

    def after_a_power_cut(self) -> Iterator[dict[str, bytes]]:
        """Every set of files that may be there if the power fails now."""
        for listing in self._listings(self.root, ""):
            contents = {path: self._files[number].contents() for path, number in listing.items()}
            yield {path: found[0] for path, found in contents.items()}
            everything = {path: found[-1] for path, found in contents.items()}
            for path, found in contents.items():
                for content in found:
                    yield {**everything, path: content}

    def _listings(self, folder: str, prefix: str) -> Iterator[dict[str, int]]:
        for names in self._folders.get(folder, _Folder()).listings():
            below: list[dict[str, int]] = [{}]
            for name, number in names.items():
                if number == FOLDER:
                    inside = self._listings(os.path.join(folder, name), f"{prefix}{name}/")
                    below = [{**some, **more} for more in inside for some in below]
            files = {f"{prefix}{name}": at for name, at in names.items() if at != FOLDER}
            yield from ({**files, **some} for some in below)

    # The calls

    def _concerns(self, what: object) -> str | None:
        """The path, if it is below the folder; `what` is a path or an open file."""
        if isinstance(what, int):
            return self._open.get(what)
        path = os.path.abspath(os.fsdecode(what))  # type: ignore[call-overload]
        return path if path == self.root or path.startswith(f"{self.root}/") else None

    def _called(self, call: str, path: str) -> None:
        """Record the call, and make it fail if it is meant to."""
        self.calls.append(f"{call} {os.path.relpath(path, self.root)}")
        error = self._fails(len(self.calls), call)
        if error is not None:
            raise error

    def _file(self, descriptor: int) -> _File | None:
        number = self._numbers.get(descriptor)
        return None if number is None else self._files[number]

    def _name(self, changes: Mapping[str, int | None]) -> None:
        """Names that are added and removed at once; all are in one folder."""
        for path, number in changes.items():
            self._names.pop(path, None) if number is None else self._names.update({path: number})
        (folder,) = {os.path.dirname(path) for path in changes}
        by_name = {os.path.basename(path): number for path, number in changes.items()}
        self._folders.setdefault(folder, _Folder()).pending.append(by_name)

    def open(self, real: Any, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        below = self._concerns(path)
        if below is None:
            return int(real(path, flags, mode, **more))
        self._called("open", below)
        descriptor = int(real(path, flags, mode, **more))
        self._open[descriptor] = below
        if below in self._folders:
            return descriptor
        if below not in self._names:
            self._files.append(_File())
            self._name({below: len(self._files) - 1})
        self._numbers[descriptor] = self._names[below]
        if flags & os.O_TRUNC:
            self._files[self._names[below]].pending.append((0, None))
        return descriptor

    def write(self, real: Any, descriptor: int, data: Any) -> int:
        file, path = self._file(descriptor), self._concerns(descriptor)
        if file is None or path is None:
            return int(real(descriptor, data))
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            self._called("write", path)
        except OSError:
            real(descriptor, bytes(data)[: len(data) // 2])  # a disk is full halfway through
            raise
        count = int(real(descriptor, data))
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND:
            offset = os.lseek(descriptor, 0, os.SEEK_CUR) - count
        file.pending.append((offset, bytes(data[:count])))
        return count

    def ftruncate(self, real: Any, descriptor: int, length: int) -> None:
        path = self._concerns(descriptor)
        if path is not None:
            self._called("truncate", path)
        real(descriptor, length)
        if file := self._file(descriptor):
            file.pending.append((length, None))

    def fsync(self, real: Any, descriptor: int) -> None:
        path = self._concerns(descriptor)
        if path is not None:
            self._called("fsync", path)
        if path in self._folders:
            folder = self._folders[path]
            *_, folder.durable = folder.listings()
            folder.pending.clear()
        elif file := self._file(descriptor):
            file.durable = file.contents()[-1]
            file.pending.clear()
        elif path is None:
            real(descriptor)

    def close(self, real: Any, descriptor: int) -> None:
        path = self._open.pop(descriptor, None)
        self._numbers.pop(descriptor, None)
        real(descriptor)
        if path is not None:
            self._called("close", path)

    def replace(self, real: Any, source: Any, target: Any, **more: Any) -> None:
        path, to = self._concerns(source), self._concerns(target)
        if path is not None and to is not None:
            self._called("rename", to)
        real(source, target, **more)
        if path is not None and to is not None:
            self._name({to: self._names[path], path: None})

    def link(self, real: Any, source: Any, target: Any, **more: Any) -> None:
        path, to = self._concerns(source), self._concerns(target)
        if path is not None and to is not None:
            self._called("link", to)
        real(source, target, **more)
        if path is not None and to is not None:
            self._name({to: self._names[path]})

    def unlink(self, real: Any, path: Any, **more: Any) -> None:
        below = self._concerns(path)
        if below is not None:
            self._called("unlink", below)
        real(path, **more)
        if below is not None:
            self._name({below: None})

    def mkdir(self, real: Any, path: Any, *args: Any, **more: Any) -> None:
        below = self._concerns(path)
        if below is not None:
            self._called("mkdir", below)
        real(path, *args, **more)
        if below is not None:
            self._folders[below] = _Folder()
            self._name({below: FOLDER})

    def other(self, name: str) -> Callable[..., Any]:
        """A call that changes nothing that a power cut could undo."""

        def call(real: Any, what: Any, *args: Any, **more: Any) -> Any:
            what_is = what.fileno() if hasattr(what, "fileno") else what
            if (path := self._concerns(what_is)) is not None:
                self._called(name, path)
            return real(what, *args, **more)

        return call


def _changed(content: bytes, offset: int, data: bytes | None) -> bytes:
    if data is None:
        return content[:offset].ljust(offset, b"\0")
    return content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


def never(_: int, __: str) -> OSError | None:
    """Nothing fails."""


@contextmanager
def watched(root: Path, fails: Callable[[int, str], OSError | None] = never) -> Iterator[Disk]:
    """Watch what happens below `root`; `fails` may name an error for the n-th call."""
    disk = Disk(root, fails)
    with patch.object(io, "open", _pyio.open):  # which makes every call through `os`
        stack = []
        for name in (
            *("open", "write", "ftruncate", "fsync", "close"),
            *("replace", "link", "unlink", "mkdir"),
        ):
            stack.append(_watching(disk, os, name, getattr(disk, name)))
        for name in ("read", "stat", "lstat", "fstat", "fchmod", "fchown", "access"):
            stack.append(_watching(disk, os, name, disk.other(name)))
        stack.append(_watching(disk, fcntl, "flock", disk.other("flock")))
        for each in stack:
            each.start()
        try:
            yield disk
        finally:
            for each in reversed(stack):
                each.stop()


def _watching(disk: Disk, module: Any, name: str, instead: Callable[..., Any]) -> Any:
    real = getattr(module, name)

    def call(*args: Any, **more: Any) -> Any:
        before = len(disk.calls)
        result = instead(real, *args, **more)
        if len(disk.calls) > before:
            disk.after_call()
        return result

    return patch.object(module, name, call)
