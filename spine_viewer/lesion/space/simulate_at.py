"""Heat tissue with electrodes in given places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.request import Request, number, within
from spine_viewer.lesion.space.box import ZONE_MM, Box, box_about
from spine_viewer.lesion.space.electrode import Electrode
from spine_viewer.lesion.space.march import BLOCK_S, March, State, electrodes_volts
from spine_viewer.lesion.space.materials import Field, materials
from spine_viewer.lesion.space.metal import metal_in
from spine_viewer.lesion.space.narrow import Distance
from spine_viewer.lesion.space.result import LEAST_DOSE_MIN, Frame, SpaceLesion

CELL_MM = 0.5
FRAMES = 18

Progress = Callable[[float, SpaceLesion | None], None]


def simulate_at(
    electrodes: Electrode | Sequence[Electrode],
    temperature_c: float = 80.0,
    seconds: float = 90.0,
    perfusion: str = "bench",
    bone: Distance | None = None,
    bipolar: bool = False,
    progress: Progress | None = None,
    cell_mm: float = CELL_MM,
) -> SpaceLesion:
    """Heat tissue with one or more electrodes, beside bone if there is any, and return the lesion.

    Parameters
    ----------
    electrodes : Electrode or several
        Several are driven at once.
    temperature_c : float
        What the controller holds the hottest thermometer at, degrees C.
    seconds : float
        From switching on to switching off, a multiple of half a second.
    perfusion : str
        ``bench`` or ``body``, as for :func:`spine_viewer.lesion.simulate`.
    bone : callable, optional
        Signed distance (n,) to bone in mm of world points (n, 3), negative inside; ``Spine.distance_to_bone`` is one.
    bipolar : bool
        The electrodes lie by turns on the generator's two poles; otherwise all lie on one and the return is far away.
    progress : callable, optional
        Called after each half second with the part that is done, 0 to 1, and the lesion so far when a new frame of it
        was kept. What it raises ends the work.
    cell_mm : float
        Width of the cells where tissue may die; half of it at the metal.

    Raises
    ------
    InputError
        A value is unknown or out of the range of ``annotations/electrodes.json``.
    """
    ones = (electrodes,) if isinstance(electrodes, Electrode) else tuple(electrodes)
    _check(ones, temperature_c, seconds, perfusion, bipolar, cell_mm)
    tissue, facts = tissue_facts(), electrode_facts()
    box = box_about(ones, cell_mm, 0.5 * cell_mm)
    stuff, metal = materials(box, bone, tissue, perfusion), metal_in(box, ones, facts)
    start_c = tissue.surroundings[perfusion].start_c.value
    march = March(box, stuff, metal, electrodes_volts(ones, bipolar), (tissue, facts), start_c)
    inner = _inner(box, ones)
    total = round(seconds / BLOCK_S)
    keep = set(np.unique(np.ceil(np.linspace(0, total, min(FRAMES, total) + 1)[1:]).astype(int)).tolist())
    frames: list[Frame] = []

    x, y, z = (middle[part] for middle, part in zip(box.middles, inner, strict=True))
    bone_mm = stuff.bone_mm[inner].astype(np.float32)

    def so_far() -> SpaceLesion:
        log = march.log
        return SpaceLesion(
            electrodes=ones,
            temperature_c=temperature_c,
            seconds=seconds,
            perfusion=perfusion,
            bipolar=bipolar,
            origin=box.origin,
            axes=box.axes,
            middles=(x, y, z),
            frames=tuple(frames),
            log_arrhenius=_log(march.state.change[inner]),
            bone_mm=bone_mm,
            times_s=np.array(log.times_s),
            tip_temperature_c=np.array(log.tips_c),
            power_w=np.array(log.power_w),
            resistance_ohm=np.array(log.resistance_ohm),
            hottest_c=log.hottest_c,
            energy_j={
                "delivered": log.delivered_j,
                "stored": march.stored_j(),
                "left": log.left_j,
                "carried": log.carried_j,
                "cooled": log.cooled_j,
            },
        )

    def watch(state: State) -> None:
        done = round(state.time_s / BLOCK_S)
        if done in keep:
            rise = state.rise[inner] + np.float32(start_c)
            frames.append(Frame(state.time_s, rise, _log(state.dose[inner])))
        if progress is not None:
            progress(done / total, so_far() if done in keep else None)

    march.run(temperature_c, seconds, watch)
    return so_far()


def _check(
    ones: tuple[Electrode, ...], temperature_c: float, seconds: float, perfusion: str, bipolar: bool, cell_mm: float
) -> None:
    facts = electrode_facts()
    most = int(facts.most_electrodes.value)
    if not 1 <= len(ones) <= most:
        raise InputError(f"{len(ones)} electrodes; allowed: 1 to {most}")
    if bipolar and len(ones) < 2:
        raise InputError("a bipolar lesion needs two electrodes or more")
    for one in ones:
        Request(one.gauge, one.tip_mm, temperature_c, seconds, perfusion, one.kind)
    number(seconds, facts.seconds, "time")
    if abs(seconds / BLOCK_S - round(seconds / BLOCK_S)) > 1e-6:
        raise InputError(f"time {seconds:g} s is not a multiple of {BLOCK_S:g} s")
    if not 0.2 <= cell_mm <= 1.0:
        raise InputError(f"cell {cell_mm:g} mm is out of range; allowed: 0.2 to 1 mm")
    for i, one in enumerate(ones):
        for other in ones[i + 1 :]:
            apart = np.linalg.norm(one.bare[:, None] - other.bare[None], axis=2).min()
            if apart < facts.spacing_mm.low:
                raise InputError(
                    f"bare tips {apart:.1f} mm apart; allowed: {facts.spacing_mm.low:g} mm or more between their axes"
                )
            if len(ones) == 2:
                within(facts.spacing_mm, float(apart), "spacing")


def _inner(box: Box, ones: tuple[Electrode, ...]) -> tuple[slice, slice, slice]:
    """The cells where tissue may die."""
    line = np.concatenate([box.local(one.bare) for one in ones])
    made = []
    for i, middle in enumerate(box.middles):
        kept = np.flatnonzero((middle > line[:, i].min() - ZONE_MM) & (middle < line[:, i].max() + ZONE_MM))
        made.append(slice(int(kept[0]), int(kept[-1]) + 1))
    return made[0], made[1], made[2]


def _log(values: Array | Field) -> Field:
    return np.log10(np.maximum(values, np.float32(LEAST_DOSE_MIN))).astype(np.float32)
