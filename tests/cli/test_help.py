"""Help needs no library, and names every command."""

from __future__ import annotations

import re

import pytest

from spine_viewer import __version__
from spine_viewer.commands import COMMANDS

HEAVY = {"vtkmodules", "pyvista", "numba", "numpy", "scipy", "trame", "pydantic"}
COMMAND_LINES = [
    [], ["view"], ["shot"], ["fluoro"], ["bones"], ["bones", "build"], ["annotations"], ["annotations", "check"],
    ["handout"], ["plan"], ["practice"], ["carm-practice"], ["lesion"], ["lesson"], ["doctor"],
]  # fmt: skip


@pytest.mark.parametrize("line", COMMAND_LINES, ids=" ".join)
def test_help_of_every_command(run, line: list[str]) -> None:
    status, out, err = run(*line, "--help")
    assert (status, err) == (0, "")
    assert out.startswith("usage: spine-viewer")


def test_help_names_every_command(run) -> None:
    _, out, _ = run("--help")
    for command in COMMANDS:
        assert re.search(rf"^    {command.__name__.rpartition('.')[2].replace('_', '-')}\s", out, re.MULTILINE)


def test_help_loads_no_heavy_library(run_app) -> None:
    code = (
        "import sys\nfrom spine_viewer.cli import main\n"
        "try: main(['shot', '--help'])\nexcept SystemExit: pass\nprint('MODULES', *sorted(sys.modules))"
    )
    done = run_app(code=code)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rpartition("MODULES")[2].split())
    assert "argparse" in loaded
    assert not HEAVY & loaded


def test_version_of_the_program_and_of_the_project_agree(run) -> None:
    import tomllib
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    status, out, _ = run("--version")
    assert (status, out) == (0, f"spine-viewer {__version__}\n")
    assert tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"] == __version__
    assert f"version: {__version__}\n" in (root / "CITATION.cff").read_text()


def test_app_py_is_the_same_program(run_app) -> None:
    done = run_app("--version")
    assert (done.returncode, done.stdout) == (0, f"spine-viewer {__version__}\n")
