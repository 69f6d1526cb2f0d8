"""Measure how the projector's cost grows and draw it: ``python tools/projector_pictures.py`` for docs/pictures.

With gVXR at hand (see benchmarks/projectors/gvxr_meshes.py) its cost is drawn beside. Takes a minute or two.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.projectors.gvxr_meshes import GvxrMeshes, load_gvxr  # noqa: E402
from benchmarks.projectors.ours import Ours  # noqa: E402
from benchmarks.projectors.scenes import balls, column  # noqa: E402
from benchmarks.projectors.timing import Best, best  # noqa: E402
from spine_viewer.imaging import warm_up  # noqa: E402
from spine_viewer.imaging.carm import CArm  # noqa: E402

FILE = ROOT / "docs" / "pictures" / "projector_cost.png"
SIZES = (128, 256, 512, 1024, 2048)
SUBDIVISIONS = (2, 3, 4, 5, 6)
THREADS = (1, 2, 3, 4)
OURS, OTHER = ("#1f5f8b", "o-"), ("#b8391f", "s--")


def timed(works: dict[str, Any], carm: CArm, repeats: int) -> dict[str, Best]:
    """Best times of methods that look from one place."""
    for method in works.values():
        method.look(carm)
    return best({name: method.picture for name, method in works.items()}, repeats)


def both(bodies: list[Any]) -> dict[str, Any]:
    """This projector on one thread, and gVXR where it can be had."""
    found: dict[str, Any] = {"this projector, one thread": Ours(bodies)}
    gvxr = load_gvxr()
    if not isinstance(gvxr, str):
        found["gVXR"] = GvxrMeshes(gvxr, bodies, 0.02)
    return found


def lines(axis: Axes, x: list[int], rows: list[dict[str, Best]]) -> None:
    """One line per method: processor time over x."""
    for name, (colour, style) in zip(rows[0], (OURS, OTHER), strict=False):
        axis.loglog(x, [row[name].processor_ms for row in rows], style, color=colour, label=name)
    axis.set(ylabel="processor time, ms")
    axis.legend(frameon=False)
    axis.grid(color="#e4e7ea", which="both")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    warm_up()
    bodies, carm = column()
    figure, axes = plt.subplots(1, 3, figsize=(13, 4.2), layout="constrained")
    methods = both(bodies)
    rows = [timed(methods, carm.sized((size, size)), repeats) for size in SIZES]
    lines(axes[0], [size * size for size in SIZES], rows)
    count = sum(len(body.faces) for body in bodies)
    axes[0].set(title=f"Pixels (lumbar column, {count:,} triangles)", xlabel="pixels")
    axes[0].set_xticks([size * size for size in SIZES], [f"{size}²" for size in SIZES])
    axes[0].minorticks_off()
    rows, counts = [], []
    for subdivisions in SUBDIVISIONS:
        scene = balls(subdivisions=subdivisions)
        rows.append(timed(both(scene), CArm((0, 0, 0), 20, -10, size=(512, 512)), repeats))
        counts.append(sum(len(body.faces) for body in scene))
    lines(axes[1], counts, rows)
    axes[1].set(title="Triangles (ten bumpy balls, 512²)", xlabel="triangles")
    for size, colour in ((512, "#1f5f8b"), (1024, "#e06b1f")):
        arm = carm.sized((size, size))
        times = timed({str(threads): Ours(bodies, threads) for threads in THREADS}, arm, 20 * repeats)
        speed = [times["1"].wall_ms / times[str(threads)].wall_ms for threads in THREADS]
        axes[2].plot(THREADS, speed, "o-", color=colour, label=f"{size}²")
    axes[2].set(
        title="Threads (lumbar column, two cores)", xlabel="threads", ylabel="times as fast as one, on the clock"
    )
    axes[2].set_xticks(THREADS)
    axes[2].set_ylim(0, 2.1)
    axes[2].legend(frameon=False, loc="lower right")
    axes[2].grid(color="#e4e7ea")
    FILE.parent.mkdir(exist_ok=True)
    figure.savefig(FILE, dpi=110)
    print(FILE.relative_to(ROOT))


if __name__ == "__main__":
    main()
