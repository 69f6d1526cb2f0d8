"""From a field to a closed triangle mesh: narrow-band sampling, iso-surface, projection on the zero level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from spine_viewer.anatomy.field.base import Array, Field

SHIFTS = (0.0, 0.37, 0.61, 0.19, 0.83, 0.49)
LEVELS = 3  # blocks of 8, 4, 2 samples, then single samples


@dataclass(frozen=True)
class Surface:
    """A triangle mesh: vertices (n, 3) mm, faces (m, 3) int, unit outward normals (n, 3)."""

    vertices: Array
    faces: np.ndarray
    normals: Array


def gradient(field: Field, points: Array, step_mm: float = 0.2) -> Array:
    """Gradient (n, 3) of a field by the tetrahedral four-point difference."""
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], dtype=float)
    total = np.zeros_like(points)
    for corner in corners:
        total += field(points + step_mm * corner)[:, None] * corner
    return total / (4.0 * step_mm)


def project(field: Field, points: Array, steps: int = 2, limit_mm: float = 1.0) -> Array:
    """Move points (n, 3) on the zero level of ``field`` by Newton steps of at most ``limit_mm`` each."""
    moved = np.array(points, dtype=float)
    for _ in range(steps):
        g = gradient(field, moved)
        step = field(moved) / np.maximum((g * g).sum(axis=1), 0.05)
        move = step[:, None] * g
        length = np.linalg.norm(move, axis=1, keepdims=True)
        moved -= move * np.minimum(1.0, limit_mm / np.maximum(length, 1e-12))
    return moved


def sample_narrow_band(field: Field, voxel_mm: float, level_mm: float = 0.0, shift: float = 0.0) -> tuple[Array, Array]:
    """Sample ``field - level_mm`` on a grid, exactly only near its zero level.

    Returns the grid (nx, ny, nz) float32, and its origin (3,) in mm. Away from the surface a sample holds the value
    of the block that it lies in, which has the right sign. ``shift`` moves the grid by a share of a voxel.
    """
    top = 2**LEVELS
    lower, upper = field.bounds
    grow = max(level_mm, 0.0) + 3.0 * voxel_mm
    lower = lower - grow - shift * voxel_mm * np.array([1.0, 0.7, 0.4])
    blocks = np.ceil((upper + grow + voxel_mm - lower) / (top * voxel_mm)).astype(int)
    values = np.empty(tuple(blocks))
    mask = np.ones(tuple(blocks), dtype=bool)
    for level in range(LEVELS, -1, -1):
        size = 2**level
        where = np.argwhere(mask)
        centres = lower + (where * size + 0.5 * (size - 1)) * voxel_mm
        found = field(centres) - level_mm
        values[mask] = found
        if level == 0:
            break
        reach = 0.5 * np.sqrt(3.0) * size * voxel_mm
        keep = np.zeros_like(mask)
        keep[mask] = np.abs(found) < 1.5 * reach + 1.2 * voxel_mm
        values = values.repeat(2, 0).repeat(2, 1).repeat(2, 2)
        mask = keep.repeat(2, 0).repeat(2, 1).repeat(2, 2)
    for axis in range(3):
        for end in (0, -1):
            edge = np.moveaxis(values, axis, 0)[end]
            np.maximum(edge, voxel_mm, out=edge)  # closed even where a solid reaches its box
    return values.astype(np.float32), lower


def isosurface(values: Array, origin: Array, voxel_mm: float) -> tuple[Array, np.ndarray]:
    """Vertices (n, 3) mm and faces (m, 3) of the zero level of a grid (nx, ny, nz), outward orientation."""
    image = vtkImageData()
    image.SetDimensions(*values.shape)
    image.SetOrigin(*origin)
    image.SetSpacing(voxel_mm, voxel_mm, voxel_mm)
    image.GetPointData().SetScalars(numpy_to_vtk(values.ravel(order="F"), deep=True))
    contour = vtkFlyingEdges3D()
    contour.SetInputData(image)
    contour.SetValue(0, 0.0)
    contour.ComputeNormalsOff()
    contour.ComputeScalarsOff()
    contour.Update()
    mesh = contour.GetOutput()
    if mesh.GetNumberOfPoints() == 0:
        raise ValueError("the field has no surface inside its bounds")
    vertices = vtk_to_numpy(mesh.GetPoints().GetData()).astype(float)
    faces = vtk_to_numpy(mesh.GetPolys().GetConnectivityArray()).reshape(-1, 3).copy()
    if signed_volume(vertices, faces) < 0.0:
        faces = faces[:, ::-1].copy()
    return vertices, faces


def signed_volume(vertices: Array, faces: np.ndarray) -> float:
    """Volume in mm^3 of a closed mesh; negative when its normals point inwards."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def relax(field: Field, vertices: Array, voxel_mm: float, level_mm: float = 0.0, steps: int = 2) -> Array:
    """Vertices (n, 3) moved on ``field == level_mm`` by Newton steps of at most 0.3 voxels each."""
    for _ in range(steps):
        g = gradient(field, vertices)
        step = (field(vertices) - level_mm) / np.maximum((g * g).sum(axis=1), 0.05)
        move = step[:, None] * g
        length = np.linalg.norm(move, axis=1, keepdims=True)
        vertices = vertices - move * np.minimum(1.0, 0.3 * voxel_mm / np.maximum(length, 1e-12))
    return vertices


def unit_gradient(field: Field, points: Array) -> Array:
    """Outward unit normals (n, 3) of the level through each point."""
    g = gradient(field, points)
    return g / np.maximum(np.linalg.norm(g, axis=1, keepdims=True), 1e-12)


def is_manifold(faces: np.ndarray) -> bool:
    """Whether every edge of a triangle mesh (m, 3) belongs to exactly two triangles that run it both ways."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    size = int(faces.max()) + 1
    there = np.sort(edges[:, 0] * size + edges[:, 1])
    back = np.sort(edges[:, 1] * size + edges[:, 0])
    return bool((np.diff(there) > 0).all() and np.array_equal(there, back))


def raw_surface(field: Field, voxel_mm: float, level_mm: float = 0.0) -> tuple[Array, np.ndarray]:
    """Closed iso-surface as it comes from the grid: vertices (n, 3) within a few hundredths of a mm, faces (m, 3).

    Where sheets are as thin as a voxel, marching cubes can join two of them along one edge; the grid is then shifted
    by a share of a voxel and sampled again.

    Raises
    ------
    ValueError
        If there is no surface, or it stays non-manifold after every shift.
    """
    for shift in SHIFTS:
        vertices, faces = isosurface(*sample_narrow_band(field, voxel_mm, level_mm, shift), voxel_mm)
        if is_manifold(faces):
            return vertices, faces
    raise ValueError(f"no manifold surface at {voxel_mm} mm; use smaller voxels")


def mesh_field(field: Field, voxel_mm: float = 0.5, level_mm: float = 0.0, steps: int = 2) -> Surface:
    """Closed mesh of ``field == level_mm``: vertices on the level, normals from the gradient.

    Parameters
    ----------
    field : Field
        Signed distance in mm.
    voxel_mm : float
        Sample spacing in mm.
    level_mm : float
        Iso-value: -1 gives the surface 1 mm inside the bone.
    steps : int
        Newton steps of the projection on the level.

    Raises
    ------
    ValueError
        If the field has no surface.
    """
    vertices, faces = raw_surface(field, voxel_mm, level_mm)
    vertices = relax(field, vertices, voxel_mm, level_mm, steps)
    return Surface(vertices, faces, unit_gradient(field, vertices))
