"""A patient in the beam: the bones of a spine with their shells, the trunk, lungs, psoas muscles and bowel gas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.ids import SIDES, bone_of
from spine_viewer.errors import InputError
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.chest.bodies import chest_air
from spine_viewer.imaging.fluoroscope import Exposure, Fluoroscope
from spine_viewer.imaging.materials import Beam, GasPocket, material_facts
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles
from spine_viewer.imaging.projector.paths import Backend
from spine_viewer.imaging.solids import Solid, tube

Array = NDArray[np.float64]
TRUNK = "trunk_tissue"
STEPS = 24
CAP_MM = 6.0  # how near to the cut ends of the trunk a vertex counts as part of the cut
WAIST = 0.12  # how much narrower bowel is between its pouches


def patient(
    spine: Any, *, coarse: bool = False, gas: bool = True, bones: Collection[str] | None = None
) -> tuple[Solid, ...]:
    """Everything of a spine that an X-ray shows.

    Parameters
    ----------
    spine : Spine
    coarse : bool
        Bones with few triangles, for use while the C-arm moves.
    gas : bool
        Some gas in the bowel, as every real picture has.
    bones : collection of str, optional
        Only these bones and the discs between them (default: all), where the beam meets no others.

    Returns
    -------
    tuple of Solid
        For every bone its outer surface in cortical bone and its inner surface in cancellous bone; discs; lungs and
        windpipe where there are ribs; the trunk; psoas muscles; gas.
    """
    solids: list[Solid] = []
    inside = [name for name in spine.bones if bones is None or name in bones]
    for name in inside:
        bone = spine.bone(name)
        solids.append(Solid(name, bone.coarse if coarse else bone.mesh, "cortical_bone", TRUNK))
        solids.append(Solid(f"{name}:core", bone.inner, "cancellous_bone", "cortical_bone"))
    discs = [name for name in spine.discs if _between(name, inside)]
    solids += [Solid(name, spine.structure(name).mesh, "soft_tissue", TRUNK) for name in discs]
    solids += chest_air(spine, solids)
    around = as_triangles(spine.skin.mesh)
    if bones is not None:
        around = cut_to(around, *_ends(spine, inside))
    solids.append(Solid("trunk", extended(around, material_facts().trunk.open_end_mm), TRUNK))
    for side in SIDES:
        solids.append(Solid(f"psoas_fat:{side}", psoas(spine, side, material_facts().trunk.psoas_fat_mm), "fat", TRUNK))
        solids.append(Solid(f"psoas:{side}", psoas(spine, side), "muscle", "fat"))
    if gas:
        solids += [
            Solid(f"gas:{place}", bowel(spine, pocket), "air", TRUNK)
            for place, pocket in enumerate(material_facts().trunk.bowel_gas)
        ]
    return tuple(solids)


def _between(disc: str, bones: Collection[str]) -> bool:
    """Whether both neighbours of a disc (``disc:L5-S1``) are there."""
    return all(bone_of(level) in bones for level in disc.partition(":")[2].split("-"))


def _ends(spine: Any, bones: Collection[str]) -> tuple[float, float]:
    """Heights (mm) of the lowest and highest place of the vertebrae and the pelvis among some bones."""
    boxes = np.array([spine.bone(name).box for name in bones if not name.startswith("rib")])
    return float(boxes[:, 0, 2].min()), float(boxes[:, 1, 2].max())


def cut_to(trunk: Triangles, low_mm: float, high_mm: float) -> Triangles:
    """The trunk between two heights, with flat ends: the rest of a patient would reach the source of a tilted C-arm."""
    vertices = trunk.vertices.copy()
    vertices[:, 2] = np.clip(vertices[:, 2], low_mm, high_mm)
    return Triangles(vertices, trunk.faces)


def extended(trunk: Triangles, by_mm: float) -> Triangles:
    """The trunk with its flat upper and lower ends moved away, so that tilted rays do not meet them."""
    vertices = trunk.vertices.copy()
    z = vertices[:, 2]
    top, bottom = z > z.max() - CAP_MM, z < z.min() + CAP_MM
    vertices[top, 2] += by_mm
    vertices[bottom, 2] -= by_mm
    return Triangles(vertices, trunk.faces)


def psoas(spine: Any, side: str, cover_mm: float = 0.0) -> Triangles:
    """The psoas muscle beside the lumbar bodies, with ``cover_mm`` of the fat around it."""
    points = material_facts().trunk.psoas
    out = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    path = np.array([spine.landmark(f"{point.level}:body_centre") + out * point.at for point in points])
    return _smooth_tube(path, np.array([point.diameter + 2 * cover_mm for point in points]))


def bowel(spine: Any, pocket: GasPocket) -> Triangles:
    """A pouched piece of bowel with round ends."""
    path = spine.landmark(f"{pocket.level}:body_centre") + np.array(pocket.path)
    share = np.linspace(0.0, 1.0, STEPS * 2)
    pouches = 1.0 - WAIST * np.cos(2 * np.pi * pocket.pouches * share)
    ends = (1.0 - (2 * share - 1.0) ** 8) ** 0.5
    widths = pocket.diameter * pouches * np.maximum(ends, 0.05)
    return tube(_resampled(path, len(share)), widths)


def _smooth_tube(path: Array, widths: Array) -> Triangles:
    from scipy.interpolate import PchipInterpolator

    place = np.arange(len(path))
    fine = np.linspace(0, len(path) - 1, STEPS)
    return tube(PchipInterpolator(place, path)(fine), PchipInterpolator(place, widths)(fine))


def _resampled(path: Array, count: int) -> Array:
    from scipy.interpolate import make_interp_spline

    place = np.arange(len(path))
    curve = make_interp_spline(place, path, k=min(3, len(path) - 1))
    return np.asarray(curve(np.linspace(0, len(path) - 1, count)))


def as_needles(needles: Sequence[Any]) -> tuple[Solid, ...]:
    """Needles as steel bodies: a Solid, a closed mesh, or a pair of path (k, 3) and diameter in mm."""
    solids = []
    for place, item in enumerate(needles):
        if isinstance(item, Solid):
            solids.append(item)
        elif isinstance(item, tuple | list) and len(item) == 2 and np.ndim(item[1]) == 0:
            solids.append(Solid(f"needle {place}", tube(item[0], float(item[1])), "steel", TRUNK))
        elif item is None:
            raise InputError("needle None; allowed: a Solid, a closed mesh, or (path, diameter in mm)")
        else:
            solids.append(Solid(f"needle {place}", item, "steel", TRUNK))
    return tuple(solids)


def fluoroscope(
    spine: Any, *, coarse: bool = False, gas: bool = True, bones: Collection[str] | None = None, **options: Any
) -> Fluoroscope:
    """A :class:`Fluoroscope` with a spine's :func:`patient` in it; ``options`` go to the fluoroscope."""
    return Fluoroscope(patient(spine, coarse=coarse, gas=gas, bones=bones), **options)


