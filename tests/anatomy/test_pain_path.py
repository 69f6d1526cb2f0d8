"""The way of the pain: one unbroken line from the joint along its nerve and the cord to the other side of the brain."""

from __future__ import annotations

import numpy as np
import pytest

from spine_viewer.anatomy.pain_path import STEP_MM, foramen_magnum, pain_paths
from spine_viewer.anatomy.soft.brain import brain_surface, load_brain
from spine_viewer.anatomy.spine import Spine

JOINTS = ("facet:L4-L5:left", "facet:C2-C3:right", "facet:T5-T6:left", "facet:L5-S1:right", "sacroiliac:left")


@pytest.fixture(scope="module")
def spine() -> Spine:
    return Spine.load("prone")


@pytest.mark.parametrize("name", JOINTS)
def test_it_goes_from_the_joint_along_the_nerve_and_the_canal_to_the_other_side_of_the_brain(spine, name) -> None:
    joint = spine.joint(name)
    sign = 1.0 if joint.side == "left" else -1.0
    magnum = foramen_magnum(spine)
    paths = pain_paths(spine, joint)
    assert tuple(paths) == tuple(joint.nerves)
    for nerve_id, path in paths.items():
        steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
        assert steps.max() <= STEP_MM + 1e-6
        assert np.linalg.norm(path[0] - joint.centre) < 3.0 * STEP_MM
        nerve = spine.nerve(nerve_id)
        if "T5-T6" not in name:  # there most twigs leave the dorsal ramus itself (joshi_2019)
            assert np.linalg.norm(path - nerve.path[nerve.target], axis=1).min() < 4.0
        assert np.linalg.norm(path - magnum, axis=1).min() < 8.0
        end = path[-1] - magnum
        assert end[0] * sign < 0.0
        assert np.linalg.norm(brain_surface().vertices - end, axis=1).min() < 12.0


def test_the_signal_rises_on_the_other_side_of_the_cord(spine) -> None:
    joint = spine.joint("facet:L4-L5:left")
    path = pain_paths(spine, joint)[joint.nerves[0]]
    chest = spine.landmark("T6:body_centre")
    cord = path[np.abs(path[:, 2] - chest[2]) < 10.0]
    aside = cord[:, 0] - np.asarray(spine.structure("spinal_cord").coarse.points)[:, 0].mean()
    assert (aside < 0.0).all()
    sac = np.asarray(spine.structure("dural_sac").coarse.points)
    assert all(np.linalg.norm(sac - point, axis=1).min() < 12.0 for point in cord)


def test_the_brain_has_the_size_that_its_table_says() -> None:
    brain, surface = load_brain(), brain_surface()
    width, length, _ = np.ptp(surface.vertices, axis=0)
    assert width == pytest.approx(brain.width_mm.value, rel=0.03)
    assert length == pytest.approx(brain.length_mm.value, rel=0.03)
    assert np.linalg.norm(surface.normals, axis=1) == pytest.approx(1.0, abs=1e-3)
