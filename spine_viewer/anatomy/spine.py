"""The spine as one object: bones, joints, nerves, discs and landmarks in one pose, world mm (LPS)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.ids import choose
from spine_viewer.anatomy.levels import POSES
from spine_viewer.anatomy.manifest import Manifest, ManifestBone, load_manifest
from spine_viewer.anatomy.nerve import Nerve
from spine_viewer.anatomy.rigid import apply
from spine_viewer.errors import InputError

if TYPE_CHECKING:
    import pyvista as pv

    from spine_viewer.anatomy.nearest import MeshDistance
    from spine_viewer.anatomy.variation.request import Variation

DETAILS = {"display": "", "coarse": "coarse/", "inner": "inner/"}


class Meshes(Protocol):
    """Where the meshes and nerve paths of a spine come from."""

    def bone(self, bone: str, detail: str) -> pv.PolyData:
        """Mesh of a bone in its own frame, mm; ``detail``: one of ``DETAILS``."""
        ...

    def structure(self, pose: str, name: str) -> pv.PolyData:
        """Mesh of a soft structure, world mm."""
        ...

    def nerve_path(self, spine: Spine, nerve: str) -> Array:
        """Path (k, 3) of a nerve beside the bones of ``spine``, world mm."""
        ...


@dataclass(frozen=True)
class ShippedMeshes:
    """Meshes from a folder, as the manifest lists them."""

    folder: Path
    manifest: Manifest

    def bone(self, bone: str, detail: str) -> pv.PolyData:
        """Mesh of a bone in its own frame, mm."""
        return _read(self.folder / f"{DETAILS[detail]}{bone}.ply")

    def structure(self, pose: str, name: str) -> pv.PolyData:
        """Mesh of a soft structure, world mm."""
        return _read(self.folder / self.manifest.poses[pose].soft[name].file)

    def nerve_path(self, spine: Spine, nerve: str) -> Array:
        """Path (k, 3) of a nerve, world mm."""
        return np.array(self.manifest.poses[spine.pose].nerves[nerve].path)


def _read(path: Path) -> pv.PolyData:
    from spine_viewer.anatomy.surfaces_io import read_ply

    return read_ply(path)


@dataclass(frozen=True)
class Bone:
    """One bone: meshes in world mm, its pose and the exact signed distance to its surface."""

    id: str
    matrix: Array
    entry: ManifestBone
    _meshes: Meshes = field(compare=False, repr=False)
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def local(self, detail: str) -> pv.PolyData:
        """Mesh in the bone frame; ``detail``: one of ``DETAILS``."""
        return _kept(self._cache, f"local {detail}", lambda: self._meshes.bone(self.id, detail))

    def _world(self, detail: str) -> pv.PolyData:
        return _kept(self._cache, detail, lambda: self.local(detail).transform(self.matrix, inplace=False))

    @property
    def local_mesh(self) -> pv.PolyData:
        """Display mesh in the bone frame."""
        return self.local("display")

    @property
    def mesh(self) -> pv.PolyData:
        """Display mesh, closed, point arrays ``Normals`` and ``RGB``."""
        return self._world("display")

    @property
    def coarse(self) -> pv.PolyData:
        """Mesh with few triangles, for use while things move."""
        return self._world("coarse")

    @property
    def inner(self) -> pv.PolyData:
        """Surface of the cancellous bone under the cortical shell."""
        return self._world("inner")

    @property
    def measured(self) -> MeshDistance:
        """Distance object of the display mesh in world mm."""
        from spine_viewer.anatomy.nearest import MeshDistance

        return _kept(self._cache, "distance", lambda: MeshDistance(self.mesh))

    @cached_property
    def box(self) -> Array:
        """(2, 3) corners of a box in world mm that holds the bone."""
        low, high = np.array(self.entry.box)
        corners = np.array([np.where(pick, high, low) for pick in np.ndindex(2, 2, 2)])
        posed = apply(self.matrix, corners)
        return np.array([posed.min(axis=0), posed.max(axis=0)])

    def distance(self, points: object) -> Array:
        """Signed distance (n,) in mm of world points (n, 3) or (3,); negative inside the bone."""
        return self.measured(np.atleast_2d(np.asarray(points, dtype=float)))

    def closest(self, point: Array) -> tuple[float, Array]:
        """Distance in mm of one world point (3,), and the closest point (3,) of the surface."""
        return self.measured.closest(point)


@dataclass(frozen=True)
class Joint:
    """A joint of the column: its bones (upper, lower), the nerves that supply it, centre and normal.

    ``medial_branch_target``: False where no nerve of the joint can be treated at a bony target (occiput to axis).
    ``centre`` (3,) lies on the face of the lower bone (sacroiliac: of the sacrum), ``normal`` (3,) points out of it.
    """

    id: str
    kind: str
    bones: tuple[str, str]
    side: str
    nerves: tuple[str, ...]
    medial_branch_target: bool
    centre: Array
    normal: Array
    source: str
    status: str
    cartilage_id: str
    _spine: Spine | None = field(default=None, compare=False, repr=False)

    @property
    def cartilage(self) -> pv.PolyData:
        """Both cartilage layers, world mm."""
        if self._spine is None:
            raise RuntimeError(f"{self.id} is of no spine; take it from Spine.joint")
        return self._spine.structure(self.cartilage_id).mesh


@dataclass(frozen=True)
class Structure:
    """Anything that can be drawn: id, kind (bone, disc, cartilage, ligament, nerve, cord, skin) and meshes."""

    id: str
    kind: str
    _spine: Spine = field(compare=False, repr=False)

    @property
    def mesh(self) -> pv.PolyData:
        """Display mesh, world mm."""
        return self._spine._mesh_of(self.id, self.kind, "display")

    @property
    def coarse(self) -> pv.PolyData:
        """Mesh for use while things move."""
        return self._spine._mesh_of(self.id, self.kind, "coarse")


@dataclass(frozen=True)
class Spine:
    """A spine in one pose. Make it with :meth:`load` or :meth:`build`.

    ``folder`` holds the meshes; of a varied spine those that it was made from. ``variation``: how it differs from the
    default anatomy, or None.
    """

    pose: str
    manifest: Manifest
    folder: Path
    meshes: Meshes = field(compare=False, repr=False)
    variation: Variation | None = None
    _cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, pose: str = "standing", folder: Path | None = None) -> Spine:
        """The shipped anatomy, ``standing`` or ``prone`` on the table."""
        folder = folder or meshes_folder()
        manifest = load_manifest(folder)
        return cls(choose(pose, POSES, "pose"), manifest, folder, ShippedMeshes(folder, manifest))

    @classmethod
    def build(cls, variation: Variation | None = None, pose: str = "standing", folder: Path | None = None) -> Spine:
        """A spine that differs from the default one by ``variation``, made from the meshes in ``folder`` in seconds.

        ``folder`` defaults to the shipped meshes; without a variation it is the spine that :meth:`load` gives. The
        meshes themselves are made anew by ``anatomy.build.build_all``.
        """
        from spine_viewer.anatomy.variation.request import Variation

        choose(pose, POSES, "pose")
        if not isinstance(variation, Variation | None):
            raise InputError(f"variation {variation!r}; allowed: a Variation, or None (the default anatomy)")
        if variation is None or variation.is_default:
            return cls.load(pose, folder)
        from spine_viewer.anatomy.variation.varied import VariedMeshes

        folder = folder or meshes_folder()
        meshes = VariedMeshes(variation, folder)
        return cls(pose, meshes.manifest, folder, meshes, variation)

    def posed(self, pose: str) -> Spine:
        """The same spine in another pose."""
        return Spine(choose(pose, POSES, "pose"), self.manifest, self.folder, self.meshes, self.variation)

    @property
    def _pose(self):  # type: ignore[no-untyped-def]
        return self.manifest.poses[self.pose]

    @property
    def bones(self) -> tuple[str, ...]:
        """Bone ids, from above downwards."""
        return tuple(self._pose.bones)

    def bone(self, bone: str) -> Bone:
        """One bone by id."""
        choose(bone, self.bones, "bone")
        return _kept(
            self._cache,
            f"bone {bone}",
            lambda: Bone(bone, np.array(self._pose.bones[bone]), self.manifest.bones[bone], self.meshes),
        )

    def landmarks(self, bone: str) -> dict[str, Array]:
        """Landmarks of a bone by name (without the bone's id), world mm."""
        owner = self.bone(bone)

        def posed() -> dict[str, Array]:
            return {name: apply(owner.matrix, mark.point) for name, mark in owner.entry.landmarks.items()}

        return dict(_kept(self._cache, f"landmarks {bone}", posed))

    def landmark(self, landmark: str) -> Array:
        """World point (3,) of a landmark id such as ``L4:mamillary_process:left``."""
        bone, _, name = landmark.partition(":")
        owner = self.bone(bone)
        choose(name, tuple(owner.entry.landmarks), f"landmark of {bone}")
        return apply(owner.matrix, owner.entry.landmarks[name].point)

    @cached_property
    def _joints(self) -> dict[str, Joint]:
        """Every joint without its spine: one that held itself would stay in memory when nobody needs it any more."""
        from spine_viewer.anatomy.joints import find_joints

        return {joint.id: joint for joint in find_joints(self)}

    @property
    def joints(self) -> tuple[str, ...]:
        """Joint ids."""
        return tuple(self._joints)

    def joint(self, joint: str) -> Joint:
        """One joint by id, such as ``facet:L4-L5:left``."""
        return replace(self._joints[choose(joint, self.joints, "joint")], _spine=self)

    @property
    def nerves(self) -> tuple[str, ...]:
        """Nerve ids."""
        return tuple(self._pose.nerves)

    def nerve(self, nerve: str) -> Nerve:
        """One nerve by id, such as ``medial_branch:L3:left``."""
        if nerve not in self._pose.nerves:  # asked for hundreds of them at each picture
            choose(nerve, self.nerves, "nerve")
        return _kept(self._cache, f"nerve {nerve}", lambda: self._nerve(nerve))

    def _nerve(self, nerve: str) -> Nerve:
        entry = self._pose.nerves[nerve]
        joints = entry.joints or tuple(j.id for j in self._joints.values() if nerve in j.nerves)
        return Nerve(
            nerve,
            entry.kind,
            entry.level,
            entry.side,
            self.meshes.nerve_path(self, nerve),
            entry.diameter_mm,
            entry.crosses,
            joints,
            entry.target,
            entry.source,
            entry.status,
        )

    @property
    def discs(self) -> tuple[str, ...]:
        """Disc ids."""
        return self.structures("disc")

    def structures(self, kind: str | None = None) -> tuple[str, ...]:
        """Ids of everything that can be drawn, or of one kind."""
        kinds = self._kinds
        return tuple(name for name, own in kinds.items() if kind is None or own == kind)

    def structure(self, structure: str) -> Structure:
        """One drawable structure by id."""
        choose(structure, tuple(self._kinds), "structure")
        return Structure(structure, self._kinds[structure], self)

    @property
    def skin(self) -> Structure:
        """The trunk's skin."""
        return self.structure("skin")

    def distance_to_bone(self, points: object) -> Array:
        """Signed distance (n,) in mm of world points to the nearest bone; negative inside one."""
        from spine_viewer.anatomy.nearest import distance_to_all

        return distance_to_all(self._bodies, np.asarray(points, dtype=float))

    @cached_property
    def _bodies(self) -> tuple[Bone, ...]:
        return tuple(self.bone(bone) for bone in self.bones)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        kinds = dict.fromkeys(self.bones, "bone")
        kinds |= {name: entry.kind for name, entry in self._pose.soft.items()}
        return kinds | dict.fromkeys(self.nerves, "nerve")

    def _mesh_of(self, name: str, kind: str, detail: str) -> pv.PolyData:
        if kind == "bone":
            return self.bone(name).coarse if detail == "coarse" else self.bone(name).mesh
        if kind == "nerve":
            nerve = self.nerve(name)
            return _kept(self._cache, f"mesh {name}", lambda: _tube(nerve))
        return _kept(self._cache, f"mesh {name}", lambda: self.meshes.structure(self.pose, name))


def _tube(nerve: Nerve) -> pv.PolyData:
    from spine_viewer.anatomy.soft.tube import tube

    return tube(nerve.path, 0.5 * nerve.diameter_mm)


def _kept(cache: dict[str, object], key: str, make):  # type: ignore[no-untyped-def]
    if key not in cache:
        cache[key] = make()
    return cache[key]
