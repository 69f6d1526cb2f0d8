"""What is shown, as plain data: items, labels, a camera, a caption and what the C-arm is asked to see.

Nothing here knows a screen. Two scenes with the same items (by id and ``fingerprint``) look the same, so a renderer
can update in place what changed and leave the rest alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Colour = tuple[float, float, float]
Emphasis = Literal["normal", "ghost", "target", "selected"]
LabelKind = Literal["normal", "ghost", "target", "selected", "measure", "note"]


@dataclass(frozen=True)
class StructureGeometry:
    """The mesh of a structure of the spine, found by its id; keeps its own baked colours where it has them."""

    structure_id: str

    @property
    def fingerprint(self) -> str:
        """Changes when, and only when, the shape changes."""
        return f"structure:{self.structure_id}"


@dataclass(frozen=True, eq=False)
class TubeGeometry:
    """A round tube along ``path`` ((n, 3) float, world mm) with rounded ends and ``diameter_mm``."""

    path: Array
    diameter_mm: float

    @cached_property
    def fingerprint(self) -> str:
        """Changes when, and only when, the shape changes."""
        return "tube:" + _digest(self.path, np.array([self.diameter_mm]))


@dataclass(frozen=True, eq=False)
class SurfaceGeometry:
    """A triangle surface in the item's own frame, mm.

    Parameters
    ----------
    vertices : (n, 3) float
    faces : (m, 3) int
    colours : (n, 3) uint8, optional
        RGB per vertex; where given they replace the style's colour.
    smooth : bool
        Shade with vertex normals (curved things) or flat (machined edges).
    """

    vertices: Array
    faces: NDArray[np.int64]
    colours: NDArray[np.uint8] | None = None
    smooth: bool = True

    @cached_property
    def fingerprint(self) -> str:
        """Changes when, and only when, the shape or its colours change."""
        parts = [self.vertices, self.faces] if self.colours is None else [self.vertices, self.faces, self.colours]
        return "surface:" + _digest(*parts)


Geometry = StructureGeometry | TubeGeometry | SurfaceGeometry


@dataclass(frozen=True)
class Style:
    """How an item is drawn: colour 0..1 RGB, opacity 0..1, emphasis, shininess 0..1."""

    colour: Colour
    opacity: float = 1.0
    emphasis: Emphasis = "normal"
    shine: float = 0.2
    baked_colours: bool = True
    two_sided: bool = True


@dataclass(frozen=True, eq=False)
class Section:
    """A plane that cuts the anatomy: a point (3,) of it, world mm, and its normal (3,) towards what stays."""

    origin: Array
    normal: Array

    def above(self, points: Array) -> Array:
        """(n,) mm by which points (n, 3) lie on the side that stays; negative: cut away."""
        found: Array = (np.atleast_2d(points) - self.origin) @ self.normal
        return found


@dataclass(frozen=True)
class Cap:
    """How the cut surface of a closed thing is filled.

    ``core`` is the style of the cancellous bone inside the cortical shell; ``behind_mm`` how far behind the plane it is
    drawn, so that of two things of which one holds the other the inner one is seen.
    """

    style: Style
    core: Style | None = None
    behind_mm: float = 0.0


@dataclass(frozen=True, eq=False)
class Item:
    """One thing in the picture.

    ``structure_id`` is what a pick reports (None: cannot be picked); ``matrix`` (4, 4) carries the geometry's own
    frame to world mm, so that a needle or the C-arm moves without a new mesh. ``cut``: whether the scene's section cuts
    it, ``cap`` how its cut surface is filled (None: left open, as glass is). ``on_top``: seen through everything.
    """

    id: str
    layer: str
    geometry: Geometry
    style: Style
    structure_id: str | None = None
    matrix: Array | None = None
    cut: bool = False
    cap: Cap | None = None
    on_top: bool = False


@dataclass(frozen=True, eq=False)
class Label:
    """A name beside the picture: ``anchor`` (3,) world mm is where its leader line ends.

    Where that is hidden, the first of ``alternatives`` ((k, 3) world mm) that can be seen takes its place.
    """

    id: str
    text: str
    anchor: Array
    emphasis: LabelKind = "normal"
    depth_slack_mm: float = 3.0
    priority: int = 0
    alternatives: Array | None = None


@dataclass(frozen=True, eq=False)
class Camera:
    """Where the picture is taken from, world mm.

    ``parallel_scale`` is half the height of the picture at the focal point; ``half_width_mm`` what must fit across it,
    so that a narrow window can step back. ``view_angle_deg`` is the lens: long, so that shapes are not distorted.
    """

    position: Array
    focal_point: Array
    up: Array
    parallel_scale: float
    half_width_mm: float = 0.0
    view_angle_deg: float = 14.0

    def scale_for(self, aspect: float) -> float:
        """Half the height in mm that shows everything in a window with this width / height."""
        return max(self.parallel_scale, self.half_width_mm / max(aspect, 1e-6))

    def distance_for(self, aspect: float) -> float:
        """Distance in mm from the focal point that shows everything in a window with this width / height."""
        return self.scale_for(aspect) / float(np.tan(np.radians(0.5 * self.view_angle_deg)))

    def sight(self, x: float, y: float, aspect: float) -> tuple[Array, Array]:
        """Origin (3,) and unit direction (3,) of the line of sight through a place of the picture.

        ``x``, ``y`` from (0, 0) at the upper left to (1, 1) at the lower right; ``aspect`` is width / height.
        """
        half = float(np.tan(np.radians(0.5 * self.view_angle_deg)))
        ahead = self.direction
        right = np.cross(ahead, np.asarray(self.up, dtype=float))
        right = right / np.linalg.norm(right)
        up = np.cross(right, ahead)
        way = ahead + half * ((2.0 * x - 1.0) * aspect * right + (1.0 - 2.0 * y) * up)
        origin = np.asarray(self.focal_point, dtype=float) - ahead * self.distance_for(aspect)
        return origin, way / np.linalg.norm(way)

    @property
    def direction(self) -> Array:
        """(3,) unit vector from the camera to the focal point."""
        d = np.asarray(self.focal_point, dtype=float) - np.asarray(self.position, dtype=float)
        return d / np.linalg.norm(d)


@dataclass(frozen=True, eq=False)
class NeedlePose:
    """A needle in the body: ``tip`` and ``hub`` (3,) world mm, shaft ``diameter_mm``, bare ``active_tip_mm``.

    ``path`` (n, 3) from tip to hub where the shaft is bent; None where it is straight.
    """

    id: str
    tip: Array
    hub: Array
    diameter_mm: float
    active_tip_mm: float = 0.0
    path: Array | None = None

    @property
    def direction(self) -> Array:
        """(3,) unit vector from hub to tip."""
        d = np.asarray(self.tip, dtype=float) - np.asarray(self.hub, dtype=float)
        return d / np.linalg.norm(d)


@dataclass(frozen=True, eq=False)
class XrayOutline:
    """Something that the beam does not show and whose outline is drawn on the X-ray.

    ``surfaces``: vertices (n, 3) float, world mm, and faces (m, 3) int of each part; the outline is that of them all.
    """

    id: str
    name: str
    surfaces: tuple[tuple[Array, NDArray[np.int64]], ...]


@dataclass(frozen=True, eq=False)
class XrayFluid:
    """Fluid in the beam: its shape in world mm, what it is made of, and what part of that shape it fills."""

    id: str
    geometry: SurfaceGeometry | TubeGeometry
    material: str
    share: float

    @property
    def fingerprint(self) -> str:
        """Changes when, and only when, the X-ray of it does."""
        return f"{self.id} {self.geometry.fingerprint} {self.material} {self.share:.4f}"


@dataclass(frozen=True, eq=False)
class FluoroscopyRequest:
    """What the C-arm is asked to see: the ``imaging.CArm``, needles and fluids in its beam, and outlines to draw."""

    carm: Any
    needles: tuple[NeedlePose, ...] = ()
    outlines: tuple[XrayOutline, ...] = ()
    fluids: tuple[XrayFluid, ...] = ()


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that a picture needs: see :func:`spine_viewer.scene.compose`."""

    items: tuple[Item, ...]
    labels: tuple[Label, ...]
    camera: Camera
    caption: str = ""
    fluoroscopy: FluoroscopyRequest | None = None
    background: str = "studio"
    notes: tuple[str, ...] = field(default=())
    section: Section | None = None

    def item(self, item_id: str) -> Item:
        """The item with this id; raises ``KeyError`` where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


def _digest(*arrays: NDArray[Any]) -> str:
    """Short hash of the bytes of arrays."""
    found = hashlib.blake2b(digest_size=12)
    for array in arrays:
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()
