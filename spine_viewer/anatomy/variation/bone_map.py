"""The map of one bone: from its default shape to that of a varied spine, both in the bone's own frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.rigid import apply

STEP_MM = 0.5


@dataclass(frozen=True)
class BoneMap:
    """Shift with the bone's neighbourhood, then new bone, then size.

    ``frame`` (4, 4): the bone's default pose, standing, in whose world ``shift`` is defined; ``growths`` are shifts in
    the bone frame; ``scale`` (3,) of width, depth and height.
    """

    frame: Array
    scale: Array
    shift: Callable[[Array], Array] | None
    growths: tuple[Callable[[Array], Array], ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the bone keeps its shape."""
        return self.shift is None and not self.growths and bool((self.scale == 1.0).all())

    def __call__(self, points: Array, growth_share: float = 1.0) -> Array:
        """Points (n, 3) of the default bone carried over, mm; ``growth_share`` of the new bone counts."""
        moved = np.array(points, dtype=float)
        if self.shift is not None:
            moved += self.shift(apply(self.frame, points)) @ self.frame[:3, :3]
        for growth in self.growths:
            moved += growth_share * growth(points)
        return moved * self.scale

    def directions(self, point: Array, vectors: Array) -> Array:
        """Unit vectors (k, 3) along which vectors (k, 3) at a point (3,) are carried, without new bone."""
        ends = self(np.vstack([point, point + STEP_MM * vectors]), growth_share=0.0)
        along = ends[1:] - ends[0]
        return along / np.linalg.norm(along, axis=1, keepdims=True)
