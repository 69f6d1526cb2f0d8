"""How fast the projector is: compiled, numpy and (where it can) trimesh's ray caster, in one run.

Run ``python benchmarks/projector.py [--size 512] [--repeats 7] [--rays] [--spine]``. Ten bumpy balls of 20,000
triangles stand in for ten vertebrae, so the run needs no shipped meshes; ``--spine`` adds the shipped spine.
Times are the best of the repeats, in milliseconds of processor time of one thread, so that a busy machine matters less.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import trimesh

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spine_viewer.imaging import CArm, Fluoroscope, Solid, needle, path_lengths, warm_up
from spine_viewer.imaging.projector.bodies import as_triangles


def bumpy_balls(count: int = 10) -> list[trimesh.Trimesh]:
    """Closed bodies of 20,480 triangles, about as large as vertebrae, one above the other."""
    made = []
    for place in range(count):
        mesh = trimesh.creation.icosphere(5)
        wave = 1 + 0.15 * np.sin(5 * mesh.vertices[:, 0] + place) * np.cos(4 * mesh.vertices[:, 1])
        vertices = mesh.vertices * wave[:, None] * [38, 36, 14] + [0, 0, 36 * (place - (count - 1) / 2)]
        made.append(trimesh.Trimesh(vertices, mesh.faces, process=False))
    return made


def best_ms(work: Callable[[], Any], repeats: int) -> float:
    """Shortest of several runs, ms."""
    times = []
    for _ in range(repeats):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000 * min(times)


def cast(meshes: list[trimesh.Trimesh], carm: CArm) -> np.ndarray:
    """The same lengths by trimesh's ray caster: entry and exit of every ray."""
    rows, cols = carm.size
    r, c = np.mgrid[:rows, :cols] + 0.5
    origin, directions = carm.ray(np.stack([c.ravel(), r.ravel()], 1))
    origins = np.broadcast_to(origin, directions.shape)
    total = np.zeros(len(directions))
    for mesh in meshes:
        hits, rays, faces = mesh.ray.intersects_location(origins, directions)
        facing = np.einsum("ij,ij->i", mesh.face_normals[faces], directions[rays])
        np.add.at(total, rays, np.sign(facing) * np.linalg.norm(hits - origin, axis=1))
    return total.reshape(carm.size)


def table(name: str, meshes: list[Any], size: int, repeats: int) -> None:
    """One comparison, printed."""
    carm = CArm((0, 0, 0), 20, -10, size=(size, size))
    bodies = [as_triangles(mesh) for mesh in meshes]
    times = {
        method: best_ms(lambda: path_lengths({"bone": bodies}, carm, backend=method, threads=1), repeats)  # noqa: B023
        for method in ("numba", "numpy")
    }
    print(f"{name}, {len(meshes)} bodies, {sum(len(body.faces) for body in bodies)} triangles, {size} x {size}")
    for method, value in times.items():
        print(f"  {method:8s}{value:9.1f} ms {value / times['numba']:7.1f} x")


def rays_table(meshes: list[trimesh.Trimesh], size: int = 32) -> None:
    """Against trimesh's own ray caster, which is slow: two bodies, a small picture, one run."""
    few = meshes[len(meshes) // 2 - 1 : len(meshes) // 2 + 1]
    carm = CArm((0, 0, 0), 20, -10, size=(size, size))
    bodies = [as_triangles(mesh) for mesh in few]
    ours = best_ms(lambda: path_lengths({"bone": bodies}, carm, threads=1), 5)
    found: list[np.ndarray] = []
    theirs = best_ms(lambda: found.append(cast(few, carm)), 1)
    gap = np.abs(found[0] - path_lengths({"bone": bodies}, carm).mm("bone"))
    print(f"trimesh rays, 2 bodies at {size} x {size}: {theirs:.0f} ms against {ours:.2f} ms, {theirs / ours:.0f} x")
    print(f"  largest difference {gap.max():.4f} mm")


def frames(name: str, scope: Fluoroscope, iso: Any, repeats: int) -> None:
    """Milliseconds per frame of the whole chain."""
    pin = needle("pin", np.array([[0.0, 60, -30], [15, 10, 0]]) + iso, 1.27)
    print(f"{name}: whole picture")
    for size in (256, 512, 1024):
        arm = CArm(tuple(iso), 10, size=(size, size))
        scope.expose(arm, [pin])
        angle = iter(np.linspace(11, 40, 4 * repeats))
        turned = best_ms(lambda: scope.expose(arm.turned(next(angle)), [pin]), repeats)  # noqa: B023
        kept = best_ms(lambda: scope.expose(arm, [pin]), 2 * repeats)  # noqa: B023
        print(f"  {size:5d}: C-arm moved {turned:8.1f} ms, only the needle moved {kept:8.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--rays", action="store_true", help="also trimesh's ray caster (slow)")
    parser.add_argument("--spine", action="store_true", help="also the shipped spine")
    chosen = parser.parse_args()
    warm_up()
    balls = bumpy_balls()
    for size in (chosen.size, 2 * chosen.size):
        table("bumpy balls", balls, size, chosen.repeats)
    if chosen.rays:
        rays_table(balls)
    solids = [Solid(str(place), mesh, "cortical_bone") for place, mesh in enumerate(balls)]
    frames("bumpy balls", Fluoroscope(solids, threads=1), (0, 0, 0), 5)
    if chosen.spine:
        from spine_viewer import Spine
        from spine_viewer.imaging import patient

        spine = Spine.load(pose="prone")
        iso = spine.landmark("L4:body_centre")
        for coarse in (False, True):
            frames(f"spine, coarse {coarse}", Fluoroscope(patient(spine, coarse=coarse), threads=1), iso, 5)


if __name__ == "__main__":
    main()
