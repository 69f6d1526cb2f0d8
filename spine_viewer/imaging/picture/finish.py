"""The last steps before the screen: invert, collimate, flip, mark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.picture import display, marker


@dataclass(frozen=True)
class Look:
    """How a picture is shown.

    Parameters
    ----------
    invert : bool
        False: dense things dark, as fluoroscopy shows them. True: dense things light, as a radiograph.
    flip_left_right, flip_up_down : bool
        As seen from the front of a supine patient, or upside down; letters stay readable and on their side.
    collimated : bool
        Round field, black outside.
    marked : bool
        Burn in the side letters.
    noise : bool
        Quantum noise.
    """

    invert: bool = False
    flip_left_right: bool = False
    flip_up_down: bool = False
    collimated: bool = True
    marked: bool = True
    noise: bool = True


def finish(picture: NDArray[np.uint8], carm: CArm, look: Look) -> NDArray[np.uint8]:
    """Invert, collimate, flip and mark a picture."""
    if look.invert:
        picture = 255 - picture
    if look.collimated:
        display.collimate(picture, carm)
    if look.flip_left_right:
        picture = picture[:, ::-1]
    if look.flip_up_down:
        picture = picture[::-1]
    picture = np.ascontiguousarray(picture)
    if look.marked:
        marker.burn(picture, carm, look.flip_left_right)
    return picture
