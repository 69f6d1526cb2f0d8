"""Heat about the electrode: dead tissue, and the surfaces of one temperature while it is being heated."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spine_viewer.scene.model import Item, SurfaceGeometry, XrayOutline
from spine_viewer.scene.names import word
from spine_viewer.scene.palette import Palette

if TYPE_CHECKING:
    from spine_viewer.anatomy.field.mesher import Surface
    from spine_viewer.lesion.growth import Growth

FAINTEST = 0.05
SECOND = 1.0  # surfaces are made anew for each whole second of heating


def isotherms_c() -> tuple[int, ...]:
    """The temperatures that are shown, degrees C, from the outside inwards."""
    from spine_viewer.lesion.facts import tissue_facts  # with all that the solvers need: not before a burn is shown

    return tuple(int(level) for level in tissue_facts().isotherms_c.value)


def heat_items(moment: Any, heat: Any, palette: Palette, strength: float = 1.0) -> list[Item]:
    """Dead tissue of every burn so far, and isotherms of the one that is being heated.

    Parameters
    ----------
    moment : procedures.moment.Moment
    heat : procedures.heat.Heat or None
        Without it there is dead tissue alone, in even tissue, as the plan has it.
    palette : Palette
    strength : float
        0 to 1: how much of the lesion is left to see.
    """
    items: list[Item] = []
    if strength < FAINTEST:
        return items
    for state in moment.lesions:
        name = f"lesion:{state.nerve}:{state.burn}"
        parts = [("", "lesion", dead_surface(state, heat))]
        if state.heating and heat is not None:
            growth = heat.at((state.nerve, state.burn), state.seconds)
            parts += [(f":{c}", f"heat_{c}", _isotherm(growth, float(c), _tick(state))) for c in isotherms_c()]
        for part, kind, geometry in parts:
            if geometry is not None:
                style = palette.style(kind)
                style = replace(style, opacity=strength * style.opacity)
                items.append(Item(name + part, "lesion", geometry, style, name))
    return items


def xray_outlines(moment: Any, heat: Any, audience: str, language: str) -> tuple[XrayOutline, ...]:
    """Dead tissue so far, nerve by nerve, for the X-ray to draw the outline of."""
    found: dict[str, list[SurfaceGeometry]] = {}
    for state in moment.lesions:
        surface = dead_surface(state, heat)
        if surface is not None:
            found.setdefault(state.nerve, []).append(surface)
    name = word("dead_tissue", audience, language)
    return tuple(
        XrayOutline(f"lesion:{nerve}", name, tuple((s.vertices, s.faces) for s in surfaces))
        for nerve, surfaces in found.items()
    )


def dead_surface(state: Any, heat: Any) -> SurfaceGeometry | None:
    """The dead tissue of a burn at its moment; None while there is none."""
    if heat is None and state.pair is not None:
        return _dead(state.pair, _tick(state))
    if heat is None:
        from spine_viewer.lesion.turned import turned

        return _geometry(turned(state.outline, state.tip, state.direction))
    return _dead(heat.at((state.nerve, state.burn), state.seconds), _tick(state))


def _tick(state: Any) -> float:
    return SECOND * round(state.seconds / SECOND) if state.heating else float(state.seconds)


@lru_cache(maxsize=48)
def _dead(growth: Growth, seconds: float) -> SurfaceGeometry | None:
    return _geometry(growth.dead(seconds))


@lru_cache(maxsize=48)
def _isotherm(growth: Growth, celsius: float, seconds: float) -> SurfaceGeometry | None:
    return _geometry(growth.isotherm(celsius, seconds))


def _geometry(surface: Surface) -> SurfaceGeometry | None:
    return SurfaceGeometry(surface.vertices, surface.faces) if len(surface.faces) else None
