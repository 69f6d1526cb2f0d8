"""What the player's X-ray is made from: the same bodies, attenuations, detector and display as the Python one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.regions import region, region_with
from spine_viewer.export.lesson.codec import pack
from spine_viewer.export.lesson.store import MeshStore, fewer
from spine_viewer.imaging.materials import Beam
from spine_viewer.imaging.patient import TRUNK, patient
from spine_viewer.imaging.picture import display, marker, smooth
from spine_viewer.imaging.picture.detector import DOUBLINGS, FWHM_PER_SIGMA
from spine_viewer.imaging.projector.bodies import Triangles
from spine_viewer.imaging.settings import Fact, c_arm_facts

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

SHARE = 0.35  # of the triangles of bodies that only the X-ray shows
FIELD_PX = 512


def beam_bodies(spine: Spine, joint: str, store: MeshStore) -> list[dict[str, Any]]:
    """Every body that the beam meets: mesh, and attenuation less that of what it displaces, 1/mm."""
    contrast = Beam().contrast_per_mm
    return [
        {
            "mesh": store.add(solid.name, "xray", _packer(solid.triangles), f"{solid.name}@xray"),
            "material": solid.material,
            "per_mm": solid.share * contrast(solid.material, solid.replaces)[0],
        }
        for solid in patient(spine, bones=region(region_with(joint)).beam)
    ]


def _packer(triangles: Triangles) -> Any:
    return lambda: pack(*fewer((triangles.vertices, triangles.faces.astype("int64"), None), SHARE))


def settings() -> dict[str, Any]:
    """Figures of ``annotations/c_arm.json`` and of the picture, which the player has no copies of."""
    facts, beam = c_arm_facts(), Beam()
    geometry = facts.geometry
    return {
        "size_px": FIELD_PX,
        "oblique_deg": [geometry.oblique_deg.low, geometry.oblique_deg.high],
        "tilt_deg": [geometry.tilt_deg.low, geometry.tilt_deg.high],
        "steel_per_mm": beam.contrast_per_mm("steel", TRUNK)[0],
        "contrast_per_mm": beam.contrast_per_mm("contrast_300", TRUNK)[0],
        "detector": _figures(facts.detector)
        | {"doublings": DOUBLINGS, "fwhm_per_sigma": FWHM_PER_SIGMA, "blocks_per_sigma": smooth.BLOCKS_PER_SIGMA},
        "display": _figures(facts.display)
        | {"tones": display.TONES, "span": display.SPAN, "statistics": display.STATISTICS, "least": display.LEAST},
        "marker": {"place": marker.PLACE, "height": marker.HEIGHT, "nearly_lateral": marker.NEARLY_LATERAL},
    }


def _figures(group: dict[str, Fact]) -> dict[str, Any]:
    return {name: fact.value if fact.value is not None else [fact.low, fact.high] for name, fact in group.items()}
