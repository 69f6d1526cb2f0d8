"""How far a needle is from what it must not touch: dural sac, vertebral artery, pleura, roots and their ganglia."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from spine_viewer.procedures.checks import resample
from spine_viewer.procedures.model import Array

if TYPE_CHECKING:
    from spine_viewer.anatomy.nearest import MeshDistance
    from spine_viewer.anatomy.spine import Spine

SURFACES = {
    "dural_sac": "dural_sac",
    "vertebral_artery": "vertebral_artery:{side}",
    "pleura": "pleura:{side}",
}
ROOT_KINDS = ("spinal_nerve", "dorsal_root_ganglion")
ROOT_STEP_MM = 0.25
HAZARDS = (*SURFACES, "root")


class Hazards:
    """Distances to the structures to avoid on one side of a spine; each is read when first asked for."""

    def __init__(self, spine: Spine, side: str) -> None:
        self._spine, self._side = spine, side
        self._meshes: dict[str, MeshDistance] = {}

    def has(self, name: str) -> bool:
        """Whether this spine has the structure."""
        if name == "root":
            return bool(self._roots)
        return self._id(name) in self._spine.structures()

    def distance(self, name: str, points: Array) -> Array:
        """Distance (n,) in mm of world points (n, 3) to the surface of a structure; negative inside.

        Parameters
        ----------
        name : str
            One of ``HAZARDS``; ``root`` is the nearest spinal nerve or ganglion of the side, as thick as drawn.
        points : (n, 3) float
        """
        if name == "root":
            gap, index = self._root_tree.query(points)
            return np.asarray(gap - self._root_radius[index])
        if name not in self._meshes:
            from spine_viewer.anatomy.nearest import MeshDistance

            self._meshes[name] = MeshDistance(self._spine.structure(self._id(name)).mesh)
        return np.asarray(self._meshes[name](np.asarray(points, dtype=float)))

    def _id(self, name: str) -> str:
        return SURFACES[name].format(side=self._side)

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        own = (name.split(":") for name in self._spine.nerves)
        return tuple(":".join(n) for n in own if n[0] in ROOT_KINDS and n[-1] == self._side)

    @cached_property
    def _root_points(self) -> tuple[Array, Array]:
        nerves = [self._spine.nerve(name) for name in self._roots]
        paths = [resample(np.asarray(n.path, dtype=float), ROOT_STEP_MM) for n in nerves]
        radius = np.concatenate([np.full(len(p), 0.5 * n.diameter_mm) for p, n in zip(paths, nerves, strict=True)])
        return np.concatenate(paths), radius

    @cached_property
    def _root_tree(self) -> cKDTree:
        return cKDTree(self._root_points[0])

    @property
    def _root_radius(self) -> Array:
        return self._root_points[1]
