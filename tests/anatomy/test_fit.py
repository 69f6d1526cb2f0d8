"""The calibration finds known dimensions again, and its results stay inside their bounds."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from spine_viewer.anatomy.bones.vertebra_shape import BUILT_LEVELS, shape_parameters
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.fit import Free, Similarity, calibrate
from spine_viewer.anatomy.folders import annotations_folder


def ellipsoid_points(radii: np.ndarray, count: int = 800) -> np.ndarray:
    v = np.random.default_rng(0).normal(size=(count, 3))
    return v / np.linalg.norm(v, axis=1, keepdims=True) * radii


def test_finds_a_radius_and_a_shift_again() -> None:
    target = ellipsoid_points(np.array([10.0, 14.0, 8.0])) - np.array([0.0, 3.0, -2.0])
    free = [Free("rx", 8.0, 5.0, 15.0, 20.0), Free("rz", 9.0, 5.0, 15.0, 20.0)]
    fit = calibrate(
        lambda v: Ellipsoid(np.zeros(3), np.array([v["rx"], 14.0, v["rz"]])), free, target, Similarity(), steps=40
    )
    assert fit.values["rx"] / fit.pose.scale == pytest.approx(10.0, abs=0.15)
    assert fit.values["rz"] / fit.pose.scale == pytest.approx(8.0, abs=0.15)
    assert fit.pose.back_mm == pytest.approx(3.0 * fit.pose.scale, abs=0.1)
    assert fit.mean_mm < 0.1


def test_bounds_hold_where_the_target_wants_more() -> None:
    target = ellipsoid_points(np.array([20.0, 14.0, 8.0]))
    fit = calibrate(
        lambda v: Ellipsoid(np.zeros(3), np.array([v["rx"], 14.0, 8.0])),
        [Free("rx", 10.0, 8.0, 12.0, 5.0)],
        target,
        Similarity(),
    )
    assert 8.0 <= fit.values["rx"] <= 12.0


def test_every_shape_parameter_lies_within_its_bounds() -> None:
    path = annotations_folder() / "shape" / "vertebra.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["parameter"] for row in rows} == set(shape_parameters()["L4"])
    for row in rows:
        assert float(row["low"]) < float(row["high"])
        for level in BUILT_LEVELS:
            value = float(row[level])
            assert float(row["low"]) - 2e-3 <= value <= float(row["high"]) + 2e-3, (row["parameter"], level)
