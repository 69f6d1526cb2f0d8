"""The bricks' heat and current against closed forms, with the order at which the error falls."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import exp1

from spine_viewer.lesion.facts import electrode_facts, tissue_facts
from spine_viewer.lesion.space.box import Box
from spine_viewer.lesion.space.kernels import spread
from spine_viewer.lesion.space.materials import materials
from spine_viewer.lesion.space.metal import metal_in
from spine_viewer.lesion.space.narrow import bone_distance
from spine_viewer.lesion.space.potential import Potential

SIGMA = 0.446


class Ball:
    """An electrode that is a ball about zero."""

    kind, tip_mm = "straight", 100.0
    tip, direction = np.zeros(3), np.array([0.0, 0.0, -1.0])

    def __init__(self, radius_mm: float) -> None:
        self.radius_mm = radius_mm

    def distance(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.linalg.norm(points, axis=1) - self.radius_mm, np.zeros(len(points))


def box_of(inner_mm: float, half_mm: float, cell_mm: float) -> Box:
    """Even cells to ``inner_mm`` from the middle and wider ones from there."""
    count = round(inner_mm / cell_mm)
    inner = np.arange(-count, count + 1) * cell_mm
    outer = np.geomspace(inner_mm, half_mm, round(1.2 * count) + 1)[1:]
    faces = np.concatenate([-outer[::-1], inner, outer])
    return Box((faces, faces, faces), np.zeros(3), np.eye(3))


def conductance(box: Box, radius_mm: float) -> float:
    stuff, metal = materials(box, None, tissue_facts(), "bench"), metal_in(box, (Ball(radius_mm),), electrode_facts())
    return Potential(box, stuff, metal, np.ones(1), 1e-5).solve(np.full(box.shape, SIGMA))[1]


def test_resistance_between_two_balls_about_one_middle() -> None:
    # One inside the other: what the edge of the grid adds to the resistance of both falls out of the difference.
    exact = (1.0 / 1e-3 - 1.0 / 2e-3) / (4.0 * np.pi * SIGMA)

    def error(cell: float) -> float:
        box = box_of(2.5, 10.0, cell)
        return abs((1.0 / conductance(box, 1.0) - 1.0 / conductance(box, 2.0)) / exact - 1.0)

    errors = [error(cell) for cell in (0.5, 0.25, 0.125)]
    assert errors[-1] < 0.01
    assert np.log2(np.array(errors[:-1]) / errors[1:]).min() > 1.7


def test_field_and_heat_of_a_ball_electrode() -> None:
    box = box_of(4.0, 60.0, 0.25)
    stuff, metal = materials(box, None, tissue_facts(), "bench"), metal_in(box, (Ball(1.0),), electrode_facts())
    heat, whole = Potential(box, stuff, metal, np.ones(1), 1e-6).solve(np.full(box.shape, SIGMA))
    x, y, z = np.meshgrid(*box.middles, indexing="ij")
    r = np.sqrt(x**2 + y**2 + z**2)
    # Current density falls as the square of the distance: half of the heat lies within two radii.
    for times, part in ((2.0, 0.5), (4.0, 0.75)):
        assert float(heat[r < times].sum(dtype=float)) / whole == pytest.approx(part * 60.0 / 59.0, rel=0.02)


def test_heat_beside_a_thin_warm_wire() -> None:
    k, c, watts_m = 0.49, 3.73e6, 40.0

    def exact(r: np.ndarray, time_s: float) -> np.ndarray:
        return watts_m / (4.0 * np.pi * k) * exp1(r**2 * c / (4.0 * k * time_s))

    def error(cell: float) -> float:
        count = 2 * round(10e-3 / cell) + 1
        place = (np.arange(count) - count // 2) * cell
        r = np.hypot(place[:, None], place[None, :])
        shape = (count, count, 7)
        step = 0.2 * c * cell**2 / k / 4.0
        steps = round(10.0 / step)
        step = 10.0 / steps
        now = np.repeat(exact(np.maximum(r, 0.5 * cell), 10.0)[:, :, None], 7, axis=2)
        now[count // 2, count // 2] = 1.5 * now[count // 2 + 1, count // 2]  # on the wire itself it is endless
        g = np.full(shape, k * cell)
        heat = np.zeros(shape)
        heat[count // 2, count // 2] = watts_m * cell
        over = np.zeros(shape)
        over[1:-1, 1:-1] = step / (c * cell**3)
        none = np.zeros(shape)
        new = now.copy()
        for n in range(steps):
            spread(now, new, g, g, g, over, heat, none, 0.0, 1.0)
            time_s = 10.0 + (n + 1) * step
            edge = exact(r, time_s) if n == steps - 1 else None
            new[:, :, 0], new[:, :, -1] = new[:, :, 3], new[:, :, 3]  # the wire goes on and on
            rim = exact(np.concatenate([r[0], r[:, 0]]), time_s)
            new[0] = new[-1] = rim[:count, None]
            new[:, 0] = new[:, -1] = rim[count:, None]
            now, new = new, now
        beside = (r > 2e-3) & (r < 8e-3)
        assert edge is not None
        return float(np.abs(now[:, :, 3] - edge)[beside].max() / exact(np.array([2e-3]), 20.0)[0])

    errors = [error(cell) for cell in (1e-3, 0.5e-3, 0.25e-3)]
    assert errors[-1] < 0.01
    assert np.log2(np.array(errors[:-1]) / errors[1:]).min() > 1.5


def test_current_divides_between_tissue_and_bone_as_the_closed_form_says() -> None:
    # A ball electrode half in bone and half in muscle, the border through its middle: the field stays that of a ball,
    # and each half carries current as its stuff conducts.
    box = box_of(3.0, 60.0, 0.25)
    facts = tissue_facts()
    metal = metal_in(box, (Ball(1.0),), electrode_facts())
    stuff = materials(box, lambda p: p[:, 0] + 1e-9, facts, "bench")
    sigma = np.where(stuff.bone_mm < 0.0, 0.02, SIGMA)
    _, both = Potential(box, stuff, metal, np.ones(1), 1e-5).solve(sigma)
    _, soft = Potential(box, stuff, metal, np.ones(1), 1e-5).solve(np.full(box.shape, SIGMA))
    assert both / soft == pytest.approx(0.5 * (1.0 + 0.02 / SIGMA), rel=0.02)


def test_distance_to_bone_is_exact_where_its_surface_passes_and_asked_for_sparingly() -> None:
    asked = 0

    def ball(points: np.ndarray) -> np.ndarray:
        nonlocal asked
        asked += len(points)
        return np.linalg.norm(points - [3.0, 1.0, 2.0], axis=1) - 2.5

    box = box_of(8.0, 40.0, 0.5)
    found = bone_distance(box, ball)
    spent = asked
    exact = ball(box.points()).reshape(box.shape)
    near = np.abs(exact) < 0.5
    np.testing.assert_allclose(found[near], exact[near], atol=1e-9)
    assert np.array_equal(found < 0.0, exact < 0.0)
    assert spent < 0.25 * exact.size
