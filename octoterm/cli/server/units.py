"""The texts by which a machine runs octoterm: a systemd unit and timer, and a crontab line. Pure.

Syntax: systemd.syntax(7), systemd.exec(5), systemd.timer(5), crontab(5).
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

HOURS = (7, 11, 17, 21)
"""When to sync: readings of a day arrive during the next day, and prices of the next day in the
afternoon."""


class Job(NamedTuple):
    """What is to be run, and by whom."""

    command: tuple[str, ...]
    """The program with its absolute path, and its arguments."""
    user: str
    written: tuple[str, ...]
    """Absolute paths of the folders that it writes to."""
    environment: tuple[tuple[str, str], ...] = ()
    """Variables that say where its folders are."""

    @property
    def minute(self) -> int:
        """The minute to run at: always the same for this job, but not for every home, so that
        they do not all ask the API at once."""
        return crc32("\0".join((self.user, *self.command)).encode()) % 60


def unit(job: Job) -> str:
    """The service, which may write only to the folders of the job."""
    command = " ".join(_quoted(word.replace("$", "$$")) for word in job.command)
    settings = "".join(
        f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment
    )
    # A minus sign, as a folder may not exist yet; in that case, its parent must be listed.
    written = " ".join(_quoted(f"-{path}") for path in job.written)
    return f"""[Unit]
Description=octoterm: download new readings of the smart meters
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={job.user.replace("%", "%%")}
ExecStart={command}
{settings}TimeoutStartSec=15min
UMask=0077
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={written}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
NoNewPrivileges=yes
CapabilityBoundingSet=
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
"""


def timer(job: Job) -> str:
    """When the service runs; a run that was missed is made up for."""
    hours = ",".join(f"{hour:02}" for hour in HOURS)
    return f"""[Unit]
Description=octoterm: when to download new readings

[Timer]
OnCalendar=*-*-* {hours}:{job.minute:02}:00
RandomizedDelaySec=5min
Persistent=true

[Install]
WantedBy=timers.target
"""


def cron_line(job: Job) -> str:
    """A line for the crontab of the user."""
    words = [f"{name}={value}" for name, value in job.environment]
    command = shlex.join([*(["env", *words] if words else []), *job.command])
    hours = ",".join(map(str, HOURS))
    escaped = command.replace("%", "\\%")  # otherwise cron would end the line there
    return f"{job.minute} {hours} * * * {escaped}\n"


def _quoted(word: str) -> str:
    """A word as systemd reads it, without specifiers."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    plain = escaped == word and word and not set(" \t'") & set(word)
    return word if plain else f'"{escaped}"'


def both(job: Job, folder: str) -> Sequence[str]:
    """The unit and the timer, each below a comment that names its file."""
    names = ((unit(job), "octoterm.service"), (timer(job), "octoterm.timer"))
    return [f"# {folder}/{name}\n{text}" for text, name in names]
