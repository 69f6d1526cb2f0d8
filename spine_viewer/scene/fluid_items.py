"""Injected fluid: contrast and local anaesthetic in the tissue about a needle's tip, in the skin, or in a vein."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.injectate.facts import injectate_facts
from spine_viewer.scene.model import Array, Item, SurfaceGeometry, TubeGeometry, XrayFluid
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.solids import turned

if TYPE_CHECKING:
    from spine_viewer.injectate import Spread
    from spine_viewer.procedures.spreads import Spreads

SKIN_WHEAL_MM = (6.0, 2.5)
SMALLEST_MM = 0.3
WHEAL_SHOWN = ("skin", "advance")  # afterwards it would stand in the way of what matters
TICK_ML = 0.01  # surfaces are made anew for each hundredth of a millilitre
CONTRAST = "contrast_300"


@dataclass(frozen=True, eq=False)
class Pool:
    """What lies in the tissue at the tip of one needle: ``ml`` in all, of which ``contrast_ml`` is contrast."""

    needle: int
    nerve: str
    ml: float
    contrast_ml: float
    centre: Array


def pools(moment: Any) -> tuple[Pool, ...]:
    """The fluid in the tissue at each needle's tip at a moment; contrast and anaesthetic there are one."""
    found: dict[int, Pool] = {}
    for fluid in moment.injectates:
        if fluid.volume_ml is None or fluid.in_vessel:
            continue
        here = found.get(fluid.needle)
        before, dye = (here.ml, here.contrast_ml) if here else (0.0, 0.0)
        dye += fluid.volume_ml if fluid.kind == "contrast" else 0.0
        found[fluid.needle] = Pool(fluid.needle, fluid.nerve, before + fluid.volume_ml, dye, fluid.centre)
    return tuple(found.values())


def fluid_items(moment: Any, spreads: Spreads | None, palette: Palette) -> list[Item]:
    """Every fluid of a moment.

    ``spreads`` is where the fluids of the plan go; without it each is a drop of its own volume.
    """
    items: list[Item] = []
    heated = {lesion.nerve for lesion in moment.lesions}
    for pool in pools(moment):
        if pool.nerve not in heated:  # it would hide the lesion
            items += pool_items(pool, None if spreads is None else spreads[pool.needle].tissue, palette)
    for index, fluid in enumerate(moment.injectates):
        if fluid.volume_ml is None and moment.step.action in WHEAL_SHOWN:
            items += _wheal(index, fluid, palette)
    for name, path, diameter in _vein_stretches(moment, spreads):
        items.append(Item(name, "lesion", TubeGeometry(path, diameter), palette.style("contrast"), name))
    return items


def xray_fluids(moment: Any, spreads: Spreads | None) -> tuple[XrayFluid, ...]:
    """What of the fluids an X-ray sees: contrast, thinned by the anaesthetic that came after it."""
    if spreads is None:
        return ()
    found: list[XrayFluid] = []
    for pool in pools(moment):
        found += xray_pool(pool, spreads[pool.needle].tissue)
    for name, path, diameter in _vein_stretches(moment, spreads):
        share = injectate_facts().vessel.share.value
        found.append(XrayFluid(name, TubeGeometry(path, diameter), CONTRAST, share))
    return tuple(found)


def xray_pool(pool: Pool, spread: Spread) -> list[XrayFluid]:
    """What an X-ray sees of a pool: nothing where it holds no contrast."""
    surface = _surface(spread, pool.ml)
    if pool.contrast_ml <= 0.0 or surface is None:
        return []
    share = spread.filled(min(pool.ml, spread.most_ml)) * pool.contrast_ml / pool.ml
    return [XrayFluid(f"contrast:{pool.needle}", surface, CONTRAST, share)]


def pool_items(pool: Pool, spread: Spread | None, palette: Palette) -> list[Item]:
    """A pool as it spreads; without that a drop of its own volume."""
    name = f"injectate:{pool.needle}"
    style = palette.style("contrast" if pool.contrast_ml >= pool.ml else "injectate")
    if spread is not None:
        surface = _surface(spread, pool.ml)
        return [] if surface is None else [Item(name, "lesion", surface, style, name)]
    radius = (0.75 * 1000.0 * pool.ml / np.pi) ** (1.0 / 3.0)
    return [Item(name, "lesion", unit_ball(), style, name, _placed(np.full(3, radius), pool.centre))]


def _wheal(index: int, fluid: Any, palette: Palette) -> list[Item]:
    """Fluid in the skin: a flat wheal."""
    radii = fluid.fraction * np.array([SKIN_WHEAL_MM[0], SKIN_WHEAL_MM[1], SKIN_WHEAL_MM[0]])
    if radii.min() < SMALLEST_MM:
        return []
    name = f"wheal:{index}"
    matrix = _placed(radii, fluid.centre)
    return [Item(name, "lesion", unit_ball(), palette.style("injectate"), name, matrix)]


def _vein_stretches(moment: Any, spreads: Spreads | None) -> Iterator[tuple[str, Array, float]]:
    """Name, path and diameter of every stretch of a vein that holds contrast."""
    for fluid in moment.injectates:
        if fluid.in_vessel and spreads is not None:
            for part, (path, diameter) in enumerate(spreads[fluid.needle].vein.filled(fluid.fraction)):
                yield f"uptake:{fluid.needle}:{part}", path, diameter


def _surface(spread: Spread, ml: float) -> SurfaceGeometry | None:
    return _made(spread, int(min(ml, spread.most_ml) / TICK_ML + 0.5 * (ml < spread.most_ml)))


@lru_cache(maxsize=64)
def _made(spread: Spread, ticks: int) -> SurfaceGeometry | None:
    surface = spread.surface(ticks * TICK_ML)
    return SurfaceGeometry(surface.vertices, surface.faces) if len(surface.faces) else None


def _placed(radii: Array, centre: Array) -> Array:
    matrix = np.eye(4)
    matrix[:3, :3] = np.diag(radii)
    matrix[:3, 3] = centre
    return matrix


@lru_cache(maxsize=1)
def unit_ball() -> SurfaceGeometry:
    """Sphere of radius 1."""
    a = np.linspace(-0.5 * np.pi, 0.5 * np.pi, 25)
    r, z = np.cos(a), np.sin(a)
    r[[0, -1]] = 0.0
    return SurfaceGeometry(*turned(np.stack([r, z], axis=1), 36))
