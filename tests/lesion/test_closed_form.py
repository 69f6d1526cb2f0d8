"""The grid's heat and current against closed forms, with the order at which the error falls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import spsolve
from scipy.special import exp1

from spine_viewer.lesion.current import Current
from spine_viewer.lesion.grid import Grid, conductances, edge_flow, electrode_grid, factors, matrix
from spine_viewer.lesion.heat import Heat

RADIUS = 2e-3
REACH = 12e-3
CONDUCTIVITY = 0.49
CAPACITY = 3.73e6


def even_grid(cells: int) -> Grid:
    """A cylinder with ``cells`` along r and twice as many along z."""
    return Grid(np.linspace(0.0, REACH, cells + 1), np.linspace(-REACH, REACH, 2 * cells + 1))


def distance(grid: Grid) -> np.ndarray:
    return np.hypot(grid.r[:, None], grid.z[None, :])


def steady_error(cells: int, perfusion: float, exact: Callable[[np.ndarray], np.ndarray]) -> float:
    """Largest error outside a ball whose temperature is fixed, in parts of the ball's own temperature.

    The closed form also stands in every cell within the ball and on the edge of the grid, so that neither the
    steps of the ball's surface nor the finite grid add to the error.
    """
    grid = even_grid(cells)
    between = conductances(grid, np.full(grid.shape, CONDUCTIVITY))
    system = matrix(grid, between) + sparse.diags_array((perfusion * grid.volume).ravel())
    edge = np.zeros(grid.shape)
    edge[-1] += between.r[-1] * exact(np.hypot(REACH, grid.z))
    edge[:, 0] += between.z[:, 0] * exact(np.hypot(grid.r, REACH))
    edge[:, -1] += between.z[:, -1] * exact(np.hypot(grid.r, REACH))
    inside = (distance(grid) < RADIUS).ravel()
    truth = exact(distance(grid)).ravel()
    right = edge.ravel() - system[:, inside] @ truth[inside]
    free = ~inside
    found = spsolve(system[free][:, free].tocsc(), right[free])
    return float(np.abs(found - truth[free]).max())


@pytest.mark.parametrize("perfusion", [0.0, 12960.0, 2e5])
def test_steady_heat_about_a_warm_ball_with_and_without_blood_flow(perfusion: float) -> None:
    decay = np.sqrt(perfusion / CONDUCTIVITY)

    def exact(r: np.ndarray) -> np.ndarray:
        return RADIUS / np.maximum(r, 0.5 * RADIUS) * np.exp(-decay * (r - RADIUS))

    errors = [steady_error(cells, perfusion, exact) for cells in (24, 48, 96)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 2e-3
    assert orders.min() > 1.7


@pytest.mark.parametrize("perfusion", [0.0, 2e5])
def test_a_warm_cloud_spreads_and_fades_as_the_heat_kernel_says(perfusion: float) -> None:
    first = 2e-3  # standard deviation at time 0
    diffusivity = CONDUCTIVITY / CAPACITY

    def exact(grid: Grid, time_s: float) -> np.ndarray:
        spread = first**2 + 2.0 * diffusivity * time_s
        cloud = (first**2 / spread) ** 1.5 * np.exp(-(distance(grid) ** 2) / (2.0 * spread))
        return cloud * np.exp(-perfusion / CAPACITY * time_s)

    def error(cells: int, steps: int) -> float:
        grid, seconds = even_grid(cells), 8.0
        step = seconds / steps
        heat = Heat(grid, np.full(grid.shape, CONDUCTIVITY), np.full(grid.shape, CAPACITY), step)
        heat.accept(exact(grid, -step))
        heat.accept(exact(grid, 0.0))
        for _ in range(steps):
            heat.accept(heat.coast(perfusion * grid.volume * heat.expected))
        return float(np.abs(heat.rise - exact(grid, seconds)).max())

    errors = [error(cells, steps) for cells, steps in ((16, 8), (32, 16), (64, 32))]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 2e-3
    assert orders.min() > 1.7


def line_source_error(cells: int, seconds: float) -> float:
    """Largest error beside a thin wire that gives off heat evenly, in parts of what the closed form says at 1 mm."""
    reach, half, watts_m = 25e-3, 60e-3, 40.0
    grid = Grid(
        np.concatenate([np.linspace(0.0, 8e-3, cells + 1), np.linspace(8e-3, reach, cells + 1)[1:]]),
        np.linspace(-half, half, 41),
    )
    step = seconds / cells
    heat = Heat(grid, np.full(grid.shape, CONDUCTIVITY), np.full(grid.shape, CAPACITY), step)
    wire = np.zeros(grid.shape)
    wire[0] = watts_m * np.diff(grid.z_faces)

    def exact(r: np.ndarray, time_s: float) -> np.ndarray:
        return watts_m / (4.0 * np.pi * CONDUCTIVITY) * exp1(r**2 * CAPACITY / (4.0 * CONDUCTIVITY * time_s))

    # The field at the start of the first step and one step before stands for a wire that has been warm for a while.
    for before in (seconds - step, seconds):
        heat.accept(np.repeat(exact(grid.r, before)[:, None], grid.shape[1], axis=1))
    for _ in range(cells):
        heat.accept(heat.coast(0.0 * wire) + heat.response(wire))
    beside = (grid.r > 1e-3) & (grid.r < 20e-3)
    found = heat.rise[beside, grid.shape[1] // 2]
    return float(np.abs(found - exact(grid.r[beside], 2.0 * seconds)).max() / exact(np.array([1e-3]), seconds)[0])


def test_heat_beside_a_thin_warm_wire() -> None:
    errors = [line_source_error(cells, 20.0) for cells in (24, 48, 96)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 1e-3
    assert orders.min() > 1.5


def ball_conductance(cells: int) -> float:
    """Conductance of a ball electrode, as a part of the closed form's, by :class:`Current`.

    The earth lies on a cylinder between balls of 400 and 400 sqrt 2 radii, which bound its effect from both sides.
    """
    radius, reach = 0.5e-3, 400.0
    faces = np.concatenate(
        [np.linspace(0, 2 * radius, cells + 1), np.geomspace(2 * radius, reach * radius, round(1.5 * cells) + 1)[1:]]
    )
    grid = Grid(faces, np.concatenate([-faces[:0:-1], faces]))
    bare = distance(grid) < radius
    _, conductance = Current(grid, bare, np.zeros_like(bare)).solve(np.full(grid.shape, 0.446))
    return float(conductance * (1.0 - 1.0 / (1.2 * reach)) / (4.0 * np.pi * 0.446 * radius))


def test_current_of_a_ball_electrode() -> None:
    errors = [abs(ball_conductance(cells) - 1.0) for cells in (12, 24, 48)]
    assert errors[-1] < 2e-3
    orders = np.log2(np.array(errors[:-1]) / errors[1:])  # the ball is drawn in steps: less than second order
    assert orders.min() > 1.3


def test_field_of_a_ball_electrode() -> None:
    def exact(r: np.ndarray) -> np.ndarray:
        return RADIUS / np.maximum(r, 0.5 * RADIUS)

    errors = [steady_error(cells, 0.0, exact) for cells in (24, 48, 96)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < 2e-3
    assert orders.min() > 1.7


def test_heat_conduction_that_rises_with_temperature_bends_a_steady_profile_as_the_closed_form_says() -> None:
    # Through a slab k0 (1 + b T) dT/dx is even: T + b T^2 / 2 is a straight line.
    slope, hot = 0.0024, 60.0
    grid = Grid(np.linspace(0.0, 1e-3, 4), np.linspace(0.0, 20e-3, 201))
    rises = np.full(grid.shape, slope)
    heat = Heat(grid, np.full(grid.shape, CONDUCTIVITY), np.full(grid.shape, CAPACITY), 1.0, rises)
    line = (hot + 0.5 * slope * hot**2) * (1.0 - grid.z / 20e-3)
    exact = (np.sqrt(1.0 + 2.0 * slope * line) - 1.0) / slope
    out = heat.conducted(np.repeat(exact[None], 3, axis=0))
    plain = (
        matrix(grid, conductances(grid, np.full(grid.shape, CONDUCTIVITY))) @ np.repeat(exact[None], 3, axis=0).ravel()
    )
    inner = (slice(0, 2), slice(1, -1))  # away from the edges, which are cold
    whole = (out + plain.reshape(grid.shape))[inner]
    assert np.abs(whole).max() < 1e-9
    assert np.abs(out[inner]).max() > 1e-6


def test_what_the_current_loses_is_what_the_tip_gives() -> None:
    grid = electrode_grid(0.6e-3, 10e-3, 30e-3)
    rod = (grid.r[:, None] < 0.6e-3) & (grid.z[None, :] > 0.0)
    bare = rod & (grid.z[None, :] < 10e-3)
    sigma = 0.446 * (1.0 + 0.3 * np.exp(-distance(grid) / 5e-3))
    heat, conductance = Current(grid, bare, rod & ~bare).solve(sigma)
    # Solved apart: the current at 1 V through the edge of the grid is the conductance.
    full = matrix(grid, conductances(grid, np.where(bare, np.inf, np.where(rod & ~bare, 0.0, sigma))))
    free = ~rod.ravel()
    potential = np.zeros(free.size)
    potential[bare.ravel()] = 1.0
    drive = -(full[free][:, bare.ravel()].sum(axis=1))
    potential[free] = factors(full[free][:, free]).solve(np.asarray(drive).ravel())
    leaving = edge_flow(conductances(grid, np.where(rod, 0.0, sigma)), potential.reshape(grid.shape))
    assert conductance == pytest.approx(leaving, rel=1e-5)
    assert heat.sum() == pytest.approx(conductance, rel=1e-9)
    assert heat.min() >= 0.0
    assert np.all(heat[rod] == 0.0)


def test_current_solved_again_for_another_conductivity_is_as_exact_as_the_first_time() -> None:
    grid = electrode_grid(0.6e-3, 5e-3, 30e-3)
    rod = (grid.r[:, None] < 0.6e-3) & (grid.z[None, :] > 0.0)
    bare = rod & (grid.z[None, :] < 5e-3)
    warm = 0.446 * (1.0 + np.exp(-distance(grid) / 4e-3))
    again = Current(grid, bare, rod & ~bare)
    again.solve(np.full(grid.shape, 0.446))
    fresh = Current(grid, bare, rod & ~bare).solve(warm)
    reused = again.solve(warm)
    assert reused[1] == pytest.approx(fresh[1], rel=1e-6)
    assert np.abs(reused[0] - fresh[0]).max() < 1e-4 * fresh[0].max()
