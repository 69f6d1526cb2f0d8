"""From detector signal to grey levels: automatic brightness, log display, flattening, window, collimation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.collimation import opening_mask
from spine_viewer.imaging.picture.detector import field_mask
from spine_viewer.imaging.picture.smooth import narrow, wide
from spine_viewer.imaging.picture.windows import Window
from spine_viewer.imaging.projector.paths import has_numba
from spine_viewer.imaging.settings import c_arm_facts, figure

Floats = NDArray[np.float32]
TONES = 4096
SPAN = 3.0  # width of the tone table, in windows
STATISTICS = 256  # rows and columns that the automatic brightness looks at
LEAST = 0.02  # part of the opening: a smaller measuring field gives way to all of it
WHOLE: Window = (slice(None), slice(None))


@dataclass(frozen=True, eq=False)
class Brightness:
    """What the automatic brightness found in the measuring field.

    Attributes
    ----------
    signal : float
        Mean signal (part of the direct beam) in the measuring field without direct exposure.
    base : (rows, cols) float32
        What is taken out of the logarithm: part of its low frequencies, and its level.
    """

    signal: float
    base: Floats


def measure(signal: Floats, integrals: Floats, carm: CArm) -> tuple[Brightness, Floats]:
    """Automatic brightness, and the logarithm that it found it in: what :func:`logarithm` gives for all of the signal.

    Parameters
    ----------
    signal : (rows, cols) float32
        Part of the direct beam.
    integrals : (rows, cols) float32
        Line integrals: where they are small the beam met no body, and the pixel is left out.
    carm : CArm
        Only what its collimator leaves open counts.
    """
    facts = c_arm_facts().display
    opening = opening_mask(carm.size, carm.collimation)
    body = (integrals > np.float32(figure(facts, "direct_exposure"))) & (opening > 0)
    # Direct exposure must not pull the low frequencies: only the body counts.
    seen = (body if body.any() else opening).astype(np.float32)
    rows, cols = (slice(None, None, max(1, side // STATISTICS)) for side in carm.size)
    some = (rows, cols)
    centre = (field_mask(carm.size, figure(facts, "measuring_field"))[some] > 0) & body[some]
    if np.count_nonzero(centre) < LEAST * np.count_nonzero(opening[some]):
        centre = seen[some] > 0
    mean = float(signal[some][centre].mean(dtype=np.float64))
    logs = _minus_log(signal, mean)
    low = wide(logs, seen, figure(facts, "flatten_spread_mm") / carm.pixel_mm)
    spread = float(np.subtract(*np.percentile(low[some][seen[some] > 0], [95.0, 5.0])))
    least, most = float(facts["flatten"].low or 0.0), float(facts["flatten"].high or 0.0)
    room = figure(facts, "low_frequency_room") * figure(facts, "window")
    flat = np.float32(min(max(1.0 - room / max(spread, 1e-6), least), most))
    level = np.mean((logs[some] - flat * low[some])[centre])
    low *= flat
    low += level
    logs -= low
    return Brightness(mean, low), logs


def _minus_log(signal: Floats, mean: float) -> Floats:
    found = np.maximum(signal, np.float32(1e-6 * mean))
    np.log(found, out=found)
    return np.negative(found, out=found)


@lru_cache(maxsize=4)
def _tones(window: float, level: float) -> NDArray[np.uint8]:
    """Grey level by place in the table: a straight middle with soft ends, dark where the logarithm is high."""
    place = (np.arange(TONES) / (TONES - 1) - 0.5) * SPAN * window
    straight = place / window
    below, above = level, 1.0 - level
    dark = np.tanh(np.maximum(straight, 0) / below) * below
    light = np.tanh(np.maximum(-straight, 0) / above) * above
    return np.rint(255.0 * np.clip(level - dark + light, 0, 1)).astype(np.uint8)


def logarithm(signal: Floats, brightness: Brightness, window: Window = WHOLE) -> Floats:
    """Flattened logarithm of (part of) a signal, without noise."""
    found = _minus_log(signal, brightness.signal)
    found -= brightness.base[window]
    return found


def sharpened(flat: Floats, carm: CArm) -> Floats:
    """Edges lifted a little, as the display of a C-arm does."""
    found = np.subtract(flat, narrow(flat, sharpen_sigma_px(carm)))
    found *= np.float32(figure(c_arm_facts().display, "sharpen"))
    found += flat
    return found


def sharpen_sigma_px(carm: CArm) -> float:
    """Sigma of the low-pass that the display takes off to lift edges."""
    return figure(c_arm_facts().display, "sharpen_spread_mm") / carm.pixel_mm


def grey(flat: Floats, deviation: Floats | None = None, noise: Floats | None = None) -> NDArray[np.uint8]:
    """Tone curve: (rows, cols) uint8, dense things dark; ``deviation * noise`` is added first."""
    facts = c_arm_facts().display
    window = figure(facts, "window")
    tones = _tones(window, figure(facts, "level"))
    scale, middle = np.float32((TONES - 1) / (SPAN * window)), np.float32((TONES - 1) / 2)
    if has_numba():
        from spine_viewer.imaging.picture.compiled import look_up

        picture = np.empty(flat.shape, np.uint8)
        if deviation is None or noise is None:
            deviation = noise = np.zeros((0, 0), np.float32)
        look_up(flat, deviation, noise, tones, scale, middle, picture)
        return picture
    if deviation is not None and noise is not None:
        flat = flat + deviation * noise
    place = np.clip(flat * scale + middle, 0, TONES - 1)
    return tones[place.astype(np.uint16)]


def collimate(picture: NDArray[np.uint8], carm: CArm) -> None:
    """Black outside the opening of the collimator."""
    picture *= opening_mask(carm.size, carm.collimation)
