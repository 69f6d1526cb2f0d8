"""A scene as GLB (binary glTF 2.0): named nodes, metres, y up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spine_viewer.export.bodies import Array, Body

M_PER_MM = 1e-3
# Patient's left stays +x, superior becomes +y (up), anterior becomes +z (the front in glTF).
GLTF_FROM_LPS = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
OPAQUE = 0.995


def to_gltf(points_mm: Array) -> Array:
    """World mm in LPS (n, 3) as glTF metres (n, 3): x left, y up, z to the front; a rotation, nothing is mirrored."""
    return np.asarray(M_PER_MM * points_mm @ GLTF_FROM_LPS.T)


def linear(colour: Array) -> Array:
    """Colours of a screen (sRGB, 0 to 1) as amounts of light, which is what glTF 2.0 counts in (IEC 61966-2-1)."""
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def glb(bodies: Sequence[Body]) -> bytes:
    """The bytes of a GLB file, one named node and mesh for each body, with its colour and opacity."""
    import trimesh

    scene = trimesh.Scene()
    for body in bodies:
        mesh = trimesh.Trimesh(to_gltf(body.vertices), body.faces, process=False)
        mesh.visual = _visual(body)
        scene.add_geometry(mesh, node_name=body.name, geom_name=body.name)
    return bytes(scene.export(file_type="glb"))


def _visual(body: Body):  # type: ignore[no-untyped-def]
    from trimesh.visual import TextureVisuals
    from trimesh.visual.material import PBRMaterial

    style = body.style
    colour = np.ones(3) if body.colours is not None else linear(np.array(style.colour))
    rgba = np.rint(255.0 * np.array([*colour, style.opacity])).astype(np.uint8)
    visual = TextureVisuals(
        material=PBRMaterial(
            name=body.name,
            baseColorFactor=rgba,
            metallicFactor=0.0,
            roughnessFactor=1.0 - 0.6 * style.shine,
            alphaMode="OPAQUE" if style.opacity > OPAQUE else "BLEND",
            doubleSided=style.two_sided,
        )
    )
    if body.colours is not None:
        alpha = np.full((len(body.colours), 1), 255, dtype=np.uint8)
        rgb = np.rint(255.0 * linear(body.colours / 255.0)).astype(np.uint8)
        visual.vertex_attributes["color"] = np.hstack([rgb, alpha])
    return visual
