"""Signed path-length rasteriser: how many millimetres of each ray lie inside closed meshes.

Every triangle adds ``sign(projected area) * (depth - reference depth)`` to the pixels whose middle it covers; over a
closed mesh the sum is the length inside, whatever the order and however often the ray enters and leaves.

- Vertices are snapped to 1/4096 pixel and edges are exact integers with a top-left rule, so a closed mesh is
  entered and left equally often in every pixel. A signed count, carried in the upper part of the same number, proves
  it; where it is not zero the mesh leaks, and that pixel is filled from its neighbours and reported.
- 1/depth is a straight line along each row of a triangle: one addition and one division per pixel, in vectors.
- Depths are whole 2^-10 mm in float64 far below 2^53: sums are exact, so neither the order of the triangles nor the
  number of threads changes a bit.
"""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles
from spine_viewer.imaging.projector.drawing import drawn
from spine_viewer.imaging.projector.patch import FIXED_PER_MM, Patch

Backend = Literal["auto", "numba", "numpy", "vtk"]
MAX_SNAPPED = 2**30  # 1/4096 pixel; beyond it products of differences would leave int64
CROSSING = 2.0**32  # added with every depth: what is left of it counts crossings without a partner
PAD = 4  # spare columns, so that rows can be written in whole vectors


class LeakyMeshWarning(UserWarning):
    """A mesh is not closed: some rays enter and never leave it."""


@dataclass(frozen=True, eq=False)
class PathLengths:
    """Path lengths per material.

    Attributes
    ----------
    fixed : dict of material -> (rows, cols) int32
        2^-10 mm along the ray.
    leaky : dict of material -> int
        Pixels of leaky meshes; empty when all are closed.
    """

    fixed: dict[str, NDArray[np.int32]]
    leaky: dict[str, int]

    def mm(self, material: str) -> NDArray[np.float64]:
        """(rows, cols) millimetres of a material."""
        return self.fixed[material] / float(FIXED_PER_MM)


@lru_cache(maxsize=1)
def has_numba() -> bool:
    """True when the compiled kernel can be used."""
    return importlib.util.find_spec("numba") is not None


def kernel(backend: Backend = "auto") -> ModuleType:
    """The module that does the work: the compiled one, or the numpy one where numba is missing or not wanted."""
    if backend not in ("auto", "numba", "numpy"):
        raise InputError(f"unknown backend {backend!r}; allowed: auto, numba, numpy, vtk")
    if backend == "numba" and not has_numba():
        raise InputError("backend 'numba' is not installed; allowed here: auto, numpy")
    if backend == "numpy" or not has_numba():
        from spine_viewer.imaging.projector import kernel_numpy

        return kernel_numpy
    from spine_viewer.imaging.projector import kernel_numba

    return kernel_numba


def default_threads() -> int:
    """Cores that this process may use, less one for the rest of the application, at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, cores - 1)


@lru_cache(maxsize=16)
def _ray_factor(focal_px: float, size: tuple[int, int]) -> NDArray[np.float32]:
    """(rows, cols) length along the ray per length along the axis; float32 is right to 10^-5 mm."""
    rows, cols = size
    y = (np.arange(rows) + 0.5 - rows / 2) / focal_px
    x = (np.arange(cols) + 0.5 - cols / 2) / focal_px
    factor = np.sqrt(1.0 + x[None, :] ** 2 + y[:, None] ** 2).astype(np.float32)
    factor.flags.writeable = False
    return factor


def _fill(fixed: NDArray[np.float64], bad: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Leaky pixels replaced by the mean of their sound neighbours, from the rim inwards."""
    values, bad = np.where(bad, 0.0, fixed), bad.copy()
    while bad.any() and not bad.all():
        total, weight = np.zeros_like(values), np.zeros_like(values)
        padded = np.pad(values, 1)
        sound = np.pad((~bad).astype(float), 1)
        height, width = values.shape
        for r in range(3):
            for c in range(3):
                window = (slice(r, r + height), slice(c, c + width))
                total += padded[window] * sound[window]
                weight += sound[window]
        rim = bad & (weight > 0)
        values[rim] = total[rim] / weight[rim]
        bad &= ~rim
    return values


@lru_cache(maxsize=16)
def _pose(carm: CArm) -> tuple[NDArray[np.float64], ...]:
    """Source, right, up and axis of a C-arm: each (3,), world."""
    return carm.source, carm.right, carm.up, carm.detector_direction


