"""How long a lesion takes, beside scikit-fem on the same problem in the same run.

python benchmarks/lesion_speed.py        seconds, ratios and how far the two solvers are apart

Exit status 1 when the rings take over 0.5 s for 90 s of heating, or the bricks over 10 s beside bone at 0.5 mm.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.lesion import Electrode, simulate_at  # noqa: E402
from spine_viewer.lesion.course import run  # noqa: E402
from spine_viewer.lesion.lesion import measure  # noqa: E402
from spine_viewer.lesion.request import Request  # noqa: E402

STANDARD = Request(18, 10.0, 80.0, 90.0, "bench")
RINGS_S, BRICKS_S = 0.5, 10.0


def best_of(times: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of some runs, s, and what the last one returned."""
    taken, made = [], None
    for _ in range(times):
        start = time.perf_counter()
        made = work()
        taken.append(time.perf_counter() - start)
    return min(taken), made


def rings() -> Any:
    return measure(STANDARD, run(STANDARD))


def beside_bone() -> Any:
    return simulate_at(Electrode((0, 0, 0), (0, 0, -1)), bone=lambda points: points[:, 0] + 0.7)  # type: ignore[arg-type]


def main() -> int:
    rings()  # warm up: compiled code and factors are not what is timed
    simulate_at(Electrode((0, 0, 0), (0, 0, -1)), seconds=5.0)  # type: ignore[arg-type]
    rings_s, made = best_of(3, rings)
    bricks_s, space = best_of(2, beside_bone)
    free_s, free = best_of(2, lambda: simulate_at(Electrode((0, 0, 0), (0, 0, -1))))  # type: ignore[arg-type]
    across = float(np.ptp(free.extent_mm()[0]))
    print("90 s of heating, 18 gauge, 10 mm tip, 80 °C           s       width mm")
    print(f"rings, free tissue                                {rings_s:6.2f}   {made.width_mm:8.2f}")
    print(f"bricks of 0.5 mm, free tissue                     {free_s:6.2f}   {across:8.2f}")
    print(f"bricks of 0.5 mm, beside bone                     {bricks_s:6.2f}   {np.ptp(space.extent_mm()[0]):8.2f}")
    try:
        from tests.lesion.second_solver import solve
    except ModuleNotFoundError as missing:
        print(f"no second solver: {missing.name} is not installed (requirements-dev.txt has it)")
    else:
        fem_s, found = best_of(1, lambda: solve(STANDARD, step_s=0.5, fine_mm=0.1))
        course = run(STANDARD)
        r, z = (axis.ravel() for axis in np.meshgrid(course.grid.r, course.grid.z, indexing="ij"))
        inside = (r < found.basis.mesh.p[0].max()) & (np.abs(z - 5e-3) < 48e-3)
        apart = np.abs(
            np.asarray(course.temperature_c[-1], dtype=float).ravel()[inside]
            - found.at(r[inside], z[inside], found.celsius)
        ).max()
        print(f"scikit-fem, free tissue, {found.basis.N:6d} unknowns          {fem_s:6.2f}")
        print(
            f"scikit-fem takes {fem_s / rings_s:.0f} times as long as the rings and {fem_s / free_s:.1f} times as long"
        )
        print(f"as the bricks; temperatures at the end differ by {apart:.2f} degrees at most")
    return int(rings_s > RINGS_S or bricks_s > BRICKS_S)


if __name__ == "__main__":
    sys.exit(main())
