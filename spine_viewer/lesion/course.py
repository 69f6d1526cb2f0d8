"""One lesion from switching on to switching off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.lesion.current import Current
from spine_viewer.lesion.damage import arrhenius_rate, dose_rate
from spine_viewer.lesion.facts import Damage, ElectrodeFile, TissueFile, electrode_facts, tissue_facts
from spine_viewer.lesion.grid import Array, Grid, electrode_grid
from spine_viewer.lesion.heat import Heat
from spine_viewer.lesion.request import Request

MM = 1e-3
STEP_S = 0.5
REACH_MM = 45.0  # heat spreads some 20 mm in ten minutes
NEW_CURRENT_K = 1.0  # the current is solved anew when some tissue has changed by this much


@dataclass(frozen=True, eq=False)
class Course:
    """What happened in every cell and at every step.

    Parameters
    ----------
    grid : Grid
    radius : float
        Of the electrode, m.
    times_s : (n,) float
        From 0, when the current is switched on.
    temperature_c : (n, nr, nz) float32
    dose_min : (n, nr, nz) float32
        CEM43.
    arrhenius : (nr, nz) float
        At the end.
    tip_c, power_w, resistance_ohm : (n,) float
    delivered_j, stored_j, left_j, carried_j, cooled_j : float
        Energy put in, held in tissue and metal, gone through the edge of the grid, carried off by blood, taken by
        the coolant.
    """

    grid: Grid
    radius: float
    times_s: Array
    temperature_c: NDArray[np.float32]
    dose_min: NDArray[np.float32]
    arrhenius: Array
    tip_c: Array
    power_w: Array
    resistance_ohm: Array
    delivered_j: float
    stored_j: float
    left_j: float
    carried_j: float
    cooled_j: float


def run(
    request: Request,
    finest_mm: float = 0.1,
    step_s: float = STEP_S,
    tissue: TissueFile | None = None,
    electrode: ElectrodeFile | None = None,
) -> Course:
    """Heat the tissue as asked.

    Parameters
    ----------
    request : Request
    finest_mm : float
        Width of the smallest cells, mm.
    step_s : float
        Longest time step, s; the time asked for is a whole number of steps.
    tissue, electrode : optional
        Other figures than those of the annotations, to see what they matter.
    """
    tissue, electrode = tissue or tissue_facts(), electrode or electrode_facts()
    metal, damage, kind = electrode.metal, tissue.damage, electrode.kinds[request.kind]
    around = tissue.surroundings[request.perfusion]
    start_c = around.start_c.value
    radius, tip = 0.5 * request.diameter_mm * MM, request.tip_mm * MM
    grid = electrode_grid(radius, tip, REACH_MM * MM, finest_mm * MM)

    rod = (grid.r[:, None] < radius) & (grid.z[None, :] > 0.0)
    bare = rod & (grid.z[None, :] < tip)
    sensor = bare & (grid.z[None, :] < electrode.sensor_mm.value * MM)
    if kind.sensor_ahead_mm is not None:
        ahead = kind.sensor_ahead_mm.value * MM
        sensor = (grid.r[:, None] < radius) & (grid.z[None, :] < 0.0) & (grid.z[None, :] > -ahead)
    coolant, coolant_rise = np.zeros(grid.shape), 0.0
    if kind.coolant_c is not None and kind.coolant_w_m2_k is not None:
        coolant = np.where(rod, 2.0 * kind.coolant_w_m2_k.value / radius, 0.0) * grid.volume
        coolant_rise = kind.coolant_c.value - start_c
    weight = np.where(sensor, grid.volume, 0.0) / grid.volume[sensor].sum()
    bulk = tissue.tissue
    warmer = 1.0 + bulk.heat_rise_per_k.value * (start_c - 37.0)
    conductivity = np.where(rod, metal.heat_conductivity_w_m_k.value, warmer * bulk.heat_conductivity_w_m_k.value)
    heat_slope = np.where(rod, 0.0, bulk.heat_rise_per_k.value / warmer)
    capacity = np.where(
        rod,
        metal.density_kg_m3.value * metal.heat_capacity_j_kg_k.value,
        bulk.density_kg_m3.value * bulk.heat_capacity_j_kg_k.value,
    )
    flow = np.where(rod, 0.0, around.perfusion_w_m3_k.value) * grid.volume
    sigma, slope = bulk.electrical_conductivity_s_m.value, bulk.electrical_rise_per_k.value

    count = max(1, int(np.ceil(request.seconds / step_s - 1e-9)))
    step = request.seconds / count
    heat = Heat(grid, conductivity, capacity, step, heat_slope, coolant, coolant_rise)
    current = Current(grid, bare, rod & ~bare)

    times = np.linspace(0.0, request.seconds, count + 1)
    goal = np.minimum(times / electrode.ramp_s.value, 1.0) * (request.temperature_c - start_c)
    temperatures = np.full((count + 1, *grid.shape), start_c, dtype=np.float32)
    doses = np.zeros_like(temperatures)
    tip_c, power, resistance = np.full(count + 1, start_c), np.zeros(count + 1), np.zeros(count + 1)
    dose, change = np.zeros(grid.shape), np.zeros(grid.shape)
    rates = _rates(heat.rise + start_c, damage)
    solved_at = np.full(grid.shape, -np.inf)
    left = carried = cooled = 0.0
    for n in range(1, count + 1):
        expected = heat.expected
        if np.abs(expected - solved_at)[~rod].max() > NEW_CURRENT_K:
            shape, conductance = current.solve(sigma * (1.0 + slope * (expected + start_c - 37.0)))
            answer, solved_at = heat.response(shape), expected
        lost = flow * np.exp(-change) * expected
        coasting = heat.coast(lost + heat.conducted(expected))
        volts2 = max(0.0, (goal[n] - float((weight * coasting).sum())) / float((weight * answer).sum()))
        heat.accept(coasting + volts2 * answer)
        celsius = heat.rise + start_c
        new = _rates(celsius, damage)
        dose = dose + 0.5 * step / 60.0 * (rates[0] + new[0])
        change = change + 0.5 * step * (rates[1] + new[1])
        rates = new
        temperatures[n], doses[n] = celsius, dose
        tip_c[n] = float((weight * celsius).sum())
        power[n], resistance[n] = volts2 * conductance, 1.0 / conductance
        left, carried = left + step * heat.leaving(), carried + step * float(lost.sum())
        cooled += step * heat.cooled()
    resistance[0] = resistance[1]
    delivered = step * float(power.sum())
    return Course(
        grid,
        radius,
        times,
        temperatures,
        doses,
        change,
        tip_c,
        power,
        resistance,
        delivered,
        heat.stored(),
        left,
        carried,
        cooled,
    )


def _rates(celsius: Array, damage: Damage) -> tuple[Array, Array]:
    return dose_rate(celsius, damage), arrhenius_rate(celsius, damage)