def _beside(mesh: Triangles, carm: CArm) -> bool:
    """True when the mesh surely lies in front of the source and outside the picture: its box does."""
    source, *axes = _pose(carm)
    across, up, depth = ((mesh.box_corners - source) @ np.stack(axes, axis=1)).T
    if depth.min() <= 1.0:
        return False
    rows, cols = carm.size
    x, y = across / depth * carm.focal_px, up / depth * carm.focal_px
    return bool(max(x.min() - cols / 2, -cols / 2 - x.max(), y.min() - rows / 2, -rows / 2 - y.max()) > 0.5)


def mesh_patch(mesh: Triangles, carm: CArm, backend: Backend = "auto") -> Patch:
    """Path lengths through one mesh.

    Raises
    ------
    InputError
        The mesh reaches the X-ray source.
    """
    if _beside(mesh, carm):
        return Patch(0, 0, np.zeros((0, 0), np.int32))
    if backend == "vtk":
        return drawn(mesh, carm)
    code = kernel(backend)
    rows, cols = carm.size
    x, y, inverse, box = code.snap(mesh.vertices, *_pose(carm), carm.focal_px, cols / 2, rows / 2)
    left, right, top, bottom, farthest, nearest = box
    if farthest < 0.0 or max(-left, right, -top, bottom) >= MAX_SNAPPED:
        raise InputError("a mesh reaches the X-ray source; move the isocentre or take a larger source to isocentre")
    row0, row1 = max(int(top) >> 12, 0), min(int(bottom) >> 12, rows - 1)
    col0, col1 = max(int(left) >> 12, 0), min(int(right) >> 12, cols - 1)
    if row0 > row1 or col0 > col1:
        return Patch(0, 0, np.zeros((0, 0), np.int32))
    total = np.zeros((row1 - row0 + 1, col1 - col0 + 1 + PAD))
    reference = round(FIXED_PER_MM * (0.5 / nearest + 0.5 / farthest))
    code.accumulate(mesh.faces, x, y, inverse, CROSSING + 0.5 - reference, row0, col0, total)
    factor = _ray_factor(carm.focal_px, carm.size)[row0 : row1 + 1, col0 : col1 + 1]
    fixed, leaks = code.lengths(total, factor)
    return _mended(row0, col0, total, factor) if leaks else Patch(row0, col0, fixed)


def _mended(row0: int, col0: int, total: NDArray[np.float64], factor: NDArray[np.float32]) -> Patch:
    """The patch of a leaky mesh: pixels that are entered and not left are filled from their neighbours."""
    total = total[:, :-PAD]
    count = np.floor(total / CROSSING + 0.5)
    bad = count != 0
    return filled_patch(row0, col0, (total - count * CROSSING) * factor, bad)


def filled_patch(row: int, col: int, along: NDArray[np.float64], bad: NDArray[np.bool_]) -> Patch:
    """A patch of lengths (h, w) in 2^-10 mm; those that are ``bad`` are filled from their neighbours and counted."""
    leaky = int(np.count_nonzero(bad))
    sound = _fill(along, bad) if leaky else along
    return Patch(row, col, np.rint(sound).astype(np.int32), leaky)


def patches(
    meshes: Sequence[Triangles], carm: CArm, backend: Backend = "auto", threads: int | None = None
) -> list[Patch]:
    """Path lengths through several meshes, one mesh to a thread at a time."""
    workers = default_threads() if threads is None else int(threads)
    if workers < 1:
        raise InputError(f"threads {threads} is out of range; allowed: 1 or more")

    def work(mesh: Triangles) -> Patch:
        return mesh_patch(mesh, carm, backend)

    if workers == 1 or len(meshes) < 2 or backend == "vtk":  # a graphics card is one worker
        return [work(mesh) for mesh in meshes]
    # The largest first: no thread is left with a long one at the end.
    order = sorted(range(len(meshes)), key=lambda place: len(meshes[place].faces), reverse=True)
    with ThreadPoolExecutor(workers) as pool:
        found = dict(zip(order, pool.map(work, [meshes[place] for place in order]), strict=True))
    return [found[place] for place in range(len(meshes))]


def _listed(meshes: Any) -> list[Any]:
    """One mesh or several, as a list: a pair of arrays is one mesh."""
    if hasattr(meshes, "faces") or _is_pair(meshes):
        return [meshes]
    return list(meshes)


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(np.ndim(part) == 2 and np.shape(part)[1] == 3 for part in value if not hasattr(part, "faces"))
        and not any(hasattr(part, "faces") for part in value)
    )


