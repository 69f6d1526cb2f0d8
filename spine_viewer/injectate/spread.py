"""How a small volume spreads from a needle's tip: along bone and nerve first, never into bone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import RegularGridInterpolator
from scipy.spatial import cKDTree

from spine_viewer.anatomy.field.level_surface import level_surface
from spine_viewer.anatomy.field.mesher import Surface
from spine_viewer.errors import InputError
from spine_viewer.injectate.arrival import NEVER, Array, arrival
from spine_viewer.injectate.facts import InjectateFile, injectate_facts

Distance = Callable[[Array], Array]
MM3_PER_ML = 1000.0
COARSE = 3  # cells between two samples where no wall is near
PATH_STEP_MM = 0.25


@dataclass(frozen=True, eq=False)
class Spread:
    """Where fluid from one needle goes, for every volume.

    Attributes
    ----------
    tip : (3,) float
        Where it leaves the needle, world mm.
    ticks : three (n,) float
        Middles of the cells along each axis, mm from ``tip``.
    times : (nx, ny, nz) float
        When the front reaches each cell; ``NEVER`` in walls and where it does not come.
    wall_mm : (nx, ny, nz) float
        Distance to the nearest wall, negative inside.
    share : float or (nx, ny, nz) float
        Part of the extent that the fluid fills, the same everywhere or cell by cell.
    capsule_ml : float
        So much stays in the capsule of a joint, away from nerves; 0 where there is no capsule.
    """

    tip: Array
    ticks: tuple[Array, Array, Array]
    times: Array
    wall_mm: Array
    share: float | Array
    capsule_ml: float = 0.0

    @property
    def most_ml(self) -> float:
        """The volume at which the fluid would leave the grid."""
        return float(self._volumes[1][-1]) / MM3_PER_ML

    def front(self, ml: float) -> float:
        """The time that encloses a volume, mm over speed.

        Raises
        ------
        InputError
            A volume that is negative, or more than the grid holds.
        """
        if not 0.0 <= ml <= self.most_ml:
            raise InputError(f"{ml:g} mL is not allowed; allowed: 0 to {self.most_ml:.2f} mL")
        times, volumes = self._volumes
        return float(np.interp(MM3_PER_ML * ml, volumes, times))

    def surface(self, ml: float) -> Surface:
        """The surface of the fluid when ``ml`` millilitres are in: closed, world mm; empty for none."""
        front = self.front(ml)
        if front <= 0.0:
            return Surface(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3)))
        inside = np.minimum(front - self._reached, self.wall_mm)
        return level_surface(inside, 0.0, self.ticks, self.tip, np.eye(3))

    def holds(self, points: ArrayLike, ml: float) -> np.ndarray:
        """Which points (n, 3), world mm, lie in the fluid: (n,) bool."""
        local = np.atleast_2d(np.asarray(points, dtype=float)) - self.tip
        read = RegularGridInterpolator(self.ticks, self._reached, bounds_error=False, fill_value=NEVER)
        return np.asarray(read(local) <= self.front(ml))

    def held_mm(self, path: ArrayLike, ml: float) -> float:
        """Length of a course (k, 3), world mm, that lies in the fluid, mm; what is in a capsule does not touch it."""
        points, lengths = _finely(np.asarray(path, dtype=float))
        held = self.holds(points, ml)
        if self.capsule_ml > 0.0:
            held &= ~self.holds(points, min(ml, self.capsule_ml))
        return float((held * lengths).sum())

    def filled(self, ml: float) -> float:
        """Part of its extent that a volume fills, on the whole; 0 for none."""
        times, volumes = self._volumes
        extent = float(np.interp(self.front(ml), times, self._extents))
        return float(np.interp(self.front(ml), times, volumes)) / extent if extent > 0.0 else 0.0

    @property
    def _volumes(self) -> tuple[Array, Array]:
        """Times in order and the fluid (mm3) that is in by then, up to where the front meets the end of the grid."""
        return self._grown[:2]

    @property
    def _extents(self) -> Array:
        """The space (mm3) that is enclosed by then."""
        return self._grown[2]

    @cached_property
    def _grown(self) -> tuple[Array, Array, Array]:
        rim = np.ones(self.times.shape, dtype=bool)
        rim[1:-1, 1:-1, 1:-1] = False
        end = float(self.times[rim].min())
        cell = float(np.prod([t[1] - t[0] for t in self.ticks]))
        part = np.clip(self.wall_mm / cell ** (1.0 / 3.0) + 0.5, 0.0, 1.0)
        inside = (self._reached < end) & (part > 0.0)
        times, parts = self._reached[inside], part[inside]
        order = np.argsort(times)
        shares = np.broadcast_to(self.share, self.times.shape)[inside]
        extents, volumes = (np.cumsum(each[order]) * cell for each in (parts, parts * shares))
        zero = np.zeros(1)
        return np.append(zero, times[order]), np.append(zero, volumes), np.append(zero, extents)

    @cached_property
    def _reached(self) -> Array:
        """Times, carried on by one cell into the walls so that the fluid's surface lies on them."""
        padded = np.pad(self.times, 1, constant_values=NEVER)
        nearest = np.full(self.times.shape, NEVER)
        for axis in range(3):
            for step in (-1, 1):
                shifted = np.roll(padded, step, axis)[1:-1, 1:-1, 1:-1]
                np.minimum(nearest, shifted, out=nearest)
        walls = self.times >= NEVER
        cell = self.ticks[0][1] - self.ticks[0][0]
        return np.where(walls & (nearest < NEVER), nearest + 0.5 * cell, self.times)


