"""The doctor finds what is missing and names one command that mends it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spine_viewer import doctor


def test_this_machine_is_ready(run) -> None:
    status, out, err = run("doctor", "--json")
    report = json.loads(out)
    findings = {finding["name"]: finding for finding in report["findings"]}
    asked = {"python", "packages", "graphics", "GPU X-ray", "threads", "data", "handouts", "movies",
             "clusters", "browser", "fonts"}  # fmt: skip
    assert set(findings) == asked
    assert findings["handouts"]["ok"] and not findings["handouts"]["needed"]
    assert [name for name, finding in findings.items() if not finding["ok"] and finding["needed"]] == []
    assert (status, report["ready"], report["mend"]) == (0, True, "")
    assert "OpenGL" in findings["graphics"]["detail"]
    assert "mm off the processor" in findings["GPU X-ray"]["detail"]
    assert err == ""


def test_opengl_that_computes_wrongly_is_told_and_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "from spine_viewer.errors import InputError; raise InputError('self-test is 3 mm off the processor')"
    monkeypatch.setattr(doctor, "DRAWN_XRAY_PROBE", wrong)
    finding = doctor.drawn_xrays()
    assert (finding.ok, finding.needed) == (False, False)
    assert "3 mm off the processor" in finding.detail


def test_missing_graphics_fails_and_names_the_command(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "GRAPHICS_PROBE", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    status, out, _ = run("doctor")
    assert status == 1
    assert "VTK cannot draw: the process died (signal 11)" in out
    assert out.splitlines()[-1].endswith("apt-get install -y libegl1 libgl1")


@pytest.mark.parametrize("command", [("shot", "OUT.png"), ("view", "--no-browser")])
def test_without_opengl_a_drawing_command_says_so_and_does_not_crash(
    run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(doctor, "GRAPHICS_LIBRARIES", {"libNoSuchGL.so.9": "libegl1"})
    monkeypatch.delenv("VTK_DEFAULT_OPENGL_WINDOW", raising=False)
    status, out, err = run(*(word.replace("OUT", str(tmp_path / "a")) for word in command))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.rstrip().endswith("apt-get install -y libegl1")


def test_a_missing_package_is_named_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requirements", lambda: ["numpy>=2.0,<3", "numpy>=99", "no-such-package>=1,<2"])
    finding = doctor.packages()
    assert not finding.ok
    assert finding.python_packages == ("numpy>=99", "no-such-package>=1,<2")
    assert doctor.mending_command([finding]).endswith("-m pip install 'no-such-package>=1,<2' 'numpy>=99'")


def test_a_missing_browser_is_no_reason_to_fail(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    status, out, _ = run("doctor")
    assert status == 0
    assert "optional browser" in out
    assert "apt-get install -y chromium" in out


@pytest.mark.parametrize(
    ("version", "allowed", "fits"),
    [
        ("2.4.6", ">=2.0,<3", True),
        ("3.0", ">=2.0,<3", False),
        ("1.9.9", ">=2.0,<3", False),
        ("0.10.0", ">=0.9,<0.11", True),
        ("2.0.0", ">=2", True),
        ("5", "", True),
    ],
)
def test_versions_compare_as_numbers(version: str, allowed: str, fits: bool) -> None:
    assert doctor.version_allowed(version, allowed) is fits
