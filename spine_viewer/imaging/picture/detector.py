"""What the detector measures: transmission, scatter, blur and quantum noise."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.collimation import OPEN, opening_mask
from spine_viewer.imaging.picture.smooth import narrow, wide
from spine_viewer.imaging.settings import c_arm_facts, figure

Floats = NDArray[np.float32]
FWHM_PER_SIGMA = 2.3548
DOUBLINGS = 3  # thin edges hardly scatter: weight (1 - transmission)^(2^3)


@lru_cache(maxsize=8)
def field_mask(size: tuple[int, int], part: float = 1.0) -> Floats:
    """1 inside the round field (``part`` of its diameter), 0 outside."""
    rows, cols = size
    y, x = np.ogrid[:rows, :cols]
    radius = part * min(size) / 2
    inside = (y + 0.5 - rows / 2) ** 2 + (x + 0.5 - cols / 2) ** 2 <= radius**2
    mask = inside.astype(np.float32)
    mask.flags.writeable = False
    return mask


def blur_sigma_px(carm: CArm) -> float:
    """Sigma of the picture's sharpness: detector, and focal spot times (magnification - 1)."""
    facts = c_arm_facts().detector
    penumbra = figure(facts, "focal_spot_mm") * (carm.magnification - 1.0) / FWHM_PER_SIGMA
    return math.hypot(penumbra, figure(facts, "intrinsic_blur_sigma_mm")) / carm.pixel_mm


def scatter(primary: Floats, carm: CArm) -> Floats:
    """Scatter behind the grid: a broad low-pass of the primary, from where rays crossed much tissue.

    What the blades keep in the dark scatters nothing, so a small opening has less of it.
    """
    facts = c_arm_facts().detector
    made = np.subtract(np.float32(1.0), primary)
    for _ in range(DOUBLINGS):
        made *= made
    made *= primary
    if carm.collimation != OPEN:
        made *= opening_mask(carm.size, carm.collimation)
    spread = figure(facts, "scatter_spread_mm") / carm.pixel_mm
    found = wide(made, field_mask(carm.size), spread)
    found *= np.float32(figure(facts, "scatter_to_primary"))
    return found


@lru_cache(maxsize=4)
def _noise_field(size: tuple[int, int], sigma_px: float, seed: int, number: int) -> Floats:
    """Unit quantum noise per pixel after the detector's own blur."""
    generator = np.random.default_rng((seed, number))
    field = generator.standard_normal(size, dtype=np.float32)
    return narrow(field, sigma_px)


def quantum_noise(carm: CArm, seed: int, frame: int) -> Floats:
    """Noise of one frame in units of the standard deviation of the count, after the detector's own blur.

    Poisson counts in the limit of many quanta. A few fields are kept and shifted from frame to frame.
    """
    sigma = figure(c_arm_facts().detector, "intrinsic_blur_sigma_mm") / carm.pixel_mm
    field = _noise_field(carm.size, sigma, seed, 0)
    if frame == 0:
        return field
    shift = np.random.default_rng((seed, frame)).integers(1, min(carm.size), 2)
    return np.roll(field, tuple(int(step) for step in shift), axis=(0, 1))


def quanta_per_pixel(carm: CArm) -> float:
    """Quanta that the automatic exposure gives a pixel of the measuring field."""
    return figure(c_arm_facts().detector, "photons_per_mm2") * carm.pixel_mm**2
