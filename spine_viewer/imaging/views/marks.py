"""The landmarks of a level that views are set by, world mm."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.ids import CERVICAL, SIDES, above, bone_of

Array = NDArray[np.float64]
RIM = ("anterior", "posterior", "left", "right")
PILLAR = (
    "articular_pillar_anterior",
    "articular_pillar_posterior",
    "superior_articular_facet",
    "inferior_articular_facet",
)
PEDICLE = ("pedicle_superior", "pedicle_inferior", "pedicle_centre")
SACRAL_PAIRS = ("pedicle_centre", "superior_articular_process_tip", "sacral_ala")
FORAMINA = ("S1", "S2", "S3")


class SpineLike(Protocol):
    """What the views need to know of a spine."""

    def landmark(self, name: str) -> Array:
        """(3,) world mm."""
        ...

    def joint(self, joint: str) -> Any:
        """Joint with ``centre`` and ``normal``, both (3,); only asked for by views along joints."""
        ...

    def bone(self, bone: str) -> Any:
        """Bone with its mesh; only asked for where no landmark says enough."""
        ...


def point(spine: SpineLike, level: str, name: str) -> Array:
    """A landmark (3,) of the bone of a level."""
    return np.asarray(spine.landmark(f"{bone_of(level)}:{name}"), dtype=float)


def pair(spine: SpineLike, level: str, name: str) -> Array:
    """(2, 3) a landmark of the left and of the right side."""
    return np.array([point(spine, level, f"{name}:{side}") for side in SIDES])


def sign(side: str) -> float:
    """+1 for left, the direction of world x and of a positive oblique angle; -1 for right."""
    return 1.0 if side == "left" else -1.0


def rim(spine: SpineLike, level: str) -> Array:
    """(4, 3) rim of the superior endplate: anterior, posterior, left, right."""
    stem = "s1_endplate" if level == "S1" else "superior_endplate"
    return np.array([point(spine, level, f"{stem}_{part}") for part in RIM])


def endplate(spine: SpineLike, level: str) -> tuple[Array, Array]:
    """Middle and upward unit normal of the plane through the rim of the superior endplate."""
    front, back, left, right = rim(spine, level)
    normal = np.cross(left - right, back - front)
    return (front + back + left + right) / 4, normal / np.linalg.norm(normal)


def middle(spine: SpineLike, level: str) -> Array:
    """Between the pedicles: body and posterior elements share the picture."""
    return np.asarray(pair(spine, level, "pedicle_centre").mean(axis=0))


def spinous_process(spine: SpineLike, level: str) -> Array:
    """Tip of the spinous process; of the sacrum the first tubercle of the median crest."""
    return point(spine, level, "median_crest:S1" if level == "S1" else "spinous_process_tip")


def nerve_crossing(spine: SpineLike, level: str, side: str) -> Array:
    """Where the nerve crosses the bone of a lumbar level or of the sacrum."""
    return point(spine, level, f"ala_notch:{side}" if level == "S1" else f"superior_articular_process_neck:{side}")


def twins(spine: SpineLike, level: str) -> Array:
    """(n, 2, 3) landmarks whose left and right one fall on each other in a true lateral."""
    names = PILLAR if level in CERVICAL else SACRAL_PAIRS if level == "S1" else PEDICLE
    return np.array([pair(spine, level, name) for name in names])


def facet_joint(spine: SpineLike, level: str, side: str) -> Any:
    """The facet joint above a level."""
    return spine.joint(f"facet:{above(level)}-{level}:{side}")
