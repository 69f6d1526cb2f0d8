from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spine_viewer.cli import main

Run = Callable[..., tuple[int, str, str]]
APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process: ``run("plan", ...) -> (exit status, stdout, stderr)``."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as stop:  # argparse leaves this way after --help and --version
            status = int(stop.code or 0)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return call


@pytest.fixture
def run_app() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs ``python app.py ...`` in a process of its own."""

    def call(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
        what = ["-c", code] if code else [str(APP)]
        return subprocess.run(
            [sys.executable, *what, *arguments], capture_output=True, text=True, timeout=120, cwd=APP.parent
        )

    return call
