"""How fast and how exact the projector is beside other ways to the same picture, all in one run.

Run ``python benchmarks/projector.py [--sizes 512 1024] [--repeats 5] [--threads 2] [--rays] [--frames]``. The scene is
the lumbar column, T12 to sacrum, fine meshes. Every method works in turn; the best round of each counts, on the clock
and in processor time of all threads. What cannot be had on a machine is said and left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.projectors.frames import frames
from benchmarks.projectors.gvxr_meshes import GvxrMeshes, load_gvxr
from benchmarks.projectors.ours import Ours
from benchmarks.projectors.scenes import column
from benchmarks.projectors.siddon import Siddon
from benchmarks.projectors.timing import Best, best
from benchmarks.projectors.trimesh_rays import cast
from benchmarks.projectors.voxels import Voxels, voxelised
from spine_viewer.imaging import path_lengths, warm_up
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles

MU_PER_MM = 0.02


def gvxr_meshes(bodies: list[Triangles]) -> GvxrMeshes:
    """gVXR, or why it cannot be had."""
    gvxr = load_gvxr()
    if isinstance(gvxr, str):
        raise ImportError(gvxr)
    return GvxrMeshes(gvxr, bodies, MU_PER_MM)


def vtk_volume(voxels: Voxels) -> Any:
    """VTK's volume ray caster: imported late, for machines without OpenGL."""
    from benchmarks.projectors.vtk_volume import VtkVolume

    return VtkVolume(voxels)


def methods(bodies: list[Triangles], voxels: Voxels, threads: int) -> list[dict[str, Callable[[], Any]]]:
    """How to make each method, in groups that may be alive at once: gVXR and VTK disturb each other's OpenGL."""
    first: dict[str, Callable[[], Any]] = {
        "this projector": lambda: Ours(bodies, threads),
        "this, one thread": lambda: Ours(bodies),
        "this, numpy only": lambda: Ours(bodies, backend="numpy"),
        "gVXR": lambda: gvxr_meshes(bodies),
        "Siddon": lambda: Siddon(voxels),
    }
    return [first, {"VTK GPU volume": lambda: vtk_volume(voxels)}]


def made(makers: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """What can be had here; what cannot is said."""
    found = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except (ImportError, RuntimeError) as error:
            print(f"{name}: left out: {error}")
    return found


def measured(found: dict[str, Any], carm: CArm, truth: np.ndarray, repeats: int) -> dict[str, tuple[Best, np.ndarray]]:
    """Best times, and distances from the true lengths (mm) where there are bodies."""
    errors = {name: (method.mm(carm) - truth)[truth > 0] for name, method in found.items()}
    times = best({name: method.picture for name, method in found.items()}, repeats)
    return {name: (times[name], errors[name]) for name in found}


def table(size: int, rows: dict[str, tuple[Best, np.ndarray]]) -> None:
    """One comparison, printed: times and ratios to the first row, and distances from its lengths."""
    first = next(iter(rows.values()))[0]
    print(f"{size} x {size}")
    print(f"  {'':18s}{'clock ms':>10s}{'ratio':>8s}{'processor ms':>14s}{'ratio':>8s}{'rms mm':>10s}{'worst mm':>10s}")
    for name, ((wall, processor), error) in rows.items():
        print(
            f"  {name:18s}{wall:10.1f}{wall / first.wall_ms:8.1f}{processor:14.1f}{processor / first.processor_ms:8.1f}"
            f"{np.sqrt((error**2).mean()):10.4f}{np.abs(error).max():10.3f}"
        )


def rays_table(bodies: list[Triangles], carm: CArm) -> None:
    """Against trimesh's ray caster: two bodies, a small picture, one run."""
    few, carm = bodies[2:4], carm.sized((32, 32))
    found: list[np.ndarray] = []
    ours = best({"ours": lambda: path_lengths({"bone": few}, carm, threads=1)}, 5)["ours"].processor_ms
    theirs = best({"theirs": lambda: found.append(cast(few, carm))}, 1)["theirs"].processor_ms
    gap = np.abs(found[0] - path_lengths({"bone": few}, carm).mm("bone"))
    print(f"trimesh rays, 2 bodies at 32 x 32: {theirs:.0f} ms against {ours:.2f} ms, {theirs / ours:.0f} x")
    print(f"  largest difference {gap.max():.4f} mm")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 1024])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rays", action="store_true", help="also trimesh's ray caster (slow)")
    parser.add_argument("--frames", action="store_true", help="also images per second of the whole frame")
    chosen = parser.parse_args()
    warm_up()
    bodies, carm = column()
    voxels = voxelised(bodies)
    shape = " x ".join(str(count) for count in voxels.filled.shape)
    print(f"lumbar column, {len(bodies)} bodies, {sum(len(body.faces) for body in bodies)} triangles")
    print(f"voxels for Siddon and VTK: {shape} of {voxels.side_mm:.2f} mm")
    arms = {size: carm.sized((size, size)) for size in chosen.sizes}
    truths = {size: path_lengths({"bone": bodies}, arm).mm("bone") for size, arm in arms.items()}
    rows: dict[int, dict[str, tuple[Best, np.ndarray]]] = {size: {} for size in arms}
    for makers in methods(bodies, voxels, chosen.threads):
        found = made(makers)
        for size, arm in arms.items():
            rows[size] |= measured(found, arm, truths[size], chosen.repeats)
    for size, row in rows.items():
        table(size, row)
    if chosen.rays:
        rays_table(bodies, carm)
    if chosen.frames:
        for coarse in (False, True):
            for threads in sorted({1, chosen.threads}):
                frames(threads, coarse)


if __name__ == "__main__":
    main()
