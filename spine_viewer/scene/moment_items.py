"""Items of a moment of the film: needles, heat, injected fluid, and the state of the treated nerves."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.scene.anatomy_items import nerve_tube, recoloured
from spine_viewer.scene.fluid_items import fluid_items
from spine_viewer.scene.heat_items import heat_items
from spine_viewer.scene.model import Array, Item, NeedlePose, Style, TubeGeometry
from spine_viewer.scene.needle_items import needle_item
from spine_viewer.scene.palette import Palette, mixed, rgb


def moment_items(
    moment: Any, palette: Palette, after: Any = None, heat: Any = None, spreads: Any = None
) -> tuple[Item, ...]:
    """Needles, lesions and fluid at a moment of the timeline; lesions fade as the nerve recovers (``after``).

    ``heat`` is how the burns grow, a :class:`procedures.heat.Heat`; ``spreads`` where the fluids go, a
    :class:`procedures.spreads.Spreads`.
    """
    items = [needle_item(needle, palette) for needle in needles_of(moment)]
    items += heat_items(moment, heat, palette, 1.0 if after is None else 1.0 - after.signal_passed)
    items += fluid_items(moment, spreads, palette)
    return tuple(items)


def needles_of(moment: Any) -> tuple[NeedlePose, ...]:
    """The needles that are in the picture."""
    return tuple(
        NeedlePose(f"needle:{n.index}", n.tip, n.hub, n.needle.outer_diameter_mm, n.needle.active_tip_mm)
        for n in moment.needles
        if n.visible
    )


def with_nerve_states(
    items: tuple[Item, ...], spine: Any, states: Any, treated_at: dict[str, Array], palette: Palette
) -> tuple[Item, ...]:
    """Nerves that no longer pass their signal: grey and thin beyond the treated place, and their twigs to the joint.

    The part towards the spinal cord keeps its colour: that is where nothing arrives any more. ``treated_at`` (3,) is
    the treated place of each nerve, world mm.
    """
    blocked = {s.nerve: s for s in states if s.signal_passed < 0.95}
    if not blocked:
        return items
    changed: list[Item] = []
    for item in items:
        state = blocked.get(item.id) or next((s for n, s in blocked.items() if _is_twig(item.id, n)), None)
        if state is None or item.layer != "nerves":
            changed.append(item)
            continue
        nerve = spine.nerve(item.id)
        silent = _silent(item.style, 1.0 - state.signal_passed, palette)
        whole = nerve_tube(nerve, palette, item.style.emphasis)
        if item.id not in blocked:
            changed.append(recoloured(item, silent))
            continue
        near, far = split(nerve.path, nearest_index(nerve.path, treated_at[item.id]))
        thin = whole.diameter_mm * (1.0 - 0.3 * (1.0 - state.signal_passed))
        near_tube = TubeGeometry(near, whole.diameter_mm)
        changed.append(Item(item.id, item.layer, near_tube, item.style, item.structure_id))
        changed.append(Item(f"{item.id}:beyond", item.layer, TubeGeometry(far, thin), silent, item.structure_id))
    return tuple(changed)


def nearest_index(path: Array, point: Array) -> int:
    """Index of the point of a path (n, 3) nearest to ``point`` (3,)."""
    return int(np.argmin(((np.asarray(path) - np.asarray(point)) ** 2).sum(axis=1)))


def split(path: Array, index: int) -> tuple[Array, Array]:
    """A path (n, 3) in two at an index, both parts at least two points long."""
    cut = min(max(int(index), 1), len(path) - 2)
    return np.asarray(path[: cut + 1]), np.asarray(path[cut:])


def _is_twig(item_id: str, nerve: str) -> bool:
    """Whether an item is an articular branch of this nerve; that to C2-C3 comes from the third occipital nerve."""
    if not item_id.startswith("articular_branch:"):
        return False
    _, level, joint, side = item_id.split(":")
    kind, *rest = nerve.split(":")
    if rest[-1] != side or (kind == "third_occipital") != (joint == "C2-C3"):
        return False
    return kind == "third_occipital" or rest[0] == level


def _silent(style: Style, share: float, palette: Palette) -> Style:
    grey = palette.kinds["lesioned_nerve"]
    return Style(
        mixed(style.colour, rgb(grey.colour), share), style.opacity, style.emphasis, grey.shine, style.baked_colours
    )
