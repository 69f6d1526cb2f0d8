"""Is this machine ready? Each question is one small function that returns a :class:`Finding`.

Whatever could end the process (a render window without OpenGL does) is tried in a process of its own.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from spine_viewer.anatomy.folders import PACKAGE, annotations_folder, meshes_folder
from spine_viewer.errors import InputError

OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROBE_SECONDS = 120
GRAPHICS_LIBRARIES = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
HANDOUTS = "handout"  # the extra with what lays out handouts
SOFTWARE_WINDOW = "vtkOSOpenGLRenderWindow"

GRAPHICS_PROBE = """
import json
from spine_viewer.render.window import make_window
window = make_window((64, 64))
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkFiltersSources import vtkSphereSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer
source, mapper, actor, renderer = vtkSphereSource(), vtkPolyDataMapper(), vtkActor(), vtkRenderer()
mapper.SetInputConnection(source.GetOutputPort())
actor.SetMapper(mapper)
renderer.AddActor(actor)
window.AddRenderer(renderer)
window.Render()
pixels = vtkUnsignedCharArray()
window.GetRGBACharPixelData(32, 32, 32, 32, 1, pixels)
report = dict(line.split(":", 1) for line in window.ReportCapabilities().splitlines() if ":" in line)
print(json.dumps({"middle": pixels.GetValue(0), "renderer": report.get("OpenGL renderer string", "").strip(),
                  "version": report.get("OpenGL version string", "").strip()}))
"""

DRAWN_XRAY_PROBE = """
import json
from spine_viewer.render.gpu_projector import LIMIT_MM, use_graphics
print(json.dumps({"worst": f"{use_graphics():.3f}", "limit": f"{LIMIT_MM:g}"}))
"""

NUMBA_PROBE = """
import json, numba
@numba.njit(parallel=True)
def total(n):
    s = 0
    for i in numba.prange(n):
        s += i
    return s
print(json.dumps({"sum": int(total(1000)), "threads": numba.get_num_threads(), "layer": numba.threading_layer()}))
"""


@dataclass(frozen=True)
class Finding:
    """Answer to one question.

    Parameters
    ----------
    name, detail : str
        What was asked, and what was found, each on one line.
    ok : bool
    needed : bool
        False for what only tests or extras need.
    system_packages, python_packages : tuple of str
        What mends it: Debian packages, requirements.
    advice : str
        What else mends it.
    """

    name: str
    ok: bool
    detail: str
    needed: bool = True
    system_packages: tuple[str, ...] = ()
    python_packages: tuple[str, ...] = ()
    advice: str = ""


def examine() -> list[Finding]:
    """Ask every question, in the order in which one mends what is missing."""
    first: tuple[Callable[[], Finding], ...] = (python, packages, graphics, threads, data)
    return [question() for question in (*first, drawn_xrays, handouts, movies, clusters, browser, fonts)]


def python() -> Finding:
    """Is Python new enough?"""
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "python",
        sys.version_info[:2] >= OLDEST_PYTHON,
        f"{platform.python_version()} ({oldest} or newer is needed)",
        advice=f"install Python {oldest} or newer",
    )


def packages() -> Finding:
    """Is every library there, in a version that was allowed for?"""
    found, wrong = _installed(requirements())
    detail = ", ".join(text for _, text in wrong) or ", ".join(found)
    return Finding("packages", not wrong, detail, python_packages=tuple(requirement for requirement, _ in wrong))


def handouts() -> Finding:
    """Is there what lays out handouts? (Only ``handout`` needs it.)"""
    return _extra("handouts", HANDOUTS)


def movies() -> Finding:
    """Is there what writes MP4? (Only ``movie`` needs it, and a GIF does not.)"""
    return _extra("movies", "movie")


def clusters() -> Finding:
    """Is there what reaches a Dask cluster? (Only ``--scheduler`` needs it.)"""
    return _extra("clusters", "dask")


def _extra(name: str, extra: str) -> Finding:
    found, wrong = _installed(requirements(extra))
    detail = ", ".join(text for _, text in wrong) or ", ".join(found)
    return Finding(name, not wrong, detail, False, python_packages=tuple(requirement for requirement, _ in wrong))


def require_handouts() -> None:
    """Refuse in one line where the packages that lay out handouts are missing.

    Raises
    ------
    InputError
        With the command that installs them.
    """
    finding = handouts()
    if not finding.ok:
        raise InputError(
            f"handouts need packages that are missing ({finding.detail}); run: {mending_command([finding])}"
        )


def _installed(requirements: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Requirements that are met, and those that are not with what is wrong."""
    found, wrong = [], []
    for requirement in requirements:
        name, allowed = _split(requirement)
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong.append((requirement, f"{name} missing"))
            continue
        if version_allowed(version, allowed):
            found.append(f"{name} {version}")
        else:
            wrong.append((requirement, f"{name} {version} (needs {allowed})"))
    return found, wrong


def graphics() -> Finding:
    """Can VTK draw a sphere off the screen?"""
    answer, trouble = _probe(GRAPHICS_PROBE)
    drawn = answer.get("middle", 0) != 0
    detail = f"{answer.get('renderer')}, OpenGL {answer.get('version')}" if drawn else f"VTK cannot draw: {trouble}"
    return Finding("graphics", drawn, detail, system_packages=tuple(GRAPHICS_LIBRARIES.values()))


