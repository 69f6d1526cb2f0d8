"""How exact path lengths are at 512 x 512, against closed forms of the very bodies that are projected.

Lengths are sums of whole 2^-10 mm: each crossing and the finished length are rounded once, so a body that is entered
and left once is right within about 0.0005 mm (rms) and 0.002 mm (worst). The limits below leave room for snapping.
"""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from spine_viewer.imaging import CArm, path_lengths
from spine_viewer.imaging.projector.paths import has_numba

RMS_MM, WORST_MM = 0.003, 0.02
ARMS = [
    CArm((0, 0, 0), 25, 10, size=(512, 512)),
    CArm((10, 20, -30), -37, -44, size=(512, 512)),
    CArm((0, 0, 0), size=(512, 512)),
]
TURN = trimesh.transformations.euler_matrix(0.3, 0.5, 0.7)
needs_numba = pytest.mark.skipif(not has_numba(), reason="needs numba")


def rays(arm: CArm) -> tuple[np.ndarray, np.ndarray]:
    rows, cols = arm.size
    r, c = np.mgrid[:rows, :cols] + 0.5
    return arm.ray(np.stack([c.ravel(), r.ravel()], 1))


def convex_path(mesh: trimesh.Trimesh, arm: CArm) -> np.ndarray:
    """(rows, cols) mm between the last plane that a ray enters a convex body by and the first that it leaves it by."""
    origin, direction = rays(arm)
    ahead = mesh.centroid - origin
    reach = np.linalg.norm(mesh.vertices - mesh.centroid, axis=1).max()
    near = np.flatnonzero(np.linalg.norm(np.cross(direction, ahead), axis=1) <= reach)
    enter, leave = np.full(len(near), -np.inf), np.full(len(near), np.inf)
    for normal, point in zip(mesh.face_normals, mesh.triangles[:, 0], strict=True):
        speed = direction[near] @ normal
        with np.errstate(divide="ignore"):
            along = ((point - origin) @ normal) / speed
        enter = np.maximum(enter, np.where(speed < 0, along, -np.inf))
        leave = np.minimum(leave, np.where(speed > 0, along, np.inf))
    path = np.zeros(len(direction))
    path[near] = np.maximum(leave - enter, 0.0)
    return path.reshape(arm.size)


def found(mesh: trimesh.Trimesh, arm: CArm) -> np.ndarray:
    lengths = path_lengths({"body": [mesh]}, arm)
    assert not lengths.leaky
    return lengths.mm("body")


def placed(mesh: trimesh.Trimesh, turn: np.ndarray | None = None) -> trimesh.Trimesh:
    mesh.apply_transform(TURN if turn is None else turn)
    return mesh


BODIES = {
    "rotated box": placed(trimesh.creation.box((40, 60, 50))),
    "box along the axes": trimesh.creation.box((40, 60, 50)),
    "thin plate": placed(trimesh.creation.box((70, 0.5, 60))),
    "faceted sphere": placed(trimesh.creation.icosphere(2, radius=30)),
    "needle": placed(trimesh.creation.cylinder(0.6, 90, sections=24)),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("arm", ARMS, ids=["oblique", "steep", "straight"])
def test_against_the_closed_form_of_the_same_convex_body(body: str, arm: CArm) -> None:
    truth, lengths = convex_path(BODIES[body], arm), found(BODIES[body], arm)
    seen = (truth > 0) | (lengths > 0)
    error = np.abs(lengths - truth)[seen]
    assert np.count_nonzero(seen) > 400
    assert np.sqrt((error**2).mean()) <= RMS_MM
    assert error.max() <= WORST_MM


def test_against_the_closed_form_of_a_sphere() -> None:
    """327,680 triangles. Near the rim the sphere's own facets part from the sphere: no matter of the projector."""
    radius, centre = 30.0, np.array([5.0, -3.0, 7.0])
    mesh = trimesh.creation.icosphere(7, radius=radius)
    mesh.apply_translation(centre)
    origin, direction = rays(ARMS[0])
    passing = np.linalg.norm(np.cross(direction, centre - origin), axis=1).reshape(ARMS[0].size)
    truth = 2 * np.sqrt(np.maximum(radius**2 - passing**2, 0.0))
    error = found(mesh, ARMS[0]) - truth
    assert np.sqrt((error[truth > 0] ** 2).mean()) <= RMS_MM
    assert np.abs(error[passing < 0.98 * radius]).max() <= WORST_MM
    assert not error[passing > radius].any()


def huge(tilt_deg: float) -> trimesh.Trimesh:
    """A slab that comes so near to the source that its triangles are tens of thousands of pixels wide."""
    return placed(
        trimesh.creation.box((3000, 1100, 2500)),
        trimesh.transformations.rotation_matrix(np.radians(tilt_deg), (1, 2, 3)),
    )


def test_triangles_far_larger_than_the_picture() -> None:
    arm = CArm((0, 0, 0), 2, 1, size=(512, 512))
    slab = huge(3)
    truth = convex_path(slab, arm)
    assert truth.min() > 1000
    assert np.abs(found(slab, arm) - truth).max() <= WORST_MM


@needs_numba
@pytest.mark.parametrize("size", [(512, 512), (301, 700)])
def test_both_backends_give_the_same_bits_on_awkward_bodies(size: tuple[int, int]) -> None:
    """Slivers, edge-on faces, triangles smaller and far larger than a pixel."""
    arm = CArm((3, 1, 2), 2, -1, size=size)
    spikes = trimesh.convex.convex_hull(np.random.default_rng(4).normal(size=(300, 3)) * [2, 40, 110])
    dust = placed(trimesh.creation.icosphere(4, radius=4))
    bodies = {"body": [*BODIES.values(), spikes, dust, huge(2)]}
    first, second = (path_lengths(bodies, arm, backend=name).fixed["body"] for name in ("numba", "numpy"))
    assert np.array_equal(first, second)


def test_same_bits_for_one_two_and_four_threads() -> None:
    bodies = {"bone": [*BODIES.values(), huge(1)], "core": list(BODIES.values())[:3]}
    one, *others = (path_lengths(bodies, ARMS[2], threads=count).fixed for count in (1, 2, 4))
    assert one["bone"].any() and one["core"].any()
    assert all(np.array_equal(one[name], other[name]) for other in others for name in bodies)
