"""Meshes of a varied spine: its bones at once, everything else when it is asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.field.base import Array, distance_to_box
from spine_viewer.anatomy.levels import POSES, load_levels
from spine_viewer.anatomy.manifest import Manifest
from spine_viewer.anatomy.nearest import NearestBone, distance_to_all
from spine_viewer.anatomy.rigid import apply, inverse
from spine_viewer.anatomy.soft.lay import freed
from spine_viewer.anatomy.spine import Bone, Spine
from spine_viewer.anatomy.variation.carry import Neighbourhood, Weights, carried
from spine_viewer.anatomy.variation.clearance import give_way, meeting
from spine_viewer.anatomy.variation.entries import varied_entry
from spine_viewer.anatomy.variation.figures import load_variation
from spine_viewer.anatomy.variation.maps import bone_maps, marks_of, stacked
from spine_viewer.anatomy.variation.request import Variation

FOLLOW_MM = 6.0  # how far from a corner that gave way the bone and what lies beside it follow
CORNERS = 3
BESIDE_MM = 3.0
LEAST_MM, FREE_MM = 0.25, 0.5  # a nerve nearer to bone than the one is moved to the other


class VariedMeshes:
    """Where a :class:`Spine` that differs from the default one has its meshes from."""

    def __init__(self, variation: Variation, folder: Path) -> None:
        self._default = {pose: default_spine(folder, pose) for pose in POSES}
        self._maps = bone_maps(variation, self._standing)
        self._poses = {pose: stacked(variation, spine) for pose, spine in self._default.items()}
        self._bones = {bone: self._mapped(bone) for bone in self._standing.bones}
        self._trees: dict[str, cKDTree] = {}
        self._gave = self._give_way(variation)
        for bone, shift in self._gave.items():
            self._bones[bone] = reshaped(self._bones[bone], self._bones[bone].points + shift)
        self.manifest = self._describe()

    @property
    def _standing(self) -> Spine:
        return self._default["standing"]

    def bone(self, bone: str, detail: str) -> pv.PolyData:
        """Mesh of a bone in its own frame, mm: ``display``, ``coarse`` or ``inner``."""
        if detail == "display":
            return self._bones[bone]
        mesh = self._standing.bone(bone).local(detail)
        if self._kept(bone):
            return mesh
        share = load_variation().inner_share.value if detail == "inner" else 1.0
        return reshaped(mesh, self._carry(bone, np.asarray(mesh.points, dtype=float), share))

    def structure(self, pose: str, name: str) -> pv.PolyData:
        """Mesh of a soft structure, world mm."""
        mesh = self._default[pose].structure(name).mesh
        points = np.asarray(mesh.points, dtype=float)
        motion = self._common_motion(pose, self._weights(pose, name, points))
        if motion is None:
            return reshaped(mesh, self._followed(pose, name, points))
        return mesh if np.allclose(motion, np.eye(4)) else mesh.transform(motion, inplace=False)

    def nerve_path(self, spine: Spine, nerve: str) -> Array:
        """Path (k, 3) of a nerve beside the bones of the varied ``spine``, world mm."""
        path = self._default[spine.pose].nerve(nerve).path
        motion = self._common_motion(spine.pose, self._weights(spine.pose, nerve, path))
        if motion is not None:
            return apply(motion, path)
        path = self._followed(spine.pose, nerve, path)
        near = [bone.measured for bone in map(spine.bone, spine.bones) if _beside(bone, path)]
        if not near or distance_to_all(near, path).min() > LEAST_MM:
            return path
        return freed(path, NearestBone(near), FREE_MM)

    def _kept(self, bone: str) -> bool:
        """Whether a bone has its default shape."""
        return self._maps[bone].changes_nothing and bone not in self._gave

    def _weights(self, pose: str, name: str, points: Array) -> Weights:
        return neighbourhood(self._default[pose].folder, pose).weights_of(name, points)

    def _common_motion(self, pose: str, bones: Collection[str]) -> Array | None:
        """The rigid motion (4, 4) that some bones have in common; None where they differ or change their shape."""
        if not all(self._kept(bone) for bone in bones):
            return None
        motions = [self._poses[pose][bone] @ inverse(self._default[pose].bone(bone).matrix) for bone in bones]
        return motions[0] if all(np.allclose(motions[0], other, atol=1e-6) for other in motions) else None

    def _carry(self, bone: str, points: Array, growth_share: float = 1.0) -> Array:
        """Points (n, 3) from the default frame of a bone to its varied frame, mm."""
        out = self._maps[bone](points, growth_share)
        if bone in self._gave:
            if bone not in self._trees:
                self._trees[bone] = cKDTree(np.asarray(self._standing.bone(bone).local_mesh.points, dtype=float))
            reach, index = self._trees[bone].query(points, CORNERS)
            weight = 1.0 / (reach + 1e-3)
            felt = np.exp(-reach[:, 0] / FOLLOW_MM) / weight.sum(axis=1)
            out += felt[:, None] * np.einsum("nk,nkj->nj", weight, self._gave[bone][index])
        return out

    def _followed(self, pose: str, name: str, points: Array) -> Array:
        around = neighbourhood(self._default[pose].folder, pose)
        return carried(points, self._weights(pose, name, points), around, self._carry, self._poses[pose])

    def _mapped(self, bone: str) -> pv.PolyData:
        mesh = self._standing.bone(bone).local_mesh
        if self._maps[bone].changes_nothing:
            return mesh
        return reshaped(mesh, self._maps[bone](np.asarray(mesh.points, dtype=float)))

    def _give_way(self, variation: Variation) -> dict[str, Array]:
        levels, gap = load_levels(), load_variation().least_gap_mm.value
        bones = [ids.bone_of(level) for joint in variation.worn for level in ids.neighbours(joint)]
        bones += [other for bone in bones for other in levels.carried.get(bone, ())]
        poses = list(self._poses.values())
        pairs = meeting(self._bones, poses, tuple(dict.fromkeys(bones)), gap)
        apart = [pair for pair in pairs if not set(pair) <= set(ids.PELVIS)]  # no wear moves the pelvis in itself
        return give_way(self._bones, poses, apart, gap)

    def _describe(self) -> Manifest:
        shipped = self._standing.manifest
        bones = {}
        for bone in self._standing.bones:
            entry = bones[bone] = self._standing.bone(bone).entry
            if self._kept(bone):
                continue
            marks = marks_of(entry)
            moved = dict(zip(marks, self._carry(bone, np.array(list(marks.values()))), strict=True))
            bones[bone] = varied_entry(entry, self._bones[bone], moved, self._maps[bone])
        poses = {
            pose: shipped.poses[pose].model_copy(
                update={"bones": {bone: tuple(map(tuple, frame.tolist())) for bone, frame in frames.items()}}
            )
            for pose, frames in self._poses.items()
        }
        return shipped.model_copy(update={"bones": bones, "poses": poses})


@lru_cache(maxsize=2)
def default_spine(folder: Path, pose: str) -> Spine:
    """The spine that every variation starts from, kept with its meshes."""
    return Spine.load(pose, folder)


@lru_cache(maxsize=2)
def neighbourhood(folder: Path, pose: str) -> Neighbourhood:
    """The default bones of a pose; kept, since every variation asks for the same."""
    spine = default_spine(folder, pose)
    meshes = {bone: spine.bone(bone).local_mesh for bone in spine.bones}
    return Neighbourhood(meshes, {bone: spine.bone(bone).matrix for bone in spine.bones})


def reshaped(mesh: pv.PolyData, points: Array) -> pv.PolyData:
    """The triangles and colours of a mesh on other points (n, 3), with new normals."""
    out = mesh.copy()
    out.points = np.asarray(points, dtype=np.float32)
    out = out.compute_normals(cell_normals=False, split_vertices=False, consistent_normals=False)
    out.point_data.active_normals_name = "Normals"
    return out


def _beside(bone: Bone, path: Array) -> bool:
    return bool((distance_to_box(path, bone.box) < BESIDE_MM).any())