def drawn_xrays() -> Finding:
    """Does OpenGL compute the same path lengths as the processor? (Only ``backend="vtk"`` needs it.)"""
    answer, trouble = _probe(DRAWN_XRAY_PROBE)
    if not answer:
        return Finding("GPU X-ray", False, f"backend vtk: {trouble}", False, advice="X-rays use the processor")
    told = f"backend vtk is {answer['worst']} mm off the processor on a box and a sphere (allowed: {answer['limit']})"
    return Finding("GPU X-ray", True, told, False)


def require_graphics() -> None:
    """Refuse in one line where the OpenGL libraries are missing, since VTK would end the process without a word.

    Raises
    ------
    InputError
        With the command that installs them.
    """
    if not sys.platform.startswith("linux") or os.environ.get("VTK_DEFAULT_OPENGL_WINDOW") == SOFTWARE_WINDOW:
        return
    missing = [package for library, package in GRAPHICS_LIBRARIES.items() if not _loads(library)]
    if missing:
        finding = Finding("graphics", False, "", system_packages=tuple(missing))
        raise InputError(f"no OpenGL library on this machine; run: {mending_command([finding])}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def threads() -> Finding:
    """Does numba compile and run on several threads?"""
    answer, trouble = _probe(NUMBA_PROBE)
    good = answer.get("sum") == sum(range(1000))
    if not good:
        return Finding(
            "threads", False, f"numba: {trouble}", advice="reinstall numba; X-rays work without it, but slowly"
        )
    return Finding("threads", True, f"{answer.get('threads')} threads, layer {answer.get('layer')}")


def data() -> Finding:
    """Are the shipped facts and meshes there?"""
    try:
        facts = len(list(annotations_folder().glob("**/*.*")))
        bones = len(json.loads((meshes_folder() / "manifest.json").read_text(encoding="utf-8"))["bones"])
    except (OSError, ValueError, KeyError) as error:
        return Finding("data", False, f"{type(error).__name__}: {error}", advice="run: spine-viewer bones build")
    return Finding("data", facts > 0 and bones > 0, f"{facts} annotation files, {bones} bones")


def browser() -> Finding:
    """Is there a Chromium for the tests? (Any browser shows the viewer.)"""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        return Finding("browser", False, "no Chromium, which the tests need", False, ("chromium",))
    try:
        shown = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=PROBE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("browser", False, f"{path}: {error}", False, ("chromium",))
    return Finding("browser", shown.returncode == 0, shown.stdout.strip() or path, False, ("chromium",))


def fonts() -> Finding:
    """Has the browser a font to write labels with?"""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    folders += [Path("/System/Library/Fonts"), Path(os.environ.get("SYSTEMROOT", "/nowhere")) / "Fonts"]
    files = (path for folder in folders for path in folder.rglob("*"))
    count = sum(1 for path in files if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".pfb"))
    return Finding("fonts", count > 0, f"{count} font files", False, ("fonts-dejavu-core",))


def mending_command(findings: list[Finding]) -> str:
    """The one command that mends what is missing; empty when nothing is."""
    bad = [finding for finding in findings if not finding.ok]
    system = sorted({name for finding in bad for name in finding.system_packages})
    python_packages = sorted({name for finding in bad for name in finding.python_packages})
    steps = []
    if system:
        sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
        steps.append(f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(system)}")
    if python_packages:
        steps.append(f"{sys.executable} -m pip install " + " ".join(f"'{name}'" for name in python_packages))
    return " && ".join(steps)


def requirements(extra: str | None = None) -> list[str]:
    """Run-time requirements or those of an extra, such as ``numpy>=2.0,<3``, from the checkout or the package."""
    project = PACKAGE.parent / "pyproject.toml"
    if project.is_file():
        told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        return list(told["dependencies"] if extra is None else told["optional-dependencies"][extra])
    own = metadata.requires("spine-viewer") or []
    if extra is None:
        return [text for text in own if "extra ==" not in text]
    return [text.partition(";")[0].strip() for text in own if re.search(rf"extra == [\"']{extra}[\"']", text)]


def version_allowed(version: str, allowed: str) -> bool:
    """Whether ``2.4.6`` keeps ``>=2.0,<3`` (only these two signs are used here)."""
    for bound in filter(None, allowed.split(",")):
        sign, limit = re.fullmatch(r"(>=|<)(.+)", bound.strip()).groups()  # type: ignore[union-attr]
        if (_numbers(version) >= _numbers(limit)) != (sign == ">="):
            return False
    return True


def _split(requirement: str) -> tuple[str, str]:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    if name is None:
        raise ValueError(f"not a requirement: {requirement!r}")
    return name.group(), requirement[name.end() :].partition(";")[0].strip()


def _numbers(version: str) -> list[int]:
    numbers = [int(part) for part in re.findall(r"\d+", version)[:4]]
    return numbers + [0] * (4 - len(numbers))


def _probe(code: str) -> tuple[dict[str, int | str], str]:
    """What ``code`` prints as JSON in a process of its own, or an empty answer and one line on what went wrong."""
    paths = [str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        return {}, f"no answer in {PROBE_SECONDS} s"
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1]), ""
    if done.returncode < 0:
        return {}, f"the process died (signal {-done.returncode})"
    return {}, (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
