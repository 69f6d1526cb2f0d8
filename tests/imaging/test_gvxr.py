"""The lumbar column beside gVXR, an independent X-ray simulation of triangle meshes on OpenGL.

gVXR is no dependency: ``pip install gvxr`` (and, on Debian, the packages that ``benchmarks/projectors/gvxr_meshes.py``
names) turns these tests on.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.projectors.gvxr_meshes import GvxrMeshes, load_gvxr
from spine_viewer.anatomy.spine import Spine
from spine_viewer.imaging import CArm, path_lengths
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles

pytestmark = pytest.mark.graphics
COLUMN = ("T12", "L1", "L2", "L3", "L4", "L5", "sacrum")
MU_PER_MM = 0.02


@pytest.fixture(scope="module")
def column() -> tuple[list[Triangles], np.ndarray, GvxrMeshes]:
    found = load_gvxr()
    if isinstance(found, str):
        pytest.skip(found)
    spine = Spine.load()
    bodies = [as_triangles(spine.bone(name).mesh) for name in COLUMN]
    return bodies, spine.landmark("L3:body_centre"), GvxrMeshes(found, bodies, MU_PER_MM)


@pytest.mark.parametrize(("oblique", "tilt"), [(0, 0), (25, 10), (90, 0)])
def test_the_lumbar_column_is_as_gvxr_sees_it(
    column: tuple[list[Triangles], np.ndarray, GvxrMeshes], oblique: float, tilt: float
) -> None:
    bodies, middle, other = column
    arm = CArm(tuple(middle), oblique, tilt, size=(512, 512))
    ours = path_lengths({"bone": bodies}, arm)
    assert not ours.leaky
    lengths = ours.mm("bone")
    difference = (other.mm(arm) - lengths)[lengths > 0]
    assert len(difference) > 20_000
    assert np.sqrt((difference**2).mean()) <= 1e-3 * lengths.max()
