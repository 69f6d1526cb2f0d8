"""Arrival of a front: closed forms in even and layered tissue, and around a wall."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.injectate.arrival import NEVER, arrival


def lattice(half: int, cell: float):
    ticks = cell * np.arange(-half, half + 1)
    return np.stack(np.meshgrid(ticks, ticks, ticks, indexing="ij"), axis=-1)


def test_in_even_tissue_it_is_the_distance_and_finer_cells_are_nearer_to_it():
    errors = []
    for half in (10, 20, 40):
        cell = 10.0 / half
        times = arrival(np.full((2 * half + 1,) * 3, 2.0), cell, np.full(3, float(half)))
        errors.append(np.abs(2.0 * times - np.linalg.norm(lattice(half, cell), axis=-1)).max())
    assert errors[0] > 1.4 * errors[1] > 1.4**2 * errors[2]
    assert errors[2] < 0.6  # mm, over 17 mm to the corner


def test_along_a_fast_layer_it_runs_ahead_as_a_head_wave():
    half, cell, fast = 40, 0.25, 3.0
    places = lattice(half, cell)
    speed = np.where(np.abs(places[..., 2]) < 0.6, fast, 1.0)
    times = arrival(speed, cell, np.full(3, float(half)))
    along = times[-1, half, half]
    assert along == pytest.approx(10.0 / fast, rel=0.05)
    above = times[-1, half, half + 20]  # 5 mm over the layer: down at the critical angle is quicker than straight on
    critical = np.arcsin(1.0 / fast)
    height = 5.0 - 0.6
    head_wave = (10.0 - height * np.tan(critical)) / fast + height / np.cos(critical)
    assert above == pytest.approx(head_wave, rel=0.06)
    assert above < np.hypot(10.0, height)


def test_a_wall_is_gone_round_and_a_closed_room_is_not_left():
    half, cell = 20, 0.5
    places = lattice(half, cell)
    wall = (np.abs(places[..., 0] - 3.0) < 0.6) & (places[..., 1] < 4.0)
    times = arrival(np.where(wall, 0.0, 1.0), cell, np.full(3, float(half)))
    behind = times[half + 12, half, half]  # 6 mm to the side, behind the wall that ends 4 mm up
    assert behind == pytest.approx(np.hypot(2.5, 4.0) + np.hypot(2.5, 4.0) + 1.0, rel=0.12)
    assert (times[wall] == NEVER).all()

    shell = np.abs(np.abs(places).max(axis=-1) - 5.0) < 0.6
    times = arrival(np.where(shell, 0.0, 1.0), cell, np.full(3, float(half)))
    outside = np.abs(places).max(axis=-1) > 6.0
    assert (times[outside] == NEVER).all()
