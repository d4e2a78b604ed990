"""What other users may place in a folder where octoterm is about to write."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

SECRET = "root:*:19000:0:99999:7:::\n"
SOMEBODY = 54321
"""A user that is neither the current one nor root."""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


def what_it_is(file: Path) -> tuple[str, int, int, int]:
    found = file.stat()
    return file.read_text(), found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)


def as_a_link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def as_a_link_to_nothing(place: Path, victim: Path) -> None:
    place.symlink_to(victim.with_name("nothing yet"))


def as_another_name(place: Path, victim: Path) -> None:
    place.hardlink_to(victim)


def as_a_pipe(place: Path, victim: Path) -> None:  # noqa: ARG001
    os.mkfifo(place)


def as_a_folder(place: Path, victim: Path) -> None:  # noqa: ARG001
    place.mkdir()


def as_a_socket(place: Path, victim: Path) -> None:  # noqa: ARG001
    before = Path.cwd()
    os.chdir(place.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(place.name)
    finally:
        os.chdir(before)


TRAPS = {
    as_a_link: "is a link",
    as_a_link_to_nothing: "is a link",
    as_another_name: "is another name of some file",
    as_a_pipe: "is a pipe",
    as_a_folder: "is a folder",
    as_a_socket: "is a socket",
}
Lay = Callable[[Path, Path], None]

every_trap = pytest.mark.parametrize("lay", TRAPS, ids=lambda lay: lay.__name__)


def swapped(folder: Path, etc: Path) -> None:
    folder.rename(folder.with_name("away"))
    folder.symlink_to(etc)
    os.lchown(folder, SOMEBODY, SOMEBODY)
