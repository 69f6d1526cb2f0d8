"""Items of the spine itself: which structures are drawn, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spine_viewer.anatomy.regions import belongs
from spine_viewer.scene.explode import Offsets
from spine_viewer.scene.model import Cap, Emphasis, Item, StructureGeometry, Style, TubeGeometry
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.request import SceneRequest

LAYER_OF_KIND = {
    "bone": "bones",
    "disc": "discs",
    "cartilage": "cartilage",
    "ligament": "ligaments",
    "nerve": "nerves",
    "cord": "cord",
    "artery": "avoid",
    "pleura": "avoid",
    "skin": "skin",
}


# On a cut surface what holds others stands behind them; skin and pleura let what they hold shine through.
BEHIND_MM = {"skin": 0.9, "pleura": 0.8, "bone": 0.5, "dural_sac": 0.4, "disc": 0.3, "cord": 0.2}
CAP_OPACITY = {"skin": 0.55, "pleura": 0.5}


def anatomy_items(
    spine: Any, request: SceneRequest, palette: Palette, targets: frozenset[str] = frozenset(), in_room: bool = False
) -> tuple[Item, ...]:
    """One item per drawable structure of the region in the layers that are on; ``targets`` are picked out.

    ``in_room``: the skin is seen as a body, not as a faint outline.
    """
    items = []
    offsets = Offsets(spine, request.region, request.explode)
    styles = _Styles(palette)
    for kind, layer in LAYER_OF_KIND.items():
        if not request.shows(layer):
            continue
        for structure_id in spine.structures(kind):
            crosses = spine.nerve(structure_id).crosses if kind == "nerve" else None
            if not belongs(structure_id, crosses, request.region):
                continue
            if structure_id in request.hidden:
                continue
            emphasis = emphasis_of(structure_id, layer, request, targets)
            item = _item(spine, structure_id, kind, layer, emphasis, styles, in_room)
            items.append(_placed(item, kind, offsets.matrix(structure_id), request.cut is not None, palette))
    return tuple(items)


def _placed(item: Item, kind: str, matrix: Any, cut: bool, palette: Palette) -> Item:
    """The item where it is moved to, with its cut surface where there is a cut; glass has none."""
    if matrix is None and not cut:
        return item
    cap = None
    if cut and item.style.emphasis != "ghost":
        core = palette.style("cancellous_bone") if kind == "bone" else None
        style = replace(item.style, opacity=CAP_OPACITY.get(kind, 1.0), baked_colours=False)
        if item.id == "dural_sac":
            style = palette.style("cerebrospinal_fluid")
        cap = Cap(style, core, BEHIND_MM.get(item.id, BEHIND_MM.get(kind, 0.0)))
    return replace(item, matrix=matrix, cut=cut, cap=cap)


def emphasis_of(structure_id: str, layer: str, request: SceneRequest, targets: frozenset[str]) -> Emphasis:
    """Selected wins over target, target over glass; a structure is glass by itself or with its layer."""
    if structure_id == request.selection:
        return "selected"
    if structure_id in targets:
        return "target"
    own = {structure_id, layer}
    beside = bool(request.isolated) and not own & request.isolated
    return "ghost" if own & request.ghosted or beside else "normal"


class _Styles:
    """Styles of a palette, each mixed once for hundreds of structures."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self._mixed: dict[tuple[str, Emphasis], Style] = {}

    def of(self, kind: str, emphasis: Emphasis) -> Style:
        """Style of a kind of structure with an emphasis."""
        key = (kind, emphasis)
        if key not in self._mixed:
            self._mixed[key] = self.palette.style(kind, emphasis)
        return self._mixed[key]


def _item(
    spine: Any, structure_id: str, kind: str, layer: str, emphasis: Emphasis, styles: _Styles, in_room: bool
) -> Item:
    pickable = None if kind == "skin" or emphasis == "ghost" else structure_id
    if kind != "nerve":
        style = styles.of("skin_in_room" if kind == "skin" and in_room else kind, emphasis)
        return Item(structure_id, layer, StructureGeometry(structure_id), style, pickable)
    nerve = spine.nerve(structure_id)
    tube = nerve_tube(nerve, styles.palette, emphasis)
    return Item(structure_id, layer, tube, styles.of(nerve.kind, emphasis), pickable)


def nerve_tube(nerve: Any, palette: Palette, emphasis: Emphasis = "normal") -> TubeGeometry:
    """Tube of a nerve in its display diameter: thicker than life, and thicker still where it is picked out."""
    grow = 1.25 if emphasis in ("target", "selected") else 1.0
    return TubeGeometry(nerve.path, grow * palette.display_diameter_mm[nerve.kind])


def recoloured(item: Item, style: Style) -> Item:
    """The same item in another style."""
    return replace(item, style=style)
