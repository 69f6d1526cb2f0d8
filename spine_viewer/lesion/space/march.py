"""Heating from switching on to switching off, in three dimensions.

Explicit steps, as long as the finest cells allow, in blocks of half a second. The current of a block is constant. Heat
is nearly linear in it, so a block that ends too cold or too hot is put right by adding the answer to a unit of power,
found when the field was last renewed: the controller needs no tuning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from spine_viewer.lesion.damage import GAS_CONSTANT_J_MOL_K
from spine_viewer.lesion.facts import ElectrodeFile, TissueFile
from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.box import Box
from spine_viewer.lesion.space.electrode import Electrode
from spine_viewer.lesion.space.kernels import harm, spread, touch
from spine_viewer.lesion.space.materials import MM, Field, Materials
from spine_viewer.lesion.space.metal import Metal
from spine_viewer.lesion.space.potential import Potential, _faces

BLOCK_S = 0.5
SAFE = 0.8  # of the longest stable step, for tissue that conducts better when warm
NEW_FIELD_K = 3.0  # the current is solved anew when some tissue has changed by this much
LEAST_C = 39.0  # below, a minute counts for less than a second at 43 C


@dataclass(eq=False)
class State:
    """Where the heating stands: rise (nx, ny, nz) and metal's rise (k,), K; dose in min, Arrhenius integral."""

    rise: Field
    nodes: Array
    dose: Field
    change: Field
    time_s: float = 0.0
    volts2: float = 0.0


@dataclass(eq=False)
class Log:
    """What the generator shows, at the end of every block, and where the energy went, J."""

    times_s: list[float] = field(default_factory=lambda: [0.0])
    tips_c: list[Array] = field(default_factory=list)
    power_w: list[float] = field(default_factory=lambda: [0.0])
    resistance_ohm: list[float] = field(default_factory=list)
    hottest_c: float = 0.0
    delivered_j: float = 0.0
    carried_j: float = 0.0
    cooled_j: float = 0.0
    left_j: float = 0.0