def spread(
    tip: ArrayLike,
    bone: Distance,
    course: ArrayLike | None = None,
    others: Sequence[Distance] = (),
    facts: InjectateFile | None = None,
) -> Spread:
    """How fluid spreads from the tip of a needle.

    A front leaves the tip; it runs fastest in the loose layer on bone and in the fat about the nerve, more slowly
    through muscle, and not at all through bone and other walls. The volume then tells how far it has come.

    Parameters
    ----------
    tip : (3,) float
        World mm.
    bone : callable
        Signed distance (n,) to bone, mm, of points (n, 3); negative inside.
    course : (k, 3) float, optional
        The nerve.
    others : sequence of callables
        Like ``bone``: walls without a loose layer (dura, discs, cartilage).
    facts : InjectateFile, optional
        Default: ``annotations/injectate.json``.

    Raises
    ------
    InputError
        The tip lies in a wall.
    """
    facts = facts or injectate_facts()
    start = np.asarray(tip, dtype=float)
    cell = facts.cell_mm.value
    ticks = lattice(cell, facts.reach_mm.value)
    count = len(ticks) // 2
    bone_mm = on_grid(bone, start, ticks, facts.plane_mm.value)
    wall_mm = np.min([bone_mm, *(on_grid(other, start, ticks, cell) for other in others)], axis=0)
    speed = on_bone_faster(bone_mm, facts)
    if course is not None:
        tree = cKDTree(_finely(np.asarray(course, dtype=float))[0] - start)
        places = np.stack(np.meshgrid(ticks, ticks, ticks, indexing="ij"), axis=-1)
        apart, _ = tree.query(places, distance_upper_bound=facts.course_mm.value)
        speed = np.where(np.isfinite(apart), np.maximum(speed, facts.course_speed.value), speed)
    speed = np.where(wall_mm > 0.0, speed, 0.0)
    middle = np.full(3, float(count))
    if not (speed[count - 1 : count + 2, count - 1 : count + 2, count - 1 : count + 2] > 0.0).any():
        place = np.round(start, 1).tolist()
        raise InputError(f"the needle's tip at {place} mm lies in bone; allowed: a place in soft tissue")
    times = arrival(speed, cell, middle)
    return Spread(start, (ticks, ticks, ticks), times, wall_mm, facts.share.value)


def lattice(cell: float, reach_mm: float) -> Array:
    """Middles (n,) of the cells of a width along one axis, mm from the needle's tip; n is odd."""
    count = int(np.ceil(reach_mm / cell / COARSE)) * COARSE
    return np.asarray(cell * np.arange(-count, count + 1, dtype=float))


def on_bone_faster(bone_mm: Array, facts: InjectateFile) -> Array:
    """Speed of the front: that of muscle, and more in the loose layer on bone."""
    return np.where(bone_mm < facts.plane_mm.value, facts.plane_speed.value, 1.0)


def on_grid(distance: Distance, origin: Array, ticks: Array, band_mm: float) -> Array:
    """(n, n, n) distances about ``origin``: every third cell, and each cell where a wall is near."""
    coarse = ticks[::COARSE]
    values = np.asarray(distance(_points(coarse, origin))).reshape((len(coarse),) * 3)
    read = RegularGridInterpolator((coarse, coarse, coarse), values)
    local = _points(ticks, np.zeros(3))
    found = np.asarray(read(local))
    near = np.abs(found) < band_mm + COARSE * float(ticks[1] - ticks[0])
    found[near] = distance(local[near] + origin)
    return found.reshape((len(ticks),) * 3)


def _points(ticks: Array, origin: Array) -> Array:
    """(n**3, 3) places of a lattice about ``origin``."""
    return np.stack(np.meshgrid(ticks, ticks, ticks, indexing="ij"), axis=-1).reshape(-1, 3) + origin


def _finely(path: Array) -> tuple[Array, Array]:
    """Points (n, 3) in the middles of short pieces of a path, and the pieces' lengths (n,)."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    places = np.concatenate([[0.0], np.cumsum(steps)])
    count = max(1, int(np.ceil(places[-1] / PATH_STEP_MM)))
    edges = np.linspace(0.0, places[-1], count + 1)
    middles = 0.5 * (edges[1:] + edges[:-1])
    points = np.column_stack([np.interp(middles, places, path[:, axis]) for axis in range(3)])
    return points, np.diff(edges)
