"""The axisymmetric solver beside finite elements on the same problem: temperature everywhere, width, energy."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.lesion.course import run
from spine_viewer.lesion.facts import tissue_facts
from spine_viewer.lesion.lesion import measure
from spine_viewer.lesion.request import Request

pytest.importorskip("skfem", reason="scikit-fem, the second solver, is not installed (requirements-dev.txt has it)")


@pytest.mark.parametrize(
    "request_", [Request(18, 10.0, 80.0, 90.0, "bench"), Request(22, 5.0, 90.0, 60.0, "body")], ids=["bench", "body"]
)
def test_two_solvers_agree(request_: Request) -> None:
    from tests.lesion.second_solver import solve

    found = solve(request_, step_s=0.5, fine_mm=0.1)
    course = run(request_)
    grid = course.grid
    r, z = (axis.ravel() for axis in np.meshgrid(grid.r, grid.z, indexing="ij"))
    inside = (z > found.basis.mesh.p[1].min()) & (z < found.basis.mesh.p[1].max()) & (r < found.basis.mesh.p[0].max())
    ours = np.asarray(course.temperature_c[-1], dtype=float).ravel()[inside]
    assert np.abs(ours - found.at(r[inside], z[inside], found.celsius)).max() < 1.0

    lethal = np.log10(tissue_facts().damage.lethal_dose_min.value)
    dose = np.log10(np.maximum(found.dose_min, 1e-12))
    out = np.linspace(course.radius, 8e-3, 800)
    widest = 0.0
    for place in np.linspace(0.0, request_.tip_mm * 1e-3, 41):
        above = np.flatnonzero(found.at(out, np.full_like(out, place), dose) > lethal)
        widest = max(widest, out[above[-1]] if above.size else 0.0)
    assert 2e3 * widest == pytest.approx(measure(request_, course).width_mm, rel=0.02)
    assert found.delivered_j == pytest.approx(course.delivered_j, rel=0.02)
