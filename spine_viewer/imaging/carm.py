"""One C-arm geometry for the X-ray, the 3D view and the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spine_viewer.errors import InputError
from spine_viewer.imaging.machine.collimation import OPEN, Collimation
from spine_viewer.imaging.settings import c_arm_facts, within

Array = NDArray[np.float64]


def _default(name: str) -> float:
    return float(getattr(c_arm_facts().geometry, name).default)


def _default_size() -> tuple[int, int]:
    side = int(_default("size_px"))
    return side, side


@dataclass(frozen=True)
class CArm:
    """Where the X-ray source and the detector stand (world LPS, mm).

    The detector lies from the isocentre in the direction
    ``(sin oblique * cos tilt, cos oblique * cos tilt, sin tilt)``: oblique 0 and tilt 0 put it behind the (prone)
    patient, oblique +90 on the patient's left, a positive tilt towards the head. The picture is what one sees from
    the detector: cranial up, patient's left on the picture's left when seen from behind.

    Parameters
    ----------
    isocentre : (3,) float
        Point about which the C-arm turns, mm; the middle of the picture.
    oblique_deg, tilt_deg : float
        Towards the patient's left, towards the head.
    source_to_detector_mm, source_to_isocentre_mm : float
    field_mm : float
        Diameter of the round field on the detector; it touches the shorter side of the picture.
    size : (rows, cols) int
    wig_wag_deg : float
        Turn of all of it about the vertical (y) through the isocentre that takes the patient's left towards the head;
        the picture turns with it.
    collimation : Collimation
        What of the field the beam covers.

    Raises
    ------
    InputError
        A value is not a number or outside the range of ``annotations/c_arm.json``.
    """

    isocentre: tuple[float, float, float]
    oblique_deg: float = 0.0
    tilt_deg: float = 0.0
    source_to_detector_mm: float = field(default_factory=lambda: _default("source_to_detector_mm"))
    source_to_isocentre_mm: float = field(default_factory=lambda: _default("source_to_isocentre_mm"))
    field_mm: float = field(default_factory=lambda: _default("field_mm"))
    size: tuple[int, int] = field(default_factory=_default_size)
    wig_wag_deg: float = 0.0
    collimation: Collimation = OPEN

    def __post_init__(self) -> None:
        point = np.asarray(self.isocentre, dtype=float)
        if point.shape != (3,) or not np.isfinite(point).all():
            raise InputError(f"isocentre {self.isocentre!r} is not a point; allowed: three finite numbers in mm")
        facts = c_arm_facts().geometry
        set_ = object.__setattr__
        set_(self, "isocentre", tuple(float(value) for value in point))
        set_(self, "oblique_deg", within(facts.oblique_deg, self.oblique_deg, "oblique angle", "degrees"))
        set_(self, "tilt_deg", within(facts.tilt_deg, self.tilt_deg, "tilt angle", "degrees"))
        set_(self, "wig_wag_deg", within(facts.wig_wag_deg, self.wig_wag_deg, "wig-wag", "degrees"))
        for name in ("source_to_detector_mm", "source_to_isocentre_mm", "field_mm"):
            set_(self, name, within(getattr(facts, name), getattr(self, name), name.replace("_", " ")[:-3], "mm"))
        if len(self.size) != 2 or any(int(side) != side for side in self.size):
            raise InputError(f"picture size {self.size!r} is not (rows, columns) in whole pixels")
        rows, cols = (int(within(facts.size_px, side, "picture size", "pixels")) for side in self.size)
        set_(self, "size", (rows, cols))

    @property
    def detector_direction(self) -> Array:
        """(3,) unit vector from the isocentre to the middle of the detector."""
        oblique, tilt = math.radians(self.oblique_deg), math.radians(self.tilt_deg)
        return self._swung(math.sin(oblique) * math.cos(tilt), math.cos(oblique) * math.cos(tilt), math.sin(tilt))

    @property
    def right(self) -> Array:
        """(3,) unit vector towards the picture's right."""
        oblique = math.radians(self.oblique_deg)
        return self._swung(-math.cos(oblique), math.sin(oblique), 0.0)

    @property
    def up(self) -> Array:
        """(3,) unit vector towards the picture's upper edge."""
        oblique, tilt = math.radians(self.oblique_deg), math.radians(self.tilt_deg)
        return self._swung(-math.sin(oblique) * math.sin(tilt), -math.cos(oblique) * math.sin(tilt), math.cos(tilt))

    def _swung(self, x: float, y: float, z: float) -> Array:
        """(3,) a direction after wig-wag."""
        if self.wig_wag_deg == 0.0:
            return np.array([x, y, z])
        swing = math.radians(self.wig_wag_deg)
        return np.array([x * math.cos(swing) - z * math.sin(swing), y, x * math.sin(swing) + z * math.cos(swing)])

    @property
    def source(self) -> Array:
        """(3,) focal spot, mm."""
        return np.array(self.isocentre) - self.source_to_isocentre_mm * self.detector_direction

    @property
    def detector_centre(self) -> Array:
        """(3,) middle of the detector, mm."""
        return self.source + self.source_to_detector_mm * self.detector_direction

    @property
    def pixel_mm(self) -> float:
        """Side of one pixel on the detector, mm."""
        return self.field_mm / min(self.size)

    @property
    def focal_px(self) -> float:
        """Source to detector, in pixels."""
        return self.source_to_detector_mm / self.pixel_mm

    @property
    def magnification(self) -> float:
        """Size on the detector over size at the isocentre."""
        return self.source_to_detector_mm / self.source_to_isocentre_mm

    def pixel_of(self, points: ArrayLike) -> Array:
        """Where points appear in the picture.

        Parameters
        ----------
        points : (n, 3) or (3,) float
            World mm.

        Returns
        -------
        (n, 2) or (2,) float
            Column and row. ``(0, 0)`` is the upper left corner of the picture; the middle of the pixel
            ``picture[r, c]`` is ``(c + 0.5, r + 0.5)``. May lie outside the picture.

        Raises
        ------
        InputError
            A point is not in front of the source.
        """
        array = np.asarray(points, dtype=float)
        if array.shape[-1:] != (3,) or array.ndim > 2:
            raise InputError(f"points have the shape {array.shape}; allowed: (n, 3) or (3,)")
        offset = array - self.source
        depth = offset @ self.detector_direction
        if np.any(~(depth > 0.0)):
            raise InputError("a point lies at or behind the X-ray source; move it or the isocentre")
        rows, cols = self.size
        return np.stack(
            [
                cols / 2 + self.focal_px * (offset @ self.right) / depth,
                rows / 2 - self.focal_px * (offset @ self.up) / depth,
            ],
            axis=-1,
        )

    def ray(self, pixel: ArrayLike) -> tuple[Array, Array]:
        """The ray that ends at a place of the picture.

        Parameters
        ----------
        pixel : (2,) or (n, 2) float
            Column and row, as :meth:`pixel_of` gives them.

        Returns
        -------
        origin : (3,) float
            The source, mm.
        direction : (3,) or (n, 3) float
            Unit vectors from the source to the detector.
        """
        place = np.asarray(pixel, dtype=float)
        if place.shape[-1:] != (2,) or place.ndim > 2:
            raise InputError(f"pixel has the shape {place.shape}; allowed: (2,) or (n, 2) as column, row")
        rows, cols = self.size
        x = (place[..., 0] - cols / 2)[..., None]
        y = (rows / 2 - place[..., 1])[..., None]
        direction = self.focal_px * self.detector_direction + x * self.right + y * self.up
        return self.source, direction / np.linalg.norm(direction, axis=-1, keepdims=True)

    def detector_corners(self) -> Array:
        """(4, 3) corners of the picture on the detector, mm: upper left, upper right, lower right, lower left."""
        half = np.array([self.size[1], self.size[0]]) * self.pixel_mm / 2
        signs = ((-1, 1), (1, 1), (1, -1), (-1, -1))
        return np.array([self.detector_centre + a * half[0] * self.right + b * half[1] * self.up for a, b in signs])

    def turned(self, oblique_deg: float | None = None, tilt_deg: float | None = None) -> CArm:
        """The same C-arm at other angles."""
        return replace(
            self,
            oblique_deg=self.oblique_deg if oblique_deg is None else oblique_deg,
            tilt_deg=self.tilt_deg if tilt_deg is None else tilt_deg,
        )

    def sized(self, size: int | Sequence[int]) -> CArm:
        """The same C-arm with a picture of another size (a side, or rows and columns)."""
        rows, cols = (size, size) if isinstance(size, int) else size
        return replace(self, size=(rows, cols))

    def opened(self) -> CArm:
        """The same C-arm with its collimator open."""
        return self if self.collimation == OPEN else replace(self, collimation=OPEN)

    def centred(self, isocentre: ArrayLike) -> CArm:
        """The same C-arm moved to another isocentre, mm."""
        return replace(self, isocentre=tuple(np.asarray(isocentre, dtype=float)))


def angles_of(direction: ArrayLike) -> tuple[float, float]:
    """Oblique and tilt, degrees, that put the detector in a direction from the isocentre.

    Parameters
    ----------
    direction : (3,) float
        From the isocentre to the detector, any length.
    """
    vector = np.asarray(direction, dtype=float)
    length = float(np.linalg.norm(vector))
    if vector.shape != (3,) or not math.isfinite(length) or length == 0.0:
        raise InputError(f"direction {direction!r} is not a direction; allowed: three finite numbers, not all zero")
    x, y, z = vector / length
    return math.degrees(math.atan2(x, y)), math.degrees(math.asin(max(-1.0, min(1.0, z))))
