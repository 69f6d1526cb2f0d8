"""What has to be chosen so that a structure can be seen."""

from __future__ import annotations

from typing import Any

from spine_viewer.app.choices import FOLLOWING, Choices
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.scene.cut import Cut

NO_FOCUS_VIEWS = ("room", "close-up", "guided")


def in_sight(now: Choices, catalogue: Catalogue, structure_id: str) -> dict[str, Any]:
    """Changes that pick a structure out, draw it, and look at it; in another region the C-arm is aimed there.

    Outside of Explore the film or the joint leads the camera: where the structure is drawn there it is only picked out,
    else Explore shows it.
    """
    region = catalogue.region_of(structure_id, now.region)
    layer = catalogue.layer_of(structure_id)
    changes: dict[str, Any] = {
        "selection": structure_id,
        "layers": now.layers | {layer},
        "hidden": now.hidden - {structure_id},
        "ghosted": now.ghosted - {structure_id, layer},
        "isolated": now.isolated if {structure_id, layer} & now.isolated else frozenset(),
    }
    if now.mode != "explore" and region == now.region:
        return changes
    view = "posterior" if now.view in NO_FOCUS_VIEWS or now.mode != "explore" else now.view
    changes |= {"mode": "explore", "view": view, "region": region, "focus": structure_id, "camera": None, "cut": None}
    return changes | (FOLLOWING if region != now.region else {})


def cut_in_another_region(now: Choices) -> Cut | None:
    """What is left of the cut where another region is shown: a slice across lies in its own region alone."""
    return None if now.cut is not None and now.cut.plane == "axial" else now.cut


def let_go(now: Choices) -> dict[str, Any]:
    """Changes that let the selection go, and the joint whose nerves are lit."""
    if now.asked_joint is None:
        return {"selection": None}
    view = "posterior" if now.view == "close-up" else now.view
    return {"selection": None, "asked_joint": None, "view": view, "focus": None}
