"""What each brick is made of, and how well heat and current pass from brick to brick. Metres and SI units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.lesion.facts import TissueFile
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.box import Box
from spine_viewer.lesion.space.narrow import Distance, bone_distance

Field = NDArray[np.float32]
MM = 1e-3


@dataclass(frozen=True, eq=False)
class Materials:
    """Figures of each cell, (nx, ny, nz) each.

    Parameters
    ----------
    volume : m3
    capacity : J/K
    heat : W/(m K), at the start temperature
    current, current_rise : S/m at 37 degrees C, and the part of it by which it rises per degree
    flow : W/K, what blood carries off before any tissue is dead
    bone_mm : signed distance to bone, mm; infinite where none was given
    shares : for x, y and z, the part of the way from a cell's middle to the next one's that lies in the first's stuff
    """

    volume: Array
    capacity: Array
    heat: Array
    current: Array
    current_rise: Array
    flow: Array
    bone_mm: Array
    shares: tuple[Array, Array, Array]


def materials(box: Box, bone: Distance | None, tissue: TissueFile, perfusion: str) -> Materials:
    """Muscle everywhere but where ``bone`` ((n, 3) world points to (n,) signed distance, mm) is negative."""
    shape = box.shape
    dx, dy, dz = (width * MM for width in box.widths)
    volume = dx[:, None, None] * dy[None, :, None] * dz[None, None, :]
    bone_mm = np.full(shape, np.inf)
    if bone is not None:
        bone_mm = bone_distance(box, bone)
    around, muscle, bones = tissue.surroundings[perfusion], tissue.tissue, tissue.bone
    hard, deep = bone_mm < 0.0, bone_mm < -bones.cortex_mm.value

    def pick(name: str) -> Array:
        soft, shell, core = (getattr(of, name).value for of in (muscle, bones.cortical, bones.cancellous))
        return np.where(deep, core, np.where(hard, shell, soft))

    warmer = 1.0 + muscle.heat_rise_per_k.value * (around.start_c.value - 37.0)
    blood = around.perfusion_w_m3_k.value
    return Materials(
        volume=volume,
        capacity=pick("density_kg_m3") * pick("heat_capacity_j_kg_k") * volume,
        heat=pick("heat_conductivity_w_m_k") * warmer,
        current=pick("electrical_conductivity_s_m"),
        current_rise=np.where(hard, 0.0, muscle.electrical_rise_per_k.value),
        flow=np.where(hard, min(blood, bones.perfusion_w_m3_k.value), blood) * volume,
        bone_mm=bone_mm,
        shares=_shares(box, bone_mm),
    )


def _shares(box: Box, bone_mm: Array) -> tuple[Array, Array, Array]:
    made = []
    for axis, width in enumerate(box.widths):
        near, far = _pair(bone_mm, axis)
        plain = _along(width[:-1] / (width[:-1] + width[1:]), axis)
        with np.errstate(invalid="ignore"):
            cut = np.abs(near) / (np.abs(near) + np.abs(far))
        share = np.where(near * far < 0.0, cut, plain)
        whole = np.full(box.shape, 0.5)  # of the last slab there is no way onwards
        whole[tuple(slice(None, -1) if other == axis else slice(None) for other in range(3))] = np.clip(
            share, 0.02, 0.98
        )
        made.append(whole)
    return made[0], made[1], made[2]


def _pair(values: Array, axis: int) -> tuple[Array, Array]:
    """The cells before and behind every inner face across ``axis``."""
    first, second = [slice(None)] * 3, [slice(None)] * 3
    first[axis], second[axis] = slice(None, -1), slice(1, None)
    return values[tuple(first)], values[tuple(second)]


def _along(values: Array, axis: int) -> Array:
    shape = [1, 1, 1]
    shape[axis] = len(values)
    return values.reshape(shape)
