"""The last steps before the screen: invert, collimate, flip, rotate, mark."""

from __future__ import annotations

import math
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
    rotate_deg : float
        Turned clockwise about its middle, after any flip; letters stay upright and move with the picture.
    collimated : bool
        Black outside what the collimator leaves open.
    marked : bool
        Burn in the side letters.
    noise : bool
        Quantum noise.
    """

    invert: bool = False
    flip_left_right: bool = False
    flip_up_down: bool = False
    rotate_deg: float = 0.0
    collimated: bool = True
    marked: bool = True
    noise: bool = True

    def placed(self, places: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
        """Where places (n, 2) of the picture (column, row) are shown on a picture of ``size`` (rows, columns)."""
        middle = np.array([size[1], size[0]]) / 2
        x, y = (np.asarray(places, dtype=float) - middle).T
        x, y = (-x if self.flip_left_right else x), (-y if self.flip_up_down else y)
        turn = math.radians(self.rotate_deg)
        return middle + np.stack([x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)], 1)

    def unplaced(self, places: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
        """Which places (n, 2) of the picture are shown at places (n, 2) of the screen: :meth:`placed` undone."""
        middle = np.array([size[1], size[0]]) / 2
        x, y = (np.asarray(places, dtype=float) - middle).T
        turn = math.radians(self.rotate_deg)
        x, y = x * math.cos(turn) + y * math.sin(turn), -x * math.sin(turn) + y * math.cos(turn)
        x, y = (-x if self.flip_left_right else x), (-y if self.flip_up_down else y)
        return middle + np.stack([x, y], 1)


def finish(picture: NDArray[np.uint8], carm: CArm, look: Look) -> NDArray[np.uint8]:
    """Invert, collimate, flip, rotate and mark a picture (rows, columns) uint8."""
    if look.invert:
        picture = 255 - picture
    if look.collimated:
        display.collimate(picture, carm)
    if look.flip_left_right:
        picture = picture[:, ::-1]
    if look.flip_up_down:
        picture = picture[::-1]
    picture = np.array(rotated(picture, look.rotate_deg), order="C")
    if look.marked:
        marker.burn(picture, carm, look.flip_left_right, look.rotate_deg)
    return picture


def rotated(picture: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """A picture turned clockwise about its middle, black where nothing is."""
    if degrees % 90.0 == 0.0 and picture.shape[0] == picture.shape[1]:
        return np.rot90(picture, -round(degrees / 90.0))
    from PIL import Image

    return np.asarray(Image.fromarray(picture).rotate(-degrees, Image.Resampling.BILINEAR))