def path_lengths(
    meshes: Mapping[str, Any], carm: CArm, *, backend: Backend = "auto", threads: int | None = None
) -> PathLengths:
    """Length of each ray inside the meshes of each material.

    Parameters
    ----------
    meshes : mapping of material -> mesh or sequence of meshes
        Closed meshes, world mm: pyvista.PolyData, trimesh.Trimesh or (vertices, faces). Overlapping meshes count twice.
    carm : CArm
    backend : {"auto", "numba", "numpy", "vtk"}
        ``vtk`` draws with OpenGL (see :func:`spine_viewer.render.gpu_projector.use_graphics`); it is never chosen by
        itself.
    threads : int, optional
        Default: the cores less one. The result is the same to the last bit.

    Returns
    -------
    PathLengths
        int32 pictures in 2^-10 mm per material.

    Raises
    ------
    InputError
        A mesh that cannot be read, or that reaches the source; a backend that is not there.

    Warns
    -----
    LeakyMeshWarning
        A mesh is not closed: its leaking pixels were filled from their neighbours.
    """
    owners: list[str] = []
    bodies: list[Triangles] = []
    for material, group in meshes.items():
        for mesh in _listed(group):
            owners.append(material)
            bodies.append(as_triangles(mesh))
    fixed = {material: np.zeros(carm.size, np.int32) for material in meshes}
    leaky: dict[str, int] = {}
    for material, patch in zip(owners, patches(bodies, carm, backend, threads), strict=True):
        fixed[material][patch.window] += patch.fixed
        if patch.leaky:
            leaky[material] = leaky.get(material, 0) + patch.leaky
    if leaky:
        told = ", ".join(f"{name}: {count} pixels" for name, count in leaky.items())
        warnings.warn(f"leaky mesh ({told}); filled from their neighbours", LeakyMeshWarning, stacklevel=2)
    return PathLengths(fixed, leaky)


def project(
    meshes: Any,
    carm: CArm,
    attenuation: float | Sequence[float] | Mapping[str, float],
    *,
    backend: Backend = "auto",
    threads: int | None = None,
) -> NDArray[np.float64]:
    """Line integrals of the attenuation along the rays of a C-arm.

    Parameters
    ----------
    meshes : mesh, sequence of meshes, or mapping of name -> mesh(es)
        Closed meshes, world mm: pyvista.PolyData, trimesh.Trimesh or (vertices, faces).
    carm : CArm
    attenuation : float, sequence or mapping
        Linear attenuation in 1/mm: one for all, one per mesh, or one per name. May be negative (what one material
        takes from another).

    Returns
    -------
    (rows, cols) float64
        Sum over the meshes of attenuation times length, no unit.

    Raises
    ------
    InputError
        Attenuations that do not match the meshes, a mesh that cannot be read, or that reaches the source.
    """
    named: dict[str, Any]
    values: dict[str, float]
    if isinstance(meshes, Mapping):
        named = dict(meshes)
        if isinstance(attenuation, Mapping):
            missing = [name for name in named if name not in attenuation]
            if missing:
                raise InputError(f"no attenuation for {missing[0]!r}; given: {', '.join(attenuation)}")
            values = {name: float(attenuation[name]) for name in named}
        else:
            values = dict(zip(named, _per_mesh(attenuation, len(named)), strict=True))
    elif isinstance(attenuation, Mapping):
        raise InputError("attenuation by name needs meshes by name; give both as mappings")
    else:
        listed = _listed(meshes)
        named = {str(place): [mesh] for place, mesh in enumerate(listed)}
        values = dict(zip(named, _per_mesh(attenuation, len(listed)), strict=True))
    lengths = path_lengths(named, carm, backend=backend, threads=threads)
    total = np.zeros(carm.size)
    for name, value in values.items():
        total += value * lengths.mm(name)
    return total


def _per_mesh(attenuation: float | Sequence[float] | Any, count: int) -> list[float]:
    values = np.asarray(attenuation, dtype=float)
    if values.ndim == 0:
        return [float(values)] * count
    if values.shape != (count,):
        raise InputError(f"{values.size} attenuations for {count} meshes; allowed: one, or one per mesh")
    return [float(value) for value in values]
