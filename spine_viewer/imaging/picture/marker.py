"""The side marker: an L or R burnt into the picture on the patient's own side."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm

# Strokes in a box one unit high, x to the right, y up.
_BOWL = [(0.0, 1.0), (0.34, 1.0)] + [
    (0.34 + 0.25 * math.sin(turn), 0.75 + 0.25 * math.cos(turn)) for turn in np.linspace(0, math.pi, 9)[1:]
]
STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "L": [[(0.0, 1.0), (0.0, 0.0), (0.56, 0.0)]],
    "R": [[(0.0, 0.0), (0.0, 1.0)], [*_BOWL, (0.0, 0.5)], [(0.28, 0.5), (0.6, 0.0)]],
}
HEIGHT = 0.044  # of the picture's shorter side
STROKE = 0.17  # of the letter's height
OUTLINE = 0.10
PLACE = 0.86  # of the field's radius, at 10 and 2 o'clock
NEARLY_LATERAL = 0.35  # |cos oblique| below which the picture's sides are front and back, not left and right


def letters(carm: CArm, flip_left_right: bool = False) -> tuple[tuple[str, float], ...]:
    """Letters of a picture and the side of the picture on which each stands (-1 left, +1 right).

    From behind or in front both letters stand on the patient's own sides; in a lateral one letter names the side of
    the detector, on the side of the patient's front.
    """
    left_is = -math.copysign(1.0, math.cos(math.radians(carm.oblique_deg)))
    mirror = -1.0 if flip_left_right else 1.0
    if abs(math.cos(math.radians(carm.oblique_deg))) >= NEARLY_LATERAL:
        return (("L", left_is * mirror), ("R", -left_is * mirror))
    on_left = carm.oblique_deg > 0
    front = -1.0 if on_left else 1.0
    return (("L" if on_left else "R", front * mirror),)


@lru_cache(maxsize=16)
def letter_masks(letter: str, height_px: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Coverage (0 to 1) of a letter and of the letter with its outline, on a patch that just holds both."""
    thick = STROKE * height_px / 2
    rim = max(OUTLINE * height_px, 1.0)
    pad = thick + rim + 1.0
    rows, cols = math.ceil(height_px + 2 * pad), math.ceil(0.6 * height_px + 2 * pad)
    y, x = np.mgrid[:rows, :cols] + 0.5
    place = np.stack([(x - pad) / height_px, 1.0 - (y - pad) / height_px], axis=-1)
    distance = np.full((rows, cols), np.inf)
    for stroke in STROKES[letter]:
        for start, end in zip(np.array(stroke)[:-1], np.array(stroke)[1:], strict=True):
            along = end - start
            share = np.clip(((place - start) @ along) / (along @ along), 0.0, 1.0)
            distance = np.minimum(distance, np.linalg.norm(place - start - share[..., None] * along, axis=-1))
    distance *= height_px
    inner = np.clip(thick - distance + 0.5, 0.0, 1.0)
    outer = np.clip(thick + rim - distance + 0.5, 0.0, 1.0)
    return inner.astype(np.float32), outer.astype(np.float32)


def burn(picture: NDArray[np.uint8], carm: CArm, flip_left_right: bool = False, rotate_deg: float = 0.0) -> None:
    """Draw the letters into a finished (already flipped and rotated) picture, white with a black outline."""
    rows, cols = picture.shape
    side = min(rows, cols)
    for letter, where in letters(carm, flip_left_right):
        inner, outer = letter_masks(letter, HEIGHT * side)
        height, width = inner.shape
        angle = math.radians(40.0 if where > 0.0 else 140.0) - math.radians(rotate_deg)
        row = round(rows / 2 - PLACE * side / 2 * math.sin(angle) - height / 2)
        col = round(cols / 2 + PLACE * side / 2 * math.cos(angle) - width / 2)
        window = picture[row : row + height, col : col + width]
        window[...] = np.rint(window * (1.0 - outer) + 255.0 * inner).astype(np.uint8)
