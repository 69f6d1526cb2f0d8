"""What an X-ray sees at a moment of a film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.procedures.moment import InjectionWish
from spine_viewer.procedures.spreads import spreads_of
from spine_viewer.scene.fluid_items import xray_fluids
from spine_viewer.scene.heat_items import xray_outlines
from spine_viewer.scene.model import FluoroscopyRequest
from spine_viewer.scene.moment_items import needles_of

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import Plan


def request_at(
    spine: Spine,
    plan: Plan,
    carm: Any,
    at: str | float,
    in_vessel: bool = False,
    language: str = DEFAULT_LANGUAGE,
) -> FluoroscopyRequest:
    """Needles, contrast and dead tissue (in even tissue) of a plan at a moment, seen by a C-arm.

    Parameters
    ----------
    spine : Spine
        The one that was planned on.
    plan : Plan
    carm : imaging.CArm
    at : str or float
        A step's name, or seconds.
    in_vessel : bool
        Contrast of this moment runs off in a vein.
    language : str
        Of the names of outlines.

    Raises
    ------
    InputError
        There is no such moment.
    """
    timeline = plan.timeline()
    moment = timeline.at(timeline.seconds_of(at), InjectionWish(in_vessel=in_vessel))
    fluids = any(one.volume_ml is not None for one in moment.injectates)
    spreads = spreads_of(spine, plan) if fluids else None
    outlines = xray_outlines(moment, None, "professional", language)
    return FluoroscopyRequest(carm, needles_of(moment), outlines, xray_fluids(moment, spreads))