class March:
    """Steps the heating; ``run`` goes to the end and hands every block's state to ``watch``."""

    def __init__(
        self,
        box: Box,
        stuff: Materials,
        metal: Metal,
        volts: Array,
        facts: tuple[TissueFile, ElectrodeFile],
        start_c: float,
    ) -> None:
        self._box, self._stuff, self._metal = box, stuff, metal
        self._tissue, self._electrode = facts
        self._start = start_c
        shape = box.shape
        self._potential = Potential(box, stuff, metal, volts)
        free = np.ones(shape, dtype=np.bool_)
        free.ravel()[metal.cell] = False
        self._g = tuple(np.zeros(shape, dtype=np.float32) for _ in range(3))
        shares = tuple(share.astype(np.float32) for share in stuff.shares)
        _faces(stuff.heat, free, *(width * MM for width in box.widths), *shares, *self._g)
        moving = np.zeros(shape, dtype=np.bool_)
        moving[1:-1, 1:-1, 1:-1] = free[1:-1, 1:-1, 1:-1]
        gx, gy, gz = self._g
        around = gx + gy + gz
        around[1:] += gx[:-1]
        around[:, 1:] += gy[:, :-1]
        around[:, :, 1:] += gz[:, :, :-1]
        limit = SAFE * float((stuff.capacity[moving] / around[moving]).min())
        self._steps = int(np.ceil(BLOCK_S / limit))
        self._step = BLOCK_S / self._steps
        self._moving = moving
        muscle = self._tissue.tissue
        slope = muscle.heat_rise_per_k.value
        self._half_slope = np.float32(0.5 * slope / (1.0 + slope * (start_c - 37.0)))
        self._step_over_c = np.where(moving, self._step / stuff.capacity, 0.0).astype(np.float32)
        self._cell_over_step = stuff.capacity.ravel()[metal.link] / self._step
        self._link_g = metal.link_length * stuff.heat.ravel()[metal.link]
        self._coolant_rise = np.where(metal.node_coolant > 0.0, metal.coolant_c - start_c, 0.0)
        self._solved_at = np.full(shape, -np.inf, dtype=np.float32)
        self._heat = np.zeros(shape, dtype=np.float32)
        self._answer = np.zeros(shape, dtype=np.float32)
        self._answer_nodes = np.zeros(len(metal.node_capacity))
        self._conductance = self._at_edge = 0.0
        self._answer_lost = np.zeros(2)
        self.state = State(
            np.zeros(shape, dtype=np.float32),
            np.zeros(len(metal.node_capacity)),
            np.zeros(shape, dtype=np.float32),
            np.zeros(shape, dtype=np.float32),
        )
        self.log = Log(tips_c=[np.full(len(metal.sensor_node), start_c)])

    def run(self, celsius: float, seconds: float, watch: Callable[[State], None]) -> Log:
        """Hold the hottest thermometer at ``celsius`` until ``seconds`` have passed."""
        damage, ramp = self._tissue.damage, self._electrode.ramp_s.value
        state, log = self.state, self.log
        dead_flow = self._stuff.flow.astype(np.float32)
        flow = dead_flow.copy()
        for block in range(round(seconds / BLOCK_S)):
            if np.abs(state.rise - self._solved_at)[self._moving].max() > NEW_FIELD_K:
                self._renew(flow)
            before = state.rise.copy()
            after, nodes = before.copy(), state.nodes
            lost = self._block(after, nodes, self._heat, flow, state.volts2, self._half_slope, self._coolant_rise)
            goal = min((block + 1) * BLOCK_S / ramp, 1.0) * (celsius - self._start)
            room = (goal - self._read(after, nodes)) / self._read(self._answer, self._answer_nodes)
            more = max(float(room.min()), -state.volts2)
            state.volts2 += more
            after += np.float32(more) * self._answer
            nodes += more * self._answer_nodes
            lost += more * self._answer_lost
            after.ravel()[self._metal.cell] = nodes[self._metal.cell_node]
            state.rise, state.time_s = after, (block + 1) * BLOCK_S
            harm(
                before.ravel(), after.ravel(), state.dose.ravel(), state.change.ravel(), self._start, BLOCK_S / 60.0,
                damage.dose_break_c.value, damage.dose_base_above.value, damage.dose_base_below.value,
                damage.arrhenius_per_s.value, damage.arrhenius_j_mol.value / GAS_CONSTANT_J_MOL_K, LEAST_C,
            )  # fmt: skip
            self._account(before, after, flow, lost)
            if dead_flow.any():
                flow = dead_flow * np.exp(-state.change)
            watch(state)
        return log

    def stored_j(self) -> float:
        """J that tissue and metal hold now."""
        moving, state = self._moving, self.state
        held = float((self._stuff.capacity[moving] * state.rise[moving]).sum())
        return held + float(self._metal.node_capacity @ state.nodes)

    def _renew(self, flow: Field) -> None:
        muscle, state = self._stuff, self.state
        celsius = state.rise + self._start
        sigma = muscle.current * (1.0 + muscle.current_rise * (celsius - 37.0))
        self._heat, self._conductance = self._potential.solve(sigma)
        self._at_edge = self._conductance - float(self._heat[self._moving].sum(dtype=float))
        self._solved_at = state.rise.copy()
        self._answer = np.zeros_like(self._heat)
        self._answer_nodes = np.zeros_like(state.nodes)
        self._answer_lost = self._block(
            self._answer, self._answer_nodes, self._heat, flow, 1.0, np.float32(0.0), np.zeros_like(self._coolant_rise)
        )

    def _block(
        self,
        rise: Field,
        nodes: Array,
        heat: Field,
        flow: Field,
        power: float,
        half_slope: np.float32,
        coolant_rise: Array,
    ) -> Array:
        """Go one block ahead in place; returns J that the coolant took and J that left by the ends of the shafts."""
        metal, lost = self._metal, np.zeros(2)
        now, new = rise, np.zeros_like(rise)
        for _ in range(self._steps):
            spread(now, new, *self._g, self._step_over_c, heat, flow, half_slope, np.float32(power))
            lost += touch(
                new.ravel(), nodes, metal.link, metal.link_node, self._link_g, self._cell_over_step,
                metal.node_capacity / self._step, metal.node_onward, metal.node_last, metal.node_coolant, coolant_rise,
            )  # fmt: skip
            now, new = new, now
        if now is not rise:
            rise[...] = now
        return lost * self._step

    def _read(self, rise: Field, nodes: Array) -> Array:
        """(e,) what the thermometers show, K above the start."""
        metal = self._metal
        return np.asarray(metal.sensor_node @ nodes + metal.sensor_cell @ rise.ravel()[metal.sensor_cells])

    def _account(self, before: Field, after: Field, flow: Field, lost: Array) -> None:
        state, log = self.state, self.log
        power = state.volts2 * self._conductance
        log.times_s.append(state.time_s)
        log.tips_c.append(self._read(after, state.nodes) + self._start)
        log.power_w.append(power)
        log.resistance_ohm += [1.0 / self._conductance] * (1 if log.resistance_ohm else 2)
        log.hottest_c = max(log.hottest_c, float(after[self._moving].max()) + self._start)
        log.delivered_j += BLOCK_S * power
        log.cooled_j += float(lost[0])
        log.left_j += float(lost[1])
        if flow.any():
            log.carried_j += 0.5 * BLOCK_S * float((flow * (before + after))[self._moving].sum(dtype=float))
        log.left_j += BLOCK_S * state.volts2 * self._at_edge  # the current heats the earthed edge itself, too
        log.left_j += 0.5 * BLOCK_S * (self._leaving(before) + self._leaving(after))

    def _leaving(self, rise: Field) -> float:
        """W through the edge of the grid."""
        gx, gy, gz = self._g
        return float(
            (gx[0] * rise[1]).sum() + (gx[-2] * rise[-2]).sum()
            + (gy[:, 0] * rise[:, 1]).sum() + (gy[:, -2] * rise[:, -2]).sum()
            + (gz[:, :, 0] * rise[:, :, 1]).sum() + (gz[:, :, -2] * rise[:, :, -2]).sum()
        )  # fmt: skip


def electrodes_volts(electrodes: tuple[Electrode, ...], bipolar: bool) -> Array:
    """(e,) volts at a generator's 1 V: all alike against the far edge, or by turns on its two poles."""
    count = len(electrodes)
    return np.where(np.arange(count) % 2 == 0, 0.5, -0.5) if bipolar else np.ones(count)
