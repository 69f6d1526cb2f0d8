"""What a session adds up to: nerves, needles, fluids, heating and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spine_viewer.procedures.model import View

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


@dataclass(frozen=True)
class Totals:
    """Sums over the film of a plan.

    Parameters
    ----------
    nerves, needles, lesions : int
        ``nerves``: what is aimed at, each once.
    heating_s : float
        Generator on, one lesion after the other.
    anaesthetic_ml, contrast_ml : float
        Beside the nerves or in the joints; what goes into the skin is not counted.
    pictures : int
        At the least: one for every step of the film that asks for an X-ray view.
    views : int
        How often the C-arm is set anew for them.
    dose : float
        Relative, of one pulse for each picture: 1 is one second of continuous fluoroscopy on the whole of the largest
        field (:mod:`spine_viewer.imaging.machine.dose`).
    """

    nerves: int
    needles: int
    lesions: int
    heating_s: float
    anaesthetic_ml: float
    contrast_ml: float
    pictures: int
    views: int
    dose: float


def totals(plan: Plan) -> Totals:
    """The sums of a plan, or of a session of several joints."""
    steps = plan.timeline().steps
    lesions = sum(len(nerve.burns) for nerve in plan.nerves)
    asked = [view for step in steps if (view := plan.timeline().view_of(step)) is not None]
    moves = sum(1 for n, view in enumerate(asked) if n == 0 or not _same(asked[n - 1], view))
    return Totals(
        nerves=len(plan.nerves),
        needles=sum(len(nerve.placements) for nerve in plan.nerves),
        lesions=lesions,
        heating_s=0.0 if plan.lesion is None else lesions * plan.lesion.seconds,
        anaesthetic_ml=_volume(plan, "anaesthetic"),
        contrast_ml=_volume(plan, "contrast"),
        pictures=len(asked),
        views=moves,
        dose=sum(_pulse(view) for view in asked),
    )


def _volume(plan: Plan, kind: str) -> float:
    each = plan.technique.limit(f"{kind}_ml") or 0.0
    return each * sum(1 for step in plan.timeline().steps if step.step.injectate == kind)


def _same(a: View, b: View) -> bool:
    turned = abs(a.oblique_deg - b.oblique_deg) + abs(a.tilt_deg - b.tilt_deg)
    return turned < 0.5 and float(abs(a.isocentre - b.isocentre).max()) < 0.5


def _pulse(view: View) -> float:
    """Relative dose of one pulse at the rate that is set first."""
    from spine_viewer.imaging import CArm
    from spine_viewer.imaging.machine.dose import dose_rate
    from spine_viewer.imaging.settings import c_arm_facts, figure

    rate = figure(c_arm_facts().dose, "pulses_per_s")
    return dose_rate(CArm(tuple(view.isocentre), view.oblique_deg, view.tilt_deg), rate) / rate
