"""The analytic spine that plans are tested on, with meshes so that it can be drawn."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import FunctionField, as_bounds
from spine_viewer.anatomy.field.mesher import mesh_field
from spine_viewer.anatomy.surfaces import polydata
from tests.procedures.fake_spine import LEVELS, FakeSpine, landmarks

SIDES = ("left", "right")
SKULL_MM = 400.0


@cache
def bone_mesh(voxel_mm: float) -> pv.PolyData:
    """The one bone that every level of the analytic spine repeats, about its own centre."""
    bone = FakeSpine().bones["L3"]
    box = as_bounds(np.subtract(bone.centre, (45, 25, 40)), np.add(bone.centre, (45, 50, 40)))
    surface = mesh_field(FunctionField(bone.distance, box), voxel_mm)
    return polydata(surface.vertices - bone.centre, surface.faces, surface.normals)


@cache
def canal_tube(name: str) -> pv.PolyData:
    """The dural sac, or the cord in its upper part, in the middle of the canal."""
    bottom, radius = {"dural_sac": (0.0, 7.0), "spinal_cord": (180.0, 4.0)}[name]
    line = np.linspace((0.0, 31.0, bottom), (0.0, 31.0, SKULL_MM), 60)
    return pv.MultipleLines(line).tube(radius=radius, n_sides=12).triangulate().compute_normals(split_vertices=False)


class FilmSpine(FakeSpine):
    """Adds what a scene asks for: structures with meshes, lists of nerves and joints, landmarks of a bone."""

    nerves = tuple(f"medial_branch:{level}:{side}" for level in LEVELS[:5] for side in SIDES) + tuple(
        f"dorsal_ramus:L5:{side}" for side in SIDES
    )
    cord = ("spinal_cord", "dural_sac")
    joints = tuple(f"facet:L{i}-{'S1' if i == 5 else f'L{i + 1}'}:{side}" for i in range(1, 6) for side in SIDES)

    def structures(self, kind=None):
        table = {"bone": tuple(self.bones), "nerve": self.nerves, "cord": self.cord, "skin": ("skin",)}
        return sum(table.values(), ()) if kind is None else table.get(kind, ())

    def structure(self, name):
        if name == "skin":
            return SimpleNamespace(id=name, kind="skin", mesh=self.skin.mesh, coarse=self.skin.mesh)
        if name in self.cord:
            tube = canal_tube(name)
            return SimpleNamespace(id=name, kind="cord", mesh=tube, coarse=tube)
        centre = self.bones[name].centre
        return SimpleNamespace(
            id=name, kind="bone", mesh=bone_mesh(1.2).translate(centre), coarse=bone_mesh(2.4).translate(centre)
        )

    def landmark(self, name):
        if name.startswith("occiput"):
            return np.array([0.0, {"occiput:basion": 14.0, "occiput:opisthion": 48.0}[name], SKULL_MM])
        return super().landmark(name)

    def landmarks(self, bone):
        return landmarks(bone, self.bones[bone].centre)

    def nerve(self, nerve_id):
        found = super().nerve(nerve_id)
        kind, level, side = nerve_id.split(":")
        below = LEVELS[LEVELS.index(level) + 1]
        return SimpleNamespace(
            id=nerve_id, kind=kind, level=level, side=side, path=found.path, crosses=below, target=40, joints=()
        )

    def joint(self, joint_id):
        found = super().joint(joint_id)
        _, levels, side = joint_id.split(":")
        upper = levels.split("-")[0]
        lower = LEVELS[LEVELS.index(upper) + 1]
        centre = np.asarray(self.landmarks(lower)[f"superior_articular_facet:{side}"])
        return SimpleNamespace(**vars(found), side=side, bones=(upper, lower), centre=centre, kind="facet")
