"""Words and figures of a plan, as captions and the text summary use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SACROILIAC
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.procedures.model import Figure
from spine_viewer.procedures.technique import Value
from spine_viewer.procedures.views import describe, describe_tilt

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


class CheckWords(BaseModel):
    """Content of ``checks.json``: names of figures by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    note: str
    names: dict[str, dict[str, str]]


def shown(value: Value) -> str:
    """A figure as text: ``80``, or ``30 to 60`` for a range."""
    if isinstance(value.value, tuple):
        return f"{value.value[0]:g} to {value.value[-1]:g}"
    return f"{value.value:g}"


def common_facts(plan: Plan) -> dict[str, str]:
    """Facts that hold for the whole plan."""
    first = plan.nerves[0]
    labels = [n.label for n in plan.nerves]
    return {name: shown(value) for name, value in plan.technique.values.items()} | {
        "joint_label": f"{joint_name(plan.joint)}, {plan.side}",
        "joint": plan.joint,
        "side": plan.side,
        "first_bone": "S1" if first.bone == "sacrum" else first.bone,
        "ap_tilt": describe_tilt(first.views["ap"]) if "ap" in first.views else "",
        "nerve_list": " and ".join([*([", ".join(labels[:-1])] if labels[1:] else []), labels[-1]]),
        "nerve_count": str(len(labels)),
        "gauge": shown(plan.technique.needle.gauge),
        "active_tip_mm": shown(plan.technique.needle.active_tip_mm),
    }


def joint_name(joint: str) -> str:
    """``"L4-L5 facet joint"``, ``"sacroiliac joint"``."""
    return f"{joint} joint" if joint == SACROILIAC else f"{joint} facet joint"


def nerve_facts(plan: Plan, index: int, placement: int = 0) -> dict[str, str]:
    """Facts of one nerve of the plan and of one of its needles.

    Every figure of the checks is there as ``measured_<name>``, every view as ``<name>_view``.
    """
    nerve = plan.nerves[index]
    here = nerve.placements[placement]
    checks, facts = here.checks, {}
    if checks.electrode_to_nerve_angle_deg is not None:
        facts["angle_deg"] = f"{checks.electrode_to_nerve_angle_deg:.0f}"
    for name, value in (
        ("foramen_mm", checks.get("tip_to_foramen_mm")),
        ("tip_to_nerve_mm", checks.get("tip_to_nerve_mm")),
    ):
        if value is not None:
            facts[name] = f"{value:.1f}"
    if plan.lesion is not None:
        facts |= {
            "lesion_width_mm": f"{plan.lesion.width_mm[-1]:.1f}",
            "lesion_length_mm": f"{plan.lesion.length_mm[-1]:.1f}",
            "covered_mm": f"{nerve.nerve_covered_mm:.0f}",
        }
    facts |= {f"measured_{figure.name}": f"{figure.value:.1f}" for figure in checks.figures}
    facts |= {f"{name}_view": describe(view) for name, view in here.views.items()}
    return facts | {
        "nerve": nerve.label,
        "nerve_no": str(index + 1),
        "place": nerve.place,
        "placement": here.name,
        "placement_no": str(placement + 1),
        "placement_count": str(len(nerve.placements)),
        "needle_length_mm": f"{here.needle.length_mm:g}",
        "depth_mm": f"{here.trajectory.depth_mm:.0f}",
        "shaft_clearance_plan_mm": f"{checks.shaft_clearance_mm:.1f}",
    }


def check_words(language: str = "en") -> dict[str, str]:
    """Name of every figure of the checks in words."""
    return dict(read_model(annotations_folder() / "checks.json", CheckWords).names[language])


def told(figure: Figure, words: dict[str, str]) -> str:
    """``"tip to nerve 1.0 mm (at most 2.0)"``."""
    unit = "°" if figure.unit == "deg" else " mm"
    digits = 0 if figure.unit == "deg" else 1
    limits = [
        f"{word} {limit:.{digits}f}"
        for word, limit in (("at least", figure.least), ("at most", figure.most))
        if limit is not None
    ]
    said = f"{words.get(figure.name, figure.name)} {figure.value + 0.0:.{digits}f}{unit}"
    return f"{said} ({', '.join(limits)}{'' if figure.passed else ': NOT KEPT'})" if limits else said


def summary(plan: Plan) -> str:
    """A plan as a few lines."""
    words = check_words()
    lines = [f"{plan.technique.title['en'].professional}: {joint_name(plan.joint)}, {plan.side} ({plan.pose})"]
    for nerve in plan.nerves:
        lines.append(f"  {nerve.label}")
        for one in nerve.placements:
            needle, depth = one.needle, one.trajectory.depth_mm
            if len(nerve.placements) > 1:
                lines.append(f"   {one.name}")
            lines += [
                f"    target: {one.target.landmark}, {one.target.landmark_mm:.1f} mm from it",
                f"    needle: {needle.gauge}G x {needle.length_mm:g} mm, depth {depth:.0f} mm",
                f"    view down the needle: {describe(one.views['trajectory'])}",
                *(f"    {told(figure, words)}" for figure in one.checks.figures),
                f"    {'all limits kept' if one.checks.passed else 'LIMITS NOT KEPT'}",
            ]
        if nerve.burns:
            lines.append(f"    {len(nerve.burns)} lesions hold {nerve.nerve_covered_mm:.0f} mm of the nerve")
    return "\n".join([*lines, plan.technique.limits_note["en"].professional])
