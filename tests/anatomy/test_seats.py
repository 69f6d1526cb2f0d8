"""Places of the bones of neck and chest."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.builders import seats
from spine_viewer.anatomy.ids import CERVICAL, THORACIC
from spine_viewer.anatomy.levels import load_levels, segment_name


def test_every_bone_above_t12_has_one() -> None:
    assert set(seats()) == {"occiput", *CERVICAL, *THORACIC[:-1]}


def test_they_are_rigid_and_in_the_midline() -> None:
    for matrix in seats().values():
        assert np.allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-9)
        assert abs(matrix[0, 3]) < 1e-9
        assert matrix[2, 3] > 5.0


def test_they_hold_in_every_pose() -> None:
    """Their angles are those of standing, so both poses must name the same ones."""
    levels = load_levels()
    for upper, lower in levels.segments:
        if upper in seats():
            name = segment_name(upper, lower)
            assert levels.segmental_lordosis_deg["standing"][name].value == (
                levels.segmental_lordosis_deg["prone"][name].value
            )