def snapshot(
    spine: Any,
    carm: CArm,
    needles: Sequence[Any] = (),
    *,
    look: Look | None = None,
    beam: Beam | None = None,
    gas: bool = True,
    bones: Collection[str] | None = None,
    seed: int = 0,
    frame: int = 0,
    backend: Backend = "auto",
) -> Exposure:
    """One simulated X-ray of a spine.

    Parameters
    ----------
    spine : Spine
    carm : CArm
        For instance from :func:`spine_viewer.imaging.view`.
    needles : sequence of Solid, mesh or (path, diameter_mm)
        Steel in the beam.
    look, beam, gas, bones, seed, frame, backend
        See :class:`Look`, :class:`Beam`, :func:`patient` and :class:`Fluoroscope`.

    Returns
    -------
    Exposure
        ``.integrals`` float32 (for ``.npy``) and ``.picture`` uint8 (for ``.png``).
    """
    scope = fluoroscope(spine, gas=gas, bones=bones, beam=beam, seed=seed, backend=backend)
    return scope.expose(carm, as_needles(needles), frame=frame, look=look)


def save_png(exposure: Exposure, path: Any) -> None:
    """Write the picture of an exposure as an 8-bit grey PNG."""
    from PIL import Image

    Image.fromarray(exposure.picture).save(path, format="PNG")


def save_integrals(exposure: Exposure, path: Any) -> None:
    """Write the raw line integrals as float32 ``.npy``."""
    with open(path, "wb") as file:
        np.save(file, exposure.integrals)
