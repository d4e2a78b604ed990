"""The wheel: built, installed as people do, with completions and the man page."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import REPOSITORY
from tests.support.docs_page import each_example, examples
from tests.support.terminals import octoterm

pytestmark = pytest.mark.slow

SHARED = {
    "share/bash-completion/completions/octoterm",
    "share/zsh/site-functions/_octoterm",
    "share/fish/vendor_completions.d/octoterm.fish",
    "share/man/man1/octoterm.1",
}


def run(*words: object, **more: object) -> str:
    """What the command writes. Raises CalledProcessError, with what it wrote as a note."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def copy_to(folder: Path) -> Path:
    """A copy of the repository, as somebody has it who has just cloned it."""
    left_out = shutil.ignore_patterns(".venv", ".git", "__pycache__")
    return shutil.copytree(REPOSITORY, folder / "source", ignore=left_out)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = copy_to(folder)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, source)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def prefix(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("prefix")
    run(sys.executable, "-m", "venv", folder)
    run(folder / "bin" / "pip", "install", "-q", wheel)
    return folder


def test_it_has_all_that_octoterm_reads_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("config/config-template.json", "export/grafana.json", "market/families.toml"):
        assert f"octoterm/{needed}" in names
    assert not any(name.startswith(("tests", ".build")) for name in names)


def test_installed_by_pip_it_works_with_its_completions_and_its_man_page(prefix: Path) -> None:
    program = prefix / "bin" / "octoterm"
    assert run(program, "--version").startswith("octoterm ")
    assert "kWh" in run(program, "--demo", "summary", cwd=prefix)
    for name in SHARED:
        assert (prefix / name).is_file(), name


@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_other_tools_install_it_too(tool: str, wheel: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed")
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "UV_TOOL_DIR": str(tmp_path / "uv"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
    }
    words = ["install", str(wheel)] if tool == "pipx" else ["tool", "install", str(wheel)]
    run(sys.executable, "-m", tool, *words, env=environment)
    assert run(tmp_path / "bin" / "octoterm", "--version").startswith("octoterm ")


def test_the_commands_of_the_readme_open_the_demo_and_test_it(tmp_path: Path) -> None:
    """Of all the tests, those of one file."""
    open_demo, test_it = examples("README", "command", "octoterm")
    source = copy_to(tmp_path)
    without = ("PYTHONPATH", "VIRTUAL_ENV")
    with octoterm(folder=source, shell=open_demo, without=without, PIP_QUIET="3") as terminal:
        terminal.until(lambda: "kWh" in terminal.screen.text, "the demo", patience=300)
        terminal.press(b"q")
        assert terminal.leave() == 0
    one_file = {**os.environ, "PYTEST_ADDOPTS": "tests/test_number_format.py"}
    assert " passed" in run("sh", "-c", test_it, cwd=source, env=one_file)


@each_example("SERVER", "sh", "Completions and the manual")
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_as_on_the_page_completions_and_manual_are_linked(
    example: str, shell: str, prefix: Path, tmp_path: Path
) -> None:
    """The program is a link, as pipx makes it."""
    home = tmp_path / "my home"
    local = home / ".local"
    (local / "bin").mkdir(parents=True)
    (local / "bin" / "octoterm").symlink_to(prefix / "bin" / "octoterm")
    environment = {"HOME": str(home), "PATH": f"{local / 'bin'}:/usr/bin:/bin"}
    for _ in range(2):
        assert run(shell, "-e", "-c", example, env=environment) == ""
    linked = {path for path in (local / "share").rglob("*") if path.is_symlink()}
    assert {str(path.relative_to(local)) for path in linked} == {
        "share/bash-completion/completions/octoterm",
        "share/man/man1/octoterm.1",
    }
    for path in linked:
        assert path.resolve() == (prefix / path.relative_to(local)).resolve()
        assert path.is_file()
    if shutil.which("man"):
        found = run("man", "-w", "octoterm", env=environment).strip()
        assert Path(found).resolve() == (prefix / "share/man/man1/octoterm.1").resolve()


def test_bash_completes_commands_options_and_choices(prefix: Path) -> None:
    script = prefix / "share/bash-completion/completions/octoterm"

    def completed(line: str) -> set[str]:
        words = line.split(" ")
        array = " ".join(f"'{word}'" for word in words)
        return set(
            run(
                "bash",
                "-c",
                f". {script}; COMP_WORDS=({array}); COMP_CWORD={len(words) - 1}; "
                'COMPREPLY=(); _shtab_octoterm "octoterm" "${COMP_WORDS[COMP_CWORD]}"; '
                'printf "%s\\n" "${COMPREPLY[@]}"',
            ).split()
        )

    assert {"summary", "sync"} <= completed("octoterm s")
    assert "--compare" in completed("octoterm summary --c")
    assert completed("octoterm summary --by w") == {"week"}


def test_fish_completes_commands_and_choices(prefix: Path, tmp_path: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    script = prefix / "share/fish/vendor_completions.d/octoterm.fish"

    def completed(line: str) -> str:
        environment = {**os.environ, "HOME": str(tmp_path)}
        return run("fish", "-c", f"source {script}; complete -C '{line}'", env=environment)

    assert "summary" in completed("octoterm su")
    assert "week" in completed("octoterm summary --by w")


def test_zsh_reads_its_completions(prefix: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    folder = prefix / "share/zsh/site-functions"
    said = run(
        "zsh", "-f", "-c",
        f"fpath=({folder} $fpath); autoload -U compinit; compinit -u -D; echo $_comps[octoterm]",
    )  # fmt: skip
    assert said.strip() == "_octoterm"


def test_the_man_page_has_a_name_every_command_and_no_fault(prefix: Path) -> None:
    page = prefix / "share/man/man1/octoterm.1"
    text = page.read_text()
    assert "octoterm \\- your Octopus Energy smart meter" in text
    for command in ("summary", "export", "service"):
        assert f"octoterm {command}" in text
    if shutil.which("mandoc"):
        lint = subprocess.run(
            ["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True
        )
        assert (lint.returncode, lint.stdout) == (0, "")
