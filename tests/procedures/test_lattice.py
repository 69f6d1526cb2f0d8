"""The lattice stands in for the exact distance: close to it, and sparing with it."""

from __future__ import annotations

import numpy as np

from spine_viewer.procedures.lattice import LatticeDistance


def test_lattice_is_close_to_the_exact_distance_and_asks_little():
    asked = []

    def ball(points):
        asked.append(len(points))
        return np.linalg.norm(points - [3.0, 4.0, 5.0], axis=1) - 6.0

    lattice = LatticeDistance(ball, np.zeros(3), half_mm=20.0, step_mm=0.8)
    points = np.random.default_rng(1).uniform(-8.0, 14.0, (20000, 3))
    far_from_centre = np.linalg.norm(points - [3.0, 4.0, 5.0], axis=1) > 3.0
    error = np.abs(lattice(points) - (np.linalg.norm(points - [3.0, 4.0, 5.0], axis=1) - 6.0))
    assert error[far_from_centre].max() < 0.1
    first = sum(asked)
    lattice(points + 1e-3)
    assert sum(asked) - first < 0.02 * first


def test_outside_its_cube_the_lattice_is_exact():
    lattice = LatticeDistance(lambda p: p[:, 0] ** 2, np.zeros(3), half_mm=5.0)
    assert np.allclose(lattice(np.array([[40.0, 0.0, 0.0], [0.0, 0.0, 7.0]])), [1600.0, 0.0])
