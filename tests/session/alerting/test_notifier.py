"""The command that tells alerts: run as arguments, with a deadline."""

from __future__ import annotations

import os
import signal
import sys
import tracemalloc
from pathlib import Path

import pytest

from octoterm.alerts.judging import Found
from octoterm.session.alerting.notifier import arguments, run_command

FOUND = Found("key", "Base load is up", 'Home: 163 W; $(rm -rf /) "x" {title}')
WRITE = "import sys; open(sys.argv[1], 'w').write('\\n'.join(sys.argv[2:]))"


def test_title_and_message_are_replaced_inside_arguments_and_nothing_is_interpreted(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    notify = (sys.executable, "-c", WRITE, str(out), "{title}: {message}", "{other}", "a b")
    assert run_command(notify, FOUND, is_again=False) == ""
    assert out.read_text().split("\n") == [f"{FOUND.title}: {FOUND.message}", "{other}", "a b"]


def test_it_gets_the_environment_without_the_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NTFY_TOPIC", "energy")
    for secret in ("OCTOTERM_API_KEY", "OCTOTERM_PUSH_TOKEN"):
        monkeypatch.setenv(secret, "sk_live_1")
    out = tmp_path / "out"
    assert run_command(("sh", "-c", f"env > {out}"), FOUND, is_again=False) == ""
    assert "NTFY_TOPIC=energy" in out.read_text()
    assert "sk_live_1" not in out.read_text()


def test_one_that_may_have_been_told_says_so() -> None:
    assert arguments(("x", "{title}"), FOUND, is_again=True) == ["x", "Base load is up (again)"]


def test_a_message_is_one_line_and_never_becomes_an_option() -> None:
    odd = Found("key", "--delete", "-x\n\x1b[31m y")
    assert arguments(("x", "{title}", "--t={title}", "{message}"), odd, is_again=False) == [
        "x", " --delete", "--t=--delete", " -x \ufffd[31m y",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("notify", "why"),
    [
        (("no-such-program", "{title}"), "no-such-program cannot be run: No such file"),
        (("sh", "-c", "echo not allowed >&2; exit 3"), "sh failed with exit code 3: not allowed"),
        (("sh", "-c", "kill -9 $$"), "sh failed with exit code -9"),
    ],
)
def test_why_it_failed_is_told(notify: tuple[str, ...], why: str) -> None:
    assert why in run_command(notify, FOUND, is_again=False)


def test_one_that_takes_too_long_is_ended_with_what_it_has_started(tmp_path: Path) -> None:
    late = tmp_path / "late"
    notify = ("sh", "-c", f"(sleep 1; touch {late}) & sleep 60")
    assert run_command(notify, FOUND, is_again=False, deadline=0.1) == (
        "sh took longer than 0.1 seconds"
    )
    assert not late.exists()


def test_what_it_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    notify = ("sh", "-c", 'sleep 60 & echo $! > "$1"; echo broken; exit $2', "-", str(pid))
    for code, failure in (("0", ""), ("4", "sh failed with exit code 4: broken")):
        assert run_command((*notify, code), FOUND, is_again=False, deadline=20) == failure
        os.kill(int(pid.read_text()), signal.SIGKILL)


@pytest.mark.extended
def test_of_endless_output_only_the_beginning_is_kept() -> None:
    notify = ("sh", "-c", "yes broken | head -c 40000000; exit 5")
    tracemalloc.start()
    try:
        assert "exit code 5: broken broken" in run_command(notify, FOUND, is_again=False)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
