"""Calipers on shapes of known size."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.measuring.atlas import AtlasMeasure
from spine_viewer.anatomy.measuring.axis import AxisMeasure
from spine_viewer.anatomy.measuring.joint_face import find_face, opposed, plane_of_face, sample
from spine_viewer.anatomy.measuring.occupancy import Occupancy
from spine_viewer.anatomy.measuring.ring import see_through

STEP = 0.25


def grid(low: tuple[float, float, float], high: tuple[float, float, float]) -> tuple[Array, Array, Array, Array]:
    """Coordinates x, y, z (nx, ny, nz) mm of voxels, and the first one (3,)."""
    axes = [np.arange(a, b + 1e-6, STEP) for a, b in zip(low, high, strict=True)]
    x, y, z = np.meshgrid(*axes, indexing="ij")
    return x, y, z, np.array(low)


def ring() -> Occupancy:
    """A plate with an oval canal 24 by 20 mm about y = 8, a bar in front, one behind, and two holes 6 mm wide."""
    x, y, z, origin = grid((-36, -12, -8), (36, 30, 8))
    plate = (np.abs(x) < 33) & (np.abs(y - 8) < 16) & (np.abs(z) < 2)
    front = (np.abs(x) < 3) & (y > -8) & (y < -2) & (np.abs(z) < 5)
    behind = (np.abs(x) < 3) & (y > 18) & (y < 24) & (np.abs(z) < 4)
    canal = (x / 12) ** 2 + ((y - 8) / 10) ** 2 < 1
    foramina = (np.abs(x) - 25) ** 2 + (y - 4) ** 2 < 9
    return Occupancy((plate | front | behind) & ~canal & ~foramina, origin, STEP)


def test_holes_seen_from_above() -> None:
    holes = see_through(ring())
    assert holes.width_mm == pytest.approx(24.0, abs=0.5)
    assert holes.depth_mm == pytest.approx(20.0, abs=0.5)
    assert holes.foramen_span(outer=True) == pytest.approx(56.0, abs=0.6)
    assert holes.foramen_span(outer=False) == pytest.approx(44.0, abs=0.6)


def test_a_covered_canal_is_refused() -> None:
    voxels = ring()
    voxels.inside[:, :, 3] = True
    with pytest.raises(ValueError, match="canal"):
        see_through(voxels)


def test_arches_of_the_atlas_and_its_width() -> None:
    named = AtlasMeasure(ring()).by_name()
    assert named["total_width"]() == pytest.approx(66.0, abs=0.6)
    assert named["anterior_arch_height"]() == pytest.approx(10.0, abs=0.6)
    assert named["posterior_arch_height"]() == pytest.approx(8.0, abs=0.6)


def test_dens_on_its_body() -> None:
    x, y, z, origin = grid((-20, -10, -12), (20, 34, 24))
    body = (np.abs(x) < 9) & (np.abs(y) < 8) & (z > -10) & (z < 6)
    radius = np.where(z < 12, 4.0, 4.75)  # a waist below a head 9.5 mm wide
    dens = (x**2 + y**2 < radius**2) & (z >= 6) & (z < 20)
    axis = AxisMeasure(Occupancy(body | dens, origin, STEP))
    assert axis.dens_width() == pytest.approx(9.5, abs=0.4)
    assert axis.apex() == pytest.approx(20.0, abs=0.3)
    assert axis.height_below(np.array([6.0, 0.0, 6.0])) == pytest.approx(16.0, abs=0.4)


def slab(length: float, width: float, height: float, place: Array) -> pv.PolyData:
    """A rounded block, its sides along y, x and z, moved by ``place`` (4, 4)."""
    block = pv.ParametricSuperEllipsoid(0.5 * width, 0.5 * length, 0.5 * height, n1=0.2, n2=0.2, u_res=120, v_res=120)
    return block.triangulate().clean(tolerance=1e-6).transform(place, inplace=False)


def tilted(angle_deg: float, out_mm: float) -> Array:
    """Turn about x by ``angle_deg`` after a shift of ``out_mm`` along z."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    place = np.array([[1.0, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1]])
    shift = np.eye(4)
    shift[2, 3] = out_mm
    return place @ shift


@pytest.mark.parametrize("angle", [0.0, 40.0, -30.0])
def test_faces_that_meet(angle: float) -> None:
    lower = sample(slab(16.0, 12.0, 10.0, tilted(angle, 0.0)))
    upper = sample(slab(16.0, 12.0, 10.0, tilted(angle, 12.0)))
    normal = tilted(angle, 0.0)[:3, 2]
    assert plane_of_face(lower, upper) @ normal > np.cos(np.radians(2.0))
    face = find_face(lower, upper)
    assert face.length_mm == pytest.approx(16.0, abs=1.2)
    assert face.width_mm == pytest.approx(12.0, abs=1.2)
    assert face.centre @ normal == pytest.approx(5.0, abs=0.4)


def test_bones_that_do_not_meet_have_no_face() -> None:
    lower = sample(slab(16.0, 12.0, 10.0, tilted(0.0, 0.0)))
    upper = sample(slab(16.0, 12.0, 10.0, tilted(0.0, 16.0)))
    with pytest.raises(ValueError, match="0 points"):
        opposed(lower, upper)
