"""A spine of a few named points: enough for the views."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest


def rotation_x(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


@dataclass
class FakeSpine:
    """Vertebra L4 and a sacrum whose endplates lean forwards.

    ``ear``: tip of the left superior articular process from the middle of the endplate.
    """

    lean_deg: float = 12.0
    ear: tuple[float, float, float] = (14.0, 30.0, 14.0)
    points: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for bone, stem, centre in (
            ("L4", "L4:superior_endplate", np.array([3.0, -2.0, 70.0])),
            ("sacrum", "sacrum:s1_endplate", np.zeros(3)),
        ):
            turn = rotation_x(self.lean_deg)
            local = {
                f"{stem}_anterior": (0, -18, 0),
                f"{stem}_posterior": (0, 18, 0),
                f"{stem}_left": (24, 0, 0),
                f"{stem}_right": (-24, 0, 0),
            }
            for side, sign in (("left", 1), ("right", -1)):
                local[f"{bone}:pedicle_centre:{side}"] = (sign * 13, 22, -8)
                local[f"{bone}:superior_articular_process_neck:{side}"] = (sign * 18, 33, -6)
                local[f"{bone}:superior_articular_process_tip:{side}"] = (sign * self.ear[0], *self.ear[1:])
                local[f"{bone}:ala_notch:{side}"] = (sign * 20, 25, -4)
            process = "median_crest:S1" if bone == "sacrum" else "spinous_process_tip"
            local[f"{bone}:{process}"] = (0, 60, -12)
            self.points |= {name: centre + turn @ np.array(point, float) for name, point in local.items()}

    def landmark(self, name: str) -> np.ndarray:
        return self.points[name]


@pytest.fixture
def make_spine() -> type[FakeSpine]:
    """Builds a :class:`FakeSpine`."""
    return FakeSpine
