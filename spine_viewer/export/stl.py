"""Chosen structures as STL to print: one closed surface in mm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.export.bodies import Body

LEAST_MM3 = 1.0


def stl(bodies: Sequence[Body]) -> bytes:
    """The bytes of a binary STL file: the union of the bodies, world mm, z up.

    Bodies that touch or overlap become one; those apart stay pieces of their own. Edges are shared by two triangles
    everywhere, as slicers want it. Where a plane cuts a body, what it takes away is left out and the cut is closed.

    Raises
    ------
    InputError
        A body is not closed; or nothing is left.
    """
    import trimesh
    from manifold3d import Error, Manifold, Mesh

    solids = []
    for body in bodies:
        mesh = trimesh.Trimesh(body.vertices, body.faces, process=False)
        mesh.merge_vertices(merge_norm=True, merge_tex=True)
        solid = Manifold(Mesh(np.asarray(mesh.vertices, dtype=np.float32), np.asarray(mesh.faces, dtype=np.uint32)))
        if solid.status() != Error.NoError or solid.is_empty():
            raise InputError(f"{body.name} is not closed and cannot be printed; leave its layer out")
        if body.section is not None:
            normal = body.section.normal
            solid = solid.trim_by_plane(normal.tolist(), float(normal @ body.section.origin))
        if not solid.is_empty():
            solids.append(solid)
    whole = _union(solids)
    if whole.is_empty() or whole.volume() < LEAST_MM3:
        raise InputError("nothing is left to print; choose other structures")
    made = whole.to_mesh()
    return bytes(
        trimesh.Trimesh(np.asarray(made.vert_properties)[:, :3], np.asarray(made.tri_verts), process=False).export(
            file_type="stl"
        )
    )


def _union(solids: Sequence):  # type: ignore[no-untyped-def]
    from manifold3d import Manifold, OpType

    return Manifold.batch_boolean(list(solids), OpType.Add)
