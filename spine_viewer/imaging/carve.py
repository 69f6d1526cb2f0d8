"""A closed body less others: what overlaps would be counted twice in the beam."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles


def carved(body: Triangles, others: Iterable[Triangles]) -> Triangles:
    """What of a closed body lies in none of the others.

    A body replaces one tissue (see :class:`spine_viewer.imaging.solids.Solid`), so two bodies in trunk tissue must not
    share a place: the ray would lose the trunk twice there.

    Parameters
    ----------
    body : Triangles
        World mm, closed.
    others : iterable of Triangles
        World mm, closed; those whose box lies apart cost nothing.

    Returns
    -------
    Triangles
        World mm, closed. The body itself where nothing touches it.

    Raises
    ------
    InputError
        A mesh is not closed, or nothing of the body is left.
    """
    import manifold3d

    def solid(mesh: Triangles) -> manifold3d.Manifold:
        # Copies: the library takes no arrays that are read-only.
        vertices, faces = np.array(mesh.vertices, np.float64, order="C"), np.array(mesh.faces, np.uint64, order="C")
        made = manifold3d.Manifold(manifold3d.Mesh64(vertices, faces))
        if made.status() != manifold3d.Error.NoError:
            raise InputError(f"a body to carve is not a closed mesh ({made.status()}); mend the mesh")
        return made

    low, high = body.box_corners.min(axis=0), body.box_corners.max(axis=0)
    near = [
        other
        for other in others
        if (other.box_corners.max(axis=0) > low).all() and (other.box_corners.min(axis=0) < high).all()
    ]
    if not near:
        return body
    left = manifold3d.Manifold.batch_boolean([solid(body), *map(solid, near)], manifold3d.OpType.Subtract)
    if left.is_empty():
        raise InputError("nothing is left of a body after carving; take smaller bodies out of it")
    mesh = left.to_mesh64()
    return as_triangles((mesh.vert_properties[:, :3], mesh.tri_verts.astype(np.int64)))
